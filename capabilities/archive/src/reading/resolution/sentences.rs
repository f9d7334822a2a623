//! Splits a paragraph into its sentences.

use std::ops::Range;

/// Words that end with a full stop inside a sentence.
const SHORTENED: &[&str] = &[
    "mr", "mrs", "ms", "dr", "cllr", "cllrs", "prof", "rev", "hon", "st", "no", "nos", "ch", "rd", "ltd", "co", "sec", "prop",
    "etc", "para", "paras", "ref", "vs", "e.g", "i.e", "con", "nem",
];

/// Returns the ranges of the sentences, in order and without the spaces between them.
pub(super) fn of(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        if !matches!(sign, '.' | '?' | '!') {
            continue;
        }
        let mut end = at + sign.len_utf8();
        while let Some((at, closing)) = signs.next_if(|(_, c)| matches!(c, '’' | '”' | '"' | '\'' | ')' | ']' | '.' | '!' | '?'))
        {
            end = at + closing.len_utf8();
        }
        if sign == '.' && is_shortened(text.get(start..at).unwrap_or_default()) {
            continue;
        }
        let mut after = None;
        while let Some((at, _)) = signs.next_if(|(_, c)| c.is_whitespace()) {
            after = Some(at);
        }
        let begins = signs.peek().is_some_and(|(_, c)| c.is_uppercase() || matches!(c, '“' | '‘' | '"' | '(' | '['));
        if after.is_some() && begins {
            sentences.push(start..end);
            start = signs.peek().map_or(text.len(), |(at, _)| *at);
        }
    }
    if text.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        sentences.push(start..text.trim_end().len());
    }
    sentences
}

/// Checks whether the full stop after `text` belongs to its last word: `Cllr`, `J`, `No`.
fn is_shortened(text: &str) -> bool {
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(12))..).unwrap_or(text);
    let word = end.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[')).next().unwrap_or_default();
    // `J`, and `J.M` of `J.M. Dummy`.
    let initials =
        word.split('.').all(|part| part.chars().next().is_some_and(char::is_uppercase) && part.chars().nth(1).is_none());
    initials || SHORTENED.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        of(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_before_a_capital() {
        assert_eq!(split("One. Two? “Three.” Four"), ["One.", "Two?", "“Three.”", "Four"]);
        assert_eq!(split("The meeting closed at 8.50 p.m. Signed"), ["The meeting closed at 8.50 p.m.", "Signed"]);
    }

    #[test]
    fn initials_and_titles_end_none() {
        for text in ["Moved by Cllr. A. Dummy and Mrs. B.C. Foil.", "Item No. 5 cost £4.50 in all", ""] {
            assert!(split(text).len() <= 1, "{text}");
        }
    }
}
