//! Waking what waits in this process for something to be committed, so that it need not ask the database all the time.

use std::sync::Arc;
use tokio::sync::watch;

/// Counts the commits that were announced.
#[derive(Clone, Debug)]
pub(crate) struct Announcements(Arc<watch::Sender<u64>>);

impl Default for Announcements {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Announcements {
    pub(crate) fn announce(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(crate) fn listen(&self) -> AnnouncedCommits {
        AnnouncedCommits(self.0.subscribe())
    }
}

/// The announced commits of this process, from the moment of [`crate::Db::announced_commits`].
#[derive(Debug)]
pub struct AnnouncedCommits(watch::Receiver<u64>);

impl AnnouncedCommits {
    /// Waits until at least one commit has been announced since the last call. Cancel safe.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            // The database is closed, so nothing will be announced again.
            std::future::pending::<()>().await;
        }
    }
}
