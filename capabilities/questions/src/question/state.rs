//! The states of a question, and one table of the transitions between them, with who may make each and under what condition.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The state of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Received,
    Returned,
    Accepted,
    Rejected,
    Merged,
    Withdrawn,
    Put,
    NotPut,
    Answered,
    AwaitingWrittenAnswer,
}

impl State {
    pub(crate) const ALL: [Self; 10] = [
        Self::Received,
        Self::Returned,
        Self::Accepted,
        Self::Rejected,
        Self::Merged,
        Self::Withdrawn,
        Self::Put,
        Self::NotPut,
        Self::Answered,
        Self::AwaitingWrittenAnswer,
    ];

    /// Returns the stored word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Merged => "merged",
            Self::Withdrawn => "withdrawn",
            Self::Put => "put",
            Self::NotPut => "not-put",
            Self::Answered => "answered",
            Self::AwaitingWrittenAnswer => "awaiting-written-answer",
        }
    }

    /// Returns the display name.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::Returned => "Sent back",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Merged => "Merged",
            Self::Withdrawn => "Withdrawn",
            Self::Put => "Put",
            Self::NotPut => "Not put",
            Self::Answered => "Answered",
            Self::AwaitingWrittenAnswer => "Awaiting written answer",
        }
    }

    pub(crate) fn colour(self) -> ui::TagColour {
        match self {
            Self::Received => ui::TagColour::Blue,
            Self::Returned | Self::AwaitingWrittenAnswer => ui::TagColour::Yellow,
            Self::Accepted | Self::Answered => ui::TagColour::Green,
            Self::Rejected => ui::TagColour::Red,
            Self::Merged | Self::Withdrawn | Self::NotPut => ui::TagColour::Grey,
            Self::Put => ui::TagColour::Teal,
        }
    }

    /// Checks whether nothing is left to do, so that the name and address are no longer needed.
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::Rejected | Self::Merged | Self::Withdrawn | Self::NotPut | Self::Answered)
    }

    /// Checks whether the question belongs in the plan: the state leads to the meeting or is reached in it.
    pub(crate) fn is_planned(self) -> bool {
        matches!(self, Self::Accepted | Self::Put | Self::NotPut | Self::Answered | Self::AwaitingWrittenAnswer)
    }
}

db::stored_words!(State, word);

/// An action on a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Accept,
    Reject,
    Merge,
    AskAgain,
    Reword,
    Withdraw,
    Reconsider,
    Put,
    LeaveOut,
    End,
    Answer,
    LeaveToWriting,
    TakeBack,
    Draft,
    SendAnswer,
}

impl Act {
    pub(crate) const ALL: [Self; 15] = [
        Self::Accept,
        Self::Reject,
        Self::Merge,
        Self::AskAgain,
        Self::Reword,
        Self::Withdraw,
        Self::Reconsider,
        Self::Put,
        Self::LeaveOut,
        Self::End,
        Self::Answer,
        Self::LeaveToWriting,
        Self::TakeBack,
        Self::Draft,
        Self::SendAnswer,
    ];

    /// Returns the word used in URLs and in the ledger.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Merge => "merge",
            Self::AskAgain => "ask-again",
            Self::Reword => "reword",
            Self::Withdraw => "withdraw",
            Self::Reconsider => "reconsider",
            Self::Put => "put",
            Self::LeaveOut => "leave-out",
            Self::End => "end",
            Self::Answer => "answer",
            Self::LeaveToWriting => "leave-to-writing",
            Self::TakeBack => "take-back",
            Self::Draft => "draft",
            Self::SendAnswer => "send-answer",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Returns what was done, worded to follow a name.
    pub(crate) fn done(self) -> &'static str {
        match self {
            Self::Accept => "accepted the question",
            Self::Reject => "rejected the question",
            Self::Merge => "merged the question with another",
            Self::AskAgain => "sent the question back",
            Self::Reword => "sent a new wording",
            Self::Withdraw => "withdrew the question",
            Self::Reconsider => "withdrew the decision",
            Self::Put => "recorded that the question was put",
            Self::LeaveOut => "recorded that the question was not put",
            Self::End => "recorded when the questioner finished",
            Self::Answer => "recorded the answer",
            Self::LeaveToWriting => "recorded that the answer will be in writing",
            Self::TakeBack => "withdrew what was recorded at the meeting",
            Self::Draft => "drafted the written answer",
            Self::SendAnswer => "sent the written answer",
        }
    }
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The questioner, using the private address in their receipt.
    Asker,
    /// A clerk of the board.
    Clerk,
}

