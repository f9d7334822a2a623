//! A paper as the checker reads it: pieces in their order, each with its place.

use chrono::NaiveDate;
use documents::{Block, Text};

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// A report to a board, which follows a template.
    Report,
    /// One minute of a meeting.
    Minute,
    /// Anything else.
    Text,
}

/// A paper, or one minute of many.
#[derive(Clone, Debug)]
pub struct Paper {
    /// How it is called in findings: `Report “Domestic Abuse Service”`.
    pub name: String,
    /// What it is.
    pub kind: PaperKind,
    /// What it is about: a report's subject, a minute's title.
    pub subject: String,
    /// The day of the meeting that it is for or of.
    pub day: Option<NaiveDate>,
    /// Whether the levels of its headings are its author's, and not worked out from how they look.
    pub has_levels: bool,
    /// What stands in it.
    pub pieces: Vec<Piece>,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The section or appendix.
    pub section: Option<String>,
    /// The number of the paragraph as printed.
    pub paragraph: Option<String>,
}

impl Place {
    /// In words: `3.17`, `Appendix Two, Areas of Focus`.
    pub fn words(&self) -> String {
        match (&self.section, &self.paragraph) {
            (_, Some(paragraph)) => paragraph.clone(),
            (Some(section), None) => section.clone(),
            (None, None) => "the beginning".to_owned(),
        }
    }
}

/// Something that stands in a paper.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where.
    pub place: Place,
    /// What.
    pub what: What,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub enum What {
    /// A heading of a section (level 0) or inside one (1 and deeper).
    Heading {
        /// 0 is a section or an appendix.
        level: u8,
        /// The number as printed.
        number: Option<String>,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// The number as printed.
        number: Option<String>,
        /// Its words.
        text: String,
    },
    /// An item of a list; items of one list have one number.
    Item {
        /// Which list of the paper.
        list: usize,
        /// Its marker as printed.
        marker: Option<String>,
        /// Its words.
        text: String,
    },
    /// A table.
    Table {
        /// What it shows.
        caption: Option<String>,
        /// The headings of its columns.
        columns: Vec<String>,
        /// Its cells.
        rows: Vec<Vec<String>>,
    },
    /// What a report asks the board to resolve, by clauses.
    Recommendation(Vec<String>),
    /// What the board resolved, by clauses.
    Resolution(Vec<String>),
    /// A figure that a published report bears, which may have moved on.
    Figure {
        /// What is counted, and for when.
        name: String,
        /// As the report has it.
        then: String,
        /// As it is counted today.
        now: String,
    },
    /// A picture, with its alternative text.
    Picture {
        /// None where it has none; empty where it is there for looks alone.
        alternative: Option<String>,
    },
    /// A link, with the words that bear it.
    Link {
        /// What is read.
        text: String,
        /// Where it leads.
        address: String,
    },
}

impl What {
    /// Its words, where it is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text, .. } | Self::Item { text, .. } => Some(text),
            _ => None,
        }
    }
}

impl Paper {
    /// A paper without anything in it.
    pub fn new(kind: PaperKind, name: impl Into<String>, subject: impl Into<String>, day: Option<NaiveDate>) -> Self {
        Self { name: name.into(), kind, subject: subject.into(), day, has_levels: false, pieces: Vec::new() }
    }

    /// Adds a piece.
    pub fn push(&mut self, place: &Place, what: What) {
        self.pieces.push(Piece { place: place.clone(), what });
    }

    /// Adds the blocks of a text that stand in `section`.
    pub fn push_blocks(&mut self, section: Option<&str>, blocks: &[Block]) {
        let mut place = Place { section: section.map(str::to_owned), paragraph: None };
        self.blocks(&mut place, blocks);
    }

    fn blocks(&mut self, place: &mut Place, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, number, text } => {
                    place.paragraph = Some(number.clone().unwrap_or_else(|| text.chars().take(60).collect()));
                    self.push(place, What::Heading { level: *level, number: number.clone(), text: text.clone() });
                }
                Block::Paragraph { number, text } => {
                    if number.is_some() {
                        place.paragraph.clone_from(number);
                    }
                    self.push(place, What::Paragraph { number: number.clone(), text: text.as_str().to_owned() });
                    self.links(place, text);
                }
                Block::List { items, .. } => {
                    let list = self.pieces.len();
                    for item in items {
                        let text = item.text.as_str().to_owned();
                        self.push(place, What::Item { list, marker: item.marker.clone(), text });
                        self.links(place, &item.text);
                        self.blocks(place, &item.blocks);
                    }
                }
                Block::Table { caption, columns, rows } => {
                    let table = What::Table { caption: caption.clone(), columns: columns.clone(), rows: rows.clone() };
                    self.push(place, table);
                }
                Block::Picture(picture) => {
                    self.push(place, What::Picture { alternative: Some(picture.alternative.clone()) });
                }
                // A chart says what its table says.
                Block::Chart { caption, bars } => {
                    let rows = bars.iter().map(|bar| vec![bar.label.clone(), bar.shown.clone()]).collect();
                    self.push(place, What::Table { caption: Some(caption.clone()), columns: Vec::new(), rows });
                }
            }
        }
    }

    fn links(&mut self, place: &Place, text: &Text) {
        for (text, address) in text.links() {
            self.push(place, What::Link { text: text.to_owned(), address: address.to_owned() });
        }
    }

    /// Its pieces of text, each with its position.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (usize, &Piece, &str)> {
        self.pieces.iter().enumerate().filter_map(|(position, piece)| Some((position, piece, piece.what.text()?)))
    }

    /// Its lists: each the positions of its items.
    pub(crate) fn lists(&self) -> Vec<Vec<usize>> {
        let mut lists: Vec<(usize, Vec<usize>)> = Vec::new();
        for (position, piece) in self.pieces.iter().enumerate() {
            let What::Item { list, .. } = piece.what else { continue };
            match lists.iter_mut().find(|(known, _)| *known == list) {
                Some((_, items)) => items.push(position),
                None => lists.push((list, vec![position])),
            }
        }
        lists.into_iter().map(|(_, items)| items).collect()
    }
}
