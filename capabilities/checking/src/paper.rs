//! A paper in the form that the checker reads: pieces in order, each with its place.

use chrono::NaiveDate;
use documents::{Block, Text};

/// The kind of a paper.
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
    /// Its name in findings: `Report “Domestic Abuse Service”`.
    pub name: String,
    /// Its kind.
    pub kind: PaperKind,
    /// Its subject: a report's subject, or a minute's title.
    pub subject: String,
    /// The date of the meeting it belongs to.
    pub day: Option<NaiveDate>,
    /// The number of a minute as printed: `C048/23`. `None` for other papers, and if there is none.
    pub reference: Option<String>,
    /// Lines of the same file that have no place in any paper, so that what is among them is not missing.
    pub unplaced: Vec<String>,
    /// Whether the author set the heading levels, rather than the levels being inferred from appearance.
    pub has_levels: bool,
    /// Its content.
    pub pieces: Vec<Piece>,
}

/// A place in a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The section or appendix.
    pub section: Option<String>,
    /// The number of the paragraph as printed.
    pub paragraph: Option<String>,
}

impl Place {
    /// Formats the place: `3.17`, `Appendix Two, Areas of Focus`.
    pub fn words(&self) -> String {
        match (&self.section, &self.paragraph) {
            (_, Some(paragraph)) => paragraph.clone(),
            (Some(section), None) => section.clone(),
            (None, None) => "the beginning".to_owned(),
        }
    }
}

/// A piece of a paper.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its place.
    pub place: Place,
    /// Its content.
    pub what: What,
}

/// The content of a piece.
#[derive(Clone, Debug)]
pub enum What {
    /// A heading of a section (level 0) or a heading inside one (1 and deeper).
    Heading {
        /// 0 for a section or an appendix.
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
    /// A list item; the items of one list share a number.
    Item {
        /// The number of the list in the paper.
        list: usize,
        /// Its marker as printed.
        marker: Option<String>,
        /// Its words.
        text: String,
    },
    /// A table.
    Table {
        /// Its caption.
        caption: Option<String>,
        /// The headings of its columns.
        columns: Vec<String>,
        /// Its cells.
        rows: Vec<Vec<String>>,
    },
    /// The clauses that a report asks the board to resolve.
    Recommendation(Vec<String>),
    /// The clauses that the board resolved.
    Resolution(Vec<String>),
    /// A figure in a published report, whose value may have changed since.
    Figure {
        /// What is counted, and for which period.
        name: String,
        /// The value in the report.
        then: String,
        /// The value as counted today.
        now: String,
    },
    /// An image, with its alternative text.
    Picture {
        /// `None` if it has none; empty if the image is decorative.
        alternative: Option<String>,
    },
    /// A link, with its text.
    Link {
        /// The link text.
        text: String,
        /// The target.
        address: String,
    },
}

impl What {
    /// Returns its text, if it has any.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text, .. } | Self::Item { text, .. } => Some(text),
            _ => None,
        }
    }
}

impl Paper {
    /// Creates a paper without any pieces.
    pub fn new(kind: PaperKind, name: impl Into<String>, subject: impl Into<String>, day: Option<NaiveDate>) -> Self {
        Self {
            name: name.into(),
            kind,
            subject: subject.into(),
            day,
            reference: None,
            unplaced: Vec::new(),
            has_levels: false,
            pieces: Vec::new(),
        }
    }

    /// Adds a piece.
    pub fn push(&mut self, place: &Place, what: What) {
        self.pieces.push(Piece { place: place.clone(), what });
    }

    /// Adds the blocks of a text in `section`.
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
                // A chart is checked as the table it shows.
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

    /// Returns its pieces with text, each with its index.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (usize, &Piece, &str)> {
        self.pieces.iter().enumerate().filter_map(|(position, piece)| Some((position, piece, piece.what.text()?)))
    }

    /// Returns its lists, each as the indices of its items.
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
