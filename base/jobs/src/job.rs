//! A job, before and while it is run.

use crate::job_store;
use chrono::{DateTime, Utc};
use db::{DbError, WriteTransaction};
use serde::de::DeserializeOwned;

/// A job to be enqueued.
///
/// Its payload names what it is about by key. It is kept, and shown to administrators if the job fails, so it holds no personal
/// data.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    pub(crate) kind: &'static str,
    pub(crate) payload: serde_json::Value,
    pub(crate) unique_key: Option<&'a str>,
    pub(crate) queued_at: DateTime<Utc>,
    pub(crate) run_at: DateTime<Utc>,
}

impl<'a> Job<'a> {
    /// Creates a job that is due at once.
    pub fn new(kind: &'static str, payload: serde_json::Value, now: DateTime<Utc>) -> Self {
        Self { kind, payload, unique_key: None, queued_at: now, run_at: now }
    }

    /// Makes it one with other jobs of its kind and this key, as long as they wait. A job that is running has perhaps already read
    /// what changed since, so the new one waits beside it.
    #[must_use]
    pub fn once(self, key: &'a str) -> Self {
        Self { unique_key: Some(key), ..self }
    }

    /// Makes it wait until this time.
    #[must_use]
    pub fn at(self, run_at: DateTime<Utc>) -> Self {
        Self { run_at, ..self }
    }
}

/// A job that this process has claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) payload: String,
    pub(crate) unique_key: Option<String>,
    pub(crate) claim: String,
    pub(crate) attempts: i32,
    /// When it is tried again if this attempt fails; `None` if it is the last.
    pub(crate) again_at: Option<DateTime<Utc>>,
}

impl Claimed {
    /// Parses the payload.
    ///
    /// # Errors
    /// If it is not a `T`. It will not be one later either, so the job is dead.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_str(&self.payload)
            .map_err(|error| Failure::lasting(format!("the payload of job {} ({}) cannot be read: {error}", self.id, self.kind)))
    }

    /// Returns the number of attempts, including this one.
    pub fn attempts(&self) -> i32 {
        self.attempts
    }

    /// Returns when the job is tried again if this attempt fails; `None` if it is the last.
    pub fn again_at(&self) -> Option<DateTime<Utc>> {
        self.again_at
    }

    /// Completes the job in the transaction of its effect, so that both are committed or neither.
    ///
    /// # Errors
    /// If another process has claimed the job since, because this one took too long. The transaction must then not be committed.
    pub async fn complete(&self, transaction: &WriteTransaction) -> Result<(), Failure> {
        if job_store::complete(transaction, self).await? { Ok(()) } else { Err(Failure::lost()) }
    }
}

/// Why a job failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct Failure {
    pub(crate) problem: String,
    pub(crate) outlook: Outlook,
}

/// What is to be expected of another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outlook {
    MaySucceed,
    FailsAgain,
    /// The job now belongs to another process.
    IsAnothers,
}

impl Failure {
    /// Creates a failure that may pass. The sentence is kept and shown to administrators, so it holds no personal data.
    pub fn passing(problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), outlook: Outlook::MaySucceed }
    }

    /// Creates a failure that each further attempt would meet again. The job is dead at once.
    pub fn lasting(problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), outlook: Outlook::FailsAgain }
    }

    pub(crate) fn lost() -> Self {
        Self { problem: "another process has claimed the job since".to_owned(), outlook: Outlook::IsAnothers }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::passing(error.to_string())
    }
}
