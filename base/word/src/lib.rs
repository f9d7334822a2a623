//! Word documents (.docx, ECMA-376): their headings, numbered paragraphs, lists, tables, pictures with their texts, footnotes and links.
//!
//! [`read`] is pure: bytes in, a document out; [`Reader`] has that done in a child of the program. Nothing that a stranger sends makes it fail, run away or fill the memory: parts, nesting and sizes are
//! limited, and no part is parsed that declares entities.
//!
//! [`write`] makes a Word document of one of ours.

mod confined_reader;
mod limits;
mod lists;
mod numbering;
mod opened;
mod paragraphs;
mod reading;
mod styles;
mod writing;
mod written_parts;

pub use confined_reader::{Reader, serve};
pub use opened::WordError;
pub use reading::{Document, Link, Picture, read};
pub use writing::{About, CONTENT_TYPE, write};
