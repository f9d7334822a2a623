//! Rounding: shares that sum to 100, and numbers as people read them.

/// The shares of counts in units of the last digit (`decimals` 0: whole per cent, 1: tenths), by largest remainder (Hamilton’s method), so
/// that they sum to exactly 100. Of equal remainders the earlier is rounded up. All are 0 where nothing was counted.
pub fn shares(counts: &[u64], decimals: u32) -> Vec<u64> {
    let whole: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    if whole == 0 {
        return vec![0; counts.len()];
    }
    let units = 100 * 10_u128.pow(decimals.min(6));
    let exact: Vec<(u128, u128)> =
        counts.iter().map(|count| (u128::from(*count) * units / whole, u128::from(*count) * units % whole)).collect();
    let given: u128 = exact.iter().map(|(share, _)| share).sum();
    let left = usize::try_from(units - given).unwrap_or_default();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by(|one, other| exact[*other].1.cmp(&exact[*one].1).then(one.cmp(other)));
    let mut shares: Vec<u64> = exact.iter().map(|(share, _)| u64::try_from(*share).unwrap_or(u64::MAX)).collect();
    for at in order.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
}

/// A count with its thousands parted: `13,546`.
pub fn with_commas(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if count < 0 { format!("-{text}") } else { text }
}

/// A number rounded half away from zero to so many decimals, its thousands parted.
pub fn rounded(value: f64, decimals: u32) -> String {
    let factor = 10_f64.powi(i32::try_from(decimals.min(9)).unwrap_or_default());
    // `round` of the standard library rounds half away from zero.
    let rounded = (value * factor).round() / factor;
    let text = format!("{:.*}", decimals as usize, rounded.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let whole = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), with_commas);
    let sign = if rounded < 0.0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn age_groups_sum_to_100() {
        // The Big Conversation of 2023, those without a reply left out: half-up would make 99.
        assert_eq!(shares(&[14, 11, 79, 266, 387, 191, 55, 15, 17], 0), [1, 1, 8, 26, 37, 19, 5, 1, 2]);
        assert_eq!(shares(&[1, 1, 1], 0), [34, 33, 33]);
        assert_eq!(shares(&[1, 1, 1], 1), [334, 333, 333]);
        assert_eq!(shares(&[0, 0], 0), [0, 0]);
    }

    #[test]
    fn numbers_are_rounded_away_from_zero() {
        assert_eq!((rounded(0.5, 0), rounded(-0.5, 0), rounded(18.454, 1)), ("1".into(), "-1".into(), "18.5".into()));
        assert_eq!(rounded(13_546.0, 0), "13,546");
        assert_eq!(rounded(-0.139, 2), "-0.14");
    }

    proptest! {
        #[test]
        #[expect(clippy::cast_precision_loss, reason = "counts here are below a million")]
        fn shares_sum_to_the_whole_and_are_within_one(counts in prop::collection::vec(0_u64..100_000, 1..20), decimals in 0_u32..3) {
            let shares = shares(&counts, decimals);
            let whole: u64 = counts.iter().sum();
            let units = 100 * 10_u64.pow(decimals);
            prop_assert_eq!(shares.iter().sum::<u64>(), if whole == 0 { 0 } else { units });
            for (count, share) in counts.iter().zip(&shares) {
                let exact = if whole == 0 { 0.0 } else { *count as f64 * units as f64 / whole as f64 };
                prop_assert!((exact - *share as f64).abs() < 1.0);
            }
        }
    }
}
