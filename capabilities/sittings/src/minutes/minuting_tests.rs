use super::*;
use chrono::NaiveDate;
use foundation::PersonName;
use meetings::meeting::{BoardId, MeetingId};
use meetings::preparation::item::{Exemption, ItemKind};
use meetings::sitting::{Choice, SittingState, Votes};

fn meeting() -> Meeting {
    Meeting {
        id: MeetingId::new(3).expect("a key"),
        board: BoardId::new(1).expect("a key"),
        board_name: "Harbour Safety Board".into(),
        board_slug: "harbour-safety-board".into(),
        held_on: "2024-02-06".parse().expect("a day"),
        day_is_known: true,
        starts_at: None,
        ended_at: None,
        place: Some("Customs House".into()),
        has_minutes: false,
        is_cancelled: false,
        moved_from: None,
        own_deadlines: None,
    }
}

fn seat(id: i64, name: &str, role: BoardRole) -> SeatOn {
    SeatOn { person: PersonId::new(id).expect("a key"), name: PersonName::read(name).expect("a name"), role, account: None }
}

fn item(id: i64, kind: ItemKind, title: &str) -> DraftItem {
    DraftItem {
        number: Some(id.to_string()),
        ..DraftItem::blank(MeetingId::new(3).expect("a key"), kind, title)
            .map(|item| DraftItem { id: DraftItemId::new(id).expect("a key"), ..item })
            .expect("an item")
    }
}

fn at(time: &str) -> DateTime<Utc> {
    format!("2024-02-06T{time}:00Z").parse().expect("an instant")
}

fn entry(id: i64, item: Option<i64>, time: &str, what: Recorded) -> Entry {
    Entry { id, item: item.and_then(DraftItemId::new), at: at(time), what, recorded_by: "a clerk".into(), struck_by: None }
}

fn note(item: i64, text: &str) -> Note {
    Note { item_id: item, text: text.into(), version: 1, changed_by: "a clerk".into(), changed_at: at("18:40") }
}

struct Scene {
    seats: Vec<SeatOn>,
    items: Vec<DraftItem>,
    entries: Vec<Entry>,
    notes: Vec<Note>,
}

fn drafted(scene: &Scene) -> Drafted {
    let sitting = Sitting {
        state: SittingState::Ended,
        began_at: Some(at("18:30")),
        ended_at: Some(at("19:40")),
        presiding: PersonId::new(1),
    };
    let references = (1..).zip(&scene.items).map(|(number, item)| (item.id, format!("HAR{number}"))).collect();
    draft(&Facts {
        meeting: &meeting(),
        sitting: &sitting,
        seats: &scene.seats,
        items: &scene.items,
        entries: &scene.entries,
        notes: &scene.notes,
        references: &references,
        parts: &HashMap::new(),
    })
}

fn scene() -> Scene {
    let here = |person| Recorded::Attendance { person, standing: Standing::Present };
    let lease = DraftItem {
        private_title: Some("Lease to the chandler".into()),
        exemption: Some(Exemption { paragraphs: vec![3], public_interest: "Prices".into() }),
        ..item(4, ItemKind::Report, "A lease")
    };
    Scene {
        seats: vec![
            seat(3, "Councillor Adam Quill", BoardRole::Member),
            seat(2, "Councillor Tamsin Reed", BoardRole::ViceChair),
            seat(1, "Councillor Bertha Ashby", BoardRole::Chair),
            seat(4, "Councillor Zoe Quill", BoardRole::Member),
            seat(5, "Councillor Mabel Lark", BoardRole::Member),
            seat(6, "Councillor Sid Stand", BoardRole::Substitute),
        ],
        items: vec![
            item(1, ItemKind::Minutes, "Minutes"),
            item(2, ItemKind::Questions, "Public Question Time"),
            DraftItem { lead_officer: Some("Harbour Master".into()), ..item(3, ItemKind::Report, "Fences") },
            lease,
        ],
        entries: vec![
            entry(1, None, "18:30", here(1)),
            entry(2, None, "18:30", here(2)),
            entry(3, None, "18:30", here(4)),
            entry(4, None, "18:30", Recorded::Attendance { person: 3, standing: Standing::Apologies }),
            entry(5, None, "18:30", Recorded::Attendance { person: 5, standing: Standing::CouncilBusiness }),
            entry(
                6,
                Some(1),
                "18:31",
                Recorded::MinutesApproved {
                    meeting: 2,
                    held_on: NaiveDate::from_ymd_opt(2023, 11, 14).expect("a day"),
                    signed_by: Some("Councillor Bertha Ashby".into()),
                },
            ),
            entry(
                7,
                Some(3),
                "18:45",
                Recorded::Motion { text: "That the fences be mended".into(), mover: Some(2), seconder: Some(4), amends: None },
            ),
            entry(
                8,
                Some(3),
                "18:46",
                Recorded::Vote {
                    motion: 7,
                    votes: Votes::Named { votes: vec![(1, Choice::For), (2, Choice::For), (4, Choice::Against)], casting: None },
                    carried: true,
                },
            ),
            entry(
                9,
                Some(3),
                "18:47",
                Recorded::Resolution {
                    form: "RESOLVED".into(),
                    clauses: vec!["the report be noted".into(), "the fences be mended".into()],
                    publishable: true,
                },
            ),
            entry(
                10,
                Some(3),
                "18:48",
                Recorded::Action { owner: "Harbour Master".into(), task: "Mend the fences".into(), due_on: None },
            ),
            entry(11, None, "18:50", Recorded::Left { person: 4 }),
            entry(12, Some(4), "18:55", Recorded::Exclusion { paragraphs: vec![3] }),
            entry(
                13,
                Some(4),
                "18:56",
                Recorded::Declared {
                    person: 2,
                    interest: "disclosable".into(),
                    nature: "SECRETSHOP".into(),
                    is_sensitive: false,
                    withdrew: true,
                },
            ),
            entry(
                14,
                Some(4),
                "18:57",
                Recorded::Resolution { form: "RESOLVED".into(), clauses: vec!["SECRETCLAUSE".into()], publishable: false },
            ),
            entry(15, Some(4), "18:58", Recorded::Action { owner: "SECRETPOST".into(), task: "SECRETTASK".into(), due_on: None }),
            entry(16, None, "18:30", Recorded::Officer { name: "H. Harbour".into(), post: None }),
        ],
        notes: vec![note(3, "Members noted:\n- one fell; and\n- two leant."), note(4, "SECRETNOTE")],
    }
}

