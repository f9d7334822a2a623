//! The lines at which a minute may begin.

use super::super::lines::{Gap, Line};
use super::super::{labels, words};
use super::numbers::{self, Number};
use super::titles;

/// A line at which a minute may begin.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'text> {
    /// The index of its first line.
    pub(super) position: usize,
    /// How many lines come before its title.
    pub(super) before_title: usize,
    /// What has to be the same for another to count on from it.
    pub(super) series: String,
    /// Its place in the series; 0 if the series does not count.
    pub(super) value: u32,
    /// Whether its number has a letter, as `12A` after `12`.
    pub(super) letter: bool,
    pub(super) reference: Option<&'text str>,
    pub(super) number: Option<&'text str>,
    pub(super) title: &'text str,
    pub(super) rest: Option<&'text str>,
    /// How much speaks for it.
    pub(super) weight: i32,
}

/// How many lines below its number or title a mark of a minute is looked for.
const BELOW: usize = 8;

/// The weight of a mark below a title that only minutes have.
const MARKED: i32 = 4;

/// Returns the candidates that have a number.
pub(super) fn numbered<'text>(lines: &[Line<'text>]) -> Vec<Candidate<'text>> {
    let mut found = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        for number in numbers::read(line.text) {
            found.extend(with_number(lines, position, &number));
        }
    }
    weigh_lists(lines, &mut found);
    found
}

fn with_number<'text>(lines: &[Line<'text>], position: usize, number: &Number<'text>) -> Option<Candidate<'text>> {
    let line = lines.get(position)?;
    let (mut reference, mut printed, mut title) = (None, Some(number.printed), number.rest);
    let mut before_title = 0;
    // `C048/23  1.  APOLOGIES`: the minute's own number, then the agenda's.
    if number.printed.contains(['/', '-'])
        && let Some(agenda) =
            numbers::read(title).into_iter().find(|agenda| !agenda.printed.contains('/') && !agenda.rest.is_empty())
    {
        (reference, printed, title) = (Some(number.printed), Some(agenda.printed), agenda.rest);
    }
    let mut titled = line;
    if title.is_empty() {
        let below = lines.get(position + 1).filter(|below| numbers::read(below.text).is_empty() && !below.page)?;
        if !words::is_short_phrase(below.text) && !words::is_capitals(below.text) {
            return None;
        }
        (before_title, title, titled) = (1, below.text, below);
    }
    let title = without_link(title);
    let alone = titles::weight(title, titled);
    // A title before a colon counts as one if the whole line does not.
    let inline = titles::inline(title).filter(|_| before_title == 0).map(|(short, _)| titles::weight(short, titled) - 1);
    let mut weight = alone.max(inline.unwrap_or(alone)) + titles::place_weight(lines, position) - i32::from(before_title > 0);
    weight += if is_marked(lines, position + before_title) { MARKED } else { 0 };
    // Paragraphs and clauses are numbered in brackets, minutes seldom.
    weight -= if number.series.starts_with('(') { 4 } else { 0 };
    Some(Candidate {
        position,
        before_title,
        series: number.series.clone(),
        value: number.value,
        letter: number.letter,
        reference,
        number: printed,
        title,
        rest: None,
        weight,
    })
}

/// Lowers the weight of the numbers of a list: those that count on from a `1` which introduces no minute, with no paragraph between.
fn weigh_lists(lines: &[Line<'_>], found: &mut [Candidate<'_>]) {
    let mut next: Option<(String, u32, usize)> = None;
    let mut begun = false;
    for candidate in found {
        let goes_on =
            next.as_ref().is_some_and(|(series, value, last)| {
                *series == candidate.series
                    && *value == candidate.value
                    && !lines.iter().take(candidate.position).skip(last + 1).any(|line| {
                        line.gap != Gap::None && numbers::read(line.text).is_empty() && words::ends_sentence(line.text)
                    })
            });
        let introduced = candidate
            .position
            .checked_sub(1)
            .and_then(|above| lines.get(above))
            .is_some_and(|above| words::ends_with_colon(above.text));
        if goes_on || (candidate.value == 1 && (begun || introduced)) {
            candidate.weight -= 8;
            next = Some((candidate.series.clone(), candidate.value + 1, candidate.position));
        } else {
            next = None;
        }
        begun |= candidate.weight > 0;
    }
}

