//! Invented papers in the habits of many kinds of council, with the truth beside each, and what a reading of them is worth.
//!
//! [`generate`] invents a paper from a seed: the same seed gives the same paper on every machine. [`printing`] turns it into text,
//! and into sources from which PDFs are made. [`score()`] compares what [`archive::reading`] made of a paper with its [`Truth`], which
//! may also be worked out by hand for a real paper.
//!
//! Every council, place and person here is invented.

mod composition;
mod council;
mod habit;
mod paper;
pub mod printing;
mod random;
pub mod score;
pub mod truth;

pub use habit::{Habit, generate};
pub use paper::{Block, Gap, HeadForm, Layout, PageMark, Paper};
pub use random::Random;
pub use score::{Field, Miss, Score, Tally, score};
pub use truth::Truth;
