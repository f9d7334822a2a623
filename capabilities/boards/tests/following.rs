//! What follows from minutes: actions until they are done, reminders, recommendations to other bodies.

use crate::common;

use axum::http::StatusCode;
use common::held::{begin, circulate, end, recorded};
use common::year::{Year, board, year};
use meetings::MeetingId;
use test_kit::{On, Person, both_databases};

both_databases!(
    an_action_is_followed_until_it_is_done,
    whoever_holds_the_post_is_reminded_once,
    overdue_actions_come_onto_the_next_agenda,
    a_recommendation_is_followed_until_it_is_answered,
    actions_are_counted_as_they_were,
    actions_counted_by_the_utc_date_are_corrected,
);

/// Returns a meeting on its evening, whose minutes make a recommendation and give the harbour master an action that is already
/// overdue.
async fn minuted(year: Year) -> (Year, MeetingId) {
    let meeting = year.meeting("7 February 2024").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    let year = year.at("2024-02-07T19:45:00Z").await;
    let item = year.item(&meeting, "Public Question Time").await.to_string();
    begin(&year, &meeting).await;
    let action = [
        ("kind", "action"),
        ("item", &*item),
        ("owner", "Harbour Master"),
        ("text", "Mend the fences"),
        ("due_on", "1 February 2024"),
    ];
    recorded(&year, &meeting, &action).await;
    let recommendation =
        [("kind", "recommendation"), ("item", &*item), ("name", "Ashmere Constabulary"), ("text", "patrol the quay")];
    recorded(&year, &meeting, &recommendation).await;
    end(&year, &meeting).await;
    circulate(&year, &meeting).await;
    let key = meeting.parse().expect("a key");
    (year, key)
}

async fn harbour_master(year: &Year) -> Person {
    let holder = year.app.person("Hal Harbour", &[]).await;
    let account = holder.account.to_string();
    let fields = [("title", "Harbour Master"), ("holder", "Hal Harbour"), ("account", &account), ("from", "1 January 2024")];
    year.done(&year.clerk, "/posts", &fields).await;
    holder
}

async fn action(year: &Year) -> i64 {
    let sql = "SELECT id FROM followed_action WHERE task = 'Mend the fences'";
    db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a followed action")
}

