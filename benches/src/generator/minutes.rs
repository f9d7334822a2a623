//! The documents of a meeting: its agenda and its minutes.

use super::council::{Council, MeetingPlace, prefix};
use super::prose;
use super::random::Random;
use super::vocabulary::{GIVEN_NAMES, OFFICERS, TOPICS, TREATMENTS};
use chrono::NaiveTime;
use documents::{Block, Clauses, ListItem, ListStyle};
use foundation::civil_date;
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::minutes::{ActionNote, AttendanceLists, Attendee, BoardRole, Minute, MinuteEntry, Minutes};

/// The number of minutes in one meeting.
const ITEMS: usize = 10;

/// The number of items before those with a report: announcements, the last minutes, the public's questions.
const OPENING: usize = 3;

/// The number of meetings in a municipal year, after which references start again.
const MEETINGS_IN_A_YEAR: usize = 10;

const PLACES: &[&str] = &["Council Chamber, Town Hall", "Committee Room 2, Civic Centre", "Main Hall, Quayside Centre"];

const BANNER: &str = "ITEMS DEALT WITH UNDER DUTIES EXERCISABLE BY THE BOARD";

impl Council {
    /// Returns the titles of a meeting's items that have a report, as a person would write them.
    pub(super) fn subjects(&self, place: MeetingPlace) -> Vec<String> {
        let mut random = self.random(place, 1);
        let first = random.below(TOPICS.len());
        // Steps of 7 through 60 topics, so that none occurs twice in a meeting.
        let topic = |number: usize| TOPICS[(first + number * 7) % TOPICS.len()];
        (0..ITEMS - OPENING).map(|number| format!("{} {}", topic(number), random.one_of(TREATMENTS))).collect()
    }

    /// Returns the agenda of a meeting.
    pub fn agenda(&self, place: MeetingPlace) -> Agenda {
        let opening = ["Chair’s Announcements", "Minutes", "Public Question Time"].map(str::to_owned);
        let mut random = self.random(place, 2);
        let room = random.one_of(PLACES);
        let items =
            (1..).zip(opening.into_iter().chain(self.subjects(place))).map(|(number, title): (usize, String)| AgendaItem {
                number: Some(number.to_string()),
                title,
                summary: (number > OPENING).then(|| prose::explanation(&mut random)),
                ..AgendaItem::default()
            });
        Agenda {
            board: self.board_name(place.board),
            held_on: MeetingDay::Day(self.held_on(place)),
            starts_at: NaiveTime::from_hms_opt(18, 30, 0),
            place: Some(room.to_owned()),
            short_notice: None,
            items: items.collect(),
        }
    }

    /// Returns the minutes of a meeting: ten, as long as those that boards publish.
    pub fn minutes(&self, place: MeetingPlace) -> Minutes {
        let mut random = self.random(place, 3);
        let mut items = self.opening_minutes(place);
        items.extend(self.subjects(place).iter().map(|subject| minute_on(&mut random, subject)));
        let before = place.position % MEETINGS_IN_A_YEAR * ITEMS;
        for (number, item) in (before + 1..).zip(&mut items) {
            item.reference = Some(format!("{}{number}", prefix(place.board)));
        }
        if let Some(first) = items.get_mut(OPENING) {
            first.banner = Some(BANNER.to_owned());
        }
        let hour = 19 + u32::from(random.in_hundred(50));
        let minute = u32::try_from(random.below(60)).unwrap_or_default();
        Minutes {
            standing: None,
            board: self.board_name(place.board),
            held_on: self.held_on(place),
            place: Some(random.one_of(PLACES).to_owned()),
            started_at: None,
            ended_at: NaiveTime::from_hms_opt(hour, minute, 0),
            attendance: self.attendance(place),
            items,
        }
    }

    fn attendance(&self, place: MeetingPlace) -> AttendanceLists {
        let mut random = self.random(place, 4);
        let mut lists = AttendanceLists::default();
        for (name, role) in self.printed_members(place) {
            let role = Some(role).filter(|role| *role != BoardRole::Member);
            let attendee = Attendee { name, role, note: None };
            match random.below(12) {
                0 if role.is_none() => lists.absent_on_council_business.push(attendee),
                1 | 2 if role.is_none() => lists.apologies.push(attendee),
                _ => lists.present.push(attendee),
            }
        }
        let first = random.below(GIVEN_NAMES.len());
        lists.officers = (0..random.between(2, 5)).map(|number| officer(first + number)).collect();
        lists
    }

