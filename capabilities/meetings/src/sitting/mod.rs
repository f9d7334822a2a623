//! What is recorded at a meeting, and the rules that apply while it is in progress: who is present, whether it is quorate, how
//! votes count.

pub mod store;
pub mod tables;
pub mod vote;

use crate::interests::InterestKind;
use crate::meeting::{DraftItemId, PersonId};
use chrono::{DateTime, NaiveDate, Utc};
use lifecycle::{Follows, Lifecycle, begin, step};
use serde::{Deserialize, Serialize};

lifecycle::words! {
    /// The state of a meeting in progress. [`LIFE`] has the steps.
    pub enum SittingState {
        NotBegun = "not-begun", "Not started";
        Open = "open", "In progress";
        /// Adjourned, to be resumed.
        Adjourned = "adjourned", "Adjourned";
        Ended = "ended", "Ended";
    }
}

db::stored_words!(SittingState, word);

lifecycle::words! {
    /// A step of a meeting.
    pub enum SittingStep {
        Schedule = "schedule", "Schedule the meeting";
        Begin = "begin", "Start the meeting";
        UndoStart = "undo-start", "Undo the start";
        Adjourn = "adjourn", "Adjourn the meeting";
        Resume = "resume", "Resume the meeting";
        End = "end", "End the meeting";
        Reopen = "reopen", "Reopen the meeting";
    }
}

lifecycle::words! {
    /// Those who take the steps.
    pub enum Taker {
        Clerk = "the clerk";
    }
}

lifecycle::words! {
    /// The conditions of the steps.
    pub enum Condition {
        NotCancelled = "the meeting has not been cancelled";
        InTheChair = "a member who is present is in the chair";
        Time = "its time is given, unless it is today";
        AfterTheStart = "it is after the start of the meeting";
        NotInFuture = "its time is not in the future";
        NotCirculated = "the minutes have not been circulated";
        OnlyAttendance = "only attendance has been recorded";
        NoMinutes = "no minutes have been written";
        Reason = "a reason is given";
        Confirmed = "the clerk confirms it";
        ConfirmedIfEarly = "the clerk confirms a start before the day of the meeting";
    }
}

/// The life of a meeting, from its start to its end.
pub static LIFE: Lifecycle<SittingState, SittingStep, Taker, Condition> = Lifecycle {
    title: "States of a meeting",
    about: "A meeting from its start to its end.",
    table: &[
        begin(SittingStep::Schedule, SittingState::NotBegun).by(&[Taker::Clerk]),
        step(SittingStep::Begin, &[SittingState::NotBegun], SittingState::Open)
            .by(&[Taker::Clerk])
            .when(&[Condition::NotCancelled, Condition::InTheChair, Condition::Time, Condition::ConfirmedIfEarly])
            .then(&[Follows::Change("attendance is recorded")]),
        step(SittingStep::UndoStart, &[SittingState::Open], SittingState::NotBegun)
            .by(&[Taker::Clerk])
            .when(&[Condition::OnlyAttendance, Condition::NoMinutes, Condition::Reason])
            .then(&[Follows::Change("attendance is struck out")]),
        step(SittingStep::Adjourn, &[SittingState::Open], SittingState::Adjourned).by(&[Taker::Clerk]),
        step(SittingStep::Resume, &[SittingState::Adjourned], SittingState::Open).by(&[Taker::Clerk]),
        step(SittingStep::End, &[SittingState::Open, SittingState::Adjourned], SittingState::Ended)
            .by(&[Taker::Clerk])
            .when(&[Condition::Time, Condition::AfterTheStart, Condition::NotInFuture, Condition::Confirmed])
            .then(&[Follows::Change("the minutes can be circulated")]),
        step(SittingStep::Reopen, &[SittingState::Ended], SittingState::Open)
            .by(&[Taker::Clerk])
            .when(&[Condition::NotCirculated, Condition::Reason]),
    ],
    ends: &[],
};

/// A member's attendance at a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Present.
    Present,
    /// Sent apologies.
    Apologies,
    /// Absent on council business.
    CouncilBusiness,
    /// Neither present nor excused.
    Absent,
}

impl Standing {
    /// All values, in the order in which they are shown.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Present, "present", "Present"),
        (Self::Apologies, "apologies", "Apologies"),
        (Self::CouncilBusiness, "council_business", "On Council business"),
        (Self::Absent, "absent", "Absent"),
    ];

    /// Returns the attendance for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == word).map(|(standing, _, _)| standing)
    }
}

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// For.
    For,
    /// Against.
    Against,
    /// Abstained.
    Abstained,
}

impl Choice {
    /// Returns the vote for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "for" => Some(Self::For),
            "against" => Some(Self::Against),
            "abstained" => Some(Self::Abstained),
            _ => None,
        }
    }
}

