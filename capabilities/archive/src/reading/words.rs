//! What the words of a line say about the lines before and after it.

use super::lines::{Gap, Line};
use extraction::Hint;
use foundation::civil_date;
use std::collections::HashMap;

/// Words that cannot end a sentence.
const CONNECTIVES: &[&str] = &[
    "a", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "for", "from", "has", "have", "in", "into", "is",
    "it", "its", "of", "on", "or", "our", "that", "the", "their", "this", "these", "to", "was", "were", "which", "who", "will",
    "with", "&", "-", "–", "—", "/",
];

/// Words that stay lower case in a title.
const SMALL: &[&str] = &["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "under", "with"];

/// How many bytes at the end of a paragraph are examined, so that a long one is not scanned again for each of its lines.
const LOOKED_AT: usize = 160;

/// Returns the beginning of the text.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text)
}

/// Returns the end of the text.
fn ending(text: &str) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(LOOKED_AT))..).unwrap_or(text)
}

/// Returns the last word, or its end if it is long.
fn last_word(text: &str) -> &str {
    ending(text).rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Returns the last character that is not a closing quotation mark or bracket.
fn last_sign(text: &str) -> Option<char> {
    ending(text).trim_end_matches(['’', '”', '"', '\'', ')', ']', ' ']).chars().next_back()
}

/// Checks whether the text introduces what follows: `as follows:`, `follows:-`, `These are: -`.
pub(super) fn ends_with_colon(text: &str) -> bool {
    ending(text).trim_end_matches(['-', '–', ' ']).ends_with(':')
}

/// Checks whether a sentence ends at the end of the text.
pub(super) fn ends_sentence(text: &str) -> bool {
    matches!(last_sign(text), Some('.' | '?' | '!' | ';' | '…')) || ends_with_colon(text)
}

/// Checks whether the last word needs another: `of`, `and`, a comma, a dash.
pub(super) fn ends_open(text: &str) -> bool {
    let last = last_word(text);
    last.ends_with(',') || (last.len() <= 6 && CONNECTIVES.contains(&last.to_lowercase().as_str()))
}

pub(super) fn starts_small(text: &str) -> bool {
    text.trim_start_matches(['(', '‘', '’', '“', '"', '\'', '[']).chars().next().is_some_and(char::is_lowercase)
}

/// Checks whether the text is a date and nothing else: `on Tuesday, 6th of February 2024`.
pub(super) fn is_day(text: &str) -> bool {
    let small = ["on", "of", "the", "st", "nd", "rd", "th"];
    let of_a_day = |word: &str| {
        small.contains(&word.to_lowercase().as_str())
            || civil_date::find_weekday(word).is_some()
            || civil_date::find(&format!("1 {word} 2000")).is_some()
    };
    text.len() < 100 && text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(of_a_day)
}

/// Checks whether the text is a single figure: `84%`, `1.9`, `£1,200`.
pub(super) fn is_figure(text: &str) -> bool {
    text.len() <= 24
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '£' | ' ' | '/' | '-' | '–' | ';'))
}

/// Checks whether the text begins with a figure and a colon: `862: Direct`.
pub(super) fn starts_with_figure_and_colon(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    rest.len() < text.len() && rest.starts_with(':')
}

/// Checks whether the letters of the text are all capitals, and at least two.
pub(super) fn is_capitals(text: &str) -> bool {
    let mut capitals = 0;
    // People write plurals of words in capitals with a small `s`, as in `WARD(s)` and `WARDs`.
    for character in beginning(text).trim_end_matches("(s)").chars() {
        if character.is_lowercase() {
            return false;
        }
        capitals += usize::from(character.is_uppercase());
    }
    capitals >= 2
}

/// Checks whether the text is in title case: most of its longer words, including the first, begin with a capital.
pub(super) fn is_title(text: &str) -> bool {
    let (mut large, mut all) = (0_usize, 0_usize);
    for (position, word) in beginning(text).split_whitespace().enumerate() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        if position > 0 && SMALL.contains(&word) {
            continue;
        }
        if all == 0 && !first.is_uppercase() {
            return false;
        }
        all += 1;
        large += usize::from(first.is_uppercase());
    }
    all > 0 && large * 3 > all * 2
}