async fn an_action_is_followed_until_it_is_done(on: On) {
    let (year, _) = minuted(year(on).await).await;
    let holder = harbour_master(&year).await;
    let id = action(&year).await;
    let list = year.page(&year.clerk, "/actions/following").await;
    assert!(list.contains("Mend the fences") && list.contains("Harbour Master"), "{list}");
    let mine = year.page(&holder, "/actions/mine").await;
    assert!(mine.contains("Mend the fences"), "{mine}");
    let page = year.page(&holder, &format!("/actions/{id}")).await;
    assert!(page.contains("Mend the fences"), "{page}");
    let stranger = year.app.person("Nora Nobody", &[]).await;
    assert_eq!(year.app.get_as(&stranger.cookie, &format!("/actions/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        year.post(&stranger, &format!("/actions/{id}/progress"), &[("step", "finish"), ("text", "x")]).await,
        StatusCode::NOT_FOUND
    );
    let version = "1";
    for text in [" ", "\u{7}"] {
        let fields = [("step", "finish"), ("text", text), ("version", version)];
        let refused = year.app.post_as(&holder.cookie, &format!("/actions/{id}/progress"), &fields).await;
        assert!(refused.says(&["Enter details"]), "{text:?}: {}", refused.body);
    }
    let done = [("step", "finish"), ("text", "Mended on Monday"), ("version", version)];
    let answer = year.app.post_as(&holder.cookie, &format!("/actions/{id}/progress"), &done).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(year.app.get("/actions").await.says(&["Mend the fences", "Done"]));
    assert!(year.app.get("/actions.csv").await.says(&["Mend the fences,Done"]));
    let stale = year
        .app
        .post_as(
            &year.clerk.cookie,
            &format!("/actions/{id}/progress"),
            &[("step", "reopen"), ("text", "Not yet"), ("version", version)],
        )
        .await;
    assert!(!stale.status.is_redirection(), "somebody changed it meanwhile: {}", stale.status);
}

async fn whoever_holds_the_post_is_reminded_once(on: On) {
    let (year, _) = minuted(year(on).await).await;
    harbour_master(&year).await;
    assert_eq!(actions::remind(&year.app.state).await.expect("reminders"), 1);
    assert_eq!(actions::remind(&year.app.state).await.expect("reminders"), 0, "not twice on a day");
    let mails = year.mails().await;
    assert!(mails.iter().any(|mail| mail.contains("hal.harbour@") && mail.contains("Mend the fences")), "{mails:?}");
}

async fn overdue_actions_come_onto_the_next_agenda(on: On) {
    let (year, _) = minuted(year(on).await).await;
    let next = year.meeting("16 April 2024").await;
    year.done(&year.clerk, &format!("/meetings/{next}/prepare/begin"), &[]).await;
    let item = year.item(&next, "Matters arising").await;
    let page = year.page(&year.clerk, &format!("/meetings/{next}/items/{item}")).await;
    assert!(page.contains("Mend the fences (Harbour Master, due 1 February 2024)"), "{page}");
}

async fn a_recommendation_is_followed_until_it_is_answered(on: On) {
    let (year, _) = minuted(year(on).await).await;
    let list = year.page(&year.clerk, "/recommendations").await;
    assert!(list.contains("Ashmere Constabulary") && list.contains("6 March 2024"), "twenty-eight days after 7 February: {list}");
    let other = year.app.person("Otto Other", &[("clerk", Some(access::Place::new("board", 9)))]).await;
    assert_eq!(year.app.get_as(&other.cookie, "/recommendations/1").await.status, StatusCode::NOT_FOUND);
    let refused = year.app.post_as(&year.clerk.cookie, "/recommendations/1/sent", &[("sent_on", "1 January 2024")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "not before it was made: {}", refused.body);
    let refused = year.app.post_as(&year.clerk.cookie, "/recommendations/1/answered", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let member = year.app.person("Ben Example", &[("member", Some(board()))]).await;
    assert!(!year.app.get_as(&member.cookie, "/recommendations").await.status.is_success());
    let sent = [("sent_on", "7 February 2024")];
    year.done(&year.clerk, "/recommendations/1/sent", &sent).await;
    let again = year.app.post_as(&year.clerk.cookie, "/recommendations/1/sent", &sent).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says(&["Someone else has recorded this since you opened the recommendation"]), "{}", again.body);
    let answered = |answer| [("answered_on", "7 February 2024"), ("answer", answer)];
    year.done(&year.clerk, "/recommendations/1/answered", &answered("We will patrol the quay.")).await;
    let again = year.app.post_as(&year.clerk.cookie, "/recommendations/1/answered", &answered("We have no boat.")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = year.page(&year.clerk, "/recommendations/1").await;
    assert!(page.contains("We will patrol the quay.") && !page.contains("We have no boat."), "the answer is kept: {page}");
}

/// Returns how many of the actions due in a period were done on time, and how many there were, as at an instant.
async fn on_time(year: &Year, days: &str, as_at: &str) -> (i64, Option<i64>) {
    let period = figures::Period::read(days).expect("a period");
    let asked = figures::Asked { period, as_at: as_at.parse().expect("an instant"), filters: Vec::new() };
    let measure = year.app.state.measure("actions-on-time").expect("the measure");
    let counted = measure.ask(&year.app.state.db, &asked).await.expect("it is counted").expect("it is shown").counted;
    assert_eq!(counted.parts().iter().filter_map(|part| part.of).sum::<i64>(), counted.of().unwrap_or_default());
    (counted.count(), counted.of().filter(|of| *of > 0))
}

/// Backdates the counted rows that start or end now to another instant.
async fn since(year: &Year, at: &str) {
    let now = year.app.state.clock.now();
    let at: chrono::DateTime<chrono::Utc> = at.parse().expect("an instant");
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    for column in ["valid_from", "valid_until"] {
        let sql = format!("UPDATE action_count SET {column} = $1 WHERE {column} = $2");
        db::execute(&transaction, &sql, [at.into(), now.into()]).await.expect("set back");
    }
    transaction.commit().await.expect("it stands");
}

async fn actions_are_counted_as_they_were(on: On) {
    let (year, _) = minuted(year(on).await).await;
    let (id, now) = (action(&year).await, year.app.state.clock.now().to_rfc3339());
    let (february, april) = ("2024-02", "2024-04");
    assert_eq!(on_time(&year, february, &now).await, (0, Some(1)));
    since(&year, "2024-01-10T09:00:00Z").await;
    let due = [("due", "30 April 2024"), ("reason", "The ground is frozen"), ("version", "1")];
    year.done(&year.clerk, &format!("/actions/{id}/due"), &due).await;
    assert_eq!(on_time(&year, february, &now).await, (0, None), "it is due in April");
    assert_eq!(on_time(&year, april, &now).await, (0, Some(1)));
    assert_eq!(on_time(&year, february, "2024-01-20T09:00:00Z").await, (0, Some(1)), "in January it was due in February");
    assert_eq!(on_time(&year, april, "2024-01-20T09:00:00Z").await, (0, None));
    since(&year, "2024-01-25T09:00:00Z").await;
    let done = [("step", "finish"), ("text", "Mended"), ("version", "2")];
    year.done(&year.clerk, &format!("/actions/{id}/progress"), &done).await;
    assert_eq!(on_time(&year, april, &now).await, (1, Some(1)));
    assert_eq!(on_time(&year, april, "2024-01-26T09:00:00Z").await, (0, Some(1)), "it was not done then");
    let reopened = [("step", "reopen"), ("text", "It fell again"), ("version", "3")];
    year.done(&year.clerk, &format!("/actions/{id}/progress"), &reopened).await;
    assert_eq!(on_time(&year, april, &now).await, (1, Some(1)), "it was noted as done by its day");
    let dropped = [("step", "drop"), ("text", "The quay is sold"), ("version", "4")];
    year.done(&year.clerk, &format!("/actions/{id}/progress"), &dropped).await;
    assert_eq!(on_time(&year, april, &now).await, (0, None), "nobody needs it any more");
    assert_eq!(on_time(&year, april, "2024-01-26T09:00:00Z").await, (0, Some(1)), "then somebody did");
}

async fn actions_counted_by_the_utc_date_are_corrected(on: On) {
    let (year, _) = minuted(year(on).await).await;
    let id = action(&year).await;
    let done = [("step", "finish"), ("text", "Mended"), ("version", "1")];
    year.done(&year.clerk, &format!("/actions/{id}/progress"), &done).await;
    let app = &year.app;
    let migrations = web::migrations(&boards::with_meetings());
    for (due, done, is_on_time) in [
        ("2024-06-04", "22:59:59", true),
        ("2024-06-04", "23:00:00", false),
        ("2024-01-04", "23:30:00", true),
        // Summer time began on 31 March 2024 and ended on 27 October 2024.
        ("2024-03-30", "23:30:00", true),
        ("2024-03-31", "23:30:00", false),
        ("2024-10-26", "23:30:00", false),
        ("2024-10-27", "23:30:00", true),
        ("2026-03-28", "23:30:00", true),
        ("2026-03-29", "23:30:00", false),
    ] {
        // As the rows were when the table was made, before this migration.
        app.behind_its_back(&format!("UPDATE action_count SET due_on = '{due}', on_time = 1")).await;
        app.behind_its_back(&format!("UPDATE action_event SET made_at = '{due} {done}+00:00' WHERE kind = 'done'")).await;
        app.behind_its_back("DELETE FROM seaql_migrations WHERE version = 'm20261129_126_actions_done_after_midnight'").await;
        let key = app.state.secret.row_seal_key();
        assert_eq!(ledger::migrate(&app.state.db, &migrations, key, app.state.clock).await.expect("migrated"), 1);
        let sql = "SELECT COUNT(*) FROM action_count WHERE on_time = 1";
        let on_time = db::single::<i64>(app.state.db.reading(), sql, []).await.expect("read").expect("a count");
        assert_eq!(on_time > 0, is_on_time, "due on {due}, done at {done} UTC");
    }
}
