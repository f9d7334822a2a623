//! The one document model: headings, numbered paragraphs, lists and tables, as reports, minutes and packs hold them.
//!
//! Whatever is published is made of these blocks, whoever wrote it; so a page, a plain text and a PDF say the same. A [`Document`]
//! puts blocks together into a whole with a title; who needs it as a PDF asks a [`Typesetter`].

pub mod akoma_ntoso;
pub mod chart;
mod document;
pub mod html;
mod pdf_facts;
pub mod plain_text;
mod text;
mod typed_text;
mod typesetter;

pub use chart::Bar;
pub use document::{Action, AgendaLine, Document, Entry, Fact, FilePages, Minute, Section, Sheet};
pub use pdf_facts::{Barrier, PdfFacts};
pub use text::{Style, Text, is_link};
pub use typed_text::blocks_of;
pub use typesetter::{Form, Print, PrintPicture, Replaced, Typeset, TypesetError, Typesetter};

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// One block of a document. Numbers are kept as printed (`3.2.1`, `(ii)`), never counted anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading inside the text. Level 1 is the highest inside its section.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The number as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// Its words.
        text: String,
    },
    /// A paragraph, numbered or not.
    Paragraph {
        /// The number as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// Its words, in one line.
        text: Text,
    },
    /// A list.
    List {
        /// How its items are marked.
        style: ListStyle,
        /// Its items, at least one.
        items: Vec<ListItem>,
    },
    /// A table of text.
    Table {
        /// What the table shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// The columns' headings; empty where none is printed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        columns: Vec<String>,
        /// Rows of cells; the first cell of a row is its heading.
        rows: Vec<Vec<String>>,
    },
    /// A picture.
    Picture(Picture),
    /// Bars that show counts beside one another.
    Chart {
        /// What it shows.
        caption: String,
        /// Its bars, in their order.
        bars: Vec<Bar>,
    },
}

/// A picture that stands in a text. Its bytes are a stored file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// What is to be known by those who cannot see it; empty where it is there for looks alone (WCAG 2.2, 1.1.1).
    pub alternative: String,
    /// What stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListStyle {
    /// Bullets or dashes.
    Bullets,
    /// Numbers, letters or roman numerals, kept as printed in each item's `marker`.
    Numbered,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// The marker as printed, such as `1)`, `(iv)` or `a.`; none for bullets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Its words.
    pub text: Text,
    /// What stands inside the item after its words: a list of a deeper level, another paragraph.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

impl ListItem {
    /// An item with a bullet.
    pub fn bullet(text: impl Into<Text>) -> Self {
        Self { marker: None, text: text.into(), blocks: Vec::new() }
    }
}

impl Block {
    /// A paragraph without a number.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph { number: None, text: text.into() }
    }
}

/// Numbered clauses or a single sentence by which a body recommends or resolves: `RESOLVED: That 1) …; and 2) …`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clauses {
    /// What stands before the clauses: `That`, `That the Board`; or the whole sentence where there are no clauses.
    pub lead: String,
    /// The clauses, each without its number and without the `; and` that joins them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
}

impl Clauses {
    /// The whole as one sentence: `That 1) the report be noted; and 2) …`.
    pub fn sentence(&self) -> String {
        let mut sentence = self.lead.trim().to_owned();
        for (position, clause) in self.joined().iter().enumerate() {
            let number = if self.clauses.len() > 1 { format!("{}) ", position + 1) } else { String::new() };
            // Writing to a String cannot fail.
            let _ = write!(sentence, " {number}{clause}");
        }
        sentence
    }

    /// The clauses as minutes print them one below the other, without their numbers: each but the last ends in a semicolon, the
    /// last but one in `; and`.
    pub fn joined(&self) -> Vec<String> {
        let count = self.clauses.len();
        let joint = |position: usize| match count - position {
            1 => "",
            2 => "; and",
            _ => ";",
        };
        self.clauses.iter().enumerate().map(|(position, clause)| format!("{clause}{}", joint(position))).collect()
    }
}
