//! Reads the table on an agenda's front page: each item's number, its title in bold with details below, and its page.

use super::order::{Kind, Printed};
use super::rows::{Row, Word, is_bold};
use crate::AgendaPrint;
use std::ops::Range;

/// The position of the table among a page's rows, and its columns.
#[derive(Clone, Debug)]
pub(super) struct AgendaTable {
    /// Its rows, including the heading.
    pub(super) rows: Range<usize>,
    /// The left edge of the titles.
    titles: f32,
    /// The right edge of the page numbers.
    pages: f32,
}

/// Finds the table on the page. Its titles must be bold, since nothing else separates them from the details below.
pub(super) fn find(rows: &[Row]) -> Option<AgendaTable> {
    let (head, titles, pages) =
        rows.iter().enumerate().find_map(|(at, row)| heads(&row.words).map(|(titles, pages)| (at, titles, pages)))?;
    let body = rows.get(head + 1..)?;
    let count = body.iter().take_while(|row| columns(row, titles, pages).is_some()).count();
    let table = AgendaTable { rows: head..head + 1 + count, titles, pages };
    let bold = body.iter().take(count).filter_map(|row| columns(row, titles, pages)).any(|(_, title)| is_bold(title));
    bold.then_some(table)
}

/// Returns where the titles begin and the page numbers end if the words are the table's heading.
fn heads(words: &[Word]) -> Option<(f32, f32)> {
    let [item, business, page] = words else { return None };
    let says = |word: &Word, known: &[&str]| known.iter().any(|known| word.text.eq_ignore_ascii_case(known));
    let known =
        says(item, &["Item", "No."]) && says(business, &["Business", "Title", "Subject"]) && says(page, &["Page", "Pages"]);
    known.then_some((business.left, page.right))
}

/// Returns a row's number and its title or details, without the page. `None` if the row is not part of the table.
fn columns(row: &Row, titles: f32, pages: f32) -> Option<(&[Word], &[Word])> {
    let numbered = row.words.partition_point(|word| word.left < titles - 2.0);
    let (number, rest) = row.words.split_at_checked(numbered)?;
    let apart = number.len() <= 2 && number.iter().all(|word| word.right < titles - 1.0);
    let paged = match rest {
        [.., before, last] => is_page(last, pages) && last.left - before.right > 4.5,
        _ => false,
    };
    let title = rest.get(..rest.len() - usize::from(paged))?;
    let begins = title.first().is_some_and(|word| word.left < titles + 2.5);
    (apart && begins).then_some((number, title))
}

fn is_page(word: &Word, pages: f32) -> bool {
    (word.right - pages).abs() < 2.5 && word.text.len() <= 5 && word.text.chars().all(|c| c.is_ascii_digit())
}

/// Returns the table's lines, each with its kind.
pub(super) fn lines(rows: &[Row], table: &AgendaTable) -> Vec<Printed> {
    let mut lines: Vec<Printed> = Vec::with_capacity(rows.len());
    for row in rows {
        let (words, print) = match columns(row, table.titles, table.pages).filter(|_| !lines.is_empty()) {
            None => (row.words.clone(), AgendaPrint::Heading),
            Some((number, title)) => {
                let goes_on = lines.last().is_some_and(|last| {
                    matches!(last.kind, Kind::Agenda(AgendaPrint::Item { .. } | AgendaPrint::Title))
                        && row.down - last.down < 1.6 * last.size
                });
                let print = match is_bold(title) {
                    false if number.is_empty() && lines.len() > 1 => AgendaPrint::Below,
                    true if number.is_empty() && goes_on => AgendaPrint::Title,
                    _ => AgendaPrint::Item { marks: number.len() },
                };
                ([number, title].concat(), print)
            }
        };
        lines.push(Printed { kind: Kind::Agenda(print), ..Printed::new(row.down, row.size, &words) });
    }
    lines
}
