//! Every step that passes a report on notifies the person who has it next, and leaves it readable to those who handled it.

use crate::common;

use access::{Actor, role_store};
use axum::http::StatusCode;
use common::{Fixture, site};
use mail::QueuedMail;
use std::fmt::Write as _;
use test_kit::{On, Person, both_databases};

both_databases!(
    a_report_given_back_tells_its_authors,
    whoever_gave_it_back_reads_on,
    each_step_tells_the_next_and_the_authors_hear_of_the_end,
    a_report_taken_back_tells_whoever_had_it,
    a_changed_report_tells_whoever_clears_it_again,
    a_deputy_is_told_what_passes_to_them,
    a_deputy_is_told_on_the_day_on_which_it_begins,
    whoever_was_away_is_told_when_the_deputys_time_is_over,
    clearing_days_are_days_that_are_worked,
    no_step_of_a_path_is_left_out,
);

async fn mails(fixture: &Fixture) -> Vec<QueuedMail> {
    mail::all(fixture.app.state.db.reading(), 200).await.expect("emails")
}

/// Returns the subjects of the emails sent to someone after the first `before` emails overall.
async fn told(fixture: &Fixture, who: &str, before: usize) -> Vec<String> {
    let all = mails(fixture).await;
    let fresh = all.len() - before;
    // The latest come first.
    all.into_iter().take(fresh).filter(|mail| mail.to_name == who).map(|mail| mail.subject).collect()
}

async fn count(fixture: &Fixture) -> usize {
    mails(fixture).await.len()
}

async fn sent(fixture: &Fixture, exempt: bool) -> String {
    let (_, item) = fixture.item(exempt).await;
    let draft = if exempt { fixture.begun_in_private(item).await } else { fixture.begun(item).await };
    fixture.written(&draft).await;
    assert_eq!(fixture.act(&fixture.officer, &draft, "send", "").await.status, StatusCode::SEE_OTHER);
    draft
}

/// Returns someone's work queues, one per line.
async fn work(fixture: &Fixture, who: &Person) -> String {
    let state = &fixture.app.state;
    let held = role_store::held(state.db.reading(), who.account, state.clock.today()).await.expect("roles");
    let actor = Actor { account: Some(who.account), held, ..Actor::default() };
    let mut shown = String::new();
    for queues in &state.joined.work {
        for queue in queues.queues(state, &actor).await.expect("queues") {
            let _ = writeln!(shown, "{}: {} at {}", queue.label, queue.count, queue.address);
        }
    }
    shown
}

async fn a_report_given_back_tells_its_authors(on: On) {
    for exempt in [false, true] {
        let fixture = site(on).await;
        let draft = sent(&fixture, exempt).await;
        let before = count(&fixture).await;
        assert!(work(&fixture, &fixture.officer).await.contains("Reports returned to you: 0"));
        fixture.act(&fixture.head, &draft, "give-back", "Which fences at Mill Lane?").await;
        let subjects = told(&fixture, "Oscar Outline", before).await;
        assert_eq!(subjects.len(), 1, "{subjects:?}");
        assert!(subjects[0].starts_with("Report returned: "), "{subjects:?}");
        let email = &mails(&fixture).await[0];
        assert!(email.text.contains("Hedda Service (Head of service) has returned your report"), "{}", email.text);
        assert!(email.text.contains(&format!("{draft}/clearance")), "{}", email.text);
        for private in ["Mill Lane", "Fences of the quay", "price"] {
            assert!(!email.text.contains(private) && !email.subject.contains(private), "{private}: {}", email.text);
        }
        let queues = work(&fixture, &fixture.officer).await;
        assert!(queues.contains(&format!("Reports returned to you: 1 at {draft}/clearance")), "{queues}");
        fixture.act(&fixture.officer, &draft, "send", "").await;
        assert!(work(&fixture, &fixture.officer).await.contains("Reports returned to you: 0"), "it was sent again");
    }
}

async fn whoever_gave_it_back_reads_on(on: On) {
    for exempt in [false, true] {
        let fixture = site(on).await;
        let draft = sent(&fixture, exempt).await;
        // The head of service's deputy gives it back.
        let deputy = fixture.legal.account.to_string();
        let fields = [("delegate", deputy.as_str()), ("from", "1 February 2024"), ("until", "20 February 2024")];
        fixture.done(&fixture.head, "/clearance", &fields).await;
        let given = fixture.act(&fixture.legal, &draft, "give-back", "Which fences?").await;
        assert!(given.location().ends_with("/clearance?done=given-back"), "{}", given.location());
        fixture.done(&fixture.head, "/clearance", &[("end", "1")]).await;
        for who in [&fixture.legal, &fixture.head] {
            for rest in ["", "/preview", "/clearance?done=given-back", "/comments", "/sections/2"] {
                fixture.page(who, &format!("{draft}{rest}")).await;
            }
            let written =
                fixture.app.post_as(&who.cookie, &format!("{draft}/sections/2"), &[("text", "x"), ("version", "1")]).await;
            assert_eq!(written.status, StatusCode::FORBIDDEN);
            let cleared = fixture.app.post_as(&who.cookie, &format!("{draft}/clearance"), &[("act", "clear")]).await;
            assert_eq!(cleared.status, StatusCode::FORBIDDEN, "to have handled it is not to clear it");
        }
        for who in [&fixture.finance, &fixture.portfolio] {
            assert_eq!(fixture.app.get_as(&who.cookie, &draft).await.status, StatusCode::NOT_FOUND, "it never came to them");
        }
    }
}

