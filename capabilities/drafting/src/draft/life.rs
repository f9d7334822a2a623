//! The life of a draft, from the first word to publication.

use lifecycle::{Follows, Lifecycle, begin, step};

lifecycle::words! {
    /// The status of a draft. [`LIFE`] has the steps.
    pub(crate) enum State {
        /// It is being written.
        Drafting = "drafting", "Draft";
        /// It is waiting to be cleared.
        InClearance = "in-clearance", "Awaiting clearance";
        /// Everyone on its path has cleared the current content.
        Cleared = "cleared", "Cleared";
        /// It is public.
        Published = "published", "Published";
    }
}

db::stored_words!(State, word);

lifecycle::words! {
    /// A step of a draft.
    pub(crate) enum Step {
        Start = "start", "Start";
        Write = "write", "Change";
        Send = "send", "Send for clearance";
        Clear = "clear", "Clear";
        GiveBack = "give-back", "Return to its authors";
        TakeBack = "take-back", "Withdraw from clearance";
        Publish = "publish", "Publish";
    }
}

lifecycle::words! {
    /// Those who take the steps.
    pub(crate) enum Taker {
        Author = "an author";
        Clerk = "a clerk";
        Clearer = "the person whose turn it is, or their deputy";
        Agenda = "the publication of its agenda";
    }
}

lifecycle::words! {
    /// The conditions of the steps.
    pub(crate) enum Condition {
        AsRead = "nothing has changed since they read it";
        Complete = "every required section has text, and every figure and image can be found";
        Reason = "reasons are given";
        AllCleared = "everyone on its path has cleared the current text";
    }
}

const WRITERS: &[Taker] = &[Taker::Author, Taker::Clerk];
const SENT: &[State] = &[State::InClearance, State::Cleared];

/// The life of a draft.
pub(crate) static LIFE: Lifecycle<State, Step, Taker, Condition> = Lifecycle {
    title: "The states of a report",
    about: "From the first word to publication. The guide is [reports.md](reports.md).",
    table: &[
        begin(Step::Start, State::Drafting).by(WRITERS).then(&[Follows::Ledger("created")]),
        step(Step::Write, &[State::Drafting], State::Drafting).by(WRITERS),
        step(Step::Send, &[State::Drafting], State::Cleared)
            .by(WRITERS)
            .when(&[Condition::AsRead, Condition::Complete, Condition::AllCleared])
            .then(&[Follows::Ledger("sent for clearance"), Follows::Email("its authors")]),
        step(Step::Send, &[State::Drafting], State::InClearance)
            .by(WRITERS)
            .when(&[Condition::AsRead, Condition::Complete])
            .then(&[
                Follows::Ledger("sent for clearance"),
                Follows::Deadline("each clearance"),
                Follows::Email("the person who is first to clear it"),
            ]),
        step(Step::Clear, &[State::InClearance], State::Cleared)
            .by(&[Taker::Clearer])
            .when(&[Condition::AsRead, Condition::AllCleared])
            .then(&[Follows::Ledger("cleared"), Follows::Email("its authors")]),
        step(Step::Clear, &[State::InClearance], State::InClearance)
            .by(&[Taker::Clearer])
            .when(&[Condition::AsRead])
            .then(&[Follows::Email("the person who is next to clear it")]),
        step(Step::GiveBack, &[State::InClearance], State::Drafting)
            .by(&[Taker::Clearer])
            .when(&[Condition::AsRead, Condition::Reason])
            .then(&[Follows::Ledger("returned to its authors"), Follows::Email("its authors")]),
        step(Step::TakeBack, SENT, State::Drafting).by(WRITERS).when(&[Condition::AsRead, Condition::Reason]).then(&[
            Follows::Ledger("withdrawn from clearance"),
            Follows::Email("its authors, and the person whose turn it was or the clerks"),
        ]),
        step(Step::Write, SENT, State::Cleared)
            .by(WRITERS)
            .when(&[Condition::AllCleared])
            .then(&[Follows::Ledger("changed after it was cleared")]),
        step(Step::Write, SENT, State::InClearance).by(WRITERS).then(&[
            Follows::Ledger("changed after it was cleared"),
            Follows::Change("the people who cleared the earlier text clear it again"),
            Follows::Email("the first of them"),
        ]),
        step(Step::Publish, &[State::Cleared, State::Published], State::Published)
            .by(&[Taker::Agenda])
            .then(&[Follows::Ledger("published"), Follows::Publication("the report")]),
        step(Step::Write, &[State::Published], State::Drafting).by(WRITERS).then(&[
            Follows::Ledger("changed after it was cleared"),
            Follows::Change("the published version stays public until the next is published"),
        ]),
    ],
    ends: &[],
};

impl State {
    pub(crate) fn colour(self) -> ui::TagColour {
        match self {
            Self::Drafting => ui::TagColour::Blue,
            Self::InClearance => ui::TagColour::Yellow,
            Self::Cleared | Self::Published => ui::TagColour::Green,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clearance::life::LIFE as CLEARANCE;

    #[test]
    fn the_tables_are_sound_and_in_the_guide() {
        test_kit::assert_sound(&LIFE);
        test_kit::assert_sound(&CLEARANCE);
        test_kit::assert_documented("report-states.md", &[LIFE.markdown(1), CLEARANCE.markdown(2)]);
    }

    #[test]
    fn only_what_was_cleared_is_published_and_only_in_clearance_is_it_cleared() {
        let is_possible = |state, step| LIFE.take(state, step, |_| true, |_| true).is_ok();
        assert!(!is_possible(State::Drafting, Step::Publish));
        assert!(!is_possible(State::InClearance, Step::Publish));
        assert!(!is_possible(State::Drafting, Step::Clear));
        assert!(!is_possible(State::Cleared, Step::Send));
    }

    #[test]
    fn the_last_clearance_clears_the_report() {
        let to = |all| {
            let holds = |condition| condition == Condition::AsRead || all;
            LIFE.take(State::InClearance, Step::Clear, |taker| taker == Taker::Clearer, holds).map(|line| line.to)
        };
        assert_eq!(to(true), Ok(State::Cleared));
        assert_eq!(to(false), Ok(State::InClearance));
    }
}