/// Checks for `(Item 3)` or `Minutes:` below the title, which only minutes have.
fn is_marked(lines: &[Line<'_>], title: usize) -> bool {
    let below = lines.iter().skip(title + 1).take(BELOW);
    below
        .take_while(|line| numbers::read(line.text).is_empty())
        .any(|line| is_minutes_label(line.text) || agenda_item(line.text).is_some())
}

/// Checks for the label above the text of a minute on a web page.
fn is_minutes_label(text: &str) -> bool {
    text.eq_ignore_ascii_case("minutes:")
}

/// Returns the number in `(Item 3)` or `(Agenda item 3)`.
pub(in super::super) fn agenda_item(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('(')?.trim_end_matches(')');
    let lower = inner.to_ascii_lowercase();
    let label = ["agenda item ", "item no. ", "item no ", "item "].iter().find(|label| lower.starts_with(**label))?;
    let number = inner.get(label.len()..)?.trim();
    (number.len() <= 5 && number.starts_with(|c: char| c.is_ascii_digit())).then_some(number)
}

/// Returns the titles above an agenda's item in brackets.
pub(super) fn above_item<'text>(lines: &[Line<'text>]) -> Vec<Candidate<'text>> {
    let mut found: Vec<Candidate<'text>> = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        let Some(number) = agenda_item(line.text) else { continue };
        let free = found.last().map_or(0, |last| last.position + 1);
        let mut first = position;
        while first > free
            && position - first < 4
            && (first == position || lines.get(first).is_some_and(|line| line.gap == Gap::None))
        {
            first -= 1;
        }
        let Some(title) = lines.get(first).filter(|_| first < position) else { continue };
        found.push(unnumbered(first, "(item)", title.text, None, Some(number), MARKED + 2));
    }
    found
}

/// Returns the titles before `Minutes:`, where a web page printed no numbers.
pub(super) fn before_minutes<'text>(lines: &[Line<'text>]) -> Vec<Candidate<'text>> {
    let mut found: Vec<Candidate<'text>> = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        if let Some((title, rest)) =
            line.text.split_once("Minutes: ").filter(|(title, _)| title.len() <= 200 && !title.contains(". "))
        {
            let title = without_link(title.trim());
            found.push(unnumbered(position, "minutes:", title, Some(rest.trim()), None, MARKED));
        } else if is_minutes_label(line.text) {
            let above = lines.iter().take(position).rposition(|line| !is_furniture(line.text));
            let Some(above) = above.filter(|above| position - above < 5) else { continue };
            let Some(title) = lines.get(above) else { continue };
            found.push(unnumbered(above, "minutes:", without_link(title.text), None, None, MARKED));
        }
    }
    found
}

/// Returns the lines that look like titles by themselves: in bold, or in capitals with a gap above.
pub(super) fn by_looks<'text>(lines: &[Line<'text>]) -> Vec<Candidate<'text>> {
    let looks = |(position, line): (usize, &Line<'text>)| {
        let shaped = (line.bold || words::is_capitals(line.text)) && line.gap != Gap::None && line.width < 100;
        let labelled = labels::label(line.text, &[]).is_some_and(|(_, rest)| !rest.is_empty());
        let weight = titles::weight(line.text, line) - 4;
        let text = without_link(line.text);
        (shaped && !labelled && weight > 0).then(|| unnumbered(position, "looks", text, None, None, weight.min(3)))
    };
    lines.iter().enumerate().filter_map(looks).collect()
}

fn unnumbered<'text>(
    position: usize,
    series: &str,
    title: &'text str,
    rest: Option<&'text str>,
    number: Option<&'text str>,
    weight: i32,
) -> Candidate<'text> {
    Candidate {
        position,
        before_title: 0,
        series: series.to_owned(),
        value: 0,
        letter: false,
        reference: None,
        number,
        title,
        rest,
        weight,
    }
}

/// Checks for what web pages print between a title and its text.
fn is_furniture(text: &str) -> bool {
    is_minutes_label(text) || text.eq_ignore_ascii_case("additional documents:") || text == "|"
}

/// Removes a link to a file, as web pages print it after a title: `pdf icon PDF 215 KB`.
pub(in super::super) fn without_link(title: &str) -> &str {
    let words: Vec<&str> = title.split_whitespace().rev().take(5).collect();
    let size = words.first().is_some_and(|unit| matches!(*unit, "KB" | "MB"))
        && words.get(1).is_some_and(|size| size.chars().all(|c| c.is_ascii_digit() || c == '.'))
        && words.get(2).is_some_and(|kind| matches!(kind.to_ascii_uppercase().as_str(), "PDF" | "DOC" | "DOCX" | "XLS" | "XLSX"));
    if !size {
        return title.trim();
    }
    let mut rest = title.trim_end();
    for _ in 0..3 {
        rest = rest.rsplit_once(char::is_whitespace).map_or("", |(before, _)| before.trim_end());
    }
    rest.strip_suffix("pdf icon").unwrap_or(rest).trim()
}
