//! Reads the text of a pack that was published elsewhere into minutes, agendas and reports.
//!
//! The text of a pack has lost much of its layout: paragraphs are split over lines, blank lines and pages, numbers are in columns
//! away from their paragraphs, footers interrupt sentences. [`extraction`] turns a file's bytes into text and [`read`] reassembles
//! what was printed as one piece. It is pure, takes time proportional to the text, and never panics on any text.
//!
//! Nothing is silently dropped: every line with words ends up in a named element of the structure, or in
//! [`ReadPack::not_placed`] with its number.

mod action_column;
mod agenda;
mod answers;
mod attendance;
mod blocks;
mod context;
mod cut_off;
mod doubt;
mod error;
mod front_page;
mod heading;
mod labels;
mod lines;
mod markers;
mod minute_heads;
mod minutes;
mod notices;
mod number_column;
mod parts;
mod pieces;
mod report;
mod report_block;
mod resolution;
mod review;
mod tables;
mod tree;
mod words;

pub use answers::{Answers, AnswersError, ItemAnswer, PartAnswer};
pub use context::Context;
pub use doubt::{About, Doubt, Reading};
pub use error::ReadError;

use extraction::pdf::Link;
use extraction::{Hints, Table, TextError};
use lines::{Line, Source};
use meetings::agenda::Agenda;
use meetings::minutes::Minutes;
use reports::report::Report;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The content of a pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadPack {
    /// The minutes, in the order of the pack.
    pub minutes: Vec<Minutes>,
    /// The agendas, in the order of the pack.
    pub agendas: Vec<Agenda>,
    /// The reports with their appendices, in the order of the pack.
    pub reports: Vec<Report>,
    /// The position of each of them, in the order of the pack.
    pub parts: Vec<PartPlace>,
    /// Notices that belong to no item, such as the reminder to declare interests.
    pub front_matter: Vec<Notice>,
    /// How many lines are placed in one of the elements above or are page footers.
    pub placed: usize,
    /// The lines that are in none of them, for a person to review.
    pub not_placed: Vec<UnplacedLine>,
    /// The footers, which give the pack's page numbers.
    pub page_footers: Vec<PageFooter>,
    /// Oddities that did not prevent reading.
    pub remarks: Vec<Remark>,
    /// What a person has to decide, in the order of the lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// The first line of each page, if the pack came as pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<usize>,
    /// Running heads and feet that were left out, without duplicates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub running: Vec<String>,
    /// Links whose address is not printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// The position of a part of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartPlace {
    /// Which of the pack's lists it is in.
    pub kind: PartKind,
    /// Its index in that list, from 0. `None` if the part is not read, because something about it is in doubt.
    pub position: Option<usize>,
    /// Its first line, counted from 1.
    pub first_line: usize,
    /// Its last line with words.
    pub last_line: usize,
    /// The lines on which its minutes begin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<usize>,
}

/// The kind of a part of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The front sheet of a meeting.
    Agenda,
    /// The minutes of a meeting.
    Minutes,
    /// A report to a meeting.
    Report,
}

/// A notice that belongs to no item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The line on which it begins.
    pub line: usize,
    /// Its words.
    pub text: String,
}

/// A line that has no place in the structure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnplacedLine {
    /// Its number, counted from 1.
    pub number: usize,
    /// Its words.
    pub text: String,
}

/// A page footer, such as `Page 6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFooter {
    /// The line it is on.
    pub line: usize,
    /// The page's number.
    pub page: u32,
}

/// Something odd in the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The line it is about.
    pub line: usize,
    /// What is odd.
    pub text: String,
}

impl PartKind {
    /// Returns the word that a review has for the kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Minutes => "minutes",
            Self::Report => "report",
        }
    }

    /// Returns the name of the kind: `Minutes`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Agenda => "Agenda",
            Self::Minutes => "Minutes",
            Self::Report => "Report",
        }
    }
}

impl ReadPack {
    /// Formats the structure as an indented tree, with the beginning of each text.
    pub fn tree(&self) -> String {
        tree::of(self)
    }

