//! Measures: what a capability counts, defined in words, and counts as they may be shown.

use crate::period::Period;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The unit of a measure's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A count of something.
    Count,
    /// A share of a whole, as a percentage.
    Percent,
}

/// A dimension by which a measure can be broken down, such as the board or the outcome.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    /// The word for it in a reference: `board`.
    pub key: &'static str,
    /// The name shown to people: `Board`.
    pub name: &'static str,
}

/// A description of a measure, in words that a reader understands.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The word for it in a reference: `meetings-held`.
    pub key: &'static str,
    /// The name shown to people: `Meetings held`.
    pub name: &'static str,
    /// What is counted, what is not, and from which records.
    pub definition: &'static str,
    /// The unit of its value.
    pub unit: Unit,
    /// The dimensions by which it can be broken down.
    pub dimensions: &'static [Dimension],
}

/// A request to count a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The days to count.
    pub period: Period,
    /// The time as at which to count.
    pub as_at: DateTime<Utc>,
    /// The filters: only rows with these values of dimensions are counted.
    pub filters: Vec<(String, String)>,
}

impl Asked {
    /// Returns the value that a dimension is filtered by, or `None` if there is no such filter.
    pub fn filter(&self, dimension: &str) -> Option<&str> {
        self.filters.iter().find(|(key, _)| key == dimension).map(|(_, value)| value.as_str())
    }
}

/// A part of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name of the part, such as the day of a meeting or the outcome.
    pub label: String,
    /// The count.
    pub count: i64,
    /// The count that it is a share of, if the measure is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
}

/// A count as it may be shown. Only this crate makes one; what is stored of it can be read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    count: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<i64>,
    #[serde(default)]
    parts: Vec<Part>,
}

impl Counted {
    pub(crate) fn new(count: i64, of: Option<i64>, parts: Vec<Part>) -> Self {
        Self { count, of, parts }
    }

    /// Returns the count.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// Returns the count that it is a share of, if the measure is a share.
    pub fn of(&self) -> Option<i64> {
        self.of
    }

    /// Returns the count by parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the value: a count, or a share as a percentage. Returns `None` for a share of nothing.
    #[expect(clippy::cast_precision_loss, reason = "counts of this record are far below 2^52")]
    pub fn value(&self) -> Option<f64> {
        match self.of {
            None => Some(self.count as f64),
            Some(0) => None,
            Some(of) => Some(self.count as f64 * 100.0 / of as f64),
        }
    }
}
