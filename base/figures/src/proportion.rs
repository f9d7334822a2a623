//! Proportions of a sample.

use crate::interval::{Interval, USUAL_LEVEL, is_level, normal_value, number};
use serde::{Deserialize, Serialize};

/// A proportion with its interval, both from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    /// The size of the part.
    pub part: u64,
    /// The size of the whole.
    pub whole: u64,
    /// The part divided by the whole.
    pub value: f64,
    /// The interval of the value.
    pub interval: Interval,
}

impl Proportion {
    /// Returns the proportion with its 95% interval. Returns `None` if the whole is 0 or smaller than the part.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        Self::at_level(part, whole, USUAL_LEVEL)
    }

    /// Returns the proportion with its interval at a level above 0 and below 1. Returns `None` for any other level.
    ///
    /// This is Wilson's score interval: Wilson, Probable inference, the law of succession, and statistical inference (1927), as
    /// used by the Office for Health Improvement and Disparities.
    pub fn at_level(part: u64, whole: u64, level: f64) -> Option<Self> {
        if whole == 0 || part > whole || !is_level(level) {
            return None;
        }
        let (n, z) = (number(whole), normal_value(level));
        let value = number(part) / n;
        let base = 1.0 + z * z / n;
        let middle = (value + z * z / (2.0 * n)) / base;
        let half = z / base * (value * (1.0 - value) / n + z * z / (4.0 * n * n)).sqrt();
        // Rounding errors could otherwise put the ends beyond 0 or 1, or on the wrong side of the value.
        let interval = Interval { lower: (middle - half).clamp(0.0, value), upper: (middle + half).clamp(value, 1.0), level };
        Some(Self { part, whole, value, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::tests::near;
    use proptest::prelude::*;

    #[test]
    fn a_proportion_has_wilsons_interval() {
        // Newcombe 1998, table I: 81 of 263 and 15 of 148.
        let interval = Proportion::of(81, 263).expect("a proportion").interval;
        near(interval.lower, 0.2553, 0.00005);
        near(interval.upper, 0.3662, 0.00005);
        let interval = Proportion::of(15, 148).expect("a proportion").interval;
        near(interval.lower, 0.0624, 0.00005);
        near(interval.upper, 0.1605, 0.00005);
        assert_eq!((Proportion::of(3, 2), Proportion::of(0, 0), Proportion::at_level(1, 2, 0.0)), (None, None, None));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_proportion((part, whole) in (1_u64..10_000).prop_flat_map(|whole| (0..=whole, Just(whole)))) {
            let of = Proportion::of(part, whole).expect("a proportion");
            let rest = Proportion::of(whole - part, whole).expect("a proportion");
            prop_assert!(0.0 <= of.interval.lower && of.interval.lower <= of.value);
            prop_assert!(of.value <= of.interval.upper && of.interval.upper <= 1.0);
            prop_assert!((of.interval.lower - (1.0 - rest.interval.upper)).abs() < 1e-9, "the rest mirrors it");
        }
    }
}
