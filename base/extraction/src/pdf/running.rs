//! Finds and removes running heads and feet: rows in the same place on page after page.

use super::opened::Page;
use super::rows::{Row, text_of};
use std::collections::BTreeSet;

/// How many rows at a page's edge may be running heads or feet.
const DEEPEST: usize = 4;

/// How many pages before and after a page are compared.
const NEAR: usize = 3;

/// What was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Running {
    /// For each page, its printed number.
    pub(super) numbers: Vec<Option<u32>>,
    /// The other words, without duplicates.
    pub(super) words: BTreeSet<String>,
}

/// A row at the edge of a page.
struct Edge {
    down: f32,
    size: f32,
    text: String,
    /// The text with every number replaced by the same sign.
    shape: String,
    /// The numbers in it that could be the page's, and whether each follows the word `Page`.
    numbers: Vec<(u32, bool)>,
    /// Whether the row holds nothing but the number.
    alone: bool,
}

/// Removes running heads and feet from the pages and returns them.
pub(super) fn take_off(pages: &mut [Page], body: f32) -> Running {
    let edges: Vec<[Vec<Edge>; 2]> = pages
        .iter()
        .map(|page| {
            let top = page.rows.iter().take(DEEPEST).map(edge).collect();
            let bottom = page.rows.iter().rev().take(DEEPEST).map(edge).collect();
            [top, bottom]
        })
        .collect();
    let mut running = Running::default();
    for (position, page) in pages.iter_mut().enumerate() {
        let mut found: Vec<(u32, bool)> = Vec::new();
        let mut taken = [0, 0];
        for (side, taken) in taken.iter_mut().enumerate() {
            for edge in edges.get(position).and_then(|sides| sides.get(side)).into_iter().flatten() {
                let number = page_number(&edges, position, side, edge);
                let is_running = number.is_some() || is_stamp(&edge.text) || repeats(&edges, position, side, edge, body);
                if !is_running {
                    break;
                }
                *taken += 1;
                if !(edge.alone && number.is_some()) {
                    running.words.insert(edge.text.clone());
                }
                found.extend(number);
            }
        }
        let [top, bottom] = taken;
        let rows = page.rows.len();
        let mut at = 0;
        page.rows.retain(|_| {
            at += 1;
            at > top && at + bottom <= rows
        });
        // Prefer a number beside the word `Page`, and the one at the foot if there are several.
        let said = found.iter().rev().find(|(_, said)| *said).or(found.last());
        running.numbers.push(said.map(|(number, _)| *number));
    }
    running
}

fn edge(row: &Row) -> Edge {
    let text = row.text();
    let segments: Vec<String> = row.segments().into_iter().map(text_of).collect();
    let mut numbers: Vec<(u32, bool)> = segments.iter().filter_map(|segment| number(segment)).collect();
    let whole = number(&text);
    if let Some(whole) = whole {
        numbers = vec![whole];
    }
    let mut shape = String::with_capacity(text.len());
    for character in text.chars().take(200) {
        match character {
            figure if figure.is_ascii_digit() => {
                if !shape.ends_with('#') {
                    shape.push('#');
                }
            }
            other => shape.extend(other.to_lowercase()),
        }
    }
    Edge { down: row.down, size: row.size, text, shape, numbers, alone: whole.is_some() }
}

/// Reads `Page 6`, `Page 6 of 20`, `6`, `- 6 -`, `6 | Page` or `6 / 20`: the number, and whether the word is beside it.
fn number(text: &str) -> Option<(u32, bool)> {
    let lower = text.to_lowercase();
    let bare = |text: &str| {
        let digits = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '|' | '[' | ']' | '.'));
        (1..=5).contains(&digits.len()).then(|| digits.parse::<u32>().ok()).flatten()
    };
    let said = lower.strip_prefix("page").or_else(|| lower.strip_suffix("page"));
    let rest = said.unwrap_or(&lower);
    let (first, total) = match rest.split_once(" of ").or_else(|| rest.split_once('/')) {
        Some((first, total)) => (first, Some(total)),
        None => (rest, None),
    };
    if total.is_some_and(|total| bare(total).is_none()) {
        return None;
    }
    bare(first).map(|number| (number, said.is_some()))
}

/// Returns the page number if the row has one: marked by the word `Page`, or counting on from page to page.
fn page_number(edges: &[[Vec<Edge>; 2]], position: usize, side: usize, edge: &Edge) -> Option<(u32, bool)> {
    edge.numbers.iter().copied().find(|(number, said)| {
        if *said && edge.alone {
            return true;
        }
        let counted = near(edges, position, side).any(|(distance, other)| {
            (other.down - edge.down).abs() < 4.0
                && other.shape == edge.shape
                && other.numbers.iter().any(|(other, _)| i64::from(*other) - i64::from(*number) == distance)
        });
        counted && (edge.alone || *said)
    })
}

/// Returns the rows at the same edge of nearby pages, each with its distance in pages.
fn near(edges: &[[Vec<Edge>; 2]], position: usize, side: usize) -> impl Iterator<Item = (i64, &Edge)> {
    let first = position.saturating_sub(NEAR);
    let around = edges.iter().enumerate().skip(first).take(position - first + NEAR + 1);
    around.filter(move |(other, _)| *other != position).flat_map(move |(other, sides)| {
        let distance = i64::try_from(other).unwrap_or_default() - i64::try_from(position).unwrap_or_default();
        sides.get(side).into_iter().flatten().map(move |edge| (distance, edge))
    })
}

/// Checks for `Agenda Item 3`, which is stamped on the first page of each item's papers.
fn is_stamp(text: &str) -> bool {
    let rest = text.get(..12).filter(|start| start.eq_ignore_ascii_case("agenda item ")).and_then(|_| text.get(12..));
    rest.is_some_and(|rest| rest.len() <= 5 && rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Checks whether the row is in the same place on nearby pages.
fn repeats(edges: &[[Vec<Edge>; 2]], position: usize, side: usize, edge: &Edge, body: f32) -> bool {
    // A report's block begins at the top of its page in every report, so it looks like a running head.
    let titles = ["Report", "Item Business Page"];
    if titles.iter().any(|title| edge.text.eq_ignore_ascii_case(title)) {
        return false;
    }
    if edge.text.contains(": ") && !edge.text.contains("Page ") || edge.text.ends_with(':') || edge.text.starts_with("REPORT TO")
    {
        return false;
    }
    let alike = |other: &Edge| (other.down - edge.down).abs() < 4.0 && other.shape == edge.shape;
    let pages: BTreeSet<i64> = near(edges, position, side).filter(|(_, other)| alike(other)).map(|(at, _)| at).collect();
    let small = edge.size < 0.92 * body;
    pages.len() >= if small || edges.len() <= 2 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_number_is_told_in_its_forms() {
        for (text, expected) in [
            ("Page 6", Some((6, true))),
            ("Page 6 of 20", Some((6, true))),
            ("6 | Page", Some((6, true))),
            ("- 6 -", Some((6, false))),
            ("6", Some((6, false))),
            ("6 / 20", Some((6, false))),
            ("Page six", None),
            ("6 items", None),
            ("", None),
            ("2024/25 plan", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        assert!(is_stamp("Agenda Item 3a") && !is_stamp("Agenda Items") && !is_stamp("Agenda item 3 was deferred"));
    }
}
