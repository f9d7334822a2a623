//! Figures in words: values, changes, likely ranges and comparisons. Everything is worked out from counts as they are shown, so that
//! it tells no more than they do.

use crate::change::{Change, Direction};
use crate::comparison::{Comparison, ComparisonMethod};
use crate::measure::{Counted, Unit};
use crate::proportion::Proportion;
use crate::rounding::{rounded, with_commas};

/// Formats the value: `12`, `84%`.
pub fn value_text(counted: &Counted, unit: Unit, decimals: u8) -> String {
    match (unit, counted.value()) {
        (Unit::Count, _) => with_commas(counted.count()),
        (Unit::Percent, Some(value)) => format!("{}%", rounded(value, decimals.into())),
        (Unit::Percent, None) => "no percentage, as there were none".to_owned(),
    }
}

/// Formats the likely range of a percentage, which is Wilson's interval at 95%. `None` for a count.
pub fn interval_text(counted: &Counted, decimals: u8) -> Option<String> {
    let number = |count: i64| u64::try_from(count).ok();
    let proportion = Proportion::of(number(counted.count())?, number(counted.of()?)?)?;
    let percent = |share: f64| rounded(share * 100.0, decimals.into());
    let interval = proportion.interval;
    Some(format!("{}% (likely range {}% to {}%)", percent(proportion.value), percent(interval.lower), percent(interval.upper)))
}

/// Says whether a count differs from the previous period's by more than chance. This applies to counts only, never to shares,
/// whose parts may be the same people.
pub fn comparison_text(before: &Counted, now: &Counted) -> Option<String> {
    // A previous count of zero may mean that the record had not begun.
    if now.of().is_some() || before.of().is_some() || before.count() == 0 {
        return None;
    }
    let number = |count: i64| u64::try_from(count).ok();
    let comparison = Comparison::of_counts(number(before.count())?, number(now.count())?)?;
    let method = match comparison.method {
        ComparisonMethod::ExactBinomial => "exact binomial test of two counts",
        ComparisonMethod::Normal => "two-sided test of two Poisson counts",
    };
    Some(format!("{}, by the {method}", comparison.words(0.05)))
}

/// Formats the change from the previous period, rounded to `decimals` places, in per cent, or in percentage points for shares.
pub fn change_text(before: &Counted, now: &Counted, decimals: u8) -> String {
    let (Some(old), Some(new)) = (before.value(), now.value()) else {
        return "no comparison, as one period has none".to_owned();
    };
    let decimals = u32::from(decimals);
    if now.of().is_none() {
        return Change::between(old, new).words(decimals);
    }
    // Use the rounded shares, so that readers who subtract the published values get the same difference.
    let told = |value: f64| rounded(value, decimals).parse::<f64>().unwrap_or(value);
    let (old, new) = (told(old), told(new));
    let direction = match Change::between(old, new).direction() {
        Direction::None => return "no change".to_owned(),
        Direction::Increase => "an increase",
        Direction::Decrease => "a decrease",
    };
    let points = rounded((new - old).abs(), decimals);
    format!("{direction} of {points} percentage point{}", if points == "1" { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(count: i64, of: Option<i64>) -> Counted {
        Counted::new(count, of, Vec::new())
    }

    #[test]
    fn values_and_changes_are_told_in_words() {
        assert_eq!(value_text(&counted(13_546, None), Unit::Count, 0), "13,546");
        assert_eq!(value_text(&counted(8, Some(9)), Unit::Percent, 0), "89%");
        assert_eq!(value_text(&counted(8, Some(9)), Unit::Percent, 1), "88.9%");
        let told = |before: i64, now: i64| change_text(&counted(before, None), &counted(now, None), 0);
        assert_eq!(told(13_418, 13_546), "an increase of 1%");
        assert_eq!(told(30_864, 30_821), "a decrease of less than 1%");
        assert_eq!(told(34_733, 30_821), "a decrease of 11%");
        assert_eq!(told(5, 5), "no change");
        assert_eq!(told(0, 4), "an increase from none to 4");
        let shares = |decimals| change_text(&counted(8, Some(10)), &counted(9, Some(10)), decimals);
        assert_eq!(shares(0), "an increase of 10 percentage points");
        assert_eq!(
            change_text(&counted(1, Some(3)), &counted(2, Some(3)), 1),
            "an increase of 33.4 percentage points",
            "66.7 less 33.3"
        );
        assert_eq!(change_text(&counted(13_418, None), &counted(13_546, None), 2), "an increase of 0.95%");
        assert_eq!(interval_text(&counted(81, Some(263)), 1).as_deref(), Some("30.8% (likely range 25.5% to 36.6%)"));
        assert_eq!(interval_text(&counted(81, None), 1), None);
        let compared = comparison_text(&counted(13_418, None), &counted(13_546, None)).expect("two counts");
        assert_eq!(comparison_text(&counted(0, None), &counted(8, None)), None, "the record may not have begun");
        assert_eq!(compared, "not significantly different (p = 0.436), by the two-sided test of two Poisson counts");
    }
}