    fn opening_minutes(&self, place: MeetingPlace) -> Vec<Minute> {
        let mut random = self.random(place, 5);
        let last = place.position.checked_sub(1).map(|position| self.held_on(MeetingPlace { position, ..place }));
        let approved = match last {
            Some(day) => format!("The minutes of {} were agreed and signed by the Chair.", civil_date::written(day)),
            None => "The board met for the first time, so there were no minutes to agree.".to_owned(),
        };
        let questions = match random.below(3) {
            0 => format!(
                "A resident of {} asked about the lighting there and was promised an answer in writing.",
                prose::street(&mut random)
            ),
            _ => "Nobody had put a question to this meeting.".to_owned(),
        };
        let announcement = prose::account(&mut random);
        let simple = |title: &str, text: String| Minute {
            title: title.to_owned(),
            entries: vec![MinuteEntry::Block(Block::paragraph(text))],
            ..Minute::default()
        };
        vec![
            simple("CHAIR’S ANNOUNCEMENTS", announcement),
            simple("MINUTES", approved),
            simple("PUBLIC QUESTION TIME", questions),
        ]
    }
}

/// Returns an officer of the council, fictional like everything else.
fn officer(number: usize) -> Attendee {
    const SURNAMES: [&str; 8] =
        ["Tillingworth", "Ombersleigh", "Penhallowe", "Cattermould", "Wraxhall", "Blythburgh", "Stavordale", "Hexworthy"];
    let initial = GIVEN_NAMES[number % GIVEN_NAMES.len()].chars().next().unwrap_or('A');
    Attendee { name: format!("{initial}. {}", SURNAMES[number % SURNAMES.len()]), role: None, note: None }
}

fn minute_on(random: &mut Random, subject: &str) -> Minute {
    let mut entries = vec![paragraph(format!(
        "The Board considered the report of the {} on {}, which had been sent to all members with the agenda.",
        random.one_of(OFFICERS),
        lower(subject),
    ))];
    for _ in 0..random.between(1, 3) {
        let sentences: Vec<String> = (0..random.between(2, 3)).map(|_| prose::account(random)).collect();
        entries.push(paragraph(sentences.join(" ")));
    }
    if random.in_hundred(60) {
        entries.push(paragraph("The following points were made by members or asked of the officers:".to_owned()));
        entries.push(MinuteEntry::Block(remarks(random)));
    }
    entries.push(MinuteEntry::resolution("RESOLVED", resolution(random)));
    let actions = match random.below(4) {
        0 => vec![ActionNote { owner: random.one_of(OFFICERS).to_owned(), task: None, due_on: None }],
        _ => Vec::new(),
    };
    Minute { title: subject.to_uppercase(), entries, actions, ..Minute::default() }
}

fn paragraph(text: String) -> MinuteEntry {
    MinuteEntry::Block(Block::Paragraph { number: None, text: text.into() })
}

fn lower(subject: &str) -> String {
    subject.to_lowercase()
}

/// Returns a list as minutes print it: `; and` before the last item, a full stop after it.
fn remarks(random: &mut Random) -> Block {
    let count = random.between(2, 4);
    let end = |number| match count - number {
        1 => ".",
        2 => "; and",
        _ => ";",
    };
    let items = (0..count).map(|number| ListItem::bullet(format!("{}{}", prose::remark(random), end(number))));
    Block::List { style: ListStyle::Bullets, items: items.collect() }
}

/// Returns one clause, or two or three with numbers; a full stop ends the last.
pub(super) fn resolution(random: &mut Random) -> Clauses {
    let mut clauses: Vec<String> = Vec::new();
    for _ in 0..random.between(1, 3) {
        let clause = prose::clause(random);
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    if let Some(last) = clauses.last_mut() {
        last.push('.');
    }
    match clauses.as_slice() {
        [only] => Clauses { lead: format!("That {only}"), clauses: Vec::new() },
        _ => Clauses { lead: "That".to_owned(), clauses },
    }
}
