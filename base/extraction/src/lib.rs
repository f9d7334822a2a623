//! The text of a published file, line by line as it was printed, with what its pages show about the lines.
//!
//! Every kind of file becomes the same: lines of text and [`Hints`] about them. The bytes say what kind it is, not its name. [`extract`] is
//! the entrance; it is pure. [`unpack`] opens ZIP files, and a [`Converter`] turns documents of old office programs into ones that are read.

mod bundle;
mod converter;
mod decoding;
mod docx;
mod error;
mod extracted;
mod grids;
mod hints;
mod html;
mod kind;
mod ligatures;
mod markdown;
mod marks;
mod names;
mod numerals;
mod odt;
pub mod pdf;
mod pieces;
mod sheet;
mod table;
mod zipped;

pub use bundle::{BundleError, Entry, EntryError, LARGEST_BUNDLE, unpack};
pub use converter::{Converter, ConverterError};
pub use decoding::{LARGEST, decode};
pub use error::{ExtractionError, TextError};
pub use extracted::{Extracted, Limits, extract};
pub use hints::{AgendaPrint, Hint, Hints};
pub use kind::Kind;
pub use odt::OdtError;
pub use table::Table;
