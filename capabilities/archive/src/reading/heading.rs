//! Reads the heading of minutes and agendas: the board, the date, the time and the place.

use super::labels::label;
use super::lines::{Gap, Line};
use super::{Reader, words};
use chrono::{NaiveDate, NaiveTime};
use foundation::text::{readable_title, single_spaced, title_key};
use foundation::{civil_date, time_of_day};

/// The content of a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) board: String,
    pub(super) date: Option<NaiveDate>,
    pub(super) time: Option<NaiveTime>,
    pub(super) place: Option<String>,
}

/// Words found in the name of a body.
const BODIES: &[&str] =
    &["board", "committee", "panel", "cabinet", "commission", "forum", "sub-committee", "executive", "assembly", "group"];

/// Words found in the name of a place.
const PLACES: &[&str] =
    &["hall", "room", "chamber", "house", "centre", "building", "offices", "boardroom", "suite", "library", "school"];

/// How the sentence that gives board, date and place begins.
const SENTENCES: &[&str] = &[
    "at a meeting of the ",
    "at a meeting of ",
    "minutes of the meeting of the ",
    "minutes of the meeting of ",
    "minutes of a meeting of the ",
    "minutes of a meeting of ",
    "minutes of the proceedings of the ",
    "agenda for the ",
    "agenda for ",
    "minutes of the ",
    "minutes of ",
];

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
];

/// Returns the line in lower case if it only names the type of document.
pub(super) fn document_title(text: &str) -> Option<String> {
    (text.len() < 40).then(|| single_spaced(text).to_lowercase()).filter(|title| TITLES.contains(&title.as_str()))
}

/// Reads the heading from `lines`, all of which come before the attendance or the first item.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> Heading {
    let mut heading = Heading::default();
    let mut printed_board = None;
    let mut position = 0;
    while let Some(line) = lines.get(position) {
        let mut taken = 1;
        let known = if let Some((name, count)) = large_name(lines.get(position..).unwrap_or_default(), reader) {
            taken = count;
            let free = heading.board.is_empty();
            if free {
                heading.board = readable_title(&name);
            }
            free
        } else if let Some((text, count)) = sentence(lines, position, reader) {
            taken = count;
            heading.read_sentence(&text, line, reader)
        } else {
            heading.read_line(line, &mut printed_board, reader)
        };
        if known {
            reader.place_all(lines.get(position..position + taken).unwrap_or_default());
        }
        position += taken;
    }
    if let Some(printed) = printed_board {
        if heading.board.is_empty() {
            heading.board = readable_title(printed.text);
        } else if !same_words(&heading.board, printed.text) {
            for line in lines.iter().filter(|line| same_words(line.text, printed.text)) {
                reader.unplace(&[*line]);
            }
        }
    }
    heading
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
    (names(&name, BODIES) && !words::ends_sentence(&name)).then_some((name, taken))
}

/// Returns the sentence that begins at `start`, without its opening words, and how many lines it takes.
fn sentence(lines: &[Line<'_>], start: usize, reader: &Reader<'_>) -> Option<(String, usize)> {
    let line = lines.get(start)?;
    let opening = SENTENCES.iter().find(|opening| opens(line.text, opening))?;
    let mut text = String::new();
    let rest = lines.iter().skip(start + 1).take(5).take_while(|line| line.gap == Gap::None && label(line.text, &[]).is_none());
    let taken = 1 + rest.clone().count();
    for line in std::iter::once(line).chain(rest) {
        words::append(&mut text, line.text, reader.rejoined());
    }
    // No heading is longer than this.
    if text.len() > 600 { None } else { Some((text.get(opening.len()..)?.to_owned(), taken)) }
}

fn opens(text: &str, opening: &str) -> bool {
    text.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening))
}

/// Checks whether the text contains one of the words.
fn names(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| words.contains(&word))
}

/// Checks whether two titles are the same apart from case and punctuation.
fn same_words(one: &str, other: &str) -> bool {
    let words = |title: &str| title.split_whitespace().map(title_key).collect::<Vec<_>>();
    one.len() < 200 && other.len() < 200 && words(one) == words(other)
}

/// Checks whether the line begins with `At a meeting of` or similar.
pub(super) fn is_sentence(text: &str) -> bool {
    SENTENCES.iter().any(|opening| opens(text, opening))
}

impl Heading {
    /// Reads the sentence. Returns whether all of it was recognised.
    fn read_sentence(&mut self, text: &str, line: &Line<'_>, reader: &mut Reader<'_>) -> bool {
        let date = civil_date::find_at(text);
        if !self.board.is_empty() || (date.is_none() && !names(text, BODIES)) {
            return false;
        }
        let (before, after) = text.split_at(date.map_or(text.len(), |(_, end)| end));
        let lower = before.to_ascii_lowercase();
        let cut = lower.find(" held ").or_else(|| lower.rfind(" on ")).unwrap_or(before.len());
        let (board, day) = before.split_at(cut);
        self.board = readable_title(board.trim_end_matches([',', ' ', '-', '–']));
        if let Some((date, _)) = date {
            self.set_date(date, text, line, reader);
        }
        // The place may come before the date: `held at the Town Hall on 6 February 2024`.
        let day = day.strip_prefix(" held").unwrap_or(day);
        let (place, day) = match day.rfind(" on ") {
            Some(on) => day.split_at(on),
            None => ("", day),
        };
        self.read_time_and_place(place) & self.read_time_and_place(after) & words::is_day(day)
    }

