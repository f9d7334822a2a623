//! Helpers shared by these tests.

use access::second_factor::FactorKey;
use axum::body::Body;
use axum::http::Request;
use std::net::SocketAddr;
use test_kit::{Answer, On, TestApp, post};
use web::PeerAddress;

pub(crate) const NOW: &str = "2024-06-04T09:00:00Z";
pub(crate) const PASSWORD: &str = "lantern otter quay marmalade";

pub(crate) async fn site(on: On) -> TestApp {
    let mut capabilities = boards::with_meetings();
    capabilities.push(accounts::capability());
    TestApp::new(on, capabilities, Vec::new(), NOW).await
}

/// Posts a form from a network.
pub(crate) async fn post_from(app: &TestApp, network: &str, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let mut request: Request<Body> = post(cookie, address, fields);
    let peer: SocketAddr = format!("{network}:40000").parse().expect("an address");
    request.extensions_mut().insert(PeerAddress(peer));
    app.send(request).await
}

/// Returns the link in the newest email to an address.
pub(crate) async fn newest_link(app: &TestApp, to: &str) -> Option<String> {
    let mails = mail::all(app.state.db.reading(), 50).await.expect("mails");
    let text = mails.into_iter().find(|mail| mail.to_address == to)?.text;
    let line = text.lines().find(|line| line.contains("/link/"))?;
    Some(line.trim_start_matches(app.state.site.address.as_str()).to_owned())
}

/// Completes an invitation: password and two-step verification. Returns the app's key, the recovery codes
/// and the browser's cookies.
pub(crate) async fn come(app: &TestApp, link: &str) -> (FactorKey, Vec<String>, String) {
    let chosen = app.post_as("", link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(chosen.location(), "/sign-in/set-up", "{}", chosen.body);
    let cookie = chosen.cookies();
    let page = app.get_as(&cookie, "/sign-in/set-up").await;
    let written = page.body.split("moothall-key\"><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("the key");
    let key = FactorKey::parse(written).expect("a key");
    let done = app.post_as(&cookie, "/sign-in/set-up", &[("code", &code(app, &key, 0))]).await;
    assert!(done.status.is_success(), "{}", done.body);
    let codes: Vec<String> =
        done.body.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect();
    (key, codes, done.cookies())
}

/// Returns the code that an app shows after this many steps of 30 seconds from now.
pub(crate) fn code(app: &TestApp, key: &FactorKey, steps: i64) -> String {
    let seconds = app.state.clock.now().timestamp() + steps * 30;
    key.code(u64::try_from(seconds).expect("after 1970")).expect("a code")
}
