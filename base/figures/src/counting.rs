//! What capabilities count, and the only way to have it: [`Counting::ask`]. Counts come from a capability in types that only this
//! crate can open, and those of people leave it after disclosure control.

use crate::measure::{Asked, Counted, Measure, Part, Unit};
use crate::period::Period;
use crate::protection::{Protection, Withheld};
use crate::released;
use chrono::{DateTime, Utc};
use db::{Db, DbError};
use std::collections::BTreeMap;
use std::fmt;

/// The most dimensions of a table whose hidden counts can be protected exactly. A share has one more, of those counted and the rest.
const MOST_DIMENSIONS: usize = 2;

/// A count of things, such as meetings or decisions. Only this crate can read it.
pub struct ThingCounts(Counted);

impl ThingCounts {
    /// Creates a count from its parts, which are added up.
    pub fn from_parts(parts: Vec<Part>, is_share: bool) -> Self {
        let count = parts.iter().map(|part| part.count).sum();
        let of = is_share.then(|| parts.iter().filter_map(|part| part.of).sum());
        Self(Counted::new(count, of, parts))
    }

    /// Creates a count without parts.
    pub fn total(count: i64, of: Option<i64>) -> Self {
        Self(Counted::new(count, of, Vec::new()))
    }

    /// Leaves out the parts if there are more than `most`.
    #[must_use]
    pub fn at_most(self, most: usize) -> Self {
        if self.0.parts().len() > most { Self::total(self.0.count(), self.0.of()) } else { self }
    }
}

impl fmt::Debug for ThingCounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ThingCounts").finish_non_exhaustive()
    }
}

/// The people counted for those with the same values of all dimensions of a measure.
#[derive(Clone, Copy, Default)]
pub(crate) struct People {
    /// Those counted.
    pub counted: u64,
    /// Those of whom they are a share.
    pub of: u64,
}

/// Counts of people by the values of all dimensions of their measure. Only this crate can read them.
#[derive(Default)]
pub struct PeopleCounts {
    pub(crate) rows: BTreeMap<Vec<String>, People>,
}

impl PeopleCounts {
    /// Adds people with these values, one for each dimension in the order of the measure.
    pub fn add(&mut self, values: &[&str], count: u64) {
        self.add_share(values, count, count);
    }

    /// Adds people of whom some are counted, if the measure is a share.
    pub fn add_share(&mut self, values: &[&str], counted: u64, of: u64) {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let people = self.rows.entry(values).or_default();
        people.counted = people.counted.saturating_add(counted);
        people.of = people.of.saturating_add(of);
    }
}

impl fmt::Debug for PeopleCounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PeopleCounts").finish_non_exhaustive()
    }
}

/// A measure that counts things and no people: meetings, decisions, actions. Its figures are shown as they are.
#[async_trait::async_trait]
pub trait CountsThings: Send + Sync {
    /// Returns the measure's description.
    fn measure(&self) -> &'static Measure;

    /// Counts the measure. The parts are those of the last dimension without a filter, or the smallest records.
    async fn count(&self, db: &Db, asked: &Asked) -> Result<ThingCounts, DbError>;

    /// Returns the values of a dimension, each with the name shown to people.
    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError>;
}

/// A measure that counts people, or things that stand for people, such as cases. It has at most two dimensions, and at most one if
/// it is a share.
#[async_trait::async_trait]
pub trait CountsPeople: Send + Sync {
    /// Returns the measure's description.
    fn measure(&self) -> &'static Measure;

    /// Returns how it is protected.
    fn protection(&self) -> Protection;

    /// Counts the people of a period by all dimensions, as it was recorded at `as_at`.
    ///
    /// The answer for a period and an instant must always be the same, also after records are corrected, merged or erased: count
    /// from rows that say from when until when each fact was recorded, and keep those rows, without names, when a record is erased.
    async fn count(&self, db: &Db, period: Period, as_at: DateTime<Utc>) -> Result<PeopleCounts, DbError>;

    /// Returns the values of a dimension, each with the name shown to people.
    async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError>;
}

