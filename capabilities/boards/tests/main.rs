//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on should stop")]
// The futures of whole requests are nested deeper than the usual limit.
#![recursion_limit = "256"]

mod akoma_ntoso;
mod at_once;
mod common;
mod conflicts;
mod deadlines;
mod following;
mod imported;
mod interests;
mod items;
mod life;
mod messages;
mod overtaken;
mod people;
mod photos;
mod preparing;
mod record;
mod refused_forms;
mod sitting;
mod stored_words;
