//! Finds the marks between two pages of a text: a rule with the number of the page, `- 3 -`, a number alone inside a sentence.

use super::words;
use std::collections::BTreeMap;

/// The least distance between the numbers of two pages, in lines.
const PAGE: usize = 15;

/// The least distance where the last line of the text is a page number too.
const SHORT_PAGE: usize = 5;

/// Returns the lines of `raw` that are marks between pages, by index, each with the page's number if it gives one.
pub(super) fn of(raw: &[&str]) -> BTreeMap<usize, Option<u32>> {
    let worded: Vec<usize> = (0..raw.len()).filter(|at| raw.get(*at).is_some_and(|line| !line.trim().is_empty())).collect();
    let text = |place: usize| worded.get(place).and_then(|at| raw.get(*at)).map(|line| line.trim()).unwrap_or_default();
    let mut marks = BTreeMap::new();
    let mut alone: Vec<(usize, usize, u32)> = Vec::new();
    let mut inside = ends_with_number(&worded, raw);
    // A single number between dashes may be anything.
    let dashed = raw.iter().filter(|line| between_dashes(line.trim()).is_some()).take(2).count() == 2;
    for (place, at) in worded.iter().enumerate() {
        let line = text(place);
        let after_rule = place > 0 && is_rule(text(place - 1));
        if is_rule(line) {
            marks.insert(*at, None);
        } else if let Some(page) =
            between_dashes(line).filter(|_| dashed || interrupts(text(place.wrapping_sub(1)), text(place + 1)))
        {
            marks.insert(*at, Some(page));
        } else if let Some(page) = number(line) {
            if after_rule {
                marks.insert(*at, Some(page));
            } else {
                inside |= place > 0 && interrupts(text(place - 1), text(place + 1));
                // The head of each page is the same.
                inside |= alone.last().is_some_and(|(last, _, before)| {
                    page == before + 1 && place - last >= PAGE && text(last + 1) == text(place + 1) && !text(place + 1).is_empty()
                });
                alone.push((place, *at, page));
            }
        }
    }
    inside |= counts_pages(&alone, text);
    if inside {
        // One number interrupts a sentence, so those that count on from page to page are page numbers.
        let mut last: Option<(usize, u32)> = None;
        for (place, at, page) in alone {
            let counts = match last {
                None => page <= 3 || interrupts(text(place.saturating_sub(1)), text(place + 1)),
                Some((before, number)) => page == number + 1 && place - before >= SHORT_PAGE,
            };
            if counts {
                marks.insert(at, Some(page));
                last = Some((place, page));
            }
        }
    }
    marks
}

/// Checks whether the numbers count on over the whole text, and most are not followed by what could be the title of an item.
fn counts_pages<'text>(alone: &[(usize, usize, u32)], text: impl Fn(usize) -> &'text str) -> bool {
    let counts = alone
        .windows(2)
        .all(|pair| matches!(pair, [(one, _, page), (other, _, next)] if *next == page + 1 && other - one >= PAGE));
    let begins = alone.first().is_some_and(|(place, _, page)| *page <= 2 && *place >= PAGE);
    let is_title = |text: &str| words::is_short_phrase(text) && !words::starts_small(text);
    let titles = alone.iter().filter(|(place, ..)| is_title(text(place + 1))).count();
    alone.len() >= 2 && counts && begins && titles * 2 < alone.len()
}

/// Checks whether the text ends with the number of its last page, and the pages before it end with theirs.
fn ends_with_number(worded: &[usize], raw: &[&str]) -> bool {
    let text = |place: usize| worded.get(place).and_then(|at| raw.get(*at)).map(|line| line.trim()).unwrap_or_default();
    let Some(last) = worded.len().checked_sub(1).and_then(|place| number(text(place))).filter(|last| (2..500).contains(last))
    else {
        return false;
    };
    let mut next = 1;
    let mut before = 0;
    for place in 0..worded.len() {
        if number(text(place)) == Some(next) && (next == 1 || place - before >= SHORT_PAGE) {
            (next, before) = (next + 1, place);
        }
    }
    next == last + 1
}

/// Checks for a line of dashes or stars.
fn is_rule(line: &str) -> bool {
    let sign = line.chars().next().filter(|sign| matches!(sign, '-' | '–' | '—' | '*'));
    sign.is_some_and(|sign| line.len() >= 3 && line.chars().all(|c| c == sign || c == ' '))
}

/// Reads `- 3 -` or `– 3 –`.
fn between_dashes(line: &str) -> Option<u32> {
    let dashes = ['-', '–', '—'];
    let inner = line.strip_prefix(dashes)?.strip_suffix(dashes)?;
    number(inner.trim())
}

fn number(line: &str) -> Option<u32> {
    ((1..=4).contains(&line.len()) && line.chars().all(|c| c.is_ascii_digit())).then(|| line.parse().ok())?
}

/// Checks whether a sentence goes on from one line to the other.
fn interrupts(before: &str, after: &str) -> bool {
    before.len() >= 40 && after.len() >= 20 && !words::ends_sentence(before) && after.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_pages_are_found() {
        let raw = ["And Resolved:", "---", "5", "", "“That it be so.", "- 6 -", "* * *", "----- ", "– 7 –"];
        let marks = of(&raw);
        assert_eq!(
            marks.into_iter().collect::<Vec<_>>(),
            [(1, None), (2, Some(5)), (5, Some(6)), (6, None), (7, None), (8, Some(7))]
        );
    }

    #[test]
    fn a_number_inside_a_sentence_is_a_page() {
        let raw = ["that the Clerk write to the owner of the hedge in the", "2", "lane and ask that it be cut before June."];
        assert_eq!(of(&raw).into_iter().collect::<Vec<_>>(), [(1, Some(2))]);
        for other in [
            ["Apologies", "2", "There were none."],
            ["That is all that was said of it in the meeting.", "2", "lamps were lit and others were not"],
        ] {
            assert!(of(&other).is_empty(), "{other:?}");
        }
        assert!(of(&["-", "-5", "12", "x-"]).is_empty());
    }
}
