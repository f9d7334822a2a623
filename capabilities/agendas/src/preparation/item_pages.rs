//! Pages for adding and editing draft agenda items, without overwriting another person's changes.

use crate::preparation::item_form::{COMPARED, fields, form_of, read};
use crate::{lead_officer, preparation};
use access::By;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use db::WriteTransaction;
use foundation::london;
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{DraftItemId, Meeting};
use meetings::preparation::item::{DraftItem, ItemKind};
use ui::FormState;
use web::{AppState, OrNotFound, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused};

/// Handles `GET /meetings/{id}/items/add`.
pub(crate) async fn add_form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    page(&state, &meeting, None, &FormState::of([("kind", ItemKind::Report.word())]), None).await
}

/// Handles `POST /meetings/{id}/items/add`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let blank = DraftItem::blank(meeting.id, ItemKind::Report, "")?;
    let Some(item) = read(&mut form, &blank, false) else {
        return Ok(refused(page(&state, &meeting, None, &form, None).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    let item = with_post(&transaction, item, transaction.by()).await?;
    preparation::preparing::add(&transaction, &item, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "added").into_response())
}

/// Returns the item with its lead officer's title as in the register of posts, adding the post if it is new.
async fn with_post(transaction: &WriteTransaction, item: DraftItem, by: By<'_>) -> Result<DraftItem> {
    let lead_officer = lead_officer::registered(transaction, item.lead_officer.as_deref(), by).await?;
    Ok(DraftItem { lead_officer, ..item })
}

/// Returns an item of a meeting's agenda, unless it was removed.
pub(crate) async fn item_of(state: &AppState, meeting: &Meeting, item: &str) -> Result<DraftItem> {
    let id: DraftItemId = item.parse().or_not_found("Item")?;
    let items = meetings::preparation::store::of_meeting(state.db.reading(), meeting.id).await?;
    items.into_iter().find(|item| item.id == id).or_not_found("Item")
}

/// Handles `GET /meetings/{id}/items/{item}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item = item_of(&state, &meeting, &item).await?;
    page(&state, &meeting, Some(&item), &form_of(&item), None).await
}

/// Handles `POST /meetings/{id}/items/{item}`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let before = item_of(&state, &meeting, &item).await?;
    let is_private_in_public = match (preparation::preparing::published(state.db.reading(), meeting.id).await?, &before.number) {
        (Some((_, agenda)), Some(number)) => preparation::taking_over::private_numbers(&agenda).contains(number),
        _ => false,
    };
    let Some(changed) = read(&mut form, &before, is_private_in_public) else {
        return Ok(refused(page(&state, &meeting, Some(&before), &form, None).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    let changed = with_post(&transaction, changed, transaction.by()).await?;
    if !meetings::preparation::store::update(&transaction, &changed).await? {
        drop(transaction);
        let now = item_of(&state, &meeting, &item).await?;
        let conflict = conflict(&state, &meeting, &now, &changed).await?;
        form.set("version", now.version.to_string());
        return Ok(edit_refused(page(&state, &meeting, Some(&now), &form, Some(conflict)).await?));
    }
    meetings::preparation::store::note_change(
        &transaction,
        meeting.id,
        &format!("item {} changed", changed.id),
        transaction.by(),
    )
    .await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "saved").into_response())
}

async fn page(
    state: &AppState,
    meeting: &Meeting,
    item: Option<&DraftItem>,
    form: &FormState,
    conflict: Option<Markup>,
) -> Result<Markup> {
    let heading = item.map_or("Add an item", |item| item.own_title());
    let title = form.title(heading);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = match item {
        Some(item) => format!("{}/items/{}", meeting.address(), item.id),
        None => format!("{}/items/add", meeting.address()),
    };
    let posts = directory::post_store::titles(state.db.reading(), state.clock.today(), form.value("lead_officer")).await?;
    let is_published = item.is_some_and(|item| item.number.is_some());
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&format!("Agenda for {}", meeting.short_day())), heading))
            @if let Some(conflict) = conflict { (conflict) }
            @if is_published {
                (ui::inset_text(html! { "This item is published. Your changes become public when you publish the agenda again." }))
            } @else if item.is_none() {
                (ui::paragraph(ui::link(format!("{}/items/add-several", meeting.address()), "Add several items")))
            }
            form action=(address) method="post" novalidate {
                (fields(form, &posts))
                (form.hidden("version"))
                (ui::send(if item.is_some() { "Save item" } else { "Add item" }))
            }
            @if let Some(item) = item {
                (ui::paragraph(ui::link(format!("{}/items/{}/files", meeting.address(), item.id), "Files of this item (PDF or Word)")))
            }
            @if let Some(item) = item.filter(|_| !is_published) {
                form action={ (meeting.address()) "/items/" (item.id) "/remove" } method="post" {
                    (ui::button(&ui::Button { text: "Remove from agenda", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the current version and its author, above what was submitted: `own`.
async fn conflict(state: &AppState, meeting: &Meeting, now: &DraftItem, own: &DraftItem) -> Result<Markup> {
    let draft = meetings::preparation::store::draft(state.db.reading(), meeting.id).await?;
    let change = draft.map(|draft| format!("Changed by {}, {}", draft.changed_by, london::on_page(draft.changed_at)));
    let [current, own] = [now, own].map(|item| {
        let mut form = form_of(item);
        form.set("kind", item.kind.label());
        form
    });
    Ok(ui::edit_conflict(&ui::EditConflict {
        thing: "item",
        change: change.as_deref(),
        fields: &ui::compared(&current, &own, &COMPARED),
        address: &format!("{}/prepare", meeting.address()),
    }))
}
