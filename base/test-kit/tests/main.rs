//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod jobs;
mod prints;
mod row_seals;
mod scopes;
