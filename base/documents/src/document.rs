//! A whole document: the source of a page, a plain text file and a PDF.

use crate::{Block, Clauses};
use serde::{Deserialize, Serialize};

/// A document, or a part of a larger one.
///
/// A report or the minutes of a meeting is a document on its own, or a part when it is in a pack. The levels of headings depend on
/// where the document is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its anchor inside a larger document, for links: `report-5`. Letters, digits and hyphens.
    pub anchor: String,
    /// The small caption above the title: `Report to the Safer Policy and Performance Board`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The title.
    pub title: String,
    /// A table of labels and values below the title: the details of a report, or the day and place of a meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Its content, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// The documents it contains, each of which begins on a new page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Document>,
    /// A PDF whose pages follow the content, each on a page of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_pages: Option<FilePages>,
}

/// The pages of a PDF that are included in a document unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePages {
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub file: String,
    /// The orientation of each of its pages, in order.
    pub sheets: Vec<Sheet>,
}

/// The orientation of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// Taller than it is wide.
    Portrait,
    /// Wider than it is tall.
    Landscape,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The label: `Reporting officer`.
    pub label: String,
    /// The value: `Executive Director, Environment and Regeneration`.
    pub value: String,
}

impl Fact {
    /// Creates a fact from a label and a value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// One element of a document's content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// An opening sentence, set larger: where and when a meeting was held.
    Lead {
        /// The text.
        text: String,
    },
    /// Labels and values inside the text.
    Facts {
        /// The facts, in order.
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
    /// A person's arrival or departure, at the point where it happened.
    Movement {
        /// The sentence.
        text: String,
    },
    /// A line across the page that names the duty under which the items after it were taken.
    Banner {
        /// The text.
        text: String,
    },
    /// A remark about the document itself: `Not for publication`.
    Notice {
        /// The text.
        text: String,
    },
    /// The items of an agenda, each with the page number of its paper if that is part of the same document.
    Agenda {
        /// The items, in order.
        items: Vec<AgendaLine>,
    },
}

/// A section under its own heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its anchor inside its document, for links: `section-3`.
    pub anchor: String,
    /// The number as printed: `3.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The heading.
    pub title: String,
    /// Its content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// A minute: what was said and resolved, with its Action column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    /// Its anchor inside its document, for links: `minute-3`.
    pub anchor: String,
    /// The running reference: `SAF27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The agenda number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// Whether the item was taken in private.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// Its content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// The entries of the Action column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

impl Minute {
    /// Returns the name people use: the reference `SAF27`, or the agenda number `4.` if it has no reference. It is never both,
    /// because a second number beside the reference would read as part of it.
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
    /// The post that is to take the action.
    pub owner: String,
    /// The action to take, if the record says.
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
    /// Further details, such as its lead officer or what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The anchor of its paper in the same document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Document {
    /// Returns the files of the pictures in the document, without duplicates.
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

    /// Returns the PDFs whose pages are part of the document, in order.
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

    /// Converts blocks to entries.
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
    /// Visits the block and the blocks inside it.
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
