//! The agenda in preparation: its items in their order, the deadlines, what may be added, and the way to its check.

use crate::agenda_check::{self, Facts};
use crate::draft_item::{DraftItem, ItemKind};
use crate::meeting::{DraftItemId, Meeting, ProgrammeItemId};
use crate::meeting_change_pages::meeting_of;
use crate::people::{PREPARE, READ_BUSINESS, board_place, facts as record_facts};
use crate::programme::ProgrammeState;
use crate::{draft_item_store, preparing, programme_store};
use access::{Action, Actor, Answer};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use foundation::{civil_date, london};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn};

/// Whether somebody may do `action` with a meeting's business.
pub(crate) fn may(state: &AppState, actor: &Actor, action: Action, meeting: &Meeting, is_exempt: bool) -> bool {
    let place = board_place(meeting.board);
    state.joined.policy.can(actor, action, &record_facts(meeting.id.get(), &place, is_exempt, &[])) == Answer::Allowed
}

/// The pages above those of a meeting's preparation.
pub(crate) fn trail(meeting: &Meeting) -> Vec<(String, String)> {
    vec![
        ("Your work".into(), "/work".into()),
        (meeting.board_name.clone(), format!("/boards/{}/desk", meeting.board_slug)),
        (meeting.short_day(), format!("{}/prepare", meeting.address())),
    ]
}