/// The condition on a transition besides the state. Times are checked here; form fields are checked where they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Nothing,
    BeforeNoticeEnds,
    FromTheDayOfTheMeeting,
    AWording,
    AGroundAndReasons,
    AnotherQuestionOfTheMeeting,
    AnAnswerToEachQuestion,
    AWrittenAnswer,
}

/// A transition from one state to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transition {
    pub from: State,
    pub act: Act,
    pub to: State,
    pub who: Who,
    pub holds: Holds,
}

const fn withdrawal(from: State) -> Transition {
    Transition { from, act: Act::Withdraw, to: State::Withdrawn, who: Who::Asker, holds: Holds::Nothing }
}

const fn way(from: State, act: Act, to: State, holds: Holds) -> Transition {
    Transition { from, act, to, who: Who::Clerk, holds }
}

/// All transitions between states.
pub(crate) const TRANSITIONS: &[Transition] = &[
    way(State::Received, Act::Accept, State::Accepted, Holds::AWording),
    way(State::Received, Act::Reject, State::Rejected, Holds::AGroundAndReasons),
    way(State::Received, Act::Merge, State::Merged, Holds::AnotherQuestionOfTheMeeting),
    way(State::Received, Act::AskAgain, State::Returned, Holds::BeforeNoticeEnds),
    Transition { from: State::Returned, act: Act::Reword, to: State::Received, who: Who::Asker, holds: Holds::BeforeNoticeEnds },
    withdrawal(State::Received),
    withdrawal(State::Returned),
    withdrawal(State::Accepted),
    way(State::Returned, Act::Accept, State::Accepted, Holds::AWording),
    way(State::Returned, Act::Reject, State::Rejected, Holds::AGroundAndReasons),
    way(State::Returned, Act::Merge, State::Merged, Holds::AnotherQuestionOfTheMeeting),
    way(State::Accepted, Act::Reject, State::Rejected, Holds::AGroundAndReasons),
    way(State::Accepted, Act::Reconsider, State::Received, Holds::Nothing),
    way(State::Rejected, Act::Reconsider, State::Received, Holds::Nothing),
    way(State::Merged, Act::Reconsider, State::Received, Holds::Nothing),
    way(State::Accepted, Act::Put, State::Put, Holds::FromTheDayOfTheMeeting),
    way(State::Accepted, Act::LeaveOut, State::NotPut, Holds::FromTheDayOfTheMeeting),
    way(State::Put, Act::End, State::Put, Holds::Nothing),
    way(State::Put, Act::Answer, State::Answered, Holds::AnAnswerToEachQuestion),
    way(State::Put, Act::LeaveToWriting, State::AwaitingWrittenAnswer, Holds::Nothing),
    way(State::Put, Act::TakeBack, State::Accepted, Holds::Nothing),
    way(State::NotPut, Act::TakeBack, State::Accepted, Holds::Nothing),
    way(State::NotPut, Act::LeaveToWriting, State::AwaitingWrittenAnswer, Holds::Nothing),
    way(State::Answered, Act::Answer, State::Answered, Holds::AnAnswerToEachQuestion),
    way(State::Answered, Act::LeaveToWriting, State::AwaitingWrittenAnswer, Holds::Nothing),
    way(State::AwaitingWrittenAnswer, Act::Answer, State::Answered, Holds::AnAnswerToEachQuestion),
    way(State::AwaitingWrittenAnswer, Act::LeaveToWriting, State::AwaitingWrittenAnswer, Holds::Nothing),
    way(State::AwaitingWrittenAnswer, Act::Draft, State::AwaitingWrittenAnswer, Holds::Nothing),
    way(State::AwaitingWrittenAnswer, Act::SendAnswer, State::Answered, Holds::AWrittenAnswer),
];

/// The times needed to check whether an action is possible.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    /// When notice ends; `None` if the date of the meeting is not known.
    pub notice_ends: Option<DateTime<Utc>>,
    pub meeting: NaiveDate,
}

