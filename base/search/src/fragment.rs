//! A few words around the first match in a text, with the matching words marked.

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

/// Returns the fragment of `body` around the first word whose stem `is_wanted`, or its beginning if there is no such word.
///
/// Reads no further than necessary: to the first match and the end of the fragment.
pub(crate) fn of(body: &str, analyser: &mut TextAnalyzer, is_wanted: impl Fn(&str) -> bool) -> Fragment {
    let mut window: Option<(usize, usize)> = None;
    let mut marks = Vec::new();
    {
        let mut stream = analyser.token_stream(body);
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