async fn each_step_tells_the_next_and_the_authors_hear_of_the_end(on: On) {
    let fixture = site(on).await;
    let draft = sent(&fixture, false).await;
    let path = [
        (&fixture.head, "Fiona Figures"),
        (&fixture.finance, "Lewis Lawson-Sample"),
        (&fixture.legal, "Porter Folio"),
        (&fixture.portfolio, "Petra Placeholder"),
        (&fixture.clerk, "Oscar Outline"),
    ];
    for (who, next) in path {
        let before = count(&fixture).await;
        let cleared = fixture.act(who, &draft, "clear", "").await;
        assert!(cleared.location().ends_with("?done=cleared"), "{}", cleared.body);
        let subjects = told(&fixture, next, before).await;
        assert_eq!(subjects.len(), 1, "{next} is told once: {subjects:?}");
        fixture.page(who, &format!("{draft}/clearance")).await;
    }
    assert!(mails(&fixture).await[0].subject.starts_with("Report cleared: "));
}

async fn a_report_taken_back_tells_whoever_had_it(on: On) {
    let fixture = site(on).await;
    let draft = sent(&fixture, false).await;
    let without = fixture.act(&fixture.officer, &draft, "take-back", " ").await;
    assert!(
        without.says(&["Enter why you are withdrawing the report from clearance", "href=\"#reason-take-back\""]),
        "{}",
        without.body
    );
    let not_theirs = fixture.act(&fixture.head, &draft, "take-back", "x").await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN);
    let before = count(&fixture).await;
    assert_eq!(fixture.act(&fixture.officer, &draft, "take-back", "A fence is missing").await.status, StatusCode::SEE_OTHER);
    assert_eq!(told(&fixture, "Hedda Service", before).await.len(), 1);
    assert!(told(&fixture, "Oscar Outline", before).await.is_empty(), "whoever does it is not told of it");
    let page = fixture.page(&fixture.head, &format!("{draft}/clearance")).await;
    assert!(
        page.contains("A fence is missing") && page.contains(">Draft<") && !page.contains("Awaiting your clearance"),
        "{page}"
    );
    // If a clerk takes back a cleared report, its author is told.
    fixture.act(&fixture.officer, &draft, "send", "").await;
    fixture.cleared(&draft).await;
    let before = count(&fixture).await;
    assert_eq!(fixture.act(&fixture.clerk, &draft, "take-back", "The date is wrong").await.status, StatusCode::SEE_OTHER);
    assert_eq!(told(&fixture, "Oscar Outline", before).await.len(), 1);
    assert!(fixture.page(&fixture.officer, &draft).await.contains(">Draft<"));
}

async fn a_changed_report_tells_whoever_clears_it_again(on: On) {
    let fixture = site(on).await;
    let draft = sent(&fixture, false).await;
    fixture.act(&fixture.head, &draft, "clear", "").await;
    let before = count(&fixture).await;
    fixture.write(&fixture.officer, &draft, 6, "Two fences may fall.").await;
    fixture.write(&fixture.officer, &draft, 6, "Two fences may fall, or three.").await;
    let subjects = told(&fixture, "Hedda Service", before).await;
    assert_eq!(subjects.len(), 1, "once, however often it is saved: {subjects:?}");
    assert!(mails(&fixture).await[0].text.contains("A report has changed since you cleared it"));
    assert!(work(&fixture, &fixture.head).await.contains("Reports awaiting your clearance: 1"));
    assert!(work(&fixture, &fixture.finance).await.contains("Reports awaiting your clearance: 0"));
    fixture.page(&fixture.finance, &draft).await;
}