/// What is recorded in an entry.
#[allow(missing_docs, reason = "each variant says what its fields are")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recorded {
    /// A member's attendance at the start of the meeting.
    Attendance { person: i64, standing: Standing },
    /// A member arrived or came back.
    Arrived { person: i64 },
    /// A member left.
    Left { person: i64 },
    /// An officer who is present.
    Officer { name: String, post: Option<String> },
    /// Another person who is present.
    Guest { name: String },
    /// An interest was declared, when the item was reached or when it became apparent.
    Declared { person: i64, interest: String, nature: String, is_sensitive: bool, withdrew: bool },
    /// A motion, or an amendment to one.
    Motion { text: String, mover: Option<i64>, seconder: Option<i64>, amends: Option<i64> },
    /// A vote on a motion.
    Vote { motion: i64, votes: Votes, carried: bool },
    /// A resolution.
    Resolution { form: String, clauses: Vec<String>, publishable: bool },
    /// An action: who is to do what, and by when.
    Action { owner: String, task: String, due_on: Option<NaiveDate> },
    /// The public is excluded for this item (Local Government Act 1972, section 100A(4)).
    Exclusion { paragraphs: Vec<u8> },
    /// The public is let in again.
    Readmission,
    /// A recommendation to another body.
    Recommendation { body: String, text: String },
    /// The meeting was adjourned.
    Adjourned { why: String },
    /// The meeting was resumed.
    Resumed,
    /// The meeting was reopened after it had ended, with the reason. This is an act of the clerk and is not minuted.
    Reopened { why: String, ended_at: Option<DateTime<Utc>> },
    /// The start was undone, with the reason. This is not minuted.
    StartUndone { why: String },
    /// Minutes of an earlier meeting were approved.
    MinutesApproved { meeting: i64, held_on: NaiveDate, signed_by: Option<String> },
}

db::stored_json!(Recorded);

impl Recorded {
    /// Checks whether it is an arrival or departure, which can recur.
    pub fn is_movement(&self) -> bool {
        matches!(self, Self::Arrived { .. } | Self::Left { .. })
    }

    /// Checks whether it can be recorded only once at an item, so that a repeat is a mistake.
    pub fn is_said_once(&self) -> bool {
        !self.is_movement()
            && !matches!(self, Self::Attendance { .. } | Self::Motion { .. } | Self::Exclusion { .. } | Self::Readmission)
    }

    /// Checks whether it belongs to the start of the meeting, which can be undone while nothing else is recorded.
    pub fn is_about_the_start(&self) -> bool {
        self.is_of_the_record() || matches!(self, Self::Attendance { .. })
    }

    /// Checks whether it is an act on the record itself, which cannot be struck out.
    pub fn is_of_the_record(&self) -> bool {
        matches!(self, Self::Reopened { .. } | Self::StartUndone { .. })
    }
}

/// The votes cast.
#[allow(missing_docs, reason = "each variant says what its fields are")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Votes {
    /// By show of hands, as counts.
    Hands { in_favour: u32, against: u32, abstained: u32, casting: Option<Choice> },
    /// Recorded by name.
    Named { votes: Vec<(i64, Choice)>, casting: Option<Choice> },
}

/// An entry in the record of a meeting.
#[derive(Clone, Debug, db::Row)]
#[row(table = "sitting_entry", unread(meeting_id, recorded_at, struck_at))]
pub struct Entry {
    /// The key.
    pub id: i64,
    /// The item at which it was recorded; `None` if it belongs to the meeting as a whole.
    #[row(column = "item_id")]
    pub item: Option<DraftItemId>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What was recorded.
    #[row(column = "content")]
    pub what: Recorded,
    /// The person who recorded it, as named in the ledger.
    pub recorded_by: String,
    /// The person who struck it out as wrong.
    pub struck_by: Option<String>,
}

impl Entry {
    /// Checks whether it counts, because it was not struck out.
    pub fn stands(&self) -> bool {
        self.struck_by.is_none()
    }
}

/// Returns the members who are present after all entries.
pub fn present(entries: &[Entry]) -> Vec<PersonId> {
    let mut here: Vec<PersonId> = Vec::new();
    let mut ordered: Vec<&Entry> = entries.iter().filter(|entry| entry.stands()).collect();
    ordered.sort_by_key(|entry| (entry.at, entry.id));
    for entry in ordered {
        let (person, is_here) = match &entry.what {
            Recorded::Attendance { person, standing } => (*person, *standing == Standing::Present),
            Recorded::Arrived { person } => (*person, true),
            Recorded::Left { person } | Recorded::Declared { person, withdrew: true, .. } => (*person, false),
            _ => continue,
        };
        let Some(person) = PersonId::new(person) else { continue };
        here.retain(|known| *known != person);
        if is_here {
            here.push(person);
        }
    }
    here
}

/// Returns the members who may not take part in an item because of a disclosable pecuniary interest in it.
pub fn barred(entries: &[Entry], item: DraftItemId) -> Vec<PersonId> {
    let of_item = entries.iter().filter(|entry| entry.stands() && entry.item == Some(item));
    let declared = of_item.filter_map(|entry| match &entry.what {
        Recorded::Declared { person, interest, .. }
            if InterestKind::read(interest).is_some_and(InterestKind::bars_from_taking_part) =>
        {
            PersonId::new(*person)
        }
        _ => None,
    });
    declared.collect()
}

/// Checks whether the public is excluded at this item, according to the entries so far.
pub fn is_closed(entries: &[Entry]) -> bool {
    let mut closed = false;
    for entry in entries.iter().filter(|entry| entry.stands()) {
        match entry.what {
            Recorded::Exclusion { .. } => closed = true,
            Recorded::Readmission => closed = false,
            _ => {}
        }
    }
    closed
}

/// Checks whether a vote on this motion already counts.
pub fn is_voted_on(entries: &[Entry], motion: i64) -> bool {
    entries.iter().any(|entry| entry.stands() && matches!(entry.what, Recorded::Vote { motion: known, .. } if known == motion))
}

#[cfg(test)]
mod tests;
