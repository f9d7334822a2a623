//! The life of a public question, as one table of its states and the steps between them.

use chrono::{DateTime, NaiveDate, Utc};
use lifecycle::{Follows, Lifecycle, begin, step};
use serde::{Deserialize, Serialize};

lifecycle::words! {
    /// The state of a question. [`LIFE`] has the steps.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub(crate) enum State {
        Received = "received", "Received";
        Returned = "returned", "Sent back";
        Accepted = "accepted", "Accepted";
        Rejected = "rejected", "Rejected";
        Merged = "merged", "Merged";
        Withdrawn = "withdrawn", "Withdrawn";
        Put = "put", "Put";
        NotPut = "not-put", "Not put";
        Answered = "answered", "Answered";
        AwaitingWrittenAnswer = "awaiting-written-answer", "Awaiting written answer";
    }
}

lifecycle::words! {
    /// A step of a question.
    pub(crate) enum Act {
        Ask = "ask", "Ask";
        Accept = "accept", "Accept";
        AskAgain = "ask-again", "Send back";
        Merge = "merge", "Merge with another question";
        Reject = "reject", "Reject";
        Reconsider = "reconsider", "Withdraw the decision";
        Reword = "reword", "Send a new wording";
        Withdraw = "withdraw", "Withdraw";
        Put = "put", "Record as put";
        LeaveOut = "leave-out", "Record as not put";
        End = "end", "Record the end";
        Answer = "answer", "Record the answer";
        LeaveToWriting = "leave-to-writing", "Leave to a written answer";
        TakeBack = "take-back", "Undo";
        Draft = "draft", "Write the answer";
        SendAnswer = "send-answer", "Send the answer";
    }
}

lifecycle::words! {
    /// Those who take the steps.
    pub(crate) enum Who {
        /// Anyone, who then is the questioner.
        Resident = "a resident";
        /// The questioner, using the private address in their receipt.
        Asker = "the questioner";
        Clerk = "a clerk of the board";
    }
}

lifecycle::words! {
    /// The conditions of the steps. The times are checked by [`next`], the fields of a form where they are read.
    pub(crate) enum Holds {
        BeforeNoticeEnds = "questions have not closed";
        FirstOfTheMeeting = "the person or organisation has no other question at the meeting";
        FromTheDayOfTheMeeting = "it is the day of the meeting or later";
        AWording = "the wording to be read is given";
        AGroundAndReasons = "a ground, the reasons and whose decision it was are given";
        WhatToChange = "what needs to change is given";
        AnotherQuestionOfTheMeeting = "the other is a question at the same meeting, neither merged nor rejected";
        AnAnswerToEachQuestion = "the question and any supplementary question have answers";
        AWrittenAnswer = "a written answer has been written and checked";
    }
}

const CLERK: &[Who] = &[Who::Clerk];
const UNDECIDED: &[State] = &[State::Received, State::Returned];
const TELLS: &[Follows] = &[Follows::Email("the questioner")];

/// The life of a question.
pub(crate) static LIFE: Lifecycle<State, Act, Who, Holds> = Lifecycle {
    title: "The states of a public question",
    about: "From asking to the answer. The guide is [public-questions.md](public-questions.md).",
    table: &[
        begin(Act::Ask, State::Received)
            .by(&[Who::Resident])
            .when(&[Holds::BeforeNoticeEnds, Holds::FirstOfTheMeeting])
            .then(&[Follows::Email("the questioner, with a private address")]),
        step(Act::Accept, UNDECIDED, State::Accepted).by(CLERK).when(&[Holds::AWording]).then(TELLS),
        step(Act::AskAgain, &[State::Received], State::Returned)
            .by(CLERK)
            .when(&[Holds::BeforeNoticeEnds, Holds::WhatToChange])
            .then(TELLS),
        step(Act::Reword, &[State::Returned], State::Received).by(&[Who::Asker]).when(&[Holds::BeforeNoticeEnds]),
        step(Act::Merge, UNDECIDED, State::Merged).by(CLERK).when(&[Holds::AnotherQuestionOfTheMeeting]).then(TELLS),
        step(Act::Reject, &[State::Received, State::Returned, State::Accepted], State::Rejected)
            .by(CLERK)
            .when(&[Holds::AGroundAndReasons])
            .then(TELLS),
        step(Act::Reconsider, &[State::Accepted, State::Rejected, State::Merged], State::Received).by(CLERK).then(TELLS),
        step(Act::Withdraw, &[State::Received, State::Returned, State::Accepted], State::Withdrawn).by(&[Who::Asker]),
        step(Act::Put, &[State::Accepted], State::Put).by(CLERK).when(&[Holds::FromTheDayOfTheMeeting]),
        step(Act::LeaveOut, &[State::Accepted], State::NotPut).by(CLERK).when(&[Holds::FromTheDayOfTheMeeting]),
        step(Act::End, &[State::Put], State::Put).by(CLERK),
        step(Act::TakeBack, &[State::Put, State::NotPut], State::Accepted).by(CLERK),
        step(Act::Answer, &[State::Put, State::Answered, State::AwaitingWrittenAnswer], State::Answered)
            .by(CLERK)
            .when(&[Holds::AnAnswerToEachQuestion]),
        step(
            Act::LeaveToWriting,
            &[State::Put, State::NotPut, State::Answered, State::AwaitingWrittenAnswer],
            State::AwaitingWrittenAnswer,
        )
        .by(CLERK),
        step(Act::Draft, &[State::AwaitingWrittenAnswer], State::AwaitingWrittenAnswer).by(CLERK),
        step(Act::SendAnswer, &[State::AwaitingWrittenAnswer], State::Answered)
            .by(CLERK)
            .when(&[Holds::AWrittenAnswer])
            .then(TELLS),
    ],
    ends: &[State::Withdrawn],
};

impl State {
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

impl Act {
    /// Returns what was done, worded to follow a name.
    pub(crate) fn done(self) -> &'static str {
        match self {
            Self::Ask => "asked",
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
    let holds = |condition| match condition {
        Holds::BeforeNoticeEnds => moment.notice_ends.is_some_and(|ends| moment.now <= ends),
        Holds::FromTheDayOfTheMeeting => moment.meeting <= moment.today,
        _ => true,
    };
    LIFE.take(from, act, |taker| taker == who, holds).ok().map(|line| line.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_in_the_guide() {
        test_kit::assert_sound(&LIFE);
        test_kit::assert_documented("question-states.md", &[LIFE.markdown(1)]);
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
