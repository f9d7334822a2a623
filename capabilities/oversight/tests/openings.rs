//! Emergency access: the reason, the hour, the banner, the review.

use crate::common;

use access::By;
use access::glass_store::{self, Closed};
use axum::http::StatusCode;
use common::{Person, person, site};
use ledger::{Filter, Of};
use test_kit::{On, TestApp, both_databases};

both_databases!(
    a_closed_record_opens_for_a_reason,
    a_reason_that_says_nothing_opens_nothing,
    what_may_not_be_opened_is_not_there,
    an_opening_ends_after_an_hour,
    an_opening_is_reviewed_once_and_by_somebody_else,
    a_review_says_what_it_must,
    the_queue_counts_what_waits,
);

const REASON: &str = "reason=The+addressee+is+ill+and+the+answer+is+due+today.";

async fn acts(app: &TestApp, record: &str) -> Vec<String> {
    let filter = Filter { of: Some(Of::Record(record.to_owned())), ..Filter::default() };
    let entries = ledger::entries(app.state.db.reading(), &filter, None, 100).await.unwrap();
    entries.into_iter().rev().map(|entry| entry.action).collect()
}

async fn opened(app: &TestApp, who: &Person, at: &str) -> glass_store::OpeningId {
    let transaction = app.state.db.begin().await.unwrap();
    let closed = Closed { record: "sealed-letter/1", title: "Letter 1", address: "/letters/1", place: None };
    let by = By { actor: &who.name(), at: at.parse().unwrap() };
    let reason = "The addressee <is> ill and the answer is due today.";
    let id = glass_store::open(&transaction, who.account, &closed, reason, by).await.unwrap();
    transaction.commit().await.unwrap();
    id
}

async fn a_closed_record_opens_for_a_reason(on: On) {
    let app = site(on).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    let closed = postmaster.get(&app, "/letters/1").await;
    assert_eq!((closed.status, closed.header("location")), (StatusCode::SEE_OTHER, "/open-for-a-reason/sealed-letter/1"));
    assert_eq!(acts(&app, "sealed-letter/1").await, Vec::<String>::new());
    let form = postmaster.get(&app, "/open-for-a-reason/sealed-letter/1").await;
    assert!(form.says(&["Letter 1", "one hour", "monitoring officer", "textarea"]) && !form.body.contains("Dear council"));
    let sent = postmaster.post(&app, "/open-for-a-reason/sealed-letter/1", REASON).await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/letters/1"));
    let letter = postmaster.get(&app, "/letters/1").await;
    assert!(letter.says(&["Dear council", "moothall-glass", "role=\"region\"", "The addressee is ill", "Pia Postmaster"]));
    assert!(letter.says(&["11 June 2026 at 1.30am", "Not reviewed yet"]), "{}", letter.body);
    assert_eq!(acts(&app, "sealed-letter/1").await, ["glass broken", "consulted"]);
    assert_eq!(postmaster.get(&app, "/letters/2").await.status, StatusCode::SEE_OTHER, "another letter stays closed");
    // Someone who already has it open needs no second opening.
    assert_eq!(postmaster.get(&app, "/open-for-a-reason/sealed-letter/1").await.status, StatusCode::NOT_FOUND);
    let faults = app.faults().await;
    assert_eq!(faults, []);
}

async fn a_reason_that_says_nothing_opens_nothing(on: On) {
    let app = site(on).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    let address = "/open-for-a-reason/sealed-letter/1";
    let long = format!("reason={}", "a".repeat(1_001));
    let padded = format!("reason=short{}", "+".repeat(40));
    for (form, message) in [
        ("", "Enter why you need to open it"),
        ("reason=%3Cb%3Ebecause", "Reason must be 20 characters or more"),
        (padded.as_str(), "Reason must be 20 characters or more"),
        (long.as_str(), "Reason must be 1,000 characters or fewer"),
    ] {
        let answer = postmaster.post(&app, address, form).await;
        assert!(answer.says(&["<title>Error: ", "There is a problem", message, "#reason"]), "{form}: {}", answer.body);
        assert!(!answer.body.contains("<b>because"));
    }
    let most = format!("reason={}", "%C3%A9".repeat(1_000));
    assert_eq!(acts(&app, "sealed-letter/1").await, Vec::<String>::new());
    assert_eq!(postmaster.post(&app, address, &most).await.status, StatusCode::SEE_OTHER);
}

