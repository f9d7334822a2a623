//! Forms that are refused: what cannot be selected is never read as something else, and text that is too long is never cut.

use crate::common;

use axum::http::StatusCode;
use common::{Fixture, single, site};
use test_kit::{Answer, On, both_databases};

both_databases!(a_kind_and_an_author_are_those_offered, the_kind_is_compared_when_two_change_the_details);

async fn refused(fixture: &Fixture, address: &str, fields: &[(&str, &str)], words: &[&str]) -> Answer {
    let answer = fixture.app.post_as(&fixture.clerk.cookie, address, fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}: {}", answer.body);
    assert!(answer.says(words), "{words:?}: {}", answer.body);
    answer
}

async fn a_kind_and_an_author_are_those_offered(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let begin = format!("/drafts/begin/{item}");
    let finance = fixture.finance.account.to_string();
    let fields = [("kind", "letter"), ("copy", "report/77"), ("author", finance.as_str())];
    let words = ["Select the kind of report", "Select a report from the list", "Select an author from the list"];
    refused(&fixture, &begin, &fields, &words).await;
    assert_eq!(single::<i64>(&fixture.app, "SELECT COUNT(*) FROM report_draft").await, 0, "nothing was created");

    let draft = fixture.begun(item).await;
    let particulars = format!("{draft}/particulars");
    let details = [("subject", "Fences"), ("reporting_officer", "Harbour Master"), ("version", "1")];
    let wrong = [&details[..], &[("kind", "letter"), ("author", finance.as_str())]].concat();
    let answer = refused(&fixture, &particulars, &wrong, &["Select the kind of report", "Select an author from the list"]).await;
    assert!(answer.says(&["value=\"Fences\""]), "what was typed is kept: {}", answer.body);
}

async fn the_kind_is_compared_when_two_change_the_details(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let particulars = format!("{draft}/particulars");
    let of_kind =
        |kind| [("subject", "Fences of the quay"), ("reporting_officer", "Harbour Master"), ("kind", kind), ("version", "1")];
    fixture.done(&fixture.officer, &particulars, &of_kind("presentation")).await;
    let late = fixture.app.post_as(&fixture.clerk.cookie, &particulars, &of_kind("report")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let (_, row) = late.body.split_once("Kind of report</dt>").expect("the kind is compared");
    assert!(row.split("</dd>").next().is_some_and(|value| value.ends_with(">Report with a presentation")), "{row}");
    assert!(!late.says(&["Reporting officer</dt>"]), "the same in both: {}", late.body);
}