    /// Returns the page that a line is on, counted from 1. `None` if the pack did not come as pages.
    pub fn page_of(&self, line: usize) -> Option<usize> {
        let page = self.pages.partition_point(|first| *first <= line);
        (page > 0).then_some(page)
    }

    /// Returns whether a part can be published: no doubt about it, or about the whole file, has to be settled first.
    pub fn is_settled(&self, kind: PartKind, position: usize) -> bool {
        let part = self.parts.iter().position(|part| part.kind == kind && part.position == Some(position));
        !self.doubts.iter().any(|doubt| doubt.about.must_be_settled() && (doubt.part.is_none() || doubt.part == part))
    }

    /// Returns the percentage of lines that are placed.
    pub fn placed_in_hundred(&self) -> f64 {
        let count = |lines: usize| f64::from(u32::try_from(lines).unwrap_or(u32::MAX));
        100.0 * count(self.placed) / count(self.placed + self.not_placed.len()).max(1.0)
    }
}

/// Reads the text of a pack.
///
/// # Errors
/// Returns [`ReadError::NothingRecognised`] if no minutes, agenda or report is found, and [`ReadError::CutOff`] if the
/// last of them is truncated.
pub fn read(text: &str) -> Result<ReadPack, ReadError> {
    read_with(text, &Hints::default(), &Context::default())
}

/// Reads the text of a pack using hints about its layout, such as which lines are in the Action column, and what else is known of
/// it.
///
/// # Errors
/// As [`read`].
pub fn read_with(text: &str, hints: &Hints, context: &Context) -> Result<ReadPack, ReadError> {
    let mut source = Source::hinted(text, hints);
    if source.count == 0 {
        return Err(TextError::Empty.into());
    }
    let parts = parts::answered(&source.lines, &context.answers).unwrap_or_else(|| parts::split(&source.lines));
    for part in &parts {
        lines::measure(source.lines.get_mut(part.lines.clone()).unwrap_or_default());
    }
    let mut reader = Reader::new(&source, context);
    let before = parts.first().map_or(source.lines.len(), |part| part.lines.start);
    let mut pack = ReadPack::default();
    notices::read(source.lines.get(..before).unwrap_or_default(), &mut reader);
    for part in &parts {
        let lines = source.lines.get(part.lines.clone()).unwrap_or_default();
        reader.part = Some(pack.parts.len());
        reader.items.clear();
        let left_out = reader.answer().is_some_and(|answer| answer.leave_out);
        let position = if left_out { None } else { read_part(part.kind, lines, &mut pack, &mut reader) };
        let number = |line: Option<&Line<'_>>| line.map_or(0, |line| line.number);
        pack.parts.push(PartPlace {
            kind: part.kind,
            position,
            first_line: number(lines.first()),
            last_line: number(lines.last()),
            items: std::mem::take(&mut reader.items),
        });
    }
    if pack.parts.is_empty() {
        let why = reader.remarks.first().map_or(String::new(), |remark| format!(" (line {}: {})", remark.line, remark.text));
        return Err(ReadError::NothingRecognised { lines: source.count, pages: None, why });
    }
    reader.part = None;
    if let Some(last) = parts.last().filter(|part| part.kind != PartKind::Agenda) {
        cut_off::check_block(&source, &last.lines)?;
    }
    check_end(&pack, &source)?;
    front_page::settle(&mut pack);
    pack.not_placed = source
        .lines
        .iter()
        .filter(|line| !reader.is_placed(line))
        .map(|line| UnplacedLine { number: line.number, text: line.text.to_owned() })
        .collect();
    pack.placed = source.count - pack.not_placed.len();
    (pack.front_matter, pack.remarks, pack.doubts) = (reader.front_matter, reader.remarks, reader.doubts);
    pack.doubts.sort_by_key(|doubt| doubt.line);
    pack.page_footers = source.footers;
    pack.pages.clone_from(&hints.pages);
    Ok(pack)
}

