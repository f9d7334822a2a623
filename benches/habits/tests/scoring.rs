//! A reading without a fault is worth everything; each fault lowers its own fields and no other.

use crate::perfect;
use archive::reading::{About, Doubt, PartKind, PartPlace, ReadError, ReadPack};
use chrono::{Days, NaiveDate};
use documents::Clauses;
use habits::truth::Kind;
use habits::{Field, Habit, Paper, Score, Tally, generate, score};
use meetings::minutes::{Attendee, MinuteEntry, Minutes};
use proptest::prelude::*;

fn scored(paper: &Paper, pack: &ReadPack) -> Score {
    score(&paper.name, &paper.truth, Ok(pack))
}

/// Returns whether everything about a paper can be in a reading. Minutes without a day cannot.
fn has_days(paper: &Paper) -> bool {
    paper.truth.parts.iter().all(|part| part.day.is_some() || part.kind == Kind::Report)
}

#[test]
fn a_reading_without_a_fault_has_everything() {
    for habit in Habit::ALL {
        for number in 0..12 {
            let paper = generate(habit, 4, number);
            if !has_days(&paper) {
                continue;
            }
            let score = scored(&paper, &perfect::reading(&paper.truth));
            let misses: Vec<_> = score.misses.iter().filter(|miss| miss.field != Field::Votes).collect();
            assert!(misses.is_empty(), "{}: {misses:#?}", paper.name);
            for field in Field::ALL.into_iter().filter(|field| *field != Field::Votes) {
                let tally = score.field(field);
                assert_eq!((tally.right, tally.wrong, tally.missed), (tally.expected, 0, 0), "{}: {field:?}", paper.name);
            }
            assert_eq!((score.read, score.refused_wrongly), (1, 0));
        }
    }
}

/// A fault of a reading.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Day,
    Board,
    NoBoard,
    Ends,
    Place,
    Draft,
    Private,
    Title,
    Number,
    NoPerson,
    AnotherPerson,
    TwiceAPerson,
    WrongList,
    NoResolution,
    AnotherResolution,
    MoreResolutions,
    MorePartsThanThereAre,
}

impl Fault {
    const ALL: [Self; 17] = [
        Self::Day,
        Self::Board,
        Self::NoBoard,
        Self::Ends,
        Self::Place,
        Self::Draft,
        Self::Private,
        Self::Title,
        Self::Number,
        Self::NoPerson,
        Self::AnotherPerson,
        Self::TwiceAPerson,
        Self::WrongList,
        Self::NoResolution,
        Self::AnotherResolution,
        Self::MoreResolutions,
        Self::MorePartsThanThereAre,
    ];

