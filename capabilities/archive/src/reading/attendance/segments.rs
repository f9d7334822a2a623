//! Splits the words of a list at what separates people: commas, `and`, line breaks, the ends of sentences.

use super::labels::{self, Label};
use super::words;

/// What separates two segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Start,
    Comma,
    Semicolon,
    Line,
    And,
    /// The end of a sentence.
    Stop,
}

impl Separator {
    /// Returns how much it says, to choose between two with nothing between them.
    fn rank(self) -> u8 {
        match self {
            Self::Start | Self::Comma => 0,
            Self::Line => 1,
            Self::Semicolon => 2,
            Self::Stop => 3,
            Self::And => 4,
        }
    }
}

/// What is between two separators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'text> {
    pub(super) before: Separator,
    pub(super) text: &'text str,
    /// Where it begins in the list.
    pub(super) at: usize,
}

/// Words that join people as `and` does.
const JOINING: &[&str] = &[
    " and ",
    " and\n",
    " &\n",
    " ac ",
    " a'r ",
    " a’r ",
    " & ",
    " together with ",
    " along with ",
    " as well as ",
    " plus ",
    " + ",
    "\nand ",
    "\n& ",
    " And ",
    " AND ",
    "\nplus ",
    " Plus ",
];

/// How far a bracket may reach, in bytes.
const BRACKET: usize = 400;

/// Splits the text, except inside brackets.
pub(super) fn split(text: &str) -> Vec<Segment<'_>> {
    let mut segments: Vec<Segment<'_>> = Vec::new();
    let (mut start, mut before) = (0, Separator::Start);
    let mut brackets = Brackets::default();
    let mut position = 0;
    while let Some(character) = text.get(position..).and_then(|rest| rest.chars().next()) {
        let size = character.len_utf8();
        if character == '(' {
            position = brackets.end(text, position).unwrap_or(position + size);
            continue;
        }
        let Some((separator, length)) = separator_at(text, position, character) else {
            position += size;
            continue;
        };
        let pushed = push(&mut segments, text, start..position, before);
        if pushed || (separator.rank() >= before.rank() && !segments.is_empty()) {
            before = separator;
        }
        position += length;
        start = position;
    }
    push(&mut segments, text, start..text.len(), before);
    segments
}

/// Adds the words in the range as a segment. Returns `false` if there are none.
fn push<'text>(segments: &mut Vec<Segment<'text>>, text: &'text str, range: std::ops::Range<usize>, before: Separator) -> bool {
    let printed = text.get(range.clone()).unwrap_or_default();
    let words = printed.trim();
    if !words.is_empty() {
        let at = range.start + printed.len() - printed.trim_start().len();
        segments.push(Segment { before, text: words, at });
    }
    !words.is_empty()
}

/// Returns the separator at `position`, with how many bytes of it cannot begin another.
fn separator_at(text: &str, position: usize, character: char) -> Option<(Separator, usize)> {
    let rest = text.get(position..)?;
    match character {
        ' ' | '\n' => match JOINING.iter().find(|words| rest.starts_with(**words)) {
            Some(words) => Some((Separator::And, words.len() - 1)),
            None => (character == '\n').then_some((Separator::Line, 1)),
        },
        ',' if !rest.get(1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) => Some((Separator::Comma, 1)),
        ';' => Some((Separator::Semicolon, 1)),
        '.' if ends_sentence(text, position) => Some((Separator::Stop, 1)),
        _ => None,
    }
}

/// Checks whether the full stop at `position` ends a sentence, and not an initial or a title.
fn ends_sentence(text: &str, position: usize) -> bool {
    let after = text.get(position + 1..).unwrap_or_default();
    let next = after.trim_start_matches([' ', '\n']);
    if next.len() == after.len() || !next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '*') {
        return false;
    }
    let begin = text.floor_char_boundary(position.saturating_sub(40));
    let before = text.get(begin..position).unwrap_or_default();
    let last = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '/' | '(')).next().unwrap_or_default();
    let letters = last.chars().filter(|c| c.is_alphanumeric()).count();
    let short = ["st", "jr", "snr", "jnr", "no", "mt", "c", "dep", "asst"].contains(&last.to_lowercase().as_str());
    letters > 1
        && !words::is_initial(&format!("{last}."))
        && !words::is_title(last)
        && words::councillor(last).is_none()
        && !short
}

