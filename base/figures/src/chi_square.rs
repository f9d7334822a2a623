//! How a sample fits what it is a sample of, and what weighting it costs.

use crate::interval::{length, number};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The expected count below which the chi-squared distribution is no longer near enough (Cochran 1954).
const FEW_EXPECTED: f64 = 5.0;

/// How counts fit reference shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Pearson's chi-square.
    pub chi_square: f64,
    /// Groups less one.
    pub degrees_of_freedom: u64,
    /// The probability of a fit as poor by chance.
    pub p: f64,
    /// The smallest count that the reference would have expected in a group.
    pub smallest_expected: f64,
}

impl Fit {
    /// Compares counts of groups with their shares in a reference, in any unit: they are scaled to sum to 1.
    ///
    /// Pearson, On the criterion that a given system of deviations (1900). None where the two have not the same groups, there are fewer than two,
    /// nothing was counted, or a group's share is not above 0.
    pub fn of(counts: &[u64], reference: &[f64]) -> Option<Self> {
        let expected = expected(counts, reference)?;
        let chi_square =
            counts.iter().zip(&expected).map(|(count, expected)| (number(*count) - expected).powi(2) / expected).sum();
        let degrees_of_freedom = u64::try_from(counts.len()).ok()? - 1;
        let p = ChiSquared::new(number(degrees_of_freedom)).ok()?.sf(chi_square);
        let smallest_expected = expected.into_iter().fold(f64::INFINITY, f64::min);
        Some(Self { chi_square, degrees_of_freedom, p, smallest_expected })
    }

    /// Whether `p` is to be relied on: in each group at least 5 were to be expected.
    pub fn is_reliable(&self) -> bool {
        self.smallest_expected >= FEW_EXPECTED
    }
}

/// What weighting a sample to a reference costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighting {
    /// The weight of each person of a group: the reference's share over the sample's.
    pub weights: Vec<f64>,
    /// Kish's design effect: 1 where all weigh the same.
    pub design_effect: f64,
    /// The size of an unweighted sample that would tell as much.
    pub effective_sample: f64,
}

impl Weighting {
    /// The weights that bring the groups of a sample to their shares in a reference. None where [`Fit::of`] is none, or in a group nobody was
    /// asked: no weight can stand for it.
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

/// Kish's design effect of weights, one for each person: their number times the sum of their squares over the square of their sum (Kish, Survey
/// Sampling, 1965, section 11.7). None without weights, or where one is below 0 or no number, or all are 0.
pub fn design_effect(weights: &[f64]) -> Option<f64> {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let is_usable = sum > 0.0 && squares.is_finite() && weights.iter().all(|weight| *weight >= 0.0);
    is_usable.then(|| length(weights) * squares / (sum * sum))
}

/// How many of each group a sample of this size would hold if it were as the reference is.
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

    /// Eight age groups of a survey, those who preferred not to say left out; the census as it was printed.
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
        // Nobody in a group: it fits badly, and nobody can be weighted up to stand for it.
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
