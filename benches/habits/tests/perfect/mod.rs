//! A reading without a fault, made from a truth.

use archive::reading::{PartKind, PartPlace, ReadPack};
use chrono::NaiveDate;
use documents::{Block, Clauses, Text};
use habits::Truth;
use habits::truth::{Item, Kind, Part, Person, Standing};
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::minutes::{AttendanceLists, Attendee, BoardRole, Minute, MinuteEntry, Minutes, MinutesStanding};
use reports::report::{Report, ReportBlock, Section};

/// Returns the reading that has all of a truth that a reading can have. Counts of votes have no place in it.
pub(crate) fn reading(truth: &Truth) -> ReadPack {
    let mut pack = ReadPack::default();
    for (at, part) in truth.parts.iter().enumerate() {
        let (kind, position) = match part.kind {
            Kind::Minutes => {
                pack.minutes.push(minutes(part));
                (PartKind::Minutes, pack.minutes.len() - 1)
            }
            Kind::Agenda => {
                pack.agendas.push(agenda(part));
                (PartKind::Agenda, pack.agendas.len() - 1)
            }
            Kind::Report => {
                pack.reports.push(report(part));
                (PartKind::Report, pack.reports.len() - 1)
            }
            Kind::Decision => continue,
        };
        let first_line = part.line.unwrap_or(at * 100 + 1);
        let next = truth.parts.get(at + 1).and_then(|next| next.line).unwrap_or(first_line + 100);
        pack.parts.push(PartPlace { kind, position: Some(position), first_line, last_line: next - 1, items: Vec::new() });
    }
    pack
}

fn minutes(part: &Part) -> Minutes {
    let standing = part.draft.then_some(MinutesStanding::Draft);
    let mut items: Vec<Minute> = part.items.iter().map(minute).collect();
    if let Some(last) = items.last_mut() {
        last.private = part.private;
    }
    Minutes {
        board: part.board.clone().unwrap_or_default(),
        held_on: part.day.unwrap_or(NaiveDate::MIN),
        place: part.place.clone(),
        started_at: part.starts.map(|time| time.0),
        ended_at: part.ends.map(|time| time.0),
        attendance: attendance(&part.people),
        standing,
        items,
    }
}

fn attendance(people: &[Person]) -> AttendanceLists {
    let mut lists = AttendanceLists::default();
    for person in people {
        let (list, role) = match person.standing {
            Standing::Chair => (&mut lists.present, Some(BoardRole::Chair)),
            Standing::ViceChair => (&mut lists.present, Some(BoardRole::ViceChair)),
            Standing::Substitute => (&mut lists.present, Some(BoardRole::Substitute)),
            Standing::Member => (&mut lists.present, None),
            Standing::Officer => (&mut lists.officers, None),
            Standing::Other => (&mut lists.also_in_attendance, None),
            Standing::Apology => (&mut lists.apologies, None),
            Standing::Absent => (&mut lists.absent_on_council_business, None),
        };
        list.push(Attendee { name: person.name.clone(), role, note: None });
    }
    lists
}

fn minute(item: &Item) -> Minute {
    let resolution = |resolution: &habits::truth::Resolution| MinuteEntry::Resolution {
        form: if resolution.unanimous { "RESOLVED unanimously" } else { "RESOLVED" }.to_owned(),
        resolution: Clauses { lead: format!("{} and so on", resolution.opens), clauses: Vec::new() },
    };
    Minute {
        number: (!item.number.is_empty()).then(|| format!("{}.", item.number)),
        title: item.title.as_deref().unwrap_or_default().to_uppercase(),
        entries: item.resolutions.iter().filter(|resolution| !resolution.lost).map(resolution).collect(),
        ..Minute::default()
    }
}

fn agenda(part: &Part) -> Agenda {
    let item = |item: &Item| AgendaItem {
        number: Some(item.number.clone()).filter(|number| !number.is_empty()),
        title: item.title.clone().unwrap_or_default(),
        ..AgendaItem::default()
    };
    let mut items: Vec<AgendaItem> = part.items.iter().map(item).collect();
    if let Some(last) = items.last_mut() {
        last.private = part.private;
    }
    Agenda {
        board: part.board.clone().unwrap_or_default(),
        held_on: MeetingDay::Day(part.day.unwrap_or(NaiveDate::MIN)),
        starts_at: part.starts.map(|time| time.0),
        place: part.place.clone(),
        short_notice: None,
        items,
    }
}

fn report(part: &Part) -> Report {
    let truth = part.reports.first().cloned().unwrap_or_default();
    let section = |heading: &String| Section { heading: heading.clone(), ..Section::default() };
    let mut sections: Vec<Section> = truth.sections.iter().map(section).collect();
    if let Some(first) = sections.first_mut() {
        let paragraph = |number: usize| Block::Paragraph { number: Some(number.to_string()), text: Text::from("Words.") };
        first.blocks = (1..=truth.paragraphs.unwrap_or_default()).map(paragraph).collect();
    }
    Report {
        block: ReportBlock {
            report_to: truth.report_to.unwrap_or_default(),
            date: truth.date,
            reporting_officer: truth.author.unwrap_or_default(),
            subject: truth.subject.unwrap_or_default(),
            ..ReportBlock::default()
        },
        sections,
        appendices: Vec::new(),
        figures: Vec::new(),
        attachments: Vec::new(),
    }
}
