//! Turns pieces into blocks of a document: headings, paragraphs, nested lists, tables.

use super::lines::Gap;
use super::markers::{Item, Marker};
use super::pieces::{Extent, Kind, Piece};
use super::words;
use documents::{Block, ListItem, ListStyle};
use foundation::civil_date;

/// How deeply lists may be nested.
const DEEPEST: usize = 4;

/// Converts the pieces to blocks, in order, leaving nothing out.
pub(super) fn from_pieces(pieces: &[Piece]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut position = 0;
    while let Some(piece) = pieces.get(position) {
        let taken = if let Kind::Table(table) = &piece.kind {
            let caption = take_caption(&mut blocks, piece);
            blocks.push(Block::Table { caption, columns: table.columns.clone(), rows: table.rows.clone() });
            1
        } else if piece.is_list_item() && !is_numbered_heading(pieces, position) {
            let count = pieces.iter().skip(position).enumerate();
            let count =
                count.take_while(|(at, piece)| piece.is_list_item() && !is_numbered_heading(pieces, position + at)).count();
            blocks.extend(lists(pieces.get(position..position + count).unwrap_or_default()));
            count
        } else if let Some(count) = run_of_phrases(pieces, position) {
            let items = pieces.iter().skip(position).take(count).map(|piece| ListItem::bullet(piece.text.clone())).collect();
            blocks.push(Block::List { style: ListStyle::Bullets, items });
            count
        } else {
            blocks.push(heading_or_paragraph(pieces, position));
            1
        };
        position += taken.max(1);
    }
    blocks
}

/// Takes the unnumbered line that introduces a table as its caption.
fn take_caption(blocks: &mut Vec<Block>, table: &Piece) -> Option<String> {
    let announces = |text: &str| table.gap != Gap::Spaced && words::ends_with_colon(text) && words::is_short_phrase(text);
    match blocks.pop() {
        Some(Block::Heading { number: None, text, .. }) if announces(&text) => Some(text),
        Some(Block::Paragraph { number: None, text }) if announces(&text) => Some(text.into()),
        other => {
            blocks.extend(other);
            None
        }
    }
}

/// Checks whether an item's number marks a heading (`1. Road safety` before its paragraphs) rather than a list item.
fn is_numbered_heading(pieces: &[Piece], position: usize) -> bool {
    let item = |position: usize| match pieces.get(position).map(|piece| &piece.marker) {
        Some(Marker::Item(item)) => Some(item),
        _ => None,
    };
    let Some(piece) = pieces.get(position) else { return false };
    let Some(this) = item(position).filter(|item| item.figure.is_some() && item.closed != ')') else { return false };
    let previous = position.checked_sub(1).and_then(item);
    let next = item(position + 1);
    // `1.` after `9.` starts a new list; a number that counts on belongs to the same list.
    let counts_on = previous.is_some_and(|previous| this.follows(previous)) || next.is_some_and(|next| next.follows(this));
    !counts_on && words::is_short_phrase(&piece.text) && !words::starts_small(&piece.text) && pieces.len() > position + 1
}

/// Recognises a list printed without bullets: three or more consecutive short lines, none of them a sentence.
fn run_of_phrases(pieces: &[Piece], position: usize) -> Option<usize> {
    let is_phrase = |piece: &&Piece| {
        piece.is_plain()
            && piece.is_narrow()
            && !words::ends_sentence(&piece.text)
            && !words::is_capitals(&piece.text)
            && !words::starts_with_figure_and_colon(&piece.text)
            && !is_month(&piece.text)
    };
    pieces.get(position).filter(is_phrase)?;
    let count = 1 + pieces.iter().skip(position + 1).take_while(|piece| piece.adjoins && is_phrase(piece)).count();
    (count >= 3).then_some(count)
}

/// Checks whether the text is just a month and year, as annual reports head the year's meetings.
fn is_month(text: &str) -> bool {
    text.len() < 20 && text.split_whitespace().count() == 2 && civil_date::find(&format!("1 {text}")).is_some()
}

fn heading_or_paragraph(pieces: &[Piece], position: usize) -> Block {
    let Some(piece) = pieces.get(position) else { return Block::paragraph("") };
    let number = match &piece.marker {
        Marker::Number(number) => Some(number.clone()),
        Marker::Item(item) => Some(item.printed.clone()),
        Marker::None | Marker::Bullet(_) => None,
    };
    let text = piece.text.clone();
    if is_heading(pieces, position) {
        let level = match &number {
            Some(number) => u8::try_from(number.matches('.').count()).unwrap_or(4).clamp(1, 4),
            None if words::is_capitals(&text) => 1,
            None => 2,
        };
        return Block::Heading { level, number, text };
    }
    Block::Paragraph { number, text: text.into() }
}

