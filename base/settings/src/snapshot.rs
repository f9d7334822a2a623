//! A snapshot of all settings.

use crate::{BRAND_COLOUR, Colour, Known, LOGO, List, ListEntry, MARK_TEXT, NAME};
use chrono::NaiveDate;
use foundation::dated_rule::in_force_on;
use foundation::{BankHolidays, DatedRule};
use std::collections::HashMap;

/// A setting's value and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value as stored.
    pub value: String,
    /// The source that lays it down.
    pub citation: String,
    /// The day from which it was set, or `None` for a default.
    pub from: Option<NaiveDate>,
}

/// All settings at one moment.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The values set for each setting, in the order in which they were set.
    pub values: HashMap<String, Vec<DatedRule<String>>>,
    /// The entries of all lists, in order.
    pub entries: Vec<ListEntry>,
    /// The bank holidays that the council observes.
    pub bank_holidays: BankHolidays,
}

impl Settings {
    /// Returns the value of a setting in force on `day`, or `None` if it has neither a value nor a default.
    pub fn value_on(&self, known: &Known, day: NaiveDate) -> Option<Value> {
        let set = self.values.get(known.key).and_then(|rules| in_force_on(rules, day));
        match (set, known.default) {
            (Some(rule), _) => Some(Value { value: rule.value.clone(), citation: rule.citation.clone(), from: Some(rule.from) }),
            (None, Some(default)) => Some(Value { value: default.to_owned(), citation: known.citation.to_owned(), from: None }),
            (None, None) => None,
        }
    }

    /// Returns the value of a setting in force on `day` as a number.
    pub fn number_on(&self, known: &Known, day: NaiveDate) -> Option<u32> {
        self.value_on(known, day)?.value.parse().ok()
    }

    /// Returns the text of a setting on `day`, or `None` if it was never set or has been removed.
    pub fn words_on(&self, known: &Known, day: NaiveDate) -> Option<String> {
        self.value_on(known, day).map(|value| value.value).filter(|words| !words.is_empty())
    }

    /// Returns the council's name on `day`, or `None` if it was not set.
    pub fn name_on(&self, day: NaiveDate) -> Option<String> {
        self.value_on(&NAME, day).map(|value| value.value)
    }

    /// Returns the words beside the mark on `day`, or `None` if they were not set.
    pub fn mark_text_on(&self, day: NaiveDate) -> Option<String> {
        self.words_on(&MARK_TEXT, day)
    }

    /// Returns the hash of the logo on `day`, or `None` if there is none.
    pub fn logo_on(&self, day: NaiveDate) -> Option<String> {
        self.words_on(&LOGO, day)
    }

    /// Returns the council's colour on `day`, or `None` if it was not set.
    pub fn colour_on(&self, day: NaiveDate) -> Option<Colour> {
        self.value_on(&BRAND_COLOUR, day)?.value.parse().ok()
    }

    /// Returns the entries of a list, including closed ones.
    pub fn list(&self, list: List) -> impl Iterator<Item = &ListEntry> {
        self.entries.iter().filter(move |entry| entry.list == list)
    }
}

impl Settings {
    /// Returns the names in a list that are in force on `day`, in order.
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
