//! A fictional council with two boards and upcoming meetings, for these tests.

// Each test file uses only some of it.
#![allow(dead_code, reason = "shared by several files of tests")]

use access::Place;
use axum::http::StatusCode;
use chrono::{NaiveDate, NaiveTime};
use foundation::MunicipalYear;
use meetings::agenda::{Agenda, AgendaItem, MeetingDay};
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;
use publications::Publishing;
pub(crate) use test_kit::hidden;
use test_kit::{Answer, On, Person, TestApp};

pub(crate) const BOARD: &str = "Harbour Safety Board";

#[expect(clippy::unnecessary_wraps, reason = "as roles are given: each with a place or none")]
pub(crate) fn board(id: i64) -> Option<Place> {
    Some(Place::new("board", id))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Sets up the site at `now`, with a meeting of the first board on 11 June 2024 and one of the second a week later.
pub(crate) async fn site_at(on: On, now: &str) -> TestApp {
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability(), questions::capability()]);
    let app = TestApp::new(on, capabilities, Vec::new(), now).await;
    for (name, prefix) in [(BOARD, Some("HSB")), ("Market Square Board", None)] {
        let chair =
            BoardMember::in_year("Councillor Bertha Ashby", BoardRole::Chair, MunicipalYear::beginning_in(2024).expect("a year"));
        let register = BoardRegister {
            name: name.into(),
            reference_prefix: prefix.map(str::to_owned),
            members: vec![chair],
            ..BoardRegister::default()
        };
        let transaction = app.state.db.begin().await.expect("a transaction");
        meetings::publish_board(&transaction, &register, &publishing(&app)).await.expect("a board");
        transaction.commit().await.expect("it stands");
    }
    meeting(&app, BOARD, "2024-06-11").await;
    meeting(&app, "Market Square Board", "2024-06-18").await;
    app
}

pub(crate) async fn site(on: On) -> TestApp {
    site_at(on, "2024-06-04T09:00:00Z").await
}

fn publishing(app: &TestApp) -> Publishing<'static> {
    Publishing { at: app.state.clock.now(), actor: "a test", reason: "A test" }
}

/// Publishes the agenda of a meeting. Returns the meeting's address.
pub(crate) async fn meeting(app: &TestApp, board: &str, held_on: &str) -> String {
    let item = |title: &str, private: bool| AgendaItem { title: title.into(), private, ..AgendaItem::default() };
    let agenda = Agenda {
        board: board.into(),
        held_on: MeetingDay::Day(day(held_on)),
        starts_at: NaiveTime::from_hms_opt(18, 30, 0),
        place: Some("Customs House".into()),
        short_notice: None,
        items: vec![
            item("Public Question Time", false),
            item("Lamps on the quay", false),
            item("Ferries in winter", false),
            item("The lease of the warehouse", true),
        ],
    };
    let transaction = app.state.db.begin().await.expect("a transaction");
    let placed = agendas::publish_agenda(&transaction, &agenda, &publishing(app)).await.expect("an agenda");
    transaction.commit().await.expect("it stands");
    format!("/meetings/{}", placed.meeting)
}

pub(crate) const QUESTION: &str = "When will the broken lamps on the quay at Heron Lane be repaired?";

/// Returns Wanda Wharf's form data.
pub(crate) fn wanda() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", "Wanda Wharf"),
        ("address", "1 Heron Lane, Ashmere"),
        ("organisation", ""),
        ("mail", "wanda@wharf.example"),
        ("item", "Lamps on the quay"),
        ("text", QUESTION),
    ]
}

/// Returns the same form data with some fields changed.
pub(crate) fn but<'a>(fields: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| other.iter().find(|(own, _)| *own == name);
    fields.iter().map(|(name, value)| *changed(name).unwrap_or(&(*name, *value))).collect()
}

