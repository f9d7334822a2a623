//! The checker's findings.

use serde::Serialize;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is wrong: two figures, or a figure and the law, cannot both be right.
    Error,
    /// Something is probably wrong or missing.
    Warning,
    /// Something to look at.
    Hint,
}

impl Severity {
    /// Returns the display name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// A finding at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the rule.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// The name of the paper.
    pub paper: String,
    /// The place in the paper: `3.17`, `section 6.0`.
    pub place: String,
    /// What is wrong, in a sentence without a full stop.
    pub what: String,
    /// The words or figures that demonstrate it.
    pub evidence: String,
    /// The advice on what to do.
    pub advice: String,
    /// The index of the paper and of the piece in it, which gives the order in which findings are listed.
    #[serde(skip)]
    pub(crate) order: (usize, usize),
}

impl Finding {
    /// Formats the finding as one line.
    pub fn line(&self) -> String {
        format!("{}: {}, {}: {} [{}]", self.severity.word(), self.paper, self.place, self.what, self.rule)
    }
}
