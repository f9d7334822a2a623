//! Runs jobs as they become due.

use crate::running::{self, Stage};
use crate::{Context, Counts, job_store, listing_store, schedule_store};
use chrono::{DateTime, Utc};
use db::DbError;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the queue is checked for what other processes enqueued. What this process enqueues wakes it at once.
const POLL_EVERY: Duration = Duration::from_secs(1);

/// How long a job that is due and could not be claimed is left alone.
const CLAIM_AGAIN_AFTER: Duration = Duration::from_millis(100);

/// How often the times of jobs are checked against the clock, and kinds of job that no one knows are named.
const CHECK_EVERY: Duration = Duration::from_mins(1);

/// How long jobs may take to finish once the program is told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// How long the worker waits before it tries again if the database cannot be reached, at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Runs jobs. Several workers may run on one database, in one process or in many.
#[derive(Debug)]
pub struct Worker<C> {
    context: C,
    kinds: Vec<&'static str>,
    /// Since when and until when it is known that no schedule is due.
    none_due: Mutex<Option<(DateTime<Utc>, DateTime<Utc>)>>,
}

impl<C: Context> Worker<C> {
    /// Creates a worker.
    pub fn new(context: C) -> Self {
        let kinds = context.jobs().run_here(&context);
        Self { context, kinds, none_due: Mutex::default() }
    }

    /// Runs jobs until `stop` completes. Jobs that are then running may finish within ten seconds; what does not is put back for
    /// another process.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let (stage, stages) = watch::channel(Stage::Working);
        let mut running = JoinSet::new();
        let mut busy = BTreeSet::new();
        let mut commits = self.context.db().announced_commits();
        let mut check_at = tokio::time::Instant::now();
        let mut pause = POLL_EVERY;
        let mut stop = std::pin::pin!(stop);
        loop {
            if tokio::time::Instant::now() >= check_at {
                check_at += CHECK_EVERY;
                self.check().await;
            }
            pause = match self.start_due(&mut running, &mut busy, &stages).await {
                Ok(until_next) => until_next.min(POLL_EVERY),
                Err(error) => {
                    let pause = (pause * 2).min(LONGEST_PAUSE);
                    tracing::warn!(%error, seconds = pause.as_secs(), "the queue of jobs could not be read; trying again");
                    pause
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = commits.next() => {}
                () = tokio::time::sleep(pause) => {}
                Some(ended) = running.join_next() => {
                    // A kind whose task has gone wrong may be started again.
                    busy = ended.map_or_else(|_| BTreeSet::new(), |kind| { busy.remove(kind); busy });
                }
            }
        }
        stage.send_replace(Stage::Finishing);
        if tokio::time::timeout(FINISH_WITHIN, async { while running.join_next().await.is_some() {} }).await.is_err() {
            stage.send_replace(Stage::GivingUp);
            while running.join_next().await.is_some() {}
        }
    }

    /// Runs what is due, and what becomes due by that, until nothing is. Returns the number of attempts. Jobs that a process which
    /// died has claimed are due when their claim ends.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn run_due(&self) -> Result<usize, DbError> {
        let (_stage, stages) = watch::channel(Stage::Working);
        let mut count = 0;
        job_store::correct_times(self.context.db(), self.context.clock().now()).await?;
        self.enqueue_scheduled().await?;
        loop {
            let before = count;
            for kind in &self.kinds {
                count += drain(&self.context, kind, &stages).await?;
            }
            if count == before {
                return Ok(count);
            }
        }
    }

    /// Starts running the kinds of which a job is due. Returns how long it is until the next is.
    async fn start_due(
        &self,
        running: &mut JoinSet<&'static str>,
        busy: &mut BTreeSet<&'static str>,
        stages: &watch::Receiver<Stage>,
    ) -> Result<Duration, DbError> {
        self.enqueue_scheduled().await?;
        let mut until_next = POLL_EVERY;
        for next in job_store::next_of_kinds(self.context.db().reading(), &self.kinds).await? {
            let Some(kind) = self.kinds.iter().copied().find(|kind| *kind == next.kind) else { continue };
            let wait = (next.run_at - self.context.clock().now()).to_std().unwrap_or_default();
            if !wait.is_zero() {
                until_next = until_next.min(wait);
            } else if busy.insert(kind) {
                let (context, stages) = (self.context.clone(), stages.clone());
                running.spawn(async move {
                    match drain(&context, kind, &stages).await {
                        // Another process is about to claim it, or the transaction that enqueues it has not ended.
                        Ok(0) => tokio::time::sleep(CLAIM_AGAIN_AFTER).await,
                        Ok(_) => {}
                        Err(error) => {
                            tracing::warn!(%error, kind, "a job could not be claimed, or its end not recorded; trying again");
                            tokio::time::sleep(POLL_EVERY).await;
                        }
                    }
                    kind
                });
            }
        }
        Ok(until_next)
    }

    async fn enqueue_scheduled(&self) -> Result<(), DbError> {
        let now = self.context.clock().now();
        // A clock that goes back is asked again.
        let is_known = |(since, until): &(DateTime<Utc>, DateTime<Utc>)| *since <= now && now < *until;
        if self.none_due.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(is_known) {
            return Ok(());
        }
        for schedule in self.context.jobs().schedules() {
            schedule_store::enqueue_if_due(self.context.db(), *schedule, now).await?;
        }
        let next = self.context.jobs().schedules().iter().map(|schedule| schedule.when.next(now)).min();
        *self.none_due.lock().unwrap_or_else(PoisonError::into_inner) = next.map(|next| (now, next));
        Ok(())
    }

    async fn check(&self) {
        match job_store::correct_times(self.context.db(), self.context.clock().now()).await {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "jobs were enqueued while a clock was ahead; they are due now"),
            Err(error) => tracing::warn!(%error, "the times of jobs could not be checked"),
        }
        match listing_store::unknown_kinds(self.context.db().reading(), &self.context.jobs().names()).await {
            Ok(unknown) => {
                for (kind, jobs) in unknown {
                    tracing::error!(kind, jobs, "jobs wait that this version of the program does not know; they are kept");
                }
            }
            Err(error) => tracing::warn!(%error, "the kinds of waiting jobs could not be read"),
        }
    }
}

/// Runs the due jobs of a kind one after another, until none is due or the worker stops. Returns the number of attempts.
async fn drain<C: Context>(context: &C, kind: &'static str, stages: &watch::Receiver<Stage>) -> Result<usize, DbError> {
    let Some(kind) = context.jobs().kind(kind) else { return Ok(0) };
    let mut count = 0;
    while *stages.borrow() == Stage::Working {
        let now = context.clock().now();
        let Some(claimed) = job_store::claim(context.db(), kind.name, kind.retry, now).await? else { break };
        running::run(context, kind, claimed, stages.clone()).await?;
        count += 1;
    }
    Ok(count)
}

/// Counts the jobs and sets the measurements to the counts, for a program that is about to read them.
///
/// # Errors
/// If the database cannot be reached.
#[expect(clippy::cast_precision_loss, reason = "a measurement needs no more digits")]
pub async fn measure<C: Context>(context: &C) -> Result<Counts, DbError> {
    let now = context.clock().now();
    let counts = listing_store::count(context.db().reading(), now).await?;
    for (state, count) in [("waiting", counts.waiting), ("running", counts.running), ("dead", counts.dead)] {
        metrics::gauge!("moothall_jobs", "state" => state).set(count as f64);
    }
    let oldest = counts.due_since.map_or(0.0, |since| (now - since).as_seconds_f64());
    metrics::gauge!("moothall_jobs_oldest_due_seconds").set(oldest);
    Ok(counts)
}
