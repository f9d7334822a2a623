//! A published agenda: the meeting and its items.

pub mod document;
pub mod finding;
pub mod store;

use crate::preparation::item::paragraphs_in_words;
use chrono::{Datelike, NaiveDate, NaiveTime};
use foundation::text::{readable_title, title_key};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `agenda`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The board's name.
    pub board: String,
    /// The date of the meeting.
    pub held_on: MeetingDay,
    /// The start time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveTime>,
    /// The venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The legal ground for publishing with fewer clear days than the law requires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_notice: Option<String>,
    /// The items in agenda order.
    #[serde(default)]
    pub items: Vec<AgendaItem>,
}

/// One item of an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// The agenda number as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// What the item is about, if the agenda or a later report on the year says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whether the item is to be taken in private (Part II, exempt under Schedule 12A).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// The kind of business: `report`, `questions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The post that presents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_officer: Option<String>,
    /// Whether its paper will be published after the agenda.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_follow: bool,
    /// The paragraphs of Schedule 12A, Part 1, that apply to a private item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<u8>,
    /// The special circumstances for which the chair ruled a late item urgent (Local Government Act 1972, section 100B(4)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
}

impl AgendaItem {
    /// Returns the text printed below the title: what the item is about, that its paper is to follow, why it is late and why it is
    /// private.
    pub fn told(&self) -> Option<String> {
        let mut told: Vec<String> = self.summary.iter().cloned().collect();
        if self.to_follow {
            told.push("To follow.".to_owned());
        }
        told.extend(self.urgency.as_ref().map(|reason| format!("Late item, taken as urgent: {reason}")));
        if !self.paragraphs.is_empty() {
            let paragraphs = paragraphs_in_words(&self.paragraphs);
            told.push(format!(
                "Not for publication: exempt under {paragraphs} of Schedule 12A to the Local Government Act 1972."
            ));
        }
        (!told.is_empty()).then(|| told.join(" "))
    }
}

/// Returns the number of each item of a published agenda: as printed, or its position counted from 1 if the agenda prints no
/// numbers.
pub fn item_numbers(items: &[AgendaItem]) -> Vec<Option<String>> {
    let has_numbers = items.iter().any(|item| item.number.is_some());
    let number = |(place, item): (usize, &AgendaItem)| if has_numbers { item.number.clone() } else { Some(place.to_string()) };
    (1..).zip(items).map(number).collect()
}

/// The date of a meeting, or only its month if no record gives the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MeetingDay {
    /// The date is known.
    Day(NaiveDate),
    /// Only the month is known; the date is the first of that month.
    Month {
        /// The first day of the month.
        month: NaiveDate,
    },
}

impl MeetingDay {
    /// Returns the date, or the first of the month.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Day(date) => date,
            Self::Month { month } => month.with_day(1).unwrap_or(month),
        }
    }

    /// Checks whether the exact date is known.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Day(_))
    }
}

/// An entry under 'Agenda' on a meeting's page: an item with its minute and its paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessItem {
    /// The agenda number as printed.
    pub number: Option<String>,
    /// The title in readable form.
    pub title: String,
    /// What the item is about.
    pub summary: Option<String>,
    /// Whether the item is private.
    pub private: bool,
    /// The key of its minute.
    pub minute: Option<i64>,
    /// The key of its paper.
    pub paper: Option<i64>,
}

/// The parts of a minute that are matched against the agenda.
#[derive(Clone, Debug, db::Row)]
#[row(table = "minute", unread(meeting_id, position, reference, reference_key))]
pub struct MinutedItem {
    /// Its key.
    pub id: i64,
    /// The agenda number as printed.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Whether the item was taken in private.
    pub private: bool,
}

/// The parts of a paper that are matched against the agenda.
#[derive(Clone, Debug, db::Row)]
#[row(table = "paper")]
pub struct PaperItem {
    /// Its key.
    pub id: i64,
    /// Its title.
    pub title: String,
}

