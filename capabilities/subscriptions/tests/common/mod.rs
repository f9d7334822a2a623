//! A fictional board and what it publishes, for these tests.

use chrono::{NaiveDate, NaiveTime};
use documents::Clauses;
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::minutes::{AttendanceLists, Minute, MinuteEntry, Minutes};
use publications::Publishing;
use test_kit::{On, TestApp};

pub(crate) const BOARD: &str = "Harbour Safety Board";

/// The path of the page for following it.
pub(crate) const FOLLOW: &str = "/boards/harbour-safety-board/follow";

/// Returns the capabilities of these tests.
pub(crate) fn capabilities() -> Vec<web::Capability> {
    let mut capabilities = boards::with_meetings();
    capabilities.push(subscriptions::capability());
    capabilities
}

/// Sets up a site served over HTTPS, with its clock at `now`.
pub(crate) async fn site_at(on: On, now: &str) -> TestApp {
    TestApp::set_up(on, capabilities(), Vec::new(), now, None, |parts| {
        parts.site.address = "https://scrutiny.ashmere.example".into();
    })
    .await
}

/// Sets up the same site with an agenda of the board.
pub(crate) async fn site(on: On) -> TestApp {
    let app = site_at(on, "2023-11-20T10:00:00Z").await;
    publish_agenda(&app, &agenda()).await;
    app
}

pub(crate) fn agenda() -> Agenda {
    Agenda {
        short_notice: None,
        board: BOARD.into(),
        held_on: MeetingDay::Day(NaiveDate::from_ymd_opt(2024, 7, 16).expect("a day")),
        starts_at: NaiveTime::from_hms_opt(18, 30, 0),
        place: Some("Customs House, Ashmere".into()),
        items: vec![
            AgendaItem { number: Some("1".into()), title: "Ferries".into(), ..AgendaItem::default() },
            AgendaItem { number: Some("2".into()), title: "A lease to Quill".into(), private: true, ..AgendaItem::default() },
        ],
    }
}

pub(crate) fn minutes() -> Minutes {
    Minutes {
        standing: None,
        board: BOARD.into(),
        held_on: NaiveDate::from_ymd_opt(2023, 11, 7).expect("a day"),
        place: None,
        started_at: None,
        ended_at: NaiveTime::from_hms_opt(19, 40, 0),
        attendance: AttendanceLists::default(),
        items: vec![Minute {
            reference: Some("HSB7".into()),
            title: "Lanterns <on> the quay".into(),
            entries: vec![MinuteEntry::resolution(
                "RESOLVED",
                Clauses { lead: "That they be mended.".into(), clauses: Vec::new() },
            )],
            ..Minute::default()
        }],
    }
}

fn publishing(app: &TestApp) -> Publishing<'static> {
    Publishing { at: app.state.clock.now(), actor: "a test", reason: "A slip & its mending" }
}

pub(crate) async fn publish_agenda(app: &TestApp, agenda: &Agenda) {
    let transaction = app.state.db.begin().await.expect("a transaction");
    agendas::publish_agenda(&transaction, agenda, &publishing(app)).await.expect("the agenda");
    transaction.commit().await.expect("it stands");
}

pub(crate) async fn publish_minutes(app: &TestApp, minutes: &Minutes) {
    let transaction = app.state.db.begin().await.expect("a transaction");
    agendas::publish_minutes(&transaction, minutes, &publishing(app)).await.expect("the minutes");
    transaction.commit().await.expect("it stands");
}
