//! Reads the heading of minutes and agendas: the board, the date, the time and the place, from whatever speaks for them.

mod evidence;
mod found;
mod names;
mod sentence;
mod when;

pub(super) use when::leading_time;

use super::doubt::{About, Reading};
use super::lines::{Gap, Line};
use super::{Reader, words};
use chrono::{NaiveDate, NaiveTime};
use found::Found;
use foundation::text::single_spaced;

/// The content of a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// The body. `None` if the paper leaves it in doubt.
    pub(super) board: Option<String>,
    /// The day. `None` if the paper leaves it in doubt.
    pub(super) date: Option<NaiveDate>,
    pub(super) time: Option<NaiveTime>,
    pub(super) place: Option<String>,
    /// The line that marks the paper as a draft.
    pub(super) draft: Option<usize>,
    /// The line that marks the whole paper as not for publication.
    pub(super) private: Option<usize>,
    /// What a person has to decide.
    pub(super) doubts: Vec<(About, usize, String, Vec<Reading>)>,
}

/// Lines that only name the type of document.
const TITLES: &[&str] = &[
    "minutes",
    "draft minutes",
    "agenda",
    "agenda and minutes",
    "agenda and papers",
    "agenda and draft minutes",
    "printed minutes",
    "minutes (draft)",
    "agenda, decisions and minutes",
    "minutes template",
    "summons",
    "public notice",
    "notice of meeting",
    "minutes of meeting",
    "minutes of the meeting",
    "minutes of proceedings",
    "unconfirmed minutes",
    "minutes - draft",
    "draft",
    "cofnodion",
    "cofnodion / minutes",
    "minutes / cofnodion",
    "agenda / agenda",
    "miontuairiscí",
];

/// Returns the line in lower case if it only names the type of document.
pub(super) fn document_title(text: &str) -> Option<String> {
    let bare = single_spaced(text.trim_matches(['-', '–', '*', ' ', ':'])).to_lowercase();
    (text.len() < 40).then_some(bare).filter(|title| TITLES.contains(&title.as_str()))
}

/// Checks whether the line begins with `At a meeting of`, `Minutes of the` or similar.
pub(super) fn is_sentence(text: &str) -> bool {
    sentence::begins(text)
}

/// Reads the heading from `lines`, all of which come before the attendance or the first item.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> Heading {
    let mut heading = Found::default();
    let mut position = 0;
    while let Some(line) = lines.get(position) {
        heading.marks(line);
        let rest = lines.get(position..).unwrap_or_default();
        let (known, taken) = if let Some((name, taken)) = large_name(rest, reader) {
            heading.evidence.board(&name, line.number, evidence::TITLE);
            (true, taken)
        } else if let Some(taken) = heading.sentence(rest, reader) {
            taken
        } else {
            (heading.line(line, reader), 1)
        };
        if known {
            reader.place_all(lines.get(position..position + taken).unwrap_or_default());
        }
        position += taken;
    }
    heading.decide(lines, reader)
}

/// Returns a board's name that is set large and runs over several lines, and how many lines it takes.
fn large_name(lines: &[Line<'_>], reader: &Reader<'_>) -> Option<(String, usize)> {
    let more = lines.iter().skip(1).take(4).take_while(|line| line.large && line.gap == Gap::None);
    let taken = 1 + more.count();
    if taken < 2 || !lines.first()?.large {
        return None;
    }
    let mut name = String::new();
    for line in lines.iter().take(taken) {
        words::append(&mut name, line.text, reader.rejoined());
    }
    (names::body(&name) && !words::ends_sentence(&name)).then_some((name, taken))
}

impl Heading {
    /// Adds the doubts to those of the pack.
    pub(super) fn tell(&self, reader: &mut Reader<'_>) {
        for (about, line, says, readings) in &self.doubts {
            reader.doubt(*about, *line, says, readings.clone());
        }
        if let Some(line) = self.draft {
            reader.doubt(About::Draft, line, "The paper is marked as a draft", Vec::new());
        }
        if let Some(line) = self.private {
            reader.doubt(About::Private, line, "The paper is marked as not for publication", Vec::new());
        }
    }
}
