//! Word documents (.docx, ECMA-376): their headings, numbered paragraphs, lists, tables, pictures with their texts, footnotes and links.
//!
//! Pure: bytes in, a document out. Nothing that a stranger sends makes it fail, run away or fill the memory: parts, nesting and sizes are
//! limited, and no part is parsed that declares entities.

mod numbering;
mod opened;
mod paragraphs;
mod reading;

pub use opened::WordError;
pub use reading::{Document, Link, Picture, read};
