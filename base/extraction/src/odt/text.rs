//! The text of a document, paragraph by paragraph.

use super::lists::{Counts, DEEPEST as DEEPEST_LIST, Numbering};
use super::styles::Styles;
use super::{attribute, name};
use crate::pieces::{Cell, Grid, Line, Piece};
use roxmltree::Node;
use std::collections::HashMap;

/// What is nested more deeply than this is not read.
const DEEPEST: usize = 60;

/// How many tables are read inside one another.
const DEEPEST_TABLE: usize = 12;

/// The widest cell that is believed, in columns.
const WIDEST: usize = 20;

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) pieces: Vec<Piece>,
    pub(super) left_out: Vec<String>,
}

/// Reads the text of a document.
pub(super) fn read(body: Node<'_, '_>, styles: &Styles) -> Read {
    let mut reader =
        Reader { styles, counts: HashMap::new(), outline: Counts::default(), notes: Vec::new(), comments: 0, deeper: 0 };
    let mut pieces = Vec::new();
    reader.container(body, &mut pieces, Place::default());
    // Notes may cite notes; each is read once.
    let mut number = 0;
    while let Some(note) = reader.notes.get(number).copied() {
        let begun = pieces.len();
        reader.container(note, &mut pieces, Place::default());
        number += 1;
        if let Some(Piece::Line(line)) = pieces.iter_mut().skip(begun).find(|piece| matches!(piece, Piece::Line(_))) {
            line.text = format!("[{number}] {}", line.text);
        }
    }
    let mut left_out = Vec::new();
    for (count, one, many) in
        [(reader.comments, "comment", "comments"), (reader.deeper, "part nested too deeply", "parts nested too deeply")]
    {
        if count > 0 {
            left_out.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }
    Read { pieces, left_out }
}

struct Reader<'s, 'a, 'i> {
    styles: &'s Styles,
    /// How far the lists of each style have counted.
    counts: HashMap<String, Counts>,
    outline: Counts,
    notes: Vec<Node<'a, 'i>>,
    comments: usize,
    deeper: usize,
}

/// Where a paragraph is.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    depth: usize,
    tables: usize,
    /// The style of the list around it.
    list: Option<&'a str>,
    /// How many lists are around it.
    level: usize,
}

