//! Control charts, which show whether a series of values varies more than it usually does.

use crate::interval::length;
use serde::{Deserialize, Serialize};

/// The mean moving range times this gives the natural limits: 3 over d2, where d2 for ranges of two values is 1.128 in the tables
/// (Shewhart, Economic Control of Quality of Manufactured Product, 1931; Wheeler, Understanding Variation, 1993).
const TO_LIMITS: f64 = 2.66;

/// The mean moving range times this gives the limit of a moving range: D4 for ranges of two values. Tables have 3.267 or 3.268,
/// depending on the rounding of the constants it comes from. The charts that Moothall is compared with use 3.268 (65.36 for a mean
/// of 20, where 3.267 would give 65.34).
const TO_RANGE_LIMIT: f64 = 3.268;

/// The number of values in a row on one side of the centre that is unlikely to be chance (Wheeler's rule; eight heads or tails in a
/// row happen one time in 128).
const RUN: usize = 8;

/// Why a value is a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignalKind {
    /// It is outside the natural limits.
    Outside,
    /// It is the eighth or later in a row on one side of the centre.
    Run,
}

/// A value that indicates a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Its index in the series, counted from 0.
    pub place: usize,
    /// Why it is a signal.
    pub kind: SignalKind,
}

/// A control chart of individual values (`XmR`), in their unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlChart {
    /// The mean of the values.
    pub centre: f64,
    /// The mean of the absolute differences between successive values.
    pub mean_moving_range: f64,
    /// The lower natural limit. For counts it may be below 0, in which case no count is too low.
    pub lower_limit: f64,
    /// The upper natural limit.
    pub upper_limit: f64,
    /// The limit of a single moving range.
    pub upper_range_limit: f64,
    /// The signals, in the order of the values. A value that is both outside the limits and part of a run has two.
    pub signals: Vec<Signal>,
}

impl ControlChart {
    /// Creates the chart of a time series. Returns `None` if there are fewer than two values or one is not a number.
    pub fn of(values: &[f64]) -> Option<Self> {
        if values.len() < 2 || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / length(values);
        let centre = mean(values);
        let ranges: Vec<f64> = values.iter().zip(values.iter().skip(1)).map(|(one, next)| (next - one).abs()).collect();
        let mean_moving_range = mean(&ranges);
        let half = TO_LIMITS * mean_moving_range;
        let mut chart = Self {
            centre,
            mean_moving_range,
            lower_limit: centre - half,
            upper_limit: centre + half,
            upper_range_limit: TO_RANGE_LIMIT * mean_moving_range,
            signals: Vec::new(),
        };
        chart.signals = chart.signals_of(values);
        Some(chart)
    }

    fn signals_of(&self, values: &[f64]) -> Vec<Signal> {
        let (mut signals, mut above, mut below) = (Vec::new(), 0, 0);
        for (place, value) in values.iter().enumerate() {
            // A value exactly on the centre ends a run.
            above = if *value > self.centre { above + 1 } else { 0 };
            below = if *value < self.centre { below + 1 } else { 0 };
            if *value > self.upper_limit || *value < self.lower_limit {
                signals.push(Signal { place, kind: SignalKind::Outside });
            }
            if above.max(below) >= RUN {
                signals.push(Signal { place, kind: SignalKind::Run });
            }
        }
        signals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::tests::near;
    use proptest::prelude::*;

    #[test]
    fn a_chart_has_its_limits() {
        let chart = ControlChart::of(&[10.0, 50.0, 40.0, 30.0]).expect("a chart");
        near(chart.centre, 32.5, 1e-9);
        near(chart.mean_moving_range, 20.0, 1e-9);
        near(chart.upper_limit, 85.7, 1e-9);
        near(chart.lower_limit, -20.7, 1e-9);
        near(chart.upper_range_limit, 65.36, 1e-9);
        assert!(chart.signals.is_empty());
        assert_eq!((ControlChart::of(&[1.0]), ControlChart::of(&[1.0, f64::NAN])), (None, None));
    }

    #[test]
    fn a_value_outside_the_limits_is_a_signal() {
        let mut values = [10.0, 11.0].repeat(8);
        values.push(30.0);
        let signals = ControlChart::of(&values).expect("a chart").signals;
        assert!(signals.contains(&Signal { place: 16, kind: SignalKind::Outside }));
    }

    #[test]
    fn eight_on_one_side_are_a_signal_and_seven_are_none() {
        let signals = |each: usize| {
            let values: Vec<f64> = [[1.0].repeat(each), [9.0].repeat(each)].concat();
            ControlChart::of(&values)
                .expect("a chart")
                .signals
                .into_iter()
                .filter(|signal| signal.kind == SignalKind::Run)
                .map(|signal| signal.place)
                .collect::<Vec<_>>()
        };
        assert_eq!(signals(7), [0; 0]);
        assert_eq!(signals(8), [7, 15]);
    }

    proptest! {
        #[test]
        fn moving_all_values_moves_the_limits(values in prop::collection::vec(-1e3_f64..1e3, 2..40), by in -1e3_f64..1e3) {
            let chart = ControlChart::of(&values).expect("a chart");
            let moved = ControlChart::of(&values.iter().map(|value| value + by).collect::<Vec<_>>()).expect("a chart");
            prop_assert!((moved.upper_limit - chart.upper_limit - by).abs() < 1e-6);
            prop_assert!((moved.mean_moving_range - chart.mean_moving_range).abs() < 1e-6);
        }
    }
}