enum Kind {
    Things(Box<dyn CountsThings>),
    People(Box<dyn CountsPeople>),
}

/// A measure that a capability offers, from which figures can be asked.
pub struct Counting(Kind);

/// What may be shown of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The count.
    pub counted: Counted,
    /// The instant as at which it was counted.
    pub as_at: DateTime<Utc>,
}

/// A measure that the program refuses to start with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// Two measures have the same key.
    #[error("the measure {0} is declared twice")]
    Twice(&'static str),
    /// A measure of people has too many dimensions to be protected.
    #[error(
        "the measure {0} counts people by {1} dimensions, but small counts can be protected in at most {2}: declare a measure for each \
         pair that is needed only if they count different people"
    )]
    Dimensions(&'static str, usize, usize),
}

impl Counting {
    /// Creates a measure of things.
    pub fn things(counting: impl CountsThings + 'static) -> Self {
        Self(Kind::Things(Box::new(counting)))
    }

    /// Creates a measure of people.
    pub fn people(counting: impl CountsPeople + 'static) -> Self {
        Self(Kind::People(Box::new(counting)))
    }

    /// Returns the measure's description.
    pub fn measure(&self) -> &'static Measure {
        match &self.0 {
            Kind::Things(counting) => counting.measure(),
            Kind::People(counting) => counting.measure(),
        }
    }

    /// Returns how the measure is protected, or `None` if it does not count people.
    pub fn protection(&self) -> Option<Protection> {
        match &self.0 {
            Kind::Things(_) => None,
            Kind::People(counting) => Some(counting.protection()),
        }
    }

    /// Returns the definition with how the measure is protected.
    pub fn definition(&self) -> String {
        let definition = self.measure().definition;
        self.protection().map_or_else(|| definition.to_owned(), |protection| format!("{definition} {}", protection.words()))
    }

    /// Returns the values of a dimension, each with the name shown to people.
    pub async fn values(&self, db: &Db, dimension: &str) -> Result<Vec<(String, String)>, DbError> {
        match &self.0 {
            Kind::Things(counting) => counting.values(db, dimension).await,
            Kind::People(counting) => counting.values(db, dimension).await,
        }
    }

    /// Counts the measure, and returns what may be shown of it, or why nothing may.
    ///
    /// A measure of people gives the same answer at any time once it gives one ([`Protection`]). The whole table of its dimensions
    /// is protected at once, so that figures with and without filters fit together. A figure of several periods is the sum of what
    /// is shown for each, and tells nothing more.
    ///
    /// # Errors
    /// If the database fails, or the capability's counts do not fit its measure.
    pub async fn ask(&self, db: &Db, asked: &Asked) -> Result<Result<Answer, Withheld>, DbError> {
        match &self.0 {
            Kind::Things(counting) => {
                let ThingCounts(counted) = counting.count(db, asked).await?;
                Ok(Ok(Answer { counted, as_at: asked.as_at }))
            }
            Kind::People(counting) => released::ask(counting.as_ref(), db, asked).await,
        }
    }

    /// Returns what is wrong with the declaration.
    pub(crate) fn fault(&self) -> Option<MeasureError> {
        self.protection()?;
        let measure = self.measure();
        let most = if measure.unit == Unit::Percent { MOST_DIMENSIONS - 1 } else { MOST_DIMENSIONS };
        let count = measure.dimensions.len();
        (count > most).then_some(MeasureError::Dimensions(measure.key, count, most))
    }
}

impl fmt::Debug for Counting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Counting").field(&self.measure().key).finish()
    }
}

/// Checks what capabilities declare, before the program starts.
///
/// # Errors
/// Returns what is wrong with the first measure that cannot be offered.
pub fn check(measures: &[Counting]) -> Result<(), MeasureError> {
    for (place, counting) in measures.iter().enumerate() {
        let key = counting.measure().key;
        if measures[..place].iter().any(|earlier| earlier.measure().key == key) {
            return Err(MeasureError::Twice(key));
        }
        counting.fault().map_or(Ok(()), Err)?;
    }
    Ok(())
}
