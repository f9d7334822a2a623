//! Reads a Word document as it is printed: paragraph by paragraph and line by line, with what its cells hold.
//!
//! [`crate::read`] makes a document of our own, in which a cell is one text. Minutes are often laid out in tables, with whole items in one
//! cell, so code that reads what lines mean needs the paragraphs in it.

use crate::numbering::{Marker, Numbering, attribute, child};
use crate::opened::{Opened, WordError, parse};
use crate::paragraphs::{Around, Line, property, runs};
use crate::parts::{self, Parts};
use crate::reading::{DEEPEST, MOST_PARAGRAPHS};
use crate::styles::Styles;
use documents::Style;
use roxmltree::Node;
use std::collections::HashMap;

/// A document as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Its paragraphs and tables, in order. Cited notes come last.
    pub pieces: Vec<Piece>,
    /// The words of the headers and footers of its pages, without duplicates.
    pub running: Vec<String>,
    /// What was not read: `2 comments`.
    pub left_out: Vec<String>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph with words.
    Paragraph(Paragraph),
    /// A paragraph without words, which leaves a gap.
    Gap,
    /// A table, as rows of cells.
    Table(Vec<Vec<Cell>>),
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The number or bullet that Word prints before it.
    pub mark: Option<String>,
    /// Its lines as far as the author broke them, each with whether all of its letters are bold.
    pub lines: Vec<(String, bool)>,
    /// Its level if it is a heading, from 1; the document's title has level 0.
    pub level: Option<u8>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its content.
    pub pieces: Vec<Piece>,
    /// Whether it is in a row that is repeated at the top of each page.
    pub is_heading: bool,
}

/// The widest cell that is believed, in columns.
const WIDEST: usize = 20;

/// Reads a document.
///
/// # Errors
/// As [`crate::read`].
pub fn printed(bytes: &[u8]) -> Result<Printed, WordError> {
    let mut opened = Opened::of(bytes)?;
    let Parts { text, relations, styles, numbering, notes } = parts::read(&mut opened)?;
    let xml = parse("the text", &text)?;
    let body = xml.root_element().children().find(|node| node.tag_name().name() == "body");
    let body = body.ok_or_else(|| WordError::Damaged("it has no body".into()))?;
    let mut reader = Reader { styles, numbering, ..Reader::default() };
    let mut pieces = Vec::new();
    reader.container(body, 0, &mut pieces)?;
    let mut noted: HashMap<(String, String), Vec<Piece>> = HashMap::new();
    for (kind, text) in &notes {
        let Some(text) = text else { continue };
        let xml = parse(kind, text)?;
        for note in xml.root_element().children() {
            if let Some(id) = attribute(note, "id") {
                let mut own = Vec::new();
                reader.container(note, 0, &mut own)?;
                noted.insert(((*kind).to_owned(), id.to_owned()), own);
            }
        }
    }
    for (number, note) in (1_usize..).zip(std::mem::take(&mut reader.cited)) {
        // A note that is cited again was written where it was cited first.
        for (place, mut piece) in noted.remove(&note).unwrap_or_default().into_iter().enumerate() {
            if let (0, Piece::Paragraph(paragraph)) = (place, &mut piece) {
                paragraph.mark = Some(format!("[{number}]"));
            }
            pieces.push(piece);
        }
    }
    let mut running: Vec<String> = Vec::new();
    for (_, words) in parts::running(&mut opened, &relations)? {
        if !words.is_empty() && !running.contains(&words) {
            running.push(words);
        }
    }
    Ok(Printed { pieces, running, left_out: parts::counted(&reader.left_out) })
}

#[derive(Default)]
struct Reader {
    styles: Styles,
    numbering: Numbering,
    targets: HashMap<String, String>,
    cited: Vec<(String, String)>,
    left_out: HashMap<&'static str, usize>,
    paragraphs: usize,
}

impl Reader {
    fn container(&mut self, node: Node<'_, '_>, depth: usize, pieces: &mut Vec<Piece>) -> Result<(), WordError> {
        for inner in node.children() {
            match inner.tag_name().name() {
                "p" => self.paragraph(inner, pieces)?,
                "tbl" if depth < DEEPEST => {
                    let mut rows = Vec::new();
                    self.rows(inner, depth + 1, &mut rows)?;
                    pieces.push(Piece::Table(rows));
                }
                "sectPr" | "sdtPr" | "Fallback" | "tcPr" => {}
                "del" | "moveFrom" => self.leave("tracked deletions"),
                "oMath" | "oMathPara" => self.leave("equations"),
                "altChunk" | "subDoc" => self.leave("embedded documents"),
                _ if depth < DEEPEST => self.container(inner, depth + 1, pieces)?,
                _ if inner.descendants().any(|inner| inner.tag_name().name() == "t") => self.leave("parts nested too deeply"),
                _ => {}
            }
        }
        Ok(())
    }

