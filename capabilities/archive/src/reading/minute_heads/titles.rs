//! How much a line looks like the title of a minute.

use super::super::lines::{Gap, Line};
use super::super::{resolution, words};
use foundation::civil_date;

/// The longest title that a line of its own gives, in bytes.
const LONGEST: usize = 220;

/// Returns how much the words look like a title: more than 0 if they do.
pub(super) fn weight(title: &str, line: &Line<'_>) -> i32 {
    let bare = title.trim_end_matches(['.', ' ']);
    if bare.is_empty() || !bare.chars().any(char::is_alphabetic) || resolution::resolves(title).is_some() {
        return -12;
    }
    if is_day(line.text) {
        return -12;
    }
    let capitals = words::is_capitals(title);
    let mut weight = 0;
    weight += if capitals { 5 } else { 0 };
    weight += if line.bold { 4 } else { 0 };
    weight += if line.large { 2 } else { 0 };
    weight += if words::is_title(title) { 2 } else { 0 };
    weight += if words::is_short_phrase(bare) { 2 } else { -2 };
    weight += if words::starts_small(title) { -8 } else { 0 };
    let is_sentence = words::ends_sentence(title) && !words::ends_with_colon(title);
    weight += if is_sentence && !capitals && !is_purpose(title) { -5 } else { 0 };
    weight += if says_what_somebody_did(bare) && !capitals { -4 } else { 0 };
    weight += if title.len() > LONGEST { -8 } else { 0 };
    weight
}

/// Returns how much the place of a line speaks for a title there.
pub(super) fn place_weight(lines: &[Line<'_>], position: usize) -> i32 {
    let Some(line) = lines.get(position) else { return 0 };
    let above = position.checked_sub(1).and_then(|above| lines.get(above));
    match above {
        _ if line.gap != Gap::None || line.page => 1,
        None => 1,
        Some(above) if words::ends_sentence(above.text) => 0,
        Some(_) if line.bold => 0,
        Some(_) => -3,
    }
}

/// Splits `Police report: nobody came.` into the title and what follows.
pub(super) fn inline(text: &str) -> Option<(&str, &str)> {
    let (title, rest) = text.split_once(':').filter(|(title, _)| title.len() <= 90)?;
    let rest = rest.trim_start_matches(['-', '–', ' ']);
    let titled = words::is_short_phrase(title) && !words::starts_small(title) && title.split_whitespace().count() <= 12;
    (titled && !rest.is_empty()).then_some((title.trim_end(), rest))
}

/// Checks for a title in the words of an agenda: `To receive apologies for absence.`
fn is_purpose(title: &str) -> bool {
    title.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("to ")) && title.split_whitespace().count() <= 40
}

/// Checks for a verb of the record, which sentences of the text have and titles do not.
fn says_what_somebody_did(text: &str) -> bool {
    const VERBS: &[&str] = &[
        "was",
        "were",
        "had",
        "has",
        "reported",
        "asked",
        "advised",
        "noted",
        "agreed",
        "considered",
        "received",
        "welcomed",
        "confirmed",
        "explained",
        "thanked",
        "stated",
        "moved",
        "proposed",
        "seconded",
        "is",
        "are",
        "will",
    ];
    let mut said = text.split_whitespace().skip(1).take(14);
    said.any(|word| VERBS.contains(&word.trim_end_matches([',', '.', ';'])))
}

/// Checks whether the line is a day and nothing else.
fn is_day(text: &str) -> bool {
    text.len() < 40 && civil_date::find(text).is_some() && words::is_day(text.trim_end_matches(|c: char| !c.is_alphabetic()))
}
