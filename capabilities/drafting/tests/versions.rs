//! A section with thousands of versions, and a report with hundreds of comments: each page reads only what it shows.

use crate::common;

use axum::http::StatusCode;
use common::{Fixture, site};
use db::{Connection, WriteTransaction};
use test_kit::{On, both_databases};

both_databases!(a_section_of_thousands_of_versions_is_read_in_parts, hundreds_of_comments_are_shown_in_parts);

const VERSIONS: i64 = 3_000;

async fn write(fixture: &Fixture, statements: impl AsyncFnOnce(&WriteTransaction)) {
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    statements(&transaction).await;
    transaction.commit().await.expect("it stands");
}

async fn run(connection: &Connection, sql: &str, values: Vec<db::Value>) {
    db::execute(connection, sql, values).await.expect(sql);
}

async fn a_section_of_thousands_of_versions_is_read_in_parts(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let words = "A fence is a fence. ".repeat(200);
    let by = format!("account/{}", fixture.officer.account);
    write(&fixture, async |transaction| {
        let sql = "INSERT INTO report_text (draft_id, section, version, text, made_by, made_at) VALUES (1, 2, $1, $2, $3, $4)";
        for version in 1..=VERSIONS {
            let text = format!("This is text {version}.\n\n{words}");
            run(transaction, sql, vec![version.into(), text.into(), by.as_str().into(), fixture.app.state.clock.now().into()])
                .await;
        }
        // SQLite can store a blob in a text column; a page that read it would fail.
        if on == On::Sqlite {
            run(
                transaction,
                "UPDATE report_text SET text = X'FF00FF' WHERE section = 2 AND version < 2998 AND version <> 2500 AND version <> 2499",
                Vec::new(),
            )
            .await;
        }
    })
    .await;
    let section = format!("{draft}/sections/2");
    for address in [&section, &draft, &format!("{draft}/preview"), &format!("{draft}/files"), &format!("{draft}/comments")] {
        let page = fixture.page(&fixture.officer, address).await;
        assert!(page.len() < 80_000, "{address} has {} bytes", page.len());
    }
    let history = fixture.page(&fixture.officer, &format!("{section}/history")).await;
    assert!(
        history.contains("Version 3000") && history.contains("Version 2951") && !history.contains("Version 2950"),
        "{history}"
    );
    assert!(history.contains("<ins>This is text 3000.</ins>"), "{history}");
    let earlier = fixture.page(&fixture.officer, &format!("{section}/history?version=2500&until=2500")).await;
    assert!(earlier.contains("<del>This is text 2499.</del>") && earlier.contains("Oscar Outline"), "{earlier}");
    assert!(
        earlier.contains("history?until=2450") && earlier.contains("history?until=2550") && earlier.len() < 60_000,
        "{earlier}"
    );
    let restored = [("version", "2500"), ("seen", "3000")];
    fixture.done(&fixture.officer, &format!("{section}/restore"), &restored).await;
    assert!(fixture.page(&fixture.officer, &section).await.contains("This is text 2500."));
    assert_eq!(fixture.write(&fixture.officer, &draft, 2, "Another.").await.status, StatusCode::SEE_OTHER);
}

async fn hundreds_of_comments_are_shown_in_parts(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    let by = format!("account/{}", fixture.officer.account);
    write(&fixture, async |transaction| {
        let sql = "INSERT INTO report_comment (draft_id, section, quote, text, made_by, made_at) VALUES (1, 2, '', $1, $2, $3)";
        for number in 1..=300 {
            let text = format!("Comment {number}. {}", "It is long. ".repeat(200));
            run(transaction, sql, vec![text.into(), by.as_str().into(), fixture.app.state.clock.now().into()]).await;
        }
    })
    .await;
    assert!(fixture.page(&fixture.officer, &draft).await.contains("300 comments to resolve"));
    let first = fixture.page(&fixture.officer, &format!("{draft}/comments")).await;
    assert!(first.contains("Comment 30.") && !first.contains("Comment 31.") && first.contains("comments?after=30"), "{first}");
    let last = fixture.page(&fixture.officer, &format!("{draft}/comments?after=270")).await;
    assert!(last.contains("Comment 300.") && !last.contains("More comments") && last.contains("First comments"), "{last}");
    fixture.done(&fixture.clerk, &format!("{draft}/comments"), &[("reply_to", "299"), ("text", "Answered.")]).await;
    assert!(fixture.page(&fixture.officer, &format!("{draft}/comments?after=270")).await.contains("Answered."));
    fixture.done(&fixture.officer, &format!("{draft}/comments"), &[("resolve", "299")]).await;
    assert!(fixture.page(&fixture.officer, &draft).await.contains("299 comments to resolve"));
}
