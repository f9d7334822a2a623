//! Forms that are refused: the field says why, what was typed stays, and nothing is read as something that was not selected.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::held::{EVENING, begun, count, fields, start};
use common::year::{BOARD, Year, prepared, publish, write_report, year};
use test_kit::{Answer, On, Person, both_databases};

both_databases!(
    a_note_that_is_too_long_stays_in_its_field,
    an_attendance_that_is_not_offered_starts_no_meeting,
    a_work_programme_has_only_what_can_be_published,
);

/// Submits a form that must be refused with these words, and returns the page.
async fn refused(year: &Year, who: &Person, address: &str, fields: &[(&str, &str)], words: &[&str]) -> Answer {
    let answer = year.app.post_as(&who.cookie, address, fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}: {}", answer.body);
    assert!(answer.says(words), "{words:?}: {}", answer.body);
    answer
}

async fn a_note_that_is_too_long_stays_in_its_field(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let minutes = year.item(&meeting, "Minutes").await;
    let screen = format!("/meetings/{meeting}/sitting");
    let notes = format!("{screen}/{fences}/notes");
    let long = "x".repeat(40_001);
    let message = "Notes must be 40,000 characters or fewer";
    let sent = [("text", long.as_str()), ("version", "0")];
    refused(&year, &year.clerk, &notes, &sent, &["href=\"#notes\"", message, &long]).await;
    let document = [&sent[..], &[("on", "minutes")]].concat();
    let field = format!("href=\"#text-{fences}\"");
    refused(&year, &year.clerk, &notes, &document, &["Edit the minutes", &field, message, &long]).await;
    let script = [&sent[..], &[("script", "yes")]].concat();
    let told = refused(&year, &year.clerk, &notes, &script, &[message]).await;
    assert_eq!(told.body, format!("{{\"message\":\"{message}\"}}"));

    let name = "y".repeat(121);
    let approve = format!("{screen}/{minutes}/approve");
    let words = ["href=\"#signed-by\"", "Name must be 120 characters or fewer", name.as_str()];
    refused(&year, &year.clerk, &approve, &[("signed_by", &name)], &words).await;

    let place = format!("item-{fences}-1");
    let own = [("place", place.as_str()), ("text", &long[..5_001])];
    let field = format!("href=\"#note-{place}\"");
    let words = [field.as_str(), "Note must be 5,000 characters or fewer", &long[..5_001]];
    refused(&year, &year.member, &format!("/my/meetings/{meeting}/notes"), &own, &words).await;
}

async fn an_attendance_that_is_not_offered_starts_no_meeting(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let year = year.at(EVENING).await;
    let mut start = start(&year).await;
    let absent = start.iter_mut().find(|(name, _)| name.starts_with("standing-")).expect("a member");
    absent.1 = "late".into();
    let field = format!("href=\"#{}\"", absent.0);
    let step = format!("/meetings/{meeting}/sitting/step");
    refused(&year, &year.clerk, &step, &fields(&start), &["Select the attendance of ", &field]).await;
    assert_eq!(count(&year, &meeting, "attendance").await, 0);
}

async fn a_work_programme_has_only_what_can_be_published(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    let programme = format!("/boards/{BOARD}/programme");
    year.done(&year.clerk, &programme, &[("title", "Lamps"), ("kind", "report"), ("source", "member")]).await;
    // The first planned item is on an agenda, and becomes private there.
    let fences = year.item(&meeting, "Fences of the quay").await;
    let private = [
        ("kind", "report"),
        ("title", "Fences of the quay"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "Prices"),
        ("version", "1"),
    ];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/{fences}"), &private).await;
    let publish = format!("{programme}/publish");
    for item in ["1", "99", "x"] {
        let chosen = [("item", "2"), ("item", item)];
        refused(&year, &year.clerk, &publish, &chosen, &["Select only items that can be published", "href=\"#item\""]).await;
    }
    let record = "board/1/programme";
    assert!(publications::current(year.app.state.db.reading(), record).await.expect("read").is_none(), "nothing is public");
    year.done(&year.clerk, &publish, &[("item", "2")]).await;
    let other = year.app.person("Otto Other", &[("clerk", Some(Place::new("board", 9)))]).await;
    assert_eq!(year.post(&other, &publish, &[("item", "x")]).await, StatusCode::NOT_FOUND);
}
