//! Compares one reading with one truth, field by field.

use super::found::{Found, FoundItem, FoundPerson, FoundReport, Group};
use super::{Field, Miss, Score, aligning, found, keys};
use crate::truth::{Item, Kind, Part, Person, Report, Resolution, Standing, Truth, Vote};
use archive::reading::{About, ReadPack};
use meetings::minutes::BoardRole;

pub(super) fn compare(paper: &str, truth: &Truth, pack: &ReadPack) -> Score {
    let found = found::parts(pack);
    let pairs = aligning::parts(&truth.parts, &found);
    let score = Score { read: 1, ..Score::default() };
    let mut comparing = Comparing { paper, pack, part: None, score };
    for (at, part) in truth.parts.iter().enumerate() {
        if part.kind == Kind::Decision {
            continue;
        }
        let with = pairs.iter().find(|(one, _)| *one == at).map(|(_, with)| *with);
        comparing.part = with;
        comparing.part(part, with.and_then(|with| found.get(with)));
        if with.is_none() {
            comparing.merged(part, &found);
        }
    }
    for (at, part) in found.iter().enumerate() {
        if !pairs.iter().any(|(_, with)| *with == at) {
            comparing.part = Some(at);
            comparing.wrong(Field::FalseParts, None, Some(named(part)));
        }
    }
    comparing.score
}

fn words_for(kind: Kind) -> &'static str {
    match kind {
        Kind::Minutes => "minutes",
        Kind::Agenda => "agenda",
        Kind::Report => "report",
        Kind::Decision => "decision",
    }
}

/// Returns how a list of misses names a part of a reading.
fn named(part: &Found) -> String {
    let day = part.day.map_or("no day".to_owned(), |day| day.to_string());
    format!("{} of {}, {day}", words_for(part.kind), part.board.as_deref().unwrap_or("no board"))
}

struct Comparing<'a> {
    paper: &'a str,
    pack: &'a ReadPack,
    /// The index of the part in the reading. `None` if it was not found there.
    part: Option<usize>,
    score: Score,
}