    fn leave(&mut self, kind: &'static str) {
        *self.left_out.entry(kind).or_insert(0) += 1;
    }

    /// Reads the rows of a table, which may be inside content controls.
    fn rows(&mut self, node: Node<'_, '_>, depth: usize, rows: &mut Vec<Vec<Cell>>) -> Result<(), WordError> {
        for inner in node.children() {
            match inner.tag_name().name() {
                "tr" => {
                    let is_heading = child(inner, "trPr").is_some_and(|pr| child(pr, "tblHeader").is_some());
                    let mut cells = Vec::new();
                    self.cells(inner, depth, is_heading, &mut cells)?;
                    rows.push(cells);
                }
                "tblPr" | "tblGrid" | "sdtPr" => {}
                "del" | "moveFrom" => self.leave("tracked deletions"),
                _ if depth < DEEPEST => self.rows(inner, depth + 1, rows)?,
                _ => self.leave("parts nested too deeply"),
            }
        }
        Ok(())
    }

    fn cells(&mut self, node: Node<'_, '_>, depth: usize, is_heading: bool, cells: &mut Vec<Cell>) -> Result<(), WordError> {
        for inner in node.children() {
            match inner.tag_name().name() {
                "tc" => {
                    let of = |name: &str| child(inner, "tcPr").and_then(|pr| child(pr, name));
                    let continues = of("vMerge").is_some_and(|merge| attribute(merge, "val") != Some("restart"));
                    let span = of("gridSpan").and_then(|span| attribute(span, "val")).and_then(|span| span.parse::<usize>().ok());
                    let mut cell = Cell { is_heading, ..Cell::default() };
                    self.container(inner, depth + 1, &mut cell.pieces)?;
                    if continues {
                        cell.pieces.clear();
                    }
                    cells.push(cell);
                    cells.extend((1..span.unwrap_or(1).min(WIDEST)).map(|_| Cell::default()));
                }
                "trPr" | "sdtPr" | "tblPrEx" => {}
                "del" | "moveFrom" => self.leave("tracked deletions"),
                _ if depth < DEEPEST => self.cells(inner, depth + 1, is_heading, cells)?,
                _ => self.leave("parts nested too deeply"),
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, node: Node<'_, '_>, pieces: &mut Vec<Piece>) -> Result<(), WordError> {
        self.paragraphs += 1;
        if self.paragraphs > MOST_PARAGRAPHS {
            return Err(WordError::Damaged("it has more paragraphs than are read".into()));
        }
        let style = property(node, "pStyle").unwrap_or_default().to_owned();
        let mut level = self.styles.heading(node, &style);
        if self.styles.titles.contains(&style) {
            level = Some(0);
        }
        let strong = self.styles.bold.get(&style).copied().unwrap_or_default();
        let mut around = Around { targets: &self.targets, cited: &mut self.cited, left_out: &mut self.left_out };
        let Line { runs, boxes, .. } = runs(node, &mut around, &Style { strong, ..Style::default() });
        let mark = self.numbering.of_paragraph(&self.styles, node, &style).map(|(marker, _)| match marker {
            Marker::Bullet => "•".to_owned(),
            Marker::Number(number) => number,
        });
        let lines = lines(&runs);
        pieces.push(if lines.is_empty() { Piece::Gap } else { Piece::Paragraph(Paragraph { mark, lines, level }) });
        for text in boxes {
            let words = String::from(&text);
            pieces.push(Piece::Paragraph(Paragraph { lines: vec![(words, false)], ..Paragraph::default() }));
        }
        Ok(())
    }
}

/// Joins runs to lines with words, each with whether all of its letters are bold.
fn lines(runs: &[(String, Style)]) -> Vec<(String, bool)> {
    let mut lines = Vec::new();
    let mut text = String::new();
    let (mut letters, mut bold) = (0, 0);
    let mut end = |text: &mut String, letters: &mut usize, bold: &mut usize| {
        if !text.trim().is_empty() {
            lines.push((std::mem::take(text), *letters > 0 && letters == bold));
        }
        text.clear();
        (*letters, *bold) = (0, 0);
    };
    for (words, style) in runs {
        for (at, part) in words.split('\n').enumerate() {
            if at > 0 {
                end(&mut text, &mut letters, &mut bold);
            }
            let count = part.chars().filter(|c| c.is_alphabetic()).count();
            letters += count;
            bold += if style.strong { count } else { 0 };
            text.push_str(part);
        }
    }
    end(&mut text, &mut letters, &mut bold);
    lines
}
