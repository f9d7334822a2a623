//! The Action column of minutes: what stands right of a gutter below the word `Action`, page after page until words cross it.

use super::rows::{Row, Word, text_of};

/// How wide the gutter is at least, in points.
const NARROWEST: f32 = 5.0;

/// Free room between two columns of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gutter {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// What the column holds beside one place of the minutes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    /// After which row of the rest it stands; `None` before the first.
    pub(super) after: Option<usize>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// Takes the column out of the page's rows. `carried` is the gutter of the page before, where it ran to that page's end.
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
    // In the right half of a page, which is some six hundred points wide.
    known.contains(&text.as_str()) && label.first().is_some_and(|word| word.left > 250.0)
}

/// What is left of the gutter beside this row; none where its words cross it.
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
        // Between words, the space of a full line could be taken for the gutter; it is no wider than the others of its line, and
        // covers the gutter in part.
        let between = begun.is_finite() && left.is_finite() && parts.len() > 2;
        let covers = established && free.right - free.left >= 0.6 * (gutter.right - gutter.left);
        let wide = !between || covers || left - begun >= (1.5 * narrowest).max(NARROWEST);
        let least = if established { 1.5 } else { NARROWEST };
        if wide && free.right - free.left >= least {
            // Nearest to the column.
            best = Some(free);
        }
        begun = begun.max(right);
    }
    best
}

/// Parts the rows at the gutter, and gathers what stands right of it into notes.
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

/// The last row of the paragraph that `row` is in.
fn end_of_paragraph(rows: &[Row], row: usize) -> usize {
    let goes_on = |pair: &[Row]| match pair {
        [one, next] => next.down - one.down < 1.4 * next.size.max(one.size),
        _ => false,
    };
    row + rows.get(row..).unwrap_or_default().windows(2).take_while(|pair| goes_on(pair)).count()
}
