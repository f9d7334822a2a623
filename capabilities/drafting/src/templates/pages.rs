//! The template of reports: its sections in order, which are required, guidance for each, and the clearance
//! path of each kind of report.

use crate::clearance::pages::path_choices;
use crate::draft::open_draft::{hidden, line, lines};
use crate::draft::pages::KINDS;
use crate::kinds::{CHANGE_TEMPLATE, READ_TEMPLATE};
use crate::templates::store::TemplateVersion;
use crate::{clearance, templates};
use access::{Answer, Record};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use checking::template::{Template, TemplateSection};
use foundation::london;
use maud::{Markup, html};
use std::collections::HashMap;
use web::{AppState, Done, Result, SignedIn, refused};

/// The maximum number of sections in a template.
const MOST: usize = 30;

/// Handles `GET /reports/template`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask(&who.actor, READ_TEMPLATE, &Record::default())?;
    let current = templates::store::current(state.db.reading()).await?;
    page(&state, &who, &current, &current.template, &[], &done).await
}

async fn page(
    state: &AppState,
    who: &SignedIn,
    current: &TemplateVersion,
    shown: &Template,
    faults: &[ui::Fault<'_>],
    done: &str,
) -> Result<Markup> {
    let may_change = state.joined.policy.can(&who.actor, CHANGE_TEMPLATE, &Record::default()) == Answer::Allowed;
    let versions = templates::store::latest(state.db.reading()).await?;
    let title = ui::form_title("Report template", !faults.is_empty());
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into()), ("Reports".into(), "/drafts".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let mut paths = Vec::new();
    for (kind, name) in KINDS {
        paths.push((kind, name, path_choices(state, kind).await?));
    }
    let content = html! {
        @if done == "changed" { (ui::done("Template changed. New reports will use it")) }
        @if done == "path" { (ui::done("Clearance steps changed")) }
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (ui::heading(None, "Report template"))
        p class="govuk-body moothall-measure" { "Reports that have already been created keep the template they started with." }
        @if may_change { (form(current, shown, faults)) }
        @else { ol class="govuk-list govuk-list--number" { @for section in &shown.sections { li { strong { (section.heading) } @if section.required { " (required)" } p class="govuk-hint" { (section.guidance) } } } } }
        h2 class="govuk-heading-m" { "Who clears reports" }
        @for (kind, name, steps) in &paths {
            @if may_change {
                form action="/reports/template" method="post" {
                    (hidden("kind", kind))
                    (ui::checkboxes(&ui::Choices {
                        name: "step", id: Some(&format!("path-{kind}")), legend: name, small: true,
                        hint: Some("Reports are cleared in this order"),
                        choices: steps.iter().map(|(value, text, chosen)| ui::Choice { value, text, chosen: *chosen, ..Default::default() }).collect(), ..Default::default()
                    }))
                    (ui::button(&ui::Button { text: &format!("Save clearance steps: {}", name.to_lowercase()), kind: ui::ButtonKind::Secondary, ..Default::default() }))
                }
            } @else { p class="govuk-body" { (name) ": " (steps.iter().filter(|(_, _, chosen)| *chosen).map(|(_, text, _)| *text).collect::<Vec<_>>().join(", ")) } }
        }
        h2 class="govuk-heading-m" { "Versions" }
        ul class="govuk-list" {
            @for version in &versions {
                li { "Version " (version.version) ", " (london::on_page(version.made_at)) ": " (version.reason) }
            }
            @if !versions.iter().any(|version| version.version == 1) { li { "Original template" } }
        }
    };
    Ok(ui::page(&page, content))
}

fn form(current: &TemplateVersion, shown: &Template, faults: &[ui::Fault<'_>]) -> Markup {
    html! {
        form class="moothall-measure" action="/reports/template" method="post" novalidate {
            (hidden("version", current.version))
            @for (at, section) in shown.sections.iter().chain(std::iter::once(&TemplateSection::default())).enumerate() {
                fieldset class="govuk-fieldset" {
                    legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { @if at < shown.sections.len() { "Section " (at + 1) } @else { "New section" } }
                    (ui::input(&ui::Input { name: &format!("heading-{at}"), label: "Heading", error: ui::error_about(faults, &format!("heading-{at}")), value: &section.heading, hint: Some("Leave empty to remove the section"), ..Default::default() }))
                    (ui::textarea(&ui::Textarea { name: &format!("guidance-{at}"), label: "Guidance for authors", value: &section.guidance, rows: Some(2), ..Default::default() }))
                    @if section.lists_priorities { (hidden(&format!("priorities-{at}"), "yes")) p class="govuk-body" { "Its headings are the council’s priorities on the day of the meeting." } }
                    @else { (ui::textarea(&ui::Textarea { name: &format!("parts-{at}"), label: "Headings in this section, one on each line", value: &section.parts.join("\n"), rows: Some(2), ..Default::default() })) }
                    (ui::checkboxes(&ui::Choices {
                        name: &format!("required-{at}"), id: Some(&format!("required-{at}")), legend: "Required", small: true,
                        choices: vec![ui::Choice { value: "yes", text: "Every report must have this section", chosen: section.required, ..Default::default() }], ..Default::default()
                    }))
                }
            }
            (ui::input(&ui::Input { name: "reason", label: "Reason for the change", error: ui::error_about(faults, "reason"), ..Default::default() }))
            (ui::button(&ui::Button { text: "Save template", once: true, ..Default::default() }))
        }
    }
}

/// Reads the sections from form data.
fn read(form: &[(String, String)]) -> Template {
    let fields: HashMap<&str, &str> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let field = |name: &str, at: usize| fields.get(format!("{name}-{at}").as_str()).copied().unwrap_or_default();
    let shipped = [Template::of_the_seeds(), Template::plain()];
    let sections = (0..MOST).filter_map(|at| {
        let heading = line(field("heading", at), 200);
        let parts = lines(field("parts", at), 2_000);
        // A known heading keeps the words that identify it in reports from elsewhere.
        let known = shipped.iter().flat_map(|template| &template.sections).find(|section| section.is_under(&heading));
        (!heading.is_empty()).then(|| TemplateSection {
            required: field("required", at) == "yes",
            lists_priorities: field("priorities", at) == "yes",
            guidance: lines(field("guidance", at), 1_000),
            parts: parts.lines().map(|part| line(part, 200)).filter(|part| !part.is_empty()).take(20).collect(),
            known_by: known.map(|known| known.known_by.clone()).unwrap_or_default(),
            heading,
        })
    });
    Template { sections: sections.collect(), ..Template::default() }
}

/// Handles `POST /reports/template`: changes the template, or the path of a kind of report.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response> {
    state.ask(&who.actor, CHANGE_TEMPLATE, &Record::default())?;
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    if let Some((kind, _)) = KINDS.iter().find(|(kind, _)| *kind == field("kind")) {
        let chosen = |key: &str| form.iter().any(|(name, value)| name == "step" && value == key);
        // The clerk is always last, since only the clerk puts a report on an agenda.
        let steps: Vec<&str> =
            clearance::CLEARERS.iter().map(|(key, ..)| *key).filter(|key| *key == "clerk" || chosen(key)).collect();
        clearance::store::set_steps(&transaction, kind, &steps, by).await?;
        transaction.commit().await?;
        return Ok(Redirect::to("/reports/template?done=path").into_response());
    }
    let block = templates::store::current(state.db.reading()).await?.template.block;
    let template = Template { block, ..read(&form) };
    let reason = line(field("reason"), 300);
    let mut faults: Vec<ui::Fault<'_>> = Vec::new();
    if !template.sections.iter().any(|section| crate::sections::composing::recommends(&section.heading)) {
        faults.push(("Template must have a section for recommendations", "heading-0"));
    }
    if reason.is_empty() {
        faults.push(("Enter a reason for the change", "reason"));
    }
    let seen = field("version").parse().unwrap_or(0);
    if faults.is_empty() && !templates::store::add(&transaction, &template, seen, &reason, by).await? {
        faults
            .push(("Someone else has changed the template since you opened it. Check it, then make your change again", "reason"));
    }
    if !faults.is_empty() {
        drop(transaction);
        let current = templates::store::current(state.db.reading()).await?;
        return Ok(refused(page(&state, &who, &current, &template, &faults, "").await?));
    }
    transaction.commit().await?;
    Ok(Redirect::to("/reports/template?done=changed").into_response())
}