/// Returns the form data of another person with another question.
pub(crate) fn nora() -> Vec<(&'static str, &'static str)> {
    but(
        &wanda(),
        &[
            ("name", "Nora Newcomer"),
            ("address", "7 Market Square, Ashmere"),
            ("mail", "nora@square.example"),
            ("item", "Ferries in winter"),
            ("text", "Will the ferry to the island run on Sundays in winter?"),
        ],
    )
}

/// Fills in the form, checks it and sends it.
pub(crate) async fn ask(app: &TestApp, meeting: &str, fields: &[(&str, &str)]) -> Answer {
    let check = app.post_as("", &format!("{meeting}/ask"), fields).await;
    if check.status != StatusCode::OK {
        return check;
    }
    let form = hidden(&check.body, "form").to_owned();
    assert_eq!(form.len(), 64, "{}", check.body);
    let sent = [fields, &[("form", form.as_str())]].concat();
    app.post_as("", &format!("{meeting}/ask/send"), &sent).await
}

/// Asks a question. Returns its private address.
pub(crate) async fn asked(app: &TestApp, meeting: &str, fields: &[(&str, &str)]) -> String {
    let answer = ask(app, meeting, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().trim_end_matches("?done=received").to_owned()
}

/// Acts on a question, sending the version from its page.
pub(crate) async fn act(app: &TestApp, who: &Person, address: &str, fields: &[(&str, &str)]) -> Answer {
    let id = address.split('/').nth(2).unwrap_or_default();
    let version = version(app, id).await.to_string();
    app.post_as(&who.cookie, address, &[fields, &[("version", version.as_str())]].concat()).await
}

/// Does the same and asserts that it succeeded.
pub(crate) async fn done(app: &TestApp, who: &Person, address: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = act(app, who, address, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.body);
    answer
}

pub(crate) async fn version(app: &TestApp, id: &str) -> i64 {
    single::<i64>(app, &format!("SELECT version FROM public_question WHERE id = {id}")).await
}

pub(crate) async fn state(app: &TestApp, id: i64) -> String {
    single(app, &format!("SELECT state FROM public_question WHERE id = {id}")).await
}

pub(crate) async fn single<T: db::FromSql>(app: &TestApp, sql: &str) -> T {
    db::single::<T>(app.state.db.reading(), sql, []).await.expect("read").expect("a row")
}

pub(crate) async fn count(app: &TestApp, table: &str) -> i64 {
    single(app, &format!("SELECT COUNT(*) FROM {table}")).await
}

pub(crate) async fn run(app: &TestApp, sql: &str) {
    let transaction = app.state.db.begin().await.expect("a transaction");
    db::execute(&transaction, sql, []).await.expect(sql);
    transaction.commit().await.expect("it stands");
}

/// Returns the newest email.
pub(crate) async fn last_mail(app: &TestApp) -> mail::QueuedMail {
    mail::all(app.state.db.reading(), 1).await.expect("mails").pop().expect("a mail")
}

/// Returns the clerk of the first board.
pub(crate) async fn clerk(app: &TestApp) -> Person {
    app.person("Petra Placeholder", &[("clerk", board(1))]).await
}

/// Accepts a question as it was asked.
pub(crate) async fn accept(app: &TestApp, clerk: &Person, id: i64, wording: &str) {
    let fields = [("wording", wording), ("item", "Lamps on the quay")];
    done(app, clerk, &format!("/questions/{id}/decide/accept"), &fields).await;
}

/// Moves the first meeting to today.
pub(crate) async fn the_day_comes(app: &TestApp) {
    run(app, &format!("UPDATE meeting SET held_on = '{}' WHERE id = 1", app.state.clock.today())).await;
}

/// Asserts that the ledger and the tables agree.
pub(crate) async fn assert_verified(app: &TestApp) {
    let faults = app.faults().await;
    let own: Vec<_> = faults.iter().filter(|fault| fault.record.starts_with("public_question")).collect();
    assert!(own.is_empty(), "{own:?}");
}
