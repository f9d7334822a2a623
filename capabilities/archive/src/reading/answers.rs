//! What a person decided about a paper. The reader takes it before anything that the paper says.

use super::{About, PartKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The decisions about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// Its parts, in order. If there are any, the reader looks for no others.
    #[serde(rename = "part", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartAnswer>,
}

/// The decisions about one part of a file. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartAnswer {
    /// What it is.
    pub kind: PartKind,
    /// Its first line.
    pub first_line: usize,
    /// Its last line.
    pub last_line: usize,
    /// The body that met; otherwise the reader decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<String>,
    /// The day of the meeting; otherwise the reader decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// What is no longer in doubt: the person has looked at it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub settled: BTreeSet<About>,
    /// Whether the part is left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leave_out: bool,
    /// Where its minutes begin; otherwise the reader decides.
    #[serde(default, rename = "item", skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<ItemAnswer>>,
}

/// The beginning of a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemAnswer {
    /// The line with its number, or with its title if it has none.
    pub line: usize,
    /// Its running reference, such as `SAF27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Its number on the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its title.
    pub title: String,
}

/// Why answers do not fit a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswersError {
    /// They are not written as answers are.
    #[error("the review cannot be read: {0}")]
    Syntax(String),
    /// A part ends before it begins.
    #[error("part {part} of the review ends on line {last}, before it begins on line {first}")]
    Backwards {
        /// Which part, counted from 1.
        part: usize,
        /// Its first line.
        first: usize,
        /// Its last line.
        last: usize,
    },
    /// A part begins before the one above it ends.
    #[error("part {part} of the review begins on line {first}, which belongs to the part before it")]
    Overlap {
        /// Which part, counted from 1.
        part: usize,
        /// Its first line.
        first: usize,
    },
    /// An item is on no line of its part.
    #[error("the item “{title}” of part {part} of the review is on line {line}, which is not in that part")]
    ItemElsewhere {
        /// Which part, counted from 1.
        part: usize,
        /// The item's title.
        title: String,
        /// The line.
        line: usize,
    },
}

impl Answers {
    /// Reads a review as [`super::ReadPack::review`] writes it.
    ///
    /// # Errors
    /// Returns an error that names the part and the line if it is not one.
    pub fn read(text: &str) -> Result<Self, AnswersError> {
        let answers: Self = toml::from_str(text).map_err(|error| AnswersError::Syntax(error.to_string()))?;
        answers.check()?;
        Ok(answers)
    }

    fn check(&self) -> Result<(), AnswersError> {
        let mut free = 1;
        for (part, answer) in (1..).zip(&self.parts) {
            let (first, last) = (answer.first_line, answer.last_line);
            if last < first {
                return Err(AnswersError::Backwards { part, first, last });
            }
            if first < free {
                return Err(AnswersError::Overlap { part, first });
            }
            free = last + 1;
            let elsewhere = answer.items.iter().flatten().find(|item| !(first..=last).contains(&item.line));
            if let Some(item) = elsewhere {
                return Err(AnswersError::ItemElsewhere { part, title: item.title.clone(), line: item.line });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_faults_named() {
        let text = "[[part]]\nkind = \"minutes\"\nfirst_line = 1\nlast_line = 40\nboard = \"Safer Board\"\nday = \"2025-03-04\"\n\
                    settled = [\"draft\"]\n[[part.item]]\nline = 9\nnumber = \"1\"\ntitle = \"Fences\"\n";
        let answers = Answers::read(text).expect("answers");
        assert_eq!(answers.parts[0].day, NaiveDate::from_ymd_opt(2025, 3, 4));
        assert!(answers.parts[0].settled.contains(&About::Draft));
        assert_eq!(answers.parts[0].items.as_ref().map(Vec::len), Some(1));
        let fault = |from: &str, to: &str| Answers::read(&text.replace(from, to)).expect_err("a fault").to_string();
        assert!(fault("last_line = 40", "last_line = 0").contains("before it begins on line 1"));
        assert!(fault("line = 9", "line = 90").contains("“Fences” of part 1 of the review is on line 90"));
        assert!(fault("draft", "dr4ft").contains("cannot be read"));
        assert!(fault("board =", "bored =").contains("bored"));
        let twice = format!("{text}\n[[part]]\nkind = \"report\"\nfirst_line = 30\nlast_line = 60\n");
        assert!(Answers::read(&twice).expect_err("an overlap").to_string().contains("part 2"));
    }
}
