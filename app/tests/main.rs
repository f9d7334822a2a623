//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on should stop")]
// The futures of whole requests are nested deeper than the usual limit.
#![recursion_limit = "256"]

mod architecture;
mod check;
mod commands;
mod database_away;
mod doors;
mod item_files;
mod limits;
mod matrix;
mod migrating;
mod prints;
mod remembered;
mod serving;
mod site;
mod starting;
mod two_servers;
mod unpublished_titles;
mod word_documents;
mod worker;
