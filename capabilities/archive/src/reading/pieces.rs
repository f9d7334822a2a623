//! Reassembles lines into pieces: paragraphs, list items, headings and tables, each whole however many lines, blank
//! lines and pages it ran over.

use super::lines::{Gap, Line};
use super::markers::{Item, Marker};
use super::tables;
use super::{Reader, words};
use extraction::{Hint, Table};

/// Something that was printed as one unit.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) marker: Marker,
    /// Its words on one line, without the marker.
    pub(super) text: String,
    /// The gap before it.
    pub(super) gap: Gap,
    /// Whether it was printed on the row directly below the piece before it.
    pub(super) adjoins: bool,
    /// Whether it begins a page.
    pub(super) page: bool,
    /// The row it begins on.
    pub(super) row: usize,
    /// The number of the line it begins on.
    pub(super) line: usize,
    pub(super) extent: Extent,
    /// Whether it is set much larger than most, as titles are.
    pub(super) large: bool,
}

/// How much of the page it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// A line that left much of its width empty.
    Narrow,
    /// A line.
    Line,
    /// Several lines.
    Lines,
}

/// The kind of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A number in its own column; the numbers of one run share a column.
    NumberAlone { column: usize },
    /// A table.
    Table(Table),
}

impl Piece {
    pub(super) fn is_plain(&self) -> bool {
        self.kind == Kind::Text && self.marker == Marker::None
    }

    pub(super) fn is_narrow(&self) -> bool {
        self.extent == Extent::Narrow
    }

    pub(super) fn is_list_item(&self) -> bool {
        matches!(self.marker, Marker::Bullet(_) | Marker::Item(_))
    }

    /// Checks whether its words could be a heading.
    pub(super) fn is_heading_shaped(&self) -> bool {
        self.kind == Kind::Text
            && words::is_short_phrase(&self.text)
            && (words::is_capitals(&self.text)
                || words::is_title(&self.text)
                || (self.is_narrow() && words::is_label(&self.text)))
    }
}

/// Checks for words that always start a new piece at the beginning of a line.
fn begins_anew(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "RESOLVED",
        "RECOMMENDED:",
        "Resolved:",
        "Resolved –",
        "Resolved -",
        "And Resolved",
        "AGREED:",
        "AGREED –",
        "AGREED that",
        "DECISION:",
        "Decision:",
        "PENDERFYNWYD",
        "It was RESOLVED",
        "Proposed by",
        "Proposed:",
        "Seconded by",
        "Seconded:",
        "Moved by",
        "Minutes:",
        "ACTION:",
        "Action:",
    ];
    let numbered = text.strip_prefix("Resolved ").is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    numbered || super::resolution::labels_votes(text) || STARTS.iter().any(|start| text.starts_with(start))
}

/// Assembles the lines into pieces, placing every line.
pub(super) fn assemble(lines: &[&Line<'_>], reader: &mut Reader<'_>) -> Vec<Piece> {
    let mut assembly = Assembly { pieces: Vec::new(), open: None, last_item: None, column: 0, after_number: false };
    let mut tables = tables::find(lines, reader.tables()).into_iter().peekable();
    let mut position = 0;
    while let Some(line) = lines.get(position) {
        if let Some((range, table)) = tables.next_if(|(range, _)| range.start == position) {
            for line in lines.get(range.clone()).unwrap_or_default() {
                reader.place(line);
            }
            // The line that introduces a table from the hints may be separated from it by a gap.
            let gap = if matches!(line.hint, Hint::Row(_)) { line.gap.min(Gap::Empty) } else { line.gap };
            assembly.push(Piece { kind: Kind::Table(table), gap, ..new_piece(Marker::None, line) });
            assembly.open = None;
            position = range.end;
            continue;
        }
        reader.place(line);
        let alone =
            lines.get(position + 1).is_none_or(|after| after.gap != Gap::None || Marker::read(after.text).0 != Marker::None);
        assembly.take(line, alone, reader);
        position += 1;
    }
    // A bullet with nothing after it carries no information.
    assembly.pieces.retain(|piece| !(piece.text.is_empty() && matches!(piece.marker, Marker::Bullet(_))));
    assembly.pieces
}

fn new_piece(marker: Marker, line: &Line<'_>) -> Piece {
    Piece {
        kind: Kind::Text,
        marker,
        text: String::new(),
        gap: line.gap,
        adjoins: line.adjoins,
        page: line.page,
        row: line.row,
        line: line.number,
        extent: if line.width * 100 < line.room * 78 { Extent::Narrow } else { Extent::Line },
        large: line.large,
    }
}

/// The piece that the last line was added to, and that line.
struct Open<'text> {
    position: usize,
    line: Line<'text>,
}

struct Assembly<'text> {
    pieces: Vec<Piece>,
    open: Option<Open<'text>>,
    last_item: Option<Item>,
    column: usize,
    /// Whether there have been lone numbers since the last words.
    after_number: bool,
}

