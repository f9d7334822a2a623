//! Tables of `|`.

use super::inline;
use crate::pieces::{Cell, Grid, Line};

/// A line of a table.
#[derive(Debug)]
pub(super) enum Row {
    /// Its cells.
    Cells(Vec<Cell>),
    /// The line below its heading.
    Rule,
}

/// How many cells of a row are read apart.
const MOST_CELLS: usize = 200;

/// Checks whether a line is drawn below the heading of a table: `---|---`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Checks whether a line is a row of a table on its own evidence: it begins or ends with `|`.
pub(super) fn is_row(line: &str) -> bool {
    (line.ends_with('|') && !line.ends_with("\\|")) || line.starts_with('|')
}

/// Reads a line of a table. `is_inside` says whether the lines around it are one.
pub(super) fn row(line: &str, is_inside: bool) -> Option<Row> {
    if is_rule(line) {
        return Some(Row::Rule);
    }
    let is_row = is_row(line) || (is_inside && line.contains('|'));
    if !is_row {
        return None;
    }
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut cells: Vec<String> = vec![String::new()];
    let mut is_escaped = false;
    for letter in line.chars() {
        if letter == '|' && !is_escaped && cells.len() < MOST_CELLS {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(letter);
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    let cell = |text: String| {
        let (text, bold) = inline::plain(text.trim());
        Cell::of(Line::new(text, bold, false))
    };
    Some(Row::Cells(cells.into_iter().map(cell).collect()))
}

/// Notes that the only row so far is the heading.
pub(super) fn head(grid: &mut Grid) {
    if let [row] = grid.rows.as_mut_slice() {
        for cell in row {
            cell.is_heading = true;
        }
    }
}
