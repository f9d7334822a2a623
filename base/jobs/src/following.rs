//! What each process must do for itself, such as keeping its own search index: it is no job, because a job is run by one process.

use db::Db;
use std::fmt::Display;
use std::time::Duration;

/// The longest pause between attempts that fail.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Does `work` again whenever this process announces a commit, and at least once in each `every`, for what other processes commit,
/// until `stop` completes. `name` says in the log what could not be done.
pub async fn follow<F, Fut, E>(db: &Db, name: &str, every: Duration, stop: impl Future<Output = ()>, work: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: Display,
{
    let mut commits = db.announced_commits();
    let mut pause = every;
    let mut stop = std::pin::pin!(stop);
    loop {
        let result = tokio::select! {
            () = &mut stop => return,
            result = work() => result,
        };
        match result {
            Ok(()) => pause = every,
            Err(error) => {
                tracing::warn!(%error, "{name} could not be brought up to date; trying again");
                pause = (pause * 2).min(LONGEST_PAUSE.max(every));
                // A commit does not make the next attempt likelier to succeed.
                tokio::select! {
                    () = &mut stop => return,
                    () = tokio::time::sleep(pause) => continue,
                }
            }
        }
        tokio::select! {
            () = &mut stop => return,
            () = commits.next() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}
