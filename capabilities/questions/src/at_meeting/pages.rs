//! Recording questions during the meeting: what happened to each, and the time it took.

use crate::access::{CHANGE_PLAN, PUBLISH, RECORD};
use crate::asking::fitness::Budget;
use crate::at_meeting::form::{field_id, form_of, is_empty, read};
use crate::at_meeting::plan_pages::{plan_of, planned, tabs};
use crate::question;
use crate::question::decision_pages::last_change;
use crate::question::facts::MeetingFacts;
use crate::question::pages::question_of;
use crate::question::state::{Act, State as QuestionState};
use crate::question::{Question, clock};
use access::Answer;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};
use meetings::DraftItemId;
use serde_json::json;
use ui::FormState;
use web::{AppState, Error, Result, SignedIn, SubmittedForm, edit_refused, refused};

/// What the page shows besides the questions.
#[derive(Default)]
struct View<'a> {
    /// The question whose form is shown again, with the form.
    came_back: Option<(&'a Question, &'a FormState)>,
    /// Who has changed a question since the page was opened, and how.
    meanwhile: Option<String>,
    /// Whether the action was not possible.
    impossible: bool,
}

/// Handles `GET /meetings/{id}/questions/meeting`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let facts = plan_of(&state, &who, CHANGE_PLAN, &id).await?;
    page(&state, &who, &facts, &View::default()).await
}