async fn what_may_not_be_opened_is_not_there(on: On) {
    let app = site(on).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    let clerk = person(&app, "Petra Placeholder", &["clerk", "auditor"]).await;
    for address in ["/open-for-a-reason/sealed-letter/4", "/open-for-a-reason/sealed-letter/x", "/open-for-a-reason/account/1"] {
        assert_eq!(postmaster.get(&app, address).await.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(postmaster.post(&app, address, REASON).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let address = "/open-for-a-reason/sealed-letter/1";
    assert_eq!(clerk.get(&app, address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post(&app, address, "").await.status, StatusCode::NOT_FOUND);
    assert!(app.get(address).await.header("location").starts_with("/sign-in?next="));
    assert_eq!(acts(&app, "sealed-letter/1").await, Vec::<String>::new());
}

async fn an_opening_ends_after_an_hour(on: On) {
    let app = site(on).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    opened(&app, &postmaster, "2026-06-10T22:30:00Z").await;
    assert_eq!(postmaster.get(&app, "/letters/1").await.status, StatusCode::SEE_OTHER, "the hour is over at its end");
    opened(&app, &postmaster, "2026-06-10T22:30:01Z").await;
    let letter = postmaster.get(&app, "/letters/1").await;
    assert!(letter.says(&["Dear council", "The addressee &lt;is&gt; ill"]), "{}", letter.body);
    let other = person(&app, "Paul Postmaster", &["postmaster"]).await;
    assert_eq!(other.get(&app, "/letters/1").await.status, StatusCode::SEE_OTHER, "it is open to who opened it alone");
}

async fn an_opening_is_reviewed_once_and_by_somebody_else(on: On) {
    let app = site(on).await;
    let officer = person(&app, "Mona Monitor", &["monitoring-officer"]).await;
    let other = person(&app, "Max Monitor", &["monitoring-officer"]).await;
    let auditor = person(&app, "Olga Overseer", &["auditor"]).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    let id = opened(&app, &officer, "2026-06-10T22:30:01Z").await;
    let (page, send) = (format!("/openings/{id}"), format!("/openings/{id}/review"));
    assert!(officer.get(&app, &page).await.says(&["You opened this record yourself"]));
    assert_eq!(officer.post(&app, &send, "outcome=justified").await.status, StatusCode::FORBIDDEN);
    assert!(auditor.get(&app, &page).await.says(&["The addressee &lt;is&gt; ill", "To review"]));
    assert!(!auditor.get(&app, &page).await.says(&["<form action=\"/openings"]));
    assert_eq!(auditor.post(&app, &send, "").await.status, StatusCode::FORBIDDEN);
    for address in [&page, "/openings"] {
        assert_eq!(postmaster.get(&app, address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.get(address).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(postmaster.post(&app, &send, "").await.status, StatusCode::NOT_FOUND);
    let sent = other.post(&app, &send, "outcome=justified&remark=Seen+the+sick+note").await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/openings"));
    let again = other.post(&app, &send, "outcome=not-justified&remark=No").await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(
        again.says(&["already been reviewed", "Seen the sick note", "Max Monitor"])
            && !again.body.contains("<form action=\"/openings")
    );
    assert!(officer.get(&app, "/openings").await.says(&["Nothing to review", "Justified", "Letter 1", "Mona Monitor (you)"]));
    assert_eq!(acts(&app, "sealed-letter/1").await, ["glass broken", "reviewed"]);
    assert_eq!(app.faults().await, []);
    for address in ["/openings/0", "/openings/x", "/openings/99"] {
        assert_eq!(other.get(&app, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

async fn a_review_says_what_it_must(on: On) {
    let app = site(on).await;
    let officer = person(&app, "Mona Monitor", &["monitoring-officer"]).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    let id = opened(&app, &postmaster, "2026-06-10T22:30:01Z").await;
    let send = format!("/openings/{id}/review");
    let long = format!("outcome=justified&remark={}", "a".repeat(1_001));
    for (form, message) in [
        ("", "Select whether the reason was justified"),
        ("outcome=perhaps", "Select whether the reason was justified"),
        ("outcome=not-justified", "Enter why it was not justified"),
        (long.as_str(), "Remark must be 1,000 characters or fewer"),
    ] {
        let answer = officer.post(&app, &send, form).await;
        assert!(answer.says(&["<title>Error: ", message]), "{form}: {}", answer.body);
    }
    assert_eq!(officer.post(&app, &send, "outcome=not-justified&remark=Ask+why").await.status, StatusCode::SEE_OTHER);
    assert!(officer.get(&app, "/openings").await.says(&["Not justified"]));
}

async fn the_queue_counts_what_waits(on: On) {
    let app = site(on).await;
    let officer = person(&app, "Mona Monitor", &["monitoring-officer", "auditor"]).await;
    let postmaster = person(&app, "Pia Postmaster", &["postmaster"]).await;
    opened(&app, &postmaster, "2026-06-10T20:00:00Z").await;
    opened(&app, &officer, "2026-06-10T20:00:00Z").await;
    let held = |role: &str| access::actor::Held { role: role.into(), place: None };
    let actor = |who: &Person, roles: &[&str]| access::Actor {
        account: Some(who.account),
        held: roles.iter().map(|role| held(role)).collect(),
        ..access::Actor::default()
    };
    let work = app.state.joined.work.last().expect("oversight's own");
    let queues = work.queues(&app.state, &actor(&officer, &["monitoring-officer", "auditor"])).await.unwrap();
    let told: Vec<(&str, i64, &str)> =
        queues.iter().map(|queue| (queue.label.as_str(), queue.count.number(), queue.address.as_str())).collect();
    let entries = ledger::head(app.state.db.reading()).await.unwrap().0;
    assert_eq!(told, [("Emergency access to review", 1, "/openings"), ("Ledger entries", entries, "/ledger")]);
    assert!(work.queues(&app.state, &actor(&postmaster, &["postmaster"])).await.unwrap().is_empty());
}
