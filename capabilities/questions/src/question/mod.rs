//! A question as stored, without the questioner.

pub(crate) mod decision_pages;
pub(crate) mod facts;
pub(crate) mod list_pages;
pub(crate) mod pages;
pub(crate) mod state;
pub(crate) mod store;

use crate::question::state::{Act, Moment, State, Who};
use access::{Place, Record};
use chrono::{DateTime, TimeDelta, Utc};
use foundation::text::clean_line;
use meetings::MeetingId;

db::record_id!(
    /// The key of a public question.
    QuestionId
);

/// The maximum length of a question, in characters: what can be read aloud in three minutes with room to spare.
pub(crate) const LONGEST_QUESTION: usize = 2_000;

/// The maximum length of an answer and of reasons, in characters.
pub(crate) const LONGEST_ANSWER: usize = 10_000;

/// The ground on which a question is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    NotResponsible,
    Improper,
    Same,
    Exempt,
    Application,
    NotPublic,
    NotOnAgenda,
    NotResident,
    Second,
}

impl Ground {
    pub(crate) const ALL: [Self; 9] = [
        Self::NotResponsible,
        Self::Improper,
        Self::Same,
        Self::Exempt,
        Self::Application,
        Self::NotPublic,
        Self::NotOnAgenda,
        Self::NotResident,
        Self::Second,
    ];

    /// Returns the stored word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::NotResponsible => "not-responsible",
            Self::Improper => "improper",
            Self::Same => "same",
            Self::Exempt => "exempt",
            Self::Application => "application",
            Self::NotPublic => "not-public",
            Self::NotOnAgenda => "not-on-agenda",
            Self::NotResident => "not-resident",
            Self::Second => "second",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }

    /// Returns the ground, worded to follow ‘because it’. `months` is the number of months within which a
    /// question is not put again.
    pub(crate) fn words(self, months: u32) -> String {
        match self {
            Self::NotResponsible => {
                "is not about a matter for which the Council has a responsibility or which affects the Borough".to_owned()
            }
            Self::Improper => "is defamatory, frivolous, offensive, abusive or racist".to_owned(),
            Self::Same => {
                format!("is substantially the same as a question put at a meeting of the Council in the past {months} months")
            }
            Self::Exempt => "needs confidential or exempt information to be disclosed".to_owned(),
            Self::Application => "is about a planning or licensing application".to_owned(),
            Self::NotPublic => "is about a matter that is not dealt with in the public part of a meeting".to_owned(),
            Self::NotOnAgenda => "is not about a matter on the agenda".to_owned(),
            Self::NotResident => "was not asked by a resident of the Borough".to_owned(),
            Self::Second => "is a further question of the same person or organisation at one meeting".to_owned(),
        }
    }
}

db::stored_words!(Ground, word);

/// A public question.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that was written down in the meeting")]
#[derive(Clone, Debug, db::Row)]
#[row(table = "public_question", unread(year, number, form_hash, token_hash))]
pub(crate) struct Question {
    pub id: QuestionId,
    #[row(column = "meeting_id")]
    pub meeting: MeetingId,
    pub board: Place,
    pub reference: String,
    pub received_at: DateTime<Utc>,
    pub state: State,
    pub version: i64,
    /// The question as it was asked.
    pub text: String,
    /// The question as it was asked before it was sent back.
    pub earlier_text: Option<String>,
    /// The title of the agenda item that it relates to.
    pub item: Option<String>,
    /// The wording to be read, once accepted.
    pub wording: Option<String>,
    pub ground: Option<Ground>,
    /// Why it was rejected, or what should be changed.
    pub reasons: Option<String>,
    /// Whose decision it was: the Chair's or the proper officer's.
    pub decided_by: Option<String>,
    pub merged_into: Option<QuestionId>,
    pub position: Option<i64>,
    pub minutes: Option<i64>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the questioner was absent when it was called.
    pub absent: bool,
    /// Whether the questioner agreed at the meeting to be named on the record.
    pub named: bool,
    pub answer: Option<String>,
    pub in_writing: bool,
    pub supplementary: Option<String>,
    pub supplementary_answer: Option<String>,
    pub supplementary_in_writing: bool,
    pub written_answer: Option<String>,
    pub written_sent_at: Option<DateTime<Utc>>,
    pub changed_by: String,
    pub changed_at: DateTime<Utc>,
    pub last_act: String,
}

impl Question {
    /// Returns the facts that permission checks need.
    pub(crate) fn facts(&self) -> Record<'_> {
        Record { id: self.id.get(), place: Some(&self.board), ..Record::default() }
    }

    /// Returns its name in the ledger.
    pub(crate) fn record_name(&self) -> String {
        format!("public-question/{}", self.id)
    }

    /// Returns the path of its page for clerks.
    pub(crate) fn address(&self) -> String {
        format!("/questions/{}", self.id)
    }

    /// Returns the wording that will be or was read, or the original if there is no decision yet.
    pub(crate) fn words(&self) -> &str {
        self.wording.as_deref().unwrap_or(&self.text)
    }

    /// Returns the first words, for lists.
    pub(crate) fn beginning(&self) -> String {
        beginning(self.words())
    }

    /// Returns the state after a clerk's action, or `None` if the action is not possible now.
    pub(crate) fn after(&self, act: Act, moment: &Moment) -> Option<State> {
        state::next(self.state, act, Who::Clerk, moment)
    }

    /// Returns how long the questioner took, up to `now` if they have not finished.
    pub(crate) fn taken(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let start = self.started_at?;
        Some((self.ended_at.unwrap_or(now) - start).max(TimeDelta::zero()))
    }
}

/// Returns the first words of a text, for lists.
pub(crate) fn beginning(text: &str) -> String {
    const MOST: usize = 140;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before))
}

/// Formats a duration like a clock: `2:05`.
pub(crate) fn clock(taken: TimeDelta) -> String {
    format!("{}:{:02}", taken.num_minutes(), taken.num_seconds().rem_euclid(60))
}

/// Cleans up input as paragraphs, each on one line.
pub(crate) fn paragraphs(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(clean_line).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_sent_becomes_plain() {
        assert_eq!(paragraphs("One.\r\n\r\n  Two\tthree. \n\u{7}\n"), "One.\nTwo three.");
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let long = "lantern ".repeat(40);
        let cut = beginning(&long);
        assert!(cut.ends_with("lantern…") && cut.chars().count() <= 141, "{cut}");
        assert_eq!(beginning("Why?"), "Why?");
        assert!(beginning(&"é".repeat(200)).ends_with('…'));
    }

    #[test]
    fn durations_read_like_a_clock() {
        assert_eq!(clock(TimeDelta::seconds(185)), "3:05");
        assert_eq!(clock(TimeDelta::zero()), "0:00");
    }
}
