//! The clearance of a report: sending it, clearing it, giving it back, taking it back.

use crate::access::{CLEAR, READ, WRITE};
use crate::clearance::handing_over::{Facts, HandOver};
use crate::clearance::path_of;
use crate::draft::life::Condition;
use crate::draft::open_draft::OpenDraft;
use crate::draft::pages::missing;
use crate::draft::{ClearanceState, LIFE, State as DraftState, Step, content_hash, waiting};
use crate::{clearance, draft, draft_files, sections, templates};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use foundation::{civil_date, london};
use lifecycle::Why;
use maud::{Markup, html};
use ui::{FormState, hidden};
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Handles `GET /drafts/{id}/clearance`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    page(&state, &open, &FormState::default(), &done).await
}

async fn page(state: &AppState, open: &OpenDraft, form: &FormState, done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let files = draft_files::store::of_draft(connection, open.draft.id).await?;
    let hash = content_hash(&open.draft, &texts, &files);
    let is_possible = |step| LIFE.take(open.draft.state, step, |_| true, |_| true).is_ok();
    let planned = if open.path.is_empty() { path_of(state, open).await? } else { Vec::new() };
    let banner = match done {
        "sent" => Some("Report sent for clearance"),
        "cleared" => Some("Report cleared"),
        "given-back" => Some("Report returned to its authors"),
        "taken-back" => Some("Report withdrawn from clearance"),
        _ => None,
    };
    let title = form.title(&format!("Clearance: {}", open.draft.subject));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let events = history(state, open, &hash).await?;
    let content = html! {
        @if let Some(banner) = banner { (ui::done(banner)) }
        (form.summary())
        (open.head(state, "Clearance"))
        (ui::heading(None, "Clearance"))
        (steps(open, &planned))
        @if open.may_write && is_possible(Step::Send) { (sending(state, open, &hash).await?) }
        @if open.may_clear { (deciding(open, form, &hash)) }
        @if open.may_write && is_possible(Step::TakeBack) { (taking_back(open, form, &hash)) }
        (events)
    };
    Ok(ui::page(&page, content))
}

/// Returns the page's name for an event, which may be stored in the words of an earlier version.
fn in_words(what: &str) -> &str {
    match what {
        what if clearance::store::GIVEN_BACK.contains(&what) => "Returned to its authors",
        "Taken back" => "Withdrawn from clearance",
        what => what,
    }
}

/// Renders the clearance history, latest first.
async fn history(state: &AppState, open: &OpenDraft, hash: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let events = clearance::store::events(connection, open.draft.id).await?;
    let mut shown = Vec::new();
    for event in &events {
        let by = directory::actor_name(connection, &event.made_by).await?;
        let is_current = event.content_hash.as_deref() == Some(hash);
        shown.push((event, by, london::on_page(event.made_at), event.made_at.to_rfc3339(), is_current));
    }
    let timeline: Vec<ui::Event> = shown
        .iter()
        .map(|(event, by, when, moment, is_current)| ui::Event {
            title: &event.name,
            by: Some(by),
            moment,
            when,
            content: Some(html! {
                (ui::paragraph(html! { (in_words(&event.what)) @if *is_current { " (current text)" } }))
                @if let Some(reason) = &event.reason { (ui::inset_text(html! { (reason) })) }
            }),
        })
        .collect();
    Ok(html! { @if !timeline.is_empty() { (ui::h2("History")) (ui::timeline(&timeline, 3)) } })
}

/// Renders the form for sending a draft for clearance, or what must be fixed first.
async fn sending(state: &AppState, open: &OpenDraft, hash: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let own = open.draft.address();
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let lacking = missing(&template.sections, &texts);
    let faults = draft::preview_pages::composed(state, open).await?.faults;
    let completed = sections::completed_store::of_draft(connection, open.draft.id).await?;
    let unfinished = (0_i32..).zip(&template.sections).filter(|(number, _)| !completed.contains(number)).count();
    Ok(html! {
        (ui::h2("Send for clearance"))
        @if !faults.is_empty() {
            (ui::paragraph_at("act", "Fix these before you send the report:"))
            (ui::bullets(html! {
                @for (section, fault) in &faults { li { (ui::link(format!("{own}/sections/{section}"), fault)) } }
            }))
        } @else if lacking.is_empty() {
            @if unfinished > 0 {
                (ui::paragraph(html! { (unfinished) @if unfinished == 1 { " section is" } @else { " sections are" } " not marked as complete. You can still send the report." }))
            }
            (ui::paragraph("The people below clear the report one after the other. They are emailed when it is their turn. If you change the report later, anyone who has cleared it must clear it again."))
            (act(open, hash, "send", "Send for clearance", ui::ButtonKind::Primary))
        } @else {
            (ui::paragraph_at("act", "Write these required sections before you send the report:"))
            (ui::bullets(html! {
                @for (number, heading) in &lacking { li { (ui::link(format!("{own}/sections/{number}"), heading)) } }
            }))
        }
    })
}

