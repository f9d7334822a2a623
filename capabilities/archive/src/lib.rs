//! Reads packs that were published elsewhere into minutes, agendas and reports.

pub mod confined_reader;
mod file;
pub mod import;
mod packed_entries;
mod papers;
pub mod reading;

pub use file::{LARGEST, reading_of_file};
pub use papers::{paper_of_text, papers};