/// Finds where brackets end, in time proportional to the text.
#[derive(Default)]
pub(super) struct Brackets {
    /// The last closing bracket that was looked up.
    close: usize,
}

impl Brackets {
    /// Returns the place after the bracket that opens at `open`. `None` if none closes near it.
    pub(super) fn end(&mut self, text: &str, open: usize) -> Option<usize> {
        if self.close <= open {
            self.close = text.get(open..)?.find(')').map_or(text.len(), |close| open + close);
        }
        if self.close >= text.len() || self.close - open > BRACKET {
            return None;
        }
        let mut depth = 0_usize;
        for (after, byte) in text.as_bytes().get(open..)?.iter().take(BRACKET).enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(open + after + 1);
            }
        }
        Some(self.close + 1)
    }
}

/// A word, or what is in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'text> {
    Word(&'text str),
    Bracket(&'text str),
}

impl<'text> Piece<'text> {
    /// Returns the word; `None` for what is in brackets.
    pub(super) fn word(self) -> Option<&'text str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Bracket(_) => None,
        }
    }
}

/// Splits a segment into its words and brackets, each with its place in the segment.
pub(super) fn pieces(text: &str) -> Vec<(usize, Piece<'_>)> {
    let mut found = Vec::new();
    let mut brackets = Brackets::default();
    let mut position = 0;
    let mut word: Option<usize> = None;
    while let Some(character) = text.get(position..).and_then(|rest| rest.chars().next()) {
        let size = character.len_utf8();
        let dash = matches!(character, '–' | '—');
        let bracket = if matches!(character, '(') { brackets.end(text, position) } else { None };
        if let Some(end) = bracket {
            end_word(text, &mut word, position, &mut found);
            let inside = text.get(position + 1..end - 1).unwrap_or_default();
            found.push((position, Piece::Bracket(inside.trim())));
            position = end;
            continue;
        }
        if character.is_whitespace() {
            end_word(text, &mut word, position, &mut found);
        } else if dash
            && word.is_some_and(|start| text.get(start..position).is_some_and(|begun| begun.chars().count() > 1))
            && begins_note(text, position + size)
        {
            // `Dummy– Chairman`
            end_word(text, &mut word, position, &mut found);
            word = Some(position);
        } else if word.is_none() {
            word = Some(position);
        } else if word.is_some_and(|start| matches!(text.get(start..position), Some("-" | "–" | "—"))) {
            // `-Chairman`
            end_word(text, &mut word, position, &mut found);
            word = Some(position);
        }
        position += size;
    }
    end_word(text, &mut word, text.len(), &mut found);
    found
}

/// Ends the word that has begun, if any.
fn end_word<'text>(text: &'text str, word: &mut Option<usize>, end: usize, found: &mut Vec<(usize, Piece<'text>)>) {
    let Some(start) = word.take() else { return };
    let Some(printed) = text.get(start..end) else { return };
    match words::glued_title(printed) {
        Some((_, name)) => {
            let (title, name) = printed.split_at(printed.len() - name.len());
            found.push((start, Piece::Word(title)));
            found.push((end - name.len(), Piece::Word(name)));
        }
        None => found.push((start, Piece::Word(printed))),
    }
}

fn begins_note(text: &str, after: usize) -> bool {
    text.get(after..).is_some_and(|rest| rest.starts_with(' '))
}

