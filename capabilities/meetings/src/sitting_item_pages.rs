//! An item while the meeting sits: its screen, its notes with their versions, and approving the minutes of the meeting before.

use crate::draft_item::DraftItem;
use crate::form::{hidden, send, some_line, some_text};
use crate::meeting::DraftItemId;
use crate::meeting_change_pages::meeting_of;
use crate::minutes::MinutesStanding;
use crate::people::RECORD;
use crate::prepare_pages::trail;
use crate::sitting::Recorded;
use crate::sitting_entry_form::EntryForm;
use crate::sitting_pages::{self, SittingView};
use crate::sitting_store::{self, Note};
use crate::{actor_name, minutes_life_store, minutes_publishing, sitting_view};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::{AppState, Done, Error, Result, SignedIn, as_it_is, with_status};

async fn view_of(state: &AppState, who: &SignedIn, id: &str, item: &str) -> Result<(SittingView, DraftItem)> {
    let meeting = meeting_of(state, who, RECORD, id).await?;
    let view = sitting_pages::view(state, meeting).await?;
    let item: DraftItemId = item.parse().map_err(|_| Error::NotFound("Item"))?;
    let item = view.item(item).cloned().ok_or(Error::NotFound("Item"))?;
    Ok((view, item))
}

/// `/meetings/{id}/sitting/{item}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    Ok(sitting_view::item(&state, &view, &item, &EntryForm::default(), &[], &done))
}

/// What is sent with notes.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct NoteForm {
    #[serde(default)]
    text: String,
    #[serde(default)]
    version: String,
    /// Whether a script asks, which reads JSON.
    #[serde(default)]
    script: String,
}

/// `POST /meetings/{id}/sitting/{item}/notes`: a script gets JSON, a browser a page.
pub(crate) async fn save_notes(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    if minutes_life_store::life(state.db.reading(), view.meeting.id).await?.is_some_and(|life| life.state.is_final()) {
        return Err(Error::NotUnderstood("The minutes are approved: nothing changes them any more.".into()));
    }
    let text = some_text(&form.text, 40_000).unwrap_or_default();
    let version: i64 = form.version.parse().unwrap_or(0);
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let before = sitting_store::note(&transaction, item.id).await?;
    let before = Note { changed_by: actor_name::of(&transaction, &before.changed_by).await?, ..before };
    // The same text again is saved already, whoever saved it: a connection may have broken before the answer came.
    let saved = if before.text == text {
        Some(before.version)
    } else {
        sitting_store::write_note(&transaction, view.meeting.id, item.id, &text, version, state.by(&actor)).await?
    };
    if saved.is_some() {
        transaction.commit().await?;
    } else {
        drop(transaction);
    }
    match (saved, form.script.is_empty()) {
        (Some(_), true) => {
            Ok(Redirect::to(&format!("{}/sitting/{}?done=noted", view.meeting.address(), item.id)).into_response())
        }
        (Some(version), false) => {
            let at = sitting_pages::clock_time(state.clock.now());
            Ok(([(header::CACHE_CONTROL, "no-store")], Json(json!({ "version": version, "saved_at": at }))).into_response())
        }
        (None, true) => Ok(with_status(StatusCode::CONFLICT, conflict(&state, &view, &item, &before, &text))),
        (None, false) => {
            let told = json!({
                "version": before.version, "text": before.text, "changed_by": before.changed_by,
                "changed_at": sitting_pages::clock_time(before.changed_at),
            });
            Ok(as_it_is((StatusCode::CONFLICT, [(header::CACHE_CONTROL, "no-store")], Json(told))))
        }
    }
}

/// Both texts, one above the other, for the clerk to choose or to join.
fn conflict(state: &AppState, view: &SittingView, item: &DraftItem, now: &Note, typed: &str) -> Markup {
    let page = ui::Page {
        title: "Two versions of the notes",
        section: Some(ui::Section::Work),
        breadcrumbs: trail(&view.meeting),
        ..state.page()
    };
    let address = format!("{}/sitting/{}/notes", view.meeting.address(), item.id);
    let joined = format!("{}\n\n{typed}", now.text);
    let choice = |id: &str, heading: &str, text: &str, button: &str| {
        html! {
            h2 class="govuk-heading-m" { (heading) }
            form action=(address) method="post" {
                (hidden("version", now.version))
                (ui::textarea(&ui::Textarea { name: "text", id: Some(id), label: heading, value: text, rows: Some(8), ..Default::default() }))
                (send(button))
            }
        }
    };
    let content = html! {
        (ui::heading(Some(item.own_title()), "Two versions of the notes"))
        p class="govuk-body" {
            (now.changed_by) " changed these notes, " (london::written(now.changed_at)) ", while you were writing. Nothing is lost: choose which to keep, or keep both joined."
        }
        (choice("now", "What stands there now", &now.text, "Keep what stands there"))
        (choice("typed", "What you typed", typed, "Keep what I typed"))
        (choice("joined", "Both, one after the other", &joined, "Keep both"))
    };
    ui::page(&page, content)
}

/// What is sent to approve minutes.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ApproveForm {
    #[serde(default)]
    signed_by: String,
}

/// `POST /meetings/{id}/sitting/{item}/approve`: the minutes of the meeting before are a correct record.
pub(crate) async fn approve(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<ApproveForm>,
) -> Result<Redirect> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    let before = crate::meeting_store::before_with_minutes(state.db.reading(), &view.meeting).await?;
    let before = before.ok_or_else(|| Error::NotUnderstood("No minutes of an earlier meeting are published.".into()))?;
    if view.sitting.began_at.is_none() {
        return Err(Error::NotUnderstood("Begin the meeting first.".into()));
    }
    let signed_by = some_line(&form.signed_by, 120);
    let on = view.meeting.held_on;
    let standing = match &signed_by {
        Some(by) => MinutesStanding::Signed { on, by: by.clone() },
        None => MinutesStanding::Approved { on },
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let what = Recorded::MinutesApproved { meeting: before.id.get(), held_on: before.held_on, signed_by };
    sitting_store::record(&transaction, view.meeting.id, Some(item.id), &what, state.clock.now(), state.by(&actor)).await?;
    minutes_publishing::approve(&state, &transaction, &before, &view.meeting, standing, &actor).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/sitting/{}?done=recorded", view.meeting.address(), item.id)))
}

/// `/meetings/{id}/sitting/{item}/minutes-before`: leads to the minutes that are to be approved.
pub(crate) async fn minutes_before(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Redirect> {
    let (view, _) = view_of(&state, &who, &id, &item).await?;
    let before = crate::meeting_store::before_with_minutes(state.db.reading(), &view.meeting).await?;
    let before = before.ok_or(Error::NotFound("Minutes"))?;
    Ok(Redirect::to(&format!("{}/minutes", before.address())))
}
