//! The invented papers, their truths, and the scoring of readings.

mod generating;
mod perfect;
mod scoring;
mod truths;
