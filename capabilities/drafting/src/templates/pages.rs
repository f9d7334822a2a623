//! The template of reports: its sections in order, which are required, guidance for each, and the clearance
//! path of each kind of report.

use crate::access::{CHANGE_TEMPLATE, READ_TEMPLATE};
use crate::clearance::pages::path_choices;
use crate::draft::pages::KINDS;
use crate::templates::store::TemplateVersion;
use crate::{clearance, templates};
use access::{Answer, Record};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use checking::template::{Template, TemplateSection};
use foundation::london;
use foundation::text::clean_line;
use maud::{Markup, html};
use ui::{FormState, hidden};
use web::{AppState, Done, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

/// The maximum number of sections in a template. The form has room for one more, which is refused.
const MOST: usize = 30;
/// The maximum number of headings in a section.
const MOST_PARTS: usize = 20;
/// The maximum length of a heading, in characters.
const LONGEST_HEADING: usize = 200;

/// Handles `GET /reports/template`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask(&who.actor, READ_TEMPLATE, &Record::default())?;
    page(&state, &who, &FormState::default(), &done).await
}

/// Returns the form as it opens for a template: a row for each section, and one for a new section.
fn form_of(current: &TemplateVersion) -> FormState {
    let mut form = FormState::of([("version", current.version.to_string())]);
    for (at, section) in current.template.sections.iter().chain(std::iter::once(&TemplateSection::default())).enumerate() {
        form.set(&format!("heading-{at}"), section.heading.as_str());
        form.set(&format!("guidance-{at}"), section.guidance.as_str());
        form.set(&format!("parts-{at}"), section.parts.join("\n"));
        form.tick(&format!("priorities-{at}"), section.lists_priorities);
        form.tick(&format!("required-{at}"), section.required);
    }
    form
}

/// Renders the template, in the form as it opens or, if it has faults, in `form`.
async fn page(state: &AppState, who: &SignedIn, form: &FormState, done: &str) -> Result<Markup> {
    let current = templates::store::current(state.db.reading()).await?;
    let form = if form.has_faults() { form.clone() } else { form_of(&current) };
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
        @if may_change { (fields(&form)) }
        @else { (ui::numbered(html! { @for section in &current.template.sections { li { strong { (section.heading) } @if section.required { " (required)" } (ui::hint_paragraph(&section.guidance)) } } })) }
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

fn fields(form: &FormState) -> Markup {
    let rows = (0..=MOST).take_while(|at| form.values(&format!("heading-{at}")).next().is_some()).count();
    html! {
        form class="moothall-measure" action="/reports/template" method="post" novalidate {
            (form.hidden("version"))
            @for at in 0..rows {
                @let legend = if at + 1 < rows { format!("Section {}", at + 1) } else { "New section".to_owned() };
                @let name = |field: &str| format!("{field}-{at}");
                (ui::field_group(&legend, html! {
                    (form.input(&ui::Input { name: &name("heading"), label: "Heading", hint: Some("Leave empty to remove the section"), ..Default::default() }))
                    (form.textarea(&ui::Textarea { name: &name("guidance"), label: "Guidance for authors", rows: Some(2), ..Default::default() }))
                    @if form.value(&name("priorities")).is_empty() {
                        (form.textarea(&ui::Textarea { name: &name("parts"), label: "Headings in this section, one on each line", rows: Some(2), ..Default::default() }))
                    } @else {
                        (form.hidden(&name("priorities")))
                        (ui::paragraph("Its headings are the council’s priorities on the day of the meeting."))
                    }
                    (form.checkboxes(&ui::Choices {
                        name: &name("required"), legend: "Required", small: true,
                        choices: vec![ui::Choice { value: "yes", text: "Every report must have this section", ..Default::default() }], ..Default::default()
                    }))
                }))
            }
            (form.line("reason", "Reason for the change"))
            (ui::send("Save template"))
        }
    }
}

/// Reads the headings in a section, one on each line.
fn read_parts(form: &mut SubmittedForm, at: usize) -> Option<Vec<String>> {
    let name = format!("parts-{at}");
    let parts = form.lines(name.clone()).text()?;
    let parts: Vec<String> = parts.lines().map(clean_line).filter(|part| !part.is_empty()).collect();
    if parts.len() > MOST_PARTS || parts.iter().any(|part| part.chars().count() > LONGEST_HEADING) {
        let message = format!("Enter {MOST_PARTS} headings or fewer, each of {LONGEST_HEADING} characters or fewer");
        form.fault(name, message);
    }
    Some(parts)
}

/// Reads the sections. One without a heading is left out.
fn read(form: &mut SubmittedForm) -> Option<Vec<TemplateSection>> {
    let shipped = [Template::of_the_seeds(), Template::plain()];
    let (mut sections, mut recommends) = (Vec::new(), false);
    for at in 0..=MOST {
        let heading = form.line(format!("heading-{at}")).at_most(LONGEST_HEADING, "Heading").text();
        recommends |= heading.as_deref().is_some_and(crate::sections::composing::recommends);
        let guidance = form.lines(format!("guidance-{at}")).at_most(1_000, "Guidance").text();
        let parts = read_parts(form, at);
        let (Some(heading), Some(guidance), Some(parts)) = (heading, guidance, parts) else { continue };
        if heading.is_empty() {
            continue;
        }
        // A known heading keeps the words that identify it in reports from elsewhere.
        let known = shipped.iter().flat_map(|template| &template.sections).find(|section| section.is_under(&heading));
        sections.push(TemplateSection {
            required: form.is_ticked(&format!("required-{at}")),
            lists_priorities: form.is_ticked(&format!("priorities-{at}")),
            guidance,
            parts,
            known_by: known.map(|known| known.known_by.clone()).unwrap_or_default(),
            heading,
        });
    }
    if sections.len() > MOST {
        form.fault(format!("heading-{MOST}"), format!("A template can have up to {MOST} sections"));
    }
    if !recommends {
        form.fault("heading-0", "Template must have a section for recommendations");
    }
    form.accept(sections)
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
    let current = templates::store::current(state.db.reading()).await?;
    let sections = read(&mut form);
    let reason = form.line("reason").at_most(300, "Reason").required("Enter a reason for the change");
    if let (Some(sections), Some(reason)) = (sections, reason) {
        let template = Template { sections, block: current.template.block };
        if templates::store::add(&transaction, &template, form.version(), &reason, by).await? {
            transaction.commit().await?;
            return Ok(redirect_done("/reports/template", "changed").into_response());
        }
        form.fault("reason", "Someone else has changed the template since you opened it. Check it, then make your change again");
        form.set("version", current.version.to_string());
    }
    drop(transaction);
    Ok(refused(page(&state, &who, &form, "").await?))
}
