//! The page for preparing an agenda: its items in order, the deadlines, what can be added, and the link to the check.

use crate::preparation::view::PrepareView;
use crate::{agenda, preparation};
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::Markup;
use meetings::access::{PREPARE, READ_BUSINESS};
use meetings::meeting::managing::{may, meeting_of};
use meetings::preparation::item::ItemKind;
use meetings::programme::ProgrammeState;
use meetings::{attendance, members, messages, programme};
use serde::Deserialize;
use web::{AppState, Result, SignedIn};

/// The action just completed, and the item that it affected.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PrepareQuery {
    pub done: String,
    /// The item that was moved or removed.
    pub item: String,
    /// Its previous position, counted from 0.
    pub from: String,
}

/// Handles `GET /meetings/{id}/prepare`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<PrepareQuery>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let connection = state.db.reading();
    let items = preparation::preparing::items(&state, connection, meeting.id).await?;
    let facts = preparation::preparing::facts(&state, &meeting).await?;
    let (publication, agenda) = preparation::preparing::published(connection, meeting.id).await?.unzip();
    let may_prepare = may(&state, &who.actor, PREPARE, &meeting, false);
    let mut planned = programme::store::of_board(connection, meeting.board).await?;
    planned.retain(|item| item.state == ProgrammeState::Planned && may_prepare);
    let mut parts = Vec::new();
    for part in &state.joined.meeting_parts {
        parts.extend(part.pages(&state, &who.actor, meeting.id.get()).await?);
    }
    let told = match query.done.as_str() {
        "published" => Some("Agenda published"),
        "moved" => Some("Meeting changed"),
        "cancelled" => Some("Meeting cancelled"),
        _ => None,
    };
    let told = match told {
        Some(what) => Some(messages::telling::done_words(&state, meeting.board, what).await?),
        None => None,
    };
    let view = PrepareView {
        sees_private: may(&state, &who.actor, READ_BUSINESS, &meeting, true),
        may_prepare,
        problems: agenda::check::check(&items, &facts).iter().filter(|finding| finding.is_obstacle).count(),
        is_taken_over: items.iter().any(|item| item.number.is_some()),
        draft: meetings::preparation::store::draft(connection, meeting.id).await?,
        removed: if may_prepare { meetings::preparation::store::removed_of(connection, meeting.id).await? } else { Vec::new() },
        replies: attendance::reply_store::of_meeting(connection, meeting.id).await?,
        seats: members::seat_store::on_day(connection, meeting.board, meeting.held_on).await?,
        published_items: agenda.as_ref().map(preparation::view::published_items).unwrap_or_default(),
        publication,
        items,
        facts,
        planned,
        parts,
        told,
        meeting,
    };
    Ok(preparation::view::page(&state, &view, &query))
}

/// Handles `POST /meetings/{id}/prepare/begin`, which starts from the standing items or continues from the agenda already
/// published.
pub(crate) async fn begin(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let is_published = preparation::preparing::published(&transaction, meeting.id).await?.is_some();
    preparation::preparing::begin(&transaction, &meeting, state.by(&actor)).await?;
    transaction.commit().await?;
    let done = if is_published { "taken-over" } else { "begun" };
    Ok(Redirect::to(&format!("{}/prepare?done={done}", meeting.address())))
}

/// Returns the kinds that can be selected for an item.
pub(crate) fn kinds() -> Vec<(String, String)> {
    ItemKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect()
}