async fn a_deputy_is_told_what_passes_to_them(on: On) {
    let fixture = site(on).await;
    let draft = sent(&fixture, false).await;
    let before = count(&fixture).await;
    let deputy = fixture.legal.account.to_string();
    let fields = [("delegate", deputy.as_str()), ("from", "6 February 2024"), ("until", "20 February 2024")];
    fixture.done(&fixture.head, "/clearance", &fields).await;
    assert_eq!(told(&fixture, "Lewis Lawson-Sample", before).await.len(), 1);
    let email = &mails(&fixture).await[0];
    assert!(email.text.contains("You are clearing reports for Hedda Service"), "{}", email.text);
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("reminded"), 0, "they have been told");
    let before = count(&fixture).await;
    fixture.done(&fixture.head, "/clearance", &[("end", "1")]).await;
    assert_eq!(told(&fixture, "Hedda Service", before).await.len(), 1, "it is back with the head of service");
    // No one can end another person's delegation.
    fixture.done(&fixture.head, "/clearance", &fields).await;
    let before = count(&fixture).await;
    let refused = fixture.app.post_as(&fixture.finance.cookie, "/clearance", &[("end", "2")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "what was refused is not called done: {}", refused.body);
    assert_eq!(count(&fixture).await, before);
    let removed = "SELECT COUNT(*) FROM ledger_payload WHERE payload LIKE '%deputy for clearance removed%'";
    assert_eq!(common::single::<i64>(&fixture.app, removed).await, 1);
    assert_eq!(fixture.app.get_as(&fixture.legal.cookie, &draft).await.status, StatusCode::OK);
}

async fn a_deputy_is_told_on_the_day_on_which_it_begins(on: On) {
    let fixture = site(on).await;
    sent(&fixture, false).await;
    let deputy = fixture.legal.account.to_string();
    let before = count(&fixture).await;
    let fields = [("delegate", deputy.as_str()), ("from", "7 February 2024"), ("until", "20 February 2024")];
    fixture.done(&fixture.head, "/clearance", &fields).await;
    assert_eq!(count(&fixture).await, before, "it does not begin today");
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    db::execute(&transaction, "UPDATE clearance_delegation SET from_day = '2024-02-05'", []).await.expect("earlier");
    transaction.commit().await.expect("it stands");
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("told"), 1);
    assert_eq!(told(&fixture, "Lewis Lawson-Sample", before).await.len(), 1);
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("told"), 0, "once");
}

async fn whoever_was_away_is_told_when_the_deputys_time_is_over(on: On) {
    let fixture = site(on).await;
    sent(&fixture, false).await;
    let deputy = fixture.legal.account.to_string();
    let fields = [("delegate", deputy.as_str()), ("from", "6 February 2024"), ("until", "20 February 2024")];
    fixture.done(&fixture.head, "/clearance", &fields).await;
    let before = count(&fixture).await;
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("told"), 0, "the deputy was told at once, and it goes on");
    let transaction = fixture.app.state.db.begin().await.expect("a transaction");
    let sql = "UPDATE clearance_delegation SET from_day = '2024-01-22', until_day = '2024-02-05'";
    db::execute(&transaction, sql, []).await.expect("earlier");
    transaction.commit().await.expect("it stands");
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("told"), 1);
    let all = mails(&fixture).await;
    assert_eq!(all.len(), before + 1, "only whoever was away");
    assert!(all[0].text.contains("Your deputy’s cover has ended, so this report is with you again."), "{}", all[0].text);
    assert_eq!(drafting::remind(&fixture.app.state).await.expect("told"), 0, "once");
}

async fn clearing_days_are_days_that_are_worked(on: On) {
    let fixture = site(on).await;
    let draft = sent(&fixture, false).await;
    let page = fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    let mut days = 0;
    let sql = "SELECT CAST(due_on AS TEXT) FROM report_clearance WHERE step = $1";
    for step in 0..5_i32 {
        let day = db::single::<String>(fixture.app.state.db.reading(), sql, [step.into()]).await.expect("read").expect("a day");
        let day: chrono::NaiveDate = day.parse().expect("a day");
        assert!(foundation::clear_days::is_working_day(day, &fixture.app.state.settings().bank_holidays), "{day}");
        assert!(page.contains(&foundation::civil_date::written(day)), "{page}");
        days += 1;
    }
    assert_eq!(days, 5);
}

async fn no_step_of_a_path_is_left_out(on: On) {
    let fixture = site(on).await;
    let (_, item) = fixture.item(false).await;
    let draft = fixture.begun(item).await;
    fixture.written(&draft).await;
    fixture.page(&fixture.officer, &format!("{draft}/clearance")).await;
    fixture.app.behind_its_back("INSERT INTO report_path (kind, steps) VALUES ('report', 'head,audit,clerk')").await;
    let page = fixture.app.get_as(&fixture.officer.cookie, &format!("{draft}/clearance")).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "a step that is not known is not left out: {}", page.body);
    assert_eq!(common::single::<String>(&fixture.app, "SELECT state FROM report_draft").await, "drafting");
}
