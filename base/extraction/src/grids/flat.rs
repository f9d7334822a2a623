//! The lines of each cell of a table, without empty columns.

use crate::pieces::{Cell, Grid, Line, Piece};

/// A table as lines in cells.
pub(super) struct Flat<'g> {
    /// The rows that have words, each as long as there are columns.
    pub(super) rows: Vec<Vec<FlatCell<'g>>>,
    /// How many columns have words.
    pub(super) columns: usize,
}

/// A cell as lines.
#[derive(Default)]
pub(super) struct FlatCell<'g> {
    /// Its content.
    pub(super) pieces: &'g [Piece],
    /// Its lines, with an empty one for each gap.
    pub(super) lines: Vec<Line>,
    /// How many characters its lines have.
    pub(super) length: usize,
    /// Whether it is the heading of a column.
    pub(super) is_heading: bool,
}

impl<'g> Flat<'g> {
    pub(super) fn of(grid: &'g Grid) -> Self {
        let worded: Vec<&Vec<Cell>> = grid.rows.iter().filter(|row| row.iter().any(Cell::has_words)).collect();
        let mut filled: Vec<bool> = Vec::new();
        for row in &worded {
            filled.resize(filled.len().max(row.len()), false);
            for (cell, filled) in row.iter().zip(&mut filled) {
                *filled = *filled || cell.has_words();
            }
        }
        let rows = worded.into_iter().map(|row| {
            let cells = row.iter().zip(&filled).filter(|(_, filled)| **filled);
            cells.map(|(cell, _)| FlatCell::of(cell)).collect()
        });
        Self { rows: rows.collect(), columns: filled.iter().filter(|filled| **filled).count() }
    }

    /// Returns all cells, row by row.
    pub(super) fn cells(&self) -> impl Iterator<Item = &FlatCell<'g>> {
        self.rows.iter().flatten()
    }
}

impl<'g> FlatCell<'g> {
    fn of(cell: &'g Cell) -> Self {
        let lines = cell.lines();
        let length = lines.iter().map(|line| line.text.chars().count()).sum();
        Self { pieces: &cell.pieces, lines, length, is_heading: cell.is_heading }
    }

    /// Returns its lines that have words.
    pub(super) fn worded(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.text.trim().is_empty())
    }

    /// Returns its words, if it has one line.
    pub(super) fn only(&self) -> Option<&str> {
        let mut worded = self.worded();
        let first = worded.next()?;
        worded.next().is_none().then_some(first.text.trim())
    }

    /// Returns its words on one line.
    pub(super) fn text(&self) -> String {
        self.worded().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ")
    }
}
