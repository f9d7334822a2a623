//! The states of an annual report: draft, published, new draft, published.

use crate::kinds::{PUBLISH, WRITE};
use access::Action;
use std::fmt::Write as _;

/// The state of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is being written, and none of it has been published.
    Draft,
    /// Its latest version is published, and none is being written.
    Published,
    /// A version is published, and the next is being written.
    NewDraft,
}

db::stored_words!(State, word);

/// A step that takes a report from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To publish the draft.
    Publish,
    /// To start a new version.
    Reopen,
}

/// The condition on a step, apart from permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing.
    Nothing,
    /// The board has held a meeting in the year.
    Meeting,
    /// The board has, and a reason for the new version is given.
    MeetingAndReason,
}

/// A transition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transition {
    pub from: State,
    pub step: Step,
    pub to: State,
    /// The action that the user must have permission for.
    pub action: Action,
    pub needs: Needs,
}

/// All transitions.
pub(crate) const TRANSITIONS: [Transition; 3] = [
    Transition { from: State::Draft, step: Step::Publish, to: State::Published, action: PUBLISH, needs: Needs::Meeting },
    Transition { from: State::Published, step: Step::Reopen, to: State::NewDraft, action: WRITE, needs: Needs::Nothing },
    Transition {
        from: State::NewDraft,
        step: Step::Publish,
        to: State::Published,
        action: PUBLISH,
        needs: Needs::MeetingAndReason,
    },
];

impl State {
    pub(crate) const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::NewDraft];

    /// Returns the stored word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::NewDraft => "new draft",
        }
    }

    /// Returns the display name.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::NewDraft => "New draft",
        }
    }

    /// Returns its name in the diagram.
    fn name(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::NewDraft => "NewDraft",
        }
    }

    /// Checks whether its texts may be edited.
    pub(crate) fn is_open(self) -> bool {
        self != Self::Published
    }

    /// Returns the transition for a step from this state, or `None` if the step is not possible.
    pub(crate) fn by(self, step: Step) -> Option<&'static Transition> {
        TRANSITIONS.iter().find(|transition| transition.from == self && transition.step == step)
    }
}

impl Step {
    fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Reopen => "create a new draft",
        }
    }
}

impl Needs {
    fn words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Meeting => ", once the board has met in the year",
            Self::MeetingAndReason => ", with the reason for the new version",
        }
    }
}

/// Returns the states and transitions as a Mermaid diagram, which `docs/annual-reports.md` includes.
pub fn diagram() -> String {
    let mut diagram = String::from("stateDiagram-v2\n    [*] --> Draft: create\n");
    for Transition { from, step, to, action, needs } in TRANSITIONS {
        // Writing to a String cannot fail.
        let _ = writeln!(
            diagram,
            "    {} --> {}: {}{} (who can {})",
            from.name(),
            to.name(),
            step.word(),
            needs.words(),
            action.word
        );
    }
    diagram
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_as_they_are_stored_and_lead_on() {
        for state in State::ALL {
            assert!(TRANSITIONS.iter().any(|transition| transition.from == state), "{state:?} is no end");
        }
        assert!(State::Published.by(Step::Publish).is_none(), "what is published is not published again without a draft");
        assert!(State::Draft.by(Step::Reopen).is_none());
        assert_eq!(State::NewDraft.by(Step::Publish).map(|transition| transition.needs), Some(Needs::MeetingAndReason));
    }
}
