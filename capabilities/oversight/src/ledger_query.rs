//! The ledger filters in a query string.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use chrono::{Days, NaiveDate};
use foundation::civil_date;
use foundation::london;
use foundation::text::address_part;
use ledger::{Action, Filter, Of};
use serde::Deserialize;
use web::{Error, Result};

/// Query parameters of the ledger.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LedgerQuery {
    pub(crate) person: String,
    pub(crate) action: String,
    pub(crate) record: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) before: String,
}

/// A faulty field: the message and the field's name.
pub(crate) type Fault = (&'static str, &'static str);

const FROM: Fault = ("‘From’ must be a real date, like 4 June 2024", "from");
const UNTIL: Fault = ("‘Until’ must be a real date, like 4 June 2024", "until");
const ORDER: Fault = ("‘Until’ must be the same as or after ‘From’", "until");

impl LedgerQuery {
    /// Extracts the query parameters. Call this only after the permission check.
    pub(crate) fn read(query: Result<Query<Self>, QueryRejection>) -> Result<Self> {
        let not_understood = |_| Error::NotUnderstood("Use each filter only once.".into());
        query.map(|Query(query)| query.trimmed()).map_err(not_understood)
    }

    fn trimmed(self) -> Self {
        let trim = |text: String| text.trim().to_owned();
        Self {
            person: trim(self.person),
            action: trim(self.action),
            record: trim(self.record),
            from: trim(self.from),
            until: trim(self.until),
            before: trim(self.before),
        }
    }

    /// Validates the parameters and returns the filter, or the faults.
    pub(crate) fn filter(&self) -> Result<Filter, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut day = |text: &str, fault| {
            read_day(text).unwrap_or_else(|()| {
                faults.push(fault);
                None
            })
        };
        let from = day(&self.from, FROM);
        let until = day(&self.until, UNTIL);
        if matches!((from, until), (Some(from), Some(until)) if until < from) {
            faults.push(ORDER);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Filter {
            actor: some(&self.person),
            of: some(&self.record).map(|record| if record.contains('/') { Of::Record(record) } else { Of::Kind(record) }),
            actions: Action::ALL.into_iter().filter(|action| action.word() == self.action).collect(),
            from: from.map(london::beginning),
            before: until.and_then(|day| day.checked_add_days(Days::new(1))).map(london::beginning),
        })
    }

    /// Returns the position before which entries are wanted.
    pub(crate) fn before(&self) -> Result<Option<i64>> {
        match self.before.as_str() {
            "" => Ok(None),
            before => {
                let position = before.parse().ok().filter(|position| *position >= 1);
                position.map(Some).ok_or_else(|| Error::NotUnderstood("The position must be a number from 1.".into()))
            }
        }
    }

    fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("person", &self.person),
            ("action", &self.action),
            ("record", &self.record),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    /// Returns `path` with these filters except the given field, starting from the newest entry.
    pub(crate) fn without(&self, path: &str, field: &str) -> String {
        let kept: Vec<String> = self
            .fields()
            .iter()
            .filter(|(name, value)| *name != field && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", address_part(value)))
            .collect();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
    }

    /// Returns `path` with these filters, starting before an older entry.
    pub(crate) fn before_position(&self, path: &str, position: i64) -> String {
        let address = self.without(path, "");
        format!("{address}{}before={position}", if address.contains('?') { "&" } else { "?" })
    }

    /// Returns the filters in force, in the form that the ledger records for an export.
    pub(crate) fn particulars(&self) -> serde_json::Value {
        let kept = self.fields().into_iter().filter(|(_, value)| !value.is_empty());
        kept.map(|(name, value)| (name.to_owned(), value.into())).collect::<serde_json::Map<_, _>>().into()
    }
}

/// Parses a date in written or ISO form. `None` if the text is empty.
fn read_day(text: &str) -> Result<Option<NaiveDate>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = civil_date::read(text);
    // Dates far outside any ledger would exceed the range of instants.
    day.filter(|day| (1900..=2999).contains(&chrono::Datelike::year(day))).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(from: &str, until: &str, record: &str) -> LedgerQuery {
        LedgerQuery { from: from.into(), until: until.into(), record: record.into(), ..LedgerQuery::default() }
    }

    #[test]
    fn days_are_whole_days_in_london() {
        let filter = query("10 June 2024", "2024-06-10", "").filter().expect("a filter");
        assert_eq!(filter.from.expect("from").to_rfc3339(), "2024-06-09T23:00:00+00:00");
        assert_eq!(filter.before.expect("before").to_rfc3339(), "2024-06-10T23:00:00+00:00");
    }

    #[test]
    fn what_is_no_day_is_said_at_its_field() {
        assert_eq!(query("soon", "never", "").filter().expect_err("faults"), [FROM, UNTIL]);
        assert_eq!(query("2024-06-10", "2024-06-09", "").filter().expect_err("faults"), [ORDER]);
        assert_eq!(query("+99999-01-01", "", "").filter().expect_err("faults"), [FROM]);
    }

    #[test]
    fn a_record_has_a_stroke_and_a_kind_has_none() {
        assert_eq!(query("", "", "account/5").filter().expect("a filter").of, Some(Of::Record("account/5".into())));
        assert_eq!(query("", "", "account").filter().expect("a filter").of, Some(Of::Kind("account".into())));
    }

    #[test]
    fn addresses_keep_the_other_filters() {
        let query = query("2024-06-10", "", "board/1 & all");
        assert_eq!(query.without("/ledger", "record"), "/ledger?from=2024-06-10");
        assert_eq!(query.before_position("/ledger", 7), "/ledger?record=board%2F1%20%26%20all&from=2024-06-10&before=7");
        assert_eq!(LedgerQuery::default().before_position("/ledger", 7), "/ledger?before=7");
    }
}
