//! Pages for adding and editing draft agenda items, without overwriting another person's changes.

use crate::preparation;
use crate::preparation::item_form::{ItemForm, fields};
use access::By;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::WriteTransaction;
use foundation::london;
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::form::{hidden, send};
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{DraftItemId, Meeting};
use meetings::preparation::item::{DraftItem, ItemKind};
use web::{AppState, Error, Result, SignedIn, refused};

/// Handles `GET /meetings/{id}/items/add`.
pub(crate) async fn add_form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let form = ItemForm { kind: ItemKind::Report.word().to_owned(), ..ItemForm::default() };
    page(&state, &meeting, None, &form, &[], None).await
}

/// Handles `POST /meetings/{id}/items/add`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ItemForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let blank = DraftItem::blank(meeting.id, ItemKind::Report, "")?;
    let item = match form.read(&blank, false) {
        Ok(item) => item,
        Err(faults) => return Ok(refused(page(&state, &meeting, None, &form, &faults, None).await?)),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let item = with_post(&transaction, item, state.by(&actor)).await?;
    preparation::preparing::add(&transaction, &item, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=added", meeting.address())).into_response())
}

/// Returns the item with its lead officer's title as in the register of posts, adding the post if it is new.
async fn with_post(transaction: &WriteTransaction, item: DraftItem, by: By<'_>) -> Result<DraftItem> {
    Ok(match &item.lead_officer {
        Some(title) => DraftItem { lead_officer: Some(directory::post_store::named(transaction, title, by).await?), ..item },
        None => item,
    })
}

/// Returns an item of a meeting's agenda, unless it was removed.
pub(crate) async fn item_of(state: &AppState, meeting: &Meeting, item: &str) -> Result<DraftItem> {
    let not_found = || Error::NotFound("Item");
    let id: DraftItemId = item.parse().map_err(|_| not_found())?;
    let items = meetings::preparation::store::of_meeting(state.db.reading(), meeting.id).await?;
    items.into_iter().find(|item| item.id == id).ok_or_else(not_found)
}

/// Handles `GET /meetings/{id}/items/{item}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item = item_of(&state, &meeting, &item).await?;
    page(&state, &meeting, Some(&item), &ItemForm::of(&item), &[], None).await
}

/// Handles `POST /meetings/{id}/items/{item}`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<ItemForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let before = item_of(&state, &meeting, &item).await?;
    let is_private_in_public = match (preparation::preparing::published(state.db.reading(), meeting.id).await?, &before.number) {
        (Some((_, agenda)), Some(number)) => preparation::taking_over::private_numbers(&agenda).contains(number),
        _ => false,
    };
    let changed = match form.read(&before, is_private_in_public) {
        Ok(changed) => changed,
        Err(faults) => return Ok(refused(page(&state, &meeting, Some(&before), &form, &faults, None).await?)),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let changed = with_post(&transaction, changed, state.by(&actor)).await?;
    if !meetings::preparation::store::update(&transaction, &changed).await? {
        drop(transaction);
        let now = item_of(&state, &meeting, &item).await?;
        let form = ItemForm { version: now.version.to_string(), ..form };
        let fault = [(
            "Someone else has changed this item since you opened it. Compare both versions, then save again to keep yours",
            "title",
        )];
        return Ok(refused(page(&state, &meeting, Some(&now), &form, &fault, Some(&now)).await?));
    }
    meetings::preparation::store::note_change(
        &transaction,
        meeting.id,
        &format!("item {} changed", changed.id),
        state.by(&actor),
    )
    .await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=saved", meeting.address())).into_response())
}

async fn page(
    state: &AppState,
    meeting: &Meeting,
    item: Option<&DraftItem>,
    form: &ItemForm,
    faults: &[ui::Fault<'_>],
    newer: Option<&DraftItem>,
) -> Result<Markup> {
    let heading = item.map_or("Add an item", |item| item.own_title());
    let title = ui::form_title(heading, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = match item {
        Some(item) => format!("{}/items/{}", meeting.address(), item.id),
        None => format!("{}/items/add", meeting.address()),
    };
    let posts = directory::post_store::titles(state.db.reading(), state.clock.today(), &form.lead_officer).await?;
    let conflict = match newer {
        Some(now) => Some(conflict(state, meeting, now).await?),
        None => None,
    };
    let is_published = item.is_some_and(|item| item.number.is_some());
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("Agenda for {}", meeting.short_day())), heading))
            @if let Some(conflict) = conflict { (conflict) }
            @if is_published {
                (ui::inset_text(html! { "This item is published. Your changes become public when you publish the agenda again." }))
            } @else if item.is_none() {
                p class="govuk-body" { a class="govuk-link" href={ (meeting.address()) "/items/add-several" } { "Add several items" } }
            }
            form action=(address) method="post" novalidate {
                (fields(form, faults, &posts))
                (hidden("version", &form.version))
                (send(if item.is_some() { "Save item" } else { "Add item" }))
            }
            @if let Some(item) = item {
                p class="govuk-body" { a class="govuk-link" href={ (meeting.address()) "/items/" (item.id) "/files" } { "Files of this item (PDF or Word)" } }
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

/// Renders the current text and its author, above what was submitted.
async fn conflict(state: &AppState, meeting: &Meeting, now: &DraftItem) -> Result<Markup> {
    let draft = meetings::preparation::store::draft(state.db.reading(), meeting.id).await?;
    let told = ItemForm::of(now);
    let row = |label: &'static str, text: &str| ui::SummaryRow::new(label, html! { (text) });
    Ok(html! {
        h2 class="govuk-heading-m" { "Current text" }
        @if let Some(draft) = draft {
            p class="govuk-body" { "Changed by " (draft.changed_by) ", " (london::on_page(draft.changed_at)) "." }
        }
        (ui::summary_list(&[
            row("Title", &told.title), row("Summary", &told.summary), row("Lead officer", &told.lead_officer),
            row("Report", &told.body), row("Recommendations", &told.recommendations),
        ]))
        h2 class="govuk-heading-m" { "Your version" }
    })
}