    /// Returns the fields that it lowers.
    fn lowers(self) -> &'static [Field] {
        match self {
            Self::Day => &[Field::Day],
            Self::Board | Self::NoBoard => &[Field::Board],
            Self::Ends => &[Field::Ends],
            Self::Place => &[Field::Place],
            Self::Draft => &[Field::Draft],
            Self::Private => &[Field::Private],
            Self::Title => &[Field::Titles],
            Self::Number => &[Field::Numbers],
            Self::NoPerson | Self::WrongList => &[Field::Attendance],
            Self::AnotherPerson => &[Field::Attendance, Field::FalsePeople],
            Self::TwiceAPerson => &[Field::FalsePeople],
            Self::NoResolution | Self::AnotherResolution | Self::MoreResolutions => &[Field::Resolutions],
            Self::MorePartsThanThereAre => &[Field::FalseParts],
        }
    }

    /// Breaks the first minutes of a reading. Returns `None` if they have nothing of the kind.
    fn put_into(self, pack: &mut ReadPack) -> Option<()> {
        if matches!(self, Self::MorePartsThanThereAre) {
            let mut another = pack.minutes.first()?.clone();
            another.held_on = NaiveDate::MAX;
            "Another Board".clone_into(&mut another.board);
            another.items.clear();
            pack.minutes.push(another);
            let position = pack.minutes.len() - 1;
            pack.parts.push(PartPlace {
                kind: PartKind::Minutes,
                position: Some(position),
                first_line: 9000,
                last_line: 9001,
                items: Vec::new(),
            });
            return Some(());
        }
        self.put_into_minutes(pack.minutes.first_mut()?)
    }

    fn put_into_minutes(self, minutes: &mut Minutes) -> Option<()> {
        let lists = &mut minutes.attendance;
        match self {
            Self::Day => minutes.held_on = minutes.held_on + Days::new(1),
            Self::Board => "Another Board".clone_into(&mut minutes.board),
            Self::NoBoard => minutes.board.clear(),
            Self::Ends => minutes.ended_at = Some(minutes.ended_at? + chrono::TimeDelta::minutes(1)),
            Self::Place => minutes.place = Some(format!("{} or elsewhere", minutes.place.as_ref()?)),
            Self::Draft if minutes.standing.is_none() => minutes.standing = Some(meetings::minutes::MinutesStanding::Draft),
            Self::Draft => minutes.standing = None,
            Self::Private => {
                let was = minutes.items.iter().any(|item| item.private);
                minutes.items.iter_mut().for_each(|item| item.private = !was);
            }
            Self::Title => {
                let item = minutes.items.iter_mut().find(|item| item.number.is_some())?;
                "Zzz".clone_into(&mut item.title);
            }
            Self::Number => minutes.items.iter_mut().find(|item| item.number.is_some())?.number = Some("999Z".to_owned()),
            Self::NoPerson => drop(lists.present.pop_if(|person| person.role.is_none())?),
            Self::AnotherPerson => {
                let last = lists.present.last_mut().filter(|person| person.role.is_none())?;
                "Z. Nobody".clone_into(&mut last.name);
            }
            Self::TwiceAPerson => lists.present.push(Attendee { name: "OBE".to_owned(), role: None, note: None }),
            Self::WrongList => {
                let person = lists.present.pop_if(|person| person.role.is_none())?;
                lists.apologies.push(person);
            }
            Self::NoResolution => {
                let entries = minutes.items.iter_mut().map(|item| &mut item.entries).find(|entries| is_plain(entries))?;
                entries.clear();
            }
            Self::AnotherResolution => {
                let entries = minutes.items.iter_mut().map(|item| &mut item.entries).find(|entries| is_plain(entries))?;
                *entries = vec![another()];
            }
            Self::MoreResolutions => minutes.items.first_mut()?.entries.push(another()),
            Self::MorePartsThanThereAre => return None,
        }
        Some(())
    }
}

/// Returns whether these are a resolution that says nothing of votes.
fn is_plain(entries: &[MinuteEntry]) -> bool {
    matches!(entries, [MinuteEntry::Resolution { form, .. }] if form == "RESOLVED")
}

fn another() -> MinuteEntry {
    let resolution = Clauses { lead: "Zzz".to_owned(), clauses: Vec::new() };
    MinuteEntry::Resolution { form: "RESOLVED".to_owned(), resolution }
}

proptest! {
    #[test]
    fn a_fault_lowers_its_own_fields_and_no_other(
        habit in prop::sample::select(&Habit::ALL[..]),
        number in 0..1000_u64,
        fault in prop::sample::select(&Fault::ALL[..]),
    ) {
        let paper = generate(habit, 6, number);
        let whole = perfect::reading(&paper.truth);
        let mut broken = whole.clone();
        prop_assume!(has_days(&paper) && fault.put_into(&mut broken).is_some());
        let (before, after) = (scored(&paper, &whole), scored(&paper, &broken));
        for field in Field::ALL {
            let (was, is) = (before.field(field), after.field(field));
            if fault.lowers().contains(&field) {
                let lower = is.right < was.right || is.wrong > was.wrong;
                prop_assert!(lower && is.expected == was.expected, "{}: {fault:?}: {field:?}: {is:?}", paper.name);
            } else {
                prop_assert_eq!(is, was, "{}: {:?}: {:?}: {}", paper.name, fault, field, after.list());
            }
        }
    }
}

fn doubt(part: Option<usize>, about: About) -> Doubt {
    Doubt { part, line: 1, about, says: "It is unclear.".to_owned(), readings: Vec::new() }
}

