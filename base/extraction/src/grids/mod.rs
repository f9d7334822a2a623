//! Writes tables as lines. A table of figures stays a table; a table in which minutes were laid out becomes the lines that a reader
//! sees: each number with its title, each label with its value, names one below another.

mod flat;
mod items;
mod modern_gov;

use crate::pieces::{Grid, Line, Piece};
use crate::sheet::Sheet;
use crate::{Table, marks, names};
use flat::Flat;

/// The longest cell of a table of figures and short texts, in characters.
const LONGEST_CELL: usize = 400;

/// The most lines of such a cell.
const MOST_LINES: usize = 4;

/// Writes a table.
pub(crate) fn write(grid: &Grid, sheet: &mut Sheet) {
    let flat = Flat::of(grid);
    if flat.columns < 2 {
        return one_after_another(grid, sheet);
    }
    if is_names(&flat) {
        return in_columns(&flat, sheet);
    }
    if is_labels(&flat) {
        return labels(&flat, sheet);
    }
    if let Some(columns) = items::find(&flat) {
        return items::write(&flat, columns, sheet);
    }
    if is_table(&flat) {
        return table(&flat, sheet);
    }
    one_after_another(grid, sheet);
}

/// Writes cells one after another, row by row.
fn one_after_another(grid: &Grid, sheet: &mut Sheet) {
    for cell in grid.rows.iter().flatten() {
        sheet.gap();
        write_pieces(&cell.pieces, sheet);
    }
}

/// Writes the pieces of a cell, with names that were printed without a sign between them on lines of their own.
fn write_pieces(pieces: &[Piece], sheet: &mut Sheet) {
    for piece in pieces {
        match piece {
            Piece::Line(line) => line_of_names(line, sheet),
            other => sheet.write(std::slice::from_ref(other)),
        }
    }
}

fn line_of_names(line: &Line, sheet: &mut Sheet) {
    for text in names::apart(&line.text) {
        sheet.line(&Line { text, ..line.clone() });
    }
}

/// Checks whether all cells hold names.
fn is_names(flat: &Flat<'_>) -> bool {
    let mut lines = flat.cells().flat_map(flat::FlatCell::worded).peekable();
    lines.peek().is_some() && lines.all(|line| names::is_titled(&line.text))
}

/// Writes columns, each from its top to its bottom.
fn in_columns(flat: &Flat<'_>, sheet: &mut Sheet) {
    for column in 0..flat.columns {
        for line in flat.rows.iter().filter_map(|row| row.get(column)).flat_map(flat::FlatCell::worded) {
            line_of_names(line, sheet);
        }
    }
}

/// Checks whether at least half of the rows begin with a label, such as `Present:`.
fn is_labels(flat: &Flat<'_>) -> bool {
    let is_label = |text: &str| text.ends_with(':') && text.chars().count() <= 40;
    let count = flat.rows.iter().filter(|row| row.first().is_some_and(|cell| cell.only().is_some_and(is_label))).count();
    count > 0 && count * 2 >= flat.rows.len()
}

/// Writes each label on one line with the first line of its value, followed by the value's other lines.
fn labels(flat: &Flat<'_>, sheet: &mut Sheet) {
    for row in &flat.rows {
        sheet.gap();
        let mut label = row.first().map(|cell| cell.worded().cloned().collect::<Vec<_>>()).unwrap_or_default();
        let last = label.pop();
        for line in &label {
            sheet.line(line);
        }
        let values = row.iter().skip(1).flat_map(flat::FlatCell::worded);
        let mut values = values.flat_map(|line| names::apart(&line.text).into_iter().map(|text| Line { text, ..line.clone() }));
        match (last, values.next()) {
            (Some(label), Some(first)) => {
                let text = format!("{} {}", label.text, first.text);
                sheet.line(&Line::new(text, label.bold && first.bold, false));
            }
            (one, other) => one.iter().chain(&other).for_each(|line| sheet.line(line)),
        }
        for line in values {
            sheet.line(&line);
        }
    }
}

/// Checks whether all cells are short, as those of figures are.
fn is_table(flat: &Flat<'_>) -> bool {
    let is_short = |cell: &flat::FlatCell<'_>| cell.length <= LONGEST_CELL && cell.worded().count() <= MOST_LINES;
    flat.rows.len() > 1 && flat.cells().all(is_short)
}

fn table(flat: &Flat<'_>, sheet: &mut Sheet) {
    let cells = |row: &Vec<flat::FlatCell<'_>>| row.iter().map(flat::FlatCell::text).collect::<Vec<String>>();
    let mut rows: Vec<Vec<String>> = flat.rows.iter().map(cells).collect();
    let columns = if is_headed(flat, &rows) { rows.remove(0) } else { Vec::new() };
    sheet.table(&Table { columns, rows });
}

/// Checks whether the first row is the heading: it is marked as one, it alone is bold, or it alone has no figures.
fn is_headed(flat: &Flat<'_>, rows: &[Vec<String>]) -> bool {
    let (Some(first), Some(others)) = (flat.rows.first(), flat.rows.get(1..)) else { return false };
    if others.is_empty() || first.iter().filter(|cell| cell.length > 0).count() < 2 {
        return false;
    }
    let is_bold = |row: &Vec<flat::FlatCell<'_>>| row.iter().flat_map(flat::FlatCell::worded).all(|line| line.bold);
    let figured = |row: &Vec<String>| {
        row.iter().skip(1).any(|cell| cell.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '-' | '+')))
    };
    let has_figures = |rows: &[Vec<String>]| rows.iter().filter(|row| figured(row)).count();
    let alone_bold = is_bold(first) && others.iter().filter(|row| is_bold(row)).count() * 2 < others.len();
    let alone_without =
        rows.first().is_some_and(|row| !figured(row)) && has_figures(rows.get(1..).unwrap_or_default()) * 3 >= others.len() * 2;
    first.iter().all(|cell| cell.is_heading || cell.length == 0) || alone_bold || alone_without
}

/// Checks whether a row holds the headings of columns of minutes or of an agenda: `No.`, `Item`, `Action`.
fn heads_items(row: &[flat::FlatCell<'_>]) -> bool {
    let mut texts = row.iter().filter_map(|cell| cell.only());
    let is_short = row.iter().all(|cell| cell.length <= 40 && cell.worded().count() <= 1);
    is_short && texts.next().is_some_and(marks::heads_numbers)
}
