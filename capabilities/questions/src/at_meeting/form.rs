//! The form for recording a question at the meeting: its fields and their validation.

use crate::question::facts::MeetingFacts;
use crate::question::{LONGEST_ANSWER, LONGEST_QUESTION, Question, one_line, paragraphs};
use chrono::{DateTime, NaiveTime, Utc};
use foundation::{london, time_of_day};
use serde::Deserialize;

/// The faults of the form: each a message and the name of its field.
pub(crate) type Faults = Vec<(String, &'static str)>;

/// Form data for the record of a question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecordForm {
    pub version: String,
    pub began: String,
    pub ended: String,
    pub answer: String,
    pub in_writing: String,
    pub supplementary: String,
    pub supplementary_answer: String,
    pub supplementary_in_writing: String,
    pub named: String,
    /// The agenda item from whose screen the form was sent, to redirect back to.
    pub at_item: String,
}

/// Formats a time of day with seconds: `18:31:20`.
fn shown(at: Option<DateTime<Utc>>) -> String {
    at.map(|at| london::local(at).format("%H:%M:%S").to_string()).unwrap_or_default()
}

fn ticked(is: bool) -> String {
    if is { "yes".to_owned() } else { String::new() }
}

impl RecordForm {
    /// Fills in the form for a question.
    pub(crate) fn of(question: &Question) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            version: question.version.to_string(),
            began: shown(question.started_at),
            ended: shown(question.ended_at),
            answer: text(&question.answer),
            in_writing: ticked(question.in_writing),
            supplementary: text(&question.supplementary),
            supplementary_answer: text(&question.supplementary_answer),
            supplementary_in_writing: ticked(question.supplementary_in_writing),
            named: ticked(question.named),
            at_item: String::new(),
        }
    }

    /// Checks whether the form is empty, so that nothing would be lost.
    pub(crate) fn is_empty(&self) -> bool {
        [&self.answer, &self.supplementary, &self.supplementary_answer].iter().all(|text| text.trim().is_empty())
    }
}

/// Parses a time of day as people write it, with or without seconds.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    NaiveTime::parse_from_str(text, "%H:%M:%S").ok().or_else(|| time_of_day::read(text))
}

/// Returns the instant for a field on the day of the meeting. An unchanged field keeps its value, including fractions of a second.
fn instant(facts: &MeetingFacts, before: Option<DateTime<Utc>>, sent: &str) -> Result<Option<DateTime<Utc>>, ()> {
    if sent.trim() == shown(before) {
        return Ok(before);
    }
    if sent.trim().is_empty() {
        return Ok(None);
    }
    time(sent).map(|time| Some(london::at(facts.meeting.held_on, time))).ok_or(())
}

/// Applies the form to the question, except its state, or returns the faults.
pub(crate) fn recorded(facts: &MeetingFacts, question: &Question, form: &RecordForm) -> Result<Question, Faults> {
    let mut faults = Faults::new();
    let mut text = |sent: &str, most: usize, field: &'static str| {
        let text = if field == "supplementary" { one_line(sent) } else { paragraphs(sent) };
        if text.chars().count() > most {
            faults.push((format!("This must be {most} characters or fewer"), field));
        }
        Some(text).filter(|text| !text.is_empty())
    };
    let answer = text(&form.answer, LONGEST_ANSWER, "answer");
    let has_supplementary = !question.absent && facts.supplementary > 0;
    let supplementary = text(&form.supplementary, LONGEST_QUESTION, "supplementary").filter(|_| has_supplementary);
    let supplementary_answer = text(&form.supplementary_answer, LONGEST_ANSWER, "supplementary_answer");
    let supplementary_answer = supplementary_answer.filter(|_| has_supplementary);
    let in_writing = form.in_writing == "yes";
    let supplementary_in_writing = form.supplementary_in_writing == "yes" && supplementary.is_some();
    if answer.is_none() && !in_writing {
        faults.push(("Enter the answer, or select that it will follow in writing".to_owned(), "answer"));
    }
    if supplementary.is_none() && supplementary_answer.is_some() {
        faults.push(("Enter the supplementary question that was answered".to_owned(), "supplementary"));
    }
    if supplementary.is_some() && supplementary_answer.is_none() && !supplementary_in_writing {
        let message = "Enter the answer to the supplementary question, or select that it will follow in writing";
        faults.push((message.to_owned(), "supplementary_answer"));
    }
    let (mut started_at, mut ended_at) = (question.started_at, question.ended_at);
    if !question.absent {
        for (at, sent, field) in [(&mut started_at, &form.began, "began"), (&mut ended_at, &form.ended, "ended")] {
            match instant(facts, *at, sent) {
                Ok(read) => *at = read,
                Err(()) => faults.push(("Enter a time, like 18:31:20 or 6.31pm".to_owned(), field)),
            }
        }
        if started_at.is_none() {
            faults.push(("Enter the time when the questioner started".to_owned(), "began"));
        }
        if ended_at.is_some_and(|ended| started_at.is_some_and(|started| ended < started)) {
            faults.push(("Finish time must be after the start time".to_owned(), "ended"));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Question {
        answer,
        in_writing,
        supplementary,
        supplementary_answer,
        supplementary_in_writing,
        named: form.named == "yes" && !question.absent,
        started_at,
        ended_at,
        ..question.clone()
    })
}
