//! Rounding: percentages that sum to 100, and numbers formatted for people.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The maximum number of decimal places of a percentage.
const MOST_DECIMALS: u32 = 6;

/// A rounded percentage, stored exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Percentage {
    /// The value in units of the last decimal place: 185 for 18.5% to one decimal place.
    pub units: u64,
    /// The number of decimal places.
    pub decimals: u32,
}

impl Percentage {
    /// Returns the value as a number: 18.5 for 18.5%.
    pub fn value(self) -> f64 {
        crate::interval::number(self.units) / 10_f64.powi(i32::try_from(self.decimals).unwrap_or(i32::MAX))
    }
}

impl fmt::Display for Percentage {
    /// Formats the percentage like `18.5%`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.units, width = self.decimals as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.decimals as usize);
        write!(formatter, "{}%", joined(whole, fraction))
    }
}

/// Returns each count as a percentage of their total, to this many decimal places (at most 6), so that they sum to exactly 100.
///
/// This uses the largest remainder method (Hamilton's method; Balinski and Young, Fair Representation, 1982): each percentage is
/// truncated, and what is missing from 100 goes to those with the largest remainders, the earlier first if they are equal. All are
/// 0 if the total is 0.
pub fn percentages(counts: &[u64], decimals: u32) -> Vec<Percentage> {
    let decimals = decimals.min(MOST_DECIMALS);
    let whole: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    if whole == 0 {
        return vec![Percentage { units: 0, decimals }; counts.len()];
    }
    let all = 100 * 10_u128.pow(decimals);
    let parts: Vec<(u128, u128)> =
        counts.iter().map(|count| u128::from(*count) * all).map(|part| (part / whole, part % whole)).collect();
    let given: u128 = parts.iter().map(|(units, _)| units).sum();
    let left = usize::try_from(all - given).unwrap_or_default();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // The sort is stable, so that of equal remainders the earlier comes first.
    order.sort_by_key(|place| std::cmp::Reverse(parts[*place].1));
    let mut rounded: Vec<Percentage> =
        parts.iter().map(|(units, _)| Percentage { units: u64::try_from(*units).unwrap_or(u64::MAX), decimals }).collect();
    for place in order.into_iter().take(left) {
        rounded[place].units += 1;
    }
    rounded
}

/// Returns a part as a percentage of a whole, rounded half up on its own to this many decimal places (at most 6). Returns `None` if
/// the whole is 0.
pub fn share(part: u64, whole: u64, decimals: u32) -> Option<Percentage> {
    let decimals = decimals.min(MOST_DECIMALS);
    let all = 100 * 10_u128.pow(decimals);
    let (part, whole) = (u128::from(part), u128::from(whole));
    let units = (2 * part * all + whole).checked_div(2 * whole)?;
    Some(Percentage { units: u64::try_from(units).unwrap_or(u64::MAX), decimals })
}

/// Formats a count with thousands separators: `13,546`.
pub fn with_commas(count: i64) -> String {
    let text = parted(&count.unsigned_abs().to_string());
    if count < 0 { format!("-{text}") } else { text }
}

/// Formats a number rounded half away from zero to this many decimal places, with thousands separators. Returns `not known` if it
/// is not a finite number.
///
/// Rounding applies to the number as written: 1.005 becomes 1.01, although the nearest floating-point number is below it.
pub fn rounded(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return "not known".to_owned();
    }
    let written = value.abs().to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let decimals = decimals as usize;
    let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(decimals).collect();
    let is_up = fraction.as_bytes().get(decimals).is_some_and(|digit| *digit >= b'5');
    let digits = if is_up { one_more(&format!("{whole}{kept}")) } else { format!("{whole}{kept}") };
    let sign = if value < 0.0 && digits.bytes().any(|digit| digit != b'0') { "-" } else { "" };
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{sign}{}", joined(whole, fraction))
}

/// Adds 1 to the number written in these digits.
fn one_more(digits: &str) -> String {
    let nines = digits.bytes().rev().take_while(|digit| *digit == b'9').count();
    let (kept, _) = digits.split_at(digits.len() - nines);
    let zeros = "0".repeat(nines);
    match kept.chars().last().and_then(|last| char::from_digit(last.to_digit(10)? + 1, 10)) {
        Some(next) => format!("{}{next}{zeros}", &kept[..kept.len() - 1]),
        None => format!("1{zeros}"),
    }
}

