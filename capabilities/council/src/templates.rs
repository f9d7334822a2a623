//! The templates for new councils: lists with their dates, and values with their sources. Everything in them can be changed
//! later, and none of it applies to a council that did not choose it.

use chrono::NaiveDate;
use foundation::DatedRule;
use settings::List;

/// A template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    /// The stored word: `plain`.
    pub key: &'static str,
    /// The display name.
    pub name: &'static str,
    /// A sentence that says what comes with it.
    pub hint: &'static str,
    /// The headings of its reports, shown on the page for choosing it.
    pub report: &'static str,
    entries: &'static [Entries],
    values: &'static [(&'static str, &'static str, &'static str)],
}

/// Entries of a list that are in force between the same dates.
#[derive(Clone, Copy, Debug)]
struct Entries {
    list: List,
    from: Option<&'static str>,
    until: Option<&'static str>,
    names: &'static [&'static str],
}

/// The key of the template whose reports say from whom, to whom and about what.
pub const PLAIN: &str = "plain";
/// The key of the template of the published packs.
pub const PUBLISHED_PACKS: &str = "published-packs";

/// The date from which the published packs show their rules to have been in force.
const PACKS_FROM: &str = "2023-05-01";
const STANDING_ORDER: &str = "Standing Order 34(9)";

/// All templates, plainest first.
pub(crate) const ALL: [Template; 2] = [
    Template {
        key: PLAIN,
        name: "Plain",
        hint: "Reports have From, To and Subject at the top and 8 short sections. Comes without priorities. Public Question Time follows common practice.",
        report: "Summary; Recommendations; Background; Options; Finance; Law; Equality; Background papers",
        entries: &[],
        values: &[],
    },
    Template {
        key: PUBLISHED_PACKS,
        name: "Halton’s policy and performance boards",
        hint: "From the agenda packs that Halton Borough Council published in 2024. Reports have 10 sections and say what they mean for each \
               priority. Comes with 5 priorities until 31 March 2024 and 6 from 1 April 2024, and Public Question Time under Standing Order \
               34(9).",
        report: "Purpose of the report; Recommended; Supporting information; Policy implications; Financial and other implications; \
                 Implications for the Council’s priorities; Risk analysis; Equality and diversity issues; Climate change implications; \
                 List of background papers",
        entries: &[
            Entries {
                list: List::Priorities,
                from: None,
                until: Some("2024-03-31"),
                names: &[
                    "Children and Young People in Halton",
                    "Employment, Learning and Skills in Halton",
                    "A Healthy Halton",
                    "A Safer Halton",
                    "Halton’s Urban Renewal",
                ],
            },
            Entries {
                list: List::Priorities,
                from: Some("2024-04-01"),
                until: None,
                names: &[
                    "Improving health, promoting wellbeing and supporting greater independence",
                    "Building a strong, sustainable local economy",
                    "Supporting children, young people and families",
                    "Tackling inequality, helping those who are most in need",
                    "Working towards a greener future",
                    "Place and Community",
                ],
            },
        ],
        values: &[
            ("questions.minutes", "30", STANDING_ORDER),
            ("questions.minutes-each", "3", STANDING_ORDER),
            ("questions.notice-hour", "16:00", STANDING_ORDER),
            ("questions.notice-days", "1", STANDING_ORDER),
            ("questions.each", "1", STANDING_ORDER),
            ("questions.supplementary", "1", STANDING_ORDER),
            ("questions.same", "6", STANDING_ORDER),
        ],
    },
];

/// An entry of a list in a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedName {
    pub list: List,
    pub name: &'static str,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// A value of a setting in a template, with the setting's key.
pub(crate) type DatedValue = (&'static str, DatedRule<String>);

impl Template {
    /// Returns the template with this key.
    pub(crate) fn find(key: &str) -> Option<&'static Self> {
        ALL.iter().find(|template| template.key == key)
    }

    /// Returns its entries of all lists, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = DatedName> {
        self.entries.iter().flat_map(|entries| {
            let (list, from, until) = (entries.list, day(entries.from), day(entries.until));
            entries.names.iter().map(move |name| DatedName { list, name, from, until })
        })
    }

    /// Returns its values; one without a date applies from `today`.
    pub(crate) fn values(&self, today: NaiveDate) -> impl Iterator<Item = DatedValue> {
        let from = day(Some(PACKS_FROM)).unwrap_or(today);
        self.values.iter().map(move |(key, value, citation)| {
            (*key, DatedRule { value: (*value).to_owned(), from, until: None, citation: (*citation).to_owned() })
        })
    }
}

fn day(text: Option<&str>) -> Option<NaiveDate> {
    text?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_day_in_a_template_is_a_real_one() {
        for entries in ALL.iter().flat_map(|template| template.entries) {
            for text in [entries.from, entries.until].into_iter().flatten() {
                assert!(day(Some(text)).is_some(), "{text}");
            }
        }
        assert!(day(Some(PACKS_FROM)).is_some());
    }

    #[test]
    fn priorities_change_on_their_day() {
        let packs = Template::find(PUBLISHED_PACKS).expect("there");
        let on = |text: &str| {
            let day: NaiveDate = text.parse().expect("a day");
            let in_force =
                |name: &DatedName| name.from.is_none_or(|from| from <= day) && name.until.is_none_or(|until| until >= day);
            packs.names().filter(in_force).count()
        };
        assert_eq!((on("2024-03-31"), on("2024-04-01")), (5, 6));
    }

    #[test]
    fn no_name_is_in_a_list_twice_and_every_value_can_be_read() {
        for template in &ALL {
            let mut seen = HashSet::new();
            assert!(template.names().all(|name| seen.insert((name.list.word(), name.name.to_lowercase()))), "{}", template.key);
            for (key, rule) in template.values("2024-06-04".parse().expect("a day")) {
                let known = meetings::rules::ALL.iter().find(|known| known.key == key).expect("a setting");
                assert_eq!(known.unit.read(&rule.value), Ok(rule.value), "{key}");
            }
        }
    }
}
