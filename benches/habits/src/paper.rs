//! A paper as it is printed: blocks one below the other, and how they are set on pages.

use crate::{Habit, Truth};

/// An invented paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its name, from its habit and its seed.
    pub name: String,
    /// The habit of its council.
    pub habit: Habit,
    /// What it says. The lines are those of its text ([`crate::printing::text`]).
    pub truth: Truth,
    /// What is printed, in order.
    pub blocks: Vec<Block>,
    /// How it is set.
    pub layout: Layout,
}

/// A piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The part of the truth with this index begins here. Nothing is printed.
    Begins(usize),
    /// A title across the page, in large type.
    Title(String),
    /// A heading in bold.
    Bold(String),
    /// Lines one below the other.
    Lines(Vec<String>),
    /// A paragraph.
    Paragraph(String),
    /// A paragraph with a number, a letter or a sign before it.
    Marked {
        /// The number, letter or sign as printed.
        mark: String,
        /// The text.
        text: String,
        /// How far it is indented, in steps.
        depth: usize,
    },
    /// The head of an item.
    Head {
        /// The number or reference as printed; empty if there is none.
        number: String,
        /// The title as printed.
        title: String,
        /// How the two are arranged.
        form: HeadForm,
    },
    /// Rows of cells.
    Table {
        /// The rows. The first is the heading, if there is one.
        rows: Vec<Vec<String>>,
        /// Whether lines are drawn between the cells.
        ruled: bool,
    },
    /// An entry of the Action column, beside what is printed above it.
    Action(String),
    /// A new page begins here.
    NewPage,
}

/// How the number and the title of an item are arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadForm {
    /// On one line, with this many spaces between them.
    OneLine {
        /// The number of spaces.
        apart: usize,
    },
    /// The number alone on a line, the title below it.
    OwnLine,
    /// The text of the item goes on after the title: `2643. Title: text`.
    RunOn {
        /// What ends the title: `:` or ` –`.
        end: &'static str,
        /// The text.
        text: String,
    },
}

/// How a paper is set. What the pages do to the text is as much of a habit as its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The most characters in a line of text; `None` if each paragraph is one line.
    pub width: Option<usize>,
    /// The space between blocks.
    pub gap: Gap,
    /// The number of lines on a page; `None` if the text has no pages.
    pub page: Option<usize>,
    /// What is printed between two pages.
    pub mark: PageMark,
    /// The line at the head of each page but the first.
    pub running_head: Option<String>,
    /// Whether long words are broken at the ends of lines.
    pub hyphens: bool,
    /// Whether some letters are printed as one: `ﬁ`.
    pub ligatures: bool,
    /// Whether quotation marks are straight.
    pub straight_quotes: bool,
    /// How many spaces each step of an indented paragraph has.
    pub indent: usize,
}

/// The space between blocks of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// One blank line.
    Blank,
    /// None.
    None,
    /// A blank line after every line, not only after blocks, as some programs leave.
    Doubled,
    /// From one to four blank lines.
    Uneven,
}

/// What is printed between two pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageMark {
    /// Nothing.
    None,
    /// `Page 3`.
    Word,
    /// `3`.
    Number,
    /// `- 3 -`.
    Dashes,
    /// `Page 3 of 7`.
    OfAll,
    /// A rule, and the number of the page that begins below it.
    Rule,
    /// A form feed.
    FormFeed,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            width: Some(90),
            gap: Gap::Blank,
            page: None,
            mark: PageMark::None,
            running_head: None,
            hyphens: false,
            ligatures: false,
            straight_quotes: false,
            indent: 0,
        }
    }
}
