//! The tables of a page while they are read.

use super::lists::List;
use super::tags::Tag;
use crate::pieces::{Cell, Grid, Piece};

/// How many tables are open inside one another at most; the cells of deeper ones are read as paragraphs.
pub(super) const DEEPEST: usize = 12;

/// The widest and the highest cell that is believed.
const LARGEST_SPAN: usize = 30;

/// How many empty cells are added for wide and high cells, on one page.
const MOST_ADDED: usize = 100_000;

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    grid: Grid,
    row: Vec<Cell>,
    cell: Option<OpenCell>,
    /// For each column, how many more rows a cell above reaches down.
    reaching: Vec<usize>,
}

/// A cell that is open.
#[derive(Debug, Default)]
struct OpenCell {
    cell: Cell,
    columns: usize,
    rows: usize,
    /// What was open around it.
    around: Around,
}

/// What is open outside a cell, and is not inside it.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) bold: usize,
    pub(super) lists: Vec<List>,
}

/// How many empty cells may still be added.
#[derive(Debug)]
pub(super) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST_ADDED)
    }
}

impl Room {
    fn take(&mut self) -> bool {
        let is_left = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        is_left
    }
}

impl Table {
    /// Returns where the pieces of the open cell go. `None` if no cell is open.
    pub(super) fn pieces(&mut self) -> Option<&mut Vec<Piece>> {
        self.cell.as_mut().map(|open| &mut open.cell.pieces)
    }

    pub(super) fn begin_cell(&mut self, tag: &Tag, around: Around, room: &mut Room) {
        while self.reaching.get(self.row.len()).is_some_and(|rows| *rows > 0) && room.take() {
            self.row.push(Cell::default());
        }
        let cell = Cell { pieces: Vec::new(), is_heading: tag.name == "th" };
        let span = |stated: usize| stated.clamp(1, LARGEST_SPAN);
        self.cell = Some(OpenCell { cell, columns: span(tag.columns), rows: span(tag.rows), around });
    }

    /// Ends the open cell and returns what was open around it.
    pub(super) fn end_cell(&mut self, room: &mut Room) -> Option<Around> {
        let open = self.cell.take()?;
        let at = self.row.len();
        self.row.push(open.cell);
        for _ in 1..open.columns {
            if room.take() {
                self.row.push(Cell::default());
            }
        }
        if open.rows > 1 {
            self.reaching.resize(self.reaching.len().max(self.row.len()), 0);
            for reaching in self.reaching.iter_mut().skip(at).take(self.row.len() - at) {
                // The row that is open counts as well.
                *reaching = open.rows;
            }
        }
        Some(open.around)
    }

    pub(super) fn end_row(&mut self) {
        for reaching in &mut self.reaching {
            *reaching = reaching.saturating_sub(1);
        }
        let row = std::mem::take(&mut self.row);
        if row.iter().any(Cell::has_words) {
            self.grid.rows.push(row);
        }
    }

    /// Returns the table.
    pub(super) fn finish(mut self) -> Option<Grid> {
        self.end_row();
        (!self.grid.rows.is_empty()).then_some(self.grid)
    }
}
