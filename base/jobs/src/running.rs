//! Runs one claimed job: extends its claim while it runs, and records what became of it.

use crate::declared::{Kind, Running};
use crate::job::Outlook;
use crate::{Claimed, Context, Failure, LEASE, job_store};
use db::DbError;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How far a worker is on its way to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// It claims jobs and runs them.
    Working,
    /// It finishes what it runs, and claims nothing more.
    Finishing,
    /// It puts back what it has not finished.
    GivingUp,
}

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Became {
    Done,
    Retried,
    Dead,
    PutBack,
    AnothersJob,
}

impl Became {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retried => "retried",
            Self::Dead => "dead",
            Self::PutBack => "put back",
            Self::AnothersJob => "lost",
        }
    }
}

/// A handler as a task of its own, which is ended if it is no longer waited for.
struct Handler(JoinHandle<Result<(), Failure>>);

impl Drop for Handler {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Handler {
    fn start(running: Running) -> Self {
        Self(tokio::spawn(running))
    }

    async fn result(&mut self) -> Result<(), Failure> {
        match (&mut self.0).await {
            Ok(result) => result,
            Err(error) if error.is_panic() => Err(Failure::passing("the program has a fault: the job's handler panicked")),
            Err(_) => Err(Failure::passing("the job was ended")),
        }
    }

    /// Ends it, and waits until it has ended, so that nothing of it happens afterwards.
    async fn end(mut self) {
        self.0.abort();
        let _ = (&mut self.0).await;
    }
}

/// Runs a claimed job to its end, and records the result.
pub(crate) async fn run<C: Context>(
    context: &C,
    kind: &Kind<C>,
    claimed: Claimed,
    stage: watch::Receiver<Stage>,
) -> Result<Became, DbError> {
    let became = record(context, &claimed, attempt(context, kind, &claimed, stage).await).await?;
    metrics::counter!("moothall_jobs_ended_total", "kind" => kind.name, "result" => became.word()).increment(1);
    Ok(became)
}

/// The result of an attempt; `None` if it was interrupted because the worker stops.
type Attempt = Option<Result<(), Failure>>;

async fn attempt<C: Context>(context: &C, kind: &Kind<C>, claimed: &Claimed, mut stage: watch::Receiver<Stage>) -> Attempt {
    if claimed.attempts > kind.retry.attempts {
        let problem = format!("the program ended during each of the last attempts, {} in all", kind.retry.attempts);
        return Some(Err(Failure::lasting(problem)));
    }
    if let Err(error) = context.refresh().await {
        return Some(Err(error.into()));
    }
    let mut handler = Handler::start((kind.run)(context.clone(), claimed.clone()));
    let deadline = Instant::now() + kind.within;
    let every = LEASE.to_std().unwrap_or(Duration::from_mins(1)) / 3;
    let mut extend_at = Instant::now() + every;
    loop {
        tokio::select! {
            result = handler.result() => return Some(result),
            () = tokio::time::sleep_until(deadline) => {
                handler.end().await;
                return Some(Err(Failure::passing(format!("it took longer than {} seconds", kind.within.as_secs()))));
            }
            () = given_up(&mut stage) => {
                handler.end().await;
                return None;
            }
            () = tokio::time::sleep_until(extend_at) => {
                extend_at = Instant::now() + every;
                if is_lost(context, claimed).await {
                    handler.end().await;
                    return Some(Err(Failure::lost()));
                }
            }
        }
    }
}

/// Waits until the worker gives up what it has not finished.
async fn given_up(stage: &mut watch::Receiver<Stage>) {
    if stage.wait_for(|stage| *stage == Stage::GivingUp).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Extends the claim. Returns `true` if another process has claimed the job since. A job that is gone was completed by its own
/// handler, which is about to end.
async fn is_lost<C: Context>(context: &C, claimed: &Claimed) -> bool {
    match job_store::extend(context.db(), claimed, context.clock().now()).await {
        Ok(true) => false,
        Ok(false) => job_store::is_there(context.db().reading(), claimed).await.unwrap_or(false),
        Err(error) => {
            tracing::warn!(%error, job = claimed.id, kind = claimed.kind, "the claim of a job could not be extended; trying again");
            false
        }
    }
}

async fn record<C: Context>(context: &C, claimed: &Claimed, attempt: Attempt) -> Result<Became, DbError> {
    let (db, now) = (context.db(), context.clock().now());
    let (job, kind) = (claimed.id, claimed.kind.as_str());
    let Some(result) = attempt else {
        job_store::put_back(db, claimed, now, None).await?;
        tracing::info!(job, kind, "a job was put back because the program stops");
        return Ok(Became::PutBack);
    };
    let Err(Failure { problem, outlook }) = result else {
        // Most handlers complete their jobs themselves.
        if job_store::is_held(db.reading(), claimed).await? {
            let transaction = db.begin().await?;
            job_store::complete(&transaction, claimed).await?;
            transaction.commit().await?;
        }
        return Ok(Became::Done);
    };
    match (outlook, claimed.again_at) {
        (Outlook::IsAnothers, _) => {
            tracing::warn!(job, kind, "a job took so long that another process claimed it");
            Ok(Became::AnothersJob)
        }
        (Outlook::MaySucceed, Some(again_at)) => {
            job_store::put_back(db, claimed, again_at, Some(&problem)).await?;
            tracing::warn!(job, kind, attempts = claimed.attempts, problem, "a job failed and will be tried again");
            Ok(Became::Retried)
        }
        (Outlook::MaySucceed | Outlook::FailsAgain, _) => {
            job_store::bury(db, claimed, &problem, now).await?;
            tracing::error!(
                job,
                kind,
                attempts = claimed.attempts,
                problem,
                "a job failed for good; it is kept under Settings, Jobs"
            );
            Ok(Became::Dead)
        }
    }
}
