//! The database becomes unavailable and returns, or refuses writes: readers and monitoring programs get correct responses.

use axum::http::StatusCode;
use db::Db;
use moothall::{demonstration, pages, wiring};
use std::sync::Arc;
use test_kit::{On, TestApp, both_databases};
use tokio::task::JoinSet;

both_databases!(a_folder_that_takes_no_files_is_not_ready, a_database_that_takes_no_writes_is_not_ready);

async fn site(on: On) -> Arc<TestApp> {
    let app = TestApp::new(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await;
    let first = demonstration::read().unwrap().clock;
    assert!(app.state.load_demonstration(first).await.unwrap());
    Arc::new(app)
}

/// Executes a statement on the app's database as the server's administrator.
async fn administer(app: &TestApp, sql: &str) {
    let (server, name) = app.address.rsplit_once('/').unwrap();
    let administration = Db::open(&format!("{server}/postgres")).await.unwrap();
    db::execute(administration.reading(), &sql.replace("{NAME}", name), []).await.unwrap();
    administration.close().await.unwrap();
}

const END_CONNECTIONS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NAME}'";

/// Requests many pages at once, so that all connections are in use and then idle.
async fn many_pages(app: &Arc<TestApp>) -> Vec<StatusCode> {
    let mut asking = JoinSet::new();
    for number in 0..30 {
        let app = app.clone();
        asking.spawn(async move { app.get(&format!("/meetings/{}?asked={number}", number % 5 + 1)).await.status });
    }
    asking.join_all().await
}

#[tokio::test]
async fn pages_are_answered_after_the_server_ended_all_connections() {
    let app = site(On::PostgreSql).await;
    let person = app.person("Petra Placeholder", &[("clerk", Some(access::Place::new("board", 1)))]).await;
    for round in 0..3 {
        assert!(many_pages(&app).await.iter().all(|status| *status == StatusCode::OK));
        administer(&app, END_CONNECTIONS).await;
        for number in 0..30 {
            let answer = app.get(&format!("/meetings/{}", number % 5 + 1)).await;
            assert_eq!(answer.status, StatusCode::OK, "page {number} of round {round}: {}", answer.body);
        }
        many_pages(&app).await;
        administer(&app, END_CONNECTIONS).await;
        assert!(many_pages(&app).await.iter().all(|status| *status == StatusCode::OK), "thirty at once in round {round}");
        many_pages(&app).await;
        administer(&app, END_CONNECTIONS).await;
        let title = format!("Item {round}");
        let fields = [("title", title.as_str()), ("kind", "report"), ("source", "member")];
        let written = app.post_as(&person.cookie, "/boards/safer-policy-and-performance-board/programme", &fields).await;
        assert_eq!(written.status, StatusCode::SEE_OTHER, "a write in round {round}: {}", written.body);
        let sql = "SELECT COUNT(*) FROM programme_item WHERE title = $1";
        let count = db::single::<i64>(app.state.db.reading(), sql, [title.as_str().into()]).await.unwrap();
        assert_eq!(count, Some(1), "it was written once");
    }
}

#[tokio::test]
async fn health_is_told_while_the_database_is_away() {
    let app = site(On::PostgreSql).await;
    let person = app.person("Petra Placeholder", &[]).await;
    assert_eq!(app.get("/health/ready").await.status, StatusCode::OK);
    administer(&app, "ALTER DATABASE {NAME} ALLOW_CONNECTIONS false").await;
    administer(&app, END_CONNECTIONS).await;
    for cookie in ["", &person.cookie] {
        let answer = app.get_as(cookie, "/health").await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "ok\n"));
        let answer = app.get_as(cookie, "/health/ready").await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"));
        assert_eq!(app.get_as(cookie, "/assets/nothing.css").await.status, StatusCode::NOT_FOUND);
    }
    administer(&app, "ALTER DATABASE {NAME} ALLOW_CONNECTIONS true").await;
    assert_eq!(app.get("/health/ready").await.status, StatusCode::OK);
    assert_eq!(app.get("/meetings/4").await.status, StatusCode::OK);
}

async fn a_folder_that_takes_no_files_is_not_ready(on: On) {
    let app = site(on).await;
    // A file in place of the test folder: writing there fails as it does on a full disk.
    std::fs::write(app.folder().join("files/__"), "in the way").unwrap();
    let answer = app.get("/health/ready").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "cannot write to the folder\n"));
    assert_eq!(app.get("/health").await.body, "ok\n");
    assert_eq!(app.get("/meetings/4").await.status, StatusCode::OK, "what is public can be read all the same");
}

async fn a_database_that_takes_no_writes_is_not_ready(on: On) {
    let app = site(on).await;
    if on == On::PostgreSql {
        administer(&app, "ALTER DATABASE {NAME} SET default_transaction_read_only = on").await;
        administer(&app, END_CONNECTIONS).await;
    } else {
        // The only connection that writes; from then on it refuses writes.
        let transaction = app.state.db.begin().await.unwrap();
        db::execute(&transaction, "PRAGMA query_only = ON", []).await.unwrap();
        drop(transaction);
    }
    let answer = app.get("/health/ready").await;
    let told = "cannot write to the database\n";
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, told));
    assert_eq!(app.get("/meetings/4").await.status, StatusCode::OK);
}
