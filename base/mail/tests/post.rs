//! The queue of jobs with the one kind that sends emails, as a process with this sender and this clock runs it.

use db::{Db, Migrations};
use foundation::Clock;
use jobs::{Claimed, Context, Failure, Jobs, Kind, Worker};
use mail::Sender;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone)]
struct Post {
    db: Db,
    sender: Sender,
    clock: Clock,
    jobs: Arc<Jobs<Self>>,
    sent: Arc<AtomicUsize>,
}

impl Context for Post {
    fn db(&self) -> &Db {
        &self.db
    }

    fn clock(&self) -> Clock {
        self.clock
    }

    fn jobs(&self) -> &Jobs<Self> {
        &self.jobs
    }
}

async fn send(post: Post, job: Claimed) -> Result<(), Failure> {
    if mail::send(&post.db, &post.sender, post.clock, &job).await? {
        post.sent.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Sends the emails that are due. Returns the number sent.
pub(crate) async fn send_due(db: &Db, sender: &Sender, clock: Clock) -> usize {
    let jobs = Arc::new(Jobs::new(vec![Kind::new(mail::SEND, send).retried(mail::RETRY)], Vec::new()).expect("one kind"));
    let post = Post { db: db.clone(), sender: sender.clone(), clock, jobs, sent: Arc::default() };
    Worker::new(post.clone()).run_due().await.expect("the jobs are run");
    post.sent.load(Ordering::Relaxed)
}

/// Returns what makes the tables.
pub(crate) fn migrations() -> Migrations {
    Migrations([jobs::MIGRATIONS, mail::MIGRATIONS].concat())
}
