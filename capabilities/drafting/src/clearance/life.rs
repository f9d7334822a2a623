//! The life of one person's clearance on the path of a report.

use lifecycle::{Follows, Lifecycle, begin, step};

lifecycle::words! {
    /// The state of a clearance. [`LIFE`] has the steps.
    pub(crate) enum ClearanceState {
        /// It has not been reached yet or is waiting to be cleared.
        Waiting = "waiting", "Awaiting clearance";
        /// It has been cleared.
        Cleared = "cleared", "Cleared";
        /// It was cleared, but the text has changed since.
        Again = "again", "Needs clearing again";
    }
}

db::stored_words!(ClearanceState, word);

lifecycle::words! {
    /// A step of a clearance.
    pub(crate) enum ClearanceStep {
        Send = "send", "Send for clearance";
        Clear = "clear", "Clear";
        Write = "write", "Change";
    }
}

lifecycle::words! {
    /// Those who take the steps.
    pub(crate) enum Taker {
        Writer = "an author or a clerk";
        Clearer = "the person whose turn it is, or their deputy";
    }
}

lifecycle::words! {
    /// The conditions of the steps.
    pub(crate) enum Condition {
        SameText = "the text is the one that they cleared";
    }
}

/// The life of a clearance.
pub(crate) static LIFE: Lifecycle<ClearanceState, ClearanceStep, Taker, Condition> = Lifecycle {
    title: "The states of one clearance",
    about: "Each person on the path clears a text. The clearance counts for that text only, and counts again if the text is changed back to it.",
    table: &[
        begin(ClearanceStep::Send, ClearanceState::Cleared).by(&[Taker::Writer]).when(&[Condition::SameText]),
        begin(ClearanceStep::Send, ClearanceState::Waiting).by(&[Taker::Writer]).then(&[Follows::Deadline("the clearance")]),
        step(ClearanceStep::Clear, &[ClearanceState::Waiting, ClearanceState::Again], ClearanceState::Cleared)
            .by(&[Taker::Clearer]),
        step(ClearanceStep::Write, &[ClearanceState::Waiting], ClearanceState::Waiting).by(&[Taker::Writer]),
        step(ClearanceStep::Write, &[ClearanceState::Cleared, ClearanceState::Again], ClearanceState::Cleared)
            .by(&[Taker::Writer])
            .when(&[Condition::SameText]),
        step(ClearanceStep::Write, &[ClearanceState::Cleared, ClearanceState::Again], ClearanceState::Again).by(&[Taker::Writer]),
    ],
    ends: &[],
};
