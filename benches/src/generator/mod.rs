//! A fictional council and everything that its boards publish.

mod council;
mod minutes;
mod printing;
mod prose;
mod reports;
mod vocabulary;

pub use council::{Council, MeetingPlace, prefix};
pub use habits::Random;
pub use vocabulary::questions;
