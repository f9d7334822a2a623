//! Reads the heading of minutes and agendas: the board, the date, the time and the place, from whatever speaks for them.

mod evidence;
mod names;
mod sentence;

use super::context::Context;
use super::doubt::{About, Reading};
use super::labels::label;
use super::lines::{Gap, Line};
use super::{Reader, minutes, words};
use chrono::{NaiveDate, NaiveTime};
use evidence::{Decision, Evidence};
use foundation::text::single_spaced;
use foundation::{civil_date, time_of_day};

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

/// Words that mark minutes as a draft.
const DRAFT: &[&str] = &[
    "draft",
    "unconfirmed",
    "subject to approval",
    "subject to confirmation",
    "yet to be approved",
    "not yet approved",
    "drafft",
];

/// Words that mark a paper as not for publication.
const PRIVATE: &[&str] = &[
    "not for publication",
    "private and confidential",
    "strictly confidential",
    "exempt minutes",
    "confidential minutes",
    "restricted minutes",
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

/// What has been found so far.
#[derive(Default)]
struct Found {
    evidence: Evidence,
    time: Option<NaiveTime>,
    place: Option<String>,
    draft: Option<usize>,
    private: Option<usize>,
    /// The days with another weekday beside them.
    weekdays: Vec<(NaiveDate, usize)>,
}

impl Found {
    /// Notes whether the line marks the paper as a draft or as private.
    fn marks(&mut self, line: &Line<'_>) {
        let lower = line.text.get(..line.text.floor_char_boundary(160)).unwrap_or_default().to_lowercase();
        let marks = |known: &[&str]| known.iter().any(|mark| contains_words(&lower, mark));
        let is_title = line.width < 100 || sentence::begins(line.text);
        if self.draft.is_none() && is_title && marks(DRAFT) {
            self.draft = Some(line.number);
        }
        if self.private.is_none() && line.width < 100 && marks(PRIVATE) {
            self.private = Some(line.number);
        }
    }

    /// Reads the sentence at the start of `lines`. Returns whether all of it was understood, and how many lines it takes.
    fn sentence(&mut self, lines: &[Line<'_>], reader: &Reader<'_>) -> Option<(bool, usize)> {
        let first = lines.first().filter(|line| sentence::begins(line.text))?;
        let goes_on = |line: &&Line<'_>| line.gap == Gap::None && label(line.text, &[]).is_none();
        let most = 1 + lines.iter().skip(1).take(5).take_while(goes_on).count();
        // The shortest run of lines that is a whole sentence with its day, or else all of them.
        let mut text = String::new();
        let mut longest = String::new();
        let mut taken = most;
        for (at, line) in lines.iter().take(most).enumerate() {
            words::append(&mut text, line.text, reader.rejoined());
            let whole = sentence::read(&text).is_some_and(|read| read.whole && read.day.is_some() && words_complete(&text));
            let next_adds = lines.get(at + 1).is_some_and(|next| {
                at + 1 < most
                    && (words::ends_open(&text)
                        || words::starts_small(next.text)
                        || words::filled(line, next.text) > 80
                        || sentence::time_in(next.text).is_some())
            });
            if whole && !next_adds {
                taken = at + 1;
                longest.clone_from(&text);
                break;
            }
            longest.clone_from(&text);
        }
        let read = sentence::read(&longest)?;
        if let Some(board) = read.board {
            self.evidence.board(board, first.number, evidence::SENTENCE);
        }
        if let Some(day) = read.day {
            self.day(day, &longest, first.number, evidence::SENTENCE);
        }
        self.time = self.time.or(read.time);
        if let Some(place) = read.place {
            self.place.get_or_insert_with(|| place.to_owned());
        }
        Some((read.whole, taken))
    }

    fn day(&mut self, day: NaiveDate, text: &str, line: usize, weight: i32) {
        self.evidence.day(day, line, weight);
        if civil_date::find_weekday(text).is_some_and(|weekday| !civil_date::falls_on(day, weekday)) {
            self.weekdays.push((day, line));
        }
    }

    /// Reads one line. Returns whether it was understood.
    fn line(&mut self, line: &Line<'_>, reader: &mut Reader<'_>) -> bool {
        if document_title(line.text).is_some() || minutes::is_column_label(line) {
            return true;
        }
        if line.width > 160 {
            return false;
        }
        if let Some(known) = self.labelled(line) {
            return known;
        }
        if let Some(known) = self.dated(line) {
            return known;
        }
        let titled = words::is_capitals(line.text) || words::is_title(line.text) || line.large;
        if titled && names::body(line.text) && !words::ends_sentence(line.text) {
            let weight = evidence::LINE + i32::from(line.large || line.bold);
            self.evidence.board(without_kind(line.text), line.number, weight);
            if names::council_only(line.text) {
                reader.front_matter(line.number, line.text);
            }
            return true;
        }
        if titled && self.place.is_none() && names::place(line.text) {
            self.place = Some(line.text.trim_end_matches('.').to_owned());
            return true;
        }
        false
    }

    /// Reads `Date: 4 March 2025`, `Venue: …`. `None` if the line has no such label.
    fn labelled(&mut self, line: &Line<'_>) -> Option<bool> {
        let (name, value) = label(line.text, &[]).filter(|(_, value)| !value.is_empty())?;
        match name.as_str() {
            "date" | "date of meeting" | "meeting date" | "date and time" | "day, date and time" | "dyddiad" => {
                let Some((day, end)) = civil_date::find_at(value) else { return Some(false) };
                self.day(day, value, line.number, evidence::LABEL);
                let (_, after) = value.split_at(end);
                self.time = self.time.or(sentence::time_in(after));
                Some(true)
            }
            "time" | "start time" | "amser" => {
                let time = time_of_day::read(value).or_else(|| sentence::time_in(value));
                self.time = self.time.or(time);
                Some(time.is_some())
            }
            "venue" | "place" | "location" | "lleoliad" => {
                let free = self.place.is_none();
                let value = value.split(" View directions").next().unwrap_or(value);
                self.place.get_or_insert_with(|| value.trim_end_matches(['.', ' ']).to_owned());
                Some(free)
            }
            "board" | "committee" | "meeting" | "name of committee" | "title" if names::body(value) => {
                self.evidence.board(value, line.number, evidence::LABEL);
                Some(true)
            }
            // `Safer Board: 4 March 2025` has a day as well.
            _ if sentence::time_in(line.text).is_none() && civil_date::find(line.text).is_none() => Some(false),
            _ => None,
        }
    }

    /// Reads a line that gives a day: `Safer Board - 4 March 2025`, `Tuesday, 4 March 2025 at 6.30 p.m.` `None` if it has none.
    fn dated(&mut self, line: &Line<'_>) -> Option<bool> {
        let (day, end) = civil_date::find_at(line.text)?;
        let lower = line.text.to_lowercase();
        if ["next meeting", "last meeting", "previous meeting"].iter().any(|other| lower.contains(other)) {
            return Some(false);
        }
        let (until, after) = line.text.split_at(end);
        let begins = (0..until.len()).rev().filter(|at| until.is_char_boundary(*at)).filter(|at| {
            let day = until.get(*at..).unwrap_or_default();
            (*at == 0 || until.get(..*at).is_some_and(|before| before.ends_with([' ', ',', '-', '–', '(']))) && words::is_day(day)
        });
        let before = begins.last().and_then(|at| until.get(..at)).unwrap_or(until);
        let before = before.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ':' | '('));
        let before = before.strip_suffix(" on").or_else(|| before.strip_suffix(" held")).unwrap_or(before);
        let is_title = document_title(before).is_some();
        let titled = words::is_capitals(before) || words::is_title(before);
        let named = titled && names::body(before) && !words::ends_sentence(before) && before.split_whitespace().count() <= 14;
        let letter = is_letter(line.text);
        let weight = if letter {
            evidence::LETTER
        } else if named || is_title {
            evidence::TITLE
        } else if before.is_empty() {
            evidence::LINE + 1
        } else {
            evidence::LETTER
        };
        self.day(day, line.text, line.number, weight);
        if named {
            self.evidence.board(without_kind(before), line.number, evidence::TITLE);
        }
        if letter || !(named || is_title || before.is_empty()) {
            return Some(false);
        }
        Some(self.time_and_place(after))
    }

    /// Reads what follows a day: `at 6.30 p.m. in the Council Chamber`. Returns whether all of it was understood.
    fn time_and_place(&mut self, text: &str) -> bool {
        let mut rest = text.trim_start_matches([',', '.', ' ', '-', '–', ')']).trim_end_matches(['.', ' ']);
        for _ in 0..3 {
            for word in ["commencing ", "at the ", "at ", "in the ", "in ", "held "] {
                rest = rest.strip_prefix(word).unwrap_or(rest);
            }
            let Some((time, after)) = leading_time(rest) else { break };
            self.time = self.time.or(Some(time));
            rest = after.trim_start_matches([',', '.', ' ', '-', '–']);
        }
        if rest.is_empty() || document_title(rest).is_some() {
            return true;
        }
        let free = self.place.is_none();
        self.place.get_or_insert_with(|| rest.to_owned());
        free
    }

    /// Takes what leads, and asks about the rest.
    fn decide(self, lines: &[Line<'_>], reader: &mut Reader<'_>) -> Heading {
        let context: &Context = reader.context();
        let first = lines.first().map_or(1, |line| line.number);
        let mut evidence = self.evidence;
        if let Some(day) = context.day_of_file() {
            evidence.day(day, first, evidence::LETTER);
        }
        let mut heading =
            Heading { time: self.time, place: self.place, draft: self.draft, private: self.private, ..Heading::default() };
        let mut ask = |about: About, readings: Vec<Reading>, nothing: &str, several: &str| {
            let line = readings.first().map_or(first, |reading| reading.line);
            let says = if readings.is_empty() { nothing } else { several };
            heading.doubts.push((about, line, says.to_owned(), readings));
        };
        let answer = reader.answer();
        let known = answer.and_then(|answer| answer.board.clone()).map(Decision::Taken);
        let board = match known.unwrap_or_else(|| evidence.clone().decide_board(&context.boards)) {
            Decision::Taken(board) => Some(board),
            Decision::Open(readings) => {
                ask(About::Board, readings, "", "More than one body could be meant");
                None
            }
            Decision::Nothing => {
                ask(About::Board, Vec::new(), "No body is named", "");
                None
            }
        };
        let known = answer.and_then(|answer| answer.day).map(Decision::Taken);
        let date = match known.unwrap_or_else(|| evidence.decide_day()) {
            Decision::Taken(day) => Some(day),
            Decision::Open(readings) => {
                ask(About::Day, readings, "", "More than one day could be the day of the meeting");
                None
            }
            Decision::Nothing => {
                ask(About::Day, Vec::new(), "The day of the meeting is not given", "");
                None
            }
        };
        heading.date = date;
        heading.board = board;
        if let Some((day, line)) = self.weekdays.iter().find(|(day, _)| Some(*day) == heading.date) {
            let right = civil_date::written_with_weekday(*day);
            reader.remark(*line, &format!("the day of the meeting is {right}, but a different weekday is printed"));
        }
        heading
    }
}

/// Checks whether the sentence does not stop before its place: `held on 4 March 2025 at`.
fn words_complete(text: &str) -> bool {
    !words::ends_open(text)
}

/// Removes the kind of paper and meeting after a body's name: `Safer Board Minutes`, `Oak Parish Council Meeting`.
fn without_kind(name: &str) -> &str {
    let mut name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '*' | '.'));
    for kind in [
        "minutes of the ",
        "minutes of ",
        "agenda for the ",
        "agenda for ",
        "draft minutes of ",
        "meeting of the ",
        "meeting of ",
    ] {
        if name.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind)) {
            name = name.get(kind.len()..).unwrap_or_default();
        }
    }
    for kind in [" draft minutes", " minutes", " meeting", " agenda", " - minutes", " meeting minutes"] {
        let at = name.len().saturating_sub(kind.len());
        if name.is_char_boundary(at) && name.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(kind)) {
            name = name.get(..at).unwrap_or_default().trim_end_matches(['-', '–', ' ', ',']);
        }
    }
    name
}

/// Checks for the line of a letter: a telephone number, an email address or a reference beside the day.
fn is_letter(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marks = [
        "t:",
        "tel",
        "e-mail",
        "email",
        "direct dial",
        "our ref",
        "your ref",
        "issued",
        "dated",
        "date:",
        "date of issue",
        "published",
        "printed",
        "despatch",
    ];
    marks.iter().any(|mark| lower.contains(mark))
}

/// Checks whether the words of `mark` are in the text, as words of their own.
fn contains_words(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + mark.len()..).and_then(|after| after.chars().next());
        before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_alphanumeric())
    })
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
        time_of_day::read(time.trim_end_matches([')', ','])).map(|time| (time, rest))
    })
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
