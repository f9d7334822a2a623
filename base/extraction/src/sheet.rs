//! Writes lines of text, with hints about them.

use crate::pieces::{Line, Piece};
use crate::{Hints, Table, grids, ligatures};

/// A text that is being written, line by line, as the pages of a PDF are.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    text: String,
    hints: Hints,
    /// How many lines there are.
    count: usize,
    /// Whether a gap is due before the next line.
    is_apart: bool,
    /// Whether the last line is in the Action column.
    is_action: bool,
    /// Whether gaps are written as empty lines, as those of the text itself are, and not as lines with a space.
    has_empty: bool,
}

impl Sheet {
    /// Writes the pieces of a document.
    pub(crate) fn of(pieces: &[Piece]) -> Self {
        let mut sheet = Self { has_empty: pieces.contains(&Piece::Empty), ..Self::default() };
        sheet.write(pieces);
        sheet
    }

    /// Writes pieces.
    pub(crate) fn write(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Line(line) => self.line(line),
                Piece::Gap => self.gap(),
                Piece::Empty => self.empty(),
                Piece::Grid(grid) => {
                    self.gap();
                    grids::write(grid, self);
                    self.gap();
                }
            }
        }
    }

    /// Leaves a gap before the next line.
    pub(crate) fn gap(&mut self) {
        self.is_apart = true;
    }

    /// Leaves a line empty, so that the lines after it keep their numbers.
    fn empty(&mut self) {
        self.text.push('\n');
        self.count += 1;
        self.is_apart = false;
    }

    /// Writes a line, if it has words.
    pub(crate) fn line(&mut self, line: &Line) {
        self.is_apart |= std::mem::take(&mut self.is_action);
        if self.words(&line.text) {
            if line.bold {
                self.hints.bold.push(self.count);
            }
            if line.large {
                self.hints.large.push(self.count);
            }
        }
    }

    /// Writes a line of the Action column.
    pub(crate) fn action(&mut self, text: &str) {
        self.is_apart |= !self.is_action;
        if self.words(text) {
            self.is_action = true;
            self.hints.action.push(self.count);
        }
    }

    /// Writes a table: its heading and each of its rows on one line.
    pub(crate) fn table(&mut self, table: &Table) {
        self.is_apart |= std::mem::take(&mut self.is_action);
        let index = self.hints.tables.len();
        let mut kept = Table::default();
        let clean = |cells: &[String]| cells.iter().map(|cell| printed(cell)).collect::<Vec<_>>();
        let heading = clean(&table.columns);
        if self.row(&heading) {
            self.hints.rows.push((self.count, index));
            kept.columns = heading;
        }
        for row in &table.rows {
            let cells = clean(row);
            if self.row(&cells) {
                self.hints.rows.push((self.count, index));
                kept.rows.push(cells);
            }
        }
        if !kept.rows.is_empty() || !kept.columns.is_empty() {
            self.hints.tables.push(kept);
        }
    }

    /// Returns the text and the hints.
    pub(crate) fn finish(self) -> (String, Hints) {
        (ligatures::apart(self.text), self.hints)
    }

    fn row(&mut self, cells: &[String]) -> bool {
        let filled: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        self.push(&filled.join("  "))
    }

    fn words(&mut self, text: &str) -> bool {
        self.push(&printed(text))
    }

    /// Adds a line, after the gap that is due; returns `false` if there are no words.
    fn push(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        if self.is_apart && self.count > 0 {
            self.text.push_str(if self.has_empty { "\n" } else { " \n" });
            self.count += 1;
        }
        self.is_apart = false;
        self.count += 1;
        self.text.push_str(text);
        self.text.push('\n');
        true
    }
}

/// Returns words as they are printed: with single spaces, without signs that are not seen.
pub(crate) fn printed(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_apart = false;
    for character in text.chars() {
        match character {
            space if space.is_whitespace() => is_apart = true,
            // Soft hyphens and marks of width zero and direction.
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {}
            sign if sign.is_control() => {}
            other => {
                if is_apart && !words.is_empty() {
                    words.push(' ');
                }
                is_apart = false;
                words.push(other);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_with_the_gaps_between_them() {
        let mut sheet = Sheet::default();
        sheet.gap();
        sheet.line(&Line::new("Parks  Board", true, true));
        sheet.gap();
        sheet.gap();
        sheet.line(&Line::plain(" \u{200B}\n"));
        sheet.line(&Line::plain("It\u{A0}met."));
        sheet.action("Head of Parks");
        sheet.gap();
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        sheet.table(&Table {
            columns: row(["Year", "Visits"]),
            rows: vec![row(["2024", "7"]), row(["", " "]), row(["2025", ""])],
        });
        let (text, hints) = sheet.finish();
        assert_eq!(text, "Parks Board\n \nIt met.\n \nHead of Parks\n \nYear  Visits\n2024  7\n2025\n");
        assert_eq!((hints.bold, hints.large, hints.action), (vec![1], vec![1], vec![5]));
        assert_eq!(hints.rows, [(7, 0), (8, 0), (9, 0)]);
        assert_eq!(hints.tables[0].rows.len(), 2);
    }
}
