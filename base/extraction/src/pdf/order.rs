//! Puts a page's rows in reading order, each with its kind: a line, a table row, a line of the Action column.

use super::action::{self, Gutter, Note};
use super::gutters::{self, Stretch};
use super::rows::{Row, Word, is_bold, text_of};
use super::{agenda_table, cells};
use crate::{AgendaPrint, Table};

/// A line in reading order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    /// The width of its first word.
    pub(super) first: f32,
    pub(super) down: f32,
    pub(super) size: f32,
    /// Whether all its words are bold.
    pub(super) bold: bool,
    /// Its kind.
    pub(super) kind: Kind,
    /// Whether it begins a column, a table or a note, so that it does not continue the previous line.
    pub(super) begins: bool,
}

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An ordinary line.
    Line,
    /// A line of the Action column.
    Action,
    /// A row of the table at this index in the list of tables.
    Table(usize),
    /// A line of an agenda's table.
    Agenda(AgendaPrint),
}

impl Printed {
    pub(super) fn new(down: f32, size: f32, words: &[Word]) -> Self {
        Self {
            text: text_of(words),
            left: words.first().map_or(0.0, |word| word.left),
            right: words.iter().map(|word| word.right).fold(0.0, f32::max),
            first: words.first().map_or(0.0, |word| word.right - word.left),
            down,
            size,
            bold: is_bold(words),
            kind: Kind::Line,
            begins: false,
        }
    }
}

/// What continues from one page to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    /// The gutter of an Action column that reached the end of the page.
    gutter: Option<Gutter>,
    /// The table that did, by its index in the list of tables, with the positions that separate its columns.
    table: Option<(usize, Vec<f32>)>,
    /// The page's last row, if it could be the first row of a table that the page break split.
    row: Option<Row>,
}

/// Returns the page's lines. `before` holds those of the previous page, the last of which may turn out to be a table row.
pub(super) fn lines(
    mut rows: Vec<Row>,
    carried: &mut Carried,
    tables: &mut Vec<Table>,
    before: Option<&mut Vec<Printed>>,
) -> Vec<Printed> {
    let Some(agenda) = agenda_table::find(&rows) else { return read_page(rows, carried, tables, before) };
    let after = rows.split_off(agenda.rows.end.min(rows.len()));
    let own = rows.split_off(agenda.rows.start.min(rows.len()));
    let mut lines = read_page(rows, carried, tables, before);
    lines.extend(agenda_table::lines(&own, &agenda));
    *carried = Carried::default();
    if !after.is_empty() {
        lines.extend(read_page(after, carried, tables, None));
    }
    lines
}

fn read_page(
    mut rows: Vec<Row>,
    carried: &mut Carried,
    tables: &mut Vec<Table>,
    before: Option<&mut Vec<Printed>>,
) -> Vec<Printed> {
    let lone = carried.row.take();
    let notes = action::take_out(&mut rows, &mut carried.gutter);
    let mut lines: Vec<Printed> = Vec::with_capacity(rows.len());
    let mut waiting = notes.iter().peekable();
    while let Some(note) = waiting.next_if(|note| note.after.is_none()) {
        write_note(note, &mut lines);
    }
    let mut read_tables: Vec<(usize, Vec<f32>)> = Vec::new();
    // Rows between two notes are read separately, so that a note beside a table does not split it.
    let mut begun = 0;
    if let Some((table, places)) = carried.table.take().filter(|_| lines.is_empty()) {
        let going_on = rows.iter().take_while(|row| goes_on(row, &places)).count();
        if going_on > 0 {
            cells::table(rows.get(..going_on).unwrap_or_default(), &places, Some(table), tables, &mut lines);
            read_tables.push((table, places));
            begun = going_on;
        }
    }
    while begun < rows.len() {
        let end = waiting.peek().and_then(|note| note.after).map_or(rows.len(), |after| (after + 1).min(rows.len()));
        let end = end.max(begun);
        read_tables.extend(read(rows.get(begun..end).unwrap_or_default(), tables, &mut lines));
        while let Some(note) = waiting.next_if(|note| note.after.is_some_and(|after| after < end)) {
            write_note(note, &mut lines);
        }
        begun = end.max(begun + 1);
    }
    for note in waiting {
        write_note(note, &mut lines);
    }
    if let (Some(row), Some((table, places)), Some(before)) = (lone, read_tables.first(), before) {
        take_in(&row, (*table, places), tables, &mut lines, before);
    }
    let at_end = lines.last().map(|line| line.kind);
    carried.row = rows.pop().filter(|row| at_end == Some(Kind::Line) && row.segments().len() > 1);
    carried.table = read_tables.pop().filter(|(table, _)| at_end == Some(Kind::Table(*table)));
    lines
}

