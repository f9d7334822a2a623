//! Figures: what is counted and how it is presented. This crate has the measures and their periods, and is the one place for
//! rounding, statistics and disclosure control.
//!
//! A capability counts in types that only this crate can open, and everyone else asks for what may be shown ([`Counting::ask`]).
//! The rules for counts of people are in [`Protection`].

pub mod change;
pub mod chi_square;
pub mod comparison;
pub mod control_chart;
pub mod counting;
pub mod frozen;
pub mod interval;
pub mod measure;
pub mod period;
pub mod proportion;
pub mod protection;
pub mod rate;
mod released;
pub mod rounding;
pub mod suppression;
pub mod wording;
mod worked_out;

pub use change::{Change, Direction, rounding_stated};
pub use chi_square::{Fit, Weighting};
pub use comparison::{Comparison, ComparisonMethod, Exposed};
pub use control_chart::{ControlChart, Signal, SignalKind};
pub use counting::{Answer, Counting, CountsPeople, CountsThings, MeasureError, PeopleCounts, ThingCounts};
pub use frozen::{Form, Frozen, MOST_DECIMALS, Reference, TextPiece, pieces};
pub use interval::Interval;
pub use measure::{Asked, Counted, Dimension, Measure, Part, Unit};
pub use period::Period;
pub use proportion::Proportion;
pub use protection::{Every, Protection, Withheld};
pub use rate::{Rate, RateMethod};
pub use rounding::{Percentage, percentages, share};
pub use suppression::{Cell, Disclosure, Published, PublishedList, Table, suppress, suppress_counts};
