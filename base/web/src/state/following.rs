//! Keeps the search index up to date with publications, whichever process made them.

use crate::{AppState, Result};
use search::SearchError;
use std::time::Duration;

/// The maximum number of publications added to the index at once.
const BATCH: i64 = 500;

/// How long a new publication may wait before searches find it.
const EVERY: Duration = Duration::from_secs(1);

/// Brings the index up to the newest publication; returns how many publications were added.
pub async fn catch_up(state: &AppState, progress: impl Fn(usize)) -> Result<usize> {
    let mut taken = 0;
    // An index with more publications than there are belongs to another database, so it is cleared.
    if state.search.position()? > publications::last_id(state.db.reading()).await? {
        let search = state.search.clone();
        in_background(move || search.clear()).await?;
    }
    loop {
        let position = state.search.position()?;
        let published = publications::published_after(state.db.reading(), position, BATCH).await?;
        let Some(last) = published.last().map(|publication| publication.id.get()) else {
            // Another process may already have added these publications.
            state.search.refresh()?;
            return Ok(taken);
        };
        taken += published.len();
        let mut records = Vec::new();
        for publication in published {
            let Some(kind) = state.kind(&publication.kind) else { continue };
            records.push((publication.record.clone(), kind.search_documents(&state.db, &publication).await?));
        }
        let search = state.search.clone();
        in_background(move || search.put(records, last)).await?;
        progress(taken);
    }
}

/// Runs long disk writes on a thread of their own.
async fn in_background(work: impl FnOnce() -> std::result::Result<(), SearchError> + Send + 'static) -> Result<()> {
    tokio::task::spawn_blocking(work).await.map_err(|error| crate::Error::Content(error.to_string()))??;
    Ok(())
}

/// Keeps this process's search index up to date with the publications until `stop` completes. Each process has an index, or shares
/// one with others in its folder, so each does this for itself.
pub async fn follow_publications(state: AppState, stop: impl Future<Output = ()>) {
    let work = || async {
        let caught_up = catch_up(&state, |_| {}).await;
        if caught_up.is_err() {
            // Another process may hold the index's lock while it writes the same publications.
            state.search.refresh()?;
        }
        caught_up.map(|_| ())
    };
    jobs::follow(&state.db, "the search index", EVERY, stop, work).await;
}
