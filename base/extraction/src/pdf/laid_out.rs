//! Writes the pages' lines as one text: a line for each printed line, and a blank one for each gap on the page.

use super::order::{Kind, Printed};
use crate::{Hints, Table};
use std::collections::HashMap;
use std::fmt::Write as _;

/// How many times larger than most text a line must be to count as large, as titles are.
const LARGE: f32 = 1.2;

/// Returns the usual distance between two lines of a paragraph, as a multiple of their font size.
pub(super) fn pitch(pages: &[Vec<Printed>]) -> f32 {
    let mut counts: HashMap<i16, usize> = HashMap::new();
    for pair in pages.iter().flat_map(|lines| lines.windows(2)) {
        let [one, next] = pair else { continue };
        let share = (next.down - one.down) / next.size.max(1.0);
        if (one.size - next.size).abs() < 0.3 && (0.9..2.6).contains(&share) {
            // Between 22 and 65, given the check above.
            #[expect(clippy::cast_possible_truncation, reason = "a small number")]
            let bin = (share * 25.0).round() as i16;
            *counts.entry(bin).or_default() += 1;
        }
    }
    let most = counts.values().copied().max().unwrap_or_default();
    // With short paragraphs, the gap between them is more frequent than the spacing inside them, so take the closest frequent one.
    let closest = counts.iter().filter(|(_, count)| **count * 6 >= most).map(|(bin, _)| *bin).min();
    closest.map_or(1.2, |bin| f32::from(bin) / 25.0)
}

/// Writes the text and the hints for the reader.
pub(super) fn write(pages: &[Vec<Printed>], numbers: &[Option<u32>], tables: Vec<Table>, body: f32) -> (String, Hints) {
    let pitch = pitch(pages);
    let mut text = String::new();
    let mut hints = Hints { tables, ..Hints::default() };
    let mut line_number = 0_usize;
    for (position, lines) in pages.iter().enumerate() {
        hints.pages.push(line_number + 1);
        let edge = edge(lines);
        for (at, line) in lines.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|above| lines.get(above));
            let gap = match above {
                Some(above) => is_apart(above, line, lines.get(at + 1), pitch, edge),
                None => false,
            };
            if gap {
                text.push_str(" \n");
                line_number += 1;
            }
            if above.is_none() && position > 0 {
                text.push('\u{C}');
            }
            line_number += 1;
            text.push_str(&line.text);
            text.push('\n');
            match line.kind {
                Kind::Line if is_full(lines, at) => hints.full.push(line_number),
                Kind::Line => {}
                Kind::Action => hints.action.push(line_number),
                Kind::Table(table) => hints.rows.push((line_number, table)),
                Kind::Agenda(print) => hints.agenda.push((line_number, print)),
            }
            if line.bold {
                hints.bold.push(line_number);
            }
            if line.size > LARGE * body {
                hints.large.push(line_number);
            }
        }
        match numbers.get(position).copied().flatten() {
            // Writing to a String cannot fail.
            Some(number) => drop(writeln!(text, "\nPage {number}\n")),
            None => text.push_str("\n\n\n"),
        }
        line_number += 3;
    }
    (text, hints)
}

/// Checks whether the line was full: the next line's first word would not have fitted on it.
fn is_full(lines: &[Printed], at: usize) -> bool {
    const NEAR: usize = 15;
    let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else { return false };
    let around = lines.iter().skip(at.saturating_sub(NEAR)).take(2 * NEAR + 1).filter(|line| line.kind == Kind::Line);
    let widest = around.clone().map(|line| line.right).fold(0.0, f32::max);
    let needed = line.right + 0.2 * line.size + next.first;
    // A column of text beside another has its own right edge, which several of its lines come close to.
    let column = || around.clone().filter(|other| (other.left - line.left).abs() < 3.0);
    let edge = column().map(|line| line.right).fold(0.0, f32::max);
    let near = column().filter(|other| edge - other.right < 3.0 * line.size).count();
    let is_column = near >= 3 && edge - line.left > 200.0;
    next.kind == Kind::Line && (needed > widest || (is_column && needed > edge))
}

/// Returns the left edge of most of the page's lines.
fn edge(lines: &[Printed]) -> f32 {
    let mut lefts: Vec<f32> = lines.iter().map(|line| line.left).collect();
    lefts.sort_by(f32::total_cmp);
    lefts.get(lefts.len() / 2).copied().unwrap_or_default()
}

/// Checks whether the page shows a gap between two consecutive lines.
fn is_apart(above: &Printed, line: &Printed, next: Option<&Printed>, pitch: f32, edge: f32) -> bool {
    if above.kind != line.kind || line.begins {
        // A line that introduces a table belongs with it.
        return !(matches!(line.kind, Kind::Table(_)) && above.text.ends_with(':'));
    }
    if matches!(line.kind, Kind::Table(_)) {
        return false;
    }
    let apart = line.down - above.down;
    if apart < 0.0 || apart > 1.22 * pitch * line.size.max(above.size) {
        return true;
    }
    // A bold heading may have no gap above or below it.
    if above.bold != line.bold && (above.bold || is_heading(line)) {
        return true;
    }
    // A paragraph may have no gap above it and be marked only by the indent of its first line.
    let indent = line.left - above.left;
    let returns =
        next.is_some_and(|next| (next.left - above.left).abs() < 2.0 && next.down - line.down < 1.4 * pitch * line.size);
    (10.0..60.0).contains(&indent) && returns && (above.left - edge).abs() < 2.0 && above.text.ends_with(['.', '?', ':'])
}

fn is_heading(line: &Printed) -> bool {
    line.bold && !line.text.ends_with([',', ';'])
}
