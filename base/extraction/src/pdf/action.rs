//! Finds the Action column of minutes: whatever is right of a gutter below the word `Action`, across pages
//! until words cross the gutter.

use super::rows::{Row, Word, text_of};

/// The minimum width of the gutter, in points.
const NARROWEST: f32 = 5.0;

/// The space between two columns of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gutter {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// A note in the column, beside one place in the minutes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    /// The index of the remaining row that it follows; `None` if it comes before the first.
    pub(super) after: Option<usize>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// Removes the column from the page's rows and returns its notes. `carried` is the gutter of the previous page, if it
/// reached the end of that page.
pub(super) fn take_out(rows: &mut Vec<Row>, carried: &mut Option<Gutter>) -> Vec<Note> {
    let header = rows.iter().position(is_headed);
    let (first, mut gutter, mut seen) = match (header, *carried) {
        (Some(header), _) => {
            let Some(label) = rows.get(header).and_then(|row| row.segments().last().map(|words| words.to_vec())) else {
                return Vec::new();
            };
            let left = label.first().map_or(0.0, |word| word.left);
            (header, Gutter { left: 0.0, right: left }, 0)
        }
        (None, Some(gutter)) => (0, gutter, 3),
        (None, None) => return Vec::new(),
    };
    let mut end = first;
    for row in rows.iter().skip(first) {
        let Some(narrowed) = narrow(row, gutter, seen >= 3) else { break };
        gutter = narrowed;
        seen += 1;
        end += 1;
    }
    *carried = Some(gutter).filter(|_| end == rows.len());
    if seen < 2 && carried.is_none() {
        return Vec::new();
    }
    split(rows, first..end, gutter)
}

fn is_headed(row: &Row) -> bool {
    let segments = row.segments();
    let Some(label) = segments.last() else { return false };
    let text = text_of(label).to_lowercase();
    let known = ["action", "actions", "action:", "action by", "action by:", "actions:", "action required"];
    // The label must be in the right half of the page; pages are some six hundred points wide.
    known.contains(&text.as_str()) && label.first().is_some_and(|word| word.left > 250.0)
}

/// Narrows the gutter to fit beside this row. Returns `None` if the row's words cross it.
fn narrow(row: &Row, gutter: Gutter, established: bool) -> Option<Gutter> {
    let ends = |words: &[Word]| Some((words.first()?.left, words.iter().map(|word| word.right).fold(0.0, f32::max)));
    let parts: Vec<(f32, f32)> = if established {
        row.words.iter().map(|word| (word.left, word.right)).collect()
    } else {
        row.parts().into_iter().filter_map(ends).collect()
    };
    let gaps = parts.windows(2).filter_map(|pair| Some(pair.get(1)?.0 - pair.first()?.1));
    let narrowest = gaps.filter(|gap| *gap > 0.0).fold(f32::INFINITY, f32::min);
    let mut best = None;
    let mut begun = f32::NEG_INFINITY;
    for (left, right) in parts.iter().copied().chain([(f32::INFINITY, f32::INFINITY)]) {
        let free = Gutter { left: begun.max(gutter.left), right: left.min(gutter.right) };
        // The spaces in a justified line could be mistaken for the gutter, but such a space is no wider than the others on its
        // line and covers only part of the gutter.
        let between = begun.is_finite() && left.is_finite() && parts.len() > 2;
        let covers = established && free.right - free.left >= 0.6 * (gutter.right - gutter.left);
        let wide = !between || covers || left - begun >= (1.5 * narrowest).max(NARROWEST);
        let least = if established { 1.5 } else { NARROWEST };
        if wide && free.right - free.left >= least {
            // The rightmost space, nearest to the column.
            best = Some(free);
        }
        begun = begun.max(right);
    }
    best
}

/// Splits the rows at the gutter and groups whatever is right of it into notes.
fn split(rows: &mut Vec<Row>, region: std::ops::Range<usize>, gutter: Gutter) -> Vec<Note> {
    let mut rest: Vec<Row> = Vec::with_capacity(rows.len());
    let mut notes: Vec<Note> = Vec::new();
    for (position, mut row) in std::mem::take(rows).into_iter().enumerate() {
        if !region.contains(&position) {
            rest.push(row);
            continue;
        }
        let parted = row.words.partition_point(|word| word.left < gutter.right - 0.5);
        let beside = row.words.split_off(parted);
        let down = row.down;
        if !row.words.is_empty() {
            rest.push(Row::new(down, row.words));
        }
        if beside.is_empty() {
            continue;
        }
        let beside = Row::new(down, beside);
        let goes_on = |note: &Note| note.rows.last().is_some_and(|last| down - last.down < 1.6 * last.size);
        match notes.last_mut() {
            Some(note) if goes_on(note) => note.rows.push(beside),
            _ => notes.push(Note { after: rest.len().checked_sub(1), rows: vec![beside] }),
        }
    }
    *rows = rest;
    for note in &mut notes {
        note.after = note.after.map(|after| end_of_paragraph(rows, after));
    }
    notes
}

/// Returns the last row of the paragraph that contains `row`.
fn end_of_paragraph(rows: &[Row], row: usize) -> usize {
    let goes_on = |pair: &[Row]| match pair {
        [one, next] => next.down - one.down < 1.4 * next.size.max(one.size),
        _ => false,
    };
    row + rows.get(row..).unwrap_or_default().windows(2).take_while(|pair| goes_on(pair)).count()
}
