//! Handlers for recording an entry at a meeting and striking out one made in error.

use crate::sitting;
use crate::sitting::entry_form::{EntryForm, Known, ReadEntry};
use crate::sitting::pages::SittingView;
use actions::followed;
use actions::followed::recommendation_store::Made;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Days;
use meetings::access::RECORD;
use meetings::meeting::managing::meeting_of;
use meetings::meeting::{DraftItemId, Meeting, PersonId};
use meetings::preparation::item::DraftItem;
use meetings::rules;
use meetings::sitting::{Entry, Recorded, SittingState};
use web::{AppState, Error, Result, SignedIn, refused};

const FINAL: &str = "The minutes have been approved and can no longer be changed";

/// The fragment for a fault that concerns no field.
const RECORDED: &str = "recorded";

/// The outcome of submitting a form.
enum Outcome {
    /// It is recorded, now or by an earlier submission of the same page.
    Recorded,
    /// It was rejected, and nothing was written.
    Refused(&'static str, String),
}

/// Handles `POST /meetings/{id}/sitting/entries`, which records an entry.
pub(crate) async fn record(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    let screen = form.item.parse::<DraftItemId>().ok().and_then(|id| view.item(id));
    let outcome = if view.sitting.state == SittingState::NotBegun {
        Outcome::Refused("Start the meeting first", RECORDED.to_owned())
    } else if view.is_final {
        Outcome::Refused(FINAL, RECORDED.to_owned())
    } else {
        take(&state, &view, &form, &who.actor.ledger_name()).await?
    };
    match outcome {
        Outcome::Recorded => Ok(Redirect::to(&back(&view.meeting, screen.map(|item| item.id))).into_response()),
        Outcome::Refused(message, field) => {
            let faults = [(message, field.as_str())];
            let page = match screen {
                Some(item) => sitting::item_pages::page(&state, &who, &view, item, (&form, &faults), "").await?,
                None => sitting::view::refused_entry(&state, &view, &form, &faults),
            };
            Ok(refused(page))
        }
    }
}

/// Parses a form and writes the entry, unless the same page was submitted before.
async fn take(state: &AppState, view: &SittingView, form: &EntryForm, actor: &str) -> Result<Outcome> {
    let transaction = state.db.begin().await?;
    meetings::sitting::store::hold(&transaction, view.meeting.id).await?;
    // Read under the lock, so that a second submission finds the first. The start may have been undone since the page was rendered.
    if meetings::sitting::store::sitting(&transaction, view.meeting.id).await?.state == SittingState::NotBegun {
        return Ok(Outcome::Refused("Start the meeting first", RECORDED.to_owned()));
    }
    let entries = meetings::sitting::store::entries(&transaction, view.meeting.id).await?;
    let at_panel = |(message, field): (&'static str, &'static str)| {
        let field = if field == "kind" { RECORDED.to_owned() } else { format!("{}-{field}", form.panel()) };
        Ok(Outcome::Refused(message, field))
    };
    let members: Vec<PersonId> = view.seats.iter().map(|seat| seat.person).collect();
    let items: Vec<DraftItemId> = view.items.iter().map(|item| item.id).collect();
    let (barred, present) = (barred_at(&entries, form), meetings::sitting::present(&entries));
    let known = Known {
        members: &members,
        entries: &entries,
        barred: &barred,
        present: &present,
        paragraphs: paragraphs_at(view, form),
        items: &items,
        times: view.times(),
    };
    let read = match form.read(&known) {
        Ok(read) => read,
        Err(fault) => return at_panel(fault),
    };
    let allowed = read.is_possible(&known);
    let seen = form.seen.parse::<i64>().unwrap_or(i64::MAX);
    let same = |entry: &&Entry| entry.stands() && entry.item == read.item && entry.what == read.what;
    let was_pressed = entries.iter().filter(same).any(|entry| entry.id > seen);
    // A member who left and came back can leave again; otherwise a repeat from the same page is a duplicate submission.
    if was_pressed && (allowed.is_err() || !read.what.is_movement()) {
        return Ok(Outcome::Recorded);
    }
    if let Err(fault) = allowed {
        return at_panel(fault);
    }
    if read.what.is_said_once() && entries.iter().any(|entry| same(&entry)) {
        return Ok(Outcome::Refused("This is already recorded here", RECORDED.to_owned()));
    }
    let is_decision = matches!(read.what, Recorded::Vote { .. } | Recorded::Resolution { .. });
    if is_decision && view.quorum.is_some_and(|quorum| present.len() < quorum as usize) {
        return Ok(Outcome::Refused("Fewer members are present than the quorum, so nothing can be decided", RECORDED.to_owned()));
    }
    write(state, &transaction, view, &read, actor).await?;
    transaction.commit().await?;
    Ok(Outcome::Recorded)
}

fn barred_at(entries: &[Entry], form: &EntryForm) -> Vec<PersonId> {
    form.item.parse().map(|item| meetings::sitting::barred(entries, item)).unwrap_or_default()
}

/// Returns the paragraphs of Schedule 12A of the item on whose screen the entry is recorded, if it is exempt.
fn paragraphs_at<'a>(view: &'a SittingView, form: &EntryForm) -> &'a [u8] {
    let item: Option<&DraftItem> = form.item.parse().ok().and_then(|id| view.item(id));
    item.and_then(|item| item.exemption.as_ref()).map_or(&[], |exemption| exemption.paragraphs.as_slice())
}

async fn write(
    state: &AppState,
    transaction: &db::WriteTransaction,
    view: &SittingView,
    read: &ReadEntry,
    actor: &str,
) -> Result<()> {
    let meeting = &view.meeting;
    let entry =
        meetings::sitting::store::record(transaction, meeting.id, read.item, &read.what, read.at, state.by(actor)).await?;
    if let (Recorded::Recommendation { body, text }, Some(item)) = (&read.what, read.item) {
        let days = state.settings().number_on(&rules::RECOMMENDATION_ANSWER, meeting.held_on);
        let due_on = days.and_then(|days| meeting.held_on.checked_add_days(Days::new(u64::from(days))));
        let is_exempt = view.item(item).is_some_and(DraftItem::is_exempt);
        followed::recommendation_store::make(transaction, &Made { meeting, item, entry, body, text, is_exempt, due_on }).await?;
    }
    Ok(())
}

/// Returns the address to redirect to after a form of the screen is accepted.
fn back(meeting: &Meeting, item: Option<DraftItemId>) -> String {
    match item {
        Some(item) => format!("{}/sitting/{item}?done=recorded", meeting.address()),
        None => format!("{}/sitting?done=recorded", meeting.address()),
    }
}

/// Handles `POST /meetings/{id}/sitting/entries/{entry}/strike`.
pub(crate) async fn strike(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, entry)): Path<(String, String)>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let not_found = || Error::NotFound("Entry");
    let entry: i64 = entry.parse().map_err(|_| not_found())?;
    if meetings::minutes::life_store::life(state.db.reading(), meeting.id).await?.is_some_and(|life| life.state.is_final()) {
        return Err(Error::NotUnderstood(format!("{FINAL}.")));
    }
    let entries = meetings::sitting::store::entries(state.db.reading(), meeting.id).await?;
    let known = entries.iter().find(|known| known.id == entry && !known.what.is_of_the_record()).ok_or_else(not_found)?;
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    meetings::sitting::store::hold(&transaction, meeting.id).await?;
    if !meetings::sitting::store::strike(&transaction, meeting.id, entry, state.by(&actor)).await? {
        return Err(not_found());
    }
    followed::recommendation_store::withdraw(&transaction, meeting.id, entry, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&back(&meeting, known.item)))
}