/// Checks whether the text has the shape of a heading: a few words, beginning with a capital or a figure, not a sentence.
pub(super) fn is_short_phrase(text: &str) -> bool {
    text.len() <= 160
        && text.split_whitespace().count() <= 16
        && text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
        && (ends_with_colon(text) || !matches!(last_sign(text), Some('.' | ';' | ',' | '!')))
}

/// Checks whether the text is a few words and a colon that head a list or a table: `Response by area:`.
pub(super) fn is_label(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let says = |word: &str| matches!(word.trim_end_matches(':'), "is" | "are" | "was" | "were" | "include" | "includes");
    let few = text.len() < 120 && text.split_whitespace().count() <= 6;
    few && text.strip_suffix(':').is_some_and(|words| !ends_open(words)) && !words.any(says)
}

/// Returns how much of the width available to `line` its words would take with the first word of `next`, in per cent.
pub(super) fn filled(line: &Line<'_>, next: &str) -> usize {
    if line.hint == Hint::Full {
        return 100;
    }
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().take(40).count());
    (line.width + 1 + word) * 100 / line.room.max(1)
}

/// Appends a line to a paragraph, rejoining broken words and addresses and collapsing spaces.
pub(super) fn append(paragraph: &mut String, line: &str, rejoined: &HashMap<String, bool>) {
    let ended_in_hyphen = ends_in_broken_word(paragraph);
    let mut pieces = line.split_whitespace();
    if ended_in_hyphen && line.starts_with(char::is_alphanumeric) {
        let last = last_word(paragraph);
        if broken_word(last, line).is_some_and(|(joined, _)| rejoined.contains_key(&joined)) {
            paragraph.pop();
        }
        paragraph.push_str(pieces.next().unwrap_or_default());
    } else if (ends_in_address(paragraph) && (line.starts_with(['%', '/', '?', '&', '=', '_', '#']) || begins_in_address(line)))
        || (ends_in_slash(paragraph) && line.starts_with(char::is_alphanumeric))
    {
        paragraph.push_str(pieces.next().unwrap_or_default());
    }
    for word in pieces {
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(word);
    }
}

/// Checks whether the text ends with a letter and a hyphen.
pub(super) fn ends_in_broken_word(text: &str) -> bool {
    let mut characters = text.chars().rev();
    characters.next() == Some('-') && characters.next().is_some_and(char::is_alphanumeric)
}

/// Checks whether the text ends with a word and a slash without a space: an address or `and/or`, broken by the line end.
fn ends_in_slash(text: &str) -> bool {
    let mut characters = text.chars().rev();
    characters.next() == Some('/') && characters.next().is_some_and(|c| c.is_alphanumeric() || c == '/')
}

fn ends_in_address(text: &str) -> bool {
    let last = last_word(text);
    last.starts_with("http://") || last.starts_with("https://") || last.starts_with("www.")
}

/// Checks whether the first word can only be the middle of an address, judging by the punctuation inside it.
fn begins_in_address(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    let inside = word.trim_end_matches(['.', ',', ';', ')', '/']);
    let signs = inside.chars().filter(|c| matches!(c, '/' | '%' | '=' | '?' | '_' | '.' | '#')).count();
    inside.len() > 6
        && inside.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (signs >= 2 || inside.contains(['%', '=', '_']))
}

/// Returns a word broken at a hyphen by a line end, in one piece and with its hyphen.
pub(super) fn broken_word(line: &str, next: &str) -> Option<(String, String)> {
    if !ends_in_broken_word(line) || !next.starts_with(char::is_lowercase) {
        return None;
    }
    let before = line.trim_end_matches('-').rsplit(|c: char| !c.is_alphabetic()).next().filter(|word| !word.is_empty())?;
    let after = next.split(|c: char| !c.is_alphabetic()).next()?;
    Some((format!("{before}{after}"), format!("{before}-{after}")))
}

