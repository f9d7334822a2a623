//! Reassembles cells into labels with their values, and into table rows.

use super::gutters;
use super::order::{Kind, Printed};
use super::rows::{Row, Word, is_bold, text_of};
use crate::Table;

/// Writes labels and values: each label on one line with the first line of its value, followed by the value's other lines.
pub(super) fn labels(rows: &[Row], place: f32, lines: &mut Vec<Printed>) {
    let mut position = 0;
    while let Some(row) = rows.get(position) {
        let end = position
            + 1
            + rows
                .get(position + 1..)
                .unwrap_or_default()
                .iter()
                .zip(position..)
                .take_while(|(next, last)| {
                    let (label, _) = gutters::part(next, place);
                    let before = rows.get(*last).map(|row| (row.down, text_of(gutters::part(row, place).0)));
                    let open =
                        before.as_ref().is_some_and(|(_, label)| !label.is_empty() && !label.ends_with(':') && !is_label(label));
                    let near = before.is_some_and(|(down, _)| next.down - down < 1.4 * next.size);
                    label.is_empty() || (open && near)
                })
                .count();
        let entry = rows.get(position..end).unwrap_or_default();
        let label: Vec<Word> = entry.iter().flat_map(|row| gutters::part(row, place).0).cloned().collect();
        let values: Vec<(&Row, &[Word])> =
            entry.iter().map(|row| (row, gutters::part(row, place).1)).filter(|(_, words)| !words.is_empty()).collect();
        let first = values.first().map(|(_, words)| words.to_vec()).unwrap_or_default();
        let mut head = Printed::new(row.down, row.size, &[label, first].concat());
        head.begins = position == 0;
        lines.push(head);
        let others = values.iter().skip(1);
        lines.extend(others.map(|(row, words)| Printed::new(row.down, row.size, words)));
        position = end;
    }
}

/// Checks whether the text is a label printed without a colon.
fn is_label(text: &str) -> bool {
    ["WARD(S)", "WARDS", "PORTFOLIO", "SUBJECT", "DATE", "REPORT TO", "REPORTING OFFICER"].contains(&text)
}

/// Writes names column by column, each on a line of its own; what goes on below a name is part of it.
pub(super) fn names(rows: &[Row], places: &[f32], lines: &mut Vec<Printed>) {
    let begun = lines.len();
    for column in 0..=places.len() {
        for row in rows {
            if let Some(words) = parts(row, places).get(column).filter(|words| !words.is_empty()) {
                lines.push(Printed::new(row.down, row.size, words));
            }
        }
    }
    // All are one list, though the second column begins above the end of the first.
    let mut down = None;
    for line in lines.iter_mut().skip(begun) {
        line.begins = down.is_none();
        line.down = down.map_or(line.down, |above| above + line.size);
        down = Some(line.down);
    }
}

/// Writes a table: each row on one line, with its cells separated.
pub(super) fn table(rows: &[Row], places: &[f32], open: Option<usize>, tables: &mut Vec<Table>, lines: &mut Vec<Printed>) {
    let split: Vec<Vec<&[Word]>> = rows.iter().map(|row| parts(row, places)).collect();
    let gaps = gaps(rows, &split);
    let mut grouped: Vec<std::ops::Range<usize>> = Vec::new();
    for (position, cells) in split.iter().enumerate() {
        match grouped.last_mut() {
            Some(range) if !begins_row(cells, gaps, rows, position) => range.end = position + 1,
            _ => grouped.push(position..position + 1),
        }
    }
    // The row may continue a table that reached the end of the previous page.
    let open =
        open.filter(|open| tables.get(*open).is_some_and(|table| table.rows.iter().all(|row| row.len() == places.len() + 1)));
    let mut table = open.and_then(|open| tables.get_mut(open)).map(std::mem::take).unwrap_or_default();
    let place = open.unwrap_or(tables.len());
    let mut heads: Vec<bool> = Vec::new();
    for (number, range) in grouped.iter().enumerate() {
        let own = split.get(range.clone()).unwrap_or_default();
        let words: Vec<Vec<Word>> = (0..=places.len())
            .map(|column| own.iter().filter_map(|cells| cells.get(column)).flat_map(|cell| cell.iter().cloned()).collect())
            .collect();
        let Some(row) = rows.get(range.start) else { continue };
        heads.push(is_bold(&words.concat()));
        let cells: Vec<String> = words.iter().map(|words| text_of(words)).collect();
        if number == 0 && open.is_some() && cells == table.columns {
            continue;
        }
        let text = joined(&cells);
        let line = Printed::new(row.down, row.size, &words.concat());
        lines.push(Printed { text, kind: Kind::Table(place), begins: number == 0 && open.is_none(), ..line });
        table.rows.push(cells);
    }
    if open.is_none() && is_header(&table.rows, &heads) {
        table.columns = table.rows.remove(0);
    }
    match tables.get_mut(place) {
        Some(open) => *open = table,
        None => tables.push(table),
    }
}

