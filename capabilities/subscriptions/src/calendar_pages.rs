//! The calendar handlers.

use crate::calendar::{Calendar, Entry, written};
use crate::installation;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Months, NaiveDate, Utc};
use foundation::london;
use meetings::{Board, Meeting};
use publications::Summary;
use std::collections::HashMap;
use web::{AppState, OrNotFound, Result};

/// How far back a calendar goes; older meetings are on the pages.
const BACK: Months = Months::new(24);

/// The maximum number of meetings in a calendar.
const MOST: i64 = 2_000;

/// How many records are queried at once.
const AT_ONCE: usize = 500;

/// Handles `GET /calendar.ics`.
pub(crate) async fn all(State(state): State<AppState>) -> Result<Response> {
    let name = format!("Meetings, {}", state.council_name());
    calendar(&state, &name, None).await
}

/// Handles `GET /boards/{slug}/calendar.ics`.
pub(crate) async fn of_board(State(state): State<AppState>, Path(slug): Path<String>) -> Result<Response> {
    let board = meetings::board_by_slug(state.db.reading(), &slug).await?.or_not_found("Board")?;
    calendar(&state, &board.name, Some(&board)).await
}

async fn calendar(state: &AppState, name: &str, board: Option<&Board>) -> Result<Response> {
    let today = state.clock.today();
    let since = today.checked_sub_months(BACK).unwrap_or(today);
    let meetings = meetings::meetings_since(state.db.reading(), board.map(|board| board.id), since, MOST).await?;
    let entries = entries(state, meetings).await?;
    let installation = installation::mark(state.db.reading()).await?;
    let content = written(Calendar { name, site: &state.site.address, installation: &installation }, &entries);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], content).into_response())
}

/// Returns the records whose publications are about a meeting.
pub(crate) fn records(meeting: &Meeting) -> [String; 3] {
    ["notice", "agenda", "minutes"].map(|what| format!("meeting/{}/{what}", meeting.id))
}

async fn entries(state: &AppState, meetings: Vec<Meeting>) -> Result<Vec<Entry>> {
    let records: Vec<String> = meetings.iter().flat_map(records).collect();
    let mut told: HashMap<i64, (i64, DateTime<Utc>)> = HashMap::new();
    for records in records.chunks(AT_ONCE) {
        for Summary { record, version, published_at, .. } in publications::current_of_records(state.db.reading(), records).await?
        {
            let Some(id) = record.split('/').nth(1).and_then(|id| id.parse().ok()) else { continue };
            // Versions are counted from 1, so the current one is the number of publications.
            let (count, last) = told.entry(id).or_insert((0, published_at));
            *count += i64::from(version);
            *last = published_at.max(*last);
        }
    }
    let entry = |meeting: Meeting| {
        let (publications, changed_at) =
            told.get(&meeting.id.get()).copied().unwrap_or_else(|| (0, without_publications(meeting.held_on)));
        Entry { meeting, publications, changed_at }
    };
    Ok(meetings.into_iter().map(entry).collect())
}

/// Returns a fixed time for a meeting without publications of its own, so that its entry in a reader's
/// calendar never counts as changed.
fn without_publications(held_on: NaiveDate) -> DateTime<Utc> {
    london::beginning(held_on)
}
