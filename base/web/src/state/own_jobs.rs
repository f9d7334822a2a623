//! The base's own jobs: sending emails, telling the capabilities what was published, and making prints before anyone asks.

use crate::{AppState, Error, Result, responses};
use db::{Db, DbError};
use foundation::Clock;
use jobs::{Claimed, Context, Failure, Job, Jobs, Kind};
use publications::PUBLISHED;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Finds the prints that publications change.
const FIND_PRINTS: &str = "prints.find";

/// Makes a print.
const MAKE_PRINT: &str = "prints.make";

/// What the base does after something is published.
pub(crate) const AFTER_PUBLICATIONS: &[&str] = &[FIND_PRINTS];

/// Returns the base's kinds of job.
pub(crate) fn kinds() -> Vec<Kind<AppState>> {
    vec![
        Kind::new(mail::SEND, send).retried(mail::RETRY).where_possible(|state| state.mail_sender.is_some()),
        Kind::new(PUBLISHED, pass_on),
        Kind::new(FIND_PRINTS, find_prints).where_possible(|state| state.printing.is_some()),
        Kind::new(MAKE_PRINT, make_print).where_possible(|state| state.printing.is_some()),
    ]
}

#[async_trait::async_trait]
impl Context for AppState {
    fn db(&self) -> &Db {
        &self.db
    }

    fn clock(&self) -> Clock {
        self.clock
    }

    fn jobs(&self) -> &Jobs<Self> {
        &self.joined.jobs
    }

    async fn refresh(&self) -> Result<(), DbError> {
        self.refresh_settings().await
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotPrintable(_) => Self::lasting(error.to_string()),
            _ => Self::passing(error.to_string()),
        }
    }
}

async fn send(state: AppState, job: Claimed) -> Result<(), Failure> {
    let Some(sender) = &state.mail_sender else { return Err(Failure::passing("no mail server is configured")) };
    mail::send(&state.db, sender, state.clock, &job).await.map(|_| ())
}

/// Enqueues what follows a publication, as a job for each capability, so that the failure of one holds up no other.
async fn pass_on(state: AppState, job: Claimed) -> Result<(), Failure> {
    let transaction = state.db.begin().await?;
    for kind in &state.joined.after_publications {
        jobs::enqueue(&transaction, &Job::new(kind, json!({}), state.clock.now()).once("published")).await?;
    }
    job.complete(&transaction).await?;
    Ok(transaction.commit().await?)
}

/// The name of the prints among the readers of publications.
const READER: &str = "prints";

/// The maximum number of publications read at once.
const BATCH: i64 = 500;

/// The maximum number of prints made ahead of requests at once; more than that, as after an import, are made when requested.
const MOST_AHEAD: usize = 40;

/// A print to be made.
#[derive(Debug, Deserialize, Serialize)]
struct PrintToMake {
    kind: String,
    id: i64,
}

/// Enqueues a job for each print that the publications since the last time change.
async fn find_prints(state: AppState, _: Claimed) -> Result<(), Failure> {
    loop {
        let from = publications::read_until(state.db.reading(), READER).await?;
        let published = publications::published_after(state.db.reading(), from, BATCH).await.map_err(Error::from)?;
        let Some(to) = published.last().map(|publication| publication.id.get()) else { return Ok(()) };
        let prints = responses::prints::changed_by(&state, &published).await?;
        let transaction = state.db.begin().await?;
        if !publications::read_on(&transaction, READER, from, to).await? {
            return Ok(());
        }
        if prints.len() > MOST_AHEAD {
            tracing::info!(documents = prints.len(), "too many documents changed at once to be printed ahead");
        } else {
            for (kind, id) in prints {
                let payload = json!(PrintToMake { kind: kind.to_owned(), id });
                let key = crate::print_name(kind, id);
                jobs::enqueue(&transaction, &Job::new(MAKE_PRINT, payload, state.clock.now()).once(&key)).await?;
            }
        }
        transaction.commit().await?;
    }
}

async fn make_print(state: AppState, job: Claimed) -> Result<(), Failure> {
    let PrintToMake { kind, id } = job.payload()?;
    match crate::print_of(&state, &kind, id).await {
        Ok(_) | Err(Error::NotFound(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
