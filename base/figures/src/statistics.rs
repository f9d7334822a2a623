//! Statistics that reports need, each with its source.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

/// A value with the ends of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The value.
    pub value: f64,
    /// Its lower end.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
}

/// The value of the standard normal distribution that leaves half of what `level` leaves out on each side: 1.96 for 0.95.
fn normal_value(level: f64) -> f64 {
    let level = if (0.5..1.0).contains(&level) { level } else { 0.95 };
    Normal::standard().inverse_cdf(f64::midpoint(1.0, level))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a council's record are far below 2^52")]
fn number(count: u64) -> f64 {
    count as f64
}

/// A rate of a count in a population, per so many, with Byar's interval (Breslow and Day 1987, page 69; used by the Office for Health
/// Improvement and Disparities for counts from 10 on). Below 10 the limits are exact, from the chi-squared distribution. None for no population.
pub fn rate(count: u64, population: u64, per: u64, level: f64) -> Option<Interval> {
    if population == 0 {
        return None;
    }
    let (observed, z) = (number(count), normal_value(level));
    let (lower, upper) = if count >= 10 {
        let upper_observed = observed + 1.0;
        let low = observed * (1.0 - 1.0 / (9.0 * observed) - z / (3.0 * observed.sqrt())).powi(3);
        let high = upper_observed * (1.0 - 1.0 / (9.0 * upper_observed) + z / (3.0 * upper_observed.sqrt())).powi(3);
        (low, high)
    } else {
        let tail = (1.0 - level) / 2.0;
        let limit = |freedom: f64, at: f64| ChiSquared::new(freedom).map_or(0.0, |chi| chi.inverse_cdf(at) / 2.0);
        let low = if count == 0 { 0.0 } else { limit(2.0 * observed, tail) };
        (low, limit(2.0 * observed + 2.0, 1.0 - tail))
    };
    let of = number(per) / number(population);
    Some(Interval { value: observed * of, lower: lower * of, upper: upper * of })
}

/// A proportion with Wilson's score interval (Wilson 1927). None for a part of nothing, or of less than itself.
pub fn proportion(part: u64, whole: u64, level: f64) -> Option<Interval> {
    if whole == 0 || part > whole {
        return None;
    }
    let (n, p, z) = (number(whole), number(part) / number(whole), normal_value(level));
    let base = 1.0 + z * z / n;
    let middle = (p + z * z / (2.0 * n)) / base;
    let half = z / base * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    Some(Interval { value: p, lower: (middle - half).max(0.0), upper: (middle + half).min(1.0) })
}

/// How two counts compare, each of a Poisson distribution over the same exposure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The difference in standard errors.
    pub z: f64,
    /// The two-sided probability of a difference as large by chance.
    pub p: f64,
    /// The second over the first, with its interval on the log scale.
    pub ratio: Interval,
}

impl Comparison {
    /// Whether chance alone would seldom do it: less often than one in so many, 0.05 as a rule.
    pub fn is_significant(&self, level: f64) -> bool {
        self.p < level
    }
}

/// Compares two counts (normal approximation of the difference of two Poisson counts; interval of the ratio by the delta method on logarithms,
/// Rothman 2012). None where either is 0.
pub fn compare(before: u64, after: u64, level: f64) -> Option<Comparison> {
    if before == 0 || after == 0 {
        return None;
    }
    let (first, second) = (number(before), number(after));
    let z = (second - first) / (first + second).sqrt();
    let p = 2.0 * (1.0 - Normal::standard().cdf(z.abs()));
    let ratio = second / first;
    let spread = normal_value(level) * (1.0 / first + 1.0 / second).sqrt();
    Some(Comparison { z, p, ratio: Interval { value: ratio, lower: ratio * (-spread).exp(), upper: ratio * spread.exp() } })
}

/// How counts fit reference shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Pearson's chi-square.
    pub chi_square: f64,
    /// Groups less one.
    pub degrees_of_freedom: usize,
    /// The probability of a fit as poor by chance.
    pub p: f64,
    /// Kish's design effect of weighting the sample to the reference (Kish 1965): 1 where nothing is weighted.
    pub design_effect: f64,
    /// The size of an unweighted sample that would tell as much.
    pub effective_sample: f64,
}

/// Compares counts of groups with their shares in a reference, which are scaled to sum to 1 (Pearson 1900). None where the two have not the
/// same groups, a group has no reference, or fewer than two groups were counted.
pub fn fit(counts: &[u64], reference: &[f64]) -> Option<Fit> {
    let whole: f64 = reference.iter().sum();
    let sample: f64 = counts.iter().map(|count| number(*count)).sum();
    let unusable = counts.len() != reference.len() || counts.len() < 2 || sample <= 0.0 || counts.contains(&0);
    if unusable || reference.iter().any(|share| *share <= 0.0 || !share.is_finite()) {
        return None;
    }
    let chi_square: f64 = counts
        .iter()
        .zip(reference)
        .map(|(count, share)| {
            let expected = sample * share / whole;
            (number(*count) - expected).powi(2) / expected
        })
        .sum();
    let degrees_of_freedom = counts.len() - 1;
    let p = 1.0 - ChiSquared::new(number(degrees_of_freedom as u64)).ok()?.cdf(chi_square);
    let weights: Vec<(f64, f64)> = counts
        .iter()
        .zip(reference)
        .map(|(count, share)| (number(*count), (share / whole) / (number(*count) / sample)))
        .collect();
    let squares: f64 = weights.iter().map(|(count, weight)| count * weight * weight).sum();
    let sum: f64 = weights.iter().map(|(count, weight)| count * weight).sum();
    let design_effect = sample * squares / (sum * sum);
    Some(Fit { chi_square, degrees_of_freedom, p, design_effect, effective_sample: sample / design_effect })
}

