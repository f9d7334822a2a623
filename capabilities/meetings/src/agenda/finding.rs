//! What a check of an agenda or of its files finds.

use crate::meeting::DraftItemId;

/// A problem or note found by the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The item concerned; `None` if the finding concerns the whole agenda.
    pub item: Option<DraftItemId>,
    /// Whether the finding prevents publication.
    pub is_obstacle: bool,
    /// The problem and what to do about it.
    pub text: String,
}
