//! One setting: what holds, what held, what will hold, and setting it from a day.

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
use settings::{COUNCIL, Known};
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ValueForm {
    #[serde(default)]
    value: String,
    #[serde(default)]
    citation: String,
    #[serde(default, rename = "from-day")]
    day: String,
    #[serde(default, rename = "from-month")]
    month: String,
    #[serde(default, rename = "from-year")]
    year: String,
}

fn find(state: &AppState, key: &str) -> Result<Known> {
    known(state).find(|known| known.key == key).copied().ok_or(Error::NotFound("Setting"))
}

/// `/settings/values/{key}`.
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

/// `POST /settings/values/{key}`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(key): Path<String>,
    Form(form): Form<ValueForm>,
) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let known = find(&state, &key)?;
    let today = state.clock.today();
    let has_day = [&form.day, &form.month, &form.year].iter().any(|part| !part.trim().is_empty());
    let from = if has_day { day(&form.day, &form.month, &form.year) } else { Some(today) };
    let citation: String = single_spaced(&form.citation).chars().filter(|c| !c.is_control()).take(300).collect();
    let mut faults: Vec<Fault> = Vec::new();
    let value = known.unit.read(&form.value);
    if let Err(fault) = &value {
        faults.push((fault.0, "value"));
    }
    if known.group != COUNCIL && citation.is_empty() {
        faults.push(("Say where the value is laid down: an Act and its section, an order, a standing order", "citation"));
    }
    if from.is_none() {
        faults.push(("The first day must be a real date from 1972 on, like 29 6 2026", "from-day"));
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
            ui::tag("To come", ui::TagColour::Blue)
        } else {
            ui::tag("Over", ui::TagColour::Grey)
        }
    };
    let title = ui::form_title(known.label, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if is_done { (ui::done("The value was set.")) }
        (ui::heading(Some(known.group), known.label))
        p class="govuk-body-l" {
            @match &value { Some(value) => (known.unit.written(&value.value)), None => "Not set" }
        }
        @if !set.is_empty() || known.default.is_some() {
            (ui::table(&ui::Table {
                caption: "Values", caption_is_hidden: true,
                columns: vec![ui::Column::words("Value"), ui::Column::words("From"), ui::Column::words("Laid down in"), ui::Column::words("State")],
                rows: set.iter().map(|rule| vec![
                    html! { (known.unit.written(&rule.value)) },
                    html! { (civil_date::written(rule.from)) },
                    html! { (rule.citation) },
                    state_of(rule),
                ]).chain(known.default.map(|default| vec![
                    html! { (known.unit.written(default)) },
                    html! { "The beginning" },
                    html! { (known.citation) },
                    if in_force.is_none() { ui::tag("In force", ui::TagColour::Green) } else { ui::tag("Over", ui::TagColour::Grey) },
                ])).collect(),
                row_headings: true,
            }))
        }
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Set another value" }
            form action={ "/settings/values/" (known.key) } method="post" novalidate {
                (ui::input(&ui::Input {
                    name: "value", label: "Value", hint: Some(known.unit.hint()), value: &form.value, error: ui::error_about(faults, "value"), ..Default::default()
                }))
                @if known.group != COUNCIL {
                    (ui::input(&ui::Input {
                        name: "citation", label: "Laid down in", hint: Some("An Act and its section, an order, a standing order, a decision"),
                        value: &form.citation, error: ui::error_about(faults, "citation"), ..Default::default()
                    }))
                }
                (ui::date_input(&ui::DateInput {
                    name: "from", legend: "First day", hint: Some("Today, where you leave it empty"), error: ui::error_about(faults, "from-day"),
                    value: [&form.day, &form.month, &form.year], ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Set", once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}