/// Checks whether the piece is a heading for what follows.
fn is_heading(pieces: &[Piece], position: usize) -> bool {
    let Some(piece) = pieces.get(position).filter(|piece| piece.kind == Kind::Text) else { return false };
    let is_name = ["Councillor ", "Cllr "].iter().any(|title| piece.text.starts_with(title));
    if piece.text.is_empty() || is_name || !words::is_short_phrase(&piece.text) {
        return false;
    }
    if is_numbered_heading(pieces, position) {
        return true;
    }
    let shaped = piece.is_heading_shaped();
    if words::is_capitals(&piece.text) {
        return true;
    }
    match piece.marker {
        Marker::Number(_) => {
            // A few words without a full stop are a heading for the paragraphs that follow, unless they say that
            // there is nothing to report.
            let next = pieces.get(position + 1);
            let says_nothing = ["None", "Nil", "No ", "Not "].iter().any(|start| piece.text.starts_with(start));
            let few = piece.is_narrow() && piece.text.split_whitespace().count() <= 8 && !words::ends_sentence(&piece.text);
            let heads = few && !says_nothing && next.is_some_and(|next| next.is_plain() && !words::is_capitals(&next.text));
            (shaped || heads) && !piece.text.ends_with(|c: char| c.is_ascii_digit())
        }
        _ if is_month(&piece.text) => true,
        _ => {
            let Some(next) = pieces.get(position + 1) else { return false };
            let heads = !next.is_plain() || !next.is_heading_shaped() || run_of_phrases(pieces, position + 1).is_some();
            let before_list = next.is_list_item() && (piece.extent < Extent::Lines) && piece.gap != Gap::None;
            let figure = piece.text.ends_with(|c: char| c.is_ascii_digit()) && piece.text.contains(": ");
            let in_list = position > 0
                && pieces.get(position - 1).is_some_and(|last| last.is_plain() && last.is_narrow() && piece.gap == Gap::None);
            !figure && !in_list && heads && (shaped || (before_list && !words::ends_with_colon(&piece.text)))
        }
    }
}

/// A list that is still open.
struct Level {
    style: ListStyle,
    items: Vec<ListItem>,
    bullet: Option<char>,
    last: Option<Item>,
}

impl Level {
    fn new(marker: &Marker) -> Self {
        let (style, bullet) = match marker {
            Marker::Bullet(sign) => (ListStyle::Bullets, Some(*sign)),
            _ => (ListStyle::Numbered, None),
        };
        Self { style, items: Vec::new(), bullet, last: None }
    }

    fn push(&mut self, piece: &Piece) {
        let marker = match &piece.marker {
            Marker::Item(item) => {
                self.last = Some(item.clone());
                Some(item.printed.clone())
            }
            _ => None,
        };
        self.items.push(ListItem { marker, text: piece.text.as_str().into(), blocks: Vec::new() });
    }

    fn announces(&self) -> bool {
        self.items.last().is_some_and(|item| words::ends_with_colon(&item.text))
    }

    fn goes_on_with(&self, marker: &Marker) -> bool {
        match marker {
            Marker::Bullet(sign) => self.bullet == Some(*sign),
            Marker::Item(item) => self.last.as_ref().is_some_and(|last| item.follows(last)),
            _ => false,
        }
    }

    /// Checks whether the item is written in this list's style even though its number is not the next.
    fn is_written_as(&self, marker: &Marker) -> bool {
        matches!((marker, &self.last), (Marker::Item(item), Some(last)) if item.same_shape(last) && !item.begins())
    }
}

/// Nests consecutive list items into lists.
fn lists(pieces: &[Piece]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut levels: Vec<Level> = Vec::new();
    for piece in pieces {
        let level = levels.iter().rposition(|level| level.goes_on_with(&piece.marker));
        let level = level.or_else(|| levels.iter().rposition(|level| level.is_written_as(&piece.marker)));
        if let Some(level) = level {
            close(&mut levels, level + 1, &mut blocks);
        } else {
            let inside = levels.last().is_some_and(|top| {
                top.announces() || (top.style == ListStyle::Bullets && matches!(piece.marker, Marker::Bullet(_)))
            });
            if !inside || levels.len() >= DEEPEST {
                close(&mut levels, 0, &mut blocks);
            }
            levels.push(Level::new(&piece.marker));
        }
        if let Some(top) = levels.last_mut() {
            top.push(piece);
        }
    }
    close(&mut levels, 0, &mut blocks);
    blocks
}

/// Closes the lists deeper than `depth`, adding each to the last item of its parent.
fn close(levels: &mut Vec<Level>, depth: usize, blocks: &mut Vec<Block>) {
    while levels.len() > depth {
        let Some(level) = levels.pop() else { return };
        let list = Block::List { style: level.style, items: level.items };
        match levels.last_mut().and_then(|around| around.items.last_mut()) {
            Some(item) => item.blocks.push(list),
            None => blocks.push(list),
        }
    }
}
