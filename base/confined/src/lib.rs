//! Work on input that nobody vouches for, in a child process with limits.
//!
//! A typesetter cannot be stopped once it has begun, and a reader of other people's files can be led into endless loops or out of
//! memory. So both run in a child of the same program that limits itself before it takes anything in: its memory, its processor
//! time for each request, no files written, no core dumps. Whatever happens there, the program that asks gets an answer or a plain
//! error, and goes on.
//!
//! The parent starts children with [`Workers`]; the child's `main` calls [`serve`]. Requests and answers are bytes; between them
//! runs a frame with its length before it.

mod child;
mod frame;
mod turns;
mod worker;
mod workers;

pub use child::serve;
pub use turns::{Place, Turn, Turns};
pub use worker::{ConfinedError, Work};
pub use workers::Workers;

use std::time::Duration;

/// What one child may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Address space, in bytes. Threads and allocators reserve more than they use: leave room.
    pub memory: u64,
    /// Processor time for one request, over all threads. Whole seconds.
    pub processor: Duration,
    /// Time on the clock for one request; then the child is ended.
    pub patience: Duration,
    /// The largest request, in bytes.
    pub request: u64,
    /// The largest answer, in bytes.
    pub answer: u64,
}