fn act(open: &OpenDraft, hash: &str, act: &str, text: &str, kind: ui::ButtonKind) -> Markup {
    html! {
        form id="act" action={ (open.draft.address()) "/clearance" } method="post" {
            (hidden("act", act)) (hidden("hash", hash))
            (ui::button(&ui::Button { text, kind, once: true, ..Default::default() }))
        }
    }
}

fn deciding(open: &OpenDraft, form: &FormState, hash: &str) -> Markup {
    let name = waiting(&open.path).map_or("", |step| step.name.as_str());
    let own = open.draft.address();
    html! {
        (ui::h2(html! { "Awaiting your clearance (" (name) ")" }))
        (ui::paragraph(html! {
            "Read the " (ui::link(format!("{own}/preview"), "report")) " and its "
            (ui::link(format!("{own}/check"), "check results")) ". Then clear it or return it to its authors."
        }))
        (act(open, hash, "clear", &format!("Clear for {}", in_sentence(name)), ui::ButtonKind::Primary))
        (with_reason(open, form, hash, ("give-back", "What needs to change?", "The authors will be emailed and can read this", "Return report")))
    }
}

/// Returns the name for use in a sentence: `finance` for Finance.
fn in_sentence(name: &str) -> String {
    name.to_lowercase()
}

fn taking_back(open: &OpenDraft, form: &FormState, hash: &str) -> Markup {
    let words = (
        "take-back",
        "Why are you withdrawing it from clearance?",
        "The person clearing the report will be emailed and can read this",
        "Withdraw from clearance",
    );
    html! {
        (ui::h2("Withdraw the report from clearance"))
        (ui::measured("It becomes a draft again. To publish it with its agenda, send it for clearance again."))
        (with_reason(open, form, hash, words))
    }
}

