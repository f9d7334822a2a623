//! Dismissing what the checker finds, with a reason.

use crate::common;
use crate::common::{hidden, site};
use axum::http::StatusCode;
use test_kit::{On, both_databases};

both_databases!(a_dismissed_finding_stays_dismissed, a_dismissal_has_a_reason_and_a_finding);

const TEXT: &str = "The fences follow the Crime and Disorder Act 1988.";

async fn a_dismissed_finding_stays_dismissed(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.write(&fixture.officer, &draft, 2, TEXT).await;
    let check = format!("{draft}/check");
    let told = "there is no Crime and Disorder Act 1988";
    let page = fixture.page(&fixture.officer, &check).await;
    assert!(page.contains(told) && !page.contains("Undo dismissal"), "{page}");
    let fields = [("rule", "law"), ("evidence", "Crime and Disorder Act 1988"), ("reason", "Quoted as it was printed.")];
    fixture.done(&fixture.officer, &check, &fields).await;
    let page = fixture.page(&fixture.clerk, &check).await;
    let (to_do, dismissed) = page.split_once("Dismissed</h2>").unwrap_or_else(|| panic!("{page}"));
    assert!(!to_do.contains(told), "{to_do}");
    for words in [told, "Quoted as it was printed.", "Oscar Outline", "Undo dismissal"] {
        assert!(dismissed.contains(words), "{words}: {dismissed}");
    }
    // It stays dismissed in the next version, wherever the words move, and a different finding is told.
    fixture
        .write(&fixture.officer, &draft, 2, &format!("They are old.\n\n{TEXT}\n\nSo does the Crime and Disorder Act 1989."))
        .await;
    let page = fixture.page(&fixture.officer, &check).await;
    let (to_do, dismissed) = page.split_once("Dismissed</h2>").unwrap_or_else(|| panic!("{page}"));
    assert!(dismissed.contains(told) && !to_do.contains(told) && to_do.contains("Act 1989"), "{page}");
    // It is dismissed once, and both acts are in the ledger.
    fixture.done(&fixture.clerk, &check, &fields).await;
    let number = hidden(&page, "undo").to_owned();
    fixture.done(&fixture.clerk, &check, &[("undo", &number)]).await;
    fixture.done(&fixture.clerk, &check, &[("undo", &number)]).await;
    let page = fixture.page(&fixture.officer, &check).await;
    assert!(page.contains(told) && !page.contains("Undo dismissal"), "{page}");
    for (what, count) in [("finding dismissed", 1), ("dismissal undone", 1)] {
        let sql = format!("SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%{what}%'");
        assert_eq!(common::single::<i64>(&fixture.app, &sql).await, count, "{what}");
    }
}

async fn a_dismissal_has_a_reason_and_a_finding(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.write(&fixture.officer, &draft, 2, TEXT).await;
    let check = format!("{draft}/check");
    let fields = [("rule", "law"), ("evidence", "Crime and Disorder Act 1988"), ("reason", " ")];
    let refused = fixture.app.post_as(&fixture.officer.cookie, &check, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Enter a reason", "id=\"reason\""]), "{}", refused.body);
    let fields = [("rule", "law"), ("evidence", "Harbour Lamps Act 1899"), ("reason", "It is not there.")];
    fixture.done(&fixture.officer, &check, &fields).await;
    assert!(!fixture.page(&fixture.officer, &check).await.contains("Undo dismissal"), "there is no such finding");
}
