//! A draft of a report: its states, its texts, and its clearance.

pub(crate) mod copying;
pub(crate) mod life;
pub(crate) mod list_pages;
pub(crate) mod list_store;
pub(crate) mod open_draft;
pub(crate) mod pages;
pub(crate) mod particulars_pages;
pub(crate) mod placing;
pub(crate) mod preview_pages;
pub(crate) mod scope_store;
pub(crate) mod starting;
pub(crate) mod store;
pub(crate) mod telling;
pub(crate) mod version_pages;

pub(crate) use crate::clearance::life::ClearanceState;
pub(crate) use life::{LIFE, State, Step, Taker};

use crate::draft_files::DraftFile;
use access::Place;
use chrono::{DateTime, NaiveDate, Utc};
use foundation::bank_holidays::BankHolidays;
use foundation::clear_days;

db::record_id!(
    /// The key of a draft.
    DraftId
);

/// A draft.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_draft", unread(made_by, made_at, changed_by, changed_at))]
pub(crate) struct Draft {
    pub id: DraftId,
    /// The board's place.
    pub board: Place,
    /// The agenda item that it is for.
    #[row(column = "item_id")]
    pub item: i64,
    pub kind: String,
    pub subject: String,
    pub reporting_officer: String,
    pub portfolio: Option<String>,
    pub wards: Option<String>,
    /// The version of the template that it follows.
    pub template: i64,
    pub state: State,
    /// Incremented by every change to its details.
    pub version: i64,
    /// The report that it was copied from.
    pub copied_from: Option<i64>,
    /// Whether its item is taken in private.
    #[row(column = "exempt")]
    pub is_exempt: bool,
}

impl Draft {
    /// Returns the path of its page.
    pub(crate) fn address(&self) -> String {
        format!("/drafts/{}", self.id)
    }
}

/// A version of the text of one section.
#[expect(clippy::struct_field_names, reason = "the text of a text")]
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_text", key(draft_id, section, version), unread(draft_id))]
pub(crate) struct Text {
    pub section: i32,
    pub version: i64,
    pub text: String,
    /// The author's name.
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

/// Sections from this number on are appendices, in order.
pub(crate) const FIRST_APPENDIX: i32 = 100;
/// The maximum number of appendices.
pub(crate) const MOST_APPENDICES: i32 = 20;

/// Returns a hash of the draft's content, which identifies what was cleared.
pub(crate) fn content_hash(draft: &Draft, texts: &[Text], files: &[DraftFile]) -> String {
    let mut hasher = blake3::Hasher::new();
    let parts = [
        &draft.subject,
        &draft.reporting_officer,
        draft.portfolio.as_ref().unwrap_or(&String::new()),
        draft.wards.as_ref().unwrap_or(&String::new()),
    ]
    .map(Clone::clone);
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    for text in texts {
        hasher.update(&text.section.to_le_bytes()).update(text.text.as_bytes()).update(&[0]);
    }
    for file in files {
        hasher.update(&file.number.to_le_bytes()).update(file.hash.as_bytes()).update(file.description.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex().to_string()
}

/// A step of the path on which a report is cleared.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_clearance", key(draft_id, step))]
pub(crate) struct Clearance {
    #[row(column = "draft_id")]
    pub draft: DraftId,
    pub step: i32,
    /// Who clears it: `Finance`, `Clerk`.
    pub name: String,
    /// The place of the person who clears it: a clearance, or the board for its clerk.
    pub place: Place,
    pub state: ClearanceState,
    pub due_on: Option<NaiveDate>,
    /// The hash of the content that was cleared.
    pub content_hash: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub reminded_on: Option<NaiveDate>,
}

/// Returns the step that is next to be cleared: the first that is not cleared yet.
pub(crate) fn waiting(path: &[Clearance]) -> Option<&Clearance> {
    path.iter().find(|step| step.state != ClearanceState::Cleared)
}

/// Returns the day by which each step of a path is due: working days, spread evenly from `from` to the last working day on or
/// before `until`. A report that is sent late is due on the next working day.
pub(crate) fn due_days(from: NaiveDate, until: NaiveDate, steps: usize, holidays: &BankHolidays) -> Vec<NaiveDate> {
    let is_working = |day: &NaiveDate| clear_days::is_working_day(*day, holidays);
    let mut days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= until).filter(is_working).collect();
    if days.is_empty() {
        days.extend(from.iter_days().find(is_working));
    }
    let at = |step: usize| (days.len() * step / steps.max(1)).max(1) - 1;
    (1..=steps).filter_map(|step| days.get(at(step)).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn nothing_is_due_at_easter() {
        let holidays = BankHolidays::bundled();
        // Thursday 28 March to Tuesday 2 April 2024, with Good Friday, the weekend and Easter Monday in between.
        let due = due_days(day("2024-03-28"), day("2024-04-02"), 4, &holidays);
        assert_eq!(due, ["2024-03-28", "2024-03-28", "2024-03-28", "2024-04-02"].map(day));
        assert_eq!(due_days(day("2024-03-29"), day("2024-04-01"), 2, &holidays), ["2024-04-02", "2024-04-02"].map(day));
        assert_eq!(due_days(day("2024-03-30"), day("2024-03-01"), 1, &holidays), ["2024-04-02"].map(day), "sent late");
    }

    proptest! {
        #[test]
        fn due_days_are_working_days_in_order_and_end_with_the_last(offset in 0_u64..1_400, days in -20_i64..60, steps in 1_usize..8) {
            let holidays = BankHolidays::bundled();
            let from = day("2024-01-01") + chrono::Days::new(offset);
            let until = from + chrono::TimeDelta::days(days);
            let due = due_days(from, until, steps, &holidays);
            prop_assert_eq!(due.len(), steps);
            prop_assert!(due.windows(2).all(|pair| pair[0] <= pair[1]) && due[0] >= from);
            prop_assert!(due.iter().all(|day| clear_days::is_working_day(*day, &holidays)));
            let last = from.iter_days().take_while(|day| *day <= until).filter(|day| clear_days::is_working_day(*day, &holidays)).last();
            prop_assert!(last.is_none_or(|last| due.last() == Some(&last)));
        }
    }
}
