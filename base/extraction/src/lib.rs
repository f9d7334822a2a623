//! The text of a published file, line by line as it was printed, with what its pages show about the lines.
//!
//! Every kind of file becomes the same: lines of text and [`Hints`] about them. The bytes say what kind it is, not its name.

mod decoding;
mod error;
mod hints;
mod ligatures;
pub mod pdf;
mod table;

pub use decoding::{LARGEST, decode};
pub use error::TextError;
pub use hints::{AgendaPrint, Hint, Hints};
pub use table::Table;
