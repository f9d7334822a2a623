//! The form for recording a question at the meeting: its fields, and reading them.

use crate::question::facts::MeetingFacts;
use crate::question::{LONGEST_ANSWER, LONGEST_QUESTION, Question, paragraphs};
use chrono::{DateTime, NaiveTime, Utc};
use foundation::{london, time_of_day};
use ui::FormState;
use web::{Answer, SubmittedForm};

/// The error message of a time that is not one.
const NOT_A_CLOCK_TIME: &str = "Enter a time, like 18:31:20 or 6.31pm";

/// Formats a time of day with seconds: `18:31:20`.
fn shown(at: Option<DateTime<Utc>>) -> String {
    at.map(|at| london::local(at).format("%H:%M:%S").to_string()).unwrap_or_default()
}

/// Returns the id of a field of a question's form. The page has such a form for each question.
pub(crate) fn field_id(field: &str, question: &Question) -> String {
    format!("{field}-{}", question.id)
}

/// Returns the form as it opens for a question.
pub(crate) fn form_of(question: &Question) -> FormState {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut form = FormState::of([
        ("began", shown(question.started_at)),
        ("ended", shown(question.ended_at)),
        ("answer", text(&question.answer)),
        ("supplementary", text(&question.supplementary)),
        ("supplementary_answer", text(&question.supplementary_answer)),
    ]);
    form.tick("in_writing", question.in_writing);
    form.tick("supplementary_in_writing", question.supplementary_in_writing);
    form.tick("named", question.named);
    form
}

/// Returns whether the form has no text that could be lost.
pub(crate) fn is_empty(form: &FormState) -> bool {
    ["answer", "supplementary", "supplementary_answer"].iter().all(|field| form.value(field).trim().is_empty())
}

/// Parses a time of day as people write it, with or without seconds.
fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M:%S").ok().or_else(|| time_of_day::read(text))
}

/// Reads the instant of a time on the day of the meeting. An unchanged field keeps its value, including fractions of a second.
fn instant<'a>(
    form: &'a mut SubmittedForm,
    field: &'static str,
    (facts, question): (&MeetingFacts, &Question),
    before: Option<DateTime<Utc>>,
) -> Answer<'a, DateTime<Utc>> {
    let read = |text: &str| match before {
        Some(before) if text == shown(Some(before)) => Some(before),
        _ => time(text).map(|time| london::at(facts.meeting.held_on, time)),
    };
    form.parse(field, read).at(field_id(field, question))
}

/// The supplementary question, with its answer; empty if none was asked or none is allowed.
#[derive(Default)]
struct Supplementary {
    question: Option<String>,
    answer: Option<String>,
    in_writing: bool,
}

fn read_supplementary(form: &mut SubmittedForm, question: &Question) -> Option<Supplementary> {
    let id = |field: &str| field_id(field, question);
    let asked = form.line("supplementary").at(id("supplementary"));
    let asked = asked.at_most(LONGEST_QUESTION, "Supplementary question").optional();
    let answer = form.lines("supplementary_answer").at(id("supplementary_answer"));
    let answer = answer.at_most(LONGEST_ANSWER, "Answer").optional();
    let in_writing = form.is_ticked("supplementary_in_writing") && asked != Some(None);
    if asked == Some(None) && answer != Some(None) {
        form.fault(id("supplementary"), "Enter the supplementary question that was answered");
    }
    if asked != Some(None) && answer == Some(None) && !in_writing {
        let message = "Enter the answer to the supplementary question, or select that it will follow in writing";
        form.fault(id("supplementary_answer"), message);
    }
    Some(Supplementary { question: asked?, answer: answer?, in_writing })
}

/// Reads the question as it was recorded, except its state.
pub(crate) fn read(form: &mut SubmittedForm, facts: &MeetingFacts, question: &Question) -> Option<Question> {
    let id = |field: &str| field_id(field, question);
    let answer = form.lines("answer").at(id("answer")).at_most(LONGEST_ANSWER, "Answer").optional();
    let in_writing = form.is_ticked("in_writing");
    if answer == Some(None) && !in_writing {
        form.fault(id("answer"), "Enter the answer, or select that it will follow in writing");
    }
    let may_follow = !question.absent && facts.supplementary > 0;
    let supplementary = if may_follow { read_supplementary(form, question) } else { Some(Supplementary::default()) };
    let (mut started_at, mut ended_at) = (Some(question.started_at), Some(question.ended_at));
    if !question.absent {
        let started = instant(form, "began", (facts, question), question.started_at);
        started_at = started.required("Enter the time when the questioner started", NOT_A_CLOCK_TIME).map(Some);
        let ended = instant(form, "ended", (facts, question), question.ended_at);
        ended_at = ended.optional(NOT_A_CLOCK_TIME);
        if let (Some(Some(started)), Some(Some(ended))) = (started_at, ended_at)
            && ended < started
        {
            form.fault(id("ended"), "Finish time must be after the start time");
        }
    }
    form.accept(())?;
    let supplementary = supplementary?;
    let paragraphed = |text: Option<String>| text.as_deref().map(paragraphs);
    Some(Question {
        answer: paragraphed(answer?),
        in_writing,
        supplementary: supplementary.question,
        supplementary_answer: paragraphed(supplementary.answer),
        supplementary_in_writing: supplementary.in_writing,
        named: form.is_ticked("named") && !question.absent,
        started_at: started_at?,
        ended_at: ended_at?,
        ..question.clone()
    })
}
