//! Packs that were published elsewhere: reading them into minutes, agendas and reports.

mod file;
pub mod import;
pub mod pdf;
pub mod reading;

pub use file::{LARGEST, reading_of_file};
