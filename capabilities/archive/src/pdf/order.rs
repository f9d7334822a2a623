//! A page's rows in the order in which they are read, each with what it is: a line, a row of a table, a line of the Action column.

use super::action::{self, Gutter, Note};
use super::cells;
use super::gutters::{self, Stretch};
use super::rows::{Row, Word, is_bold, text_of};
use crate::reading::Table;

/// A line as it is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) down: f32,
    pub(super) size: f32,
    /// Whether all its words are bold.
    pub(super) bold: bool,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether it begins a column, a table or a note, so that it does not go on with the line before it.
    pub(super) begins: bool,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line.
    Line,
    /// A line of the Action column.
    Action,
    /// A row of the table at this place of the list of tables.
    Table(usize),
}

impl Printed {
    pub(super) fn new(down: f32, size: f32, words: &[Word]) -> Self {
        Self {
            text: text_of(words),
            left: words.first().map_or(0.0, |word| word.left),
            right: words.iter().map(|word| word.right).fold(0.0, f32::max),
            down,
            size,
            bold: is_bold(words),
            kind: Kind::Line,
            begins: false,
        }
    }
}

/// What runs on from one page to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carried {
    /// The gutter of an Action column that ran to the page's end.
    gutter: Option<Gutter>,
    /// The table that did, by its place in the list of tables.
    table: Option<usize>,
}

/// The page's lines.
pub(super) fn lines(mut rows: Vec<Row>, carried: &mut Carried, tables: &mut Vec<Table>) -> Vec<Printed> {
    let notes = action::take_out(&mut rows, &mut carried.gutter);
    let mut lines: Vec<Printed> = Vec::with_capacity(rows.len());
    let mut waiting = notes.iter().peekable();
    while let Some(note) = waiting.next_if(|note| note.after.is_none()) {
        write_note(note, &mut lines);
    }
    // Between two notes the rows are read by themselves, so that a table is not cut by what stands beside it.
    let mut begun = 0;
    while begun < rows.len() {
        let end = waiting.peek().and_then(|note| note.after).map_or(rows.len(), |after| (after + 1).min(rows.len()));
        read(rows.get(begun..end).unwrap_or_default(), carried.table, tables, &mut lines);
        while let Some(note) = waiting.next_if(|note| note.after.is_some_and(|after| after < end)) {
            write_note(note, &mut lines);
        }
        begun = end.max(begun + 1);
    }
    for note in waiting {
        write_note(note, &mut lines);
    }
    carried.table = match lines.last().map(|line| line.kind) {
        Some(Kind::Table(table)) => Some(table),
        _ => None,
    };
    lines
}

fn write_note(note: &Note, lines: &mut Vec<Printed>) {
    for (position, row) in note.rows.iter().enumerate() {
        let line = Printed::new(row.down, row.size, &row.words);
        lines.push(Printed { kind: Kind::Action, begins: position == 0, ..line });
    }
}

fn read(rows: &[Row], open: Option<usize>, tables: &mut Vec<Table>, lines: &mut Vec<Printed>) {
    for stretch in gutters::stretches(rows) {
        match stretch {
            Stretch::Plain(range) => {
                lines.extend(rows.get(range).unwrap_or_default().iter().map(|row| Printed::new(row.down, row.size, &row.words)));
            }
            Stretch::Labels(range, place) => cells::labels(rows.get(range).unwrap_or_default(), place, lines),
            Stretch::Table(range, places) => {
                let open = open.filter(|_| range.start == 0 && lines.is_empty());
                cells::table(rows.get(range).unwrap_or_default(), &places, open, tables, lines);
            }
            Stretch::Columns(range, place) => {
                let column = rows.get(range).unwrap_or_default();
                for side in 0..2 {
                    let mut begins = true;
                    for row in column {
                        let (left, right) = gutters::part(row, place);
                        let words = if side == 0 { left } else { right };
                        if !words.is_empty() {
                            lines.push(Printed { begins, ..Printed::new(row.down, row.size, words) });
                            begins = false;
                        }
                    }
                }
            }
        }
    }
}
