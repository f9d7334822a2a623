//! Limits hold under concurrent attempts, and after the clock was wrong for a while.

use crate::common;

use access::attempt_store::{self, Bucket};
use access::second_factor::FactorKey;
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::{PASSWORD, code, come, newest_link, post_from, site};
use std::sync::Arc;
use test_kit::{On, TestApp, both_databases};
use tokio::task::JoinSet;

both_databases!(
    of_ninety_passwords_at_once_ten_are_worked_on,
    of_ninety_codes_at_once_ten_are_looked_at,
    of_ninety_who_forgot_a_password_at_once_three_mails_come,
    of_two_links_made_at_once_one_works,
    what_was_counted_while_the_clock_was_ahead_counts_no_more,
    a_code_is_taken_after_the_clock_was_ahead,
);

/// How many requests are sent at once.
const AT_ONCE: usize = 90;

const MAIL: &str = "petra@ashmere.example";

/// Invites someone and completes the invitation.
async fn petra(app: &TestApp) -> FactorKey {
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra Placeholder"), ("mail", MAIL)]).await;
    let link = newest_link(app, MAIL).await.expect("a link");
    come(app, &link).await.0
}

/// Sends one form many times at once. Returns how many responses had each of these statuses.
async fn at_once(
    app: &Arc<TestApp>,
    cookie: &str,
    address: &'static str,
    fields: &'static [(&'static str, &'static str)],
    statuses: [StatusCode; 2],
) -> [usize; 2] {
    let mut sending = JoinSet::new();
    for number in 0..AT_ONCE {
        let (app, cookie) = (app.clone(), cookie.to_owned());
        // Use one network if attempts are limited by network, and otherwise one for each request.
        let network = if address == "/forgotten-password" { format!("198.51.100.{number}") } else { "203.0.113.9".to_owned() };
        sending.spawn(async move { post_from(&app, &network, &cookie, address, fields).await.status });
    }
    let answers = sending.join_all().await;
    statuses.map(|status| answers.iter().filter(|answer| **answer == status).count())
}

async fn of_ninety_passwords_at_once_ten_are_worked_on(on: On) {
    let app = Arc::new(site(on).await);
    petra(&app).await;
    let fields = &[("mail", MAIL), ("password", "a wrong guess")];
    let statuses = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::TOO_MANY_REQUESTS];
    assert_eq!(at_once(&app, "", "/sign-in", fields, statuses).await, [10, 80]);
}

async fn of_ninety_codes_at_once_ten_are_looked_at(on: On) {
    let app = Arc::new(site(on).await);
    petra(&app).await;
    let cookie = app.post_as("", "/sign-in", &[("mail", MAIL), ("password", PASSWORD)]).await.cookies();
    let statuses = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::TOO_MANY_REQUESTS];
    assert_eq!(at_once(&app, &cookie, "/sign-in/code", &[("code", "123")], statuses).await, [10, 80]);
}

async fn of_ninety_who_forgot_a_password_at_once_three_mails_come(on: On) {
    let app = Arc::new(site(on).await);
    petra(&app).await;
    let count = async || {
        let sql = "SELECT COUNT(*) FROM mail WHERE to_address = $1";
        db::single::<i64>(app.state.db.reading(), sql, [MAIL.into()]).await.expect("a count").expect("a row")
    };
    let before = count().await;
    let statuses = [StatusCode::OK, StatusCode::TOO_MANY_REQUESTS];
    assert_eq!(at_once(&app, "", "/forgotten-password", &[("mail", MAIL)], statuses).await, [90, 0]);
    // The emails are written separately from the responses.
    for _ in 0..50 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(count().await - before, 3);
}

async fn of_two_links_made_at_once_one_works(on: On) {
    let app = Arc::new(site(on).await);
    petra(&app).await;
    let statuses = [StatusCode::OK, StatusCode::OK];
    at_once(&app, "", "/forgotten-password", &[("mail", MAIL)], statuses).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let sql = "SELECT COUNT(*) FROM account_link WHERE ended_at IS NULL";
    assert_eq!(db::single::<i64>(app.state.db.reading(), sql, []).await.expect("a count"), Some(1));
}

async fn what_was_counted_while_the_clock_was_ahead_counts_no_more(on: On) {
    let app = site(on).await;
    let now = app.state.clock.now();
    let bucket = Bucket::form("test", "203.0.113.9", 10);
    let takes = async |at: DateTime<Utc>| attempt_store::take_place(&app.state.db, &[&bucket], at).await.expect("an answer");
    for _ in 0..10 {
        assert!(takes(now + TimeDelta::days(3)).await);
    }
    assert!(!takes(now + TimeDelta::days(3)).await);
    for _ in 0..10 {
        assert!(takes(now).await, "the clock was set right");
    }
    assert!(!takes(now).await);
    // Another server's clock may be a few seconds ahead of this one's: its attempts still count.
    assert!(!takes(now - TimeDelta::seconds(20)).await);
}

async fn a_code_is_taken_after_the_clock_was_ahead(on: On) {
    let app = site(on).await;
    let key = petra(&app).await;
    let step = app.state.clock.now().timestamp() / 30;
    let transaction = app.state.db.begin().await.expect("a transaction");
    let sql = "UPDATE account SET factor_step = $1 WHERE mail = $2";
    db::execute(&transaction, sql, [(step + 2 * 60 * 24).into(), MAIL.into()]).await.expect("a change");
    transaction.commit().await.expect("it stands");
    let cookie = app.post_as("", "/sign-in", &[("mail", MAIL), ("password", PASSWORD)]).await.cookies();
    let through = app.post_as(&cookie, "/sign-in/code", &[("code", &code(&app, &key, 1))]).await;
    assert_eq!(through.location(), "/work");
    let cookie = app.post_as("", "/sign-in", &[("mail", MAIL), ("password", PASSWORD)]).await.cookies();
    let again = app.post_as(&cookie, "/sign-in/code", &[("code", &code(&app, &key, 1))]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
}
