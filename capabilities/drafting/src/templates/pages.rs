//! The template of reports: its sections in order, which are required, guidance for each, and the clearance
//! path of each kind of report.

use crate::access::{CHANGE_TEMPLATE, READ_TEMPLATE};
use crate::clearance::pages::path_choices;
use crate::draft::open_draft::{hidden, line, lines};
use crate::draft::pages::KINDS;
use crate::templates::store::TemplateVersion;
use crate::{clearance, templates};
use access::{Answer, Record};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use checking::template::{Template, TemplateSection};
use foundation::london;
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Done, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

/// The maximum number of sections in a template.
const MOST: usize = 30;

/// Handles `GET /reports/template`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask(&who.actor, READ_TEMPLATE, &Record::default())?;
    let current = templates::store::current(state.db.reading()).await?;
    page(&state, &who, &current, &current.template, &FormState::default(), &done).await
}

async fn page(
    state: &AppState,
    who: &SignedIn,
    current: &TemplateVersion,
    shown: &Template,
    form: &FormState,
    done: &str,
) -> Result<Markup> {
    let may_change = state.joined.policy.can(&who.actor, CHANGE_TEMPLATE, &Record::default()) == Answer::Allowed;
    let versions = templates::store::latest(state.db.reading()).await?;
    let title = form.title("Report template");
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into()), ("Reports".into(), "/drafts".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let mut paths = Vec::new();
    for (kind, name) in KINDS {
        paths.push((kind, name, path_choices(state, kind).await?));
    }
    let content = html! {
        (confirmation(done, &[("changed", "Template changed. New reports will use it"), ("path", "Clearance steps changed")]))
        (form.summary())
        (ui::heading(None, "Report template"))
        (ui::measured("Reports that have already been created keep the template they started with."))
        @if may_change { (fields(current, shown, form)) }
        @else { (ui::numbered(html! { @for section in &shown.sections { li { strong { (section.heading) } @if section.required { " (required)" } (ui::hint_paragraph(&section.guidance)) } } })) }
        (ui::h2("Who clears reports"))
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
            } @else { (ui::paragraph(html! { (name) ": " (steps.iter().filter(|(_, _, chosen)| *chosen).map(|(_, text, _)| *text).collect::<Vec<_>>().join(", ")) })) }
        }
        (ui::h2("Versions"))
        (ui::list(html! {
            @for version in &versions {
                li { "Version " (version.version) ", " (london::on_page(version.made_at)) ": " (version.reason) }
            }
            @if !versions.iter().any(|version| version.version == 1) { li { "Original template" } }
        }))
    };
    Ok(ui::page(&page, content))
}

fn fields(current: &TemplateVersion, shown: &Template, sent: &FormState) -> Markup {
    html! {
        form class="moothall-measure" action="/reports/template" method="post" novalidate {
            (hidden("version", current.version))
            @for (at, section) in shown.sections.iter().chain(std::iter::once(&TemplateSection::default())).enumerate() {
                @let legend = if at < shown.sections.len() { format!("Section {}", at + 1) } else { "New section".to_owned() };
                (ui::field_group(&legend, html! {
                    (ui::input(&ui::Input { name: &format!("heading-{at}"), label: "Heading", error: sent.error(&format!("heading-{at}")), value: &section.heading, hint: Some("Leave empty to remove the section"), ..Default::default() }))
                    (ui::textarea(&ui::Textarea { name: &format!("guidance-{at}"), label: "Guidance for authors", value: &section.guidance, rows: Some(2), ..Default::default() }))
                    @if section.lists_priorities { (hidden(&format!("priorities-{at}"), "yes")) (ui::paragraph("Its headings are the council’s priorities on the day of the meeting.")) }
                    @else { (ui::textarea(&ui::Textarea { name: &format!("parts-{at}"), label: "Headings in this section, one on each line", value: &section.parts.join("\n"), rows: Some(2), ..Default::default() })) }
                    (ui::checkboxes(&ui::Choices {
                        name: &format!("required-{at}"), id: Some(&format!("required-{at}")), legend: "Required", small: true,
                        choices: vec![ui::Choice { value: "yes", text: "Every report must have this section", chosen: section.required, ..Default::default() }], ..Default::default()
                    }))
                }))
            }
            (sent.line("reason", "Reason for the change"))
            (ui::send("Save template"))
        }
    }
}

/// Reads the sections from form data.
fn read(form: &FormState) -> Template {
    let field = |name: &str, at: usize| form.value(&format!("{name}-{at}"));
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
pub(crate) async fn change(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask(&who.actor, CHANGE_TEMPLATE, &Record::default())?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    if let Some((kind, _)) = KINDS.iter().find(|(kind, _)| *kind == form.value("kind")) {
        let chosen = |key: &str| form.values("step").any(|value| value == key);
        // The clerk is always last, since only the clerk puts a report on an agenda.
        let steps: Vec<&str> =
            clearance::CLEARERS.iter().map(|(key, ..)| *key).filter(|key| *key == "clerk" || chosen(key)).collect();
        clearance::store::set_steps(&transaction, kind, &steps, by).await?;
        transaction.commit().await?;
        return Ok(redirect_done("/reports/template", "path").into_response());
    }
    let block = templates::store::current(state.db.reading()).await?.template.block;
    let template = Template { block, ..read(&form) };
    if !template.sections.iter().any(|section| crate::sections::composing::recommends(&section.heading)) {
        form.fault("heading-0", "Template must have a section for recommendations");
    }
    let reason = form.line("reason").at_most(300, "Reason").required("Enter a reason for the change");
    if let Some(reason) = reason.filter(|_| !form.has_faults())
        && !templates::store::add(&transaction, &template, form.version(), &reason, by).await?
    {
        form.fault("reason", "Someone else has changed the template since you opened it. Check it, then make your change again");
    }
    if form.has_faults() {
        drop(transaction);
        let current = templates::store::current(state.db.reading()).await?;
        return Ok(refused(page(&state, &who, &current, &template, &form, "").await?));
    }
    transaction.commit().await?;
    Ok(redirect_done("/reports/template", "changed").into_response())
}
