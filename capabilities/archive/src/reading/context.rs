//! What is known of a paper from elsewhere than its text.

use super::answers::Answers;
use chrono::NaiveDate;
use foundation::civil_date;
use serde::{Deserialize, Serialize};

/// What is known of a paper before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The file's name, without folders.
    pub file_name: Option<String>,
    /// The names of the council's bodies that are on record.
    pub boards: Vec<String>,
    /// What a person decided.
    pub answers: Answers,
}

impl Context {
    /// Returns the day in the file's name: `minutes-2025-03-04.pdf`, `Minutes 4 March 2025.docx`.
    pub(super) fn day_of_file(&self) -> Option<NaiveDate> {
        let name = self.file_name.as_deref()?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let iso = (0..stem.len())
            .find_map(|at| stem.get(at..at + 10).filter(|day| day.find('-') == Some(4)).and_then(|day| day.parse().ok()));
        iso.or_else(|| civil_date::find(&stem.replace(['_', '-'], " ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_may_give_the_day() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 4);
        for name in ["minutes-2025-03-04.pdf", "Minutes 4 March 2025.docx", "safer_board_4_march_2025.txt"] {
            assert_eq!(Context { file_name: Some(name.to_owned()), ..Context::default() }.day_of_file(), day, "{name}");
        }
        assert_eq!(Context { file_name: Some("pack.pdf".into()), ..Context::default() }.day_of_file(), None);
    }
}
