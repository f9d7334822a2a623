//! How far the record has come, asked once for all requests that arrived before the question was sent.
//!
//! A page from the cache is never outdated, so each request must learn the position of the record as it was after the request
//! arrived. When many arrive at once, they share one question to the database. Requests that arrive while a question is being
//! answered share the next one: the answer on its way may be older than they are.

use db::{Connection, Db, DbError};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// The count of prints, in SQL.
pub(crate) const CONFIRMED_PRINTS: &str = "COALESCE((SELECT MAX(confirmed) FROM print), 0)";

/// How long a question waits for the one before it, so that a connection that does not answer does not keep everyone waiting.
const WAIT: Duration = Duration::from_millis(500);

/// How long the database may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// How far the record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The position of the ledger's head.
    pub ledger: i64,
    /// The count of prints.
    pub prints: i64,
}

/// The position could not be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotRead;

type Reading = BoxFuture<'static, Result<Position, NotRead>>;

/// The questions for the position.
#[derive(Clone, Debug, Default)]
pub(crate) struct Positions(Arc<Questions>);

#[derive(Debug)]
struct Questions {
    /// The question that has not been sent yet, if anyone waits for it.
    next: Mutex<Option<WeakShared<Reading>>>,
    /// Held while a question is being answered. There is one at a time: the longer an answer takes, the more share the next.
    turn: Semaphore,
}

impl Default for Questions {
    fn default() -> Self {
        Self { next: Mutex::default(), turn: Semaphore::new(1) }
    }
}

impl Positions {
    /// Returns the position at some moment after this call.
    pub(crate) async fn now(&self, db: &Db) -> Result<Position, NotRead> {
        self.ask(|| read_within(db.clone())).await
    }

    /// Shares the question that waits to be sent, or creates one.
    fn ask<Read>(&self, read: impl FnOnce() -> Read) -> Shared<Reading>
    where
        Read: Future<Output = Result<Position, NotRead>> + Send + 'static,
    {
        let mut next = self.0.next.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(question) = next.as_ref().and_then(WeakShared::upgrade) {
            return question;
        }
        let question = send(self.0.clone(), read()).boxed().shared();
        *next = question.downgrade();
        question
    }
}

/// Sends a question when the one before it is answered.
async fn send(questions: Arc<Questions>, read: impl Future<Output = Result<Position, NotRead>>) -> Result<Position, NotRead> {
    let _turn = timeout(WAIT, questions.turn.acquire()).await;
    // A request that arrives from now on needs another question: this one may be answered from before it came.
    questions.next.lock().unwrap_or_else(PoisonError::into_inner).take();
    read.await
}

#[derive(db::Row)]
struct Row {
    ledger: i64,
    prints: i64,
}

async fn read_within(db: Db) -> Result<Position, NotRead> {
    match timeout(ANSWER_WITHIN, read(db.reading())).await {
        Ok(Ok(position)) => Ok(position),
        Ok(Err(error)) => {
            tracing::debug!(%error, "the position of the record could not be read");
            Err(NotRead)
        }
        Err(_) => Err(NotRead),
    }
}

async fn read(connection: &Connection) -> Result<Position, DbError> {
    let sql = format!("SELECT COALESCE((SELECT MAX(position) FROM ledger_head), 0) AS ledger, {CONFIRMED_PRINTS} AS prints");
    let row = db::row::<Row>(connection, &sql, []).await?;
    let Row { ledger, prints } = row.ok_or_else(|| DbError::Value("a count gave no row".to_owned()))?;
    Ok(Position { ledger, prints })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};
    use tokio::sync::Notify;

    /// A database whose answers are let go one by one; each answer is what was written when the question was sent.
    #[derive(Default)]
    struct Slow {
        written: AtomicI64,
        sent: AtomicI64,
        answer: Notify,
    }

    impl Slow {
        async fn read(self: Arc<Self>) -> Result<Position, NotRead> {
            let position = Position { ledger: self.written.load(Ordering::SeqCst), prints: 0 };
            self.sent.fetch_add(1, Ordering::SeqCst);
            self.answer.notified().await;
            Ok(position)
        }
    }

    fn ask(positions: &Positions, slow: &Arc<Slow>) -> tokio::task::JoinHandle<i64> {
        let question = positions.ask(|| slow.clone().read());
        tokio::spawn(async move { question.await.expect("an answer").ledger })
    }

    async fn settle() {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn who_arrives_after_a_question_was_sent_has_the_next_and_many_share_one() {
        let (positions, slow) = (Positions::default(), Arc::new(Slow::default()));
        let first = ask(&positions, &slow);
        settle().await;
        slow.written.store(1, Ordering::SeqCst);
        let later: Vec<_> = (0..50).map(|_| ask(&positions, &slow)).collect();
        settle().await;
        assert_eq!(slow.sent.load(Ordering::SeqCst), 1, "the next question waits for the first answer");
        // Written before the next question is sent, so those who wait for it may see it.
        slow.written.store(2, Ordering::SeqCst);
        slow.answer.notify_one();
        assert_eq!(first.await.expect("it ends"), 0);
        settle().await;
        slow.written.store(3, Ordering::SeqCst);
        slow.answer.notify_one();
        for one in later {
            assert_eq!(one.await.expect("it ends"), 2, "never what was there before they asked");
        }
        assert_eq!(slow.sent.load(Ordering::SeqCst), 2, "fifty shared one question");
    }

    #[tokio::test]
    async fn a_question_whose_askers_left_holds_up_nobody() {
        let (positions, slow) = (Positions::default(), Arc::new(Slow::default()));
        let (first, second) = (ask(&positions, &slow), ask(&positions, &slow));
        settle().await;
        let waiting = ask(&positions, &slow);
        settle().await;
        for gone in [first, second, waiting] {
            gone.abort();
            assert!(gone.await.is_err_and(|error| error.is_cancelled()));
        }
        slow.written.store(7, Ordering::SeqCst);
        let next = ask(&positions, &slow);
        settle().await;
        slow.answer.notify_one();
        assert_eq!(next.await.expect("it ends"), 7);
    }

    #[tokio::test]
    async fn one_that_is_not_answered_does_not_keep_the_next_waiting() {
        let positions = Positions::default();
        let stuck = tokio::spawn(positions.ask(std::future::pending));
        settle().await;
        let position = Position { ledger: 4, prints: 0 };
        let answered = positions.ask(|| async move { Ok(position) }).await;
        assert_eq!(answered.expect("an answer"), position);
        stuck.abort();
    }
}
