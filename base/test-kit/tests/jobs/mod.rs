//! The queue of jobs, on both databases: what is enqueued is run once in effect, however many processes run and whichever dies.

mod queue;
mod schedules;
mod stopping;
mod trouble;

use chrono::{DateTime, TimeDelta, Utc};
use db::SqlMigration;
use foundation::Clock;
use jobs::{Claimed, Failure, Job, Kind, ListedJob, Retry, Schedule, Worker};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use test_kit::{On, TestApp};
use web::{AppState, Capability};

const NOW: &str = "2024-06-04T09:00:00Z";

/// Writes a line into the table of effects, with its job's completion.
const WRITE: &str = "boats.write";
/// The same, in a transaction of its own, slowly.
const SLOW: &str = "boats.slow";
/// Fails as long as the sea is rough.
const SAIL: &str = "boats.sail";
/// Panics.
const SINK: &str = "boats.sink";

const RETRY: Retry = Retry { attempts: 3, first_wait: TimeDelta::seconds(100) };

const TABLES: &[SqlMigration] = &[SqlMigration {
    name: "m20261129_900_boats",
    statements: &["CREATE TABLE boat (id {KEY}, name TEXT NOT NULL)"],
    protects: &[db::seal_beside("boat")],
}];

/// What the handlers of one or several processes share with their test.
#[derive(Clone, Default)]
struct Sea {
    is_rough: Arc<AtomicBool>,
    /// Whether slow jobs never end.
    is_calm: Arc<AtomicBool>,
    begun: Arc<AtomicUsize>,
    told: Arc<Mutex<Vec<String>>>,
}

async fn write(state: AppState, job: Claimed) -> Result<(), Failure> {
    let name: String = job.payload()?;
    let transaction = state.db.begin().await?;
    db::execute(&transaction, "INSERT INTO boat (name) VALUES ($1)", [name.into()]).await?;
    job.complete(&transaction).await?;
    Ok(transaction.commit().await?)
}

impl Sea {
    fn capability(&self, schedules: &'static [Schedule]) -> Capability {
        let (slow, sail) = (self.clone(), self.clone());
        Capability {
            name: "boats",
            migrations: TABLES,
            schedules,
            jobs: vec![
                Kind::new(WRITE, write),
                Kind::new(SLOW, move |state, job| {
                    let sea = slow.clone();
                    async move {
                        sea.begun.fetch_add(1, Ordering::Relaxed);
                        while sea.is_calm.load(Ordering::Relaxed) {
                            tokio::time::sleep(Duration::from_millis(10)).await;
                        }
                        write(state, job).await
                    }
                })
                .retried(RETRY),
                Kind::new(SAIL, move |_, job: Claimed| {
                    let sea = sail.clone();
                    async move {
                        if sea.is_rough.load(Ordering::Relaxed) {
                            return Err(Failure::passing("the sea is rough"));
                        }
                        sea.told.lock().unwrap().push(job.payload()?);
                        Ok(())
                    }
                })
                .retried(RETRY),
                Kind::new(SINK, |_: AppState, _| async { panic!("a fault in a handler") }).retried(RETRY),
            ],
            ..Capability::default()
        }
    }

    async fn app(&self, on: On) -> TestApp {
        TestApp::new(on, vec![self.capability(&[])], vec![], NOW).await
    }

    /// Returns another process, at another time.
    async fn beside(&self, app: &TestApp, seconds: i64) -> TestApp {
        self.beside_with(app, seconds, &[]).await
    }

    async fn beside_with(&self, app: &TestApp, seconds: i64, schedules: &'static [Schedule]) -> TestApp {
        app.beside_at(vec![self.capability(schedules)], Clock::standing_at(after(seconds))).await
    }

    fn told(&self) -> usize {
        self.told.lock().unwrap().len()
    }
}

fn after(seconds: i64) -> DateTime<Utc> {
    NOW.parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

async fn enqueue(app: &TestApp, job: Job<'_>) {
    let transaction = app.state.db.begin().await.unwrap();
    jobs::enqueue(&transaction, &job).await.unwrap();
    transaction.commit().await.unwrap();
}

fn job(kind: &'static str, name: &str) -> Job<'static> {
    Job::new(kind, json!(name), after(0))
}

/// Returns the names of the boats in the table.
async fn boats(app: &TestApp) -> Vec<String> {
    #[derive(db::Row)]
    struct Boat {
        name: String,
    }
    let boats = db::rows::<Boat>(app.state.db.reading(), "SELECT name FROM boat ORDER BY id", []).await.unwrap();
    boats.into_iter().map(|boat| boat.name).collect()
}

async fn waiting(app: &TestApp) -> Vec<ListedJob> {
    jobs::list(app.state.db.reading(), false, 0, 1_000).await.unwrap()
}

async fn dead(app: &TestApp) -> Vec<ListedJob> {
    jobs::list(app.state.db.reading(), true, 0, 1_000).await.unwrap()
}

fn worker(app: &TestApp) -> Worker<AppState> {
    Worker::new(app.state.clone())
}

/// Waits until something is so.
async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    for _ in 0..1_000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}: it did not happen within ten seconds");
}
