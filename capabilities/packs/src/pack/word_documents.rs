//! The published agenda and minutes of a meeting as Word documents.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use documents::Document;
use foundation::text;
use meetings::agenda::Agenda;
use meetings::kinds::read;
use meetings::meeting::{Meeting, MeetingId};
use meetings::minutes::Minutes;
use meetings::{agenda, meeting, minutes};
use web::{AppState, Error, Result};

/// Handles `GET /meetings/{id}/agenda.docx`.
pub(crate) async fn agenda(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting(&state, &id).await?;
    let publication = publications::current(state.db.reading(), &format!("meeting/{}/agenda", meeting.id)).await?;
    let agenda: Agenda = read(&publication.ok_or(Error::NotFound("Agenda"))?.content)?;
    answer(&state, &meeting, "Agenda", &agenda::document::document(&agenda))
}

/// Handles `GET /meetings/{id}/minutes.docx`.
pub(crate) async fn minutes(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting(&state, &id).await?;
    let publication = publications::current(state.db.reading(), &format!("meeting/{}/minutes", meeting.id)).await?;
    let minutes: Minutes = read(&publication.ok_or(Error::NotFound("Minutes"))?.content)?;
    answer(&state, &meeting, "Minutes", &minutes::document::document(&minutes))
}

async fn meeting(state: &AppState, id: &str) -> Result<Meeting> {
    let missing = || Error::NotFound("Meeting");
    let id: MeetingId = id.parse().map_err(|_| missing())?;
    meeting::store::by_id(state.db.reading(), id).await?.ok_or_else(missing)
}

fn answer(state: &AppState, meeting: &Meeting, what: &str, document: &Document) -> Result<Response> {
    let title = format!("{what}, {}, {}", meeting.board_name, meeting.short_day());
    let about = word::About { title: &title, publisher: &state.council_name() };
    let content = word::write(document, &about).map_err(|error| Error::Content(error.to_string()))?;
    let disposition = format!("attachment; filename=\"{}.docx\"", text::slug(&title));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(word::CONTENT_TYPE)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    Ok((headers, content).into_response())
}
