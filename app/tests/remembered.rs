//! What is kept for everyone is sent as it was made, and never after the record has changed, on any server.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use flate2::read::GzDecoder;
use moothall::{demonstration, pages, wiring};
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use test_kit::{On, TestApp, both_databases};
use tower::ServiceExt as _;

both_databases!(
    a_kept_response_is_the_one_that_was_made,
    the_home_page_and_redirects_to_prints_are_kept,
    what_is_not_for_everyone_is_not_kept,
    nobody_sees_an_old_page_while_many_read_on_two_servers,
);

async fn site(on: On) -> TestApp {
    let typesetter = Some(wiring::typesetter(env!("CARGO_BIN_EXE_moothall").into()));
    let app =
        TestApp::with_typesetter(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z", typesetter).await;
    let first = demonstration::read().unwrap().clock;
    assert!(app.state.load_demonstration(first).await.unwrap());
    app
}

async fn ask(app: &TestApp, address: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (_, mut routes) = web::join(wiring::capabilities()).unwrap();
    routes.push(pages::routes());
    let response = web::router(app.state.clone(), routes).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    (parts.status, parts.headers, body)
}

fn unpacked(body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    GzDecoder::new(body).read_to_end(&mut whole).expect("gzip");
    whole
}

/// Appends to the ledger, as every write does.
async fn write_something(app: &TestApp) {
    let transaction = app.state.db.begin().await.unwrap();
    let entry = ledger::Entry {
        at: app.state.clock.now(),
        actor: "a test",
        action: ledger::Action::Imported,
        record: "a test",
        payload: &serde_json::json!({}),
    };
    ledger::append(&transaction, &entry).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn a_kept_response_is_the_one_that_was_made(on: On) {
    let app = site(on).await;
    for address in ["/", "/meetings/4", "/meetings/4/pack.pdf"] {
        // The first may write a print, which changes the record.
        ask(&app, address, &[]).await;
        let made = ask(&app, address, &[]).await;
        let kept = ask(&app, address, &[]).await;
        assert!(made == kept, "{address}: {:?} {:?}", made.1, kept.1);
        assert!(kept.1.contains_key("content-security-policy") && kept.1.contains_key("permissions-policy"), "{address}");
        assert_eq!(kept.1["content-length"], kept.2.len().to_string(), "{address}");
    }
    let plain = ask(&app, "/meetings/4", &[("accept-encoding", "gzip;q=0")]).await;
    let tag = plain.1["etag"].to_str().unwrap();
    assert!(tag.starts_with("W/\"") && plain.1["cache-control"] == "no-cache" && plain.1["vary"] == "accept-encoding");
    assert!(!plain.1.contains_key("content-encoding"));
    // Compressed when it is made, and when it is kept.
    write_something(&app).await;
    for _ in 0..2 {
        let packed = ask(&app, "/meetings/4", &[("accept-encoding", "gzip, br")]).await;
        assert_eq!((&packed.1["content-encoding"], &packed.1["etag"]), (&"gzip".parse().unwrap(), &plain.1["etag"]));
        assert_eq!(
            (&packed.1["vary"], packed.1["content-length"].to_str().unwrap()),
            (&plain.1["vary"], packed.2.len().to_string().as_str())
        );
        assert!(unpacked(&packed.2) == plain.2 && packed.2.len() * 3 < plain.2.len());
    }
    // Known to the reader, when it is made and when it is kept.
    write_something(&app).await;
    for _ in 0..2 {
        let known = ask(&app, "/meetings/4", &[("if-none-match", tag), ("accept-encoding", "gzip")]).await;
        assert_eq!((known.0, known.2.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!((&known.1["etag"], &known.1["vary"]), (&plain.1["etag"], &plain.1["vary"]));
        assert!(known.1.contains_key("content-security-policy") && !known.1.contains_key("content-type"));
    }
    let head = Request::head("/meetings/4").body(Body::empty()).unwrap();
    let head = app.send(head).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

async fn the_home_page_and_redirects_to_prints_are_kept(on: On) {
    let app = site(on).await;
    let pack = "/meetings/4/pack.pdf";
    ask(&app, pack, &[]).await;
    let (home, redirect) = (app.get("/").await, app.get(pack).await);
    assert_eq!(redirect.status, StatusCode::SEE_OTHER);
    // Changed behind the program's back, so that only what is made anew shows it.
    app.behind_its_back("UPDATE meeting SET held_on = '2024-06-12' WHERE held_on = '2024-06-11'").await;
    app.behind_its_back("UPDATE print SET title = 'Another name' WHERE name = 'pack/4'").await;
    for _ in 0..2 {
        assert!(app.get("/").await.body == home.body);
        assert_eq!(app.get(pack).await.location(), redirect.location());
    }
    write_something(&app).await;
    for _ in 0..2 {
        assert!(app.get("/").await.body != home.body, "the home page is made anew when the record has changed");
        assert!(app.get(pack).await.location().ends_with("/another-name.pdf"));
    }
}

async fn what_is_not_for_everyone_is_not_kept(on: On) {
    let app = site(on).await;
    let person = app.person("Cora Specimen", &[("clerk", None)]).await;
    for address in ["/", "/meetings/4", "/meetings/4/pack.pdf", "/work"] {
        for _ in 0..2 {
            let anyone = app.get(address).await;
            assert!(!anyone.body.contains("Cora Specimen"), "{address}");
            let own = app.get_as(&person.cookie, address).await;
            assert_eq!(own.header("cache-control"), "no-store", "{address}");
            assert!(own.status == StatusCode::SEE_OTHER || own.says(&["Cora Specimen"]), "{address}");
            let ended = app.get_as("moothall-session=nobodys", address).await;
            assert!(ended.status == anyone.status && ended.body == anyone.body, "{address}");
            let by_program = ask(&app, address, &[("authorization", "Bearer x")]).await;
            assert_eq!(by_program.0, anyone.status, "{address}");
        }
    }
    assert_eq!(app.get("/work").await.location(), "/sign-in?next=%2Fwork");
    assert_eq!(app.get("/work?a").await.location(), "/sign-in?next=%2Fwork%3Fa");
}

/// Publishes on one server, again and again, while many readers ask both for the same page.
async fn nobody_sees_an_old_page_while_many_read_on_two_servers(on: On) {
    let one = Arc::new(site(on).await);
    let other = Arc::new(one.beside(wiring::capabilities()).await);
    let is_over = Arc::new(AtomicBool::new(false));
    let mut reading = tokio::task::JoinSet::new();
    for number in 0..16 {
        let (app, is_over) = (if number % 2 == 0 { one.clone() } else { other.clone() }, is_over.clone());
        reading.spawn(async move {
            while !is_over.load(Ordering::Relaxed) {
                assert_eq!(app.get("/boards").await.status, StatusCode::OK);
                tokio::task::yield_now().await;
            }
        });
    }
    for round in 0..30 {
        let (writer, reader) = if round % 2 == 0 { (&other, &one) } else { (&one, &other) };
        let name = format!("Harbour Committee {round}");
        let register = meetings::board::BoardRegister { name: name.clone(), ..Default::default() };
        let transaction = writer.state.db.begin().await.unwrap();
        let publishing = publications::Publishing { at: writer.state.clock.now(), actor: "a test", reason: "A test" };
        meetings::publish_board(&transaction, &register, &publishing).await.unwrap();
        transaction.commit().await.unwrap();
        assert!(reader.get("/boards").await.says(&[&name]), "round {round}: an old page after the other server's commit");
        assert!(writer.get("/boards").await.says(&[&name]), "round {round}: an old page after its own commit");
    }
    is_over.store(true, Ordering::Relaxed);
    while let Some(reader) = reading.join_next().await {
        reader.unwrap();
    }
}
