//! The life of minutes, from first circulation to signed record.

use lifecycle::{Follows, Lifecycle, begin, step};

lifecycle::words! {
    /// The state of minutes. [`LIFE`] has the steps.
    pub enum MinutesState {
        /// Visible only to the clerk.
        Drafting = "drafting", "Not circulated";
        /// Published as a draft and sent to the members.
        Circulated = "circulated", "Draft";
        /// Published again with corrections.
        Corrected = "corrected", "Corrected draft";
        /// Approved by the board.
        Approved = "approved", "Approved";
        /// Signed as a correct record.
        Signed = "signed", "Signed";
    }
}

db::stored_words!(MinutesState, word);

lifecycle::words! {
    /// A step of minutes.
    pub enum MinutesStep {
        Draft = "draft", "Draft";
        Circulate = "circulate", "Circulate";
        Correct = "correct", "Correct";
        Approve = "approve", "Approve";
        Sign = "sign", "Approve and sign";
    }
}

lifecycle::words! {
    /// Those who take the steps. The clerk records what the board did.
    pub enum Taker {
        Clerk = "the clerk";
    }
}

lifecycle::words! {
    /// The conditions of the steps.
    pub enum Condition {
        Ended = "the meeting has ended";
        DayHasCome = "the day of the meeting has come";
        Reason = "a reason is given";
        Changed = "something differs from the published minutes";
        LaterMeeting = "a later meeting of the board has started, and its day has come";
    }
}

const CIRCULATED: &[MinutesState] = &[MinutesState::Circulated, MinutesState::Corrected];
const PUBLISHED: Follows = Follows::Publication("the minutes");

/// The life of minutes. Minutes that were published elsewhere begin as circulated.
pub static LIFE: Lifecycle<MinutesState, MinutesStep, Taker, Condition> = Lifecycle {
    title: "States of minutes",
    about: "How minutes become the record. Each step but the first draft publishes a version, with its reason.",
    table: &[
        begin(MinutesStep::Draft, MinutesState::Drafting).by(&[Taker::Clerk]),
        step(MinutesStep::Circulate, &[MinutesState::Drafting], MinutesState::Circulated)
            .by(&[Taker::Clerk])
            .when(&[Condition::Ended, Condition::DayHasCome])
            .then(&[PUBLISHED, Follows::Email("members and followers"), Follows::Change("actions are followed")]),
        step(MinutesStep::Correct, CIRCULATED, MinutesState::Corrected)
            .by(&[Taker::Clerk])
            .when(&[Condition::Reason, Condition::Changed])
            .then(&[PUBLISHED, Follows::Email("members and followers"), Follows::Change("actions are followed")]),
        step(MinutesStep::Approve, CIRCULATED, MinutesState::Approved)
            .by(&[Taker::Clerk])
            .when(&[Condition::LaterMeeting])
            .then(&[PUBLISHED]),
        step(
            MinutesStep::Sign,
            &[MinutesState::Circulated, MinutesState::Corrected, MinutesState::Approved],
            MinutesState::Signed,
        )
        .by(&[Taker::Clerk])
        .when(&[Condition::LaterMeeting])
        .then(&[PUBLISHED]),
    ],
    ends: &[MinutesState::Signed],
};

impl MinutesState {
    /// Checks whether nothing can be changed any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Signed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_in_the_guide() {
        test_kit::assert_sound(&LIFE);
        test_kit::assert_documented("minutes-states.md", &[LIFE.markdown(1)]);
    }

    #[test]
    fn signed_minutes_are_changed_by_nothing() {
        let is_possible = |state, step| LIFE.take(state, step, |_| true, |_| true).is_ok();
        assert!(MinutesStep::ALL.into_iter().all(|step| !is_possible(MinutesState::Signed, step)));
        assert!(!is_possible(MinutesState::Approved, MinutesStep::Correct));
        assert!(!is_possible(MinutesState::Drafting, MinutesStep::Approve));
    }
}
