//! Messages from a board's clerk to the people who follow it, over HTTP.

#[allow(dead_code, reason = "each test file uses a part of what they share")]
use crate::common;

use axum::http::StatusCode;
use common::{FOLLOW, site};
use mail::QueuedMail;
use test_kit::{Answer, On, TestApp, both_databases, post};

both_databases!(
    a_message_goes_to_each_follower_with_a_link_to_unsubscribe,
    a_follower_who_leaves_before_it_is_sent_gets_none,
    a_follower_who_leaves_at_the_same_moment_gets_none,
);

const MESSAGE: &str = "/boards/harbour-safety-board/message";
const SUBJECT: &str = "Come to the quay";
const FIELDS: [(&str, &str); 4] =
    [("to", "members"), ("to", "followers"), ("subject", SUBJECT), ("text", "On Sunday we look at the lanterns.")];

async fn mails(app: &TestApp) -> Vec<QueuedMail> {
    let mut mails = mail::all(app.state.db.reading(), 1_000).await.expect("mails");
    mails.reverse();
    mails
}

/// Returns the path in an email that begins with `path`.
fn link(mail: &QueuedMail, path: &str) -> String {
    let begin = format!("https://scrutiny.ashmere.example{path}");
    let line = mail.text.lines().find(|line| line.starts_with(&begin)).unwrap_or_else(|| panic!("no {path} in {}", mail.text));
    line.trim_start_matches("https://scrutiny.ashmere.example").to_owned()
}

async fn follow(app: &TestApp, mail: &str) {
    let answer = app.send(post("", FOLLOW, &[("wanted", "minutes"), ("mail", mail)])).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let asked = mails(app).await.pop().expect("a mail");
    let answer = app.send(post("", &link(&asked, "/subscriptions/confirm/"), &[])).await;
    assert!(answer.says(&["You are following the Harbour Safety Board"]), "{}", answer.body);
}

/// Returns the cookie of a clerk of the board. The site uses HTTPS, where the cookie has another name.
async fn clerk(app: &TestApp) -> String {
    let clerk = app.person("Petra Placeholder", &[("clerk", Some(access::Place::new("board", 1)))]).await;
    format!("__Host-{}", clerk.cookie)
}

async fn checked(app: &TestApp, cookie: &str) -> String {
    let answer = app.post_as(cookie, MESSAGE, &FIELDS).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

async fn confirmed(app: &TestApp, cookie: &str, counted: &str) -> Answer {
    let fields: Vec<(&str, &str)> = FIELDS.iter().copied().chain([("counted", counted), ("confirmed", "yes")]).collect();
    app.post_as(cookie, MESSAGE, &fields).await
}

async fn told(app: &TestApp) -> Vec<QueuedMail> {
    mail::with_subject(app.state.db.reading(), SUBJECT, 100).await.expect("mails")
}

async fn a_message_goes_to_each_follower_with_a_link_to_unsubscribe(on: On) {
    let app = site(on).await;
    let cookie = clerk(&app).await;
    assert!(app.get_as(&cookie, MESSAGE).await.says(&["No one to email yet"]));
    follow(&app, "rita@mail.example").await;
    follow(&app, "mina@mail.example").await;
    // Someone who asked and did not confirm follows nothing.
    app.send(post("", FOLLOW, &[("wanted", "minutes"), ("mail", "nora@mail.example")])).await;
    let form = app.get_as(&cookie, MESSAGE).await;
    assert!(
        form.says(&["People who follow the board by email (2)"]) && !form.body.contains("value=\"members\""),
        "{}",
        form.body
    );
    let page = checked(&app, &cookie).await;
    for words in ["Send to 2 followers", "On Sunday we look at the lanterns.", "[each follower’s own link to unsubscribe]"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Email to members") && !page.contains("mail.example"), "{page}");
    let sent = confirmed(&app, &cookie, "0-2").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let told = told(&app).await;
    let mut to: Vec<&str> = told.iter().map(|mail| mail.to_address.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["mina@mail.example", "rita@mail.example"]);
    for mail in &told {
        let leaving = link(mail, "/subscriptions/leave/");
        assert_eq!(mail.leaving.as_deref(), Some(format!("https://scrutiny.ashmere.example{leaving}").as_str()));
        assert!(mail.about.as_deref().is_some_and(|about| about.starts_with("subscription/")), "{mail:?}");
        assert!(
            mail.text.starts_with("On Sunday we look at the lanterns.\n\nYou get this email because you follow"),
            "{}",
            mail.text
        );
    }
    assert_ne!(told[0].leaving, told[1].leaving, "each has their own");
    let list = app.get_as(&cookie, sent.location()).await;
    assert!(list.says(&["Message sent to 2 followers", SUBJECT, "Petra Placeholder"]), "{}", list.body);
    assert!(!list.body.contains("mail.example"), "{}", list.body);
    let payloads = "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%mail.example%'";
    assert_eq!(db::single::<i64>(app.state.db.reading(), payloads, []).await.expect("a count"), Some(0));
    // Someone who unsubscribes now gets nothing more, including queued emails.
    app.send(post("", &link(&told[0], "/subscriptions/leave/"), &[])).await;
    assert_eq!(self::told(&app).await.len(), 1);
}

async fn a_follower_who_leaves_before_it_is_sent_gets_none(on: On) {
    let app = site(on).await;
    let cookie = clerk(&app).await;
    follow(&app, "rita@mail.example").await;
    follow(&app, "mina@mail.example").await;
    checked(&app, &cookie).await;
    assert_eq!(confirmed(&app, &cookie, "0-2").await.status, StatusCode::SEE_OTHER);
    let first = told(&app).await;
    app.send(post("", &link(&first[0], "/subscriptions/leave/"), &[])).await;
    let fields =
        [("to", "followers"), ("subject", SUBJECT), ("text", "Bring a torch."), ("counted", "0-2"), ("confirmed", "yes")];
    let asked = app.post_as(&cookie, MESSAGE, &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.says(&["The number of recipients has changed", "Send to 1 follower<"]), "{}", asked.body);
    let fields =
        [("to", "followers"), ("subject", SUBJECT), ("text", "Bring a torch."), ("counted", "0-1"), ("confirmed", "yes")];
    assert_eq!(app.post_as(&cookie, MESSAGE, &fields).await.status, StatusCode::SEE_OTHER);
    let torch = told(&app).await.into_iter().filter(|mail| mail.text.contains("torch")).collect::<Vec<_>>();
    assert!(torch.len() == 1 && torch[0].to_address != first[0].to_address, "{torch:?}");
}

async fn a_follower_who_leaves_at_the_same_moment_gets_none(on: On) {
    let app = site(on).await;
    let cookie = clerk(&app).await;
    follow(&app, "rita@mail.example").await;
    follow(&app, "mina@mail.example").await;
    assert_eq!(confirmed(&app, &cookie, "0-2").await.status, StatusCode::SEE_OTHER);
    let first = told(&app).await;
    let (address, leaving) = (first[0].to_address.clone(), link(&first[0], "/subscriptions/leave/"));
    let fields =
        [("to", "followers"), ("subject", SUBJECT), ("text", "Bring a torch."), ("counted", "0-2"), ("confirmed", "yes")];
    let (_, left) = tokio::join!(app.post_as(&cookie, MESSAGE, &fields), app.send(post("", &leaving, &[])));
    assert_eq!(left.status, StatusCode::OK);
    assert!(told(&app).await.iter().all(|mail| mail.to_address != address), "whichever was first");
}
