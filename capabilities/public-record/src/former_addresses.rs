//! Redirects from bookmarked addresses of a council's former site, in ModernGov's format, to the same content here. Identifiers are
//! those of the former site if they were recorded (`former_identifier`), and otherwise our own.

use axum::extract::{Path, RawQuery, State};
use axum::response::Redirect;
use meetings::meeting::{BoardId, MeetingId, PersonId};
use meetings::{board, calendar, meeting, members};
use web::{AppState, Error, Result, Routes};

/// Returns the routes for the former addresses.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/mgListCommittees.aspx", || async { Redirect::permanent("/boards") })
        .get("/mgMemberIndex.aspx", || async { Redirect::permanent("/members") })
        .get("/mgCalendarMonthView.aspx", || async { Redirect::permanent("/meetings/calendar") })
        .get("/ieListMeetings.aspx", board)
        .get("/mgCommitteeDetails.aspx", board)
        .get("/ieListDocuments.aspx", meeting)
        .get("/mgMeetingAttendance.aspx", attendance)
        .get("/mgConvert2PDF.aspx", meeting)
        .get("/ieDecisionDetails.aspx", minute)
        .get("/mgAi.aspx", minute)
        .get("/mgUserInfo.aspx", member)
        .get("/documents/{folder}/{file}", pack)
}

/// Returns the value of the first of `names` in the query string, ignoring case, as a whole number.
fn identifier(query: Option<&str>, names: &[&str]) -> Option<i64> {
    let query = query?;
    names.iter().find_map(|name| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(key, value)| if key.eq_ignore_ascii_case(name) { value.parse().ok() } else { None })
    })
}

async fn board(State(state): State<AppState>, RawQuery(query): RawQuery) -> Result<Redirect> {
    let missing = || Error::NotFound("Board");
    let former = identifier(query.as_deref(), &["CId", "CommitteeId", "ID"]).ok_or_else(missing)?;
    // Without a committee, the former site listed all meetings.
    if former == 0 {
        return Ok(Redirect::permanent("/meetings"));
    }
    let connection = state.db.reading();
    let id = calendar::former_store::ours(connection, "board", former).await?;
    let id = BoardId::new(id).ok_or_else(missing)?;
    let board = board::store::by_id(connection, id).await?.ok_or_else(missing)?;
    Ok(Redirect::permanent(&format!("/boards/{}", board.slug)))
}

async fn meeting_address(state: &AppState, former: i64) -> Result<String> {
    let missing = || Error::NotFound("Meeting");
    let connection = state.db.reading();
    let id = calendar::former_store::ours(connection, "meeting", former).await?;
    let id = MeetingId::new(id).ok_or_else(missing)?;
    Ok(meeting::store::by_id(connection, id).await?.ok_or_else(missing)?.address())
}

async fn meeting(State(state): State<AppState>, RawQuery(query): RawQuery) -> Result<Redirect> {
    let former = identifier(query.as_deref(), &["MId", "MeetingId", "ID"]).ok_or(Error::NotFound("Meeting"))?;
    Ok(Redirect::permanent(&meeting_address(&state, former).await?))
}

async fn attendance(State(state): State<AppState>, RawQuery(query): RawQuery) -> Result<Redirect> {
    let former = identifier(query.as_deref(), &["ID"]).ok_or(Error::NotFound("Meeting"))?;
    Ok(Redirect::permanent(&format!("{}#attendance", meeting_address(&state, former).await?)))
}

/// Redirects `documents/g8904/Printed minutes.pdf`, in which the number after `g` is the meeting's identifier.
async fn pack(State(state): State<AppState>, Path((folder, _)): Path<(String, String)>) -> Result<Redirect> {
    let former = folder.strip_prefix('g').and_then(|id| id.parse().ok()).ok_or(Error::NotFound("Document"))?;
    Ok(Redirect::permanent(&format!("{}#documents", meeting_address(&state, former).await?)))
}

async fn minute(State(state): State<AppState>, RawQuery(query): RawQuery) -> Result<Redirect> {
    let missing = || Error::NotFound("Agenda item");
    let former = identifier(query.as_deref(), &["AIId", "ID"]).ok_or_else(missing)?;
    let connection = state.db.reading();
    let id = calendar::former_store::ours(connection, "agenda_item", former).await?;
    let address = calendar::former_store::agenda_item_address(connection, id).await?.ok_or_else(missing)?;
    Ok(Redirect::permanent(&address))
}

async fn member(State(state): State<AppState>, RawQuery(query): RawQuery) -> Result<Redirect> {
    let missing = || Error::NotFound("Member");
    let former = identifier(query.as_deref(), &["UID", "ID"]).ok_or_else(missing)?;
    let connection = state.db.reading();
    let id = calendar::former_store::ours(connection, "member", former).await?;
    let id = PersonId::new(id).ok_or_else(missing)?;
    let person = members::store::by_id(connection, id).await?.ok_or_else(missing)?;
    Ok(Redirect::permanent(&format!("/members/{}", person.slug)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_whatever_their_case_and_company() {
        assert_eq!(identifier(Some("CId=130&MId=8904&Ver=4"), &["MId"]), Some(8904));
        assert_eq!(identifier(Some("cid=130&MID=8904"), &["MId", "MeetingId"]), Some(8904));
        assert_eq!(identifier(Some("MeetingId=12"), &["MId", "MeetingId"]), Some(12));
        assert_eq!(identifier(Some("MId=twelve&=&&x"), &["MId"]), None);
        assert_eq!(identifier(None, &["MId"]), None);
    }
}
