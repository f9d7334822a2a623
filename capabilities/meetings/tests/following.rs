//! What follows from minutes: actions until they are done, reminders, recommendations to other bodies.

mod common;

use axum::http::StatusCode;
use common::year::{Year, board, year};
use meetings::MeetingId;
use test_kit::{On, Person, both_databases};

both_databases!(
    an_action_is_followed_until_it_is_done,
    whoever_holds_the_post_is_reminded_once,
    overdue_actions_come_onto_the_next_agenda,
    a_recommendation_is_followed_until_it_is_answered,
);

/// A meeting whose minutes give an action to the harbour master, due on a day that is over, and recommend something.
async fn minuted(year: &Year) -> MeetingId {
    let meeting = year.meeting("12 March 2024").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    let item = year.item(&meeting, "Public Question Time").await.to_string();
    let step = format!("/meetings/{meeting}/sitting/step");
    let ashby =
        db::single::<i64>(year.app.state.db.reading(), "SELECT id FROM person WHERE surname = 'Ashby'", []).await.expect("read");
    let ashby = ashby.expect("a person").to_string();
    let standing = format!("standing-{ashby}");
    year.done(&year.clerk, &step, &[("step", "begin"), (&standing, "present"), ("presiding", &ashby)]).await;
    let entries = format!("/meetings/{meeting}/sitting/entries");
    let action = [
        ("kind", "action"),
        ("item", &*item),
        ("owner", "Harbour Master"),
        ("text", "Mend the fences"),
        ("due_on", "1 February 2024"),
    ];
    year.done(&year.clerk, &entries, &action).await;
    let recommendation =
        [("kind", "recommendation"), ("item", &*item), ("name", "Ashmere Constabulary"), ("text", "patrol the quay")];
    year.done(&year.clerk, &entries, &recommendation).await;
    year.done(&year.clerk, &step, &[("step", "end")]).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/minutes/circulate"), &[]).await;
    meeting.parse().expect("a key")
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
    let year = year(on).await;
    minuted(&year).await;
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
    let year = year(on).await;
    minuted(&year).await;
    harbour_master(&year).await;
    assert_eq!(meetings::remind(&year.app.state).await.expect("reminders"), 1);
    assert_eq!(meetings::remind(&year.app.state).await.expect("reminders"), 0, "not twice on a day");
    let mails = year.mails().await;
    assert!(mails.iter().any(|mail| mail.contains("hal.harbour@") && mail.contains("Mend the fences")), "{mails:?}");
}

async fn overdue_actions_come_onto_the_next_agenda(on: On) {
    let year = year(on).await;
    minuted(&year).await;
    let next = year.meeting("16 April 2024").await;
    year.done(&year.clerk, &format!("/meetings/{next}/prepare/begin"), &[]).await;
    let item = year.item(&next, "Matters arising").await;
    let page = year.page(&year.clerk, &format!("/meetings/{next}/items/{item}")).await;
    assert!(page.contains("Mend the fences (Harbour Master, due 1 February 2024)"), "{page}");
}

async fn a_recommendation_is_followed_until_it_is_answered(on: On) {
    let year = year(on).await;
    minuted(&year).await;
    let list = year.page(&year.clerk, "/recommendations").await;
    assert!(list.contains("Ashmere Constabulary") && list.contains("9 April 2024"), "twenty-eight days after 12 March: {list}");
    let other = year.app.person("Otto Other", &[("clerk", Some(access::Place::new("board", 9)))]).await;
    assert_eq!(year.app.get_as(&other.cookie, "/recommendations/1").await.status, StatusCode::NOT_FOUND);
    let refused = year.app.post_as(&year.clerk.cookie, "/recommendations/1/sent", &[("sent_on", "1 January 2024")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "not before it was made: {}", refused.body);
    let refused = year.app.post_as(&year.clerk.cookie, "/recommendations/1/answered", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let member = year.app.person("Ben Example", &[("member", Some(board()))]).await;
    assert!(!year.app.get_as(&member.cookie, "/recommendations").await.status.is_success());
}
