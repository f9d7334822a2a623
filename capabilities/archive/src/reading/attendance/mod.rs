//! Reads the lists at the head of minutes: members present, apologies, others in attendance.
//!
//! [`lists`] collects the lines of each list under its label, [`people`] reads the people on it, and [`placing`] puts them into the
//! lists of the record. What may be read in more than one way becomes a doubt; words that only count people become notices.

mod labels;
mod line_signs;
mod lists;
mod minuted;
mod people;
mod placing;
mod printed;
mod roles;
mod segments;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

pub(super) use minuted::Minuted;

use super::Reader;
use super::lines::Line;
use labels::List;
use lists::Found;
use meetings::minutes::AttendanceLists;
use placing::Placing;
use printed::Printed;

/// How many lines may be between who presided and the list of the others.
const APART: usize = 2;

/// Checks whether the line heads the list of those present, which all minutes have.
pub(super) fn begins(line: &Line<'_>) -> bool {
    labels::may_head(line.text)
        && labels::read(line.text).is_some_and(|label| match label.list {
            List::Present => label.sure && !label.weak,
            List::Chair(_) => {
                label.colon && says_in_the_chair(line.text) && (label.rest.is_empty() || words::begins_titled(label.rest))
            }
            _ => false,
        })
}

/// Checks whether a label says that its people were in the chair, which agendas do not.
fn says_in_the_chair(text: &str) -> bool {
    let start = text.get(..text.floor_char_boundary(40)).unwrap_or(text).to_lowercase();
    ["in the chair", "presid", "present", "chaired"].iter().any(|words| start.contains(words))
}

/// Returns the index of the line at which the lists of minutes begin.
///
/// Lists with a label that agendas use too, such as `Committee Members`, count if no other is there.
pub(super) fn start(lines: &[Line<'_>]) -> Option<usize> {
    match lines.iter().position(begins) {
        Some(position) => {
            // `Chair: Councillor A Dummy` may be on a line above the list.
            let above = (position.saturating_sub(APART)..position).find(|above| {
                lines.get(*above).and_then(|line| labels::read(line.text)).is_some_and(|label| {
                    matches!(label.list, List::Chair(_) | List::Substitutes) && label.colon && words::begins_titled(label.rest)
                })
            });
            Some(above.unwrap_or(position))
        }
        None => lists::weak_start(lines),
    }
}

/// Reads the lists at the start of `lines`. Also returns the index of the first line after them.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> (AttendanceLists, usize) {
    let (found, taken) = lists::collect(lines);
    let mut placing = Placing::default();
    for found in found {
        match found {
            Found::List(printed) => {
                for printed in printed.parts() {
                    placing.add(&printed, reader);
                }
            }
            Found::Sentence { line, text } => {
                let read = minuted::apologies(&text, true);
                let said = !read.people.is_empty();
                placing::tell(&Printed::sentence(&text, line), &read, reader);
                placing.add_apologies(read.people);
                if !said && !placing.preside(presiding(&text).unwrap_or_default()) {
                    placing::notice(line, &text, reader);
                }
            }
        }
    }
    // Who presided may be said in the first sentence after the lists, which stays where it is.
    if let Some(name) = lines.get(taken).and_then(|line| presiding(line.text)) {
        placing.preside(name);
    }
    reader.place_all(lines.get(..taken).unwrap_or_default());
    (placing.finish(), taken)
}

/// Returns the name in `AB chaired the meeting` and `The meeting was chaired by A. Dummy`.
fn presiding(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches('.');
    let before = [
        " chaired the meeting",
        " took the chair",
        " was in the chair",
        " presided",
        " in the chair",
        " in the Chair",
        " took the Chair",
    ];
    let after = ["was chaired by ", "was Chaired by ", "chair was taken by ", "Chair was taken by ", "presided over by "];
    let name = before
        .iter()
        .find_map(|words| text.strip_suffix(words))
        .or_else(|| after.iter().find_map(|words| text.split_once(words).map(|(_, name)| name)))?;
    (name.len() <= 60 && name.starts_with(char::is_uppercase) && !name.contains([',', ':'])).then_some(name.trim())
}
