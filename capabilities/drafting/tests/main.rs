//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

#![allow(clippy::panic, reason = "a test that cannot go on should stop")]
// The futures of whole requests are nested deeper than the usual limit.
#![recursion_limit = "256"]

mod common;
mod dismissed_findings;
mod files;
mod handing_over;
mod lists;
mod people;
mod privacy;
mod refused_forms;
mod reports;
mod versions;
mod writing;
