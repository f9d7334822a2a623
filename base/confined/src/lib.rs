//! Processing of untrusted input in a child process with limits.
//!
//! A typesetter cannot be stopped once it has started, and a parser of uploaded files can be tricked into endless loops or into
//! running out of memory. So both run in a child process of the same program, which limits itself before it reads any input:
//! memory, processor time for each request, no files written, no core dumps. Whatever happens there, the parent gets a response or
//! a clear error, and carries on.
//!
//! The parent starts child processes with [`Workers`], and the child's `main` calls [`serve`]. Requests and responses are bytes,
//! sent in frames that start with their length.

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

/// The resource limits of one child.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Address space, in bytes. Leave room, because threads and allocators reserve more than they use.
    pub memory: u64,
    /// Processor time for one request, over all threads, in whole seconds.
    pub processor: Duration,
    /// Elapsed time for one request, after which the child is killed.
    pub patience: Duration,
    /// The maximum size of a request, in bytes.
    pub request: u64,
    /// The maximum size of a response, in bytes.
    pub answer: u64,
}
