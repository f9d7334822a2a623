//! Finds tables that were printed as lines of a label and a figure: `HBC Staff 222`, `16 - 19 years 14 / 1%`.

use super::lines::{Gap, Line};
use super::markers::Marker;
use super::{resolution, words};
use extraction::{Hint, Table};
use std::ops::Range;

/// Words that begin the heading of a column of figures.
const MEASURES: &[&str] = &["number", "percentage", "count", "total", "rate", "value", "amount", "cost", "%", "£"];

/// Finds the tables in the lines, in order, each with the lines it takes.
pub(super) fn find(lines: &[&Line<'_>], hinted: &[Table]) -> Vec<(Range<usize>, Table)> {
    let mut found = Vec::new();
    let mut position = 0;
    while position < lines.len() {
        if let Some((range, table)) = known(lines, position, hinted) {
            position = range.end;
            found.push((range, table));
            continue;
        }
        if let Some((taken, table)) = resolution::columns_of_votes(lines.get(position..).unwrap_or_default()) {
            found.push((position..position + taken, table));
            position += taken;
            continue;
        }
        let rows = rows_at(lines, position);
        let after = position + rows.len().max(1);
        let free = found.last().map_or(0, |(range, _): &(Range<usize>, Table)| range.end);
        position = match table_of(lines, rows, position, free) {
            Some((range, table)) => {
                let end = range.end;
                found.push((range, table));
                end
            }
            None => after,
        };
    }
    found
}

/// Returns the hinted table that begins at `start`, if all of its lines are here.
fn known(lines: &[&Line<'_>], start: usize, hinted: &[Table]) -> Option<(Range<usize>, Table)> {
    let hint = lines.get(start)?.hint;
    let Hint::Row(at) = hint else { return None };
    let table = hinted.get(at)?;
    let count = table.rows.len() + usize::from(!table.columns.is_empty());
    let whole = lines.get(start..start + count)?.iter().all(|line| line.hint == hint);
    let alone = start.checked_sub(1).and_then(|above| lines.get(above)).is_none_or(|above| above.hint != hint);
    (whole && alone).then(|| (start..start + count, table.clone()))
}

/// Returns the consecutive rows from `start`.
fn rows_at(lines: &[&Line<'_>], start: usize) -> Vec<Vec<String>> {
    let following = lines.iter().skip(start).enumerate();
    let adjoining = following.take_while(|(position, line)| *position == 0 || line.gap == Gap::None);
    adjoining.map_while(|(_, line)| row(line.text)).map(|(label, value)| vec![label, value]).collect()
}

/// Builds the table of the rows from `start`. Its heading may precede them, but not before `free`.
fn table_of(lines: &[&Line<'_>], mut rows: Vec<Vec<String>>, start: usize, free: usize) -> Option<(Range<usize>, Table)> {
    let mut end = start + rows.len();
    let years = rows.iter().filter(|row| row.get(1).is_some_and(|value| is_year(value))).count();
    if rows.len() < 3 || years * 2 > rows.len() {
        return None;
    }
    if let Some((label, value, after)) = broken_row(lines, end) {
        rows.push(vec![label, value]);
        end = after;
    }
    let (head, columns) = heading(lines, start, free);
    Some((head..end, Table { columns, rows }))
}

/// Splits a row into words and a figure.
fn row(text: &str) -> Option<(String, String)> {
    if text.len() > 160 || !matches!(Marker::read(text).0, Marker::None) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let figures = words.iter().rev().take_while(|word| is_cell(word)).count();
    // `14 / 1%` is one cell of three words.
    let cells = if figures >= 3 && words.get(words.len() - 2) == Some(&"/") { 3 } else { 1 };
    let label = words.get(..words.len().checked_sub(cells)?)?;
    let value = words.get(label.len()..)?;
    let worded = label.iter().any(|word| word.chars().any(char::is_alphabetic)) && !words::ends_open(&label.join(" "));
    let filled = value.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()) && is_cell(word));
    (worded && filled && !words::ends_with_colon(label.last()?)).then(|| (label.join(" "), value.join(" ")))
}

fn is_cell(word: &str) -> bool {
    word == "/" || (words::is_figure(word) && !word.ends_with(['.', ',', ';']))
}

fn is_year(value: &str) -> bool {
    value.len() == 4 && value.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// Reads a last row whose label runs over several lines, with its figure alone after it.
fn broken_row(lines: &[&Line<'_>], end: usize) -> Option<(String, String, usize)> {
    let mut label = Vec::new();
    for (taken, line) in lines.get(end..)?.iter().take(4).enumerate() {
        if taken > 0 && words::is_figure(line.text) && !line.text.ends_with(';') {
            return Some((label.join(" "), line.text.to_owned(), end + taken + 1));
        }
        if line.gap != Gap::None
            || words::ends_sentence(line.text)
            || line.width > 40
            || Marker::read(line.text).0 != Marker::None
        {
            return None;
        }
        label.extend(line.text.split_whitespace());
    }
    None
}

/// Returns where the table's heading begins, and the headings of its columns.
fn heading(lines: &[&Line<'_>], start: usize, free: usize) -> (usize, Vec<String>) {
    let mut first = start;
    let mut gap = lines.get(start).map_or(Gap::None, |line| line.gap);
    // The heading is the run of at most three lines before the first row.
    while first > free && first + 3 > start && (first == start || gap == Gap::None) {
        let Some(line) = lines.get(first - 1) else { break };
        if words::ends_sentence(line.text) || Marker::read(line.text).0 != Marker::None || line.width > 80 || gap == Gap::Spaced {
            break;
        }
        first -= 1;
        gap = line.gap;
    }
    let text = words_of(lines.get(first..start).unwrap_or_default());
    let before = first.checked_sub(1).and_then(|above| lines.get(above)).map(|line| line.text).unwrap_or_default();
    match columns(&text, before) {
        Some(columns) if gap != Gap::None => (first, columns),
        _ => (start, Vec::new()),
    }
}

fn words_of(lines: &[&Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        words::append(&mut text, line.text, &std::collections::HashMap::new());
    }
    text
}

/// Splits the headings of two columns printed on one line where the words of the caption end, or else before a measure.
fn columns(text: &str, caption: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let is_measure = |word: &&str| {
        let word = word.to_lowercase();
        MEASURES.contains(&word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '£'))
    };
    let measure = words.iter().position(is_measure).filter(|position| *position > 0)?;
    let caption = caption.to_lowercase();
    let in_caption = (1..=measure).rev().find(|count| {
        let name = words.iter().take(*count).copied().collect::<Vec<_>>().join(" ").to_lowercase();
        *count > 1 && caption.contains(&name)
    });
    let parted = in_caption.unwrap_or(measure);
    let (first, second) = words.split_at_checked(parted)?;
    Some(vec![first.join(" "), second.join(" ")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lines::Source;

    fn tables(text: &str) -> Vec<(Range<usize>, Table)> {
        let source = Source::new(text);
        find(&source.lines.iter().collect::<Vec<_>>(), &[])
    }

    #[test]
    fn reads_rows_headings_and_a_broken_row() {
        let text = "Visits by season:\n\nSeason Count: Number /\nPercentage %\n\nspring 14 / 10%\nsummer and after 90 / 70%\nNo answer 11\n\
                    late autumn and\nwinter\n\n15 / 1%\n\nThen a paragraph.";
        let found = tables(text);
        assert_eq!(found.len(), 1);
        let (range, table) = &found[0];
        assert_eq!(*range, 1..9);
        assert_eq!(table.columns, ["Season", "Count: Number / Percentage %"]);
        assert_eq!(table.rows[0], ["spring", "14 / 10%"]);
        assert_eq!(table.rows[3], ["late autumn and winter", "15 / 1%"]);
    }

    #[test]
    fn laws_with_their_years_and_sentences_are_no_tables() {
        assert!(tables("Parks Act 1988\nStreets and Lanes Act 2014\nRivers Act 2015").is_empty());
        assert!(tables("It grew by 4\nthen by 5\nand at last by 6").is_empty());
    }
}
