//! Finds the columns on a page: ranges of rows with space in the same place, and the kind of columns that they form.

use super::cells;
use super::rows::{Row, Word, is_mark, text_of};
use crate::names;
use std::collections::BTreeSet;
use std::ops::Range;

/// The minimum width of the space between columns, in points.
const NARROWEST: f32 = 4.5;

/// How many gutters are tracked at once; anything with more is a drawing.
const MOST: usize = 40;

/// A vertical strip of space through several rows.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    pub(super) left: f32,
    pub(super) right: f32,
    last: usize,
    /// The rows with words on both sides.
    both: Vec<usize>,
}

/// What a range of a page's rows is.
#[derive(Clone, Debug)]
pub(super) enum Stretch {
    /// Rows to be read one after another.
    Plain(Range<usize>),
    /// Labels and their values, separated at a position.
    Labels(Range<usize>, f32),
    /// A table whose columns are separated at these positions.
    Table(Range<usize>, Vec<f32>),
    /// Two columns, separated at a position, to be read one after the other.
    Columns(Range<usize>, f32),
    /// Text beside labels and their values, separated at a position, as on the front page of an agenda.
    Beside(Range<usize>, f32),
    /// Names in columns that are separated at these positions, one name below another.
    Names(Range<usize>, Vec<f32>),
}

impl Stretch {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Plain(range)
            | Self::Labels(range, _)
            | Self::Table(range, _)
            | Self::Columns(range, _)
            | Self::Beside(range, _)
            | Self::Names(range, _) => range.clone(),
        }
    }
}

/// Splits the page's rows into stretches, in order.
pub(super) fn stretches(rows: &[Row]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut begun = 0;
    for region in regions(strips(rows)) {
        let Some(stretch) = kind(rows, &region) else { continue };
        let range = stretch.range();
        if range.start < begun {
            continue;
        }
        found.push(Stretch::Plain(begun..range.start));
        begun = range.end;
        found.push(stretch);
    }
    found.push(Stretch::Plain(begun..rows.len()));
    found
}

/// Returns the left and right edge of each part of a row, from left to right.
fn ends(row: &Row) -> Vec<(f32, f32)> {
    let of = |words: &[Word]| Some((words.first()?.left, words.iter().map(|word| word.right).fold(0.0, f32::max)));
    row.parts().into_iter().filter_map(of).collect()
}

fn strips(rows: &[Row]) -> Vec<Strip> {
    let mut open: Vec<Strip> = Vec::new();
    let mut closed: Vec<Strip> = Vec::new();
    let mut last_down = f32::NEG_INFINITY;
    for (position, row) in rows.iter().enumerate() {
        let parts = ends(row);
        if row.down - last_down > 6.0 * row.size {
            closed.append(&mut open);
        }
        last_down = row.down;
        let mut kept = Vec::new();
        for mut strip in std::mem::take(&mut open) {
            match free(&parts, strip.left, strip.right) {
                Some((left, right, both)) => {
                    (strip.left, strip.right, strip.last) = (left, right, position);
                    if both || faces(rows, position, &strip) {
                        strip.both.push(position);
                    }
                    kept.push(strip);
                }
                None => closed.push(strip),
            }
        }
        open = kept;
        for pair in parts.windows(2) {
            let [one, next] = pair else { continue };
            let known = open.iter().any(|strip| strip.left < next.0 && one.1 < strip.right);
            if !known && open.len() < MOST && next.0 - one.1 >= NARROWEST {
                open.push(Strip { left: one.1, right: next.0, last: position, both: vec![position] });
            }
        }
    }
    closed.append(&mut open);
    closed.retain(|strip| strip.both.len() >= 2);
    closed
}

/// Checks whether the row and the one just above it are on opposite sides of the strip, as vertically centred cells are.
fn faces(rows: &[Row], position: usize, strip: &Strip) -> bool {
    let (Some(row), Some(above)) = (rows.get(position), position.checked_sub(1).and_then(|above| rows.get(above))) else {
        return false;
    };
    let is_right = |row: &Row| row.left() >= strip.left;
    row.down - above.down < 0.8 * row.size && is_right(row) != is_right(above)
}

/// Finds the widest space in a row between two positions, and whether there are words on both sides of it.
fn free(parts: &[(f32, f32)], left: f32, right: f32) -> Option<(f32, f32, bool)> {
    let mut best: Option<(f32, f32, bool)> = None;
    let mut begun = f32::NEG_INFINITY;
    for (position, (from, to)) in parts.iter().copied().chain([(f32::INFINITY, f32::INFINITY)]).enumerate() {
        let room = (begun.max(left), from.min(right));
        let width = room.1 - room.0;
        if width >= NARROWEST && best.is_none_or(|best| width > best.1 - best.0) {
            best = Some((room.0, room.1, position > 0 && position < parts.len()));
        }
        begun = begun.max(to);
    }
    best
}

