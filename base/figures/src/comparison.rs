//! Whether two counts differ by more than chance.

use crate::interval::{Interval, USUAL_LEVEL, is_level, normal_value, number, two_sided};
use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, DiscreteCDF};

/// The count from which the normal approximation is good enough.
const NORMAL_FROM: u64 = 10;

/// A count of events and the exposure in which they could have happened: people, days, or both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exposed {
    /// The number of events.
    pub count: u64,
    /// The exposure, above 0. Both sides of a comparison use the same unit.
    pub exposure: f64,
}

/// How the probability was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComparisonMethod {
    /// The normal approximation.
    Normal,
    /// The binomial distribution itself, because a count is below 10.
    ExactBinomial,
}

/// A comparison of two counts, each from a Poisson distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The difference in standard errors, which is positive if the second rate is higher.
    pub z: f64,
    /// The two-sided probability of a difference this large by chance.
    pub p: f64,
    /// How the probability was computed.
    pub method: ComparisonMethod,
    /// The second rate divided by the first, with its interval; `None` if either count is 0.
    pub ratio: Option<(f64, Interval)>,
}

impl Comparison {
    /// Compares two counts with the same exposure, with a 95% interval for the ratio. Returns `None` if both are 0.
    pub fn of_counts(before: u64, after: u64) -> Option<Self> {
        let exposed = |count| Exposed { count, exposure: 1.0 };
        Self::at_level(exposed(before), exposed(after), USUAL_LEVEL)
    }

    /// Compares the rates of two counts, each with its exposure, with a 95% interval for the ratio. Returns `None` if both counts
    /// are 0 or an exposure is not above 0.
    pub fn of_rates(before: Exposed, after: Exposed) -> Option<Self> {
        Self::at_level(before, after, USUAL_LEVEL)
    }

    /// Does the same as [`Self::of_rates`], with an interval for the ratio at any level above 0 and below 1. Returns `None` for any
    /// other level.
    ///
    /// If the rates are equal, the second count is binomially distributed given the sum of both, with its share of the exposure as
    /// the probability (Przyborowski and Wilenski 1940). The interval for the ratio is computed from its logarithm (Rothman,
    /// Greenland and Lash, Modern Epidemiology, 2008, chapter 14).
    pub fn at_level(before: Exposed, after: Exposed, level: f64) -> Option<Self> {
        let exposures = before.exposure + after.exposure;
        let is_exposed = before.exposure > 0.0 && after.exposure > 0.0 && exposures.is_finite();
        let events = before.count.checked_add(after.count)?;
        if !is_exposed || events == 0 || !is_level(level) {
            return None;
        }
        let part = after.exposure / exposures;
        let z = (number(after.count) - number(events) * part) / (number(events) * part * (1.0 - part)).sqrt();
        let (method, p) = if before.count.min(after.count) < NORMAL_FROM {
            (ComparisonMethod::ExactBinomial, binomial(after.count, events, part)?)
        } else {
            (ComparisonMethod::Normal, two_sided(z))
        };
        let ratio = (before.count > 0 && after.count > 0).then(|| {
            let (first, second) = (number(before.count), number(after.count));
            let ratio = (second / after.exposure) / (first / before.exposure);
            let spread = normal_value(level) * (1.0 / first + 1.0 / second).sqrt();
            (ratio, Interval { lower: ratio * (-spread).exp(), upper: ratio * spread.exp(), level })
        });
        Some(Self { z, p, method, ratio })
    }

    /// Returns whether a difference this large would occur by chance less often than `level`: 0.05 is one time in 20.
    pub fn is_significant(&self, level: f64) -> bool {
        self.p < level
    }

    /// Describes the result in words: `not significantly different (p = 0.436)`, `significantly higher (p < 0.001)`.
    pub fn words(&self, level: f64) -> String {
        let what = match (self.is_significant(level), self.z > 0.0) {
            (false, _) => "not significantly different",
            (true, true) => "significantly higher",
            (true, false) => "significantly lower",
        };
        if self.p < 0.001 { format!("{what} (p < 0.001)") } else { format!("{what} (p = {:.3})", self.p) }
    }
}

/// Returns the two-sided probability of a binomial count at least this extreme: twice that of its own side.
fn binomial(part: u64, whole: u64, probability: f64) -> Option<f64> {
    let distribution = Binomial::new(probability, whole).ok()?;
    let below = distribution.cdf(part);
    let above = if part == 0 { 1.0 } else { distribution.sf(part - 1) };
    Some((2.0 * below.min(above)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::tests::near;
    use proptest::prelude::*;

    #[test]
    fn a_year_of_crime_is_compared_with_the_year_before() {
        let comparison = Comparison::of_counts(13_418, 13_546).expect("a comparison");
        near(comparison.z, 0.780, 0.0005);
        near(comparison.p, 0.436, 0.0005);
        let (ratio, interval) = comparison.ratio.expect("a ratio");
        near(ratio, 1.0095, 0.00005);
        near(interval.lower, 0.986, 0.0005);
        near(interval.upper, 1.034, 0.0005);
        assert!(!comparison.is_significant(0.05));
        assert_eq!(comparison.words(0.05), "not significantly different (p = 0.436)");
    }

    #[test]
    fn few_events_are_compared_exactly() {
        let comparison = Comparison::of_counts(0, 6).expect("a comparison");
        // Six heads in six throws, or six tails.
        near(comparison.p, 2.0 / 64.0, 1e-9);
        assert_eq!((comparison.method, comparison.ratio), (ComparisonMethod::ExactBinomial, None));
        assert_eq!(comparison.words(0.05), "significantly higher (p = 0.031)");
        assert_eq!(Comparison::of_counts(0, 0), None);
        near(Comparison::of_counts(4, 4).expect("a comparison").p, 1.0, 0.0);
    }

    #[test]
    fn exposures_are_taken_into_account() {
        let side = |count, exposure| Exposed { count, exposure };
        // Twice as many events among twice as many people is the same rate.
        let same = Comparison::of_rates(side(400, 10_000.0), side(800, 20_000.0)).expect("a comparison");
        near(same.z, 0.0, 1e-9);
        near(same.ratio.expect("a ratio").0, 1.0, 1e-9);
        let lower = Comparison::of_rates(side(400, 10_000.0), side(400, 20_000.0)).expect("a comparison");
        assert_eq!(lower.words(0.05), "significantly lower (p < 0.001)");
        assert_eq!(Comparison::of_rates(side(1, 0.0), side(1, 1.0)), None);
    }

    proptest! {
        #[test]
        fn it_is_the_same_the_other_way_round(before in 0_u64..3_000, after in 1_u64..3_000) {
            let one = Comparison::of_counts(before, after).expect("a comparison");
            let other = Comparison::of_counts(after, before).expect("a comparison");
            prop_assert!((one.z + other.z).abs() < 1e-9 && (one.p - other.p).abs() < 1e-7);
            prop_assert!((0.0..=1.0).contains(&one.p));
        }
    }
}