fn text(minutes: &Minutes) -> String {
    documents::plain_text::of_document(&meetings::minutes::document::document(minutes))
}

#[test]
fn the_head_lists_people_as_minutes_print_them() {
    let minutes = drafted(&scene()).public;
    let names = |list: &[Attendee]| list.iter().map(|attendee| attendee.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&minutes.attendance.present), ["Ashby", "Reed", "Z. Quill"]);
    assert_eq!(minutes.attendance.present[0].role, Some(BoardRole::Chair));
    assert_eq!(names(&minutes.attendance.apologies), ["A. Quill"]);
    assert_eq!(names(&minutes.attendance.absent_on_council_business), ["Lark"]);
    assert_eq!(names(&minutes.attendance.officers), ["H. Harbour"]);
    assert!(text(&minutes).contains("Meeting ended at 7.40 p.m."));
}

#[test]
fn items_bear_both_numbers_and_say_what_happened() {
    let minutes = drafted(&scene()).public;
    let told: Vec<(Option<&str>, Option<&str>)> =
        minutes.items.iter().map(|minute| (minute.reference.as_deref(), minute.number.as_deref())).collect();
    assert_eq!(told[2], (Some("HAR3"), Some("3")));
    assert_eq!(minutes.items[2].banner.as_deref(), Some("Items dealt with under duties exercisable by the Board"));
    let said = text(&minutes);
    for words in [
        "The Minutes of the meeting held on 14 November 2023 were taken as read and signed as a correct record.",
        "It was reported that no public questions had been received.",
        "one fell; and",
        "It was moved by Councillor Reed and seconded by Councillor Z. Quill, as motion: That the fences be mended.",
        "For: Councillor Ashby, Councillor Reed (2). Against: Councillor Z. Quill (1). Abstained: none. It was carried.",
        "Councillor Z. Quill left the meeting.",
        "Harbour Master",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn what_is_exempt_stands_in_the_confidential_minutes_alone() {
    let Drafted { public, confidential } = drafted(&scene());
    let (public, confidential) = (text(&public), text(&confidential.expect("confidential minutes")));
    assert!(!public.contains("SECRET") && !public.contains("chandler"), "{public}");
    assert!(
        public.contains("paragraph 3 of Part 1 of Schedule 12A") && public.contains("outweighed the public interest"),
        "{public}"
    );
    assert!(public.contains("Councillor Reed declared a Disclosable Pecuniary Interest in this item."), "{public}");
    for words in ["SECRETNOTE", "SECRETCLAUSE", "SECRETPOST", "SECRETSHOP", "Lease to the chandler"] {
        assert!(confidential.contains(words), "{words}\n{confidential}");
    }
}

#[test]
fn the_public_is_let_in_again_after_the_item() {
    let mut scene = scene();
    scene.entries.push(entry(20, Some(4), "19:10", Recorded::Readmission));
    let said = text(&drafted(&scene).public);
    let at = |words: &str| said.find(words).expect("it is said");
    assert!(at("be excluded under section 100A(4)") < at("considered this item in private"), "{said}");
    assert!(at("considered this item in private") < at("were readmitted"), "{said}");
}

#[test]
fn a_sensitive_interest_is_named_in_no_minutes() {
    let mut scene = scene();
    scene.entries.push(entry(
        20,
        Some(3),
        "18:44",
        Recorded::Declared {
            person: 1,
            interest: "other".into(),
            nature: "HIDDENNATURE".into(),
            is_sensitive: true,
            withdrew: false,
        },
    ));
    let Drafted { public, confidential } = drafted(&scene);
    for minutes in [public, confidential.expect("confidential minutes")] {
        assert!(!text(&minutes).contains("HIDDENNATURE"));
    }
}

#[test]
fn what_is_struck_out_is_not_minuted() {
    let mut scene = scene();
    scene.entries[8].struck_by = Some("a clerk".into());
    assert!(!text(&drafted(&scene).public).contains("RESOLVED: That 1)"));
}