/// Combines a meeting's agenda, minutes and papers into one list of business. They may arrive in any order, and any of them may be
/// missing. Titles are compared by their letters and digits.
///
/// Minutes set the order if there are any, because they record what happened; agenda items and papers that they do not mention
/// follow.
pub fn business(agenda: &[AgendaItem], minutes: &[MinutedItem], papers: &[PaperItem]) -> Vec<BusinessItem> {
    let mut items: Vec<BusinessItem> = minutes
        .iter()
        .map(|minute| BusinessItem {
            number: minute.number.clone(),
            title: readable_title(&minute.title),
            summary: None,
            private: minute.private,
            minute: Some(minute.id),
            paper: None,
        })
        .collect();
    for (item, number) in agenda.iter().zip(item_numbers(agenda)) {
        // A title occurs once on an agenda, so a second item with the same title is a different item.
        match items.iter_mut().find(|known| same_title(&known.title, &item.title) && known.summary.is_none()) {
            Some(known) => {
                known.summary = item.told();
                known.private |= item.private;
                known.number = known.number.take().or(number);
            }
            None => items.push(BusinessItem {
                number,
                title: readable_title(&item.title),
                summary: item.told(),
                private: item.private,
                minute: None,
                paper: None,
            }),
        }
    }
    for paper in papers {
        match items.iter_mut().find(|known| known.paper.is_none() && same_title(&known.title, &paper.title)) {
            Some(known) => {
                // The paper's title is in normal case; minutes print titles in capitals.
                known.title = readable_title(&paper.title);
                known.paper = Some(paper.id);
            }
            None => items.push(BusinessItem {
                number: None,
                title: readable_title(&paper.title),
                summary: None,
                private: false,
                minute: None,
                paper: Some(paper.id),
            }),
        }
    }
    items
}

fn same_title(one: &str, other: &str) -> bool {
    title_key(one) == title_key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_and_its_paper_are_one_item_whatever_their_case() {
        let minutes = [MinutedItem { id: 1, number: None, title: "DOG CONTROL & FOULING".into(), private: false }];
        let papers = [PaperItem { id: 7, title: "Dog Control and Fouling".into() }, PaperItem { id: 8, title: "Budget".into() }];
        let agenda =
            [AgendaItem { title: "Dog control and fouling".into(), summary: Some("The order.".into()), ..AgendaItem::default() }];
        let items = business(&agenda, &minutes, &papers);
        assert_eq!(items.len(), 2);
        assert_eq!((items[0].minute, items[0].paper, items[0].summary.as_deref()), (Some(1), Some(7), Some("The order.")));
        assert_eq!((items[1].title.as_str(), items[1].paper), ("Budget", Some(8)));
    }

    #[test]
    fn an_agenda_that_prints_no_numbers_is_numbered_by_place() {
        let item = |number: Option<&str>, title: &str| AgendaItem {
            number: number.map(str::to_owned),
            title: title.into(),
            ..AgendaItem::default()
        };
        let numbers = |items: &[AgendaItem]| item_numbers(items).into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>();
        assert_eq!(numbers(&[item(None, "Minutes"), item(None, "Fences")]), ["1", "2"]);
        assert_eq!(numbers(&[item(Some("4"), "Minutes"), item(None, "Fences")]), ["4", ""], "printed numbers are never added to");
        let shown = business(&[item(None, "Minutes"), item(None, "Fences")], &[], &[]);
        assert_eq!(shown.iter().filter_map(|item| item.number.as_deref()).collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn a_private_item_stays_private_whoever_says_so() {
        let minutes = [MinutedItem { id: 1, number: None, title: "Lease".into(), private: false }];
        let agenda = [AgendaItem { title: "LEASE".into(), private: true, ..AgendaItem::default() }];
        assert!(business(&agenda, &minutes, &[])[0].private);
    }
}
