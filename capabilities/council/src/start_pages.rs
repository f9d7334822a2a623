//! Setting up a new council: its name and its initial template. The template is chosen only once, but everything that
//! it brings can be changed.

use crate::access::{CHANGE, READ};
use crate::form::{failed, stand};
use crate::templates::{self, Template};
use access::Actor;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::WriteTransaction;
use foundation::DatedRule;
use maud::{Markup, html};
use settings::{By, NAME, TEMPLATE, Unit};
use ui::FormState;
use web::{AppState, Error, FirstStep, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Sets up everything that comes with the template of this key, in all capabilities.
///
/// # Errors
/// Returns an error if there is no such template or the database returns one.
pub async fn start_from(state: &AppState, transaction: &WriteTransaction, key: &str, by: By<'_>) -> Result<()> {
    let template = Template::find(key).or_not_found("Template")?;
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

/// Handles `GET /settings/start`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn) -> Result<Response> {
    state.ask_any(&who.actor, READ)?;
    if is_chosen(&state) {
        return Ok(Redirect::to("/settings").into_response());
    }
    let name = state.settings().name_on(state.clock.today()).unwrap_or_default();
    Ok(page(&state, &FormState::of([("name", name)])).into_response())
}

/// Handles `POST /settings/start`.
pub(crate) async fn send(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let name = form.parse("name", |name| Unit::Words.read(name).ok()).or_fault("Enter your council’s name, up to 100 characters");
    let template = form.parse("template", Template::find).or_fault("Select a template");
    let (Some(name), Some(template)) = (name, template) else {
        return Ok(refused(page(&state, &form)));
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    db::hold(&transaction, &["the template of the council"]).await?;
    // Someone else may have chosen since the page was shown.
    if settings::read(&transaction).await?.value_on(&TEMPLATE, state.clock.today()).is_some() {
        return Err(Error::NotUnderstood(
            "A template has already been chosen. You can change what it set up in Settings.".into(),
        ));
    }
    let rule = DatedRule { value: name, from: state.clock.today(), until: None, citation: String::new() };
    settings::set_value(&transaction, NAME.key, &rule, by).await.map_err(failed)?;
    start_from(&state, &transaction, template.key, by).await?;
    stand(&state, transaction).await?;
    Ok(redirect_done("/settings", "started").into_response())
}

fn page(state: &AppState, form: &FormState) -> Markup {
    let title = form.title("Set up your council");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choice = |template: &'static Template| ui::Choice {
        value: template.key,
        text: template.name,
        hint: Some(template.hint),
        ..Default::default()
    };
    let content = html! {
        (ui::back_link("Your work", "/work"))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Set up your council"))
            form action="/settings/start" method="post" novalidate {
                (form.input(&ui::Input {
                    name: "name", label: "Council’s name", hint: Some("As it should appear on every page"), ..Default::default()
                }))
                (form.radios(&ui::Choices {
                    name: "template", legend: "Template",
                    hint: Some("What reports look like, and which lists and rules you start with. You can change all of it later"),
                    choices: templates::ALL.iter().map(choice).collect(), ..Default::default()
                }))
                @for template in &templates::ALL {
                    (ui::details(&format!("Sections of a report: {}", template.name), html! {
                        (ui::bullets(html! { @for section in template.report.split("; ") { li { (section) } } }))
                    }))
                }
                (ui::send("Set up"))
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
