//! Confidence intervals.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

/// The default confidence level: 95%.
pub const USUAL_LEVEL: f64 = 0.95;

/// A confidence interval, in the unit of its value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// The confidence level, above 0 and below 1: 0.95.
    pub level: f64,
}

/// Returns whether a confidence level is above 0 and below 1.
pub(crate) fn is_level(level: f64) -> bool {
    level > 0.0 && level < 1.0
}

/// Returns the value of the standard normal distribution that leaves half of `1 - level` on each side: 1.96 for 0.95.
pub(crate) fn normal_value(level: f64) -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, level))
}

/// Returns the probability of being at least `z` standard errors from the mean by chance, on either side.
pub(crate) fn two_sided(z: f64) -> f64 {
    // The upper tail is computed directly; `1 - cdf` would lose precision far out.
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// Converts a count for calculations.
#[expect(clippy::cast_precision_loss, reason = "counts of a council's record are far below 2^52")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}

/// Returns the number of values, for calculations.
#[expect(clippy::cast_precision_loss, reason = "nothing in memory is as long as 2^52")]
pub(crate) fn length<T>(values: &[T]) -> f64 {
    values.len() as f64
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Panics if a value differs from the expected one by more than `within`.
    pub(crate) fn near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn the_normal_distribution_has_its_known_values() {
        near(normal_value(0.95), 1.959_964, 1e-6);
        near(normal_value(0.99), 2.575_829, 1e-6);
        near(two_sided(1.959_964), 0.05, 1e-6);
        assert!(two_sided(20.0) > 0.0, "far out it is small, not 0");
        assert!(!is_level(1.0) && !is_level(0.0) && !is_level(f64::NAN));
    }
}