/// Returns the cells of a single row.
pub(super) fn of_row(row: &Row, places: &[f32]) -> Vec<String> {
    parts(row, places).into_iter().map(text_of).collect()
}

/// Joins the cells into one line.
pub(super) fn joined(cells: &[String]) -> String {
    cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join("  ")
}

fn parts<'row>(row: &'row Row, places: &[f32]) -> Vec<&'row [Word]> {
    let mut rest: &[Word] = &row.words;
    let mut cells = Vec::with_capacity(places.len() + 1);
    for place in places {
        let parted = rest.partition_point(|word| word.left < *place);
        let (cell, after) = rest.split_at_checked(parted).unwrap_or((rest, &[]));
        cells.push(cell);
        rest = after;
    }
    cells.push(rest);
    cells
}

/// Returns the spacing above which rows are table rows rather than lines of one cell, if spacing distinguishes them.
fn gaps(rows: &[Row], split: &[Vec<&[Word]>]) -> Option<f32> {
    let columns = split.first().map_or(0, Vec::len);
    let (mut closest, mut widest) = (f32::INFINITY, 0.0_f32);
    for column in 0..columns {
        let filled = rows.iter().zip(split).filter(|(_, cells)| cells.get(column).is_some_and(|cell| !cell.is_empty()));
        let downs: Vec<f32> = filled.map(|(row, _)| row.down).collect();
        for pair in downs.windows(2) {
            let apart =
                pair.iter().copied().fold(f32::NEG_INFINITY, f32::max) - pair.iter().copied().fold(f32::INFINITY, f32::min);
            closest = closest.min(apart);
            widest = widest.max(apart);
        }
    }
    (widest > 1.2 * closest).then_some(1.15 * closest)
}

fn begins_row(cells: &[&[Word]], gap: Option<f32>, rows: &[Row], position: usize) -> bool {
    let apart = match (position.checked_sub(1).and_then(|above| rows.get(above)), rows.get(position)) {
        (Some(above), Some(row)) => row.down - above.down,
        _ => f32::INFINITY,
    };
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    match gap {
        Some(gap) => apart > gap,
        None => filled >= 2,
    }
}

/// Checks whether the first row is the header: it alone is bold, or it alone has no figures.
fn is_header(rows: &[Vec<String>], bold: &[bool]) -> bool {
    let (Some(first), Some(others)) = (rows.first(), rows.get(1..)) else { return false };
    if others.is_empty() || first.iter().filter(|cell| !cell.is_empty()).count() < 2 {
        return false;
    }
    let alone_bold = bold.first() == Some(&true) && bold.iter().skip(1).filter(|bold| **bold).count() * 2 < others.len();
    let figured = |row: &Vec<String>| {
        row.iter().skip(1).any(|cell| cell.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '-' | '+')))
    };
    alone_bold || (!figured(first) && others.iter().filter(|row| figured(row)).count() * 3 >= others.len() * 2)
}
