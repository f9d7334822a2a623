//! The council's lists: wards, portfolios, priorities, agencies, services; each entry with the dates between which it applies.

use crate::access::{CHANGE, READ};
use crate::form::{failed, is_covered, stand};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use foundation::civil_date;
use maud::{Markup, html};
use settings::{EntryChange, List, ListEntry, ListEntryId, SettingsError};
use ui::FormState;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

/// Reads the name of an entry.
fn read_name(form: &mut SubmittedForm) -> Option<String> {
    let is_short = |name: &String| name.chars().count() <= 100;
    form.parse("name", |name| Some(name.to_owned())).filter(is_short).or_fault("Enter a name, up to 100 characters")
}

fn list_of(word: &str) -> Result<List> {
    List::read(word).or_not_found("List")
}

/// Handles `GET /settings/lists/{list}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(list): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    Ok(page(&state, list_of(&list)?, &FormState::default(), &done))
}

/// Handles `POST /settings/lists/{list}`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(list): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let list = list_of(&list)?;
    let Some(name) = read_name(&mut form) else { return Ok(refused(page(&state, list, &form, ""))) };
    let transaction = state.begin(&who.actor).await?;
    match settings::add_entry(&transaction, list, &name, (None, None), transaction.by()).await {
        Ok(_) => {}
        Err(SettingsError::NameTaken) => {
            drop(transaction);
            form.fault("name", "There is already an entry with this name");
            return Ok(refused(page(&state, list, &form, "")));
        }
        Err(error) => return Err(failed(error)),
    }
    stand(&state, transaction).await?;
    Ok(done(list).into_response())
}

fn done(list: List) -> Redirect {
    redirect_done(&format!("/settings/lists/{}", list.word()), "changed")
}

/// Handles `POST /settings/lists/{list}/{id}/rename`.
pub(crate) async fn rename(
    State(state): State<AppState>,
    who: SignedIn,
    Path(entry): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let name = read_name(&mut form).ok_or_else(|| not_understood(&form))?;
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

/// Returns the page that says what is wrong with a form of one row, which is not shown again.
fn not_understood(form: &FormState) -> Error {
    Error::NotUnderstood(form.messages().map(|message| format!("{message}.")).collect::<Vec<_>>().join(" "))
}

/// Reads the dates between which an entry applies, if any.
fn read_dates(form: &mut SubmittedForm) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let from = form.date("from").filter(is_covered).optional("Start date must be a real date, like 1 April 2024");
    let until = form.date("until").filter(is_covered).optional("End date must be a real date, like 1 April 2024");
    if let (Some(Some(from)), Some(Some(until))) = (from, until)
        && until < from
    {
        form.fault("until", "End date must be the same as or after the start date");
    }
    form.accept((from?, until?))
}

/// Handles `POST /settings/lists/{list}/{id}/dates`.
pub(crate) async fn set_dates(
    State(state): State<AppState>,
    who: SignedIn,
    Path(entry): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let (from, until) = read_dates(&mut form).ok_or_else(|| not_understood(&form))?;
    change(&state, &who, entry, EntryChange::Dates(from, until)).await
}

async fn change(state: &AppState, who: &SignedIn, (list, id): (String, String), change: EntryChange) -> Result<Redirect> {
    let (list, id): (List, ListEntryId) = (list_of(&list)?, id.parse().or_not_found("Entry")?);
    let transaction = state.begin(&who.actor).await?;
    settings::change_entry(&transaction, list, id, &change, transaction.by()).await.map_err(failed)?;
    stand(state, transaction).await?;
    Ok(done(list))
}

fn page(state: &AppState, list: List, form: &FormState, done: &str) -> Markup {
    let settings = state.settings();
    let entries: Vec<&ListEntry> = settings.list(list).collect();
    let title = form.title(list.label());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let label = format!("Name of the new {}", list.one());
    let own = format!("/settings/lists/{}", list.word());
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        (form.summary())
        (confirmation(done, &[("changed", "List changed")]))
        (ui::heading(None, list.label()))
        @if entries.is_empty() { (ui::empty_state(&format!("No {} yet", list.label().to_lowercase()), html! { (ui::paragraph(html! { "Add the first " (list.one()) " below." })) })) }
        @else {
            (ui::table(&ui::Table {
                caption: list.label(), caption_is_hidden: true,
                columns: vec![ui::Column::words("Name"), ui::Column::words("Status"), ui::Column::words("Change")],
                rows: entries.iter().map(|entry| row(&own, entry, state.clock.today())).collect(),
                row_headings: true,
            }))
        }
        div class="moothall-measure" {
            (ui::h2(html! { "Add " (list.one()) }))
            form action=(own) method="post" novalidate {
                (form.input(&ui::Input { name: "name", label: &label, ..Default::default() }))
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
        @if let Some(dates) = dates(entry) { br; (ui::hint(&dates)) }
    }
}

fn dates_form(own: &str, entry: &ListEntry) -> Markup {
    let written = |day: Option<NaiveDate>| day.map(civil_date::written).unwrap_or_default();
    let field = |name: &str, label: &str, value: &str| {
        let id = format!("{name}-{}", entry.id);
        let object = format!(" of {}", entry.name);
        ui::input(&ui::Input { name, id: Some(&id), label, object: Some(&object), value, width: Some(20), ..Default::default() })
    };
    html! {
        form action={ (own) "/" (entry.id) "/dates" } method="post" {
            (field("from", "Start date, if any", &written(entry.from)))
            (field("until", "End date, if any", &written(entry.until)))
            (ui::row_button("Save dates", html! { " of " (entry.name) }))
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
                (ui::row_input(&ui::Input { name: "name", id: Some(&id), label: &label, value: &entry.name, width: Some(20), ..Default::default() }))
                (ui::row_button("Rename", html! { " " (entry.name) }))
            }
            form action={ (own) "/" (entry.id) @if is_open { "/close" } @else { "/open" } } method="post" class="moothall-row-form" {
                (ui::row_button(html! { @if is_open { "Close" } @else { "Reopen" } }, html! { " " (entry.name) }))
            }
            (ui::details(&format!("Dates of {}", entry.name), dates_form(own, entry)))
        },
    ]
}
