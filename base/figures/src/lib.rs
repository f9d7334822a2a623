//! Figures: what is counted and how it is told. Measures and their periods, and, beside them, the one place for rounding, statistics and
//! disclosure control.

pub mod frozen;
pub mod measure;
pub mod period;
pub mod rounding;
pub mod statistics;
pub mod suppression;

pub use frozen::{Form, Frozen, Reference, TextPiece, pieces};
pub use measure::{Asked, Counted, Counting, Dimension, Measure, Part, Unit};
pub use period::Period;