/// `/meetings/{id}/prepare`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let connection = state.db.reading();
    let sees_private = may(&state, &who.actor, READ_BUSINESS, &meeting, true);
    let may_prepare = may(&state, &who.actor, PREPARE, &meeting, false);
    let items = preparing::items(&state, connection, meeting.id).await?;
    let facts = preparing::facts(&state, &meeting).await?;
    let draft = draft_item_store::draft(connection, meeting.id).await?;
    let mut planned = programme_store::of_board(connection, meeting.board).await?;
    planned.retain(|item| item.state == ProgrammeState::Planned);
    let mut parts = Vec::new();
    for part in &state.joined.meeting_parts {
        parts.extend(part.pages(&state, &who.actor, meeting.id.get()).await?);
    }
    let banner = match done.as_str() {
        "begun" => Some("The agenda was begun from the board’s standing items."),
        "added" => Some("The item was added."),
        "saved" => Some("The item was saved."),
        "ordered" => Some("The order was changed."),
        "removed" => Some("The item was taken off the agenda."),
        "published" => Some("The agenda and its papers are public, and the members were told."),
        "moved" => Some("The change of the meeting is published, and the members were told."),
        "cancelled" => Some("The meeting is called off, and the members were told."),
        _ => None,
    };
    let findings = agenda_check::check(&items, &facts);
    let obstacles = findings.iter().filter(|finding| finding.is_obstacle).count();
    let page = ui::Page {
        title: &format!("Agenda in preparation, {}, {}", meeting.board_name, meeting.short_day()),
        section: Some(ui::Section::Work),
        breadcrumbs: trail(&meeting)[..2].to_vec(),
        ..state.page()
    };
    let address = meeting.address();
    let content = html! {
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &format!("Agenda for {}", meeting.day())))
        @if meeting.is_cancelled { (ui::warning_text(html! { "This meeting is called off." })) }
        (particulars(&meeting, &facts))
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                @if items.is_empty() {
                    p class="govuk-body" { "Nothing is on the agenda yet." }
                } @else { (order(&meeting, &items, sees_private, may_prepare)) }
                @if may_prepare && !items.iter().any(|item| item.kind.is_opening()) {
                    form action={ (address) "/prepare/begin" } method="post" {
                        (ui::button(&ui::Button { text: "Begin with the standing items", once: true, ..Default::default() }))
                    }
                }
                @if may_prepare {
                    (ui::button_group(html! {
                        (ui::button(&ui::Button { text: "Add an item", address: Some(&format!("{address}/items/add")), kind: ui::ButtonKind::Secondary, ..Default::default() }))
                        @if !items.is_empty() {
                            (ui::button(&ui::Button { text: "Check and publish", address: Some(&format!("{address}/prepare/check")), ..Default::default() }))
                        }
                    }))
                    @if obstacles > 0 && !items.is_empty() {
                        p class="govuk-body" { (obstacles) @if obstacles == 1 { " thing stands" } @else { " things stand" } " in the way of publishing; the check names them." }
                    }
                }
                @if let Some(draft) = &draft {
                    p class="govuk-body-s" { "Changed last by " (draft.changed_by) ", " (london::written(draft.changed_at)) "." }
                }
            }
            div class="govuk-grid-column-one-third" {
                h2 class="govuk-heading-m" { "The meeting" }
                ul class="govuk-list govuk-list--spaced" {
                    @if may_prepare {
                        li { a class="govuk-link" href={ (address) "/sitting" } { "In the meeting" } }
                        li { a class="govuk-link" href={ (address) "/minutes/draft" } { "Minutes" } }
                    }
                    @for (label, page) in &parts { li { a class="govuk-link" href=(page) { (label) } } }
                    @if sees_private { li { a class="govuk-link" href={ (address) "/private" } { "Private papers of the meeting" } } }
                    @if may_prepare { li { a class="govuk-link" href={ (address) "/change" } { "Move or cancel it" } } }
                    li { a class="govuk-link" href=(address) { "Its public page" } }
                }
                @if may_prepare && !planned.is_empty() {
                    h2 class="govuk-heading-m" { "From the work programme" }
                    ul class="govuk-list govuk-list--spaced" {
                        @for item in planned.iter().take(20) {
                            li {
                                (item.title) @if let Some(due) = item.due_on { " (by " (civil_date::written(due)) ")" }
                                form action={ (address) "/prepare/take" } method="post" {
                                    input type="hidden" name="item" value=(item.id);
                                    button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1" data-module="govuk-button" {
                                        "Add" span class="govuk-visually-hidden" { " to the agenda: " (item.title) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn particulars(meeting: &Meeting, facts: &Facts) -> Markup {
    let mut rows = Vec::new();
    let times = meeting.times().unwrap_or_else(|| "Not set".to_owned());
    rows.push(ui::SummaryRow::new("Time", html! { (times) }));
    rows.push(ui::SummaryRow::new("Place", html! { (meeting.place.as_deref().unwrap_or("Not set")) }));
    if let Some(deadlines) = facts.deadlines {
        let day = |label: &'static str, day: chrono::NaiveDate, note: Option<String>| {
            ui::SummaryRow::new(
                label,
                html! {
                    (civil_date::written_with_weekday(day))
                    @if day < facts.today { " " (ui::tag("Over", ui::TagColour::Grey)) } @else if day == facts.today { " " (ui::tag("Today", ui::TagColour::Yellow)) }
                    @if let Some(note) = note { br; span class="govuk-hint" { (note) } }
                },
            )
        };
        rows.push(day("Reports to be cleared by", deadlines.clearance, None));
        rows.push(day("Final reports by", deadlines.final_reports, None));
        let note = format!("{} clear days before the meeting; today {} remain", facts.clear_days_needed, facts.clear_days_left);
        rows.push(day("Publication by", deadlines.publication, Some(note)));
    }
    ui::summary_list(&rows)
}

/// The items in their order, each with its buttons; a script lets them be dragged as well.
fn order(meeting: &Meeting, items: &[DraftItem], sees_private: bool, may_prepare: bool) -> Markup {
    let numbers = agenda_check::numbers(items);
    let count = items.len();
    html! {
        ol class="moothall-order" data-moothall-order[may_prepare] {
            @for (position, (item, number)) in items.iter().zip(&numbers).enumerate() {
                @let address = format!("{}/items/{}", meeting.address(), item.id);
                @let title = if sees_private { item.own_title() } else { item.title.as_str() };
                li class="moothall-order__item" data-item=(item.id) {
                    span class="moothall-order__number" { (number) }
                    div class="moothall-order__what" {
                        @if may_prepare { a class="govuk-link" href=(address) { (title) } } @else { (title) }
                        // Of a private item, those who may not read it see what its agenda will show, and no more.
                        @if sees_private || !item.is_exempt() { " " span class="moothall-order__kind" { (told_of(item)) } }
                        " " (tags(item, sees_private || !item.is_exempt(), may_prepare))
                    }
                    @if may_prepare {
                        div class="moothall-order__moves" {
                            @if position > 0 { (step(&address, position - 1, "Up", title)) }
                            @if position + 1 < count { (step(&address, position + 1, "Down", title)) }
                        }
                    }
                }
            }
        }
        p class="govuk-visually-hidden" role="status" data-moothall-order-status {}
    }
}

/// What kind of business an item is, how long it may take, who brings it.
fn told_of(item: &DraftItem) -> String {
    let minutes = item.minutes.map(|minutes| format!("{minutes} minutes"));
    let told = [item.told_kind().map(str::to_owned), minutes, item.lead_officer.clone()];
    told.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What else there is to know of an item. The report is open to its authors, to clerks and to those who clear it, so only whoever prepares
/// the agenda is told its status here.
fn tags(item: &DraftItem, sees_item: bool, may_prepare: bool) -> Markup {
    html! {
        @if let Some(exemption) = &item.exemption { (ui::tag(&format!("Private, {}", exemption.words()), ui::TagColour::Grey)) " " }
        @if !sees_item {}
        @else if item.to_follow { (ui::tag("To follow", ui::TagColour::Yellow)) " " }
        @else if let Some(written) = item.written.as_ref().filter(|written| may_prepare && !written.is_ready) {
            a class="govuk-link" href=(written.address) { (ui::tag(&written.state, ui::TagColour::Blue)) } " "
        } @else if item.needs_paper() && !item.has_paper() && item.written.is_none() { (ui::tag("No report yet", ui::TagColour::Red)) " " }
        @if item.urgency.is_some() && sees_item { (ui::tag("Urgent", ui::TagColour::Yellow)) " " }
        @if item.is_crime_scrutiny { (ui::tag("Crime and disorder", ui::TagColour::Blue)) " " }
    }
}

fn step(address: &str, to: usize, label: &str, title: &str) -> Markup {
    html! {
        form action={ (address) "/move" } method="post" {
            input type="hidden" name="to" value=(to);
            button type="submit" class="govuk-button govuk-button--secondary moothall-order__button" data-module="govuk-button" {
                (label) span class="govuk-visually-hidden" { ": " (title) }
            }
        }
    }
}

/// `POST /meetings/{id}/prepare/begin`.
pub(crate) async fn begin(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    preparing::begin(&transaction, &meeting, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=begun", meeting.address())))
}

/// What is sent to take an item from the work programme.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct TakeForm {
    #[serde(default)]
    item: String,
}

/// `POST /meetings/{id}/prepare/take`.
pub(crate) async fn take(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<TakeForm>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let not_found = || Error::NotFound("Item");
    let item: ProgrammeItemId = form.item.parse().map_err(|_| not_found())?;
    let transaction = state.db.begin().await?;
    let item = programme_store::by_id(&transaction, item).await?;
    let item = item.filter(|item| item.board == meeting.board && item.state == ProgrammeState::Planned).ok_or_else(not_found)?;
    let actor = who.actor.ledger_name();
    preparing::schedule(&transaction, &item, meeting.id, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=added", meeting.address())))
}

/// What is sent to move an item.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct MoveForm {
    #[serde(default)]
    to: String,
}

/// `POST /meetings/{id}/items/{item}/move`: to a place counted from 0.
pub(crate) async fn move_item(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Form(form): Form<MoveForm>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item: DraftItemId = item.parse().map_err(|_| Error::NotFound("Item"))?;
    let to = form.to.parse::<usize>().map_err(|_| Error::NotUnderstood("The place is a number counted from 0.".into()))?;
    let transaction = state.db.begin().await?;
    let items = draft_item_store::of_meeting(&transaction, meeting.id).await?;
    let order: Vec<DraftItemId> = items.iter().map(|item| item.id).collect();
    if !order.contains(&item) {
        return Err(Error::NotFound("Item"));
    }
    let after = preparing::moved(&order, item, to);
    if after != order {
        draft_item_store::put_in_order(&transaction, &after).await?;
        let actor = who.actor.ledger_name();
        draft_item_store::note_change(&transaction, meeting.id, "put in another order", state.by(&actor)).await?;
        transaction.commit().await?;
    }
    Ok(Redirect::to(&format!("{}/prepare?done=ordered", meeting.address())))
}

/// `POST /meetings/{id}/items/{item}/remove`: one that was never published; it goes back to the work programme where it came from.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item: DraftItemId = item.parse().map_err(|_| Error::NotFound("Item"))?;
    let transaction = state.db.begin().await?;
    let found = draft_item_store::by_id(&transaction, item).await?.filter(|found| found.meeting == meeting.id);
    let found = found.ok_or(Error::NotFound("Item"))?;
    if found.number.is_some() {
        return Err(Error::NotUnderstood(
            "The item is on the published agenda, so it stays there under its number. Record at the meeting that it was withdrawn.".into(),
        ));
    }
    let actor = who.actor.ledger_name();
    draft_item_store::remove(&transaction, item).await?;
    if let Some(planned) = found.programme_item {
        programme_store::schedule(&transaction, planned, None, state.by(&actor)).await?;
    }
    draft_item_store::note_change(&transaction, meeting.id, "an item taken off", state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=removed", meeting.address())))
}

/// The kinds that can be chosen for an item.
pub(crate) fn kinds() -> Vec<(String, String)> {
    ItemKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect()
}
