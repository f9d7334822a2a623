//! Measures: what a capability counts, defined in words and counted from the rows of the database as they were at a given time.

use crate::period::Period;
use chrono::{DateTime, Utc};
use db::{Db, DbError};
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
    /// Counts from 1 to one below this are hidden, because they could identify a person. 0 if the measure does not count people.
    pub threshold: u64,
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

/// The result of counting a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The count.
    pub count: i64,
    /// The count that it is a share of, if the measure is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// The count by parts, in order.
    #[serde(default)]
    pub parts: Vec<Part>,
}

impl Counted {
    /// Adds up the parts.
    pub fn from_parts(parts: Vec<Part>, is_share: bool) -> Self {
        let count = parts.iter().map(|part| part.count).sum();
        let of = is_share.then(|| parts.iter().filter_map(|part| part.of).sum());
        Self { count, of, parts }
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

/// A measure that can be counted.
#[async_trait::async_trait]
pub trait Counting: Send + Sync {
    /// Returns the measure's description.
    fn measure(&self) -> &'static Measure;

    /// Counts the measure. The parts are those of the last dimension without a filter, or the smallest records.
    async fn count(&self, db: &Db, asked: &Asked) -> Result<Counted, DbError>;

    /// Returns the values of a dimension, each with the name shown to people.
    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError>;
}
