//! Rules that change: a value in force from a given day, possibly until another, with the source that lays it down.
//!
//! Values set by law or standing orders are never constants, because they change: the Crime and Policing Act 2026 changes amounts
//! that had been the same for years. Code always asks for the value on a given day.

use chrono::NaiveDate;

/// A value in force from a given day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedRule<T> {
    /// The value.
    pub value: T,
    /// The first day on which it is in force.
    pub from: NaiveDate,
    /// The last day on which it is in force, or `None` if it is in force until another follows.
    pub until: Option<NaiveDate>,
    /// The source that lays it down: an Act and its section, an instrument, a standing order.
    pub citation: String,
}

impl<T> DatedRule<T> {
    /// Returns whether the rule has begun by `day` and has not ended. A rule that began later may have replaced it; use
    /// [`in_force_on`] to find out.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Returns the rule in force on `day`. Of the rules that cover the day, it is the one that began last, or the one listed later if
/// two began on the same day. When a rule with an end date is over, the one before it is in force again.
pub fn in_force_on<T>(rules: &[DatedRule<T>], day: NaiveDate) -> Option<&DatedRule<T>> {
    rules.iter().filter(|rule| rule.covers(day)).max_by_key(|rule| rule.from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day") + Days::new(number)
    }

    fn rule(value: u32, from: u64, until: Option<u64>) -> DatedRule<u32> {
        DatedRule { value, from: day(from), until: until.map(day), citation: "Standing Order 1".to_owned() }
    }

    fn value_on(rules: &[DatedRule<u32>], number: u64) -> Option<u32> {
        in_force_on(rules, day(number)).map(|rule| rule.value)
    }

    #[test]
    fn the_value_of_the_day_is_given() {
        let rules = [rule(500, 30, None), rule(100, 10, None), rule(300, 40, Some(49))];
        assert_eq!(value_on(&rules, 9), None);
        assert_eq!(value_on(&rules, 10), Some(100));
        assert_eq!(value_on(&rules, 29), Some(100));
        assert_eq!(value_on(&rules, 30), Some(500));
        assert_eq!(value_on(&rules, 40), Some(300));
        assert_eq!(value_on(&rules, 49), Some(300), "the last day counts");
        assert_eq!(value_on(&rules, 50), Some(500), "what was before holds again");
    }

    #[test]
    fn of_two_that_begin_on_one_day_the_later_listed_holds() {
        assert_eq!(value_on(&[rule(1, 5, None), rule(2, 5, None)], 5), Some(2));
    }

    proptest! {
        #[test]
        fn what_is_in_force_covers_the_day_and_began_last(
            rules in proptest::collection::vec((any::<u32>(), 0u64..50, proptest::option::of(0u64..50)), 0..8),
            asked in 0u64..60,
        ) {
            let rules: Vec<_> = rules.into_iter().map(|(value, from, until)| rule(value, from, until)).collect();
            match in_force_on(&rules, day(asked)) {
                Some(found) => {
                    prop_assert!(found.covers(day(asked)));
                    prop_assert!(rules.iter().all(|rule| !rule.covers(day(asked)) || rule.from <= found.from));
                }
                None => prop_assert!(rules.iter().all(|rule| !rule.covers(day(asked)))),
            }
        }
    }
}
