//! Signed-in people, for tests.

use crate::{Answer, TestApp};
use access::account::{AccountState, By};
use access::actor::Term;
use access::role_store::{self, NewRole};
use access::session::Stage;
use access::session_store::{self, Origin};
use access::{AccountId, Place, account_store};
use axum::body::Body;
use axum::http::{Request, header};
use foundation::text::address_part;
use futures_util::StreamExt as _;

/// A person with a session.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// Their email address.
    pub mail: String,
    /// The cookie that their browser sends.
    pub cookie: String,
}

impl TestApp {
    /// Creates an account with these roles, each with the place for which it is held, and signs it in.
    ///
    /// # Panics
    /// If the account cannot be created, which fails the test.
    pub async fn person(&self, name: &str, roles: &[(&str, Option<Place>)]) -> Person {
        let now = self.state.clock.now();
        let by = By { actor: "a test", at: now };
        let mail = format!("{}@ashmere.example", name.to_lowercase().replace(' ', "."));
        let transaction = self.state.db.begin().await.expect("a transaction");
        let account = account_store::insert(&transaction, &mail, name, by).await.expect("an account");
        account_store::set_state(&transaction, account, AccountState::Active, by).await.expect("an open account");
        for (role, place) in roles {
            assert!(self.state.joined.policy.role(role).is_some(), "there is no role {role}");
            let term = Term { from: self.state.clock.today(), until: None };
            let role = NewRole { role: (*role).to_owned(), place: place.clone(), term };
            role_store::give(&transaction, account, &role, false, by).await.expect("a role");
        }
        transaction.commit().await.expect("it stands");
        Person { account, mail, cookie: self.session_of(account).await }
    }

    /// Creates another session for a person; returns the cookie that their browser sends.
    ///
    /// # Panics
    /// If the session cannot be created, which fails the test.
    pub async fn session_of(&self, account: AccountId) -> String {
        let transaction = self.state.db.begin().await.expect("a transaction");
        let origin = Origin { network: "192.0.2.1".into(), browser: "a test".into() };
        let now = self.state.clock.now();
        let token = session_store::begin(&transaction, account, Stage::SignedIn, "a test", None, &origin, now).await;
        transaction.commit().await.expect("it stands");
        format!("moothall-session={}", token.expect("a session").secret())
    }

    /// Returns the response that a signed-in person gets at an address.
    ///
    /// # Panics
    /// If the address or the response cannot be read, which fails the test.
    pub async fn get_as(&self, cookie: &str, address: &str) -> Answer {
        let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Returns the response to a form submitted by a person from one of the site's pages.
    ///
    /// # Panics
    /// If the address or the response cannot be read, which fails the test.
    pub async fn post_as(&self, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(post(cookie, address, fields)).await
    }

    /// Returns the response to a form with a file submitted by a person from one of the site's pages.
    ///
    /// # Panics
    /// If the address or the response cannot be read, which fails the test.
    pub async fn upload_as(&self, cookie: &str, address: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        self.send(upload(cookie, address, fields, file)).await
    }
}

/// Returns a form with a file as a browser sends it; the file's field is `file`.
///
/// # Panics
/// If the address is invalid, which fails the test.
fn upload(cookie: &str, address: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Request<Body> {
    let boundary = "a-line-that-parts-fields";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    if let Some((name, content)) = file {
        // A browser guesses the media type from the file's name, so it is not to be relied on.
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    // In pieces that have to be waited for, as they come through a connection: what is sent before a limit is passed arrives.
    let pieces: Vec<std::io::Result<Vec<u8>>> = body.chunks(64 * 1024).map(|piece| Ok(piece.to_vec())).collect();
    let pieces = futures_util::stream::iter(pieces).then(|piece| async move {
        tokio::task::yield_now().await;
        piece
    });
    Request::post(address)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from_stream(pieces))
        .expect("a request")
}

/// Returns a form as a browser sends it.
///
/// # Panics
/// If the address is invalid, which fails the test.
pub fn post(cookie: &str, address: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let form: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", address_part(name), address_part(value))).collect();
    Request::post(address)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form.join("&")))
        .expect("a request")
}

impl Answer {
    /// Returns the cookies set by the response, as the browser would send them back.
    pub fn cookies(&self) -> String {
        let left = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        left.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
    }

    /// Returns the address that the response redirects to.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
