//! The feed handlers.

use crate::calendar_pages::records;
use crate::feed::{Entry, Feed, written};
use crate::installation;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate};
use meetings::Board;
use publications::Summary;
use web::{AppState, OrNotFound, Result};

/// The kinds of publication that a feed includes.
pub(crate) const KINDS: [&str; 3] = ["notice", "agenda", "minutes"];

/// How many entries a feed has.
const NEWEST: i64 = 50;

/// The maximum number of a board's meetings whose publications are examined.
const MOST_MEETINGS: i64 = 3_000;

/// Handles `GET /feed.atom`.
pub(crate) async fn all(State(state): State<AppState>) -> Result<Response> {
    let connection = state.db.reading();
    let newest = publications::latest_of_kinds(connection, &KINDS, NEWEST).await?;
    let register = publications::latest_of_kinds(connection, &["board"], 1).await?.pop();
    let title = format!("Published by the boards of {}", state.council_name());
    feed(&state, &title, ("/feed.atom", "/meetings"), newest, register).await
}

/// Handles `GET /boards/{slug}/feed.atom`.
pub(crate) async fn of_board(State(state): State<AppState>, Path(slug): Path<String>) -> Result<Response> {
    let connection = state.db.reading();
    let board = meetings::board_by_slug(connection, &slug).await?.or_not_found("Board")?;
    let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    let meetings = meetings::meetings_since(connection, Some(board.id), first, MOST_MEETINGS).await?;
    let records: Vec<String> = meetings.iter().flat_map(records).collect();
    let newest = publications::latest_of_records(connection, &records, NEWEST).await?;
    let register = publications::latest_of_records(connection, &[Board::record(board.id)], 1).await?.pop();
    let (own, page) = (format!("/boards/{}/feed.atom", board.slug), format!("/boards/{}", board.slug));
    feed(&state, &board.name, (&own, &page), newest, register).await
}

async fn feed(
    state: &AppState,
    title: &str,
    (own, page): (&str, &str),
    newest: Vec<Summary>,
    register: Option<Summary>,
) -> Result<Response> {
    let entry = |publication: Summary| {
        let kind = state.kind(&publication.kind)?;
        Some(Entry { kind: kind.label(), address: kind.address(&publication.record), publication })
    };
    let entries: Vec<Entry> = newest.into_iter().filter_map(entry).collect();
    let feed = Feed {
        title,
        publisher: &state.council_name(),
        site: &state.site.address,
        installation: &installation::mark(state.db.reading()).await?,
        own,
        page,
        began_at: register.map_or(DateTime::UNIX_EPOCH, |register| register.published_at),
    };
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], written(feed, &entries)).into_response())
}
