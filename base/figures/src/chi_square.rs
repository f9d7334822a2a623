//! How well a sample fits its population, and what weighting costs.

use crate::interval::{length, number};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The expected count below which the chi-squared distribution is no longer a good approximation (Cochran 1954).
const FEW_EXPECTED: f64 = 5.0;

/// How well counts fit reference shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Pearson's chi-square.
    pub chi_square: f64,
    /// The number of groups minus one.
    pub degrees_of_freedom: u64,
    /// The probability of a fit this poor by chance.
    pub p: f64,
    /// The smallest expected count of any group.
    pub smallest_expected: f64,
}

impl Fit {
    /// Compares the counts of groups with their shares in a reference. The shares may be in any unit, as they are scaled to sum to
    /// 1.
    ///
    /// Pearson, On the criterion that a given system of deviations (1900). Returns `None` if the number of groups differs, there
    /// are fewer than two, nothing was counted, or a group's share is not above 0.
    pub fn of(counts: &[u64], reference: &[f64]) -> Option<Self> {
        let expected = expected(counts, reference)?;
        let chi_square =
            counts.iter().zip(&expected).map(|(count, expected)| (number(*count) - expected).powi(2) / expected).sum();
        let degrees_of_freedom = u64::try_from(counts.len()).ok()? - 1;
        let p = ChiSquared::new(number(degrees_of_freedom)).ok()?.sf(chi_square);
        let smallest_expected = expected.into_iter().fold(f64::INFINITY, f64::min);
        Some(Self { chi_square, degrees_of_freedom, p, smallest_expected })
    }

    /// Returns whether `p` is reliable, which requires an expected count of at least 5 in each group.
    pub fn is_reliable(&self) -> bool {
        self.smallest_expected >= FEW_EXPECTED
    }
}

/// The cost of weighting a sample to a reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighting {
    /// The weight of each person in a group: the reference share divided by the sample share.
    pub weights: Vec<f64>,
    /// Kish's design effect, which is 1 if all weights are equal.
    pub design_effect: f64,
    /// The size of an unweighted sample with the same precision.
    pub effective_sample: f64,
}

impl Weighting {
    /// Computes the weights that bring the groups of a sample to their shares in a reference. Returns `None` if [`Fit::of`] does,
    /// or if a group has no respondents, because no weight can make up for that.
    pub fn to_reference(counts: &[u64], reference: &[f64]) -> Option<Self> {
        let expected = expected(counts, reference)?;
        if counts.contains(&0) {
            return None;
        }
        let weights: Vec<f64> = counts.iter().zip(&expected).map(|(count, expected)| expected / number(*count)).collect();
        let (mut people, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (count, weight) in counts.iter().zip(&weights) {
            people += number(*count);
            sum += number(*count) * weight;
            squares += number(*count) * weight * weight;
        }
        let design_effect = people * squares / (sum * sum);
        Some(Self { weights, design_effect, effective_sample: people / design_effect })
    }
}

/// Returns Kish's design effect of weights, one for each person: their number times the sum of their squares, divided by the square
/// of their sum (Kish, Survey Sampling, 1965, section 11.7). Returns `None` if there are no weights, if one is below 0 or not a
/// number, or if all are 0.
pub fn design_effect(weights: &[f64]) -> Option<f64> {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let is_usable = sum > 0.0 && squares.is_finite() && weights.iter().all(|weight| *weight >= 0.0);
    is_usable.then(|| length(weights) * squares / (sum * sum))
}

/// Returns the expected count of each group if a sample of this size had the reference shares.
fn expected(counts: &[u64], reference: &[f64]) -> Option<Vec<f64>> {
    let (sample, whole) = (counts.iter().map(|count| number(*count)).sum::<f64>(), reference.iter().sum::<f64>());
    let is_usable = counts.len() == reference.len() && counts.len() >= 2 && sample > 0.0 && whole.is_finite();
    (is_usable && reference.iter().all(|share| *share > 0.0))
        .then(|| reference.iter().map(|share| sample * share / whole).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::tests::near;
    use proptest::prelude::*;

    /// Eight age groups of a survey, without those who preferred not to say, and the census figures as published.
    const SURVEY: [u64; 8] = [14, 11, 79, 266, 387, 191, 55, 15];
    const CENSUS: [f64; 8] = [4.3, 5.2, 12.8, 9.4, 20.6, 11.2, 5.6, 1.9];

    #[test]
    fn a_survey_is_compared_with_the_census() {
        let fit = Fit::of(&SURVEY, &CENSUS).expect("a fit");
        near(fit.chi_square, 325.97, 0.005);
        assert_eq!(fit.degrees_of_freedom, 7);
        assert!(fit.p > 0.0 && fit.p < 1e-60 && fit.is_reliable());
        let weighting = Weighting::to_reference(&SURVEY, &CENSUS).expect("weights");
        near(weighting.design_effect, 1.767, 0.0005);
        near(weighting.effective_sample, 576.2, 0.05);
    }

    #[test]
    fn what_cannot_be_compared_is_not() {
        assert_eq!((Fit::of(&[1, 2], &[1.0]), Fit::of(&[1], &[1.0]), Fit::of(&[0, 0], &[1.0, 1.0])), (None, None, None));
        assert_eq!((Fit::of(&[1, 2], &[1.0, 0.0]), Fit::of(&[1, 2], &[1.0, f64::NAN])), (None, None));
        // With no respondents in a group, the fit is poor, and no weight can make up for them.
        assert!(Fit::of(&[0, 20], &[1.0, 1.0]).is_some_and(|fit| fit.p < 0.001));
        assert_eq!(Weighting::to_reference(&[0, 20], &[1.0, 1.0]), None);
        assert!(Fit::of(&[2, 2], &[1.0, 1.0]).is_some_and(|fit| !fit.is_reliable()));
        near(Fit::of(&[40, 60], &[1.0, 1.0]).expect("a fit").p, 0.0455, 0.00005);
        assert_eq!((design_effect(&[]), design_effect(&[1.0, -1.0]), design_effect(&[2.0, 2.0])), (None, None, Some(1.0)));
    }

    proptest! {
        #[test]
        fn weighting_never_makes_a_sample_larger(groups in prop::collection::vec((1_u64..60, 0.1_f64..50.0), 2..8)) {
            let (counts, reference): (Vec<u64>, Vec<f64>) = groups.into_iter().unzip();
            let weighting = Weighting::to_reference(&counts, &reference).expect("weights");
            prop_assert!(weighting.design_effect >= 1.0 - 1e-9);
            let each: Vec<f64> = counts.iter().zip(&weighting.weights).flat_map(|(count, weight)| (0..*count).map(move |_| *weight)).collect();
            prop_assert!((design_effect(&each).expect("an effect") - weighting.design_effect).abs() < 1e-6);
        }
    }
}
