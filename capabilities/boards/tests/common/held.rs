//! A meeting in progress, for tests of several parts of it.

use super::year::{Year, prepared, publish, write_report};
use axum::http::StatusCode;
use test_kit::Answer;

/// The evening of the meeting.
pub(crate) const EVENING: &str = "2024-03-12T19:45:00Z";

pub(crate) async fn person(year: &Year, surname: &str) -> i64 {
    let sql = "SELECT id FROM person WHERE surname = $1";
    db::single::<i64>(year.app.state.db.reading(), sql, [surname.into()]).await.expect("read").expect("a person")
}

/// Returns the fields that start a meeting at 6.30pm with all three members present.
pub(crate) async fn start(year: &Year) -> Vec<(String, String)> {
    let mut fields = vec![("step".to_owned(), "begin".to_owned()), ("at".to_owned(), "6.30 pm".to_owned())];
    for surname in ["Ashby", "Quill", "Reed"] {
        fields.push((format!("standing-{}", person(year, surname).await), "present".to_owned()));
    }
    fields.push(("presiding".to_owned(), person(year, "Ashby").await.to_string()));
    fields
}

pub(crate) fn fields(owned: &[(String, String)]) -> Vec<(&str, &str)> {
    owned.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

pub(crate) async fn begin(year: &Year, meeting: &str) {
    let start = start(year).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/sitting/step"), &fields(&start)).await;
}

/// Returns a meeting with a published agenda, on its evening, started at 6.30pm with all three members present.
pub(crate) async fn begun(year: Year) -> (Year, String) {
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let year = year.at(EVENING).await;
    begin(&year, &meeting).await;
    (year, meeting)
}

pub(crate) async fn record(year: &Year, meeting: &str, fields: &[(&str, &str)]) -> Answer {
    year.app.post_as(&year.clerk.cookie, &format!("/meetings/{meeting}/sitting/entries"), fields).await
}

pub(crate) async fn recorded(year: &Year, meeting: &str, fields: &[(&str, &str)]) {
    let answer = record(year, meeting, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{fields:?}: {}", answer.body);
}

pub(crate) async fn end(year: &Year, meeting: &str) {
    let fields = [("step", "end"), ("at", "7.40 pm")];
    year.confirmed(&year.clerk, &format!("/meetings/{meeting}/sitting/step"), &fields, &["7.40pm", "reopen"]).await;
}

pub(crate) async fn circulate(year: &Year, meeting: &str) {
    let address = format!("/meetings/{meeting}/minutes/circulate");
    year.confirmed(&year.clerk, &address, &[], &["become public", "can no longer be reopened"]).await;
}

/// Returns the number of entries of this kind that count at the meeting.
pub(crate) async fn count(year: &Year, meeting: &str, kind: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM sitting_entry WHERE meeting_id = $1 AND struck_at IS NULL AND content LIKE $2";
    let values = [meeting.parse::<i64>().expect("a key").into(), format!("%\"kind\":\"{kind}\"%").into()];
    db::single::<i64>(year.app.state.db.reading(), sql, values).await.expect("read").unwrap_or_default()
}
