//! Broken connections: the database server was restarted or closed them, or a firewall dropped them.

use sea_orm::{ConnectOptions, DbErr, RuntimeErr, SqlxError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A connection that has been idle for this long is tested before use. The test costs a round trip, which a busy site is spared.
const TEST_AFTER: Duration = Duration::from_secs(30);

/// The timeout of that test.
const TEST_WITHIN: Duration = Duration::from_secs(2);

/// When a connection was last found broken. Connections that have been idle since before then are tested before use, because what
/// breaks one usually breaks all.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastBroken(Arc<Mutex<Option<Instant>>>);

impl LastBroken {
    /// Records that a connection has just been found broken.
    pub(crate) fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Returns whether a connection that has been idle for this long should be tested.
    fn is_suspect(&self, idle: Duration) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle >= TEST_AFTER || last.is_some_and(|last| last.elapsed() <= idle)
    }

    /// Makes a PostgreSQL pool test its suspect connections before it hands them out.
    pub(crate) fn test_before_use(&self, options: &mut ConnectOptions) {
        let last = self.clone();
        options.map_sqlx_postgres_before_acquire(move |connection, known| {
            let is_suspect = last.is_suspect(known.idle_for);
            Box::pin(async move {
                if !is_suspect {
                    return Ok(true);
                }
                let answer = sea_orm::sqlx::Connection::ping(connection);
                tokio::time::timeout(TEST_WITHIN, answer).await.map_err(|_| SqlxError::PoolTimedOut)?.map(|()| true)
            })
        });
    }
}

fn sqlx_error(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// Returns whether a statement failed because its connection broke.
pub(crate) fn is_broken(error: &DbErr) -> bool {
    match sqlx_error(error) {
        Some(SqlxError::Io(_) | SqlxError::Tls(_)) => true,
        // PostgreSQL's appendix A: class 08 is a connection exception, and 57P an operator intervention. SQLite's codes are numbers
        // with fewer digits.
        Some(SqlxError::Database(error)) => {
            error.code().is_some_and(|code| code.len() == 5 && (code.starts_with("08") || code.starts_with("57P")))
        }
        _ => false,
    }
}

/// Returns whether a statement failed because the database cannot be reached.
pub(crate) fn is_unreachable(error: &DbErr) -> bool {
    matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) || is_broken(error)
}

/// Returns whether a statement failed because another connection has locked the SQLite file.
pub(crate) fn is_locked(error: &DbErr) -> bool {
    // The lowest byte of the code is the kind of error: 5 for busy, 6 for locked.
    let code = sqlx_error(error).and_then(SqlxError::as_database_error).and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_idle_before_the_last_break_is_tested() {
        let last = LastBroken::default();
        assert!(!last.is_suspect(Duration::from_secs(1)));
        assert!(last.is_suspect(TEST_AFTER));
        last.note();
        assert!(last.is_suspect(Duration::from_secs(1)));
        std::thread::sleep(Duration::from_millis(20));
        assert!(!last.is_suspect(Duration::from_millis(1)), "it was used since");
    }
}
