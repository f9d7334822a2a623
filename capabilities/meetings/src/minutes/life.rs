//! The states of minutes, from first circulation to signed record.

/// The state of minutes. The steps between states are in [`STEPS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinutesState {
    /// Visible only to the clerk.
    Drafting,
    /// Published as a draft and sent to the members.
    Circulated,
    /// Published again with corrections.
    Corrected,
    /// Approved by the board.
    Approved,
    /// Signed as a correct record.
    Signed,
}

impl MinutesState {
    pub const ALL: [Self; 5] = [Self::Drafting, Self::Circulated, Self::Corrected, Self::Approved, Self::Signed];

    /// Returns the word stored in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Drafting => "drafting",
            Self::Circulated => "circulated",
            Self::Corrected => "corrected",
            Self::Approved => "approved",
            Self::Signed => "signed",
        }
    }

    /// Returns the state for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Checks whether nothing can be changed any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Signed)
    }
}

/// The steps between states of minutes, as (from, step, to). All are taken by the clerk; the last two record what the board did.
pub(crate) const STEPS: &[(MinutesState, &str, MinutesState)] = &[
    (MinutesState::Drafting, "circulate", MinutesState::Circulated),
    (MinutesState::Circulated, "correct", MinutesState::Corrected),
    (MinutesState::Corrected, "correct", MinutesState::Corrected),
    (MinutesState::Circulated, "approve", MinutesState::Approved),
    (MinutesState::Corrected, "approve", MinutesState::Approved),
    (MinutesState::Circulated, "sign", MinutesState::Signed),
    (MinutesState::Corrected, "sign", MinutesState::Signed),
    (MinutesState::Approved, "sign", MinutesState::Signed),
];

/// Returns the state after a step, or `None` if the step is not available.
pub fn after(state: MinutesState, step: &str) -> Option<MinutesState> {
    STEPS.iter().find(|(from, word, _)| *from == state && *word == step).map(|(_, _, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state_table;
    use crate::state_table::Line;

    /// Returns the page `docs/minutes-states.md`.
    fn states_page() -> String {
        let name = |state: MinutesState| match state {
            MinutesState::Drafting => "Drafting",
            MinutesState::Circulated => "Circulated",
            MinutesState::Corrected => "Corrected",
            MinutesState::Approved => "Approved",
            MinutesState::Signed => "Signed",
        };
        let holds = |step: &str| match step {
            "circulate" => "the meeting has ended, and its day has come",
            "correct" => "a reason is given",
            _ => "at a later meeting of the board, from its day",
        };
        let lines: Vec<Line> = STEPS
            .iter()
            .map(|(from, act, to)| Line { from: name(*from), act, to: name(*to), who: "clerk", holds: holds(act) })
            .collect();
        let opening = "How minutes become the record. Each step but the first draft publishes a version, with its reason.";
        crate::state_table::page("States of minutes", opening, "Drafting", &lines)
    }

    #[test]
    fn the_guide_shows_the_table() {
        crate::state_table::assert_documented("minutes-states.md", &states_page());
    }

    #[test]
    fn signed_minutes_are_changed_by_nothing() {
        for step in ["circulate", "correct", "approve", "sign"] {
            assert_eq!(after(MinutesState::Signed, step), None);
        }
        assert_eq!(after(MinutesState::Approved, "correct"), None);
        assert_eq!(after(MinutesState::Drafting, "approve"), None);
        for state in MinutesState::ALL {
            assert_eq!(MinutesState::read(state.word()), Some(state));
        }
    }
}