/// Groups strips that share rows.
fn regions(mut strips: Vec<Strip>) -> Vec<Vec<Strip>> {
    strips.sort_by_key(|strip| (strip.both.first().copied(), strip.both.last().copied()));
    let mut regions: Vec<(usize, Vec<Strip>)> = Vec::new();
    for strip in strips {
        let (first, last) = (strip.both.first().copied().unwrap_or_default(), strip.both.last().copied().unwrap_or_default());
        match regions.last_mut() {
            Some((end, region)) if first <= *end => {
                *end = (*end).max(last);
                region.push(strip);
            }
            _ => regions.push((last, vec![strip])),
        }
    }
    regions.into_iter().map(|(_, region)| region).collect()
}

/// Classifies the region. Returns `None` if its rows should be read one after another.
fn kind(rows: &[Row], region: &[Strip]) -> Option<Stretch> {
    let mut strips: Vec<&Strip> = region.iter().filter(|strip| !after_marks(rows, strip)).collect();
    strips.sort_by(|one, other| one.left.total_cmp(&other.left));
    let both: BTreeSet<usize> = strips.iter().flat_map(|strip| strip.both.iter().copied()).collect();
    let (mut first, last) = (*both.first()?, *both.last()?);
    let near = |row: usize| match (row.checked_sub(1).and_then(|above| rows.get(above)), rows.get(row)) {
        (Some(above), Some(row)) => row.down - above.down < 0.8 * row.size,
        _ => false,
    };
    while near(first) {
        first -= 1;
    }
    match named(rows, &strips, first..last + 1) {
        Some(Named::List) => return None,
        Some(Named::Columns(places)) => return Some(Stretch::Names(first..last + 1, places)),
        None => {}
    }
    if let Some(beside) = strips.iter().find_map(|strip| beside(rows, strip, first, last)) {
        return Some(beside);
    }
    if let [strip] = strips.as_slice() {
        return two_columns(rows, strip, first, last);
    }
    // A table column runs through most of the table's rows.
    let counted = strips.iter().filter(|strip| strip.both.len() * 2 >= both.len());
    let parted: Vec<f32> = counted.map(|strip| f32::midpoint(strip.left, strip.right)).collect();
    let widest = strips.iter().copied().max_by_key(|strip| strip.both.len())?;
    match parted.len() {
        0 | 1 => two_columns(rows, widest, widest.both.first().copied()?, widest.both.last().copied()?),
        _ => Some(Stretch::Table(first..with_last_lines(rows, last, strips.first()?.left), parted)),
    }
}

/// Checks whether only marks are left of the strip: bullets, numbers, references. A figure after words is one of a table.
fn after_marks(rows: &[Row], strip: &Strip) -> bool {
    let is_mark_before = |row: &Row| {
        let text = left_of(row, strip.right);
        let is_figure = text.chars().all(|c| c.is_ascii_digit());
        let is_worded = || row.words.first().is_some_and(|word| word.text.chars().any(char::is_alphabetic));
        is_mark(&text) && !(is_figure && is_worded())
    };
    let marks = strip.both.iter().filter_map(|row| rows.get(*row)).filter(|row| is_mark_before(row)).count();
    marks * 10 >= strip.both.len() * 7
}

/// Returns the text immediately left of a position.
fn left_of(row: &Row, place: f32) -> String {
    row.segments()
        .into_iter()
        .rfind(|words| words.first().is_some_and(|word| word.left < place - 0.5))
        .map_or_else(String::new, text_of)
}

/// How names of people are set in columns.
enum Named {
    /// As one list, with commas between the names, which goes on from row to row.
    List,
    /// Below one another, in columns that are separated at these positions.
    Columns(Vec<f32>),
}

/// Checks whether the columns hold nothing but names.
fn named(rows: &[Row], strips: &[&Strip], range: Range<usize>) -> Option<Named> {
    let places: Vec<f32> = strips.iter().map(|strip| f32::midpoint(strip.left, strip.right)).collect();
    let cells: Vec<String> =
        rows.get(range)?.iter().flat_map(|row| cells::of_row(row, &places)).filter(|cell| !cell.is_empty()).collect();
    let titled = cells.iter().filter(|cell| names::is_titled(cell)).count();
    if cells.len() < 3 || titled * 10 < cells.len() * 9 {
        return None;
    }
    let joined = cells.iter().filter(|cell| cell.ends_with([',', ';']) || cell.ends_with(" and")).count();
    Some(if joined * 2 >= cells.len() { Named::List } else { Named::Columns(places) })
}

/// Checks whether there are labels right of the strip, and text that has none left of it.
fn beside(rows: &[Row], strip: &Strip, first: usize, last: usize) -> Option<Stretch> {
    let place = f32::midpoint(strip.left, strip.right);
    let is_label = |words: &[Word]| {
        let row = Row::new(0.0, words.to_vec());
        row.segments().first().and_then(|label| label.last()).is_some_and(|word| word.text.ends_with(':'))
    };
    let parted: Vec<(&[Word], &[Word])> = strip.both.iter().filter_map(|row| Some(part(rows.get(*row)?, place))).collect();
    let labels = parted.iter().filter(|(_, right)| is_label(right)).count();
    let labels_left = parted.iter().filter(|(left, _)| left.iter().any(|word| word.text.ends_with(':'))).count();
    let words: usize = parted.iter().map(|(left, _)| left.len()).sum();
    let is_front = labels >= 2 && labels * 2 >= parted.len() && labels_left == 0 && words >= 2 * parted.len();
    is_front.then(|| Stretch::Beside(first..with_last_lines(rows, last, place), place))
}

