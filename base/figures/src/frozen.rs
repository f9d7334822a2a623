//! Figures in reports: a measure for a period, which is live in a draft and frozen when the report is published.

use crate::measure::{Counted, Unit};
use crate::period::Period;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The form in which a report shows a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// The value: `12`, `84%`.
    Value,
    /// The change from the period before, in words: `an increase of 9%`.
    Change,
    /// A table of its parts.
    Table,
    /// A chart of its parts.
    Chart,
    /// A percentage with its likely range: `84% (likely range 71% to 92%)`.
    Interval,
}

impl Form {
    /// Every form, with the word for it in a reference and the label shown to people.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Value, "value", "Number or percentage"),
        (Self::Change, "change", "Change from the previous period"),
        (Self::Table, "table", "Table"),
        (Self::Chart, "chart", "Chart"),
        (Self::Interval, "interval", "Percentage with its likely range"),
    ];

    /// Returns the form for this word, or `None` if there is none.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == word).map(|(form, ..)| form)
    }

    /// Returns the word for the form in a reference.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(form, ..)| *form == self).map_or("value", |(_, word, _)| word)
    }
}

/// The maximum number of decimal places of shares and changes.
pub const MOST_DECIMALS: u8 = 2;

/// A frozen figure, with everything a reader needs to trace it to what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The key of its measure.
    pub measure: String,
    /// The name of the measure, as shown to people.
    pub name: String,
    /// The definition of what is counted, in the wording of that day.
    pub definition: String,
    /// The unit of the value.
    pub unit: Unit,
    /// The form in which the report shows it.
    pub form: Form,
    /// The number of decimal places of shares and percentage changes.
    #[serde(default, skip_serializing_if = "is_whole")]
    pub decimals: u8,
    /// The days it covers.
    pub period: Period,
    /// The filters in words: `Board: Safer Policy and Performance Board`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_to: Vec<String>,
    /// The filters as given in the reference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<(String, String)>,
    /// The text shown in the report.
    pub text: String,
    /// The counts.
    pub counted: Counted,
    /// The counts of the period before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Counted>,
    /// The time as at which the records were counted; for people, the end of the days in which the period settled.
    pub as_at: DateTime<Utc>,
    /// The position of the last ledger entry when it was put into the report.
    pub ledger_position: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "asked by serde")]
fn is_whole(decimals: &u8) -> bool {
    *decimals == 0
}

/// A reference to a figure in a text: `[[meetings-held 2023/24 board=1 change]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The key of the measure.
    pub measure: String,
    /// The days to count.
    pub period: Period,
    /// The filters.
    pub filters: Vec<(String, String)>,
    /// The form in which to show it.
    pub form: Form,
    /// The number of decimal places of shares and changes.
    pub decimals: u8,
}

impl Reference {
    /// Parses the text between the brackets.
    ///
    /// # Errors
    /// Returns a message for the person who typed it.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let measure = words.next().ok_or("A figure names a measure and a period: [[meetings-held 2023/24]]")?.to_owned();
        let period =
            words.next().ok_or_else(|| format!("“{measure}” has no period: write 2023/24, 2024-03 or 2023-10-01..2024-03-31"))?;
        let period = Period::read(period)
            .ok_or_else(|| format!("“{period}” is not a period: write 2023/24, 2024-03 or 2023-10-01..2024-03-31"))?;
        let (mut filters, mut form, mut decimals) = (Vec::new(), Form::Value, 0);
        for word in words {
            match Form::read(word) {
                Some(known) => form = known,
                None => match word.split_once('=') {
                    Some(("decimals", count)) => {
                        let told = || format!("“{word}” is not understood: write decimals=0, 1 or {MOST_DECIMALS}");
                        decimals = count.parse().ok().filter(|count| *count <= MOST_DECIMALS).ok_or_else(told)?;
                    }
                    Some((key, value)) if !key.is_empty() && !value.is_empty() => {
                        filters.push((key.to_owned(), value.to_owned()));
                    }
                    _ => {
                        return Err(format!(
                            "“{word}” is not understood in a figure: write value, change, table, chart, interval, decimals=1, or a filter such as board=1"
                        ));
                    }
                },
            }
        }
        Ok(Self { measure, period, filters, form, decimals })
    }

    /// Formats the reference as it appears in a text.
    pub fn written(&self) -> String {
        let filters: Vec<String> = self.filters.iter().map(|(key, value)| format!(" {key}={value}")).collect();
        let decimals = if self.decimals == 0 { String::new() } else { format!(" decimals={}", self.decimals) };
        let form = if self.form == Form::Value { String::new() } else { format!(" {}", self.form.word()) };
        format!("[[{} {}{}{decimals}{form}]]", self.measure, self.period.key(), filters.concat())
    }
}

/// A piece of a text: words, or a reference to a figure between `[[` and `]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPiece<'a> {
    /// Words.
    Words(&'a str),
    /// The text between the brackets.
    Figure(&'a str),
}

/// Splits a text into its pieces.
pub fn pieces(text: &str) -> Vec<TextPiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(begin) = rest.find("[[") {
        let Some(length) = rest[begin + 2..].find("]]") else { break };
        if begin > 0 {
            pieces.push(TextPiece::Words(&rest[..begin]));
        }
        pieces.push(TextPiece::Figure(&rest[begin + 2..begin + 2 + length]));
        rest = &rest[begin + 4 + length..];
    }
    if !rest.is_empty() {
        pieces.push(TextPiece::Words(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_written() {
        for text in [
            "meetings-held 2023/24",
            "attendance 2024-03 board=2",
            "decisions 2023-10-01..2024-03-31 board=1 change",
            "actions-given 2023/24 table",
            "actions-given 2023/24 chart",
            "attendance 2023/24 board=1 decimals=1 interval",
        ] {
            let reference = Reference::read(text).expect(text);
            assert_eq!(reference.written(), format!("[[{text}]]"));
        }
        assert!(Reference::read("attendance 2023/24 decimals=3").is_err());
        for wrong in ["", "meetings-held", "meetings-held 2024", "meetings-held 2023/24 loud", "meetings-held 2023/24 board="] {
            assert!(Reference::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_is_taken_apart() {
        let found = pieces("There were [[meetings-held 2023/24]] meetings, [[x");
        assert_eq!(
            found,
            [TextPiece::Words("There were "), TextPiece::Figure("meetings-held 2023/24"), TextPiece::Words(" meetings, [[x")]
        );
        assert_eq!(pieces(""), []);
    }
}
