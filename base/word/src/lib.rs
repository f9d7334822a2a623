//! Word documents (.docx, ECMA-376): their headings, numbered paragraphs, lists, tables, pictures with alternative text,
//! footnotes and links.
//!
//! [`read`] is pure: bytes in, a document out; [`Reader`] runs it in a child of the program. No input makes it panic, run
//! without end or fill the memory: parts, nesting and sizes are limited, and no part that declares entities is parsed.
//!
//! [`printed`] reads the same file line by line, as it is printed, for code that works out what lines mean.
//!
//! [`write`] writes one of our documents as a Word document.

mod confined_reader;
mod document;
mod limits;
mod lists;
mod numbering;
mod opened;
mod paragraphs;
mod parts;
mod printed;
mod reading;
mod styles;
mod typed_numbers;
mod writing;
mod written_parts;

pub use confined_reader::{Reader, serve};
pub use document::{Document, Link, Picture};
pub use limits::Held;
pub use opened::WordError;
pub use printed::{Cell, Paragraph, Piece, Printed, printed};
pub use reading::read;
pub use writing::{About, CONTENT_TYPE, write};