/// Classifies two columns: labels and values, a table, or text beside text.
fn two_columns(rows: &[Row], strip: &Strip, first: usize, last: usize) -> Option<Stretch> {
    let place = f32::midpoint(strip.left, strip.right);
    let parted: Vec<(String, String)> = strip
        .both
        .iter()
        .filter_map(|row| {
            let (left, right) = part(rows.get(*row)?, place);
            Some((text_of(left), text_of(right)))
        })
        .collect();
    let count = parted.len();
    let labels = parted.iter().filter(|(left, _)| left.ends_with(':')).count();
    let end = with_last_lines(rows, last, place);
    if labels * 2 >= count {
        return Some(Stretch::Labels(first..with_last_labels(rows, end, place), place));
    }
    let words = |text: &String| text.split_whitespace().count();
    let mean = |total: usize| total >= 4 * count;
    let (left, right) = (parted.iter().map(|(left, _)| words(left)).sum(), parted.iter().map(|(_, right)| words(right)).sum());
    let breaks = breaks(rows, first..end);
    let lettered = |text: &String| text.chars().any(char::is_alphabetic);
    let worded = parted.iter().filter(|(left, right)| lettered(left) && lettered(right)).count() * 2 > count;
    if count >= 4 && breaks == 0 && worded && (mean(left) || mean(right)) {
        return Some(Stretch::Columns(first..end, place));
    }
    let aligned = is_aligned(rows, strip, place);
    (count >= 3 && aligned).then(|| Stretch::Table(first..end, vec![place]))
}

/// Counts the gaps in a range of rows that are larger than the smallest one.
fn breaks(rows: &[Row], range: Range<usize>) -> usize {
    let apart: Vec<f32> = rows
        .get(range)
        .unwrap_or_default()
        .windows(2)
        .map(|pair| match pair {
            [one, next] => next.down - one.down,
            _ => 0.0,
        })
        .collect();
    let closest = apart.iter().copied().fold(f32::INFINITY, f32::min);
    apart.iter().filter(|apart| **apart > 1.2 * closest).count()
}

/// Checks whether the cells right of the strip are aligned left, right or centre.
fn is_aligned(rows: &[Row], strip: &Strip, place: f32) -> bool {
    let mut cells: Vec<(f32, f32)> = Vec::new();
    for row in &strip.both {
        let right = rows.get(*row).map(|row| part(row, place).1).unwrap_or_default();
        if let (Some(first), Some(last)) = (right.first(), right.last()) {
            cells.push((first.left, last.right));
        }
    }
    let agree = |of: fn(&(f32, f32)) -> f32| {
        let mut places: Vec<f32> = cells.iter().map(of).collect();
        places.sort_by(f32::total_cmp);
        let middle = places.get(places.len() / 2).copied().unwrap_or_default();
        places.iter().filter(|place| (**place - middle).abs() < 2.5).count() * 10 >= places.len() * 7
    };
    agree(|cell| cell.0) || agree(|cell| cell.1) || agree(|cell| f32::midpoint(cell.0, cell.1))
}

/// Splits the words of a row at a position.
pub(super) fn part(row: &Row, place: f32) -> (&[Word], &[Word]) {
    let parted = row.words.partition_point(|word| word.left < place);
    row.words.split_at_checked(parted).unwrap_or((&row.words, &[]))
}

/// Returns the end of a stretch, including any last lines of cells right of a position that continue below its last row.
fn with_last_lines(rows: &[Row], last: usize, place: f32) -> usize {
    let goes_on = |pair: &[Row]| match pair {
        [one, next] => {
            next.left() > place && next.down - one.down < 1.4 * next.size && !is_mark(&left_of(next, next.left() + 1.0))
        }
        _ => false,
    };
    last + 1 + rows.get(last..).unwrap_or_default().windows(2).take_while(|pair| goes_on(pair)).count()
}

/// Returns the end of labels and values, including a last label whose value begins below it.
fn with_last_labels(rows: &[Row], end: usize, place: f32) -> usize {
    let follows = |at: usize| match (at.checked_sub(1).and_then(|above| rows.get(above)), rows.get(at)) {
        (Some(above), Some(row)) => row.down - above.down < 1.6 * row.size,
        _ => false,
    };
    let is_label =
        rows.get(end).is_some_and(|row| row.words.last().is_some_and(|word| word.right < place && word.text.ends_with(':')));
    let has_value = rows.get(end + 1).is_some_and(|row| row.left() > place);
    if is_label && has_value && follows(end) && follows(end + 1) { with_last_lines(rows, end + 1, place) } else { end }
}
