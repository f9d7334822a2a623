//! Fills a database with a council's record, using the functions with which the program itself publishes.

use crate::generator::Council;
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use foundation::Clock;
use moothall::configuration::Configuration;
use moothall::wiring::{self, Program};
use publications::Publishing;
use serde::Serialize;
use std::path::Path;
use std::time::Instant;
use web::AppState;

/// The number of meetings written in one transaction.
const BATCH: usize = 200;

/// The file that marks a folder's database as complete.
const MARK: &str = "filled";

/// The time it took to make a database.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Made {
    /// The time for publishing everything, in seconds.
    pub filling_seconds: f64,
    /// The time for building the search index, in seconds.
    pub indexing_seconds: f64,
}

/// Opens the program with the database in `folder`.
pub async fn open(folder: &Path) -> Result<Program> {
    let configuration = Configuration { folder: folder.to_owned(), ..Configuration::default() };
    wiring::open(&configuration, Clock::system(), web::Council::default()).await
}

/// Creates a database with this many meetings of ten minutes each, with its search index, unless `folder` already contains it.
/// `progress` is called with the number of meetings written.
pub async fn make(folder: &Path, council: &Council, meetings: usize, progress: impl Fn(usize)) -> Result<Option<Made>> {
    let mark = folder.join(MARK);
    if mark.is_file() {
        return Ok(None);
    }
    anyhow::ensure!(
        !folder.join("moothall.db").exists(),
        "{} holds a database that was not filled to its end; remove the folder",
        folder.display()
    );
    let Program { state, .. } = open(folder).await?;
    let begun = Instant::now();
    fill(&state, council, meetings, progress).await?;
    let filling_seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    web::catch_up(&state, |_| {}).await?;
    let indexing_seconds = begun.elapsed().as_secs_f64();
    state.db.clone().close().await?;
    std::fs::write(&mark, "").with_context(|| format!("{} cannot be written", mark.display()))?;
    Ok(Some(Made { filling_seconds, indexing_seconds }))
}

/// Publishes the first `meetings` meetings of the council: its boards with their members, and for each meeting its agenda, its
/// minutes and its reports.
async fn fill(state: &AppState, council: &Council, meetings: usize, progress: impl Fn(usize)) -> Result<()> {
    let mut at = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
    let mut publishing = || {
        at += TimeDelta::seconds(1);
        Publishing { at, actor: "a measurement", reason: "To be measured" }
    };
    let transaction = state.db.begin().await?;
    for board in 0..council.boards() {
        meetings::publish_board(&transaction, &council.register(board), &publishing()).await?;
    }
    transaction.commit().await?;
    let places: Vec<_> = council.meetings().take(meetings).collect();
    let mut written = 0;
    for batch in places.chunks(BATCH) {
        let transaction = state.db.begin().await?;
        for place in batch {
            agendas::publish_agenda(&transaction, &council.agenda(*place), &publishing()).await?;
            agendas::publish_minutes(&transaction, &council.minutes(*place), &publishing()).await?;
            for report in council.reports(*place) {
                reports::publish_report(&transaction, &report.block.report_to, &report, &publishing()).await?;
            }
        }
        transaction.commit().await?;
        written += batch.len();
        progress(written);
    }
    Ok(())
}