#[test]
fn a_doubt_covers_the_misses_of_its_subject_in_its_part() {
    let paper = generate(Habit::TwoMeetings, 1, 1);
    let mut pack = perfect::reading(&paper.truth);
    "Another Board".clone_into(&mut pack.minutes[1].board);
    for (doubts, covered) in [
        (vec![], 0),
        (vec![doubt(Some(0), About::Board)], 0),
        (vec![doubt(Some(1), About::Day)], 0),
        (vec![doubt(Some(1), About::Board)], 1),
        (vec![doubt(None, About::Board)], 1),
    ] {
        pack.doubts = doubts;
        let tally = scored(&paper, &pack).field(Field::Board);
        assert_eq!(tally, Tally { expected: 2, right: 1, wrong: 1, missed: 0, covered });
    }
}

#[test]
fn a_meeting_read_as_part_of_another_is_named() {
    let paper = generate(Habit::TwoMeetings, 1, 2);
    let mut pack = perfect::reading(&paper.truth);
    let second = pack.minutes.remove(1);
    pack.minutes[0].items.extend(second.items);
    let place = pack.parts.remove(1);
    pack.parts[0].last_line = place.last_line;
    let score = scored(&paper, &pack);
    assert_eq!(score.field(Field::MergedMeetings).wrong, 1);
    assert_eq!(score.field(Field::Kind), Tally { expected: 2, right: 1, wrong: 0, missed: 1, covered: 0 });
    assert!(score.field(Field::Titles).missed > 0);
    pack.doubts = vec![doubt(Some(0), About::Kind)];
    assert_eq!(scored(&paper, &pack).field(Field::Kind).covered, 1);
}

#[test]
fn a_paper_may_be_refused_for_a_true_reason_only() {
    let nothing = ReadError::NothingRecognised { lines: 3, pages: None, why: String::new() };
    let cut = ReadError::CutOff { line: 3, page: None, reading: "minutes".to_owned() };
    let outcome = |habit: Habit, cut_off: bool, error: &ReadError| {
        let mut truth = generate(habit, 1, 1).truth;
        truth.cut_off = cut_off;
        let score = score("paper", &truth, Err(error));
        assert_eq!((score.read, score.refusals.len(), score.fields.len()), (0, 1, 0));
        (score.refused_rightly, score.refused_wrongly)
    };
    assert_eq!(outcome(Habit::DelegatedDecision, false, &nothing), (1, 0));
    assert_eq!(outcome(Habit::ParishSlashed, false, &nothing), (0, 1));
    assert_eq!(outcome(Habit::ParishSlashed, true, &cut), (1, 0));
    assert_eq!(outcome(Habit::ParishSlashed, false, &cut), (0, 1));
}

#[test]
fn a_meeting_made_of_one_persons_decision_is_false() {
    let decision = generate(Habit::DelegatedDecision, 1, 1);
    let minutes = generate(Habit::Panel, 1, 1);
    let score = score("paper", &decision.truth, Ok(&perfect::reading(&minutes.truth)));
    assert_eq!(score.field(Field::FalseParts).wrong, 1);
    assert_eq!(score.total().expected, 0);
}

#[test]
fn scores_add_up_and_are_shown() {
    let paper = generate(Habit::ParishSlashed, 1, 1);
    let mut pack = perfect::reading(&paper.truth);
    let mut score = scored(&paper, &pack);
    let whole = score.field(Field::Titles);
    assert_eq!((whole.precision(), whole.recall(), whole.covered_share()), (Some(1.0), Some(1.0), None));
    "Zzz".clone_into(&mut pack.minutes[0].items[0].title);
    score.add(scored(&paper, &pack));
    assert_eq!(score.read, 2);
    assert_eq!(score.field(Field::Titles).expected, whole.expected * 2);
    assert_eq!(score.field(Field::Titles).wrong, 1);
    let list = score.list();
    assert!(list.contains("titles: expected “") && list.contains("got “Zzz”"), "{list}");
    let rows = score.rows();
    assert!(rows.iter().all(|row| row.len() == habits::score::HEADINGS.len()));
    assert!(rows.iter().any(|row| row[0] == "titles" && row[3] == "1"), "{rows:?}");
    assert!(serde_json::to_string(&score).is_ok_and(|json| json.contains("\"titles\"")));
}
