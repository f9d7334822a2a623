//! Minutes in Akoma Ntoso, the format in which councils and parliaments exchange them.

use crate::meeting::MeetingId;
use crate::minutes::Minutes;
use crate::{kinds, meeting, minutes};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use documents::akoma_ntoso::{self, AboutMinutes};
use web::{AppState, Error, Result};

/// Returns the address of a meeting's minutes as Akoma Ntoso.
pub fn address(meeting: MeetingId) -> String {
    format!("/meetings/{meeting}/minutes.xml")
}

/// Handles `GET /meetings/{id}/minutes.xml`: the minutes as Akoma Ntoso 3.0.
pub async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let id: MeetingId = id.parse().map_err(|_| Error::NotFound("Meeting"))?;
    let connection = state.db.reading();
    let meeting = meeting::store::by_id(connection, id).await?.ok_or(Error::NotFound("Meeting"))?;
    let record = format!("meeting/{id}/minutes");
    let publication = publications::current(connection, &record).await?.ok_or(Error::NotFound("Minutes"))?;
    let minutes: Minutes = kinds::read(&publication.content)?;
    let about = AboutMinutes {
        council: &state.council_name(),
        board: &meeting.board_name,
        meeting: id.get(),
        held_on: minutes.held_on,
        published_on: publication.published_at.date_naive(),
        version: publication.version,
        address: &state.site.in_full(&format!("{}/minutes", meeting.address())),
    };
    let content = akoma_ntoso::of_minutes(&minutes::document::document(&minutes), &about);
    Ok(([(header::CONTENT_TYPE, akoma_ntoso::CONTENT_TYPE)], content).into_response())
}
