//! All settings at one moment.

use crate::{BRAND_COLOUR, Colour, Known, LOGO, List, ListEntry, MARK_TEXT, NAME};
use chrono::NaiveDate;
use foundation::dated_rule::in_force_on;
use foundation::{BankHolidays, DatedRule};
use std::collections::HashMap;

/// A value of a setting and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As it is stored.
    pub value: String,
    /// Where it is laid down.
    pub citation: String,
    /// From which day it was set; none for what holds where nobody has set anything.
    pub from: Option<NaiveDate>,
}

/// All settings at one moment.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What was set, by setting, in the order in which it was set.
    pub values: HashMap<String, Vec<DatedRule<String>>>,
    /// The entries of all lists, in their order.
    pub entries: Vec<ListEntry>,
    /// The bank holidays by which the council goes.
    pub bank_holidays: BankHolidays,
}

impl Settings {
    /// The value of a setting in force on `day`.
    pub fn value_on(&self, known: &Known, day: NaiveDate) -> Option<Value> {
        let set = self.values.get(known.key).and_then(|rules| in_force_on(rules, day));
        match (set, known.default) {
            (Some(rule), _) => Some(Value { value: rule.value.clone(), citation: rule.citation.clone(), from: Some(rule.from) }),
            (None, Some(default)) => Some(Value { value: default.to_owned(), citation: known.citation.to_owned(), from: None }),
            (None, None) => None,
        }
    }

    /// The value of a setting in force on `day`, as a number.
    pub fn number_on(&self, known: &Known, day: NaiveDate) -> Option<u32> {
        self.value_on(known, day)?.value.parse().ok()
    }

    /// Returns the words of a setting on `day`; `None` if it was never set or was removed.
    pub fn words_on(&self, known: &Known, day: NaiveDate) -> Option<String> {
        self.value_on(known, day).map(|value| value.value).filter(|words| !words.is_empty())
    }

    /// The council's name on `day`, where it was set.
    pub fn name_on(&self, day: NaiveDate) -> Option<String> {
        self.value_on(&NAME, day).map(|value| value.value)
    }

    /// The words beside the mark on `day`, where they were set.
    pub fn mark_text_on(&self, day: NaiveDate) -> Option<String> {
        self.words_on(&MARK_TEXT, day)
    }

    /// The hash of the logo on `day`, if there is one.
    pub fn logo_on(&self, day: NaiveDate) -> Option<String> {
        self.words_on(&LOGO, day)
    }

    /// The council's colour on `day`, where it was set.
    pub fn colour_on(&self, day: NaiveDate) -> Option<Colour> {
        self.value_on(&BRAND_COLOUR, day)?.value.parse().ok()
    }

    /// The entries of a list, those that are closed included.
    pub fn list(&self, list: List) -> impl Iterator<Item = &ListEntry> {
        self.entries.iter().filter(move |entry| entry.list == list)
    }
}

impl Settings {
    /// Returns the names in a list that are in force on `day`, in their order.
    pub fn names_on(&self, list: List, day: NaiveDate) -> Vec<String> {
        self.list(list).filter(|entry| entry.is_in_force_on(day)).map(|entry| entry.name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unit;

    const CLEAR_DAYS: Known = Known {
        key: "meetings.clear-days",
        group: "Meetings",
        label: "Notice",
        unit: Unit::ClearDays,
        default: Some("5"),
        citation: "Local Government Act 1972, section 100B",
    };

    #[test]
    fn a_list_is_that_of_its_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let entry = |number: i64, name: &str, from: Option<&str>, until: Option<&str>| ListEntry {
            id: crate::ListEntryId::new(number).expect("a key"),
            list: List::Priorities,
            number,
            name: name.to_owned(),
            from: from.map(day),
            until: until.map(day),
            closed_at: None,
        };
        let entries = vec![
            entry(1, "Safety", None, Some("2024-03-31")),
            entry(2, "Place", Some("2024-04-01"), None),
            entry(3, "Health", None, None),
        ];
        let settings = Settings { entries, ..Settings::default() };
        assert_eq!(settings.names_on(List::Priorities, day("2024-03-31")), ["Safety", "Health"]);
        assert_eq!(settings.names_on(List::Priorities, day("2024-04-01")), ["Place", "Health"]);
    }

    #[test]
    fn what_is_set_holds_from_its_day_and_the_default_before() {
        let day = |number| NaiveDate::from_ymd_opt(2024, 6, number).expect("a day");
        let rule = DatedRule { value: "7".to_owned(), from: day(10), until: None, citation: "Standing Order 1".to_owned() };
        let settings = Settings { values: HashMap::from([(CLEAR_DAYS.key.to_owned(), vec![rule])]), ..Settings::default() };
        assert_eq!(settings.number_on(&CLEAR_DAYS, day(9)), Some(5));
        assert_eq!(settings.number_on(&CLEAR_DAYS, day(10)), Some(7));
        assert_eq!(settings.value_on(&CLEAR_DAYS, day(9)).expect("a value").citation, CLEAR_DAYS.citation);
        assert_eq!(settings.name_on(day(9)), None);
    }
}