impl<'text> Assembly<'text> {
    fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    fn take(&mut self, line: &Line<'text>, alone: bool, reader: &Reader<'_>) {
        let (marker, rest) = Marker::read(line.text);
        let gap = if self.after_number { line.gap.max(Gap::Empty) } else { line.gap };
        if matches!(marker, Marker::Number(_)) && rest.is_empty() && self.accepts_number_alone(line) {
            let kind = Kind::NumberAlone { column: self.column };
            self.push(Piece { kind, ..new_piece(marker, line) });
            self.after_number = true;
            return;
        }
        let accepted = self.accepts(&marker, rest, line);
        let runs_through = !accepted && matches!(marker, Marker::Bullet('-' | '–'));
        let (marker, rest) = if accepted { (marker, rest) } else { (Marker::None, line.text) };
        let goes_on = !accepted && !begins_anew(line.text) && (runs_through || self.goes_on(line, gap, alone));
        if goes_on
            && let Some(open) = &mut self.open
            && let Some(piece) = self.pieces.get_mut(open.position)
        {
            words::append(&mut piece.text, rest, reader.rejoined());
            piece.extent = Extent::Lines;
            open.line = *line;
            self.column += usize::from(self.after_number);
            self.after_number = false;
            return;
        }
        match &marker {
            Marker::Item(item) => self.last_item = Some(item.clone()),
            Marker::Bullet(_) => {}
            Marker::None | Marker::Number(_) => self.last_item = self.last_item.take().filter(|_| line.gap == Gap::None),
        }
        let mut piece = Piece { gap, ..new_piece(marker, line) };
        words::append(&mut piece.text, rest, reader.rejoined());
        self.open = Some(Open { position: self.pieces.len(), line: *line });
        self.push(piece);
        self.column += usize::from(self.after_number);
        self.after_number = false;
    }

    fn open_piece(&self) -> Option<(&Piece, &Line<'text>)> {
        let open = self.open.as_ref()?;
        Some((self.pieces.get(open.position)?, &open.line))
    }

    fn goes_on(&self, next: &Line<'_>, gap: Gap, alone: bool) -> bool {
        self.open_piece().is_some_and(|(piece, line)| {
            if line.large != next.large {
                return false;
            }
            if line.large && gap == Gap::None && !next.page {
                return true;
            }
            let begun = words::Begun { text: &piece.text, marked: piece.is_list_item(), line };
            words::goes_on(begun, next, gap, alone)
        })
    }

    /// Checks whether the sentence before `line` continues in it, so that a number there is part of the sentence.
    fn in_sentence(&self, line: &Line<'_>, rest: &str) -> bool {
        line.gap == Gap::None
            && self.open_piece().is_some_and(|(piece, last)| {
                !words::ends_sentence(&piece.text)
                    && !words::is_capitals(&piece.text)
                    && (words::ends_open(&piece.text)
                        || (!line.page && words::filled(last, line.text) > 85)
                        || words::starts_small(rest))
            })
    }

    fn accepts_number_alone(&self, line: &Line<'_>) -> bool {
        line.gap != Gap::None || line.page || self.open_piece().is_none_or(|(piece, _)| words::ends_sentence(&piece.text))
    }

    fn accepts(&self, marker: &Marker, rest: &str, line: &Line<'_>) -> bool {
        match marker {
            Marker::None => false,
            Marker::Bullet('-' | '–') => self.accepts_dash(line),
            Marker::Bullet('o' | '*') => !self.in_sentence(line, "") || self.in_bullets(),
            Marker::Bullet(_) => true,
            Marker::Number(_) if rest.is_empty() => false,
            Marker::Number(_) => {
                marker.is_section() && words::is_capitals(rest) || !(self.in_sentence(line, rest) || is_quantity(rest))
            }
            Marker::Item(item) => {
                let follows = self.last_item.as_ref().is_some_and(|last| item.follows(last));
                let known = follows || item.begins() && item.closed == ')';
                match item.closed {
                    ' ' => (line.gap != Gap::None || line.page) && !self.in_sentence(line, rest),
                    _ if known => true,
                    _ if rest.is_empty() => item.begins() && line.gap != Gap::None,
                    _ if item.begins() || item.figure.is_some() => !self.in_sentence(line, rest),
                    _ => line.gap != Gap::None || line.page,
                }
            }
        }
    }

    fn in_bullets(&self) -> bool {
        self.open_piece().is_some_and(|(piece, _)| matches!(piece.marker, Marker::Bullet(_)))
    }

    /// Checks whether a dash at the start of a line is a bullet rather than part of the sentence before it.
    fn accepts_dash(&self, line: &Line<'_>) -> bool {
        let Some((piece, last)) = self.open_piece() else { return true };
        let (dashed, other) = match piece.marker {
            Marker::Bullet('-' | '–') => (true, false),
            Marker::Bullet(_) => (false, true),
            _ => (false, false),
        };
        if dashed || words::ends_sentence(&piece.text) {
            return true;
        }
        let limit = if line.gap == Gap::None { 70 } else { 85 };
        !other && (line.gap == Gap::Spaced || words::filled(last, line.text) <= limit)
    }
}

/// Checks whether the words after a figure make it a quantity or a time: `7.40 p.m.`, `1.1 million`.
fn is_quantity(rest: &str) -> bool {
    ["p.m", "a.m", "pm", "am", "million", "billion", "per cent", "percent", "times", "miles", "hours"]
        .iter()
        .any(|unit| rest.strip_prefix(unit).is_some_and(|after| !after.starts_with(char::is_alphabetic)))
}
