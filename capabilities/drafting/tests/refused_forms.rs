//! Forms that are refused: what cannot be selected is never read as something else, and text that is too long is never cut.

use crate::common;

use axum::http::StatusCode;
use common::{Fixture, single, site};
use test_kit::{Answer, On, both_databases, sample_picture};

both_databases!(
    a_kind_and_an_author_are_those_offered,
    the_kind_is_compared_when_two_change_the_details,
    a_text_that_is_too_long_is_refused_whole,
    a_template_is_refused_whole_and_keeps_what_was_typed,
);

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

async fn a_text_that_is_too_long_is_refused_whole(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.write(&fixture.officer, &draft, 2, "The fences are old.").await;
    let section = format!("{draft}/sections/2");
    let long = "x".repeat(60_001);
    let message = "Text must be 60,000 characters or fewer";
    let fields = [("text", long.as_str()), ("version", "7"), ("complete", "yes")];
    let answer = refused(&fixture, &section, &fields, &["href=\"#text\"", message, &long]).await;
    assert!(answer.says(&["name=\"version\" value=\"7\"", "value=\"yes\" checked"]), "{}", answer.body);
    let script = [&fields[..], &[("script", "yes")]].concat();
    let told = refused(&fixture, &section, &script, &[]).await;
    assert_eq!(told.body, format!("{{\"message\":\"{message}\"}}"));
    let page = fixture.page(&fixture.officer, &section).await;
    assert!(page.contains("The fences are old.") && !page.contains("xxx"), "{page}");

    let image = sample_picture(8, 8);
    let files = format!("{draft}/files");
    let described = [("usage", "picture"), ("description", "A fence")];
    let added = fixture.app.upload_as(&fixture.clerk.cookie, &files, &described, Some(("a.png", &image))).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let words = ["href=\"#description-1\"", "Description must be 600 characters or fewer", &long[..601]];
    let answer = refused(&fixture, &format!("{files}/1"), &[("act", "describe"), ("description", &long[..601])], &words).await;
    assert_eq!(answer.body.matches(&long[..601]).count(), 1, "only in its own field: {}", answer.body);
    assert!(fixture.page(&fixture.officer, &files).await.contains("value=\"A fence\""));
}

async fn a_template_is_refused_whole_and_keeps_what_was_typed(on: On) {
    let fixture = site(on).await;
    let (heading, guidance) = ("h".repeat(201), "g".repeat(1_001));
    let parts = "A part\n".repeat(21);
    let fields = [
        ("version", "1"),
        ("heading-0", "Recommended"),
        ("heading-1", heading.as_str()),
        ("guidance-0", guidance.as_str()),
        ("parts-0", parts.as_str()),
        ("required-0", "yes"),
    ];
    let words = [
        "Heading must be 200 characters or fewer",
        "Guidance must be 1,000 characters or fewer",
        "Enter 20 headings or fewer, each of 200 characters or fewer",
        "Enter a reason for the change",
        heading.as_str(),
        guidance.as_str(),
        "name=\"required-0\" type=\"checkbox\" value=\"yes\" checked",
    ];
    refused(&fixture, "/reports/template", &fields, &words).await;
    let changed = [("version", "1"), ("heading-0", "Recommended"), ("reason", "Shorter")];
    fixture.done(&fixture.clerk, "/reports/template", &changed).await;
    // A form that was opened before that and is refused for another reason does not become newer by it.
    let old = refused(&fixture, "/reports/template", &changed[..2], &["Enter a reason for the change"]).await;
    assert!(old.says(&["name=\"version\" value=\"1\""]), "{}", old.body);
    refused(&fixture, "/reports/template", &changed, &["Someone else has changed the template"]).await;
}
