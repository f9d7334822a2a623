//! What a document without pages is made of, before it is written as lines.

/// A piece of a document, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A line.
    Line(Line),
    /// A gap between what is before and what is after it.
    Gap,
    /// An empty line of a text whose lines are kept as they are.
    Empty,
    /// A table, as it was laid out.
    Grid(Grid),
}

/// A line of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its words.
    pub(crate) text: String,
    /// Whether all of its words are bold.
    pub(crate) bold: bool,
    /// Whether it is set much larger than most, as titles are.
    pub(crate) large: bool,
    /// Whether its first words are bold, as a heading before its text is.
    pub(crate) is_led: bool,
}

/// Rows of cells. They may hold figures, or be the columns in which minutes were laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The rows, from the top down.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A cell of a grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its content.
    pub(crate) pieces: Vec<Piece>,
    /// Whether it is the heading of a column.
    pub(crate) is_heading: bool,
}

impl Line {
    /// Creates a line.
    pub(crate) fn new(text: impl Into<String>, bold: bool, large: bool) -> Self {
        Self { text: text.into(), bold, large, is_led: bold }
    }

    /// Creates a plain line.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Cell {
    /// Creates a cell that has one line.
    pub(crate) fn of(line: Line) -> Self {
        Self { pieces: vec![Piece::Line(line)], is_heading: false }
    }

    /// Checks whether the cell has words.
    pub(crate) fn has_words(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Line(line) => !line.text.trim().is_empty(),
            Piece::Gap | Piece::Empty => false,
            Piece::Grid(grid) => grid.rows.iter().flatten().any(Cell::has_words),
        })
    }

    /// Returns its lines, those of tables inside it row by row, with an empty one for each gap.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Line(line) => lines.push(line.clone()),
                Piece::Gap | Piece::Empty => lines.push(Line::default()),
                Piece::Grid(grid) => lines.extend(grid.rows.iter().flatten().flat_map(Cell::lines)),
            }
        }
        lines
    }
}
