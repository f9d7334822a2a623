//! The ledger as CSV, with the same filters as the list.

use crate::access::EXPORT_LEDGER;
use crate::ledger_query::LedgerQuery;
use crate::names::Names;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use foundation::text::inert;
use futures_util::stream;
use ledger::{Action, Filter, LEDGER_ENTRY, WholeEntry};
use serde_json::json;
use web::{AppState, Error, Result, SignedIn};

/// How many entries are read and sent at once.
const BATCH: i64 = 1_000;

const COLUMNS: [&str; 8] = ["entry", "time", "person", "account or command", "act", "record", "particulars", "seal"];

/// Handles `GET /ledger.csv`. The response is streamed, so that a long ledger needs little memory; the export itself
/// is the first entry in it.
pub(crate) async fn csv(
    State(state): State<AppState>,
    who: SignedIn,
    query: Result<Query<LedgerQuery>, QueryRejection>,
) -> Result<Response> {
    state.ask_any(&who.actor, EXPORT_LEDGER)?;
    let query = LedgerQuery::read(query)?;
    let filter = query.filter().map_err(|faults| {
        let faults: Vec<&str> = faults.iter().map(|(message, _)| *message).collect();
        Error::NotUnderstood(format!("{}.", faults.join(". ")))
    })?;
    let transaction = state.begin(&who.actor).await?;
    let payload = json!({ "as": "CSV", "recipients": [who.actor.name], "filters": query.particulars() });
    let position = ledger::append(&transaction, &transaction.by().did(Action::Disclosed, LEDGER_ENTRY, &payload)).await?;
    transaction.commit().await?;
    let begun = Export { state, filter, names: Names::default(), before: Some(position + 1), header: true };
    let batches = stream::try_unfold(begun, Export::next);
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"ledger.csv\"")];
    Ok((headers, Body::from_stream(batches)).into_response())
}

/// An export in progress.
struct Export {
    state: AppState,
    filter: Filter,
    names: Names,
    /// The position before which the export continues; `None` at the end.
    before: Option<i64>,
    header: bool,
}

impl Export {
    /// Returns the next lines, and the rest of the export.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>> {
        let Some(before) = self.before else { return Ok(None) };
        let entries = ledger::whole_entries(self.state.db.reading(), &self.filter, Some(before), BATCH).await?;
        let is_last = i64::try_from(entries.len()).is_ok_and(|count| count < BATCH);
        let actors = entries.iter().map(|entry| entry.actor.as_str()).collect();
        self.names.learn(&self.state, actors).await?;
        self.before = entries.last().filter(|_| !is_last).map(|last| last.position);
        let lines = self.lines(&entries)?;
        self.header = false;
        Ok(Some((lines, self)))
    }

    fn lines(&self, entries: &[WholeEntry]) -> Result<Bytes> {
        let failed = |error: csv::Error| Error::Content(error.to_string());
        let mut writer = csv::Writer::from_writer(Vec::new());
        if self.header {
            writer.write_record(COLUMNS).map_err(failed)?;
        }
        for entry in entries {
            let time = entry.at.to_rfc3339_opts(SecondsFormat::Micros, true);
            let cells = [
                &entry.position.to_string(),
                &time,
                self.names.name(&entry.actor).unwrap_or_default(),
                &entry.actor,
                &entry.action,
                &entry.record,
                entry.payload.as_deref().unwrap_or("erased"),
                &entry.hash,
            ];
            writer.write_record(cells.map(inert)).map_err(failed)?;
        }
        writer.into_inner().map(Bytes::from).map_err(|error| Error::Content(error.to_string()))
    }
}
