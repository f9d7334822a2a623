//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

#![allow(clippy::panic, reason = "a test that cannot go on should stop")]
// The futures of whole requests are nested deeper than the usual limit.
#![recursion_limit = "256"]

mod accounting;
mod any_text;
mod cases;
mod checked_seeds;
mod fixtures;
mod outline;
mod pdf;
mod seed_reports;
mod seeds;
mod shapes;