/// Joins the digits before and after the decimal point.
fn joined(whole: &str, fraction: &str) -> String {
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}", parted(whole))
}

/// Inserts thousands separators into digits.
fn parted(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(counts: &[u64], decimals: u32) -> Vec<u64> {
        percentages(counts, decimals).iter().map(|percentage| percentage.units).collect()
    }

    #[test]
    fn age_groups_sum_to_100() {
        // The Big Conversation of 2023, without those who did not reply. Rounded individually, the percentages sum to 99.
        assert_eq!(units(&[14, 11, 79, 266, 387, 191, 55, 15, 17], 0), [1, 1, 8, 26, 37, 19, 5, 1, 2]);
        assert_eq!(units(&[1, 1, 1], 0), [34, 33, 33]);
        assert_eq!(units(&[1, 1, 1], 1), [334, 333, 333]);
        assert_eq!(units(&[0, 0], 0), [0, 0]);
        assert_eq!(units(&[], 0), [0; 0]);
        assert_eq!(units(&[u64::MAX, u64::MAX], 6), [50_000_000, 50_000_000]);
    }

    #[test]
    fn a_share_is_rounded_by_itself() {
        let text = |part, whole, decimals| share(part, whole, decimals).map(|percentage| percentage.to_string());
        assert_eq!(text(11, 1_035, 1).as_deref(), Some("1.1%"));
        assert_eq!(text(1, 200, 0).as_deref(), Some("1%"));
        assert_eq!(text(1, 2_000, 1).as_deref(), Some("0.1%"));
        assert_eq!(text(1, 2_001, 1).as_deref(), Some("0.0%"));
        assert_eq!(text(40, 1, 1).as_deref(), Some("4,000.0%"));
        assert_eq!(text(0, 0, 1), None);
        assert!((share(37, 200, 1).expect("a share").value() - 18.5).abs() < 1e-9);
    }

    #[test]
    fn numbers_are_rounded_away_from_zero() {
        assert_eq!((rounded(0.5, 0), rounded(-0.5, 0), rounded(18.454, 1)), ("1".into(), "-1".into(), "18.5".into()));
        assert_eq!((rounded(13_546.0, 0), rounded(999_999.5, 0)), ("13,546".into(), "1,000,000".into()));
        assert_eq!((rounded(-0.139, 2), rounded(-0.004, 2)), ("-0.14".into(), "0.00".into()));
        assert_eq!((rounded(1.005, 2), rounded(2.675, 2), rounded(9.995, 2)), ("1.01".into(), "2.68".into(), "10.00".into()));
        assert_eq!((rounded(0.09, 1), rounded(0.04, 1), rounded(7.0, 2)), ("0.1".into(), "0.0".into(), "7.00".into()));
        assert_eq!(rounded(f64::NAN, 1), "not known");
        assert_eq!((with_commas(-1_234_567), with_commas(999)), ("-1,234,567".into(), "999".into()));
    }

    proptest! {
        #[test]
        fn percentages_sum_to_100_and_are_within_one_unit(counts in prop::collection::vec(0_u64..100_000, 1..20), decimals in 0_u32..7) {
            let units = units(&counts, decimals);
            let whole: u64 = counts.iter().sum();
            let all = 100 * 10_u64.pow(decimals);
            prop_assert_eq!(units.iter().sum::<u64>(), if whole == 0 { 0 } else { all });
            for (count, units) in counts.iter().zip(&units) {
                let (exact, given) = (u128::from(*count) * u128::from(all), u128::from(*units) * u128::from(whole));
                prop_assert!(exact.abs_diff(given) < u128::from(whole.max(1)));
            }
        }

        #[test]
        fn a_rounded_number_is_within_half_a_unit(value in -1e9_f64..1e9, decimals in 0_u32..5) {
            let read: f64 = rounded(value, decimals).replace(',', "").parse().expect("a number");
            prop_assert!((read - value).abs() <= 0.5 / 10_f64.powi(decimals.try_into().expect("few")) + 1e-6);
        }
    }
}
