//! What the second of two people sees who changed the same thing: every field in which their versions differ.

use crate::common;

use axum::http::StatusCode;
use common::year::{BOARD, Year, prepared, year};
use test_kit::{Answer, On, both_databases, hidden};

both_databases!(
    whether_an_item_is_private_is_compared,
    a_planned_items_versions_come_before_its_other_forms,
    a_boards_statutory_role_is_compared,
);

/// Returns the current value of a field in the comparison; `None` if it is not compared.
fn current<'a>(conflict: &'a Answer, label: &str) -> Option<&'a str> {
    let (_, row) = conflict.body.split_once(&format!("<dt class=\"govuk-summary-list__key\">{label}</dt>"))?;
    row.split_once("<dd class=\"govuk-summary-list__value\">")?.1.split("</dd>").next()
}

/// Submits a form with these fields and the version that it was opened with, after someone else has changed the record.
async fn late(year: &Year, address: &str, fields: &[(&str, &str)], version: &str) -> Answer {
    let fields = [fields, &[("version", version)]].concat();
    let answer = year.app.post_as(&year.clerk.cookie, address, &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    answer
}

async fn whether_an_item_is_private_is_compared(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    let item = year.item(&meeting, "Fences of the quay").await;
    let address = format!("/meetings/{meeting}/items/{item}");
    let fields = [
        ("kind", "presentation"),
        ("title", "Fences of the quay"),
        ("lead_officer_other", "Pier Master"),
        ("minutes", "15"),
        ("is_private", "yes"),
        ("paragraphs", "3"),
        ("public_interest", "Prices"),
        ("private_title", "A price"),
        ("version", "1"),
    ];
    year.done(&year.clerk, &address, &fields).await;
    let own =
        [("kind", "report"), ("title", "Fences of the quay"), ("lead_officer_other", "Harbour Master"), ("to_follow", "yes")];
    let conflict = late(&year, &address, &own, "1").await;
    for (label, value) in [
        ("Kind", "Presentation"),
        ("Lead officer", "Pier Master"),
        ("Time allowed, in minutes", "15"),
        ("Private", "Yes"),
        ("Paragraphs of Schedule 12A", "3"),
        ("Public interest", "Prices"),
        ("Private title", "A price"),
        ("The report will follow later", "No"),
    ] {
        assert_eq!(current(&conflict, label), Some(value), "{label}: {}", conflict.body);
    }
    assert_eq!(current(&conflict, "Title"), None, "it is the same");
}

async fn a_planned_items_versions_come_before_its_other_forms(on: On) {
    let year = year(on).await;
    let programme = format!("/boards/{BOARD}/programme");
    year.done(&year.clerk, &programme, &[("title", "Lamps"), ("kind", "report"), ("source", "member")]).await;
    let page = year.page(&year.clerk, "/programme/1").await;
    assert!(page.contains("Add to an agenda"), "{page}");
    let version = hidden(&page, "version");
    let theirs =
        [("title", "Lamps"), ("kind", "presentation"), ("source", "officer"), ("crime_scrutiny", "yes"), ("version", version)];
    year.done(&year.clerk, "/programme/1", &theirs).await;
    let conflict = late(&year, "/programme/1", &[("title", "Lamps"), ("kind", "report"), ("source", "member")], version).await;
    for (label, value) in [("Kind", "Presentation"), ("Source", "Officer’s proposal"), ("Scrutiny of crime and disorder", "Yes")]
    {
        assert_eq!(current(&conflict, label), Some(value), "{label}: {}", conflict.body);
    }
    assert!(!conflict.says(&["Add to an agenda"]), "first it has to be saved: {}", conflict.body);
    let (_, after) = conflict.body.split_once("Lamps</h1>").expect("the heading");
    assert!(after.trim_start().starts_with("<div class=\"govuk-notification-banner"), "{after}");
}

async fn a_boards_statutory_role_is_compared(on: On) {
    let year = year(on).await;
    let edit = format!("/boards/{BOARD}/edit");
    let version = hidden(&year.page(&year.clerk, &edit).await, "version").to_owned();
    let name = ("name", "Harbour Safety Board");
    let theirs = [name, ("crime_and_disorder", "yes"), ("reason", "It was decided"), ("version", version.as_str())];
    year.done(&year.clerk, &edit, &theirs).await;
    let conflict = late(&year, &edit, &[name, ("reason", "A new place"), ("usual_place", "Town Hall")], &version).await;
    assert_eq!(current(&conflict, "Crime and disorder committee"), Some("Yes"), "{}", conflict.body);
    assert_eq!(current(&conflict, "Usual place"), Some("None"), "{}", conflict.body);
    assert_eq!(current(&conflict, "Name"), None, "it is the same");
}
