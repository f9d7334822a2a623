//! The marks inside a line.

use crate::html;
use crate::pieces::Piece;

/// Checks whether a line has words between two pairs of stars.
pub(super) fn has_bold(line: &str) -> bool {
    line.contains("**") && runs(line).iter().any(|(_, is_bold)| *is_bold)
}

/// Splits a line at pairs of stars: each part, and whether it is between two. Three stars are a pair and one that stresses.
fn runs(line: &str) -> Vec<(String, bool)> {
    let line = line.replace("***", "**");
    let parts: Vec<&str> = line.split("**").collect();
    let last = parts.len().saturating_sub(1);
    let is_bold = |(at, part): &(usize, &str)| at % 2 == 1 && *at < last && !part.trim().is_empty();
    parts.iter().copied().enumerate().map(|run| (run.1.to_owned(), is_bold(&run))).collect()
}

/// Returns the words of a line without its marks, and whether all of them are bold.
pub(super) fn plain(line: &str) -> (String, bool) {
    let mut text = String::with_capacity(line.len());
    let (mut letters, mut bold) = (0, 0);
    if has_bold(line) {
        for (part, is_bold) in runs(line) {
            let count = part.chars().filter(|c| c.is_alphabetic()).count();
            letters += count;
            bold += if is_bold { count } else { 0 };
            text.push_str(&part);
        }
    } else {
        // A pair without its partner belongs to a bold text of several lines; with a space beside it, it is a sign of the text.
        let begun = line.strip_prefix("**").filter(|rest| rest.starts_with(char::is_alphanumeric)).unwrap_or(line);
        text.push_str(
            begun.strip_suffix("**").filter(|rest| rest.ends_with(|c: char| !c.is_whitespace() && c != '*')).unwrap_or(begun),
        );
    }
    let text = without_escapes(&without_links(&without_stress(&text)));
    (decoded(text), letters > 0 && letters == bold)
}

/// Returns a line of HTML whose bold words have tags.
pub(super) fn with_tags(line: &str) -> String {
    if !has_bold(line) {
        return line.to_owned();
    }
    runs(line).into_iter().map(|(text, is_bold)| if is_bold { format!("<b>{text}</b>") } else { text }).collect()
}

/// Removes single stars around words: `*Note*`.
fn without_stress(text: &str) -> String {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '*');
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '*');
    let mut kept = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        if letter == '*' && open.is_none() && is_edge(before) && is_word(next) {
            open = Some(kept.len());
            kept.push('*');
        } else if letter == '*' && is_word(before) && is_edge(next) && open.is_some() {
            if let Some(at) = open.take() {
                kept.remove(at);
            }
        } else {
            kept.push(letter);
        }
        before = Some(letter);
    }
    kept
}

/// The longest address of a link, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// Writes links as their words, and drops pictures.
fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let begun = before.rfind('[');
        let end = after.bytes().take(LONGEST_ADDRESS).position(|byte| byte == b')');
        let (Some(begun), Some(end)) = (begun, end) else {
            kept.push_str(before);
            kept.push_str("](");
            rest = after;
            continue;
        };
        let address = after.get(..end).unwrap_or_default();
        let is_address = !address.is_empty() && (address.contains(['.', '/']) || address.starts_with(['#', 'm', 'h']));
        if !is_address {
            kept.push_str(before);
            kept.push_str("](");
            rest = after;
            continue;
        }
        let (outside, words) = (before.get(..begun).unwrap_or_default(), before.get(begun + 1..).unwrap_or_default());
        match outside.strip_suffix('!') {
            Some(outside) => kept.push_str(outside),
            None => kept.extend([outside, words]),
        }
        rest = after.get(end + 1..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

/// Removes the strokes before signs that would have been marks: `1\.`.
fn without_escapes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        kept.push(if is_escape { letters.next().unwrap_or(letter) } else { letter });
    }
    kept
}

/// Writes entities, such as `&amp;`, as the signs that they are.
fn decoded(text: String) -> String {
    let has_entity = text.split('&').skip(1).any(|rest| {
        rest.split_once(';').is_some_and(|(name, _)| {
            (2..=10).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        })
    });
    if !has_entity {
        return text;
    }
    let page = html::read(&format!("<p>{}", text.replace('<', "&lt;")));
    let lines = page.pieces.into_iter().filter_map(|piece| match piece {
        Piece::Line(line) => Some(line.text),
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}
