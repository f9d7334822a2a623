//! A durable queue in the database, and what runs it.
//!
//! A job is a row, written in the transaction of the act that causes it ([`enqueue`]): if that transaction is rolled back, there is
//! no job, and if it is committed, the job is run, whichever process dies. A [`Worker`] claims due jobs, each for a short while
//! that it keeps extending, and runs them with the functions that the capabilities declare ([`Kind`]). What fails is tried again,
//! later each time; what has failed too often is dead, and kept with its error for an administrator. What is done is deleted, so
//! that the queue is as long as the work.
//!
//! A handler that changes the database completes its job in the transaction of the change ([`Claimed::complete`]), and so has its
//! effect once. Any other effect may happen twice, if a process dies between the effect and its record.
//!
//! A [`Schedule`] enqueues a job at certain times, once however many processes run. What each process must do for itself is no job:
//! see [`follow`].

mod declared;
mod following;
mod job;
mod job_store;
mod listing_store;
mod retry;
mod running;
mod schedule;
mod schedule_store;
mod tables;
mod worker;

pub use declared::{DeclarationError, Jobs, Kind};
pub use following::follow;
pub use job::{Claimed, Failure, Job};
pub use job_store::enqueue;
pub use listing_store::{Counts, ListedJob, State, by_id, count, delete, list, retry, unknown_kinds};
pub use retry::Retry;
pub use schedule::{Schedule, When};
pub use tables::MIGRATIONS;
pub use worker::{Worker, measure};

use chrono::TimeDelta;
use db::{Db, DbError};
use foundation::Clock;

/// What a worker runs jobs with: the state that handlers can reach.
#[async_trait::async_trait]
pub trait Context: Clone + Send + Sync + 'static {
    /// Returns the database with the queue.
    fn db(&self) -> &Db;

    /// Returns the clock.
    fn clock(&self) -> Clock;

    /// Returns the kinds of job and the schedules.
    fn jobs(&self) -> &Jobs<Self>;

    /// Brings up to date what is kept in memory, before a job is run. A worker gets no requests that would do so.
    async fn refresh(&self) -> Result<(), DbError> {
        Ok(())
    }
}

/// How long a claim lasts unless it is extended. If a process dies, its jobs are taken up again after this time.
const LEASE: TimeDelta = TimeDelta::minutes(1);
