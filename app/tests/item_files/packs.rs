//! The packs that files are part of: their order, and what prevents one from being published.

use crate::item_files::fixture::{fixture, plan, unzipped};
use access::Place;
use axum::http::StatusCode;
use publications::Publishing;
use test_kit::{On, both_databases};

both_databases!(
    a_pack_that_cannot_be_made_is_not_published,
    files_stand_after_their_item,
    the_files_of_a_report_are_in_the_pack,
    a_retitled_item_makes_no_file_new,
);

async fn a_pack_that_cannot_be_made_is_not_published(on: On) {
    let fixture = fixture(on).await;
    let body = "Words without end. ".repeat(1_200);
    let files = fixture.item("Fences of the quay", &[("body", &body)]).await;
    let item = files.trim_end_matches("/files");
    let check = format!("{}/prepare/check", fixture.meeting);
    let page = fixture.page(&fixture.clerk, &check).await;
    for words in ["Must fix", "The pack cannot be created.", "break it into paragraphs"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let fields = [("confirmed", "yes"), ("reason", "")];
    let refused = fixture.app.post_as(&fixture.clerk.cookie, &format!("{}/prepare/publish", fixture.meeting), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.says(&["Fix the problems listed under"]), "{}", refused.body);
    assert!(!fixture.public(&fixture.meeting).await.contains("Fences of the quay"), "nothing is public");
    let preview = fixture.app.get_as(&fixture.clerk.cookie, &format!("{}/prepare/pack.pdf", fixture.meeting)).await;
    assert!(!preview.status.is_success() && preview.says(&["break it into paragraphs"]), "{}", preview.body);

    // Nor one whose private papers cannot be read by those entitled to them.
    let shorter = [
        ("kind", "presentation"),
        ("title", "Fences of the quay"),
        ("lead_officer", "Harbour Master"),
        ("body", "Words."),
        ("version", "1"),
    ];
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, item, &shorter).await.status, StatusCode::SEE_OTHER);
    let private = [("is_private", "yes"), ("paragraphs", "3"), ("public_interest", "Prices"), ("body", &body)];
    let private = fixture.item("A lease", &private).await;
    let page = fixture.page(&fixture.clerk, &check).await;
    assert!(page.contains("The exempt pack cannot be created.") && !page.contains("The pack cannot be created."), "{page}");
    let refused = fixture.app.post_as(&fixture.clerk.cookie, &format!("{}/prepare/publish", fixture.meeting), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let removed = format!("{}/remove", private.trim_end_matches("/files"));
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, &removed, &[("confirmed", "yes")]).await.status, StatusCode::SEE_OTHER);
    fixture.publish("").await;
    assert!(fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await.contains("Fences of the quay"));
}

async fn files_stand_after_their_item(on: On) {
    let fixture = fixture(on).await;
    let first = fixture.item("Fences of the quay", &[]).await;
    fixture.item("Lamps of the quay", &[("body", "The words about lamps.")]).await;
    let third = fixture.item("Gates of the quay", &[("body", "The words about gates.")]).await;
    fixture.uploaded(&third, "Plan of the gates", "plan.pdf", &plan("The plan of the gates")).await;
    fixture.uploaded(&first, "Plan of the fences", "plan.pdf", &plan("The plan of the fences")).await;
    fixture.publish("").await;
    let pack = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    let places: Vec<usize> =
        ["The plan of the fences", "The words about lamps.", "The words about gates.", "The plan of the gates"]
            .iter()
            .map(|words| pack.find(words).unwrap_or_else(|| panic!("{words}: {pack}")))
            .collect();
    assert!(places.is_sorted(), "in the order of the agenda: {places:?} {pack}");
    assert_eq!(pack.matches("The plan of the fences").count(), 1, "{pack}");
}

async fn the_files_of_a_report_are_in_the_pack(on: On) {
    let fixture = fixture(on).await;
    let head = fixture.app.person("Hedda Service", &[("clearing-officer", Some(Place::new("clearance", 4)))]).await;
    let _ = head;
    fixture.item("Fences of the quay", &[]).await;
    // A published report with an attachment, as the drafting capability publishes it.
    let (good, bad) = (plan("The plan that goes along"), b"%PDF-1.7\nnothing".to_vec());
    let at = fixture.app.state.clock.now();
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let mut attachments = Vec::new();
    for (title, content, kind) in [
        ("The plan", good.clone(), "application/pdf"),
        ("A damaged one", bad, "application/pdf"),
        ("Counts", b"1;2".to_vec(), "text/plain"),
    ] {
        let visibility = files::Visibility::Public;
        let kept = fixture.app.state.files.keep(&transaction, "a.pdf", kind, content.into(), at, visibility).await.expect("kept");
        attachments.push(reports::report::Attachment {
            title: title.into(),
            file: kept.hash,
            name: "a.pdf".into(),
            content_type: kind.into(),
            size: u64::try_from(kept.size).expect("a size"),
        });
    }
    let report = reports::report::Report {
        block: reports::report::ReportBlock {
            report_to: "Harbour Safety Board".into(),
            date: chrono::NaiveDate::from_ymd_opt(2024, 3, 12),
            reporting_officer: "Harbour Master".into(),
            subject: "Fences of the quay".into(),
            ..reports::report::ReportBlock::default()
        },
        sections: Vec::new(),
        appendices: Vec::new(),
        figures: Vec::new(),
        attachments,
    };
    let publishing = Publishing { at, actor: "a test", reason: "First" };
    reports::publish_report(&transaction, "Harbour Safety Board", &report, &publishing).await.expect("the report");
    transaction.commit().await.expect("it stands");
    fixture.publish("").await;
    let pack = fixture.print(&format!("{}/pack.pdf", fixture.meeting)).await;
    for words in ["The plan that goes along", "Goes with", "its pages could not be read", "only PDFs can be printed"] {
        assert!(pack.contains(words), "{words}: {pack}");
    }
    let zip = unzipped(fixture.bytes(None, &format!("{}/papers.zip", fixture.meeting)).await);
    assert!(zip.iter().any(|(name, content)| name.ends_with("the-plan.pdf") && *content == good), "{:?}", zip.len());
}
async fn a_retitled_item_makes_no_file_new(on: On) {
    let fixture = fixture(on).await;
    let files = fixture.item("Fences of the quay", &[]).await;
    let file = fixture.uploaded(&files, "Plan of the fences", "plan.pdf", &plan("The first plan")).await;
    fixture.publish("").await;
    let replaced = [("reason", "A gate was missing")];
    let second = plan("The second plan");
    let replace = format!("{file}/replace");
    fixture.app.upload_as(&fixture.clerk.cookie, &replace, &replaced, Some(("plan.pdf", &second))).await;
    fixture.publish("A plan was replaced").await;
    let item = files.trim_end_matches("/files");
    let fields = [("kind", "presentation"), ("title", "Gates of the quay"), ("lead_officer", "Harbour Master"), ("version", "1")];
    assert_eq!(fixture.app.post_as(&fixture.clerk.cookie, item, &fields).await.status, StatusCode::SEE_OTHER);
    fixture.publish("The title was wrong").await;
    assert_eq!(fixture.app.get(&format!("{}/supplements/2", fixture.meeting)).await.status, StatusCode::NOT_FOUND);
    let public = fixture.public("/agenda-files/1").await;
    assert!(public.contains("Gates of the quay") && public.contains("The title was wrong"), "{public}");
}
