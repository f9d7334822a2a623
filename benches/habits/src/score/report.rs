//! A score as rows of a table, and its misses as a list.

use super::{Field, Score, Tally};
use std::fmt::Write as _;

/// The headings of [`Score::rows`].
pub const HEADINGS: [&str; 8] = ["field", "expected", "right", "wrong", "missed", "precision", "recall", "doubted"];

impl Score {
    /// Returns a row for each field that was counted, and one for all of them together.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let counted = Field::ALL.into_iter().filter_map(|field| Some((field.words(), self.fields.get(&field)?)));
        let mut rows: Vec<Vec<String>> = counted.map(|(name, tally)| row(name, tally)).collect();
        rows.push(row("all", &self.total()));
        rows
    }

    /// Returns every miss and every refusal as a line, with the paper, the field, what was expected and what was read.
    pub fn list(&self) -> String {
        let mut list = String::new();
        for miss in &self.misses {
            let value = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| format!("“{value}”"));
            let doubt = if miss.covered { " (a doubt)" } else { "" };
            // Writing to a String cannot fail.
            let _ = writeln!(
                list,
                "{}: {}: expected {}, got {}{doubt}",
                miss.paper,
                miss.field.words(),
                value(&miss.expected),
                value(&miss.got)
            );
        }
        for (paper, why) in &self.refusals {
            let _ = writeln!(list, "{paper}: refused: {why}");
        }
        list
    }
}

fn row(name: &str, tally: &Tally) -> Vec<String> {
    let count = |count: u32| count.to_string();
    vec![
        name.to_owned(),
        count(tally.expected),
        count(tally.right),
        count(tally.wrong),
        count(tally.missed),
        in_hundred(tally.precision()),
        in_hundred(tally.recall()),
        in_hundred(tally.covered_share()),
    ]
}

/// Formats a share as a count in a hundred, or a dash if there is none.
pub fn in_hundred(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.1}", share * 100.0))
}
