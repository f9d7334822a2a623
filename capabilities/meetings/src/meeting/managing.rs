//! What pages about a meeting share: who may open them, and the breadcrumbs above them.

use crate::access::{board_place, facts};
use crate::meeting;
use crate::meeting::{Meeting, MeetingId};
use access::{Action, Actor, Answer};
use web::{AppState, Error, Result, SignedIn};

/// Returns the meeting with this key if the user may perform `action` on its business.
pub async fn meeting_of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<Meeting> {
    let not_found = || Error::NotFound("Meeting");
    let id: MeetingId = id.parse().map_err(|_| not_found())?;
    let meeting = meeting::store::by_id(state.db.reading(), id).await?.ok_or_else(not_found)?;
    let place = board_place(meeting.board);
    state.ask(&who.actor, action, &facts(meeting.id.get(), &place, false, &[]))?;
    Ok(meeting)
}

/// Checks whether `actor` may perform `action` on a meeting's business.
pub fn may(state: &AppState, actor: &Actor, action: Action, meeting: &Meeting, is_exempt: bool) -> bool {
    let place = board_place(meeting.board);
    state.joined.policy.can(actor, action, &facts(meeting.id.get(), &place, is_exempt, &[])) == Answer::Allowed
}

/// Returns the breadcrumb trail above the page for preparing a meeting.
pub fn trail(meeting: &Meeting) -> Vec<(String, String)> {
    vec![
        ("Your work".into(), "/work".into()),
        (meeting.board_name.clone(), format!("/boards/{}/desk", meeting.board_slug)),
        (meeting.short_day(), format!("{}/prepare", meeting.address())),
    ]
}

/// Returns the breadcrumb trail above a meeting's pages.
pub fn public_trail(meeting: &Meeting) -> Vec<(String, String)> {
    vec![
        ("Home".into(), "/".into()),
        (meeting.board_name.clone(), format!("/boards/{}?year={}", meeting.board_slug, meeting.municipal_year().first_year())),
    ]
}
