//! The data for measurements: a fictional council whose boards meet for years, its packs as text in the style of those that
//! councils publish, and databases filled with its record.
//!
//! Everything is determined by a seed: the same seed makes the same council, meeting by meeting, on every machine.

pub mod filling;
pub mod generator;

pub use generator::{Council, MeetingPlace};