/// Moves the last row of the previous page into the table that begins this page, if its columns match.
fn take_in(row: &Row, (table, places): (usize, &[f32]), tables: &mut [Table], lines: &mut [Printed], before: &mut [Printed]) {
    let (Some(first), Some(last), Some(table_read)) = (lines.first_mut(), before.last_mut(), tables.get_mut(table)) else {
        return;
    };
    let begins = first.kind == Kind::Table(table) && first.begins && table_read.columns.is_empty();
    if begins && last.kind == Kind::Line && goes_on(row, places) {
        let cells = cells::of_row(row, places);
        last.text = cells::joined(&cells);
        (last.kind, last.begins) = (Kind::Table(table), true);
        first.begins = false;
        table_read.rows.insert(0, cells);
    }
}

fn write_note(note: &Note, lines: &mut Vec<Printed>) {
    for (position, row) in note.rows.iter().enumerate() {
        let line = Printed::new(row.down, row.size, &row.words);
        lines.push(Printed { kind: Kind::Action, begins: position == 0, ..line });
    }
}

/// Checks whether the row belongs to a table whose columns are separated at these positions.
fn goes_on(row: &Row, places: &[f32]) -> bool {
    let crosses = |place: &f32| row.words.iter().any(|word| word.left < *place && *place < word.right);
    let parted = places.iter().filter(|place| row.left() < **place && row.words.iter().any(|word| word.left > **place)).count();
    parted > 0 && row.segments().len() > 1 && !places.iter().any(crosses)
}

/// Reads the rows. Returns the tables found, with the positions that separate their columns.
fn read(rows: &[Row], tables: &mut Vec<Table>, lines: &mut Vec<Printed>) -> Vec<(usize, Vec<f32>)> {
    let mut read = Vec::new();
    for stretch in gutters::stretches(rows) {
        match stretch {
            Stretch::Plain(range) => {
                lines.extend(rows.get(range).unwrap_or_default().iter().map(|row| Printed::new(row.down, row.size, &row.words)));
            }
            Stretch::Labels(range, place) => cells::labels(rows.get(range).unwrap_or_default(), place, lines),
            Stretch::Table(range, places) => {
                cells::table(rows.get(range).unwrap_or_default(), &places, None, tables, lines);
                read.push((tables.len().saturating_sub(1), places));
            }
            Stretch::Columns(range, place) => {
                let (left, right) = sides(rows.get(range).unwrap_or_default(), place);
                column(&left, lines);
                column(&right, lines);
            }
            Stretch::Beside(range, place) => {
                let (left, right) = sides(rows.get(range).unwrap_or_default(), place);
                column(&left, lines);
                let begun = lines.len();
                read.extend(self::read(&right, tables, lines));
                if let Some(first) = lines.get_mut(begun) {
                    first.begins = true;
                }
            }
            Stretch::Names(range, places) => cells::names(rows.get(range).unwrap_or_default(), &places, lines),
        }
    }
    read
}

/// Splits rows into what is left and what is right of a position.
fn sides(rows: &[Row], place: f32) -> (Vec<Row>, Vec<Row>) {
    let side = |words: &[Word], row: &Row| (!words.is_empty()).then(|| Row::new(row.down, words.to_vec()));
    let parts = || rows.iter().map(|row| (row, gutters::part(row, place)));
    let left = parts().filter_map(|(row, (left, _))| side(left, row)).collect();
    let right = parts().filter_map(|(row, (_, right))| side(right, row)).collect();
    (left, right)
}

/// Writes the rows of one column.
fn column(rows: &[Row], lines: &mut Vec<Printed>) {
    for (at, row) in rows.iter().enumerate() {
        lines.push(Printed { begins: at == 0, ..Printed::new(row.down, row.size, &row.words) });
    }
}