/// The end of a paragraph that is still being assembled.
#[derive(Clone, Copy)]
pub(super) struct Begun<'text> {
    pub(super) text: &'text str,
    /// Whether it is a list item.
    pub(super) marked: bool,
    /// Its last line.
    pub(super) line: &'text Line<'text>,
}

/// Checks whether the line `next`, which has no mark of its own, continues the paragraph. `alone` is set if no further
/// line directly follows it.
pub(super) fn goes_on(begun: Begun<'_>, next: &Line<'_>, gap: Gap, alone: bool) -> bool {
    let Begun { text, marked, line } = begun;
    if text.is_empty() || ends_in_broken_word(text) {
        return true;
    }
    if starts_with_figure_and_colon(next.text) {
        return false;
    }
    let stopped = ends_sentence(text);
    let open = !stopped && ends_open(text);
    let small = starts_small(next.text);
    if gap == Gap::Spaced {
        return open && !is_capitals(text) || (!stopped && small);
    }
    if is_figure(next.text) && marked && (!stopped || ends_with_colon(text)) {
        return true;
    }
    if open || (!stopped && small) {
        return true;
    }
    if is_capitals(text) != is_capitals(next.text) && (is_capitals(text) || stopped) {
        return false;
    }
    // Bullets are indented, so their lines are full sooner; so are lines before a figure, which seldom begins a line.
    let figure = next.text.starts_with(|c: char| c.is_ascii_digit());
    let filled = filled(line, next.text) + if marked { 8 } else { 0 } + if figure { 12 } else { 0 };
    if gap == Gap::Empty {
        return !stopped && !ends_with_colon(next.text) && filled > 85 && (alone || !marked);
    }
    if is_capitals(text) {
        return true;
    }
    match last_sign(text) {
        _ if ends_with_colon(text) => small,
        Some('.' | '?' | '!' | '…') if next.page => !marked && filled > 88,
        Some('.' | '?' | '!' | '…') => filled > if line.more { 75 } else { 88 },
        Some(';') => small,
        _ if !marked && !figure && is_title(text) => is_name_begun(text) || filled > 93,
        _ => filled > 70,
    }
}

/// Checks whether the text is just a councillor's title and given name.
fn is_name_begun(text: &str) -> bool {
    let mut words = text.split_whitespace();
    matches!(words.next(), Some("Councillor" | "Cllr")) && words.count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str], elsewhere: &str) -> String {
        let text = format!("{}\n\n{elsewhere}", lines.join("\n"));
        let source = super::super::lines::Source::new(&text);
        let mut paragraph = String::new();
        for line in lines {
            append(&mut paragraph, line, &source.rejoined);
        }
        paragraph
    }

    #[test]
    fn a_hyphen_stays_unless_the_pack_writes_the_word_without_it() {
        assert_eq!(joined(&["the Anti-", "social team"], ""), "the Anti-social team");
        assert_eq!(joined(&["the commu-", "nity team"], "A community."), "the community team");
        assert_eq!(joined(&["to co-", "ordinate it"], "They coordinate or co-ordinate."), "to co-ordinate it");
        assert_eq!(joined(&["Director -", "Green  Space"], ""), "Director - Green Space");
        assert_eq!(joined(&["https://example.org/a%20b", "%20c.pdf here"], ""), "https://example.org/a%20b%20c.pdf here");
    }

    #[test]
    fn titles_and_sentences_differ() {
        assert!(is_title("Environmental Crime & Waste Enforcement"));
        assert!(is_title("A Healthy Borough"));
        assert!(!is_title("There is no change to the plan"));
        assert!(is_capitals("CHAIR'S ANNOUNCEMENTS"));
        assert!(!is_capitals("7"));
        assert!(ends_sentence("as follows:-"));
        assert!(ends_sentence("‘to be done.’"));
        assert!(!ends_sentence("the end of the"));
    }
}
