//! Setting up a new council: its name and its initial template. The template is chosen only once, but everything that
//! it brings can be changed.

use crate::form::{Fault, failed, stand};
use crate::permissions::{CHANGE, READ};
use crate::templates::{self, Template};
use access::Actor;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::WriteTransaction;
use foundation::DatedRule;
use maud::{Markup, html};
use serde::Deserialize;
use settings::{By, NAME, TEMPLATE, Unit};
use web::{AppState, Error, FirstStep, Result, SignedIn, refused};

/// Sets up everything that comes with the template of this key, in all capabilities.
///
/// # Errors
/// Returns an error if there is no such template or the database returns one.
pub async fn start_from(state: &AppState, transaction: &WriteTransaction, key: &str, by: By<'_>) -> Result<()> {
    let template = Template::find(key).ok_or(Error::NotFound("Template"))?;
    let today = state.clock.today();
    for name in template.names() {
        settings::add_entry(transaction, name.list, name.name, (name.from, name.until), by).await.map_err(failed)?;
    }
    for (setting, rule) in template.values(today) {
        settings::set_value(transaction, setting, &rule, by).await.map_err(failed)?;
    }
    for part in &state.joined.from_template {
        part.begin(transaction, key, by).await?;
    }
    let chosen = DatedRule { value: key.to_owned(), from: today, until: None, citation: String::new() };
    settings::set_value(transaction, TEMPLATE.key, &chosen, by).await.map_err(failed)
}

/// Checks whether the council has chosen its template, or existed before templates could be chosen.
fn is_chosen(state: &AppState) -> bool {
    state.settings().value_on(&TEMPLATE, state.clock.today()).is_some()
}

/// Form data for the start page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StartForm {
    name: String,
    template: String,
}

/// Handles `GET /settings/start`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn) -> Result<Response> {
    state.ask_any(&who.actor, READ)?;
    if is_chosen(&state) {
        return Ok(Redirect::to("/settings").into_response());
    }
    let name = state.settings().name_on(state.clock.today()).unwrap_or_default();
    Ok(page(&state, &StartForm { name, ..StartForm::default() }, &[]).into_response())
}

/// Handles `POST /settings/start`.
pub(crate) async fn send(State(state): State<AppState>, who: SignedIn, Form(form): Form<StartForm>) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let name = Unit::Words.read(&form.name);
    let template = Template::find(&form.template);
    let mut faults: Vec<Fault> = Vec::new();
    if name.is_err() {
        faults.push(("Enter your council’s name, up to 100 characters", "name"));
    }
    if template.is_none() {
        faults.push(("Select a template", "template"));
    }
    let (Ok(name), Some(template)) = (name, template) else {
        return Ok(refused(page(&state, &form, &faults)));
    };
    let transaction = state.db.begin().await?;
    db::hold(&transaction, &["the template of the council"]).await?;
    // Someone else may have chosen since the page was shown.
    if settings::read(&transaction).await?.value_on(&TEMPLATE, state.clock.today()).is_some() {
        return Err(Error::NotUnderstood(
            "A template has already been chosen. You can change what it set up in Settings.".into(),
        ));
    }
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let rule = DatedRule { value: name, from: state.clock.today(), until: None, citation: String::new() };
    settings::set_value(&transaction, NAME.key, &rule, by).await.map_err(failed)?;
    start_from(&state, &transaction, template.key, by).await?;
    stand(&state, transaction).await?;
    Ok(Redirect::to("/settings?done=started").into_response())
}

fn page(state: &AppState, form: &StartForm, faults: &[Fault]) -> Markup {
    let title = ui::form_title("Set up your council", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choice = |template: &'static Template| ui::Choice {
        value: template.key,
        text: template.name,
        hint: Some(template.hint),
        chosen: form.template == template.key,
    };
    let content = html! {
        (ui::back_link("Your work", "/work"))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "Set up your council"))
            form action="/settings/start" method="post" novalidate {
                (ui::input(&ui::Input {
                    name: "name", label: "Council’s name", hint: Some("As it should appear on every page"), value: &form.name,
                    error: ui::error_about(faults, "name"), ..Default::default()
                }))
                (ui::radios(&ui::Choices {
                    name: "template", legend: "Template", error: ui::error_about(faults, "template"),
                    hint: Some("What reports look like, and which lists and rules you start with. You can change all of it later"),
                    choices: templates::ALL.iter().map(choice).collect(), ..Default::default()
                }))
                @for template in &templates::ALL {
                    (ui::details(&format!("Sections of a report: {}", template.name), html! {
                        ul class="govuk-list govuk-list--bullet" { @for section in template.report.split("; ") { li { (section) } } }
                    }))
                }
                (ui::button(&ui::Button { text: "Set up", once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// Returns an administrator's first steps: choosing a template, and having email set up.
pub(crate) fn first_steps(state: &AppState, actor: &Actor) -> Vec<FirstStep> {
    let mut steps = Vec::new();
    if !state.joined.policy.could(actor, CHANGE) {
        return steps;
    }
    if !is_chosen(state) {
        steps.push(FirstStep {
            label: "Set up your council".to_owned(),
            address: "/settings/start".to_owned(),
            hint: "Enter its name and choose a template for reports, lists and rules.".to_owned(),
        });
    }
    if !state.sends_mail {
        steps.push(FirstStep {
            label: "Set up email".to_owned(),
            address: "/settings/email".to_owned(),
            hint: "Emails are not sent yet: you have to pass on invitation links yourself.".to_owned(),
        });
    }
    steps
}