/// Handles `POST /questions/{id}/meeting/{act}`: put, not put, ended, recorded, undone.
pub(crate) async fn record(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (question, facts) = question_of(&state, &who, RECORD, &id).await?;
    if form.version() != question.version {
        return meanwhile(&state, &who, &facts, &question, &form).await;
    }
    let at = state.clock.now();
    let (act, now) = match act.as_str() {
        "put" => (Act::Put, Question { started_at: Some(at), ended_at: None, absent: false, ..question.clone() }),
        "leave-out" => (Act::LeaveOut, Question { started_at: None, ended_at: None, absent: true, ..question.clone() }),
        "end" => (Act::End, Question { ended_at: Some(at), ..question.clone() }),
        "take-back" => (Act::TakeBack, Question { started_at: None, ended_at: None, absent: false, ..question.clone() }),
        "record" => {
            let Some(now) = read(&mut form, &facts, &question) else {
                let view = View { came_back: Some((&question, &form)), ..View::default() };
                return Ok(refused(page(&state, &who, &facts, &view).await?));
            };
            // Correcting a slip must not ask again for a written answer that has already been sent.
            let to_be_written = (now.in_writing || now.supplementary_in_writing) && now.written_sent_at.is_none();
            (if to_be_written { Act::LeaveToWriting } else { Act::Answer }, now)
        }
        _ => return Err(Error::NotFound("Page")),
    };
    let Some(after) = question.after(act, &facts.moment(&state)) else {
        let view = View { impossible: true, ..View::default() };
        return Ok(refused(page(&state, &who, &facts, &view).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let now = Question { state: after, ..now };
    if question::store::act(&transaction, &now, act, json!({}), by).await?.is_none() {
        drop(transaction);
        let (question, facts) = question_of(&state, &who, RECORD, &id).await?;
        return meanwhile(&state, &who, &facts, &question, &form).await;
    }
    transaction.commit().await?;
    let screen = match form.value("at_item").parse::<DraftItemId>() {
        Ok(item) => format!("{}/sitting/{item}", facts.meeting.address()),
        Err(_) => format!("{}/meeting", facts.plan_address()),
    };
    Ok(Redirect::to(&format!("{screen}#question-{}", question.id)).into_response())
}

async fn meanwhile(
    state: &AppState,
    who: &SignedIn,
    facts: &MeetingFacts,
    question: &Question,
    form: &FormState,
) -> Result<Response> {
    let change = format!("{}: {}", question.reference, last_change(state, question).await?);
    let view = View { came_back: (!is_empty(form)).then_some((question, form)), meanwhile: Some(change), ..View::default() };
    Ok(edit_refused(page(state, who, facts, &view).await?))
}

async fn page(state: &AppState, who: &SignedIn, facts: &MeetingFacts, view: &View<'_>) -> Result<Markup> {
    let questions = planned(state, facts).await?;
    let may_publish = state.joined.policy.can(&who.actor, PUBLISH, &facts.plan()) == Answer::Allowed;
    let now = state.clock.now();
    let total: TimeDelta = questions.iter().filter_map(|question| question.taken(now)).sum();
    let budget = Budget { used: total.num_seconds(), most: facts.total * 60 };
    let runs = questions.iter().any(|question| question.state == QuestionState::Put && question.ended_at.is_none());
    let empty = FormState::default();
    let form = view.came_back.map_or(&empty, |(_, form)| form);
    let title = form.title("Questions in the meeting");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let has_begun = facts.meeting.held_on <= state.clock.today();
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        (form.summary())
        @if let Some(change) = &view.meanwhile {
            (ui::notification_banner("Important", html! { "Someone else has changed a question since you opened this page. " (change) ". Your version has not been saved. Check the question, then save again if it is still right." }))
        } @else if view.impossible {
            (ui::notification_banner("Important", html! { "You cannot record this: the status of the question does not allow it, or it is before the day of the meeting. Nothing has changed." }))
        }
        (ui::heading(Some(&facts.title()), "Questions in the meeting"))
        (tabs(facts, "meeting", true, may_publish))
        (ui::summary_line(html! {
            "Time taken: " strong { (running(total, facts.total * 60, runs)) } " of " (facts.total) " minutes."
        }))
        @if budget.is_over() { (ui::warning_text(html! { "The " (facts.total) " minutes for question time have been used." })) }
        @if !has_begun { (ui::inset_text(html! { "You can record what happens to the questions from " (facts.meeting.day()) "." })) }
        @if questions.is_empty() { (ui::empty_state("No accepted questions", html! { (ui::paragraph("No questions for this meeting.")) })) }
        @for question in &questions {
            section class="moothall-put" id=(format!("question-{}", question.id)) aria-labelledby=(format!("reference-{}", question.id)) {
                (ui::h2_as("moothall-plan__title", Some(&format!("reference-{}", question.id)), html! {
                    (question.reference) " " (ui::tag(question.state.label(), question.state.colour()))
                }))
                (ui::paragraph_as("moothall-plan__words", question.words()))
                (one(facts, question, view, (now, has_begun, None)))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders a time that keeps running in browsers with scripts, and makes it noticeable when it passes `most` seconds.
pub(crate) fn running(taken: TimeDelta, most: i64, runs: bool) -> Markup {
    html! {
        span class="moothall-clock" data-moothall-clock=[runs.then(|| taken.num_seconds())] data-moothall-most=[runs.then_some(most)] {
            (clock(taken))
        }
    }
}

/// Renders a question on the screen of an agenda item.
pub(crate) fn at_item(facts: &MeetingFacts, question: &Question, now: DateTime<Utc>, item: i64) -> Markup {
    one(facts, question, &View::default(), (now, true, Some(item)))
}

fn one(
    facts: &MeetingFacts,
    question: &Question,
    view: &View,
    (now, has_begun, item): (DateTime<Utc>, bool, Option<i64>),
) -> Markup {
    let most = facts.each * 60;
    let press = |act: &str, label: &str, kind: ui::ButtonKind| {
        html! {
            form action=(format!("/questions/{}/meeting/{act}", question.id)) method="post" {
                (ui::hidden("version", question.version))
                @if let Some(item) = item { (ui::hidden("at_item", item)) }
                // This is all that can be recorded if the questioner was absent.
                @if act == "record" { input type="hidden" name="in_writing" value="yes"; }
                (ui::button(&ui::Button { text: label, kind, ..Default::default() }))
            }
        }
    };
    let came_back = view.came_back.filter(|(own, _)| own.id == question.id);
    let form = came_back.map_or_else(
        || {
            let mut form = form_of(question);
            form.set("at_item", item.map(|item| item.to_string()).unwrap_or_default());
            form
        },
        |(_, form)| form.clone(),
    );
    let runs = question.state == QuestionState::Put && question.ended_at.is_none();
    html! {
        @if let Some(taken) = question.taken(now) {
            (ui::paragraph(html! { "The questioner took " strong { (running(taken, most, runs)) } " of " (facts.each) " minutes." }))
            @if taken.num_seconds() > most { (ui::warning_text(html! { "This is more than the " (facts.each) " minutes allowed for one questioner." })) }
        }
        @match question.state {
            QuestionState::Accepted if has_begun => div class="moothall-plan__changes" {
                (press("put", "Start the question and its clock", ui::ButtonKind::Primary))
                (press("leave-out", "Not put: questioner absent", ui::ButtonKind::Secondary))
            },
            QuestionState::Accepted => {},
            QuestionState::NotPut => {
                (ui::paragraph("The questioner was absent."))
                div class="moothall-plan__changes" {
                    (press("record", "Answer in writing", ui::ButtonKind::Secondary))
                    (press("take-back", "Undo", ui::ButtonKind::Secondary))
                }
            },
            QuestionState::Put => {
                div class="moothall-plan__changes" {
                    @if runs { (press("end", "Questioner finished", ui::ButtonKind::Primary)) }
                    (press("take-back", "Undo", ui::ButtonKind::Secondary))
                }
                (record_form(facts, question, &form))
            },
            _ => {
                @if question.state == QuestionState::AwaitingWrittenAnswer {
                    (ui::paragraph(ui::link(format!("{}/answer", question.address()), html! { "Write the answer to " (question.reference) })))
                }
                @if came_back.is_some() { (record_form(facts, question, &form)) }
                @else { (ui::details(&format!("Correct the record of {}", question.reference), record_form(facts, question, &form))) }
            },
        }
    }
}

fn record_form(facts: &MeetingFacts, question: &Question, form: &FormState) -> Markup {
    let id = |field: &str| field_id(field, question);
    let area = |name: &str, label: &str, hint: Option<&str>| {
        form.textarea(&ui::Textarea { name, id: Some(&id(name)), label, rows: Some(4), hint, ..Default::default() })
    };
    let tick = |field: &str, label: &str| {
        ui::one_checkbox("moothall-put__tick", &id(field), field, label, !form.value(field).is_empty())
    };
    let time = |name: &str, label: &str| {
        form.input(&ui::Input { name, id: Some(&id(name)), label, width: Some(10), ..Default::default() })
    };
    html! {
        form class="moothall-measure" action=(format!("/questions/{}/meeting/record", question.id)) method="post" novalidate {
            (ui::hidden("version", question.version))
            @if !form.value("at_item").is_empty() { (form.hidden("at_item")) }
            @if !question.absent {
                div class="moothall-filter-row" {
                    (time("began", "Started at"))
                    (time("ended", "Finished at"))
                }
            }
            (area("answer", "Answer given at the meeting", None))
            (tick("in_writing", "The answer will follow in writing"))
            @if !question.absent && facts.supplementary > 0 {
                (area("supplementary", "Supplementary question", Some("Leave blank if there was none")))
                (area("supplementary_answer", "Answer to the supplementary question", None))
                (tick("supplementary_in_writing", "The answer to the supplementary question will follow in writing"))
            }
            @if !question.absent { (tick("named", "The questioner agreed at the meeting to be named in public")) }
            (ui::button(&ui::Button { text: "Save record", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
    }
}
