//! The council's lists: wards, portfolios, priorities, agencies, services; each entry with the dates between which it applies.

use crate::form::{Fault, failed, stand};
use crate::permissions::{CHANGE, READ};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use foundation::civil_date;
use foundation::text::single_spaced;
use maud::{Markup, html};
use serde::Deserialize;
use settings::{EntryChange, List, ListEntry, ListEntryId, SettingsError};
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// Form data for a name.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NameForm {
    name: String,
}

impl NameForm {
    fn read(&self) -> std::result::Result<String, Fault> {
        let name: String = single_spaced(&self.name).chars().filter(|c| !c.is_control()).collect();
        if name.is_empty() || name.chars().count() > 100 { Err(("Enter a name, up to 100 characters", "name")) } else { Ok(name) }
    }
}

fn list_of(word: &str) -> Result<List> {
    List::read(word).ok_or(Error::NotFound("List"))
}

/// Handles `GET /settings/lists/{list}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(list): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    Ok(page(&state, list_of(&list)?, "", &[], &done))
}

/// Handles `POST /settings/lists/{list}`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(list): Path<String>,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let list = list_of(&list)?;
    let name = match form.read() {
        Ok(name) => name,
        Err(fault) => return Ok(refused(page(&state, list, &form.name, &[fault], ""))),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    match settings::add_entry(&transaction, list, &name, (None, None), state.by(&actor)).await {
        Ok(_) => {}
        Err(SettingsError::NameTaken) => {
            drop(transaction);
            return Ok(refused(page(&state, list, &form.name, &[("There is already an entry with this name", "name")], "")));
        }
        Err(error) => return Err(failed(error)),
    }
    stand(&state, transaction).await?;
    Ok(done(list).into_response())
}

fn done(list: List) -> Redirect {
    Redirect::to(&format!("/settings/lists/{}?done=changed", list.word()))
}

/// Handles `POST /settings/lists/{list}/{id}/rename`.
pub(crate) async fn rename(
    State(state): State<AppState>,
    who: SignedIn,
    Path(entry): Path<(String, String)>,
    Form(form): Form<NameForm>,
) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let name = form.read().map_err(|(message, _)| Error::NotUnderstood(format!("{message}.")))?;
    change(&state, &who, entry, EntryChange::Rename(name)).await
}

/// Handles `POST /settings/lists/{list}/{id}/close`.
pub(crate) async fn close(State(state): State<AppState>, who: SignedIn, Path(entry): Path<(String, String)>) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    change(&state, &who, entry, EntryChange::Close).await
}

/// Handles `POST /settings/lists/{list}/{id}/open`.
pub(crate) async fn open(State(state): State<AppState>, who: SignedIn, Path(entry): Path<(String, String)>) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    change(&state, &who, entry, EntryChange::Open).await
}

/// Form data for the dates between which an entry applies.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DatesForm {
    from: String,
    until: String,
}

/// Parses an optional date.
fn some_day(text: &str, what: &str) -> Result<Option<NaiveDate>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = civil_date::read(text);
    let day = day.filter(|day| (1972..=2100).contains(&chrono::Datelike::year(day)));
    day.map(Some).ok_or_else(|| Error::NotUnderstood(format!("{what} must be a real date, like 1 April 2024.")))
}

/// Handles `POST /settings/lists/{list}/{id}/dates`.
pub(crate) async fn set_dates(
    State(state): State<AppState>,
    who: SignedIn,
    Path(entry): Path<(String, String)>,
    Form(form): Form<DatesForm>,
) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let (from, until) = (some_day(&form.from, "Start date")?, some_day(&form.until, "End date")?);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(Error::NotUnderstood("End date must be the same as or after the start date.".into()));
    }
    change(&state, &who, entry, EntryChange::Dates(from, until)).await
}

async fn change(state: &AppState, who: &SignedIn, (list, id): (String, String), change: EntryChange) -> Result<Redirect> {
    let (list, id): (List, ListEntryId) = (list_of(&list)?, id.parse().map_err(|_| Error::NotFound("Entry"))?);
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    settings::change_entry(&transaction, list, id, &change, state.by(&actor)).await.map_err(failed)?;
    stand(state, transaction).await?;
    Ok(done(list))
}

