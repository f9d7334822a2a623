//! What the checker finds.

use serde::Serialize;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is wrong: two figures, or a figure and the law, cannot both be right.
    Error,
    /// Something is most likely wrong, or missing.
    Warning,
    /// Something to look at.
    Hint,
}

impl Severity {
    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// One thing that was found, at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The paper in which it stands.
    pub paper: String,
    /// Where in the paper: `3.17`, `section 6.0`.
    pub place: String,
    /// What is wrong, in a sentence without a full stop.
    pub what: String,
    /// The words or figures that show it.
    pub evidence: String,
    /// What to do.
    pub advice: String,
    /// The position of the paper, and of the piece in it: findings stand in the order in which they are read.
    #[serde(skip)]
    pub(crate) order: (usize, usize),
}

impl Finding {
    /// The same as one line.
    pub fn line(&self) -> String {
        format!("{}: {}, {}: {} [{}]", self.severity.word(), self.paper, self.place, self.what, self.rule)
    }
}
