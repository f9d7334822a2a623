//! The life of an annual report: draft, published, new draft, published.

use lifecycle::{Follows, Lifecycle, begin, step};

lifecycle::words! {
    /// The state of a report. [`LIFE`] has the steps.
    pub(crate) enum State {
        /// It is being written, and none of it has been published.
        Draft = "draft", "Draft";
        /// Its latest version is published, and none is being written.
        Published = "published", "Published";
        /// A version is published, and the next is being written.
        NewDraft = "new draft", "New draft";
    }
}

db::stored_words!(State, word);

lifecycle::words! {
    /// A step of a report.
    pub(crate) enum Step {
        Create = "create", "Create";
        Publish = "publish", "Publish";
        Reopen = "reopen", "Create new draft";
    }
}

lifecycle::words! {
    /// Those who take the steps: who has this permission for the board's annual reports.
    pub(crate) enum Taker {
        Writer = "who can write it";
        Publisher = "who can publish it";
    }
}

lifecycle::words! {
    /// The conditions of the steps.
    pub(crate) enum Condition {
        Met = "the board has met in the year";
        Reason = "the reason for the new version is given";
        AsRead = "nothing has changed since they read it";
    }
}

/// The life of an annual report.
pub(crate) static LIFE: Lifecycle<State, Step, Taker, Condition> = Lifecycle {
    title: "The states of an annual report",
    about: "The clerks of the board can write and publish it. The guide is [annual-reports.md](annual-reports.md).",
    table: &[
        begin(Step::Create, State::Draft).by(&[Taker::Writer]),
        step(Step::Publish, &[State::Draft], State::Published)
            .by(&[Taker::Publisher])
            .when(&[Condition::Met, Condition::AsRead])
            .then(&[Follows::Publication("the annual report")]),
        step(Step::Reopen, &[State::Published], State::NewDraft).by(&[Taker::Writer]),
        step(Step::Publish, &[State::NewDraft], State::Published)
            .by(&[Taker::Publisher])
            .when(&[Condition::Met, Condition::Reason, Condition::AsRead])
            .then(&[Follows::Publication("a new version of the annual report")]),
    ],
    ends: &[],
};

impl State {
    /// Checks whether its texts may be edited.
    pub(crate) fn is_open(self) -> bool {
        self != Self::Published
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_in_the_guide() {
        test_kit::assert_sound(&LIFE);
        test_kit::assert_documented("annual-report-states.md", &[LIFE.markdown(1)]);
    }

    #[test]
    fn what_is_published_is_not_published_again_without_a_draft() {
        assert!(LIFE.take(State::Published, Step::Publish, |_| true, |_| true).is_err());
        assert!(LIFE.take(State::Draft, Step::Reopen, |_| true, |_| true).is_err());
        let again = LIFE.take(State::NewDraft, Step::Publish, |_| true, |_| true).expect("a new draft is published");
        assert!(again.needs(Condition::Reason));
    }
}
