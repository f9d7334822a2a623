//! Small papers in the habits of many councils, each with what it is read as. Each once failed.

use archive::reading::{About, Context, ReadPack, read, read_with};
use extraction::{Hints, decode};

/// Reads one of the papers in `tests/cases`.
fn case(name: &str) -> ReadPack {
    let path = format!("{}/tests/cases/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    read(&decode(&std::fs::read(path).expect("the case")).expect("text")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns what minutes are read as, on one line: board, day, start, place, items.
fn minutes(pack: &ReadPack) -> Vec<String> {
    pack.minutes
        .iter()
        .map(|minutes| {
            let start = minutes.started_at.map(|time| format!(", {}", time.format("%H:%M"))).unwrap_or_default();
            let place = minutes.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
            let items: Vec<String> = minutes
                .items
                .iter()
                .map(|item| {
                    let numbers = [item.reference.as_deref(), item.number.as_deref()].into_iter().flatten();
                    numbers.chain([item.title.as_str()]).collect::<Vec<_>>().join(" ")
                })
                .collect();
            format!("{}, {}{start}{place}: {}", minutes.board, minutes.held_on, items.join("; "))
        })
        .collect()
}

#[test]
fn minutes_in_the_habits_of_many_councils() {
    let barn = ", Great Barn, Wexcombe";
    for (name, expected) in [
        ("board-named-above", "Wexcombe Parish Council, 2025-03-04, 19:00, Great Barn: 1 FLY-TIPPING".to_owned()),
        ("board-named-meeting", "Safer Wexcombe Board, 2025-01-09, 19:00: 1 Fly-tipping".to_owned()),
        ("slashed-numbers", format!("Safer Wexcombe Board, 2025-03-04{barn}: 20/01 FLY-TIPPING; 20/02 TAXIS")),
        ("running-numbers", format!("Safer Wexcombe Board, 2025-03-04{barn}: 2643 Fly-tipping; 2644 Taxis")),
        ("two-numbers", format!("Safer Wexcombe Board, 2025-03-04{barn}: C048/23 1 FLY-TIPPING; C049/23 2 TAXIS")),
        ("special-or-draft", format!("Safer Wexcombe Board, 2025-03-04{barn}: 1 FLY-TIPPING")),
        ("draft-minutes", format!("Safer Wexcombe Board, 2025-03-04{barn}: 1 FLY-TIPPING")),
        ("day-in-the-title", "Safer Wexcombe Board, 2025-03-04: 1 FLY-TIPPING".to_owned()),
        ("or-on-the-rising", format!("Safer Wexcombe Board, 2025-03-04, 18:30{barn}: 1 FLY-TIPPING")),
        ("modern-gov-page", format!("Safer Wexcombe Board, 2025-03-04, 18:30{barn}: 9 Announcements; 10 Fly-tipping")),
        ("ligatures", format!("Safer Wexcombe Board, 2025-03-04{barn}: SWB1 TRAFFIC FINES")),
    ] {
        assert_eq!(minutes(&case(name)), [expected], "{name}");
    }
}

#[test]
fn two_meetings_in_one_file_stay_two() {
    for name in ["two-minutes-in-one-file", "two-minutes-with-end"] {
        let read = minutes(&case(name));
        let expected = [
            "Safer Wexcombe Board, 2025-03-04, Great Barn, Wexcombe: SWB1 FLY-TIPPING; SWB2 TAXIS",
            "Health Board, 2025-03-12, Council Chamber, Wexcombe: HEA7 SURGERIES; HEA8 SCHOOL MEALS",
        ];
        assert_eq!(read, expected, "{name}");
    }
}

#[test]
fn minutes_that_approve_others_stay_one() {
    let text = "FERN BOARD\n\nMinutes of the meeting of the Fern Board held on Tuesday, 4 March 2025\n\nPresent: Councillor A. Dummy\n\n\
                Minutes\n\nThe minutes of the meeting of the Fern Board held on 14 January 2025 were signed.\n\n\
                Minutes of the Meeting held on 3 December 2024\n\nThey were signed as well.\n";
    assert_eq!(read(text).expect("minutes").parts.len(), 1);
}

#[test]
fn a_draft_is_never_published_unasked() {
    let pack = case("draft-minutes");
    assert!(pack.doubts.iter().any(|doubt| doubt.about == About::Draft && doubt.line == 3), "{:?}", pack.doubts);
    assert!(!pack.is_settled(archive::reading::PartKind::Minutes, 0));
    assert!(case("special-or-draft").is_settled(archive::reading::PartKind::Minutes, 0));
    let marked = read(
        "FERN BOARD\n\nNOT FOR PUBLICATION\n\nAt a meeting of the Fern Board on 4 March 2025\n\nPresent: Nobody\n\nFRN1 GATES\n\nWords.\n",
    );
    assert_eq!(marked.expect("minutes").doubts[0].about, About::Private);
}

#[test]
fn agendas_have_the_day_of_the_meeting_and_not_of_the_letter() {
    for (name, board, day, items) in [
        ("agenda-day-of-letter", "Safer Wexcombe Board", "2023-02-14", 2),
        ("parish-notice", "Wexcombe Parish Council", "2026-01-06", 2),
    ] {
        let pack = case(name);
        let agenda = &pack.agendas[0];
        assert_eq!((agenda.board.as_str(), agenda.held_on.date().to_string()), (board, day.to_owned()), "{name}");
        assert_eq!((agenda.items.len(), pack.doubts.len()), (items, 0), "{name}: {:?}", pack.doubts);
    }
}

#[test]
fn reports_in_other_blocks() {
    for (name, officer, day) in [
        ("report-from-to-subject", "Ann Sample, Cabinet Member", "2025-03-04"),
        ("cover-letter-as-report", "Ann Sample, Cabinet Member", "2025-01-09"),
    ] {
        let pack = case(name);
        let block = &pack.reports[0].block;
        assert_eq!((block.report_to.as_str(), block.subject.as_str()), ("Safer Wexcombe Board", "Fly-tipping"), "{name}");
        assert_eq!(
            (block.reporting_officer.as_str(), block.date.map(|date| date.to_string())),
            (officer, Some(day.to_owned())),
            "{name}"
        );
    }
}

#[test]
fn what_is_not_clear_is_asked_and_not_guessed() {
    let undated = "SAFER FERN BOARD\n\nMINUTES\n\nPresent: Councillor A. Dummy\n\n1. Gates\n\nThe gates stayed.\n\n2. Lanes\n\nThe lanes were swept.\n";
    let pack = read(undated).expect("a paper");
    assert_eq!((pack.minutes.len(), pack.doubts[0].about), (0, About::Day));
    // The name of the file speaks for a day, but not loudly enough.
    let context = Context { file_name: Some("fern-2025-03-04.txt".to_owned()), ..Context::default() };
    let pack = read_with(undated, &Hints::default(), &context).expect("a paper");
    assert_eq!(pack.minutes.len(), 0);
    assert_eq!(pack.doubts[0].readings[0].value, "2025-03-04");
    let unnamed =
        "Minutes of the meeting held on Tuesday, 4 March 2025\n\nPresent: Councillor A. Dummy\n\n1. Gates\n\nThe gates stayed.\n";
    let pack = read(unnamed).expect("a paper");
    assert_eq!((pack.minutes.len(), pack.doubts[0].about), (0, About::Board));
}
