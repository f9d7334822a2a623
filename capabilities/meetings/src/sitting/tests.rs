use super::*;
use proptest::prelude::*;

fn person(id: i64) -> PersonId {
    PersonId::new(id).expect("a key")
}

fn entry(id: i64, item: Option<i64>, what: Recorded) -> Entry {
    let at = "2024-02-06T18:30:00Z".parse::<DateTime<Utc>>().expect("an instant") + chrono::TimeDelta::minutes(id);
    Entry { id, item: item.and_then(DraftItemId::new), at, what, recorded_by: "a clerk".into(), struck_by: None }
}

#[test]
fn who_is_here_follows_arrivals_departures_and_withdrawals() {
    let present_at_first = |person| Recorded::Attendance { person, standing: Standing::Present };
    let withdrew = Recorded::Declared {
        person: 2,
        interest: "disclosable".into(),
        nature: "A lease".into(),
        is_sensitive: false,
        withdrew: true,
    };
    let mut entries = vec![
        entry(1, None, present_at_first(1)),
        entry(2, None, present_at_first(2)),
        entry(3, None, Recorded::Attendance { person: 3, standing: Standing::Apologies }),
        entry(4, Some(5), withdrew),
        entry(5, Some(5), Recorded::Arrived { person: 3 }),
        entry(6, Some(5), Recorded::Left { person: 1 }),
    ];
    assert_eq!(present(&entries), [person(3)]);
    assert_eq!(barred(&entries, DraftItemId::new(5).expect("a key")), [person(2)]);
    assert!(barred(&entries, DraftItemId::new(6).expect("a key")).is_empty());
    entries[5].struck_by = Some("a clerk".into());
    assert_eq!(present(&entries), [person(1), person(3)], "what is struck out does not count");
    entries.push(entry(7, Some(6), Recorded::Arrived { person: 2 }));
    assert_eq!(present(&entries), [person(1), person(3), person(2)]);
}

#[test]
fn the_public_comes_back_when_it_is_let_in() {
    let mut entries = vec![entry(1, Some(1), Recorded::Exclusion { paragraphs: vec![3] })];
    assert!(is_closed(&entries));
    entries.push(entry(2, Some(2), Recorded::Readmission));
    assert!(!is_closed(&entries));
}

#[test]
fn the_table_is_sound_and_in_the_guide() {
    test_kit::assert_sound(&LIFE);
    test_kit::assert_documented("meeting-states.md", &[LIFE.markdown(1)]);
}

#[test]
fn a_sitting_goes_only_by_its_steps() {
    let after = |state, step| LIFE.take(state, step, |_| true, |_| true).ok().map(|line| line.to);
    assert_eq!(after(SittingState::NotBegun, SittingStep::Begin), Some(SittingState::Open));
    assert_eq!(after(SittingState::NotBegun, SittingStep::End), None);
    assert_eq!(after(SittingState::Ended, SittingStep::Resume), None);
    assert_eq!(after(SittingState::Ended, SittingStep::Reopen), Some(SittingState::Open));
    assert_eq!(after(SittingState::Open, SittingStep::UndoStart), Some(SittingState::NotBegun));
    assert_eq!(after(SittingState::Adjourned, SittingStep::UndoStart), None);
}

#[test]
fn what_is_said_once_is_not_recorded_twice() {
    let resolved = Recorded::Resolution { form: "RESOLVED".into(), clauses: vec!["it be noted.".into()], publishable: true };
    assert!(resolved.is_said_once());
    for again in [Recorded::Arrived { person: 1 }, Recorded::Left { person: 1 }, Recorded::Readmission] {
        assert!(!again.is_said_once(), "{again:?}");
    }
    let reopened = Recorded::Reopened { why: "Ended by mistake".into(), ended_at: None };
    assert!(reopened.is_of_the_record() && !resolved.is_of_the_record());
}

proptest! {
    #[test]
    fn nobody_is_here_twice(moves in proptest::collection::vec((1i64..6, any::<bool>()), 0..60)) {
        let entries: Vec<Entry> = (1..).zip(&moves).map(|(id, (person, comes))| {
            entry(id, None, if *comes { Recorded::Arrived { person: *person } } else { Recorded::Left { person: *person } })
        }).collect();
        let mut here = present(&entries);
        let count = here.len();
        here.sort();
        here.dedup();
        prop_assert_eq!(here.len(), count);
        for person in 1..6 {
            let last = moves.iter().rev().find(|(who, _)| *who == person);
            prop_assert_eq!(here.contains(&self::person(person)), last.is_some_and(|(_, comes)| *comes));
        }
    }
}
