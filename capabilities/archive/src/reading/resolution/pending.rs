//! Who moved what is not resolved yet, and the votes on it.

use super::movers::Movers;
use super::votes;
use meetings::minutes::RecordedVote;

/// What is known of a motion before its outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pending {
    pub(super) moved_by: Option<String>,
    pub(super) seconded_by: Option<String>,
    pub(super) vote: RecordedVote,
    /// The words that were moved.
    pub(super) words: Option<String>,
    /// Whether they were changed afterwards in a way that is not printed as a whole.
    pub(super) altered: bool,
    /// Whether the mover did more than propose something in the discussion.
    sure: bool,
}

impl Pending {
    /// Adds what a sentence says of the movers. A new mover begins another motion.
    pub(super) fn moved(&mut self, movers: &Movers<'_>) {
        if let Some(mover) = movers.moved_by {
            let words = self.words.take();
            *self = Self { moved_by: Some(mover.to_owned()), words, ..Self::default() };
        }
        if let Some(seconder) = movers.seconded_by {
            self.seconded_by = Some(seconder.to_owned());
        }
        self.sure |= !movers.loose || self.seconded_by.is_some();
        if let Some(words) = movers.words {
            self.words = Some(words.to_owned());
        }
    }

    /// Checks whether somebody has moved something, or its words are known.
    pub(super) fn is_known(&self) -> bool {
        self.words.is_some() || self.moved_by.is_some()
    }

    /// Checks whether the movers are those of a motion: somebody may propose something that is not put.
    pub(super) fn is_sure(&self) -> bool {
        self.sure
    }

    pub(super) fn voted(&mut self, vote: RecordedVote) {
        votes::join(&mut self.vote, vote);
    }

    /// Returns the votes, if any are recorded.
    pub(super) fn vote(&self) -> Option<RecordedVote> {
        Some(self.vote.clone()).filter(|vote| !vote.is_empty())
    }
}
