//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

#![allow(clippy::panic, reason = "a test that cannot go on should stop")]

mod any_document;
mod reading;
mod writing;
