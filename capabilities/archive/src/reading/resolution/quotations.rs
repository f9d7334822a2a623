//! Finds what is quoted: the words of a motion, a letter, another meeting's resolution.

use super::super::markers::Marker;
use super::super::pieces::{Kind, Piece};
use std::ops::Range;

/// What is quoted in consecutive pieces.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Quotations {
    /// For each piece, whether it begins inside a quotation that an earlier piece opens.
    inside: Vec<bool>,
    /// The piece in which a quotation begins that is never closed.
    pub(super) unclosed: Option<usize>,
}

impl Quotations {
    /// Checks whether the piece begins inside a quotation.
    pub(super) fn hold(&self, position: usize) -> bool {
        self.inside.get(position).copied().unwrap_or_default()
    }
}

/// A double quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
}

/// Returns the double quotation marks of a text, each with its range. A straight one opens before a word and closes after it.
fn marks(text: &str) -> impl Iterator<Item = (Range<usize>, Mark)> {
    let mut before = ' ';
    let mut signs = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, sign) = signs.next()?;
            let word_before = !before.is_whitespace() && !matches!(before, '(' | '[' | '*' | '_');
            before = sign;
            let mark = match sign {
                '“' | '„' => Mark::Opens,
                '”' => Mark::Closes,
                '"' if word_before => Mark::Closes,
                '"' if signs.peek().is_none_or(|(_, next)| next.is_whitespace()) => Mark::Closes,
                '"' => Mark::Opens,
                _ => continue,
            };
            return Some((at..at + sign.len_utf8(), mark));
        }
    })
}

/// Finds the quotations that run over several pieces.
pub(super) fn of(pieces: &[Piece]) -> Quotations {
    let mut found = Quotations { inside: vec![false; pieces.len()], unclosed: None };
    // The piece that opens the quotation, and the last piece that opens it again, as each paragraph of a quotation may.
    let mut open: Option<(usize, usize)> = None;
    for (position, piece) in pieces.iter().enumerate() {
        let words = piece.text.find(char::is_alphanumeric).unwrap_or(piece.text.len());
        for (at, mark) in marks(&piece.text) {
            let first = at.start < words;
            match (mark, open) {
                (Mark::Opens, Some((from, last))) if first && last + 1 == position => open = Some((from, position)),
                (Mark::Opens, Some(_)) => {
                    found.unclosed = found.unclosed.or(open.map(|(from, _)| from));
                    open = Some((position, position));
                }
                (Mark::Opens, None) => open = Some((position, position)),
                (Mark::Closes, Some((from, _))) => {
                    for inside in found.inside.iter_mut().take(position + 1).skip(from + 1) {
                        *inside = true;
                    }
                    open = None;
                }
                (Mark::Closes, None) => {}
            }
        }
    }
    found.unclosed = found.unclosed.or(open.map(|(from, _)| from));
    found
}

/// Splits the pieces in which a quoted sentence ends and another begins.
pub(super) fn parted(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut parted = Vec::with_capacity(pieces.len());
    for mut piece in pieces {
        if let Some(end) = end_of_quoted_sentence(&piece) {
            let after = piece.text.split_off(end);
            piece.text.truncate(piece.text.trim_end().len());
            let next = Piece { text: after.trim_start().to_owned(), marker: Marker::None, ..piece.clone() };
            parted.push(piece);
            parted.push(next);
        } else {
            parted.push(piece);
        }
    }
    parted
}

/// Returns where the quotation that the piece begins or goes on with ends, if it ends with its sentence and another follows.
fn end_of_quoted_sentence(piece: &Piece) -> Option<usize> {
    let text = piece.text.as_str();
    if piece.kind != Kind::Text || !text.contains(['”', '"', '’']) {
        return None;
    }
    let first = marks(text).next();
    let double = bare(text).starts_with(['“', '"', '„']);
    let closing = match first {
        Some((at, Mark::Closes)) => Some(at.end),
        _ if double => marks(text).find(|(_, mark)| *mark == Mark::Closes).map(|(at, _)| at.end),
        _ => None,
    };
    // Some papers close a quotation with the other mark.
    let closing = closing.or_else(|| if opens(text) { single_close(text) } else { None })?;
    let said = text.get(..closing)?.trim_end_matches(['”', '"', '’', '*']);
    let rest = text.get(closing..)?.trim_start_matches([' ', '*']);
    let begins = rest.starts_with(|c: char| c.is_uppercase() || c == '(');
    (said.ends_with(['.', '?', '!']) && begins).then_some(closing)
}

