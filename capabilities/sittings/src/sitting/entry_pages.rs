//! Handlers for recording an entry at a meeting and striking out one made in error.

use crate::sitting;
use crate::sitting::entry_form::{Known, RECORDED, ReadEntry, field_id, panel, read};
use crate::sitting::pages::SittingView;
use actions::followed;
use actions::followed::recommendation_store::Made;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Days;
use meetings::access::RECORD;
use meetings::meeting::managing::meeting_of;
use meetings::meeting::{DraftItemId, Meeting, PersonId};
use meetings::preparation::item::DraftItem;
use meetings::rules;
use meetings::sitting::{Entry, Recorded, SittingState};
use ui::FormState;
use web::{AppState, AuthoredTransaction, Error, OrNotFound, Result, SignedIn, SubmittedForm, refused};

const FINAL: &str = "The minutes have been approved and can no longer be changed";

/// Handles `POST /meetings/{id}/sitting/entries`, which records an entry.
pub(crate) async fn record(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    let screen = form.value("item").parse::<DraftItemId>().ok().and_then(|id| view.item(id));
    if let Some(message) = obstacle(&view, view.sitting.state) {
        form.fault(RECORDED, message);
    } else {
        let transaction = state.begin(&who.actor).await?;
        if take(&state, &transaction, &view, &mut form).await? {
            transaction.commit().await?;
            return Ok(Redirect::to(&back(&view.meeting, screen.map(|item| item.id))).into_response());
        }
    }
    Ok(refused(match screen {
        Some(item) => sitting::item_pages::page(&state, &who, &view, item, &form, "").await?,
        None => sitting::view::overview(&state, &view, &form, ""),
    }))
}

/// Returns why nothing can be recorded at a meeting in this state.
fn obstacle(view: &SittingView, state: SittingState) -> Option<&'static str> {
    match state {
        SittingState::NotBegun => Some("Start the meeting first"),
        _ => view.is_final.then_some(FINAL),
    }
}

/// Reads a form and writes the entry, unless the same page was submitted before. Returns `false` if the form has a fault.
async fn take(state: &AppState, transaction: &AuthoredTransaction, view: &SittingView, form: &mut SubmittedForm) -> Result<bool> {
    meetings::sitting::store::hold(transaction, view.meeting.id).await?;
    // Read under the lock, so that a second submission finds the first. The start may have been undone since the page was rendered.
    let sitting = meetings::sitting::store::sitting(transaction, view.meeting.id).await?;
    if let Some(message) = obstacle(view, sitting.state) {
        form.fault(RECORDED, message);
        return Ok(false);
    }
    let entries = meetings::sitting::store::entries(transaction, view.meeting.id).await?;
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
    let Some(read) = read(form, &known) else { return Ok(false) };
    let allowed = read.is_possible(&known);
    let seen = form.value("seen").parse::<i64>().unwrap_or(i64::MAX);
    let same = |entry: &&Entry| entry.stands() && entry.item == read.item && entry.what == read.what;
    let was_pressed = entries.iter().filter(same).any(|entry| entry.id > seen);
    // A member who left and came back can leave again; otherwise a repeat from the same page is a duplicate submission.
    if was_pressed && (allowed.is_err() || !read.what.is_movement()) {
        return Ok(true);
    }
    if let Err((message, field)) = allowed {
        let id = field_id(panel(form), field);
        form.fault(id, message);
        return Ok(false);
    }
    if read.what.is_said_once() && entries.iter().any(|entry| same(&entry)) {
        form.fault(RECORDED, "This is already recorded here");
        return Ok(false);
    }
    let is_decision = matches!(read.what, Recorded::Vote { .. } | Recorded::Resolution { .. });
    if is_decision && view.quorum.is_some_and(|quorum| present.len() < quorum as usize) {
        form.fault(RECORDED, "Fewer members are present than the quorum, so nothing can be decided");
        return Ok(false);
    }
    write(state, transaction, view, &read).await?;
    Ok(true)
}

fn barred_at(entries: &[Entry], form: &FormState) -> Vec<PersonId> {
    form.value("item").parse().map(|item| meetings::sitting::barred(entries, item)).unwrap_or_default()
}

/// Returns the paragraphs of Schedule 12A of the item on whose screen the entry is recorded, if it is exempt.
fn paragraphs_at<'a>(view: &'a SittingView, form: &FormState) -> &'a [u8] {
    let item: Option<&DraftItem> = form.value("item").parse().ok().and_then(|id| view.item(id));
    item.and_then(|item| item.exemption.as_ref()).map_or(&[], |exemption| exemption.paragraphs.as_slice())
}

async fn write(state: &AppState, transaction: &AuthoredTransaction, view: &SittingView, read: &ReadEntry) -> Result<()> {
    let meeting = &view.meeting;
    let entry =
        meetings::sitting::store::record(transaction, meeting.id, read.item, &read.what, read.at, transaction.by()).await?;
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
    let entry: i64 = entry.parse().or_not_found("Entry")?;
    if meetings::minutes::life_store::life(state.db.reading(), meeting.id).await?.is_some_and(|life| life.state.is_final()) {
        return Err(Error::NotUnderstood(format!("{FINAL}.")));
    }
    let entries = meetings::sitting::store::entries(state.db.reading(), meeting.id).await?;
    let known = entries.iter().find(|known| known.id == entry && !known.what.is_of_the_record()).or_not_found("Entry")?;
    let transaction = state.begin(&who.actor).await?;
    meetings::sitting::store::hold(&transaction, meeting.id).await?;
    if !meetings::sitting::store::strike(&transaction, meeting.id, entry, transaction.by()).await? {
        return Err(Error::NotFound("Entry"));
    }
    followed::recommendation_store::withdraw(&transaction, meeting.id, entry, transaction.by()).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&back(&meeting, known.item)))
}
