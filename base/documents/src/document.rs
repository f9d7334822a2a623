//! A whole document: what a page, a plain text and a PDF are all made of.

use crate::{Block, Clauses};
use serde::{Deserialize, Serialize};

/// A document, or a part of a larger one.
///
/// A report or the minutes of a meeting is a document by itself, and a part where it stands in a pack. Headings take their level
/// from where the document stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name inside a larger document, for links: `report-5`. Letters, digits and hyphens.
    pub anchor: String,
    /// What stands small above the title: `Report to the Safer Policy and Performance Board`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The title.
    pub title: String,
    /// What stands below the title as a table of labels and values: the block of a report, the day and place of a meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// What it says, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// Documents that it brings with it; each begins on a new page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Document>,
    /// A PDF whose pages follow what it says, each on a page of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_pages: Option<FilePages>,
}

/// The pages of a PDF that are part of a document as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePages {
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// How each of its pages is held, in their order.
    pub sheets: Vec<Sheet>,
}

/// How a page is held to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// It is higher than it is wide.
    Portrait,
    /// It is wider than it is high.
    Landscape,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// `Reporting officer`.
    pub label: String,
    /// `Executive Director, Environment and Regeneration`.
    pub value: String,
}

impl Fact {
    /// A label and its value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// One thing that a document says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// An opening sentence, set larger: where and when a meeting was held.
    Lead {
        /// Its words.
        text: String,
    },
    /// Labels and values inside the text.
    Facts {
        /// In their order.
        facts: Vec<Fact>,
    },
    /// A section under its own heading.
    Section(Section),
    /// A minute.
    Minute(Minute),
    /// A paragraph, a list, a table, a heading.
    Block {
        /// The block.
        block: Block,
    },
    /// What a body resolved, or is asked to resolve.
    Resolution {
        /// The word before it: `RESOLVED`, `RECOMMENDED`.
        form: String,
        /// The resolution.
        clauses: Clauses,
    },
    /// Somebody came or left, where it happened.
    Movement {
        /// The sentence.
        text: String,
    },
    /// A line across the page that tells under what duty the items after it were taken.
    Banner {
        /// Its words.
        text: String,
    },
    /// A remark about the document itself: `Not for publication`.
    Notice {
        /// Its words.
        text: String,
    },
    /// The items of an agenda, each with the page of what belongs to it where that is part of the same document.
    Agenda {
        /// In their order.
        items: Vec<AgendaLine>,
    },
}

/// A section under its own heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its name for links inside its document: `section-3`.
    pub anchor: String,
    /// The number as printed: `3.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The heading.
    pub title: String,
    /// What it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// A minute: what was said and resolved, with its Action column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    /// Its name for links inside its document: `minute-3`.
    pub anchor: String,
    /// The running reference: `SAF27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The agenda number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// Whether it was taken in private.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// What it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// Who is to act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

impl Minute {
    /// Returns what people call it: the reference `SAF27`, or the agenda number `4.` if it has no reference. It is never both, since a second
    /// number beside the reference reads as part of it.
    pub fn name(&self) -> Option<String> {
        let number = || {
            let number = self.number.as_deref()?;
            Some(if number.ends_with('.') { number.to_owned() } else { format!("{number}.") })
        };
        self.reference.clone().or_else(number)
    }
}

/// An entry of the Action column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The post that is to act.
    pub owner: String,
    /// On what, where the record says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
}

/// An item of an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaLine {
    /// The agenda number as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// What else is told of it: its lead officer, what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The anchor of the part that belongs to it, in the same document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Document {
    /// The files of the pictures in it, each once.
    pub fn pictures(&self) -> Vec<&str> {
        let mut files = Vec::new();
        self.each_block(&mut |block| {
            if let Block::Picture(picture) = block
                && !files.contains(&picture.file.as_str())
            {
                files.push(picture.file.as_str());
            }
        });
        files
    }

    /// Returns the PDFs whose pages are part of it, in their order.
    pub fn files(&self) -> Vec<&FilePages> {
        let inner = self.parts.iter().flat_map(Self::files);
        self.file_pages.iter().chain(inner).collect()
    }

    fn each_block<'a>(&'a self, visit: &mut impl FnMut(&'a Block)) {
        blocks_of_entries(&self.entries, visit);
        for part in &self.parts {
            part.each_block(visit);
        }
    }

    /// Entries made of blocks.
    pub fn of_blocks(blocks: &[Block]) -> impl Iterator<Item = Entry> {
        blocks.iter().cloned().map(Entry::from)
    }
}

fn blocks_of_entries<'a>(entries: &'a [Entry], visit: &mut impl FnMut(&'a Block)) {
    for entry in entries {
        match entry {
            Entry::Section(section) => blocks_of_entries(&section.entries, visit),
            Entry::Minute(minute) => blocks_of_entries(&minute.entries, visit),
            Entry::Block { block } => block.each(visit),
            _ => {}
        }
    }
}

impl Block {
    /// Visits the block and those inside it.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        if let Self::List { items, .. } = self {
            for block in items.iter().flat_map(|item| &item.blocks) {
                block.each(visit);
            }
        }
    }
}

impl From<Block> for Entry {
    fn from(block: Block) -> Self {
        Self::Block { block }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_called_by_one_number() {
        let minute = |reference: Option<&str>, number: Option<&str>| Minute {
            reference: reference.map(str::to_owned),
            number: number.map(str::to_owned),
            ..Minute::default()
        };
        assert_eq!(minute(Some("SAF8"), Some("9")).name().as_deref(), Some("SAF8"));
        assert_eq!(minute(None, Some("9")).name().as_deref(), Some("9."));
        assert_eq!(minute(None, Some("9.")).name().as_deref(), Some("9."));
        assert_eq!(minute(None, None).name(), None);
    }
}
