//! Measures: what a capability counts, said in words, and counted from the rows of the database as they stood at an instant.

use crate::period::Period;
use chrono::{DateTime, Utc};
use db::{Db, DbError};
use serde::{Deserialize, Serialize};

/// What a measure's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A count of something.
    Count,
    /// A share of a whole, in per cent.
    Percent,
}

/// A part by which a measure can be told: the board, the outcome.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    /// The word in a figure: `board`.
    pub key: &'static str,
    /// What people call it: `Board`.
    pub name: &'static str,
}

/// What a measure is, in words that a reader understands.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The word in a figure: `meetings-held`.
    pub key: &'static str,
    /// What people call it: `Meetings held`.
    pub name: &'static str,
    /// What is counted, what is not, and from what.
    pub definition: &'static str,
    /// What its value is.
    pub unit: Unit,
    /// The parts by which it can be told.
    pub dimensions: &'static [Dimension],
    /// Counts from 1 to one below this are not shown, since they could tell of a person; 0 where it counts no persons.
    pub threshold: u64,
}

/// What is asked of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For which days.
    pub period: Period,
    /// As the record stood then.
    pub as_at: DateTime<Utc>,
    /// Only rows with these values of dimensions.
    pub filters: Vec<(String, String)>,
}

impl Asked {
    /// The value that a dimension is held to.
    pub fn filter(&self, dimension: &str) -> Option<&str> {
        self.filters.iter().find(|(key, _)| key == dimension).map(|(_, value)| value.as_str())
    }
}

/// A part of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part: the day of a meeting, the outcome.
    pub label: String,
    /// How many.
    pub count: i64,
    /// Of how many, where the measure is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many.
    pub count: i64,
    /// Of how many, where the measure is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// The count by its parts, in their order.
    #[serde(default)]
    pub parts: Vec<Part>,
}

impl Counted {
    /// From its parts.
    pub fn from_parts(parts: Vec<Part>, is_share: bool) -> Self {
        let count = parts.iter().map(|part| part.count).sum();
        let of = is_share.then(|| parts.iter().filter_map(|part| part.of).sum());
        Self { count, of, parts }
    }

    /// The value: a count, or a share in per cent; none for a share of nothing.
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
    /// What it is.
    fn measure(&self) -> &'static Measure;

    /// Counts. The parts are by the last dimension that is not held to one value, or by the smallest record.
    async fn count(&self, db: &Db, asked: &Asked) -> Result<Counted, DbError>;

    /// The values of a dimension, each with what people call it.
    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError>;
}
