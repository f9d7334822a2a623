//! The change from one value to another, and how to put it in words.

use crate::interval::number;
use crate::rounding::rounded;
use serde::{Deserialize, Serialize};

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// The value is higher than before.
    Increase,
    /// The value is lower than before.
    Decrease,
    /// The value is the same as before.
    None,
}

/// A change from one value to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The value before.
    pub before: f64,
    /// The value after.
    pub after: f64,
}

impl Change {
    /// Creates the change between two values in the same unit.
    pub fn between(before: f64, after: f64) -> Self {
        Self { before, after }
    }

    /// Creates the change between two counts.
    pub fn between_counts(before: u64, after: u64) -> Self {
        Self::between(number(before), number(after))
    }

    /// Returns the difference, which is negative for a decrease.
    pub fn difference(&self) -> f64 {
        self.after - self.before
    }

    /// Returns the difference as a percentage of the value before (of its absolute value, if it is negative), or `None` if that was
    /// 0.
    pub fn percent(&self) -> Option<f64> {
        (self.before != 0.0).then(|| 100.0 * self.difference() / self.before.abs()).filter(|percent| percent.is_finite())
    }

    /// Returns the direction of the change.
    pub fn direction(&self) -> Direction {
        if self.after > self.before {
            Direction::Increase
        } else if self.after < self.before {
            Direction::Decrease
        } else {
            Direction::None
        }
    }

    /// Describes the change in words, with its percentage rounded to this many decimal places: `an increase of 1%`, `an increase of
    /// less than 1%`, `an increase from none to 4`, `no change`. Returns `no comparison` if a value is not a number.
    pub fn words(&self, decimals: u32) -> String {
        if !self.difference().is_finite() {
            return "no comparison".to_owned();
        }
        let noun = match self.direction() {
            Direction::Increase => "an increase",
            Direction::Decrease => "a decrease",
            Direction::None => return "no change".to_owned(),
        };
        if self.before == 0.0 {
            // There is no percentage of zero.
            return format!("{noun} from none to {}", as_written(self.after));
        }
        let Some(percent) = self.percent() else { return "no comparison".to_owned() };
        let text = rounded(percent.abs(), decimals);
        if text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
            format!("{noun} of {text}%")
        } else {
            format!("{noun} of less than {}%", smallest(decimals))
        }
    }
}

/// Formats a value with as many decimal places as it has.
fn as_written(value: f64) -> String {
    let decimals = value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    rounded(value, u32::try_from(decimals).unwrap_or_default())
}

/// Returns the smallest positive number with this many decimal places: 1, 0.1, 0.01.
fn smallest(decimals: u32) -> String {
    match decimals {
        0 => "1".to_owned(),
        _ => format!("0.{:0>width$}", 1, width = decimals as usize),
    }
}

/// Returns the wording of a note on how percentages were rounded: `rounded to the nearest whole per cent`.
pub fn rounding_stated(decimals: u32) -> String {
    match decimals {
        0 => "rounded to the nearest whole per cent".to_owned(),
        1 => "rounded to the nearest tenth of a per cent".to_owned(),
        2 => "rounded to the nearest hundredth of a per cent".to_owned(),
        _ => format!("rounded to {decimals} decimal places of a per cent"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::tests::near;
    use proptest::prelude::*;

    #[test]
    fn crime_in_halton_changed_as_it_did() {
        let more = Change::between_counts(13_418, 13_546);
        near(more.difference(), 128.0, 0.0);
        near(more.percent().expect("a percentage"), 0.954, 0.0005);
        assert_eq!((more.words(0), more.words(1)), ("an increase of 1%".into(), "an increase of 1.0%".into()));
        let less = Change::between_counts(30_864, 30_821);
        near(less.percent().expect("a percentage"), -0.139, 0.0005);
        assert_eq!((less.words(0), less.words(1)), ("a decrease of less than 1%".into(), "a decrease of 0.1%".into()));
        let fell = Change::between_counts(34_733, 30_821);
        near(fell.percent().expect("a percentage"), -11.26, 0.005);
        assert_eq!((fell.words(0), fell.direction()), ("a decrease of 11%".into(), Direction::Decrease));
    }

    #[test]
    fn of_nothing_there_is_no_percentage() {
        assert_eq!(Change::between_counts(0, 4).percent(), None);
        assert_eq!(Change::between_counts(0, 4_000).words(0), "an increase from none to 4,000");
        assert_eq!(Change::between(0.0, -2.5).words(0), "a decrease from none to -2.5");
        assert_eq!(Change::between_counts(4, 0).words(0), "a decrease of 100%");
        assert_eq!(
            (Change::between_counts(0, 0).words(0), Change::between_counts(7, 7).words(2)),
            ("no change".into(), "no change".into())
        );
        assert_eq!(Change::between(f64::NAN, 1.0).words(0), "no comparison");
    }

    #[test]
    fn a_change_too_small_to_round_is_still_a_change() {
        assert_eq!(Change::between_counts(100_000, 100_001).words(0), "an increase of less than 1%");
        assert_eq!(Change::between_counts(100_000, 100_001).words(2), "an increase of less than 0.01%");
        assert_eq!(Change::between_counts(1, 26).words(0), "an increase of 2,500%");
        assert_eq!(
            (rounding_stated(0), rounding_stated(1)),
            ("rounded to the nearest whole per cent".into(), "rounded to the nearest tenth of a per cent".into())
        );
    }

    proptest! {
        #[test]
        fn only_what_is_the_same_is_no_change(before in 0_u64..1_000_000, after in 0_u64..1_000_000, decimals in 0_u32..4) {
            let change = Change::between_counts(before, after);
            prop_assert_eq!(change.words(decimals) == "no change", before == after);
            prop_assert_eq!(change.words(decimals).starts_with("an increase"), after > before);
            prop_assert_eq!(change.words(decimals).starts_with("a decrease"), after < before);
        }
    }
}
