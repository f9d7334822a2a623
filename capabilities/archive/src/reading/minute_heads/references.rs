//! Minutes that begin with a reference of letters and figures: `SAF27 THE CORPORATE PLAN`.

use super::super::lines::{Gap, Line};
use super::super::words;
use super::Head;
use std::collections::HashMap;

/// Finds the minutes that begin with a reference.
pub(super) fn find<'text>(lines: &[Line<'text>]) -> Vec<Head<'text>> {
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
            heads.push((
                prefix,
                Head { position, before_title: 0, reference: Some(reference.to_owned()), number: None, title, rest: None },
            ));
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
