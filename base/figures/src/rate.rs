//! Rates of events in a population.

use crate::interval::{Interval, USUAL_LEVEL, is_level, normal_value, number};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The count from which Byar's approximation is good enough.
const BYAR_FROM: u64 = 10;

/// How the interval of a rate was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RateMethod {
    /// Byar's approximation.
    Byar,
    /// The exact limits of a Poisson count, from the chi-squared distribution.
    ExactChiSquared,
}

impl RateMethod {
    /// Returns the wording for a note.
    pub fn words(self) -> &'static str {
        match self {
            Self::Byar => "Byar's method",
            Self::ExactChiSquared => "exact limits, since the count is below 10",
        }
    }
}

/// A rate with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The number of events.
    pub count: u64,
    /// The number of people, households or other units in the population.
    pub population: u64,
    /// The number of units that the rate is per: 1,000.
    pub per: u64,
    /// The rate.
    pub value: f64,
    /// The interval of the rate.
    pub interval: Interval,
    /// How the interval was computed.
    pub method: RateMethod,
}

impl Rate {
    /// Returns the rate with its 95% interval, or `None` if the population is 0.
    pub fn of(count: u64, population: u64, per: u64) -> Option<Self> {
        Self::at_level(count, population, per, USUAL_LEVEL)
    }

    /// Returns the rate with its interval at a level above 0 and below 1. Returns `None` for any other level or if the population
    /// is 0.
    ///
    /// Byar's method: Breslow and Day, Statistical Methods in Cancer Research, volume 2 (1987), page 69, as used by the Office for
    /// Health Improvement and Disparities. Below a count of 10 the limits are exact (Garwood, Fiducial limits for the Poisson
    /// distribution, 1936).
    pub fn at_level(count: u64, population: u64, per: u64, level: f64) -> Option<Self> {
        if population == 0 || !is_level(level) {
            return None;
        }
        let (method, (lower, upper)) = if count >= BYAR_FROM {
            (RateMethod::Byar, byar(count, level))
        } else {
            (RateMethod::ExactChiSquared, exact(count, level)?)
        };
        let of = number(per) / number(population);
        let interval = Interval { lower: lower * of, upper: upper * of, level };
        Some(Self { count, population, per, value: number(count) * of, interval, method })
    }
}

/// Returns Byar's limits for a count.
fn byar(count: u64, level: f64) -> (f64, f64) {
    let (observed, next, z) = (number(count), number(count) + 1.0, normal_value(level));
    let lower = observed * (1.0 - 1.0 / (9.0 * observed) - z / (3.0 * observed.sqrt())).powi(3);
    let upper = next * (1.0 - 1.0 / (9.0 * next) + z / (3.0 * next.sqrt())).powi(3);
    // At a level very close to 1 the approximation could fall below 0.
    (lower.max(0.0), upper)
}

/// Returns the exact limits for a count.
fn exact(count: u64, level: f64) -> Option<(f64, f64)> {
    let outside = (1.0 - level) / 2.0;
    let limit = |freedom: f64, at: f64| Some(ChiSquared::new(freedom).ok()?.inverse_cdf(at) / 2.0);
    let lower = if count == 0 { 0.0 } else { limit(2.0 * number(count), outside)? };
    Some((lower, limit(2.0 * number(count) + 2.0, 1.0 - outside)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::tests::near;
    use proptest::prelude::*;

    #[test]
    fn crime_in_halton_is_told_with_its_interval() {
        let rate = Rate::of(13_546, 129_587, 1_000).expect("a rate");
        near(rate.value, 104.53, 0.005);
        near(rate.interval.lower, 102.78, 0.005);
        near(rate.interval.upper, 106.31, 0.005);
        assert_eq!(rate.method, RateMethod::Byar);
        assert_eq!((Rate::of(1, 0, 1_000), Rate::at_level(1, 5, 1_000, 1.0)), (None, None));
    }

    #[test]
    fn few_events_have_exact_limits() {
        // Garwood's table: 3 has 0.619 to 8.767, 0 has 0 to 3.689.
        let few = Rate::of(3, 1_000, 1_000).expect("a rate");
        near(few.interval.lower, 0.619, 0.0005);
        near(few.interval.upper, 8.767, 0.0005);
        assert_eq!(few.method, RateMethod::ExactChiSquared);
        let none = Rate::of(0, 1_000, 1_000).expect("a rate");
        near(none.interval.lower, 0.0, 0.0);
        near(none.interval.upper, 3.689, 0.0005);
        assert_eq!(Rate::of(10, 1_000, 1_000).map(|rate| rate.method), Some(RateMethod::Byar));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_rate_and_widens_with_the_level(count in 0_u64..5_000, population in 1_u64..1_000_000) {
            let usual = Rate::of(count, population, 1_000).expect("a rate");
            let wider = Rate::at_level(count, population, 1_000, 0.998).expect("a rate");
            prop_assert!(usual.interval.lower <= usual.value && usual.value <= usual.interval.upper);
            prop_assert!(wider.interval.lower <= usual.interval.lower && usual.interval.upper <= wider.interval.upper);
        }
    }
}