/// Renders a form that asks for a reason.
fn with_reason(open: &OpenDraft, form: &FormState, hash: &str, (act, label, hint, button): (&str, &str, &str, &str)) -> Markup {
    let field = format!("reason-{act}");
    let form = form.only_if(form.value("act") == act);
    html! {
        form action={ (open.draft.address()) "/clearance" } method="post" novalidate class="moothall-measure" {
            (hidden("act", act)) (hidden("hash", hash))
            (form.textarea(&ui::Textarea { name: "reason", id: Some(&field), label, hint: Some(hint), rows: Some(3), ..Default::default() }))
            (ui::button(&ui::Button { text: button, kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
        }
    }
}

/// Renders the path and the status of each step.
fn steps(open: &OpenDraft, planned: &[clearance::store::PathStep]) -> Markup {
    let waits = waiting(&open.path).map(|step| step.step);
    let day = |day: Option<chrono::NaiveDate>| day.map(civil_date::written).unwrap_or_default();
    let rows: Vec<Vec<Markup>> = if open.path.is_empty() {
        let row = |step: &clearance::store::PathStep| {
            vec![html! { (step.name) }, html! { (ui::tag("Not sent yet", ui::TagColour::Grey)) }, html! { (day(step.due_on)) }]
        };
        planned.iter().map(row).collect()
    } else {
        open.path
            .iter()
            .map(|step| {
                let here = open.draft.state == DraftState::InClearance && Some(step.step) == waits;
                let label = step.state.label();
                let tag = match step.state {
                    ClearanceState::Cleared => ui::tag(label, ui::TagColour::Green),
                    ClearanceState::Again => ui::tag(label, ui::TagColour::Yellow),
                    ClearanceState::Waiting if here => ui::tag(label, ui::TagColour::Blue),
                    ClearanceState::Waiting => ui::tag("Upcoming", ui::TagColour::Grey),
                };
                let when = step.decided_at.map(|at| format!(" {}", london::on_page(at))).unwrap_or_default();
                vec![html! { (step.name) }, html! { (tag) (when) }, html! { (day(step.due_on)) }]
            })
            .collect()
    };
    ui::table(&ui::Table {
        caption: "Who clears this report",
        columns: vec![ui::Column::words("Cleared by"), ui::Column::words("Status"), ui::Column::words("Due")],
        rows,
        row_headings: true,
        ..Default::default()
    })
}

/// The steps that are taken here.
const DECISIONS: [Step; 4] = [Step::Send, Step::Clear, Step::GiveBack, Step::TakeBack];

const CHANGED: &str = "Someone changed the report while you were reading it. Read it again, then decide";

/// Handles `POST /drafts/{id}/clearance`.
pub(crate) async fn decide(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let step = Step::read(form.value("act")).filter(|step| DECISIONS.contains(step));
    let action = if matches!(step, Some(Step::Send | Step::TakeBack)) { WRITE } else { CLEAR };
    // Ask before the form is judged: what is wrong with it is for those who may act.
    let open = OpenDraft::of(&state, &who, action, &id).await?;
    let step = step.ok_or_else(|| Error::NotUnderstood("Select whether to clear the report or return it.".into()))?;
    let field = format!("reason-{}", step.word());
    let Some(reason) = form.lines("reason").at(field.clone()).at_most(2_000, "Reason").text() else {
        return Ok(refused(page(&state, &open, &form, "").await?));
    };
    // Check the content whose hash the page showed: a missing figure or image would appear as an error
    // message in the public report.
    let is_whole = step != Step::Send || draft::preview_pages::composed(&state, &open).await?.faults.is_empty();
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let payload = serde_json::json!({ "what": "clearance", "act": step.word() });
    draft::store::note(&transaction, open.draft.id, ledger::Action::Altered, &payload, by).await?;
    let draft = draft::store::by_id(&transaction, open.draft.id).await?.or_not_found("Draft")?;
    let texts = draft::store::texts(&transaction, draft.id).await?;
    let files = draft_files::store::of_draft(&transaction, draft.id).await?;
    let hash = content_hash(&draft, &texts, &files);
    let path = clearance::store::path(&transaction, draft.id).await?;
    let template = templates::store::of_version(&transaction, draft.template).await?.template;
    let facts = Facts {
        may_write: open.may_write,
        may_clear: open.may_clear,
        // If someone has cleared it since, the next step is another person's.
        is_as_read: hash == form.value("hash")
            && waiting(&path).map(|step| step.step) == waiting(&open.path).map(|step| step.step),
        is_complete: is_whole && missing(&template.sections, &texts).is_empty(),
        has_reason: !reason.is_empty(),
    };
    let is_reasoned = matches!(step, Step::GiveBack | Step::TakeBack);
    let fault = match facts.take(draft.state, step, &path).map_err(|refused| refused.why) {
        _ if !facts.is_as_read => Some((CHANGED, if is_reasoned { field } else { "act".to_owned() })),
        Err(Why::Unmet(Condition::Complete)) => {
            Some(("Write the required sections and fix the problems listed before you send the report", "act".to_owned()))
        }
        Err(Why::Unmet(Condition::Reason)) if step == Step::GiveBack => Some(("Enter what needs to change", field)),
        Err(Why::Unmet(Condition::Reason)) => Some(("Enter why you are withdrawing the report from clearance", field)),
        _ => None,
    };
    if let Some((message, field)) = fault {
        drop(transaction);
        form.fault(field, message);
        return Ok(refused(page(&state, &open, &form, "").await?));
    }
    let hand_over = HandOver { state: &state, transaction: &transaction, draft: &draft, path: &path, facts, hash: &hash, by };
    let done = match step {
        Step::Send => {
            hand_over.send(&open).await?;
            "sent"
        }
        Step::Clear => {
            hand_over.clear().await?;
            "cleared"
        }
        Step::GiveBack => {
            hand_over.give_back(&reason).await?;
            "given-back"
        }
        _ => {
            hand_over.take_back(&reason).await?;
            "taken-back"
        }
    };
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/clearance", open.draft.address()), done).into_response())
}

/// Returns every step that a council may put on a path, and whether it is selected for this kind of report.
pub(crate) async fn path_choices(state: &AppState, kind: &str) -> Result<Vec<(&'static str, &'static str, bool)>> {
    let steps = clearance::steps(state, kind).await?;
    Ok(clearance::CLEARERS.iter().map(|(key, name, _)| (*key, *name, steps.iter().any(|step| step == key))).collect())
}
