//! Minutes and agendas that were laid out in a table: numbers in one column, titles and text in another, actions in a third.

use super::flat::{Flat, FlatCell};
use super::{heads_items, modern_gov};
use crate::marks::{heads_actions, heads_numbers, is_mark, is_year};
use crate::pieces::{Line, Piece};
use crate::sheet::Sheet;

/// How many characters of text are on one printed line of a cell, about.
const WIDTH: usize = 95;

/// How many pairs of places are compared to match the numbers of one cell; with more, numbers and titles are matched as they come.
const MOST_COMPARED: usize = 2_000_000;

/// Which column is which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    text: usize,
    action: Option<usize>,
}

/// Finds the columns of minutes or of an agenda. The numbers are in the first column.
pub(super) fn find(flat: &Flat<'_>) -> Option<Columns> {
    let is_headed = flat.rows.first().is_some_and(|row| heads_items(row));
    let is_lost = is_headed && flat.columns == 2 && flat.rows.first().is_some_and(|row| heads_pages_of_items(row));
    let body = flat.rows.get(usize::from(is_headed)..)?;
    let (mut marks, mut years) = (0, 0);
    for (at, cell) in body.iter().filter_map(|row| row.first()).enumerate() {
        for (place, line) in cell.worded().enumerate() {
            let text = line.text.trim();
            marks += usize::from(is_mark(text));
            years += usize::from(is_year(text));
            // The heading may be in the cell of the first numbers.
            let is_known = is_mark(text) || (at == 0 && place == 0 && heads_numbers(text));
            if !is_known && !is_lost {
                return None;
            }
        }
    }
    let is_numbered = marks > years && marks > 0;
    let words = |column: usize| -> usize { body.iter().filter_map(|row| row.get(column)).map(|cell| cell.length).sum() };
    let text = (1..flat.columns).max_by_key(|column| (words(*column), usize::MAX - column))?;
    let others: Vec<usize> = (1..flat.columns).filter(|column| *column != text).collect();
    let is_action = |column: &&usize| {
        let cells = || flat.rows.iter().filter_map(|row| row.get(**column));
        let is_headed =
            cells().find(|cell| cell.length > 0).is_some_and(|cell| cell.worded().any(|line| heads_actions(&line.text)));
        let filled = cells().filter(|cell| cell.length > 0).count();
        let is_worded = cells().flat_map(FlatCell::worded).all(|line| line.text.chars().any(char::is_alphabetic));
        is_headed || (filled * 5 <= flat.rows.len() * 2 && is_worded)
    };
    let action = match others.as_slice() {
        [] => None,
        [other] if is_action(&other) => Some(*other),
        _ => return None,
    };
    (is_numbered || is_lost).then_some(Columns { text, action })
}

/// Checks whether a row is the heading of the items on a page of ModernGov. Programs that save such a page as text lose the numbers.
fn heads_pages_of_items(row: &[FlatCell<'_>]) -> bool {
    row.get(1).and_then(FlatCell::only).is_some_and(|text| ["item", "items", "business"].contains(&text.to_lowercase().as_str()))
}

/// Writes the items one after another.
pub(super) fn write(flat: &Flat<'_>, columns: Columns, sheet: &mut Sheet) {
    let mut rows = flat.rows.iter().peekable();
    if let Some(row) = rows.next_if(|row| heads_items(row)) {
        let text = row.iter().map(FlatCell::text).collect::<Vec<_>>().join(" ");
        sheet.line(&Line::plain(text));
    }
    for row in rows {
        sheet.gap();
        let none = FlatCell::default();
        let cell = |column: usize| row.get(column).unwrap_or(&none);
        let (numbers, text) = (cell(0), cell(columns.text));
        let action = columns.action.map_or(&none, cell);
        if numbers.worded().all(|line| is_mark(line.text.trim()) || heads_numbers(&line.text)) {
            item(numbers, text, action, sheet);
        } else {
            for line in numbers.worded() {
                modern_gov::write(line, sheet);
            }
            item(&none, text, action, sheet);
        }
    }
}

/// A piece of a cell with how far down it is, in lines.
struct Placed<'c> {
    piece: &'c Piece,
    down: usize,
    /// Whether there is a gap above it.
    is_apart: bool,
}

impl<'c> Placed<'c> {
    fn line(&self) -> Option<&'c Line> {
        match self.piece {
            Piece::Line(line) => Some(line),
            _ => None,
        }
    }

    fn text(&self) -> &'c str {
        self.line().map_or("", |line| line.text.trim())
    }

    fn is_bold(&self) -> bool {
        self.line().is_some_and(|line| line.bold || line.is_led)
    }
}

/// Returns the pieces of a cell with their places: an empty line takes one line, and a long line as many as it would be printed on.
fn placed<'c>(cell: &FlatCell<'c>) -> Vec<Placed<'c>> {
    let (mut down, mut is_apart) = (0, true);
    let mut placed = Vec::new();
    for piece in cell.pieces {
        let (height, is_gap) = match piece {
            Piece::Line(line) => (line.text.chars().count().div_ceil(WIDTH).max(1), line.text.trim().is_empty()),
            // One gap only ends a paragraph.
            Piece::Gap | Piece::Empty => (usize::from(is_apart), true),
            Piece::Grid(grid) => (grid.rows.len(), false),
        };
        if !is_gap {
            placed.push(Placed { piece, down, is_apart });
        }
        is_apart = is_gap;
        down += height;
    }
    placed
}

