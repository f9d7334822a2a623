//! Publishing question time: what was asked and answered at a meeting, without the questioners.

use crate::question::Question;
use crate::question::facts::MeetingFacts;
use crate::question::state::State;
use crate::{asking, question};
use chrono::NaiveDate;
use db::Connection;
use foundation::{civil_date, london};
use meetings::MeetingId;
use publications::{NewPublication, Outcome, Publishing};
use serde::{Deserialize, Serialize};
use web::{Error, Result};

/// The kind of publication.
pub(crate) const KIND: &str = "question-time";

/// The content of a publication of kind `question-time`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QuestionTime {
    /// The board's name.
    pub board: String,
    /// The day of the meeting.
    pub held_on: NaiveDate,
    /// The questions in the order in which they were put.
    pub questions: Vec<PublishedQuestion>,
}

/// A question that was put.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublishedQuestion {
    /// Its reference: `PQ/SAF/2024/3`.
    pub reference: String,
    /// The agenda item that it relates to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The questioner's name, if they agreed at the meeting to be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The question as it was read.
    pub question: String,
    /// Whether the questioner was absent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub absent: bool,
    /// The answer given at the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The supplementary question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary: Option<String>,
    /// Its answer at the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary_answer: Option<String>,
    /// Whether a written answer is still to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_be_written: bool,
    /// The written answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_answer: Option<String>,
    /// The day on which it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_on: Option<NaiveDate>,
}

/// Returns the record name of a meeting's question time publications.
pub(crate) fn record_name(meeting: MeetingId) -> String {
    format!("meeting/{meeting}/questions")
}

/// Checks whether a question belongs on the public record: it was put, or the questioner was absent and gets a written answer.
fn is_public(question: &Question) -> bool {
    matches!(question.state, State::Put | State::Answered | State::AwaitingWrittenAnswer)
}

/// Returns a question as published; `name` is the questioner's, which is included only if they agreed.
pub(crate) fn published(question: &Question, name: Option<String>) -> PublishedQuestion {
    let sent = question.written_sent_at.is_some();
    PublishedQuestion {
        reference: question.reference.clone(),
        item: question.item.clone(),
        name: name.filter(|_| question.named),
        question: question.words().to_owned(),
        absent: question.absent,
        answer: question.answer.clone(),
        supplementary: question.supplementary.clone(),
        supplementary_answer: question.supplementary_answer.clone(),
        to_be_written: question.state == State::AwaitingWrittenAnswer,
        // A written answer that has not been sent is a draft.
        written_answer: question.written_answer.clone().filter(|_| sent),
        written_on: question.written_sent_at.map(|at| london::local(at).date()),
    }
}

/// Returns the current content of a meeting's question time for publication.
pub(crate) async fn question_time(connection: &Connection, facts: &MeetingFacts) -> Result<QuestionTime> {
    let mut questions = Vec::new();
    for question in question::store::of_meeting(connection, facts.meeting.id).await?.iter().filter(|one| is_public(one)) {
        let name = if question.named { asking::store::asker(connection, question.id).await?.map(|who| who.name) } else { None };
        questions.push(published(question, name));
    }
    Ok(QuestionTime { board: facts.meeting.board_name.clone(), held_on: facts.meeting.held_on, questions })
}

/// Publishes a meeting's question time in its current state.
pub(crate) async fn publish(
    transaction: &db::WriteTransaction,
    facts: &MeetingFacts,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let content = question_time(transaction, facts).await?;
    let record = record_name(facts.meeting.id);
    let title = format!("Public questions, {}, {}", content.board, civil_date::written(content.held_on));
    let content = serde_json::to_string(&content).map_err(|error| Error::Content(error.to_string()))?;
    Ok(publications::publish(transaction, &NewPublication { kind: KIND, record: &record, title: &title, content }, publishing)
        .await?)
}