/// Reads one part into its list. Returns its index there, or `None` if it could not be read.
fn read_part(kind: PartKind, lines: &[Line<'_>], pack: &mut ReadPack, reader: &mut Reader<'_>) -> Option<usize> {
    match kind {
        PartKind::Agenda => {
            pack.agendas.push(agenda::read(lines, reader)?);
            Some(pack.agendas.len() - 1)
        }
        PartKind::Minutes => {
            let minutes = minutes::read(lines, reader)?;
            if minutes.ended_at.is_none() {
                reader.remark(lines.last().map_or(0, |line| line.number), "the minutes do not say when the meeting ended");
            }
            pack.minutes.push(minutes);
            Some(pack.minutes.len() - 1)
        }
        PartKind::Report => {
            pack.reports.push(report::read(lines, reader));
            Some(pack.reports.len() - 1)
        }
    }
}

/// Checks that the pack is not truncated; only its last part can be.
fn check_end(pack: &ReadPack, source: &Source<'_>) -> Result<(), ReadError> {
    match pack.parts.last() {
        Some(PartPlace { kind: PartKind::Minutes, position: Some(position), .. }) => {
            pack.minutes.get(*position).map_or(Ok(()), |minutes| cut_off::check_minutes(minutes, source))
        }
        Some(PartPlace { kind: PartKind::Report, position: Some(position), .. }) => {
            pack.reports.get(*position).map_or(Ok(()), |report| cut_off::check_report(report, source))
        }
        _ => Ok(()),
    }
}

/// Tracks which lines have been placed.
struct Reader<'source> {
    rejoined: &'source HashMap<String, bool>,
    /// Tables recognised from the pages.
    tables: &'source [Table],
    /// For each line of the text, whether it is placed.
    placed: Vec<bool>,
    front_matter: Vec<Notice>,
    remarks: Vec<Remark>,
    context: &'source Context,
    /// The index of the part that is being read.
    part: Option<usize>,
    /// The lines on which the minutes of that part begin.
    items: Vec<usize>,
    doubts: Vec<Doubt>,
}

impl<'source> Reader<'source> {
    fn new(source: &'source Source<'_>, context: &'source Context) -> Self {
        let lines = source.lines.last().map_or(0, |line| line.number + 1);
        let (rejoined, tables) = (&source.rejoined, source.tables.as_slice());
        Self {
            rejoined,
            tables,
            placed: vec![false; lines],
            front_matter: Vec::new(),
            remarks: Vec::new(),
            context,
            part: None,
            items: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Returns the words that were broken at line ends and are written in one piece elsewhere in the pack.
    fn rejoined(&self) -> &'source HashMap<String, bool> {
        self.rejoined
    }

    /// Returns what is known of the paper from elsewhere.
    fn context(&self) -> &'source Context {
        self.context
    }

    fn tables(&self) -> &'source [Table] {
        self.tables
    }

    fn place(&mut self, line: &Line<'_>) {
        if let Some(placed) = self.placed.get_mut(line.number) {
            *placed = true;
        }
    }

    fn place_all(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            self.place(line);
        }
    }

    fn unplace(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            if let Some(placed) = self.placed.get_mut(line.number) {
                *placed = false;
            }
        }
    }

    fn is_placed(&self, line: &Line<'_>) -> bool {
        self.placed.get(line.number).copied().unwrap_or_default()
    }

    fn front_matter(&mut self, line: usize, text: &str) {
        self.front_matter.push(Notice { line, text: text.to_owned() });
    }

    /// Returns what a person decided about the part that is being read.
    fn answer(&self) -> Option<&'source PartAnswer> {
        self.context.answers.parts.get(self.part?)
    }

    fn doubt(&mut self, about: About, line: usize, says: &str, readings: Vec<Reading>) {
        let settled = self.answer().is_some_and(|answer| answer.settled.contains(&about));
        // Nobody would settle more than a thousand doubts.
        if !settled && self.doubts.len() < 1000 {
            self.doubts.push(Doubt { part: self.part, line, about, says: says.to_owned(), readings });
        }
    }

    fn remark(&mut self, line: usize, text: &str) {
        // Nobody would read more than a thousand remarks.
        if self.remarks.len() < 1000 {
            self.remarks.push(Remark { line, text: text.to_owned() });
        }
    }
}
