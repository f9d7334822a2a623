//! What an uploaded PDF is like, as far as its readers need to know.

use crate::Sheet;
use serde::{Deserialize, Serialize};

/// The findings about a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfFacts {
    /// The orientation of each of its pages, in order.
    pub sheets: Vec<Sheet>,
    /// Whether it has the tags by which a screen reader finds headings, lists and tables.
    pub is_tagged: bool,
    /// Whether it states its language.
    pub has_language: bool,
    /// The pages without any text, counted from 1. These are scans or pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_text: Vec<u32>,
}

/// A barrier to people who use a screen reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// Every page is a picture.
    AllScanned,
    /// This many pages are pictures.
    Scanned(usize),
    /// There are no tags for headings, lists or tables.
    Untagged,
    /// The language is not stated.
    NoLanguage,
}

impl PdfFacts {
    /// Returns the PDF's barriers, most serious first.
    pub fn barriers(&self) -> Vec<Barrier> {
        let mut barriers = Vec::new();
        match self.without_text.len() {
            0 => {}
            all if all == self.sheets.len() => barriers.push(Barrier::AllScanned),
            some => barriers.push(Barrier::Scanned(some)),
        }
        if !self.is_tagged {
            barriers.push(Barrier::Untagged);
        } else if !self.has_language {
            barriers.push(Barrier::NoLanguage);
        }
        barriers
    }
}

impl Barrier {
    /// Describes the barrier in a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::AllScanned => "Its pages are scanned images, so a screen reader cannot read them.".to_owned(),
            Self::Scanned(1) => "One of its pages is a scanned image, so a screen reader cannot read it.".to_owned(),
            Self::Scanned(pages) => {
                format!("{pages} of its pages are scanned images, so a screen reader cannot read them.")
            }
            Self::Untagged => "It has no tags, so a screen reader cannot tell headings, lists and tables.".to_owned(),
            Self::NoLanguage => "It does not say which language it is in.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn barriers_are_told_the_most_serious_first() {
        let sheets = vec![Sheet::Portrait; 3];
        let tagged = PdfFacts { sheets: sheets.clone(), is_tagged: true, has_language: true, without_text: Vec::new() };
        assert_eq!(tagged.barriers(), []);
        let silent = PdfFacts { has_language: false, ..tagged.clone() };
        assert_eq!(silent.barriers(), [Barrier::NoLanguage]);
        let mixed = PdfFacts { is_tagged: false, without_text: vec![2], ..tagged.clone() };
        assert_eq!(mixed.barriers(), [Barrier::Scanned(1), Barrier::Untagged]);
        let scanned = PdfFacts { without_text: vec![1, 2, 3], ..mixed };
        assert_eq!(scanned.barriers(), [Barrier::AllScanned, Barrier::Untagged]);
    }
}
