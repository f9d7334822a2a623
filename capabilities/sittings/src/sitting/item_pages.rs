//! Pages of an item during a meeting: its screen, its notes with their versions, and approval of the previous minutes.

use crate::sitting::item_view::{ItemForms, NOTES, SIGNED_BY};
use crate::sitting::pages::SittingView;
use crate::{minutes, sitting};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::Markup;
use meetings::access::RECORD;
use meetings::confirmation;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{DraftItemId, Meeting};
use meetings::minutes::MinutesStanding;
use meetings::preparation::item::DraftItem;
use meetings::sitting::Recorded;
use meetings::sitting::store::Note;
use serde_json::json;
use ui::FormState;
use web::{
    AppState, Confirmation, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, as_it_is, edit_refused, redirect_done,
    refused, refused_to_script,
};

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
    page(&state, &who, &view, &item, &FormState::default(), &done).await
}

/// Renders the screen of an item, with the rejected form if there is one.
pub(crate) async fn page(
    state: &AppState,
    who: &SignedIn,
    view: &SittingView,
    item: &DraftItem,
    form: &FormState,
    done: &str,
) -> Result<Markup> {
    let of =
        meetings::parts::ItemOf { meeting: view.meeting.id.get(), id: item.id.get(), kind: item.kind.word(), title: &item.title };
    let mut parts = Vec::new();
    for part in state.joined.contributions.of::<dyn meetings::parts::MeetingPart>() {
        parts.extend(part.at_item(state, &who.actor, of).await?);
    }
    Ok(sitting::item_view::page(state, ItemForms { view, item, form }, &parts, done))
}

/// Handles `POST /meetings/{id}/sitting/{item}/notes`. A script gets JSON, a browser a page.
pub(crate) async fn save_notes(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (view, item) = view_of(&state, &who, &id, &item).await?;
    if view.is_final {
        return Err(Error::NotUnderstood("The minutes have been approved and can no longer be changed.".into()));
    }
    // A script expects JSON.
    let is_script = !form.value("script").is_empty();
    let is_of_minutes = form.value("on") == "minutes";
    let field = if is_of_minutes { minutes::edit_pages::field(item.id) } else { NOTES.to_owned() };
    let Some(text) = form.lines("text").at(field).at_most(40_000, "Notes").text() else {
        return Ok(if is_script {
            refused_to_script(&form)
        } else if is_of_minutes {
            refused(minutes::edit_pages::page(&state, &view, &form, ""))
        } else {
            refused(page(&state, &who, &view, &item, &form, "").await?)
        });
    };
    let version = form.version();
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
    match (saved, is_script) {
        (Some(_), false) if is_of_minutes => {
            let leads_to = format!("{}/minutes/edit?done=noted#item-{}", view.meeting.address(), item.id);
            Ok(Redirect::to(&leads_to).into_response())
        }
        (Some(_), false) => {
            Ok(redirect_done(&format!("{}/sitting/{}", view.meeting.address(), item.id), "noted").into_response())
        }
        (Some(version), true) => {
            let at = sitting::pages::clock_time(state.clock.now());
            Ok(([(header::CACHE_CONTROL, "no-store")], Json(json!({ "version": version, "saved_at": at }))).into_response())
        }
        (None, false) => Ok(edit_refused(conflict(&state, &view, &item, &before, &form))),
        (None, true) => {
            let told = json!({
                "version": before.version, "text": before.text, "changed_by": before.changed_by,
                "changed_at": sitting::pages::clock_time(before.changed_at),
            });
            Ok(as_it_is((StatusCode::CONFLICT, [(header::CACHE_CONTROL, "no-store")], Json(told))))
        }
    }
}

/// Renders both texts, one above the other, for the clerk to choose or merge.
fn conflict(state: &AppState, view: &SittingView, item: &DraftItem, now: &Note, form: &FormState) -> Markup {
    let page = ui::Page {
        title: "Two versions of the notes",
        section: Some(ui::Section::Work),
        breadcrumbs: trail(&view.meeting),
        ..state.page()
    };
    let content = ui::text_versions(&ui::TextVersions {
        caption: item.own_title(),
        thing: "the notes",
        change: &format!("{} changed these notes on {}", now.changed_by, london::on_page(now.changed_at)),
        action: &format!("{}/sitting/{}/notes", view.meeting.address(), item.id),
        version: now.version,
        fields: &[("on", form.value("on"))],
        current: &now.text,
        own: form.value("text").trim(),
    });
    ui::page(&page, content)
}

/// Handles `POST /meetings/{id}/sitting/{item}/approve`, which approves the previous meeting's minutes as a correct record.
pub(crate) async fn approve(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    mut form: SubmittedForm,
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
    let Some(signed_by) = form.line("signed_by").at(SIGNED_BY).at_most(120, "Name").optional() else {
        return Ok(refused(page(&state, &who, &view, &item, &form, "").await?));
    };
    if !form.is_confirmed() {
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