/// A control chart of single values (`XmR`).
#[derive(Clone, Debug, PartialEq)]
pub struct ControlChart {
    /// The mean of the values.
    pub centre: f64,
    /// The mean of the differences from one value to the next.
    pub moving_range: f64,
    /// The natural limits of the values.
    pub lower: f64,
    /// The natural limits of the values.
    pub upper: f64,
    /// The limit of a single difference.
    pub upper_range: f64,
    /// The places of values outside the limits, and of those that end eight in a row on one side of the centre.
    pub signals: Vec<usize>,
}

/// 3 over d2 for moving ranges of two (Shewhart 1931; Wheeler 1993 rounds it to 2.66).
const TO_LIMITS: f64 = 3.0 / 1.128;
/// D4 for moving ranges of two; 3.267 or 3.268 where it is rounded.
const TO_RANGE: f64 = 3.267_9;
/// So many values in a row on one side of the centre are no chance.
const RUN: usize = 8;

/// The `XmR` chart of some values. None for fewer than two.
pub fn control_chart(values: &[f64]) -> Option<ControlChart> {
    if values.len() < 2 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / number(values.len() as u64);
    let centre = mean(values);
    let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let moving_range = mean(&ranges);
    let (lower, upper) = (centre - TO_LIMITS * moving_range, centre + TO_LIMITS * moving_range);
    let mut signals = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let outside = *value > upper || *value < lower;
        let run = at + 1 >= RUN && {
            let last = &values[at + 1 - RUN..=at];
            last.iter().all(|value| *value > centre) || last.iter().all(|value| *value < centre)
        };
        if outside || run {
            signals.push(at);
        }
    }
    Some(ControlChart { centre, moving_range, lower, upper, upper_range: TO_RANGE * moving_range, signals })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn crime_in_halton_is_told_with_its_interval() {
        let rate = rate(13_546, 129_587, 1_000, 0.95).expect("a rate");
        near(rate.value, 104.53, 0.005);
        near(rate.lower, 102.78, 0.005);
        near(rate.upper, 106.31, 0.01);
        assert_eq!(super::rate(1, 0, 1_000, 0.95), None);
        let few = super::rate(3, 1_000, 1_000, 0.95).expect("a rate");
        near(few.lower, 0.619, 0.001);
        near(few.upper, 8.767, 0.001);
    }

    #[test]
    fn two_counts_are_compared() {
        let comparison = compare(13_418, 13_546, 0.95).expect("a comparison");
        near(comparison.z, 0.780, 0.0005);
        near(comparison.p, 0.436, 0.001);
        near(comparison.ratio.value, 1.0095, 0.00005);
        near(comparison.ratio.lower, 0.986, 0.0005);
        near(comparison.ratio.upper, 1.034, 0.0005);
        assert!(!comparison.is_significant(0.05));
        assert_eq!(compare(0, 4, 0.95), None);
    }

    #[test]
    fn a_proportion_has_wilsons_interval() {
        let interval = proportion(22, 30, 0.95).expect("a proportion");
        near(interval.lower, 0.555, 0.001);
        near(interval.upper, 0.858, 0.001);
        assert_eq!(proportion(3, 2, 0.95), None);
    }

    #[test]
    fn a_survey_is_compared_with_the_census() {
        // Eight age groups, those who preferred not to say left out; the census as it was printed, scaled to 1.
        let fit = fit(&[14, 11, 79, 266, 387, 191, 55, 15], &[4.3, 5.2, 12.8, 9.4, 20.6, 11.2, 5.6, 1.9]).expect("a fit");
        near(fit.chi_square, 325.97, 0.01);
        assert_eq!(fit.degrees_of_freedom, 7);
        near(fit.design_effect, 1.767, 0.001);
        near(fit.effective_sample, 576.2, 0.1);
        assert!(fit.p < 1e-9);
        assert_eq!(super::fit(&[1, 2], &[1.0]), None);
    }

    #[test]
    fn a_chart_has_its_limits() {
        let chart = control_chart(&[10.0, 50.0, 40.0, 30.0]).expect("a chart");
        near(chart.centre, 32.5, 1e-9);
        // 40, 10 and 10: their mean is 20.
        near(chart.moving_range, 20.0, 1e-9);
        near(chart.upper, 85.7, 0.05);
        near(chart.lower, -20.7, 0.05);
        near(chart.upper_range, 65.36, 0.01);
        assert!(chart.signals.is_empty());
        let shifted: Vec<f64> = [1.0; 8].into_iter().chain([9.0; 8]).collect();
        assert!(!control_chart(&shifted).expect("a chart").signals.is_empty());
    }
}