impl Comparing<'_> {
    fn part(&mut self, truth: &Part, found: Option<&Found>) {
        let kind = found.map(|found| words_for(found.kind).to_owned());
        self.exact(Field::Kind, Some(words_for(truth.kind).to_owned()), kind);
        let nothing = Found::default();
        let found = found.unwrap_or(&nothing);
        let report = truth.reports.first();
        let board = truth.board.clone().or_else(|| report?.report_to.clone());
        self.value(Field::Board, board, found.board.clone(), |one, other| keys::board(one) == keys::board(other));
        let day = truth.day.or_else(|| report?.date);
        self.exact(Field::Day, day.map(|day| day.to_string()), found.day.map(|day| day.to_string()));
        if truth.kind == Kind::Report {
            let nothing = FoundReport::default();
            self.report(report.unwrap_or(&Report::default()), found.report.as_ref().unwrap_or(&nothing));
            return;
        }
        let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
        self.exact(Field::Starts, truth.starts.map(|starts| starts.to_string()), found.starts.map(time));
        self.exact(Field::Ends, truth.ends.map(|ends| ends.to_string()), found.ends.map(time));
        self.value(Field::Place, truth.place.clone(), found.place.clone(), |one, other| keys::place(one) == keys::place(other));
        let mark = |marked: bool, word: &str| marked.then(|| word.to_owned());
        self.exact(Field::Draft, mark(truth.draft, "draft"), mark(found.draft, "draft"));
        self.exact(Field::Private, mark(truth.private, "private"), mark(found.private, "private"));
        self.people(&truth.people, &found.people);
        self.items(&truth.items, &found.items);
    }

    /// Compares one value.
    fn value(&mut self, field: Field, expected: Option<String>, got: Option<String>, same: impl Fn(&str, &str) -> bool) {
        match (expected, got) {
            (None, None) => {}
            (Some(expected), Some(got)) if same(&expected, &got) => self.right(field),
            (Some(expected), None) => self.missed(field, expected),
            (expected, got) => self.wrong(field, expected, got),
        }
    }

    fn exact(&mut self, field: Field, expected: Option<String>, got: Option<String>) {
        self.value(field, expected, got, |one, other| one == other);
    }

    fn right(&mut self, field: Field) {
        let tally = self.score.fields.entry(field).or_default();
        tally.expected += 1;
        tally.right += 1;
    }

    fn missed(&mut self, field: Field, expected: String) {
        let tally = self.score.fields.entry(field).or_default();
        tally.expected += 1;
        tally.missed += 1;
        self.miss(field, Some(expected), None);
    }

    /// Counts a value that was read and is wrong, instead of the one expected or beside what there is.
    fn wrong(&mut self, field: Field, expected: Option<String>, got: Option<String>) {
        let tally = self.score.fields.entry(field).or_default();
        tally.expected += u32::from(expected.is_some());
        tally.wrong += 1;
        self.miss(field, expected, got);
    }

    fn miss(&mut self, field: Field, expected: Option<String>, got: Option<String>) {
        let covered = self.is_covered(field);
        self.score.fields.entry(field).or_default().covered += u32::from(covered);
        self.score.misses.push(Miss { paper: self.paper.to_owned(), field, expected, got, covered });
    }

    fn is_covered(&self, field: Field) -> bool {
        let about = field.doubted_as();
        self.pack.doubts.iter().any(|doubt| match (self.part, doubt.part) {
            // A part that was not found can only be doubted as a whole.
            (None, Some(_)) => doubt.about == About::Kind,
            (None, None) => doubt.about == About::Kind || Some(doubt.about) == about,
            (Some(part), Some(doubted)) => part == doubted && Some(doubt.about) == about,
            (Some(_), None) => Some(doubt.about) == about,
        })
    }

    /// Checks whether a meeting that was not found is in a part with another meeting.
    fn merged(&mut self, truth: &Part, found: &[Found]) {
        let holds = |part: &&Found| {
            let begins = truth.line.is_some_and(|line| part.lines.0 < line && line <= part.lines.1);
            part.kind == Kind::Minutes && (begins || (!truth.items.is_empty() && aligning::shared(&truth.items, part) >= 50))
        };
        let Some(with) = found.iter().position(|part| holds(&part)).filter(|_| truth.kind == Kind::Minutes) else { return };
        self.part = Some(with);
        let into = found.get(with).map(named);
        self.wrong(Field::MergedMeetings, None, into.map(|into| format!("read as part of the {into}")));
    }

    fn people(&mut self, truth: &[Person], found: &[FoundPerson]) {
        let mut free: Vec<&FoundPerson> = found.iter().collect();
        for person in truth {
            let key = keys::name(&person.name);
            let group = group(person.standing);
            let is = |found: &&FoundPerson| found.keys.contains(&key);
            let at = free.iter().position(|found| is(found) && found.group == group).or_else(|| free.iter().position(is));
            let found = at.map(|at| free.remove(at));
            match found {
                Some(found) if found.group == group => self.right(Field::Attendance),
                Some(found) => {
                    let got = format!("{} ({:?})", found.printed, found.group);
                    self.wrong(Field::Attendance, Some(format!("{} ({:?})", person.name, person.standing)), Some(got));
                }
                None => self.missed(Field::Attendance, person.name.clone()),
            }
            let presides = match person.standing {
                Standing::Chair => Some(BoardRole::Chair),
                Standing::ViceChair => Some(BoardRole::ViceChair),
                _ => None,
            };
            let role = |role: BoardRole| format!("{}: {}", role.words(), person.name);
            let read = found.and_then(|found| found.role).filter(|role| matches!(role, BoardRole::Chair | BoardRole::ViceChair));
            self.exact(Field::Chair, presides.map(role), read.map(role));
        }
        for person in free {
            self.wrong(Field::FalsePeople, None, Some(person.printed.clone()));
        }
    }

    fn items(&mut self, truth: &[Item], found: &[FoundItem]) {
        let pairs = aligning::items(truth, found);
        let nothing = FoundItem::default();
        for (at, item) in truth.iter().enumerate() {
            let with = pairs.iter().find(|(one, _)| *one == at).and_then(|(_, with)| found.get(*with));
            self.item(item, with.unwrap_or(&nothing));
        }
        let none = Item::default();
        for (at, item) in found.iter().enumerate() {
            if !pairs.iter().any(|(_, with)| *with == at) {
                self.item(&none, item);
            }
        }
    }

    fn item(&mut self, truth: &Item, found: &FoundItem) {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let same = |number: &&String| keys::number(number) == keys::number(&truth.number);
        let number = found.numbers.iter().find(same).or_else(|| found.numbers.first());
        self.value(Field::Numbers, said(&truth.number), number.cloned(), |one, other| keys::number(one) == keys::number(other));
        let title = truth.title.as_deref().and_then(said);
        self.value(Field::Titles, title, said(&found.title), |one, other| keys::title(one) == keys::title(other));
        self.resolutions(truth, found);
    }

    fn resolutions(&mut self, truth: &Item, found: &FoundItem) {
        let mut free: Vec<_> = found.resolutions.iter().collect();
        let mut unread: Vec<&Resolution> = Vec::new();
        for resolution in truth.resolutions.iter().filter(|resolution| !resolution.lost) {
            match free.iter().position(|found| keys::opens(&found.words, &resolution.opens)) {
                Some(at) => {
                    let found = free.remove(at);
                    self.right(Field::Resolutions);
                    self.votes(resolution, found.unanimous, found.vote);
                }
                None => unread.push(resolution),
            }
        }
        for resolution in unread {
            let expected = format!("{}: {}", shown(truth), resolution.opens);
            match (!free.is_empty()).then(|| free.remove(0)) {
                Some(found) => self.wrong(Field::Resolutions, Some(expected), Some(beginning(&found.words))),
                None => self.missed(Field::Resolutions, expected),
            }
            self.votes(resolution, false, None);
        }
        // What was lost is recorded, but it is not resolved.
        for resolution in truth.resolutions.iter().filter(|resolution| resolution.lost) {
            self.votes(resolution, false, None);
        }
        for found in free {
            self.wrong(Field::Resolutions, None, Some(format!("{}: {}", shown(truth), beginning(&found.words))));
        }
    }

    fn votes(&mut self, truth: &Resolution, unanimous: bool, vote: Option<Vote>) {
        let count = |vote: Vote| format!("{} for, {} against, {} abstained", vote.in_favour, vote.against, vote.abstained);
        let said = |unanimous: bool, vote: Option<Vote>| vote.map(count).or_else(|| unanimous.then(|| "unanimous".to_owned()));
        // The word alone is no count.
        let unanimous = unanimous && truth.vote.is_none();
        self.exact(Field::Votes, said(truth.unanimous, truth.vote), said(unanimous, vote));
    }

    fn report(&mut self, truth: &Report, found: &FoundReport) {
        let same_title = |one: &str, other: &str| keys::title(one) == keys::title(other);
        self.value(Field::Subject, truth.subject.clone(), found.subject.clone(), same_title);
        self.value(Field::Author, truth.author.clone(), found.author.clone(), same_title);
        let pairs = aligning::align(truth.sections.len(), found.sections.len(), |at, with| {
            u32::from(same_title(&truth.sections[at], &found.sections[with]))
        });
        for (at, section) in truth.sections.iter().enumerate() {
            if pairs.iter().any(|(one, _)| *one == at) {
                self.right(Field::Sections);
            } else {
                self.missed(Field::Sections, section.clone());
            }
        }
        for (at, section) in found.sections.iter().enumerate() {
            if !pairs.iter().any(|(_, with)| *with == at) {
                self.wrong(Field::Sections, None, Some(section.clone()));
            }
        }
        if let Some(count) = truth.paragraphs {
            self.exact(Field::Paragraphs, Some(count.to_string()), Some(found.paragraphs.to_string()));
        }
    }
}

fn group(standing: Standing) -> Group {
    match standing {
        Standing::Chair | Standing::ViceChair | Standing::Member | Standing::Substitute => Group::Present,
        Standing::Officer | Standing::Other => Group::Attending,
        Standing::Apology | Standing::Absent => Group::Away,
    }
}

/// Returns how a list of misses names an item.
fn shown(item: &Item) -> String {
    format!("{} {}", item.number, item.title.as_deref().unwrap_or_default()).trim().chars().take(60).collect()
}

fn beginning(words: &str) -> String {
    words.chars().take(80).collect()
}
