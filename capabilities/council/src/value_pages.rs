//! One setting: its current, past and future values, and setting it from a date.

use crate::access::{CHANGE, READ};
use crate::form::{failed, is_covered, stand};
use crate::overview_pages::known;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use foundation::{DatedRule, civil_date};
use maud::{Markup, html};
use settings::{Known, NAME, Unit};
use ui::FormState;
use web::{AppState, Done, OrNotFound, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

fn find(state: &AppState, key: &str) -> Result<Known> {
    known(state).find(|known| known.key == key).copied().or_not_found("Setting")
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
    Ok(page(&state, &known, &FormState::default(), &done))
}

/// Handles `POST /settings/values/{key}`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(key): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let known = find(&state, &key)?;
    let Some(rule) = read(&mut form, &known, state.clock.today()) else {
        return Ok(refused(page(&state, &known, &form, "")));
    };
    let transaction = state.begin(&who.actor).await?;
    settings::set_value(&transaction, known.key, &rule, transaction.by()).await.map_err(failed)?;
    stand(&state, transaction).await?;
    Ok(redirect_done(&format!("/settings/values/{}", known.key), "set").into_response())
}

/// Reads the value, the day from which it applies, and its source.
fn read(form: &mut SubmittedForm, known: &Known, today: NaiveDate) -> Option<DatedRule<String>> {
    // Values that a council merely states about itself can be removed, except the site's name.
    let is_removed = form.value("value").trim().is_empty() && !known.needs_citation() && known.key != NAME.key;
    let value = if is_removed { Ok(String::new()) } else { known.unit.read(form.value("value")) };
    if let Err(fault) = &value {
        form.fault("value", fault.0);
    }
    let citation = form.line("citation").at_most(300, "Source");
    let citation = if known.needs_citation() {
        citation.required("Enter where this is laid down, like an Act and section or a standing order")
    } else {
        citation.text()
    };
    let from = form.date("from").filter(is_covered);
    let from = from.or_default(today, "Start date must be a real date from 1972, like 29 June 2026");
    form.accept(())?;
    Some(DatedRule { value: value.ok()?, from: from?, until: None, citation: citation? })
}

fn page(state: &AppState, known: &Known, form: &FormState, done: &str) -> Markup {
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
    let title = form.title(known.label);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        (form.summary())
        (confirmation(done, &[("set", "Changes saved")]))
        (ui::heading(Some(known.group), known.label))
        (ui::lead(html! {
            @match value.as_ref().filter(|value| !value.value.is_empty()) { Some(value) => (known.unit.written(&value.value)), None => "Not set" }
        }))
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
            (ui::h2("Change this setting"))
            @if !known.needs_citation() && known.key != NAME.key && value.is_some() { (ui::paragraph("To remove it, save the form without a value.")) }
            form action={ "/settings/values/" (known.key) } method="post" novalidate {
                @if known.unit == Unit::Text {
                    (form.textarea(&ui::Textarea {
                        name: "value", label: "Text", hint: Some(known.unit.hint()),
                        rows: Some(6), ..Default::default()
                    }))
                } @else {
                    (form.input(&ui::Input { name: "value", label: "Value", hint: Some(known.unit.hint()), ..Default::default() }))
                }
                @if known.needs_citation() {
                    (form.input(&ui::Input {
                        name: "citation", label: "Source", hint: Some("For example, an Act and section, a standing order or a decision"), ..Default::default()
                    }))
                }
                (form.date(&ui::DateInput {
                    name: "from", label: "Start date", hint: Some("For example, 29 June 2026. Leave empty for today."), ..Default::default() }))
                (ui::send("Save"))
            }
        }
    };
    ui::page(&page, content)
}