impl Place<'_> {
    fn inside(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// The words of a paragraph, and the text boxes in it.
#[derive(Default)]
struct Words<'a, 'i> {
    runs: Vec<(String, bool)>,
    boxes: Vec<Node<'a, 'i>>,
}

impl<'a, 'i> Reader<'_, 'a, 'i> {
    fn container(&mut self, node: Node<'a, 'i>, pieces: &mut Vec<Piece>, place: Place<'a>) {
        if place.depth > DEEPEST {
            self.deeper += 1;
            return;
        }
        for inner in node.children() {
            match name(inner) {
                "p" | "h" => self.paragraph(inner, pieces, place, None),
                "list" => self.list(inner, pieces, place),
                "table" if place.tables < DEEPEST_TABLE => {
                    let mut grid = Grid::default();
                    self.rows(inner, &mut grid, Place { tables: place.tables + 1, ..place.inside() }, false);
                    pieces.push(Piece::Grid(grid));
                }
                "annotation" => self.comments += 1,
                "tracked-changes" | "sequence-decls" | "forms" | "index-title-template" => {}
                _ => self.container(inner, pieces, place.inside()),
            }
        }
    }

    fn list(&mut self, node: Node<'a, 'i>, pieces: &mut Vec<Piece>, place: Place<'a>) {
        if place.depth > DEEPEST {
            self.deeper += 1;
            return;
        }
        let style = attribute(node, "style-name").or(place.list).unwrap_or_default();
        let goes_on = attribute(node, "continue-numbering") == Some("true") || attribute(node, "continue-list").is_some();
        if !goes_on {
            self.counts.entry(style.to_owned()).or_default().begin(place.level);
        }
        if place.level == 0 {
            pieces.push(Piece::Gap);
        }
        let inside = Place { list: Some(style), level: place.level + 1, ..place.inside() };
        for item in node.children().filter(|item| matches!(name(*item), "list-item" | "list-header")) {
            let mut mark = None;
            let begins = item.children().find(Node::is_element).is_some_and(|first| matches!(name(first), "p" | "h"));
            if name(item) == "list-item" && begins {
                let none = Numbering::default();
                let start = attribute(item, "start-value").and_then(|start| start.parse().ok());
                let counts = self.counts.entry(style.to_owned()).or_default();
                mark = self.styles.lists.get(style).unwrap_or(&none).next(counts, place.level.min(DEEPEST_LIST), start);
            }
            for inner in item.children() {
                match name(inner) {
                    "p" | "h" => self.paragraph(inner, pieces, inside, mark.take()),
                    "list" => self.list(inner, pieces, inside),
                    _ => self.container(inner, pieces, inside),
                }
            }
        }
        if place.level == 0 {
            pieces.push(Piece::Gap);
        }
    }

    fn rows(&mut self, node: Node<'a, 'i>, grid: &mut Grid, place: Place<'a>, is_heading: bool) {
        if place.depth > DEEPEST {
            self.deeper += 1;
            return;
        }
        for inner in node.children() {
            match name(inner) {
                "table-row" => {
                    let mut row = Vec::new();
                    for cell in inner.children().filter(|cell| matches!(name(*cell), "table-cell" | "covered-table-cell")) {
                        let mut own = Cell { pieces: Vec::new(), is_heading };
                        self.container(cell, &mut own.pieces, Place { list: None, level: 0, ..place.inside() });
                        let repeated =
                            attribute(cell, "number-columns-repeated").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                        row.push(own);
                        row.extend((1..repeated.min(WIDEST)).map(|_| Cell::default()));
                    }
                    grid.rows.push(row);
                }
                "table-header-rows" => self.rows(inner, grid, place.inside(), true),
                "table-columns" | "table-column" | "table-header-columns" => {}
                _ => self.rows(inner, grid, place.inside(), is_heading),
            }
        }
    }

    fn paragraph(&mut self, node: Node<'a, 'i>, pieces: &mut Vec<Piece>, place: Place<'a>, mark: Option<String>) {
        let style = attribute(node, "style-name").unwrap_or_default();
        let is_heading = name(node) == "h";
        let stated = attribute(node, "outline-level").and_then(|level| level.parse::<u8>().ok());
        let level = self.styles.level(style).or(if is_heading { stated.or(Some(1)) } else { None });
        let bold = self.styles.is_bold("paragraph", style).unwrap_or_default();
        let mut words = Words::default();
        self.inline(node, bold, &mut words, 0);
        let lines = lines(&words.runs);
        let at = level
            .and_then(|level| usize::from(level).checked_sub(1))
            .filter(|_| is_heading && mark.is_none() && place.level == 0);
        let is_counted = attribute(node, "is-list-header") != Some("true") && !lines.is_empty();
        let mark =
            mark.or_else(|| at.filter(|_| is_counted).and_then(|at| self.styles.outline.next(&mut self.outline, at, None)));
        if place.level == 0 || level.is_some() || lines.is_empty() {
            pieces.push(Piece::Gap);
        }
        for (at, (text, bold)) in lines.into_iter().enumerate() {
            let text = match &mark {
                Some(mark) if at == 0 => format!("{mark} {text}"),
                _ => text,
            };
            pieces.push(Piece::Line(Line::new(text, bold || level.is_some(), level.is_some_and(|level| level <= 1))));
        }
        if place.level == 0 {
            pieces.push(Piece::Gap);
        }
        for text_box in words.boxes {
            self.container(text_box, pieces, Place { list: None, level: 0, ..place.inside() });
        }
    }

    fn inline(&mut self, node: Node<'a, 'i>, bold: bool, words: &mut Words<'a, 'i>, depth: usize) {
        if depth > DEEPEST {
            self.deeper += 1;
            return;
        }
        for inner in node.children() {
            if let Some(text) = inner.text().filter(|_| inner.is_text()) {
                // A line feed in the file is a space; a break has an element of its own.
                words.runs.push((text.replace('\n', " "), bold));
                continue;
            }
            match name(inner) {
                "s" | "tab" => words.runs.push((" ".to_owned(), bold)),
                "line-break" => words.runs.push(("\n".to_owned(), bold)),
                "span" => {
                    let own = attribute(inner, "style-name").and_then(|style| self.styles.is_bold("text", style));
                    self.inline(inner, own.unwrap_or(bold), words, depth + 1);
                }
                "note" => {
                    if let Some(body) = inner.children().find(|child| name(*child) == "note-body") {
                        self.notes.push(body);
                        words.runs.push((format!("[{}]", self.notes.len()), bold));
                    }
                }
                "annotation" => self.comments += 1,
                "text-box" => words.boxes.push(inner),
                "ruby-text" | "annotation-end" | "desc" => {}
                "title" if name(node) != "p" && name(node) != "h" && name(node) != "span" => {}
                _ => self.inline(inner, bold, words, depth + 1),
            }
        }
    }
}

/// Joins runs to lines with words, each with whether all of its letters are bold.
fn lines(runs: &[(String, bool)]) -> Vec<(String, bool)> {
    let mut lines = Vec::new();
    let mut text = String::new();
    let (mut letters, mut bold) = (0, 0);
    for (words, is_bold) in runs.iter().map(|(words, bold)| (words.as_str(), *bold)).chain([("\n", false)]) {
        if words == "\n" {
            if !text.trim().is_empty() {
                lines.push((std::mem::take(&mut text), letters > 0 && letters == bold));
            }
            text.clear();
            (letters, bold) = (0, 0);
            continue;
        }
        let count = words.chars().filter(|c| c.is_alphabetic()).count();
        letters += count;
        bold += if is_bold { count } else { 0 };
        text.push_str(words);
    }
    lines
}
