//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

// The futures of whole requests are nested deeper than the usual limit.
#![recursion_limit = "256"]

mod common;
mod lists;
mod papers;