/// Returns where a single quotation mark closes a sentence.
fn single_close(text: &str) -> Option<usize> {
    text.match_indices('’').map(|(at, mark)| (at, at + mark.len())).find_map(|(at, end)| {
        let ends = text.get(..at)?.ends_with(['.', '?', '!']);
        (ends && text.get(end..)?.starts_with([' ', '*'])).then_some(end)
    })
}

/// Returns the quoted ranges of one text. A quotation that is not closed runs to the end.
pub(super) fn within(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open = None;
    for (at, mark) in marks(text) {
        match (mark, open) {
            (Mark::Opens, None) => open = Some(at.start),
            (Mark::Closes, Some(from)) => {
                ranges.push(from..at.end);
                open = None;
            }
            _ => {}
        }
    }
    ranges.extend(open.map(|from| from..text.len()));
    ranges
}

/// Checks whether the text begins with a quotation mark, single or double.
pub(super) fn opens(text: &str) -> bool {
    bare(text).starts_with(['“', '"', '‘', '„'])
}

/// Checks whether the text ends with a quotation mark.
pub(super) fn closes(text: &str) -> bool {
    bare(text).trim_end_matches(['.', ';', ',']).ends_with(['”', '"', '’'])
}

/// Checks whether the text begins a quotation with a single mark, as one inside another has.
pub(super) fn opens_inner(text: &str) -> bool {
    bare(text).starts_with('‘')
}

/// Checks whether nothing follows the quotation with which the text begins.
pub(super) fn is_whole(text: &str) -> bool {
    let bare = bare(text);
    let single = bare.starts_with('‘');
    if single {
        return closes(bare) || !bare.contains('’');
    }
    let end = marks(bare).find(|(_, mark)| *mark == Mark::Closes).map_or(bare.len(), |(at, _)| at.end);
    bare.get(end..).is_none_or(|rest| !rest.chars().any(char::is_alphanumeric))
}

/// Splits a text that begins inside a quotation after the quotation.
pub(super) fn split(text: &str) -> (&str, &str) {
    let end = marks(text).find(|(_, mark)| *mark == Mark::Closes).map_or(text.len(), |(at, _)| at.end);
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Returns the text without the quotation marks around it.
pub(super) fn unquoted(text: &str) -> &str {
    let bare = bare(text);
    let inner = bare.trim_start_matches(['“', '"', '‘', '„', '*']);
    if inner.len() == bare.len() { text.trim() } else { inner.trim_end_matches(['”', '"', '’', '*']).trim() }
}

/// Returns the text without the signs that mark it as bold.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '*')
}

#[cfg(test)]
mod tests {
    use super::super::super::{Reader, lines::Source, pieces};
    use super::*;
    use crate::reading::Context;

    fn found(text: &str) -> Quotations {
        let source = Source::new(text);
        let context = Context::default();
        let mut reader = Reader::new(&source, &context);
        of(&pieces::assemble(&source.lines.iter().collect::<Vec<_>>(), &mut reader))
    }

    #[test]
    fn a_quotation_runs_until_it_is_closed() {
        for text in ["He moved:\n\n“One.\n\nTwo.\n\nThree.”\n\nFour.", "He moved:\n\n\"One.\n\nTwo.\n\nThree.\"\n\nFour."] {
            assert_eq!(found(text), Quotations { inside: vec![false, false, true, true, false], unclosed: None }, "{text}");
        }
        let again = "He moved:\n\n“One.\n\n“Two.\n\n“Three.”\n\nFour.";
        assert_eq!(found(again).inside, [false, false, true, true, false]);
    }

    #[test]
    fn a_quotation_that_is_not_closed_holds_nothing() {
        let text = "“One.\n\nTwo.\n\nThe “three” was four.\n\nFive.";
        assert_eq!(found(text), Quotations { inside: vec![false; 4], unclosed: Some(0) });
    }

    #[test]
    fn a_sentence_after_a_quotation_is_a_piece_of_its_own() {
        let source = Source::new("“That it be so.” (b) He.\n\n“Night Buses” was the title.\n\n‘Yes.’ He spoke.");
        let context = Context::default();
        let mut reader = Reader::new(&source, &context);
        let pieces = parted(pieces::assemble(&source.lines.iter().collect::<Vec<_>>(), &mut reader));
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts, ["“That it be so.”", "(b) He.", "“Night Buses” was the title.", "‘Yes.’", "He spoke."]);
    }

    #[test]
    fn quoted_words_are_found_in_a_paragraph() {
        let text = "He said “no” and \"yes\" and “perhaps";
        let quoted: Vec<&str> = within(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(quoted, ["“no”", "\"yes\"", "“perhaps"]);
        assert_eq!(unquoted("“That it be so.”"), "That it be so.");
        assert_eq!(unquoted("members’"), "members’");
    }
}
