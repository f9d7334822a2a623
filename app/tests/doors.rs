//! Requests refused before any handler sees them, at every address and on both databases: NUL characters, and unreasonably long
//! text; and uploads by people who may not send them.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use foundation::text::address_part;
use hyper::body::{Bytes, Frame};
use moothall::{pages, wiring};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use test_kit::{Answer, On, TestApp, both_databases};

both_databases!(
    a_nul_is_refused_at_every_address,
    a_nul_in_json_is_refused,
    a_long_text_in_any_letters_is_taken_and_a_longer_one_is_not,
    nothing_is_read_of_an_upload_by_a_person_who_may_not_send_it,
);

async fn site(on: On) -> TestApp {
    TestApp::new(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await
}

async fn send(app: &TestApp, address: &str, kind: &str, body: String) -> Answer {
    let request = Request::post(address).header("content-type", kind).header("sec-fetch-site", "same-origin");
    app.send(request.body(Body::from(body)).unwrap()).await
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The endings of the addresses to which files are uploaded.
const UPLOADS: [&str; 6] = ["/papers/add", "/files", "/import", "/replace", "/settings/logo", "/photo"];

async fn a_nul_is_refused_at_every_address(on: On) {
    let app = site(on).await;
    let (_, mut routes) = web::join(wiring::capabilities()).unwrap();
    routes.push(pages::routes());
    let all = web::all_routes(&app.state, routes);
    assert!(all.addresses().len() > 150);
    for address in all.addresses() {
        // Each path parameter, whatever its name, is 1 in one round and a NUL in the other.
        let filled = |with: &str| {
            let parts: Vec<&str> = address.path.split(['{', '}']).collect();
            parts.iter().enumerate().map(|(place, part)| if place % 2 == 1 { with } else { part }).collect::<String>()
        };
        let (plain, with_nul) = (filled("1"), filled("a%00b"));
        let query = format!("{plain}?q=a%00b&page=1");
        let mut answers = Vec::new();
        if address.method == Method::GET {
            if with_nul != plain {
                answers.push((app.get(&with_nul).await, "in its path"));
            }
            answers.push((app.get(&query).await, "in its query"));
        } else {
            answers.push((send(&app, &query, FORM, "a=b".into()).await, "in its query"));
            // The parts of an upload are checked by the handler that reads them, which a test in `papers` covers.
            for body in ["title=a%00b", "a%00=b", "title=a\0b"] {
                if !UPLOADS.iter().any(|end| address.path.ends_with(end)) {
                    answers.push((send(&app, &plain, FORM, body.into()).await, body));
                }
            }
        }
        for (answer, place) in answers {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{} {} {place}", address.method, address.path);
            assert!(answer.says(&["NUL character"]), "{}", answer.body);
        }
    }
}

async fn a_nul_in_json_is_refused(on: On) {
    let app = site(on).await;
    let sent = send(&app, "/sign-in", "application/json", r#"{"mail":"a\u0000"}"#.into()).await;
    assert_eq!(sent.status, StatusCode::BAD_REQUEST);
    let plain = send(&app, "/sign-in", "application/json", r#"{"mail":"a\\u0000"}"#.into()).await;
    assert!(!plain.says(&["NUL character"]), "words that look like one are words");
}

async fn a_long_text_in_any_letters_is_taken_and_a_longer_one_is_not(on: On) {
    let app = site(on).await;
    for letter in ["a", "é", "‘", "𝔐"] {
        let text = letter.repeat(65_000 / letter.len());
        let sent = send(&app, "/forgotten-password", FORM, format!("mail={}", address_part(&text))).await;
        assert_ne!(sent.status, StatusCode::PAYLOAD_TOO_LARGE, "{} bytes of {letter}", text.len());
        assert!(!sent.status.is_server_error(), "{}", sent.body);
        let text = letter.repeat(66_000 / letter.len());
        let sent = send(&app, "/forgotten-password", FORM, format!("mail={}", address_part(&text))).await;
        assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE, "{} bytes of {letter}", text.len());
    }
    let sent = send(&app, "/forgotten-password", FORM, "a".repeat(1_000_000)).await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// A body that makes the request fail when it is read.
struct Unreadable;

impl hyper::body::Body for Unreadable {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        panic!("the upload was read");
    }
}

async fn nothing_is_read_of_an_upload_by_a_person_who_may_not_send_it(on: On) {
    let app = site(on).await;
    let nobody = app.person("Nora Nobody", &[]).await;
    let (_, routes) = web::join(wiring::capabilities()).unwrap();
    let all: Vec<web::Address> = routes.iter().flat_map(|routes| routes.addresses().to_vec()).collect();
    let is_upload =
        |address: &&web::Address| address.method == Method::POST && UPLOADS.iter().any(|end| address.path.ends_with(end));
    let uploads: Vec<&web::Address> = all.iter().filter(is_upload).collect();
    assert!(uploads.len() >= UPLOADS.len(), "{uploads:?}");
    for address in uploads {
        let parts: Vec<&str> = address.path.split(['{', '}']).collect();
        let path: String = parts.iter().enumerate().map(|(place, part)| if place % 2 == 1 { "1" } else { part }).collect();
        let request = Request::post(&path)
            .header("cookie", &nobody.cookie)
            .header("content-type", "multipart/form-data; boundary=a-line")
            .header("sec-fetch-site", "same-origin")
            .body(Body::new(Unreadable))
            .unwrap();
        let answer = app.send(request).await;
        assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{path}: {}", answer.status);
    }
}
