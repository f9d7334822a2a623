//! What a file says of itself before its text, between two lines of `---`.

use super::Marked;
use crate::pieces::{Line, Piece};

/// How many lines there are at most.
const MOST_LINES: usize = 100;

/// Splits a text into what it says of itself and the rest. `None` if it says nothing.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n"))?;
    let mut end = 0;
    let mut has_key = false;
    for line in rest.split_inclusive('\n').take(MOST_LINES) {
        if line.trim() == "---" {
            let after = rest.get(end + line.len()..).unwrap_or_default();
            return has_key.then_some((rest.get(..end).unwrap_or_default(), after));
        }
        let is_more = line.starts_with([' ', '\t', '-', '#']) || line.trim().is_empty();
        has_key |= key(line).is_some();
        if !is_more && key(line).is_none() {
            return None;
        }
        end += line.len();
    }
    None
}

/// Returns the key and the value of a line: `title: "Minutes"`.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.len() <= 40 && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let value = value.trim();
    let bare =
        value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).or_else(|| value.strip_prefix('\'')?.strip_suffix('\''));
    is_key.then_some((key, bare.unwrap_or(value)))
}

/// Writes the title and the date as lines; all else is named as left out.
pub(super) fn read(matter: &str, marked: &mut Marked) {
    marked.pieces.push(Piece::Empty);
    for line in matter.lines() {
        let line = match key(line) {
            Some(("title", title)) => Line::new(title.replace("\\\"", "\""), true, true),
            // The day on which the file was published, and seldom that of the meeting.
            Some(("date", date)) => Line::plain(format!("date: {date}")),
            _ => {
                if !line.trim().is_empty() {
                    marked.around.push(line.trim().to_owned());
                }
                Line::default()
            }
        };
        marked.pieces.push(if line.text.trim().is_empty() { Piece::Empty } else { Piece::Line(line) });
    }
    marked.pieces.push(Piece::Empty);
}
