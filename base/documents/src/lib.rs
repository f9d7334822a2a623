//! The document model: headings, numbered paragraphs, lists and tables, as used in reports, minutes and packs.
//!
//! Everything that is published is made of these blocks, so that a page, a plain text file and a PDF say the same. A [`Document`]
//! combines blocks into a whole with a title, and a [`Typesetter`] turns it into a PDF.

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

/// One block of a document. Numbers are kept as printed (`3.2.1`, `(ii)`), and never generated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading inside the text. Level 1 is the highest within its section.
    Heading {
        /// The level, 1 to 4.
        level: u8,
        /// The number as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// The text.
        text: String,
    },
    /// A paragraph, numbered or not.
    Paragraph {
        /// The number as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// The text, in one line.
        text: Text,
    },
    /// A list.
    List {
        /// How its items are marked.
        style: ListStyle,
        /// The items, at least one.
        items: Vec<ListItem>,
    },
    /// A table of text.
    Table {
        /// What the table shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// The column headings; empty if none are printed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        columns: Vec<String>,
        /// The rows of cells. The first cell of a row is its heading.
        rows: Vec<Vec<String>>,
    },
    /// A picture.
    Picture(Picture),
    /// A bar chart that compares counts.
    Chart {
        /// What it shows.
        caption: String,
        /// The bars, in order.
        bars: Vec<Bar>,
    },
}

/// A picture in a text. Its content is a stored file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The alternative text for people who cannot see the picture; empty if it is decorative (WCAG 2.2, 1.1.1).
    pub alternative: String,
    /// The caption below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
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
    /// The marker as printed, such as `1)`, `(iv)` or `a.`, or `None` for bullets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// The text.
    pub text: Text,
    /// Blocks inside the item after its text, such as a nested list or another paragraph.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

impl ListItem {
    /// Creates an item with a bullet.
    pub fn bullet(text: impl Into<Text>) -> Self {
        Self { marker: None, text: text.into(), blocks: Vec::new() }
    }
}

impl Block {
    /// Creates a paragraph without a number.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph { number: None, text: text.into() }
    }
}

/// The numbered clauses or single sentence of a recommendation or resolution: `RESOLVED: That 1) …; and 2) …`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clauses {
    /// The words before the clauses: `That`, `That the Board`; or the whole sentence if there are no clauses.
    pub lead: String,
    /// The clauses, each without its number and without the `; and` that joins them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
}

impl Clauses {
    /// Returns everything as one sentence: `That 1) the report be noted; and 2) …`.
    pub fn sentence(&self) -> String {
        let mut sentence = self.lead.trim().to_owned();
        for (position, clause) in self.joined().iter().enumerate() {
            let number = if self.clauses.len() > 1 { format!("{}) ", position + 1) } else { String::new() };
            // Writing to a `String` never fails.
            let _ = write!(sentence, " {number}{clause}");
        }
        sentence
    }

    /// Returns the clauses as minutes print them, one below the other and without their numbers. Each but the last ends in a
    /// semicolon, and the last but one in `; and`.
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
