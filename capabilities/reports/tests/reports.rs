//! Reports over HTTP: shown with their block and numbers, listed on their meeting's agenda, versioned.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use axum::http::StatusCode;
use chrono::NaiveDate;
use documents::{Block, Clauses};
use publications::{Outcome, Publishing};
use reports::report::{Appendix, Report, ReportBlock, Section};
use reports::{PlacedReport, ReportsError};
use test_kit::{On, TestApp, both_databases};

both_databases!(a_report_is_read_and_stands_on_its_agenda, a_report_without_a_date_is_refused, a_changed_report_is_a_new_version);

const BOARD: &str = "Harbour Safety Board";

fn ferries() -> Report {
    Report {
        block: ReportBlock {
            report_to: BOARD.into(),
            date: NaiveDate::from_ymd_opt(2024, 1, 16),
            reporting_officer: "Head of Harbours".into(),
            portfolio: Some("Quays".into()),
            subject: "FERRIES IN WINTER".into(),
            wards: None,
            ..ReportBlock::default()
        },
        sections: vec![
            Section {
                number: Some("2.0".into()),
                heading: "RECOMMENDED".into(),
                recommendation: Some(Clauses { lead: "That the report be noted.".into(), clauses: Vec::new() }),
                blocks: Vec::new(),
            },
            Section {
                number: Some("3.0".into()),
                heading: "SUPPORTING INFORMATION".into(),
                recommendation: None,
                blocks: vec![
                    Block::Paragraph { number: Some("3.1".into()), text: "Two ferries sail <hourly>.".into() },
                    Block::Table {
                        caption: Some("Sailings".into()),
                        columns: vec!["Ferry".into(), "Sailings".into()],
                        rows: vec![vec!["Gannet".into(), "12".into()]],
                    },
                ],
            },
        ],
        appendices: vec![Appendix { title: "Appendix One Timetable".into(), blocks: vec![Block::paragraph("Every hour.")] }],
        figures: Vec::new(),
        attachments: Vec::new(),
    }
}

async fn publish(app: &TestApp, report: &Report) -> Result<PlacedReport, ReportsError> {
    let transaction = app.state.db.begin().await.expect("a transaction");
    let publishing = Publishing { at: app.state.clock.now(), actor: "a test", reason: "The times changed" };
    let placed = reports::publish_report(&transaction, BOARD, report, &publishing).await?;
    transaction.commit().await.expect("it stands");
    Ok(placed)
}

async fn site(on: On) -> TestApp {
    let mut capabilities = boards::with_meetings();
    capabilities.push(reports::capability());
    TestApp::new(on, capabilities, Vec::new(), "2024-01-10T10:00:00Z").await
}

async fn a_report_is_read_and_stands_on_its_agenda(on: On) {
    let app = site(on).await;
    let placed = publish(&app, &ferries()).await.unwrap();
    let report = app.get(&format!("/reports/{}", placed.report)).await;
    assert!(
        report.says(&[
            "Ferries in Winter",
            "16 January 2024",
            "Head of Harbours",
            "Quays",
            "id=\"paragraph-3.1\"",
            "Two ferries sail &lt;hourly&gt;.",
            "Recommended",
            "Gannet",
            "Appendix One Timetable",
        ]),
        "{}",
        report.body
    );
    assert!(!report.body.contains("Wards"), "what is not printed has no row");
    let meeting = app.get(&format!("/meetings/{}", placed.meeting)).await;
    assert!(meeting.says(&["Ferries in Winter", &format!("/reports/{}", placed.report), "by the Head of Harbours"]));
    for address in ["/reports/0", "/reports/77", "/reports/x"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    app.catch_up().await;
    let question = search::Question { words: "gannet".into(), page: 1, per_page: 10, ..Default::default() };
    assert_eq!(app.state.search.ask(&question).unwrap().hits[0].address, format!("/reports/{}", placed.report));
}

async fn a_report_without_a_date_is_refused(on: On) {
    let app = site(on).await;
    let mut report = ferries();
    report.block.date = None;
    let error = publish(&app, &report).await.expect_err("no date, no meeting");
    assert!(error.to_string().contains("gives no date"), "{error}");
    assert!(app.get("/meetings").await.says(&["No meetings in this municipal year"]), "nothing was left behind");
}

async fn a_changed_report_is_a_new_version(on: On) {
    let app = site(on).await;
    let first = publish(&app, &ferries()).await.unwrap();
    assert!(matches!(publish(&app, &ferries()).await.unwrap().outcome, Outcome::Unchanged(_)));
    let mut changed = ferries();
    changed.appendices[0].blocks = vec![Block::paragraph("Every two hours.")];
    let second = publish(&app, &changed).await.unwrap();
    assert_eq!(first.report, second.report, "the same subject to the same meeting is the same report");
    let Outcome::Replaced { new, .. } = second.outcome else { panic!("a new version") };
    let version = app.get(&format!("/publications/{new}")).await;
    assert!(version.says(&["version 2 of 2", "The times changed", "Every two hours.", "Every hour."]), "{}", version.body);
}
