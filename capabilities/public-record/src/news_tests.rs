use super::*;
use chrono::{NaiveDate, NaiveTime};
use meetings::agenda::MeetingDay;
use meetings::minutes::AttendanceLists;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).expect("a day")
}

fn notice() -> Notice {
    Notice {
        board: "Harbour Safety Board".into(),
        held_on: day(11, 12),
        starts_at: NaiveTime::from_hms_opt(18, 30, 0),
        place: Some("Town Hall".into()),
        is_cancelled: false,
        was: None,
        reason: None,
    }
}

#[test]
fn a_meeting_that_is_moved_says_from_when_to_when_and_why() {
    let now = Notice { held_on: day(11, 19), place: Some("Customs House".into()), ..notice() };
    let news = of_notice(Some(&notice()), &now, Some("The hall is being painted"));
    assert_eq!(news.subject, "Meeting moved: Harbour Safety Board, 12 November 2024 to 19 November 2024");
    assert_eq!(
        news.lines,
        [
            "The meeting of the Harbour Safety Board on Tuesday, 12 November 2024 has been moved to Tuesday, 19 November 2024.",
            "Was: Tuesday, 12 November 2024, 6.30pm, Town Hall",
            "Now: Tuesday, 19 November 2024, 6.30pm, Customs House",
            "Reason: The hall is being painted",
        ]
    );
}

#[test]
fn a_cancelled_meeting_says_so_and_why() {
    let now = Notice { is_cancelled: true, ..notice() };
    let news = of_notice(Some(&notice()), &now, Some("No business"));
    assert_eq!(news.subject, "Meeting cancelled: Harbour Safety Board, 12 November 2024");
    assert_eq!(
        news.lines,
        ["The meeting of the Harbour Safety Board on Tuesday, 12 November 2024 has been cancelled.", "Reason: No business"]
    );
}

#[test]
fn a_meeting_without_an_earlier_notice_says_the_same() {
    let was = Some(notice().when_and_where());
    let now = Notice { held_on: day(11, 19), was, reason: Some("The hall is being painted".into()), ..notice() };
    let news = of_notice(None, &now, None);
    assert_eq!(news.subject, "Meeting moved: Harbour Safety Board, 12 November 2024 to 19 November 2024");
    assert_eq!(news.lines.last().map(String::as_str), Some("Reason: The hall is being painted"));
    let cancelled = Notice { is_cancelled: true, was: None, ..now };
    assert!(of_notice(None, &cancelled, None).subject.starts_with("Meeting cancelled: "));
}

#[test]
fn other_changes_are_named() {
    let later = Notice { starts_at: NaiveTime::from_hms_opt(19, 0, 0), ..notice() };
    let news = of_notice(Some(&notice()), &later, Some("Trains"));
    assert_eq!(news.subject, "Meeting changed: Harbour Safety Board, 12 November 2024");
    assert!(news.lines[0].starts_with("The time of the meeting"), "{news:?}");
    let elsewhere = Notice { place: None, ..notice() };
    assert!(of_notice(Some(&notice()), &elsewhere, None).lines[0].starts_with("The place of the meeting"));
    let new = of_notice(None, &notice(), None);
    assert_eq!(new.subject, "New meeting: Harbour Safety Board, 12 November 2024");
    assert_eq!(new.lines[1], "When and where: Tuesday, 12 November 2024, 6.30pm, Town Hall");
}

#[test]
fn agendas_and_minutes_say_what_became_of_them() {
    let agenda = |on| Agenda {
        board: "Harbour Safety Board".into(),
        held_on: MeetingDay::Day(on),
        starts_at: None,
        place: None,
        short_notice: None,
        items: Vec::new(),
    };
    let subject = |before: Option<&Agenda>| of_agenda(before, &agenda(day(11, 19)), Some("A late item")).subject;
    assert_eq!(subject(None), "Agenda published: Harbour Safety Board, 19 November 2024");
    assert_eq!(subject(Some(&agenda(day(11, 19)))), "Agenda updated: Harbour Safety Board, 19 November 2024");
    let moved = of_agenda(Some(&agenda(day(11, 12))), &agenda(day(11, 19)), None);
    assert!(moved.lines[0].contains("It was Tuesday, 12 November 2024."), "{moved:?}");
    let minutes = |standing| Minutes {
        board: "Harbour Safety Board".into(),
        held_on: day(11, 19),
        place: None,
        started_at: None,
        ended_at: None,
        attendance: AttendanceLists::default(),
        standing,
        items: Vec::new(),
    };
    let begins = |again, standing| of_minutes(again, &minutes(standing), Some("A slip")).subject;
    assert!(begins(false, Some(MinutesStanding::Draft)).starts_with("Draft minutes published: "));
    assert!(begins(false, None).starts_with("Minutes published: "));
    assert!(begins(true, Some(MinutesStanding::Draft)).starts_with("Minutes corrected: "));
    assert!(begins(true, Some(MinutesStanding::Approved { on: day(12, 3) })).starts_with("Minutes approved: "));
    let signed = MinutesStanding::Signed { on: day(12, 3), by: "Councillor Ada Sample".into() };
    assert!(begins(true, Some(signed)).starts_with("Minutes signed: "));
}