fn page(state: &AppState, list: List, name: &str, faults: &[Fault], done: &str) -> Markup {
    let settings = state.settings();
    let entries: Vec<&ListEntry> = settings.list(list).collect();
    let title = ui::form_title(list.label(), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let label = format!("Name of the new {}", list.one());
    let own = format!("/settings/lists/{}", list.word());
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if done == "changed" { (ui::done("List changed")) }
        (ui::heading(None, list.label()))
        @if entries.is_empty() { (ui::empty_state(&format!("No {} yet", list.label().to_lowercase()), html! { p class="govuk-body" { "Add the first " (list.one()) " below." } })) }
        @else {
            (ui::table(&ui::Table {
                caption: list.label(), caption_is_hidden: true,
                columns: vec![ui::Column::words("Name"), ui::Column::words("Status"), ui::Column::words("Change")],
                rows: entries.iter().map(|entry| row(&own, entry, state.clock.today())).collect(),
                row_headings: true,
            }))
        }
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Add " (list.one()) }
            form action=(own) method="post" novalidate {
                (ui::input(&ui::Input { name: "name", label: &label, value: name, error: ui::error_about(faults, "name"), ..Default::default() }))
                (ui::button(&ui::Button { text: &format!("Add {}", list.one()), once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// Formats the dates between which an entry applies.
fn dates(entry: &ListEntry) -> Option<String> {
    match (entry.from.map(civil_date::written), entry.until.map(civil_date::written)) {
        (Some(from), Some(until)) => Some(format!("From {from} to {until}")),
        (Some(from), None) => Some(format!("From {from}")),
        (None, Some(until)) => Some(format!("Until {until}")),
        (None, None) => None,
    }
}

fn status(entry: &ListEntry, today: NaiveDate) -> Markup {
    html! {
        @if entry.closed_at.is_some() { (ui::tag("Closed", ui::TagColour::Grey)) }
        @else if entry.is_in_force_on(today) { (ui::tag("In use", ui::TagColour::Green)) }
        @else if entry.from.is_some_and(|from| from > today) { (ui::tag("Upcoming", ui::TagColour::Blue)) }
        @else { (ui::tag("Past", ui::TagColour::Grey)) }
        @if let Some(dates) = dates(entry) { br; span class="govuk-hint" { (dates) } }
    }
}

fn dates_form(own: &str, entry: &ListEntry) -> Markup {
    let written = |day: Option<NaiveDate>| day.map(civil_date::written).unwrap_or_default();
    let field = |name: &str, label: &str, value: &str| {
        let id = format!("{name}-{}", entry.id);
        html! {
            div class="govuk-form-group" {
                label class="govuk-label" for=(id) { (label) span class="govuk-visually-hidden" { " of " (entry.name) } }
                input class="govuk-input govuk-input--width-20" id=(id) name=(name) value=(value);
            }
        }
    };
    html! {
        form action={ (own) "/" (entry.id) "/dates" } method="post" {
            (field("from", "Start date, if any", &written(entry.from)))
            (field("until", "End date, if any", &written(entry.until)))
            button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                "Save dates" span class="govuk-visually-hidden" { " of " (entry.name) }
            }
        }
    }
}

fn row(own: &str, entry: &ListEntry, today: NaiveDate) -> Vec<Markup> {
    let id = format!("name-{}", entry.id);
    let label = format!("New name of {}", entry.name);
    let is_open = entry.closed_at.is_none();
    vec![
        html! { (entry.name) },
        status(entry, today),
        html! {
            form action={ (own) "/" (entry.id) "/rename" } method="post" class="moothall-row-form" {
                label class="govuk-visually-hidden" for=(id) { (label) }
                input class="govuk-input govuk-input--width-20" id=(id) name="name" value=(entry.name);
                button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                    "Rename" span class="govuk-visually-hidden" { " " (entry.name) }
                }
            }
            form action={ (own) "/" (entry.id) @if is_open { "/close" } @else { "/open" } } method="post" class="moothall-row-form" {
                button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                    @if is_open { "Close" } @else { "Reopen" } span class="govuk-visually-hidden" { " " (entry.name) }
                }
            }
            (ui::details(&format!("Dates of {}", entry.name), dates_form(own, entry)))
        },
    ]
}
