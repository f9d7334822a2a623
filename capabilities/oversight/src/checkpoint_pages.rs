//! The public head of the ledger's chain: anyone who keeps a copy can check later whether earlier entries were changed.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use web::{AppState, Result};

const CHECK: &str = "Keep this. You can ask the council to run `moothall ledger verify --checkpoint POSITION:HASH` \
     with it, now or later: it fails if an entry up to this position has been changed, added or removed since.";

/// The head of the chain.
#[derive(Debug, Serialize)]
struct Checkpoint {
    /// The position of the last entry; 0 if there is none.
    position: i64,
    /// The last entry's hash (BLAKE3, hexadecimal).
    hash: String,
    /// The time of the last entry.
    time: Option<DateTime<Utc>>,
    /// How to verify it.
    check: &'static str,
}

async fn checkpoint(state: &AppState) -> Result<Checkpoint> {
    let connection = state.db.reading();
    let (position, hash) = ledger::head(connection).await?;
    let time = ledger::entry(connection, position).await?.map(|entry| entry.at);
    Ok(Checkpoint { position, hash, time, check: CHECK })
}

/// Handles `GET /record/checkpoint`: returns text, or JSON if the request asks for it.
pub(crate) async fn show(State(state): State<AppState>, headers: HeaderMap) -> Result<Response> {
    let checkpoint = checkpoint(&state).await?;
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let wants_json = accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("application/json"));
    let vary = [(header::VARY, "accept")];
    if wants_json {
        return Ok((vary, Json(checkpoint)).into_response());
    }
    let time = checkpoint.time.map_or_else(|| "-".to_owned(), |time| time.to_rfc3339_opts(SecondsFormat::Micros, true));
    let Checkpoint { position, hash, check, .. } = checkpoint;
    let text = format!("position: {position}\nhash: {hash}\ntime: {time}\n\n{check}\n");
    Ok((vary, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Handles `GET /record/checkpoint.json`.
pub(crate) async fn data(State(state): State<AppState>) -> Result<Json<impl Serialize>> {
    Ok(Json(checkpoint(&state).await?))
}
