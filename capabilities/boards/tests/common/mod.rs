//! A fictional council's record for these tests.

#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod held;
pub(crate) mod year;

use chrono::{NaiveDate, NaiveTime};
use documents::{Block, Clauses};
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::{ActionNote, AttendanceLists, Attendee, BoardRole, Minute, MinuteEntry, Minutes};
use publications::Publishing;
use test_kit::{On, TestApp};

pub(crate) const BOARD: &str = "Harbour Safety Board";

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a valid date")
}

pub(crate) fn attendee(name: &str, role: Option<BoardRole>) -> Attendee {
    Attendee { name: name.into(), role, note: None }
}

pub(crate) fn minute(reference: &str, title: &str, resolved: &str) -> Minute {
    Minute {
        reference: Some(reference.into()),
        title: title.into(),
        entries: vec![
            MinuteEntry::Block(Block::paragraph(format!("The Board spoke about {}.", title.to_lowercase()))),
            MinuteEntry::resolution("RESOLVED", Clauses { lead: resolved.into(), clauses: Vec::new() }),
        ],
        ..Minute::default()
    }
}

/// Returns the minutes of 7 November 2023.
pub(crate) fn november() -> Minutes {
    let mut lanterns = minute("HSB8", "LANTERNS ON THE QUAY", "That the lanterns be mended.");
    lanterns.actions.push(ActionNote { owner: "Head of Harbours".into(), task: Some("Mend the lanterns".into()), due_on: None });
    Minutes {
        standing: None,
        board: BOARD.into(),
        held_on: day(2023, 11, 7),
        place: Some("Customs House, Ashmere".into()),
        started_at: None,
        ended_at: NaiveTime::from_hms_opt(19, 40, 0),
        attendance: AttendanceLists {
            present: vec![attendee("B. Ashby", Some(BoardRole::Chair)), attendee("Quill", None)],
            apologies: vec![attendee("Tamsin Reed", None)],
            ..AttendanceLists::default()
        },
        items: vec![minute("HSB7", "MINUTES", "That the minutes be signed."), lanterns],
    }
}

/// Returns a site with the harbour board's register, an agenda for January and the minutes of 7 November 2023, at 20 November 2023.
pub(crate) async fn harbour(on: On) -> TestApp {
    harbour_at(on, "2023-11-20T10:00:00Z").await
}

/// Returns the same site at another time.
pub(crate) async fn harbour_at(on: On, now: &str) -> TestApp {
    let app = TestApp::new(on, boards::with_meetings(), Vec::new(), now).await;
    let year = foundation::MunicipalYear::beginning_in(2023).expect("a year");
    let member = |name: &str, role| BoardMember::in_year(name, role, year);
    let register = BoardRegister {
        name: BOARD.into(),
        also_known_as: vec!["Ashmere Harbour Safety Board".into()],
        members: vec![
            member("Councillor Bertha Ashby", BoardRole::Chair),
            member("Councillor Jonas Quill", BoardRole::Member),
            member("Councillor Tamsin Reed", BoardRole::Member),
        ],
        ..BoardRegister::default()
    };
    let agenda = Agenda {
        board: "Ashmere Harbour Safety Board".into(),
        held_on: MeetingDay::Day(day(2024, 1, 16)),
        starts_at: NaiveTime::from_hms_opt(18, 30, 0),
        place: Some("Customs House".into()),
        short_notice: None,
        items: vec![
            AgendaItem {
                number: Some("1".into()),
                title: "Ferries".into(),
                summary: Some("Winter times.".into()),
                ..AgendaItem::default()
            },
            AgendaItem { number: Some("2".into()), title: "A lease".into(), private: true, ..AgendaItem::default() },
        ],
    };
    let publishing = publishing(&app);
    let transaction = app.state.db.begin().await.expect("a transaction");
    meetings::publish_board(&transaction, &register, &publishing).await.expect("the register");
    agendas::publish_minutes(&transaction, &november(), &publishing).await.expect("the minutes");
    agendas::publish_agenda(&transaction, &agenda, &publishing).await.expect("the agenda");
    transaction.commit().await.expect("it stands");
    app
}

pub(crate) fn publishing(app: &TestApp) -> Publishing<'static> {
    Publishing { at: app.state.clock.now(), actor: "a test", reason: "A slip was put right" }
}

/// Publishes minutes in their own transaction.
pub(crate) async fn publish(app: &TestApp, minutes: &Minutes) -> agendas::Placed {
    let transaction = app.state.db.begin().await.expect("a transaction");
    let placed = agendas::publish_minutes(&transaction, minutes, &publishing(app)).await.expect("the minutes");
    transaction.commit().await.expect("it stands");
    placed
}
