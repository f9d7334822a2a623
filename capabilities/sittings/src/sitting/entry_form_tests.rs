use super::*;

fn person(id: i64) -> PersonId {
    PersonId::new(id).expect("a key")
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn clock(text: &str) -> Option<NaiveTime> {
    foundation::time_of_day::read(text)
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

/// A form for this kind of entry with these fields.
fn form(kind: &str, fields: &[(&'static str, &str)]) -> SubmittedForm {
    let mut form = SubmittedForm::of([("kind", kind)]);
    for (field, value) in fields {
        form.set(field, *value);
    }
    form
}

/// Reads a form: the entry if it is possible, or the first message.
fn entry(form: &mut SubmittedForm, known: &Known<'_>) -> Result<ReadEntry, String> {
    if let Some(read) = read(form, known) {
        match read.is_possible(known) {
            Ok(()) => return Ok(read),
            Err((message, field)) => {
                let id = field_id(panel(form), field);
                form.fault(id, message);
            }
        }
    }
    Err(form.messages().next().expect("a message").to_owned())
}

/// Returns the message about the field of a form that is refused.
fn fault(mut form: SubmittedForm, id: &str, known: &Known<'_>) -> Option<String> {
    entry(&mut form, known).err().map(|_| form.error(id).expect("the field has the fault").to_owned())
}

#[test]
fn times_are_those_of_the_meetings_day_in_london() {
    let (members, entries) = ([person(1)], [here(1, 1)]);
    let known = known(&members, &entries, &[]);
    let left = |who, at| form("left", &[("person", who), ("at", at)]);
    let read = read(&mut left("1", "7.05 pm"), &known).expect("an entry");
    assert_eq!(read.at, instant("2024-06-11T18:05:00Z"));
    assert_eq!(read.what, Recorded::Left { person: 1 });
    assert_eq!(fault(left("1", "soon"), "moved-at", &known).as_deref(), Some(NOT_A_TIME));
    assert_eq!(fault(left("2", "7.05 pm"), "moved-person", &known).as_deref(), Some("Select a member"));
}

#[test]
fn a_meeting_may_go_on_past_midnight_and_nothing_is_before_its_start() {
    let began = Some("2024-06-11T17:30:00Z");
    assert_eq!(moment(times(began), clock("12.15am")), instant("2024-06-11T23:15:00Z"));
    assert_eq!(moment(times(began), clock("6.45pm")), instant("2024-06-11T17:45:00Z"));
    assert_eq!(moment(times(began), None), instant("2024-06-11T17:40:00Z"));
    let not_begun = Times { now: instant("2024-02-06T12:00:00Z"), ..times(None) };
    assert_eq!(moment(not_begun, clock("11am")), instant("2024-02-06T11:00:00Z"), "a start before the day is on the real day");
    let early = Times { now: instant("2024-02-06T12:00:00Z"), ..times(began) };
    assert_eq!(moment(early, None), instant("2024-06-11T17:30:00Z"), "recorded before the day, after the start");
}

#[test]
fn whoever_is_present_does_not_arrive_and_whoever_is_not_does_not_leave() {
    let (members, entries) = ([person(1), person(2)], [here(1, 1)]);
    let known = known(&members, &entries, &[]);
    let moved = |kind: &str, who: &str| fault(form(kind, &[("person", who)]), "moved-person", &known);
    assert_eq!(moved("left", "1"), None);
    assert_eq!(moved("arrived", "2"), None);
    assert_eq!(moved("arrived", "1").as_deref(), Some("This member was already recorded as present at that time"));
    assert_eq!(moved("left", "2").as_deref(), Some("This member was not recorded as present at that time"));
    let next_day = Times { now: instant("2024-06-12T09:00:00Z"), ..times(None) };
    let late = Known { times: next_day, ..self::known(&members, &entries, &[]) };
    assert_eq!(fault(form("left", &[("person", "1")]), "moved-at", &late).as_deref(), Some("Enter the time"));
}

#[test]
fn one_member_does_not_move_and_second() {
    let members = [person(1), person(2)];
    let known = known(&members, &[], &[]);
    let motion = |mover, seconder| form("motion", &[("text", "That it be noted"), ("mover", mover), ("seconder", seconder)]);
    let moved = |mover, seconder, known: &Known<'_>| fault(motion(mover, seconder), "motion-seconder", known);
    assert_eq!(moved("1", "2", &known), None);
    assert_eq!(moved("", "", &known), None);
    assert_eq!(moved("1", "1", &known).as_deref(), Some("A motion must be moved and seconded by different members"));
    assert_eq!(moved("", "9", &known).as_deref(), Some("Select a member"), "no one is left out without a word");
    let absent = Known { present: &members[..1], ..self::known(&members, &[], &[]) };
    assert_eq!(moved("1", "2", &absent).as_deref(), Some("Only members who are present can move or second a motion"));
    let barred = Known { barred: &members[..1], ..self::known(&members, &[], &[]) };
    let told = fault(motion("1", "2"), "motion-mover", &barred);
    assert!(told.is_some_and(|told| told.contains("pecuniary interest")));
}

#[test]
fn a_vote_needs_a_motion_that_stands_and_is_recorded_once() {
    let members = [person(1)];
    let vote = |fields: &[(&'static str, &str)]| form("vote", &[&[("motion", "4"), ("in_favour", "1")], fields].concat());
    assert_eq!(fault(vote(&[]), "hands-motion", &known(&members, &[], &[])).as_deref(), Some("Select the motion"));
    let mut entries = vec![motion(4)];
    let read = read(&mut vote(&[]), &known(&members, &entries, &[])).expect("a vote");
    entries.push(Entry { id: 5, what: read.what, ..motion(5) });
    let again = fault(vote(&[]), "hands-motion", &known(&members, &entries, &[]));
    assert!(again.is_some_and(|told| told.contains("already recorded")));
    entries.pop();
    let words = fault(vote(&[("in_favour", "all")]), "hands-in_favour", &known(&members, &entries, &[]));
    assert_eq!(words.as_deref(), Some("Votes must be a whole number, like 4"));
    let two = [person(1), person(2)];
    assert!(fault(vote(&[("against", "1")]), "hands-casting", &known(&two, &entries, &[])).is_some(), "a tie is undecided");
    let named = |choice| form("vote", &[("motion", "4"), ("vote-1", "for"), ("vote-2", choice)]);
    let unknown = fault(named("perhaps"), "vote-2", &known(&two, &entries, &[]));
    assert_eq!(unknown.as_deref(), Some("Select how the member voted"), "not read as no vote");
    let read = super::read(&mut named(""), &known(&two, &entries, &[])).expect("a vote");
    let votes = Votes::Named { votes: vec![(1, Choice::For)], casting: None };
    assert_eq!(read.what, Recorded::Vote { motion: 4, votes, carried: true });
}

#[test]
fn a_resolution_is_cleaned_and_nothing_of_it_is_cut_or_guessed() {
    let long = "x".repeat(1_001);
    let known = known(&[], &[], &[]);
    let resolution = |clauses, word| form("resolution", &[("clauses", clauses), ("form", word)]);
    let read = |clauses, word| read(&mut resolution(clauses, word), &known).map(|read| read.what);
    let of = |form: &str| Recorded::Resolution { form: form.into(), clauses: vec!["it be noted.".into()], publishable: true };
    assert_eq!(read("\u{7}it be\tnoted\r\n", "RECOMMENDED"), Some(of("RECOMMENDED")));
    assert_eq!(read("it be noted", ""), Some(of("RESOLVED")));
    for (clauses, word, field, message) in [
        (long.as_str(), "RESOLVED", "resolution-clauses", "Each clause must be 1,000 characters or fewer"),
        (" ", "RESOLVED", "resolution-clauses", "Enter what was resolved, with each clause on its own line, up to 30"),
        ("it be noted", "AGREED", "resolution-form", "Select whether it was resolved or recommended"),
    ] {
        assert_eq!(fault(resolution(clauses, word), field, &known).as_deref(), Some(message));
    }
}

#[test]
fn an_interest_may_be_declared_before_its_item_is_reached() {
    let items = [1, 2].map(|id| DraftItemId::new(id).expect("a key"));
    let members = [person(1)];
    let known = known(&members, &[], &items);
    let declared = |about| {
        let fields = [("person", "1"), ("interest", "disclosable"), ("nature", "A lease"), ("withdrew", "yes")];
        form("declared", &[&fields[..], &[("item", "1"), ("about", about)]].concat())
    };
    let ahead = read(&mut declared("2"), &known).expect("an entry");
    assert_eq!(ahead.item, Some(items[1]), "it is recorded at the item that it is about");
    assert!(matches!(ahead.what, Recorded::Declared { withdrew: false, .. }), "who declares ahead is still there");
    let here = read(&mut declared(""), &known).expect("an entry");
    assert!(here.item == Some(items[0]) && matches!(here.what, Recorded::Declared { withdrew: true, .. }));
    assert_eq!(fault(declared("9"), "declared-about", &known).as_deref(), Some("Select the item"));
    let mut wrong = form("declared", &[("person", "9"), ("about", "9")]);
    assert!(read(&mut wrong, &known).is_none());
    let fields = ["declared-about", "declared-person", "declared-interest", "declared-nature"];
    assert_eq!(fields.map(|id| wrong.error(id).is_some()), [true; 4], "all faults at once");
}

#[test]
fn paragraphs_that_the_schedule_does_not_have_are_refused() {
    let known = known(&[], &[], &[]);
    let excluded = |paragraphs| form("exclusion", &[("paragraphs", paragraphs)]);
    let read = read(&mut excluded("3, 1"), &known).map(|read| read.what);
    assert_eq!(read, Some(Recorded::Exclusion { paragraphs: vec![1, 3] }));
    for wrong in ["", "none", "8, 99", "3, 8", "0"] {
        assert!(fault(excluded(wrong), "exclusion-paragraphs", &known).is_some(), "{wrong}");
    }
}
