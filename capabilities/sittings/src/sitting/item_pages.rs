//! Pages of an item during a meeting: its screen, its notes with their versions, and approval of the previous minutes.

use crate::sitting::entry_form::EntryForm;
use crate::sitting::item_view::ItemForms;
use crate::sitting::pages::SittingView;
use crate::{minutes, sitting};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use foundation::london;
use maud::{Markup, html};
use meetings::access::RECORD;
use meetings::confirmation;
use meetings::confirmation::Confirmation;
use meetings::form::{hidden, is_ticked, send, some_line, some_text};
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{DraftItemId, Meeting};
use meetings::minutes::MinutesStanding;
use meetings::preparation::item::DraftItem;
use meetings::sitting::Recorded;
use meetings::sitting::store::Note;
use serde::Deserialize;
use serde_json::json;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, as_it_is, redirect_done, with_status};

async fn view_of(state: &AppState, who: &SignedIn, id: &str, item: &str) -> Result<(SittingView, DraftItem)> {
    let meeting = meeting_of(state, who, RECORD, id).await?;
    let view = sitting::pages::view(state, meeting).await?;
    let item: DraftItemId = item.parse().or_not_found("Item")?;
    let item = view.item(item).cloned().or_not_found("Item")?;
    Ok((view, item))
}

/// Handles `GET /meetings/{id}/sitting/{item}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    page(&state, &who, &view, &item, (&EntryForm::default(), &[]), &done).await
}

/// Renders the screen of an item, with the rejected form if there is one.
pub(crate) async fn page(
    state: &AppState,
    who: &SignedIn,
    view: &SittingView,
    item: &DraftItem,
    (form, faults): (&EntryForm, &[ui::Fault<'_>]),
    done: &str,
) -> Result<Markup> {
    let of =
        meetings::parts::ItemOf { meeting: view.meeting.id.get(), id: item.id.get(), kind: item.kind.word(), title: &item.title };
    let mut parts = Vec::new();
    for part in state.joined.contributions.of::<dyn meetings::parts::MeetingPart>() {
        parts.extend(part.at_item(state, &who.actor, of).await?);
    }
    Ok(sitting::item_view::page(state, ItemForms { view, item, form, faults }, &parts, done))
}

/// The form for notes.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoteForm {
    text: String,
    version: String,
    /// The page on which the notes were written: `minutes` for the page with the whole document.
    on: String,
    /// Whether the request comes from a script, which expects JSON.
    script: String,
}

/// Handles `POST /meetings/{id}/sitting/{item}/notes`. A script gets JSON, a browser a page.
pub(crate) async fn save_notes(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    if view.is_final {
        return Err(Error::NotUnderstood("The minutes have been approved and can no longer be changed.".into()));
    }
    let text = some_text(&form.text, 40_000).unwrap_or_default();
    let version: i64 = form.version.parse().unwrap_or(0);
    let transaction = state.begin(&who.actor).await?;
    // Undoing the start takes this lock too, and checks whether anything was written.
    meetings::sitting::store::hold(&transaction, view.meeting.id).await?;
    let before = meetings::sitting::store::note(&transaction, item.id).await?;
    let before = Note { changed_by: directory::actor_name(&transaction, &before.changed_by).await?, ..before };
    // If the same text is already saved, succeed: the connection may have broken before the previous response arrived.
    let saved = if before.text == text {
        Some(before.version)
    } else {
        meetings::sitting::store::write_note(&transaction, view.meeting.id, item.id, &text, version, transaction.by()).await?
    };
    if saved.is_some() {
        transaction.commit().await?;
    } else {
        drop(transaction);
    }
    match (saved, form.script.is_empty()) {
        (Some(_), true) if form.on == "minutes" => {
            let leads_to = format!("{}/minutes/edit?done=noted#item-{}", view.meeting.address(), item.id);
            Ok(Redirect::to(&leads_to).into_response())
        }
        (Some(_), true) => Ok(redirect_done(&format!("{}/sitting/{}", view.meeting.address(), item.id), "noted").into_response()),
        (Some(version), false) => {
            let at = sitting::pages::clock_time(state.clock.now());
            Ok(([(header::CACHE_CONTROL, "no-store")], Json(json!({ "version": version, "saved_at": at }))).into_response())
        }
        (None, true) => Ok(with_status(StatusCode::CONFLICT, conflict(&state, &view, &item, &before, &form))),
        (None, false) => {
            let told = json!({
                "version": before.version, "text": before.text, "changed_by": before.changed_by,
                "changed_at": sitting::pages::clock_time(before.changed_at),
            });
            Ok(as_it_is((StatusCode::CONFLICT, [(header::CACHE_CONTROL, "no-store")], Json(told))))
        }
    }
}

/// Renders both texts, one above the other, for the clerk to choose or merge.
fn conflict(state: &AppState, view: &SittingView, item: &DraftItem, now: &Note, form: &NoteForm) -> Markup {
    let typed = form.text.trim();
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
            (ui::h2(heading))
            form action=(address) method="post" {
                (hidden("version", now.version))
                (hidden("on", &form.on))
                (ui::textarea(&ui::Textarea { name: "text", id: Some(id), label: heading, value: text, rows: Some(8), ..Default::default() }))
                (send(button))
            }
        }
    };
    let content = html! {
        (ui::heading(Some(item.own_title()), "Two versions of the notes"))
        (ui::paragraph(html! {
            (now.changed_by) " changed these notes on " (london::on_page(now.changed_at)) ", while you were writing. Choose which text to keep, or keep both."
        }))
        (choice("now", "Current text", &now.text, "Keep the current text"))
        (choice("typed", "Your text", typed, "Keep your text"))
        (choice("joined", "Both texts", &joined, "Keep both"))
    };
    ui::page(&page, content)
}

