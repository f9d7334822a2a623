//! Finds where each minute begins: at its reference (`SAF27 THE CORPORATE PLAN`) or its number (`12. APOLOGIES`).

use super::lines::{Gap, Line};
use super::markers::Marker;
use super::words;
use std::collections::HashMap;

/// The beginning of a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head<'text> {
    /// The index of its line.
    pub(super) position: usize,
    pub(super) reference: Option<String>,
    pub(super) number: Option<String>,
    /// The title's first line.
    pub(super) title: &'text str,
}

/// Finds the beginnings of the minutes in `lines`.
pub(super) fn find<'text>(lines: &[Line<'text>]) -> Vec<Head<'text>> {
    let heads = by_reference(lines);
    if heads.is_empty() { by_number(lines) } else { heads }
}

fn by_reference<'text>(lines: &[Line<'text>]) -> Vec<Head<'text>> {
    let mut heads = Vec::new();
    // How often references begin with these letters, and whether at least one of them cannot be part of a sentence.
    let mut prefixes: HashMap<&str, (usize, bool)> = HashMap::new();
    for (position, line) in lines.iter().enumerate() {
        let Some((prefix, reference, title)) = reference(line.text) else { continue };
        let in_capitals = words::is_capitals(title);
        if in_capitals || (line.gap != Gap::None && words::is_short_phrase(title) && !words::ends_sentence(title)) {
            let (count, sure) = prefixes.entry(prefix).or_default();
            *count += 1;
            *sure |= in_capitals || *count > 1;
            heads.push((prefix, Head { position, reference: Some(reference.to_owned()), number: None, title }));
        }
    }
    // One board's references share a prefix, so the most frequent one is theirs.
    let sure = prefixes.into_iter().filter(|(_, (_, sure))| *sure);
    let most =
        sure.max_by(|(one, (count, _)), (other, (more, _))| count.cmp(more).then(other.cmp(one))).map(|(prefix, _)| prefix);
    heads.into_iter().filter(|(prefix, _)| Some(*prefix) == most).map(|(_, head)| head).collect()
}

/// Splits a reference from the title after it: its letters, the whole reference, the title.
fn reference(text: &str) -> Option<(&str, &str, &str)> {
    let (reference, title) = text.split_once(char::is_whitespace)?;
    let letters = reference.find(|c: char| !c.is_ascii_uppercase()).filter(|letters| (2..=6).contains(letters))?;
    let (prefix, rest) = reference.split_at_checked(letters)?;
    let rest = rest.trim_end_matches('.').trim_start_matches(['/', '-', '.']);
    let numbered = rest.split(['/', '-']).all(|part| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit()));
    let title = title.trim_start();
    let shaped = title.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    (numbered && shaped).then_some((prefix, reference.trim_end_matches('.'), title))
}

fn by_number<'text>(lines: &[Line<'text>]) -> Vec<Head<'text>> {
    let mut heads: Vec<Head<'text>> = Vec::new();
    let mut expected: Option<u32> = None;
    let mut next_in_list = None;
    for (position, line) in lines.iter().enumerate() {
        let Some((figure, title)) = numbered(line.text) else {
            let plain = line.gap != Gap::None && Marker::read(line.text).0 == Marker::None;
            next_in_list = next_in_list.filter(|_| !plain);
            continue;
        };
        if next_in_list == Some(figure) {
            next_in_list = Some(figure + 1);
            continue;
        }
        let begins = position == 0
            || line.gap != Gap::None
            || line.page
            || lines.get(position - 1).is_some_and(|last| words::ends_sentence(last.text));
        let in_order = expected.is_none_or(|expected| (expected..expected + 3).contains(&figure));
        let capitals = heads.first().is_none_or(|first| !words::is_capitals(first.title) || words::is_capitals(title));
        if begins
            && in_order
            && capitals
            && words::is_short_phrase(title)
            && !words::starts_small(title)
            && !words::ends_sentence(title)
        {
            expected = Some(figure + 1);
            next_in_list = None;
            heads.push(Head { position, reference: None, number: Some(figure.to_string()), title });
        } else if figure == 1 {
            next_in_list = Some(2);
        }
    }
    heads
}

/// Splits an item's number from its title: `12. APOLOGIES`, `12 Apologies`.
pub(super) fn numbered(text: &str) -> Option<(u32, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=3).contains(digits))?;
    let (number, rest) = text.split_at_checked(digits)?;
    let title = rest.strip_prefix('.').unwrap_or(rest);
    let apart = title.starts_with(char::is_whitespace);
    let number = number.parse().ok().filter(|number| *number > 0)?;
    (apart && !title.trim().is_empty()).then(|| (number, title.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::super::lines::Source;
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let source = Source::new(text);
        find(&source.lines)
            .into_iter()
            .map(|head| format!("{} {}", head.reference.or(head.number).unwrap_or_default(), head.title))
            .collect()
    }

    #[test]
    fn references_of_one_board() {
        let text = "FRN7 OPENING\n\nThe A56 Road was shut.\nCOVID19 Cases fell.\n\nFRN8 CLOSING\nWords.";
        assert_eq!(titles(text), ["FRN7 OPENING", "FRN8 CLOSING"]);
        assert_eq!(titles("SC/24/1 Opening\n\nWords.\n\nSC/24/2 Closing\n"), ["SC/24/1 Opening", "SC/24/2 Closing"]);
    }

    #[test]
    fn numbers_go_on_and_lists_inside_do_not_count() {
        let text = "12. APOLOGIES\n\nNone came.\n\n13. PLANS\n\nThe plans were:\n\n1. Parks\n2. Streets\n\n14. END\n\nWords.";
        assert_eq!(titles(text), ["12 APOLOGIES", "13 PLANS", "14 END"]);
        let text = "1. Apologies\n\nNone.\n\n2. Plans\n\nThree:\n\n1. Parks\n\n2. Streets\n\n3. Lanes\n\nThey were noted.\n\n3. End\n\nWords.";
        assert_eq!(titles(text), ["1 Apologies", "2 Plans", "3 End"]);
    }
}
