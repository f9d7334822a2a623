//! Figures: what is counted and how it is presented. This crate has the measures and their periods, and is the one place for
//! rounding, statistics and disclosure control.

pub mod change;
pub mod chi_square;
pub mod comparison;
pub mod control_chart;
pub mod frozen;
pub mod interval;
pub mod measure;
pub mod period;
pub mod proportion;
pub mod rate;
pub mod rounding;
pub mod suppression;
mod worked_out;

pub use change::{Change, Direction, rounding_stated};
pub use chi_square::{Fit, Weighting};
pub use comparison::{Comparison, ComparisonMethod, Exposed};
pub use control_chart::{ControlChart, Signal, SignalKind};
pub use frozen::{Form, Frozen, MOST_DECIMALS, Reference, TextPiece, pieces};
pub use interval::Interval;
pub use measure::{Asked, Counted, Counting, Dimension, Measure, Part, Unit};
pub use period::Period;
pub use proportion::Proportion;
pub use rate::{Rate, RateMethod};
pub use rounding::{Percentage, percentages, share};
pub use suppression::{Cell, Disclosure, Published, PublishedList, Table, suppress, suppress_counts};
