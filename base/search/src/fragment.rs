//! A few words around the first match in a text, with the matching words marked.

use crate::pairs;
use std::collections::HashMap;
use tantivy::tokenizer::TextAnalyzer;

/// An extract of a text in runs, each either plain or a matching word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The runs in order; `true` marks a matching word.
    pub runs: Vec<(String, bool)>,
    /// Whether text before it was left out.
    pub begins_inside: bool,
    /// Whether text after it was left out.
    pub ends_inside: bool,
}

/// The number of bytes shown before the first match, and in total.
const BEFORE: usize = 80;
const LENGTH: usize = 260;

/// Finds the words of a text that match a question.
///
/// Finding the stem of a word takes longer than everything else in a search, so it is found only for words that may match, and
/// once for each.
pub(crate) struct Finder<'a> {
    /// Splits a text into words as the index does, but leaves them whole.
    words: TextAnalyzer,
    stems: TextAnalyzer,
    /// Whether a word may match, before its stem is known.
    may_match: &'a dyn Fn(&str) -> bool,
    /// Whether a stem matches.
    matches: &'a dyn Fn(&str) -> bool,
    known: HashMap<String, bool>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(may_match: &'a dyn Fn(&str) -> bool, matches: &'a dyn Fn(&str) -> bool) -> Self {
        Self { words: pairs::whole_words(), stems: pairs::stemmed_words(), may_match, matches, known: HashMap::new() }
    }
}

/// Returns the fragment of `body` around the first word that matches, or its beginning if there is no such word.
///
/// Reads no further than necessary: to the first match and the end of the fragment.
pub(crate) fn of(body: &str, finder: &mut Finder<'_>) -> Fragment {
    let Finder { words, stems, may_match, matches, known } = finder;
    let mut is_wanted = |word: &str| {
        if !may_match(word) {
            return false;
        }
        if let Some(known) = known.get(word) {
            return *known;
        }
        let is_wanted = pairs::stem_of(word, stems).is_some_and(|stem| matches(&stem));
        known.insert(word.to_owned(), is_wanted);
        is_wanted
    };
    let mut window: Option<(usize, usize)> = None;
    let mut marks = Vec::new();
    {
        let mut stream = words.token_stream(body);
        while stream.advance() {
            let token = stream.token();
            if window.is_some_and(|(_, end)| token.offset_from >= end) {
                break;
            }
            if is_wanted(&token.text) {
                window.get_or_insert_with(|| around(body, token.offset_from));
                marks.push((token.offset_from, token.offset_to));
            }
        }
    }
    let (begin, end) = window.unwrap_or_else(|| (0, word_border(body, LENGTH)));
    let mut runs = Vec::new();
    let mut place = begin;
    for (from, to) in marks.into_iter().filter(|(from, to)| *from >= begin && *to <= end) {
        push(&mut runs, body.get(place..from), false);
        push(&mut runs, body.get(from..to), true);
        place = to;
    }
    push(&mut runs, body.get(place..end), false);
    Fragment { runs, begins_inside: begin > 0, ends_inside: end < body.trim_end().len() }
}

fn push(runs: &mut Vec<(String, bool)>, text: Option<&str>, marked: bool) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        runs.push((text.split('\n').collect::<Vec<_>>().join(" "), marked));
    }
}

/// Returns a window around `place` that cuts no word.
fn around(body: &str, place: usize) -> (usize, usize) {
    let begin = if place <= BEFORE { 0 } else { word_border(body, place - BEFORE) };
    (begin, word_border(body, begin + LENGTH))
}

/// Returns the first byte position at or after `place` that follows a space, or the end.
fn word_border(body: &str, place: usize) -> usize {
    if place >= body.len() {
        return body.len();
    }
    let place = (place..body.len()).find(|place| body.is_char_boundary(*place)).unwrap_or(body.len());
    body[place..].find(char::is_whitespace).map_or(body.len(), |space| {
        let border = place + space;
        border + body[border..].chars().next().map_or(0, char::len_utf8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_found_as_when_every_word_is_stemmed() {
        let body = "The Board’s Reporters reported: fly-tipping near Étretat’s éclairs; reports, TIPPED, tip! \
                    Skies and dying dogs lie, Noël’s tips too. "
            .repeat(6);
        for wanted in [vec!["report"], vec!["tip", "sky"], vec!["die"], vec!["noël"], vec!["étretat"], vec!["zebra"]] {
            let matches = |stem: &str| wanted.contains(&stem);
            let begins = |word: &str| wanted.iter().any(|stem| stem.chars().next() == word.chars().next());
            let quick = of(&body, &mut Finder::new(&begins, &matches));
            let slow = of(&body, &mut Finder::new(&|_| true, &matches));
            assert_eq!(quick, slow, "{wanted:?}");
            assert_eq!(quick.runs.iter().any(|(_, is_marked)| *is_marked), wanted != ["zebra"], "{wanted:?}");
        }
    }
}