fn item(numbers: &FlatCell<'_>, text: &FlatCell<'_>, action: &FlatCell<'_>, sheet: &mut Sheet) {
    let (heads, marks): (Vec<_>, Vec<_>) = placed(numbers).into_iter().partition(|mark| heads_numbers(mark.text()));
    for head in heads {
        sheet.write(std::slice::from_ref(head.piece));
    }
    let lines = placed(text);
    let beside = beside(&marks, &lines);
    let notes = placed(action);
    // Notes that are all at the top of their cell belong to the whole row.
    let are_beside = notes.iter().skip(1).any(|note| note.is_apart) || notes.first().is_some_and(|note| note.down > 0);
    let mut notes = notes.into_iter().peekable();
    let mut waiting = marks.iter().zip(&beside).peekable();
    for (at, own) in lines.iter().enumerate() {
        while let Some(note) = notes.next_if(|note| are_beside && at > 0 && note.down < own.down) {
            write_note(&note, sheet);
        }
        let mark = waiting.next_if(|(_, place)| **place == Some(at)).map(|(mark, _)| mark.text());
        if own.is_apart || mark.is_some() {
            sheet.gap();
        }
        match (mark, own.line()) {
            (Some(mark), Some(line)) => sheet.line(&Line { text: format!("{mark} {}", line.text), ..line.clone() }),
            (_, Some(line)) => super::line_of_names(line, sheet),
            (_, None) => sheet.write(std::slice::from_ref(own.piece)),
        }
    }
    for (mark, _) in waiting {
        sheet.gap();
        sheet.line(&Line::plain(mark.text()));
    }
    for note in notes {
        write_note(&note, sheet);
    }
}

fn write_note(note: &Placed<'_>, sheet: &mut Sheet) {
    if note.is_apart {
        sheet.gap();
    }
    match note.line() {
        Some(line) => sheet.action(&line.text),
        None => sheet.write(std::slice::from_ref(note.piece)),
    }
}

/// Finds the line beside each number, in order. A number has none if there are fewer lines than numbers.
///
/// Titles are bold where anything is, unless they begin a resolution; and numbers that follow one another closely have titles that do. How
/// far down each is says little, since the lines between them were broken differently.
fn beside(marks: &[Placed<'_>], lines: &[Placed<'_>]) -> Vec<Option<usize>> {
    let worded: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| line.line().is_some()).map(|(at, _)| at).collect();
    let is_first = |at: usize| at == 0 && marks.first().is_some_and(|mark| mark.down == 0);
    let is_title =
        |at: &usize| is_first(*at) || lines.get(*at).is_some_and(|line| line.is_bold() && !begins_resolution(line.text()));
    let bold: Vec<usize> = worded.iter().copied().filter(is_title).collect();
    let titles = if bold.len() >= marks.len() { bold } else { worded };
    if marks.len() > titles.len() || marks.len().saturating_mul(titles.len()).saturating_mul(titles.len()) > MOST_COMPARED {
        return titles.into_iter().map(Some).chain(std::iter::repeat(None)).take(marks.len()).collect();
    }
    let downs: Vec<(usize, bool)> =
        titles.iter().filter_map(|at| lines.get(*at)).map(|line| (line.down, line.is_apart)).collect();
    // For each title, the least cost of the numbers so far if the last of them is beside it, and the title of the number before.
    let mut least: Vec<usize> = Vec::new();
    let mut before: Vec<Vec<usize>> = Vec::with_capacity(marks.len());
    for (place, mark) in marks.iter().enumerate() {
        let above = place.checked_sub(1).and_then(|above| marks.get(above)).map_or(0, |above| above.down);
        let step = mark.down - above;
        let mut next = Vec::with_capacity(downs.len());
        let mut from = Vec::with_capacity(downs.len());
        for (at, (down, is_apart)) in downs.iter().enumerate() {
            let own = usize::from(!is_apart);
            let (cost, best) = if place == 0 {
                (4 * step.abs_diff(*down), 0)
            } else {
                let steps = downs.iter().zip(&least).take(at).enumerate();
                let costs =
                    steps.map(|(before, ((above, _), least))| (least.saturating_add(4 * step.abs_diff(down - above)), before));
                costs.min().unwrap_or((usize::MAX / 2, 0))
            };
            next.push(cost.saturating_add(own));
            from.push(best);
        }
        least = next;
        before.push(from);
    }
    let mut at = least.iter().enumerate().min_by_key(|(_, cost)| **cost).map(|(at, _)| at);
    let mut found = Vec::with_capacity(marks.len());
    for from in before.iter().rev() {
        found.push(at.and_then(|at| titles.get(at).copied()));
        at = at.and_then(|at| from.get(at).copied());
    }
    found.reverse();
    found
}

/// Checks whether a line begins a resolution, which has a number of its own.
fn begins_resolution(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ["resolved", "resolution", "agreed", "recommended", "penderfynwyd"].contains(&first.to_lowercase().as_str())
}
