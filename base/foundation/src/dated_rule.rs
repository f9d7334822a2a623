//! Rules that change: a value in force from a day, perhaps until another, with the place where it is laid down.
//!
//! What law or standing orders set is never a constant, since it moves: the Crime and Policing Act 2026 changes amounts that had
//! stood for years. A value is asked for on a day, and that of the day is given.

use chrono::NaiveDate;

/// A value in force from a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedRule<T> {
    /// What holds.
    pub value: T,
    /// The first day on which it is in force.
    pub from: NaiveDate,
    /// The last day on which it is in force; none until another follows.
    pub until: Option<NaiveDate>,
    /// Where it is laid down: an Act and its section, an instrument, a standing order.
    pub citation: String,
}

impl<T> DatedRule<T> {
    /// Whether it has begun on `day` and not ended. Another that began later may have taken its place: ask [`in_force_on`].
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Of the values of one rule, the one in force on `day`: the one that began last of those that cover the day, and of two that began
/// on one day the one listed later. Where one that had an end is over, the one before it is in force again.
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