/// Returns the state that an action leads to, if `who` may do it now.
pub(crate) fn next(from: State, act: Act, who: Who, moment: &Moment) -> Option<State> {
    let found = TRANSITIONS.iter().find(|way| way.from == from && way.act == act && way.who == who)?;
    let holds = match found.holds {
        Holds::BeforeNoticeEnds => moment.notice_ends.is_some_and(|ends| moment.now <= ends),
        Holds::FromTheDayOfTheMeeting => moment.meeting <= moment.today,
        _ => true,
    };
    holds.then_some(found.to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn who(who: Who) -> &'static str {
        match who {
            Who::Asker => "the questioner",
            Who::Clerk => "a clerk of the board",
        }
    }

    fn holds(holds: Holds) -> &'static str {
        match holds {
            Holds::Nothing => "",
            Holds::BeforeNoticeEnds => "questions have not closed",
            Holds::FromTheDayOfTheMeeting => "it is the day of the meeting or later",
            Holds::AWording => "the wording to be read is given",
            Holds::AGroundAndReasons => "a ground, the reasons and whose decision it was are given",
            Holds::AnotherQuestionOfTheMeeting => "the other is a question at the same meeting, neither merged nor rejected",
            Holds::AnAnswerToEachQuestion => "the question and any supplementary question have answers",
            Holds::AWrittenAnswer => "a written answer has been written and checked",
        }
    }

    /// Returns a document with a diagram of the states and transitions.
    fn document() -> String {
        let mut text = String::from(
            "# The states of a public question\n\nMade from the table in `capabilities/questions/src/question/state.rs`; a test fails if they differ. \
         The guide is [public-questions.md](public-questions.md).\n\n```mermaid\nstateDiagram-v2\n    [*] --> received: ask\n",
        );
        let id = |state: State| state.word().replace('-', "_");
        for state in State::ALL.into_iter().filter(|state| state.word().contains('-')) {
            let _ = writeln!(text, "    state \"{}\" as {}", state.word(), id(state));
        }
        for way in TRANSITIONS {
            let _ = writeln!(text, "    {} --> {}: {}", id(way.from), id(way.to), way.act.word());
        }
        text += "```\n\n| From | Step | To | Who | Condition |\n| --- | --- | --- | --- | --- |\n\
             | | ask | received | a resident | questions have not closed, and the person or organisation has no other question at the meeting |\n";
        for way in TRANSITIONS {
            let cells = [way.from.word(), way.act.word(), way.to.word(), who(way.who), holds(way.holds)];
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        text.replace(" |  |", " | |")
    }

    #[test]
    fn the_document_is_that_of_the_table() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/question-states.md");
        if std::env::var_os("QUESTION_STATES_UPDATE").is_some() {
            std::fs::write(&file, document()).expect("written");
        }
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(text, document(), "run this test with QUESTION_STATES_UPDATE=1 and read the difference");
    }

    #[test]
    fn every_state_is_reached_and_each_way_stands_once() {
        for state in State::ALL {
            assert!(TRANSITIONS.iter().any(|way| way.to == state), "{state:?}");
        }
        for (at, way) in TRANSITIONS.iter().enumerate() {
            let twice = TRANSITIONS[at + 1..].iter().any(|other| other.from == way.from && other.act == way.act);
            assert!(!twice, "{way:?}");
        }
        for act in Act::ALL {
            assert!(TRANSITIONS.iter().any(|way| way.act == act), "{act:?}");
        }
    }

    #[test]
    fn time_is_looked_at() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let meeting = NaiveDate::from_ymd_opt(2024, 6, 11).expect("a day");
        let moment = |now: &str| Moment {
            now: at(now),
            today: at(now).date_naive(),
            notice_ends: Some(at("2024-06-10T15:00:00Z")),
            meeting,
        };
        let asker = |now: &str| next(State::Returned, Act::Reword, Who::Asker, &moment(now));
        assert_eq!(asker("2024-06-10T15:00:00Z"), Some(State::Received));
        assert_eq!(asker("2024-06-10T15:00:01Z"), None);
        assert_eq!(next(State::Returned, Act::Reword, Who::Clerk, &moment("2024-06-10T15:00:00Z")), None, "only whoever asked");
        assert_eq!(next(State::Accepted, Act::Put, Who::Clerk, &moment("2024-06-10T15:00:00Z")), None, "before the meeting");
        assert_eq!(next(State::Accepted, Act::Put, Who::Clerk, &moment("2024-06-11T18:00:00Z")), Some(State::Put));
        assert_eq!(next(State::Rejected, Act::Put, Who::Clerk, &moment("2024-06-11T18:00:00Z")), None);
    }
}