/// The form for approving minutes.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ApproveForm {
    signed_by: String,
    confirmed: String,
}

/// Handles `POST /meetings/{id}/sitting/{item}/approve`, which approves the previous meeting's minutes as a correct record.
pub(crate) async fn approve(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<ApproveForm>,
) -> Result<Response> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    let refuse = |why: &str| Err(Error::NotUnderstood(why.to_owned()));
    let before = meetings::meeting::store::before_with_minutes(state.db.reading(), &view.meeting).await?;
    let Some(before) = before else { return refuse("No minutes of an earlier meeting have been published.") };
    if view.sitting.began_at.is_none() {
        return refuse("Start the meeting first.");
    }
    if view.today < view.meeting.held_on {
        return refuse("Minutes can only be approved from the day of the meeting at which the board approves them.");
    }
    let signed_by = some_line(&form.signed_by, 120);
    if !is_ticked(&form.confirmed) {
        return Ok(approval(&state, &view, &item, &before, signed_by.as_deref()).into_response());
    }
    let on = view.meeting.held_on;
    let standing = match &signed_by {
        Some(by) => MinutesStanding::Signed { on, by: by.clone() },
        None => MinutesStanding::Approved { on },
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    meetings::sitting::store::hold(&transaction, view.meeting.id).await?;
    if meetings::sitting::store::sitting(&transaction, view.meeting.id).await?.began_at.is_none() {
        return refuse("Start the meeting first.");
    }
    let what = Recorded::MinutesApproved { meeting: before.id.get(), held_on: before.held_on, signed_by };
    meetings::sitting::store::record(&transaction, view.meeting.id, Some(item.id), &what, state.clock.now(), state.by(&actor))
        .await?;
    minutes::publishing::approve(&state, &transaction, &before, &view.meeting, standing, &actor).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/sitting/{}", view.meeting.address(), item.id), "approved").into_response())
}

/// Renders the page for confirming the approval of minutes, which cannot be undone.
fn approval(state: &AppState, view: &SittingView, item: &DraftItem, before: &Meeting, signed_by: Option<&str>) -> Markup {
    let address = format!("{}/sitting/{}", view.meeting.address(), item.id);
    let how = match signed_by {
        Some(by) => format!("signed as a correct record by {by}"),
        None => "approved as a correct record, and not signed yet".to_owned(),
    };
    let mut will = vec![
        format!("The minutes of {} are published again, {how}, at this meeting.", before.short_day()),
        "Approved minutes can no longer be changed.".to_owned(),
    ];
    will.extend(confirmation::followers_told(state));
    confirmation::page(
        state,
        &view.meeting,
        &Confirmation {
            heading: &format!("Are you sure you want to approve the minutes of {}?", before.short_day()),
            will,
            address: &format!("{address}/approve"),
            fields: vec![("signed_by", signed_by.unwrap_or_default())],
            button: "Approve the minutes",
            is_final: true,
            back: ("Go back to the item", &address),
            ..Confirmation::default()
        },
    )
}

/// Handles `GET /meetings/{id}/sitting/{item}/minutes-before`, which redirects to the minutes to be approved.
pub(crate) async fn minutes_before(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Redirect> {
    let (view, _) = view_of(&state, &who, &id, &item).await?;
    let before = meetings::meeting::store::before_with_minutes(state.db.reading(), &view.meeting).await?;
    let before = before.or_not_found("Minutes")?;
    Ok(Redirect::to(&format!("{}/minutes", before.address())))
}