    /// Reads what follows the date: `at 6.30 p.m. in the Council Chamber`. Returns whether all of it was recognised.
    fn read_time_and_place(&mut self, text: &str) -> bool {
        let mut rest = text.trim_start_matches([',', '.', ' ', '-', '–']).trim_end_matches(['.', ' ']);
        for _ in 0..3 {
            for word in ["commencing ", "at the ", "at ", "in the ", "in ", "held "] {
                rest = rest.strip_prefix(word).unwrap_or(rest);
            }
            let Some((time, after)) = leading_time(rest) else { break };
            self.time = self.time.or(Some(time));
            rest = after.trim_start_matches([',', '.', ' ', '-', '–']);
        }
        if rest.is_empty() {
            return true;
        }
        let free = self.place.is_none();
        self.place.get_or_insert_with(|| rest.to_owned());
        free
    }

    fn read_line<'text>(&mut self, line: &Line<'text>, board: &mut Option<Line<'text>>, reader: &mut Reader<'_>) -> bool {
        if document_title(line.text).is_some() {
            return true;
        }
        if line.width > 160 {
            return false;
        }
        if let Some((name, value)) = label(line.text, &[])
            && !value.is_empty()
        {
            match name.as_str() {
                "date" | "date of meeting" | "meeting date" | "date and time" => return self.read_day(value, line, reader),
                "time" => {
                    let time = time_of_day::read(value);
                    self.time = self.time.or(time);
                    return time.is_some();
                }
                "venue" | "place" | "location" => {
                    let free = self.place.is_none();
                    self.place.get_or_insert_with(|| value.trim_end_matches('.').to_owned());
                    return free;
                }
                "board" | "committee" | "meeting" if self.board.is_empty() => {
                    self.board = readable_title(value);
                    return true;
                }
                _ if time_of_day::read(line.text).is_none() && civil_date::find(line.text).is_none() => return false,
                _ => {}
            }
        }
        if civil_date::find(line.text).is_some() {
            // `Minutes, 4 March 2025`.
            let titled = line.text.split_once(", ").filter(|(title, _)| document_title(title).is_some());
            return self.read_day(titled.map_or(line.text, |(_, day)| day), line, reader);
        }
        let titled = words::is_capitals(line.text) || words::is_title(line.text);
        if titled && names(line.text, BODIES) && board.is_none() && !words::ends_sentence(line.text) {
            *board = Some(*line);
            return true;
        }
        if let Some(board) = board {
            // The board's name is often printed twice.
            if same_words(board.text, line.text) {
                return true;
            }
        }
        if titled && line.text.split_whitespace().next_back().is_some_and(|word| word.eq_ignore_ascii_case("council")) {
            reader.front_matter(line.number, line.text);
            return true;
        }
        if titled && self.date.is_some() && self.place.is_none() && names(line.text, PLACES) {
            self.place = Some(line.text.trim_end_matches('.').to_owned());
            return true;
        }
        false
    }

    fn read_day(&mut self, text: &str, line: &Line<'_>, reader: &mut Reader<'_>) -> bool {
        let Some((date, end)) = civil_date::find_at(text) else { return false };
        let (day, after) = text.split_at(end);
        if self.date.is_some_and(|known| known != date) || !words::is_day(day) {
            return false;
        }
        self.set_date(date, text, line, reader);
        self.read_time_and_place(after)
    }

    fn set_date(&mut self, date: NaiveDate, text: &str, line: &Line<'_>, reader: &mut Reader<'_>) {
        self.date = Some(date);
        if civil_date::find_weekday(text).is_some_and(|weekday| !civil_date::falls_on(date, weekday)) {
            let right = civil_date::written_with_weekday(date);
            reader.remark(line.number, &format!("the day of the meeting is {right}, but a different weekday is printed"));
        }
    }
}

/// Returns the time of day at the start of the text, and what follows it.
pub(super) fn leading_time(text: &str) -> Option<(NaiveTime, &str)> {
    let ends: Vec<usize> = text
        .char_indices()
        .take(40)
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .chain((text.chars().take(41).count() <= 40).then_some(text.len()))
        .take(3)
        .collect();
    ends.iter().rev().find_map(|end| {
        let (time, rest) = text.split_at_checked(*end)?;
        time_of_day::read(time).map(|time| (time, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::Source;
    use super::*;

    fn heading(text: &str) -> Heading {
        let source = Source::new(text);
        read(&source.lines, &mut Reader::new(&source))
    }

    #[test]
    fn reads_the_sentence() {
        let read = heading(
            "FERN BOARD\n\nAt a meeting of the Fern Board on Tuesday, 4 March\n2025 at 6.30 p.m. in the Moss Room - Town Hall, Fernham",
        );
        assert_eq!(read.board, "Fern Board");
        assert_eq!(read.date, NaiveDate::from_ymd_opt(2025, 3, 4));
        assert_eq!(read.time, NaiveTime::from_hms_opt(18, 30, 0));
        assert_eq!(read.place.as_deref(), Some("Moss Room - Town Hall, Fernham"));
    }

    #[test]
    fn reads_lines_and_labels() {
        let read = heading(
            "Fernham Council\nSAFER STREETS PANEL\nAGENDA\nDate: Tuesday, 4 March 2025\nTime: 6.30 p.m.\nVenue: Moss Room, Fernham",
        );
        assert_eq!((read.board.as_str(), read.date), ("Safer Streets Panel", NaiveDate::from_ymd_opt(2025, 3, 4)));
        assert_eq!((read.time, read.place.as_deref()), (NaiveTime::from_hms_opt(18, 30, 0), Some("Moss Room, Fernham")));
    }
}
