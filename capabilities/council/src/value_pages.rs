//! One setting: its current, past and future values, and setting it from a date.

use crate::form::{Fault, day, failed, stand};
use crate::overview_pages::known;
use crate::permissions::{CHANGE, READ};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::text::single_spaced;
use foundation::{DatedRule, civil_date};
use maud::{Markup, html};
use serde::Deserialize;
use settings::{Known, NAME, Unit};
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// Form data for a value.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ValueForm {
    value: String,
    citation: String,
    from: String,
}

fn find(state: &AppState, key: &str) -> Result<Known> {
    known(state).find(|known| known.key == key).copied().ok_or(Error::NotFound("Setting"))
}

/// Handles `GET /settings/values/{key}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(key): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let known = find(&state, &key)?;
    Ok(page(&state, &known, &ValueForm::default(), &[], done == "set"))
}

/// Handles `POST /settings/values/{key}`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(key): Path<String>,
    Form(form): Form<ValueForm>,
) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let known = find(&state, &key)?;
    let today = state.clock.today();
    let from = if form.from.trim().is_empty() { Some(today) } else { day(&form.from) };
    let citation: String = single_spaced(&form.citation).chars().filter(|c| !c.is_control()).take(300).collect();
    let mut faults: Vec<Fault> = Vec::new();
    // Values that a council merely states about itself can be removed, except the site's name.
    let is_removed = form.value.trim().is_empty() && !known.needs_citation() && known.key != NAME.key;
    let value = if is_removed { Ok(String::new()) } else { known.unit.read(&form.value) };
    if let Err(fault) = &value {
        faults.push((fault.0, "value"));
    }
    if known.needs_citation() && citation.is_empty() {
        faults.push(("Enter where this is laid down, like an Act and section or a standing order", "citation"));
    }
    if from.is_none() {
        faults.push(("Start date must be a real date from 1972, like 29 June 2026", "from"));
    }
    let (Ok(value), Some(from), true) = (value, from, faults.is_empty()) else {
        return Ok(refused(page(&state, &known, &form, &faults, false)));
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let rule = DatedRule { value, from, until: None, citation };
    settings::set_value(&transaction, known.key, &rule, state.by(&actor)).await.map_err(failed)?;
    stand(&state, transaction).await?;
    Ok(Redirect::to(&format!("/settings/values/{}?done=set", known.key)).into_response())
}

fn page(state: &AppState, known: &Known, form: &ValueForm, faults: &[Fault], is_done: bool) -> Markup {
    let (settings, today) = (state.settings(), state.clock.today());
    let value = settings.value_on(known, today);
    let mut set: Vec<&DatedRule<String>> = settings.values.get(known.key).into_iter().flatten().collect();
    set.sort_by_key(|rule| std::cmp::Reverse(rule.from));
    let in_force = settings.values.get(known.key).and_then(|rules| foundation::dated_rule::in_force_on(rules, today));
    let state_of = |rule: &DatedRule<String>| {
        if in_force.is_some_and(|in_force| std::ptr::eq(in_force, rule)) {
            ui::tag("In force", ui::TagColour::Green)
        } else if rule.from > today {
            ui::tag("Upcoming", ui::TagColour::Blue)
        } else {
            ui::tag("Past", ui::TagColour::Grey)
        }
    };
    let title = ui::form_title(known.label, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if is_done { (ui::done("Changes saved")) }
        (ui::heading(Some(known.group), known.label))
        p class="govuk-body-l" {
            @match value.as_ref().filter(|value| !value.value.is_empty()) { Some(value) => (known.unit.written(&value.value)), None => "Not set" }
        }
        @if !set.is_empty() || known.default.is_some() {
            (ui::table(&ui::Table {
                caption: "Values", caption_is_hidden: true,
                columns: vec![ui::Column::words("Value"), ui::Column::words("From"), ui::Column::words("Source"), ui::Column::words("Status")],
                rows: set.iter().map(|rule| vec![
                    html! { @if rule.value.is_empty() { "Removed" } @else { (known.unit.written(&rule.value)) } },
                    html! { (civil_date::written(rule.from)) },
                    html! { (rule.citation) },
                    state_of(rule),
                ]).chain(known.default.map(|default| vec![
                    html! { (known.unit.written(default)) },
                    html! { "Default" },
                    html! { (known.citation) },
                    if in_force.is_none() { ui::tag("In force", ui::TagColour::Green) } else { ui::tag("Past", ui::TagColour::Grey) },
                ])).collect(),
                row_headings: true,
            }))
        }
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Change this setting" }
            @if !known.needs_citation() && known.key != NAME.key && value.is_some() { p class="govuk-body" { "To remove it, save the form without a value." } }
            form action={ "/settings/values/" (known.key) } method="post" novalidate {
                @if known.unit == Unit::Text {
                    (ui::textarea(&ui::Textarea {
                        name: "value", label: "Text", hint: Some(known.unit.hint()), value: &form.value, error: ui::error_about(faults, "value"),
                        rows: Some(6), ..Default::default()
                    }))
                } @else {
                    (ui::input(&ui::Input {
                        name: "value", label: "Value", hint: Some(known.unit.hint()), value: &form.value, error: ui::error_about(faults, "value"),
                        ..Default::default()
                    }))
                }
                @if known.needs_citation() {
                    (ui::input(&ui::Input {
                        name: "citation", label: "Source", hint: Some("For example, an Act and section, a standing order or a decision"),
                        value: &form.citation, error: ui::error_about(faults, "citation"), ..Default::default()
                    }))
                }
                (ui::date_input(&ui::DateInput {
                    name: "from", label: "Start date", hint: Some("For example, 29 June 2026. Leave empty for today."),
                    error: ui::error_about(faults, "from"), value: &form.from,
                }))
                (ui::button(&ui::Button { text: "Save", once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}
