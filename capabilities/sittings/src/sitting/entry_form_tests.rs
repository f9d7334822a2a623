use super::*;

fn person(id: i64) -> PersonId {
    PersonId::new(id).expect("a key")
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn times(began_at: Option<&str>) -> Times {
    Times {
        held_on: NaiveDate::from_ymd_opt(2024, 6, 11).expect("a day"),
        began_at: began_at.map(instant),
        now: instant("2024-06-11T17:40:00Z"),
    }
}

fn known<'a>(members: &'a [PersonId], entries: &'a [Entry], items: &'a [DraftItemId]) -> Known<'a> {
    Known { members, entries, barred: &[], present: members, paragraphs: &[], items, times: times(None) }
}

fn here(id: i64, who: i64) -> Entry {
    let what = Recorded::Attendance { person: who, standing: Standing::Present };
    Entry { id, item: None, at: instant("2024-06-11T17:30:00Z"), what, recorded_by: "a clerk".into(), struck_by: None }
}

fn motion(id: i64) -> Entry {
    let what = Recorded::Motion { text: "That it be noted".into(), mover: None, seconder: None, amends: None };
    Entry { id, item: None, at: instant("2024-06-11T17:31:00Z"), what, recorded_by: "a clerk".into(), struck_by: None }
}

fn fault(form: &EntryForm, known: &Known<'_>) -> Option<EntryFault> {
    form.read(known).and_then(|read| read.is_possible(known)).err()
}

fn form(kind: &str) -> EntryForm {
    EntryForm { kind: kind.into(), ..EntryForm::default() }
}

#[test]
fn times_are_those_of_the_meetings_day_in_london() {
    let (members, entries) = ([person(1)], [here(1, 1)]);
    let left = EntryForm { person: "1".into(), at: "7.05 pm".into(), ..form("left") };
    let read = left.read(&known(&members, &entries, &[])).expect("an entry");
    assert_eq!(read.at, instant("2024-06-11T18:05:00Z"));
    assert_eq!(read.what, Recorded::Left { person: 1 });
    let bad = EntryForm { at: "soon".into(), ..left.clone() };
    assert_eq!(fault(&bad, &known(&members, &entries, &[])), Some((NOT_A_TIME, "at")));
    let stranger = EntryForm { person: "2".into(), ..left };
    assert_eq!(fault(&stranger, &known(&members, &entries, &[])), Some(("Select a member", "person")));
}

#[test]
fn a_meeting_may_go_on_past_midnight_and_nothing_is_before_its_start() {
    let began = Some("2024-06-11T17:30:00Z");
    assert_eq!(moment(times(began), "12.15am"), Some(instant("2024-06-11T23:15:00Z")));
    assert_eq!(moment(times(began), "6.45pm"), Some(instant("2024-06-11T17:45:00Z")));
    assert_eq!(moment(times(began), ""), Some(instant("2024-06-11T17:40:00Z")));
    let not_begun = Times { now: instant("2024-02-06T12:00:00Z"), ..times(None) };
    assert_eq!(moment(not_begun, "11am"), Some(instant("2024-02-06T11:00:00Z")), "a start before the day is on the real day");
    let early = Times { now: instant("2024-02-06T12:00:00Z"), ..times(began) };
    assert_eq!(moment(early, ""), Some(instant("2024-06-11T17:30:00Z")), "recorded before the day, after the start");
}

#[test]
fn whoever_is_present_does_not_arrive_and_whoever_is_not_does_not_leave() {
    let (members, entries) = ([person(1), person(2)], [here(1, 1)]);
    let known = known(&members, &entries, &[]);
    let moved = |kind: &str, who: &str| fault(&EntryForm { person: who.into(), ..form(kind) }, &known);
    assert_eq!(moved("left", "1"), None);
    assert_eq!(moved("arrived", "2"), None);
    assert_eq!(moved("arrived", "1"), Some(("This member was already recorded as present at that time", "person")));
    assert_eq!(moved("left", "2"), Some(("This member was not recorded as present at that time", "person")));
    let next_day = Times { now: instant("2024-06-12T09:00:00Z"), ..times(None) };
    let late = Known { times: next_day, ..self::known(&members, &entries, &[]) };
    assert_eq!(fault(&EntryForm { person: "1".into(), ..form("left") }, &late), Some(("Enter the time", "at")));
}

