//! Packs that were published elsewhere: reading them into minutes, agendas and reports.

pub mod import;
pub mod reading;