/// Finds the labels inside the text: `… and Mr B Foil. Apologies: Cllr C Proxy`. Returns the place of each with the place after it.
pub(super) fn inner_labels(text: &str) -> Vec<(usize, usize, Label<'_>)> {
    let mut found: Vec<(usize, usize, Label<'_>)> = Vec::new();
    let mut free = 0;
    for (colon, _) in text.match_indices(':') {
        let from = text.ceil_char_boundary(colon.saturating_sub(60).max(free));
        let before = text.get(from..colon).unwrap_or_default();
        let starts = before.char_indices().filter(|(at, c)| {
            c.is_uppercase()
                && (*at == 0
                    || before
                        .get(..*at)
                        .is_some_and(|begun| begun.ends_with(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')))
        });
        let label = starts.take(20).find_map(|(at, _)| {
            let name = before.get(at..)?;
            let begun = text.get(..from + at).unwrap_or_default().trim_end();
            let fresh = begun.is_empty()
                || begun.ends_with([',', '.', ';', ')'])
                || text.get(..from + at).is_some_and(|begun| begun.ends_with('\n'));
            let label = labels::of(name)?;
            let known = fresh || !matches!(label.list, labels::List::Chair(_) | labels::List::Clerk);
            known.then_some((from + at, label))
        });
        free = colon + 1;
        if let Some((at, label)) = label {
            found.push((at, colon + 1, label));
        }
    }
    for (at, words) in text.match_indices("embers of the public") {
        // `Members of the public - Mr A Dummy`
        let after = text.get(at + words.len()..).unwrap_or_default();
        let dash = after.trim_start().starts_with(['-', '–', '—']);
        if let Some(label) = labels::of("members of the public").filter(|_| dash && at > 0) {
            found.push((at - 1, at + words.len(), label));
        }
    }
    found.sort_by_key(|(at, ..)| *at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        split(text).iter().map(|segment| segment.text).collect()
    }

    #[test]
    fn people_are_separated_outside_brackets() {
        assert_eq!(
            shown("Mr A Dummy (Head of Parks, Play and Trees), Mrs B Foil and Dr C Proxy & Mr D Token; E. Stand plus F. Mock"),
            ["Mr A Dummy (Head of Parks, Play and Trees)", "Mrs B Foil", "Dr C Proxy", "Mr D Token", "E. Stand", "F. Mock"]
        );
        assert_eq!(shown("A. Dummy, and B. Foil,, and\nC. Proxy"), ["A. Dummy", "B. Foil", "C. Proxy"]);
        assert_eq!(shown("Cllr. A. Dummy. Cllr B. Foil. Mr. C. Proxy."), ["Cllr. A. Dummy", "Cllr B. Foil", "Mr. C. Proxy."]);
        assert_eq!(shown("A (open, B, C"), ["A (open", "B", "C"]);
        assert_eq!(shown("A (b (c, d)), E"), ["A (b (c, d))", "E"]);
        assert_eq!(shown("Anderson and Sandand and Band"), ["Anderson", "Sandand", "Band"]);
        let joined: Vec<Separator> = split("A, B and C\nD; E, and F").iter().map(|segment| segment.before).collect();
        let expected =
            [Separator::Start, Separator::Comma, Separator::And, Separator::Line, Separator::Semicolon, Separator::And];
        assert_eq!(joined, expected);
    }

    #[test]
    fn segments_have_words_and_brackets() {
        let read = |text: &'static str| pieces(text).into_iter().map(|(_, piece)| piece).collect::<Vec<_>>();
        assert_eq!(
            read("Cllr.Dummy (Chair) -Clerk"),
            [Piece::Word("Cllr."), Piece::Word("Dummy"), Piece::Bracket("Chair"), Piece::Word("-"), Piece::Word("Clerk")]
        );
        assert_eq!(read("Dummy– Chairman"), [Piece::Word("Dummy"), Piece::Word("–"), Piece::Word("Chairman")]);
        assert_eq!(read("Dummy-Foil"), [Piece::Word("Dummy-Foil")]);
    }

    #[test]
    fn labels_inside_a_list_are_found() {
        let text = "Cllr A Dummy and Cllr B Foil. Apologies: Cllr C Proxy. In attendance: Mr D Token";
        let found: Vec<&str> = inner_labels(text).iter().map(|(from, to, _)| &text[*from..*to]).collect();
        assert_eq!(found, ["Apologies:", "In attendance:"]);
        assert!(inner_labels("T. Dummy: Borough Councillor").is_empty());
    }
}