#[test]
fn one_member_does_not_move_and_second() {
    let members = [person(1), person(2)];
    let known = known(&members, &[], &[]);
    let moved = |mover: &str, seconder: &str| {
        let form =
            EntryForm { text: "That it be noted".into(), mover: mover.into(), seconder: seconder.into(), ..form("motion") };
        fault(&form, &known)
    };
    assert_eq!(moved("1", "2"), None);
    assert_eq!(moved("", ""), None);
    assert_eq!(moved("1", "1"), Some(("A motion must be moved and seconded by different members", "seconder")));
    let absent = Known { present: &members[..1], ..self::known(&members, &[], &[]) };
    let form = EntryForm { text: "x".into(), mover: "1".into(), seconder: "2".into(), ..form("motion") };
    assert_eq!(fault(&form, &absent), Some(("Only members who are present can move or second a motion", "seconder")));
    let barred = Known { barred: &members[..1], ..self::known(&members, &[], &[]) };
    assert!(fault(&form, &barred).is_some_and(|(message, field)| message.contains("pecuniary interest") && field == "mover"));
}

#[test]
fn a_vote_needs_a_motion_that_stands_and_is_recorded_once() {
    let members = [person(1)];
    let vote = EntryForm { motion: "4".into(), in_favour: "1".into(), ..form("vote") };
    assert_eq!(fault(&vote, &known(&members, &[], &[])), Some(("Select the motion", "motion")));
    let mut entries = vec![motion(4)];
    let read = vote.read(&known(&members, &entries, &[])).expect("a vote");
    entries.push(Entry { id: 5, what: read.what, ..motion(5) });
    assert!(fault(&vote, &known(&members, &entries, &[])).is_some_and(|(message, _)| message.contains("already recorded")));
    let words = EntryForm { in_favour: "all".into(), ..vote.clone() };
    entries.pop();
    assert_eq!(fault(&words, &known(&members, &entries, &[])), Some(("Votes must be a whole number, like 4", "in_favour")));
    let tied = EntryForm { against: "1".into(), ..vote };
    let two = [person(1), person(2)];
    assert!(fault(&tied, &known(&two, &entries, &[])).is_some_and(|(_, field)| field == "casting"));
}

#[test]
fn an_interest_may_be_declared_before_its_item_is_reached() {
    let items = [1, 2].map(|id| DraftItemId::new(id).expect("a key"));
    let members = [person(1)];
    let known = known(&members, &[], &items);
    let declared = EntryForm {
        item: "1".into(),
        about: "2".into(),
        person: "1".into(),
        interest: "disclosable".into(),
        nature: "A lease".into(),
        withdrew: "yes".into(),
        ..form("declared")
    };
    let read = declared.read(&known).expect("an entry");
    assert_eq!(read.item, Some(items[1]), "it is recorded at the item that it is about");
    assert!(matches!(read.what, Recorded::Declared { withdrew: false, .. }), "who declares ahead is still there");
    let here = EntryForm { about: String::new(), ..declared.clone() }.read(&known).expect("an entry");
    assert!(here.item == Some(items[0]) && matches!(here.what, Recorded::Declared { withdrew: true, .. }));
    assert_eq!(fault(&EntryForm { about: "9".into(), ..declared }, &known), Some(("Select the item", "about")));
}

#[test]
fn paragraphs_that_the_schedule_does_not_have_are_refused() {
    let excluded = |paragraphs: &str| {
        EntryForm { paragraphs: paragraphs.into(), ..form("exclusion") }.read(&known(&[], &[], &[])).map(|read| read.what)
    };
    assert_eq!(excluded("3, 1"), Ok(Recorded::Exclusion { paragraphs: vec![1, 3] }));
    for wrong in ["", "none", "8, 99", "3, 8", "0"] {
        assert_eq!(excluded(wrong).err().map(|(_, field)| field), Some("paragraphs"), "{wrong}");
    }
}
