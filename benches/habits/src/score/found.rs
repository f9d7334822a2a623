//! What a reading says, in the terms of a truth.

use super::keys;
use crate::truth::{Kind, Vote};
use archive::reading::{PartKind, PartPlace, ReadPack};
use chrono::{NaiveDate, NaiveTime};
use documents::Block;
use meetings::agenda::Agenda;
use meetings::minutes::{Attendee, BoardRole, Minute, MinuteEntry, Minutes, MinutesStanding};

/// A part of a reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) kind: Kind,
    /// Its first and last line.
    pub(super) lines: (usize, usize),
    pub(super) board: Option<String>,
    pub(super) day: Option<NaiveDate>,
    pub(super) starts: Option<NaiveTime>,
    pub(super) ends: Option<NaiveTime>,
    pub(super) place: Option<String>,
    pub(super) draft: bool,
    pub(super) private: bool,
    pub(super) people: Vec<FoundPerson>,
    pub(super) items: Vec<FoundItem>,
    pub(super) report: Option<FoundReport>,
}

/// A person in a list.
#[derive(Clone, Debug)]
pub(super) struct FoundPerson {
    pub(super) printed: String,
    /// The forms under which the person may be in the truth.
    pub(super) keys: Vec<String>,
    pub(super) group: Group,
    pub(super) role: Option<BoardRole>,
}

/// How a person is recorded, as far as readers can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Present,
    Attending,
    Away,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FoundItem {
    pub(super) numbers: Vec<String>,
    pub(super) title: String,
    pub(super) resolutions: Vec<FoundResolution>,
}

#[derive(Clone, Debug)]
pub(super) struct FoundResolution {
    /// The word before it and the sentence.
    pub(super) words: String,
    pub(super) unanimous: bool,
    pub(super) vote: Option<Vote>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FoundReport {
    pub(super) subject: Option<String>,
    pub(super) author: Option<String>,
    pub(super) sections: Vec<String>,
    pub(super) paragraphs: usize,
}

/// Returns the parts of a reading, each at its index in [`ReadPack::parts`].
pub(super) fn parts(pack: &ReadPack) -> Vec<Found> {
    pack.parts.iter().map(|place| part(pack, place)).collect()
}

fn part(pack: &ReadPack, place: &PartPlace) -> Found {
    let (kind, found) = match place.kind {
        PartKind::Minutes => (Kind::Minutes, place.position.and_then(|at| pack.minutes.get(at)).map(of_minutes)),
        PartKind::Agenda => (Kind::Agenda, place.position.and_then(|at| pack.agendas.get(at)).map(of_agenda)),
        PartKind::Report => (Kind::Report, place.position.and_then(|at| pack.reports.get(at)).map(of_report)),
    };
    // Of a part that is not read, since something about it is in doubt, the kind is known.
    let found = found.unwrap_or_else(|| Found { kind, ..Found::default() });
    Found { lines: (place.first_line, place.last_line), ..found }
}

fn of_minutes(minutes: &Minutes) -> Found {
    let lists = &minutes.attendance;
    let people = [
        (&lists.present, Group::Present),
        (&lists.apologies, Group::Away),
        (&lists.absent_on_council_business, Group::Away),
        (&lists.officers, Group::Attending),
        (&lists.also_in_attendance, Group::Attending),
    ];
    Found {
        kind: Kind::Minutes,
        board: said(&minutes.board),
        day: Some(minutes.held_on),
        starts: minutes.started_at,
        ends: minutes.ended_at,
        place: minutes.place.clone(),
        draft: minutes.standing == Some(MinutesStanding::Draft),
        private: minutes.items.iter().any(|minute| minute.private),
        people: people.into_iter().flat_map(|(list, group)| list.iter().map(move |attendee| person(attendee, group))).collect(),
        items: minutes.items.iter().map(of_minute).collect(),
        ..Found::default()
    }
}

fn person(attendee: &Attendee, group: Group) -> FoundPerson {
    let mut keys = vec![keys::name(&attendee.name)];
    // Some councils print an initial in brackets after the surname.
    keys.extend(attendee.note.as_ref().map(|note| keys::name(&format!("{} {note}", attendee.name))));
    FoundPerson { printed: attendee.name.clone(), keys, group, role: attendee.role }
}

fn of_minute(minute: &Minute) -> FoundItem {
    let resolution = |entry: &MinuteEntry| match entry {
        MinuteEntry::Resolution { form, resolution } => {
            let words = format!("{form} {}", resolution.sentence());
            // The record of minutes has no place for counts of votes yet, only for the word.
            let unanimous = words.to_lowercase().contains("unanimous");
            Some(FoundResolution { words, unanimous, vote: None })
        }
        MinuteEntry::Block(_) | MinuteEntry::Movement { .. } => None,
    };
    FoundItem {
        numbers: minute.reference.iter().chain(&minute.number).cloned().collect(),
        title: minute.title.clone(),
        resolutions: minute.entries.iter().filter_map(resolution).collect(),
    }
}

fn of_agenda(agenda: &Agenda) -> Found {
    Found {
        kind: Kind::Agenda,
        board: said(&agenda.board),
        day: agenda.held_on.is_exact().then(|| agenda.held_on.date()),
        starts: agenda.starts_at,
        place: agenda.place.clone(),
        private: agenda.items.iter().any(|item| item.private),
        items: agenda
            .items
            .iter()
            .map(|item| FoundItem {
                numbers: item.number.iter().cloned().collect(),
                title: item.title.clone(),
                resolutions: Vec::new(),
            })
            .collect(),
        ..Found::default()
    }
}

fn of_report(report: &reports::report::Report) -> Found {
    let mut paragraphs = 0;
    for section in &report.sections {
        for block in &section.blocks {
            paragraphs += usize::from(matches!(block, Block::Paragraph { number: Some(_), .. }));
        }
    }
    Found {
        kind: Kind::Report,
        board: said(&report.block.report_to),
        day: report.block.date,
        report: Some(FoundReport {
            subject: said(&report.block.subject),
            author: said(&report.block.reporting_officer),
            sections: report.sections.iter().map(|section| section.heading.clone()).collect(),
            paragraphs,
        }),
        ..Found::default()
    }
}

fn said(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}
