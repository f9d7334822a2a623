//! Concurrent and repeated submissions: each action happens, and is reported, only once.

use crate::common;

use axum::http::StatusCode;
use common::held::{EVENING, begun, end, fields, start};
use common::year::{Year, board, prepared, publish, write_report, year};
use test_kit::{On, both_databases};

both_databases!(
    two_who_move_a_meeting_at_once_move_it_once,
    a_meeting_is_not_started_and_cancelled_at_once,
    a_vote_of_a_second_clerk_is_in_the_minutes,
    an_agenda_is_not_published_again_unchanged,
    a_moved_meeting_makes_no_paper_new,
    a_post_given_twice_at_once_has_one_new_holder,
);

async fn two_who_move_a_meeting_at_once_move_it_once(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("12 March 2024").await;
    let change = format!("/meetings/{meeting}/change");
    let moved = [("held_on", "19 March 2024"), ("time", "5 pm"), ("reason", "Rain"), ("confirmed", "yes")];
    let press = || year.app.post_as(&year.clerk.cookie, &change, &moved);
    let answers = tokio::join!(press(), press(), press());
    let mut statuses = [answers.0.status, answers.1.status, answers.2.status];
    statuses.sort();
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(statuses, [StatusCode::SEE_OTHER, refused, refused]);
    let told = year.mails().await;
    assert_eq!(told.iter().filter(|mail| mail.contains("Meeting moved: ")).count(), 1, "{told:?}");
    let cancel = format!("/meetings/{meeting}/cancel");
    let cancelled = [("cancel_reason", "No business"), ("confirmed", "yes")];
    let press = || year.app.post_as(&year.clerk.cookie, &cancel, &cancelled);
    let answers = tokio::join!(press(), press());
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, refused]);
    let told = year.mails().await;
    assert_eq!(told.iter().filter(|mail| mail.contains("Meeting cancelled: ")).count(), 1, "{told:?}");
}

async fn a_meeting_is_not_started_and_cancelled_at_once(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let year = year.at(EVENING).await;
    let second = year.app.person("Quentin Quill", &[("clerk", Some(board()))]).await;
    let start = start(&year).await;
    let start = fields(&start);
    let (step, cancel) = (format!("/meetings/{meeting}/sitting/step"), format!("/meetings/{meeting}/cancel"));
    let (started, cancelled) = tokio::join!(
        year.app.post_as(&year.clerk.cookie, &step, &start),
        year.app.post_as(&second.cookie, &cancel, &[("cancel_reason", "Rain"), ("confirmed", "yes")]),
    );
    let mut statuses = [started.status, cancelled.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY], "{}{}", started.body, cancelled.body);
}

async fn a_vote_of_a_second_clerk_is_in_the_minutes(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    end(&year, &meeting).await;
    let second = year.app.person("Quentin Quill", &[("clerk", Some(board()))]).await;
    let fences = year.item(&meeting, "Fences of the quay").await.to_string();
    let resolved = [("kind", "resolution"), ("item", &*fences), ("clauses", "the fences be mended at once")];
    let (entries, send) = (format!("/meetings/{meeting}/sitting/entries"), format!("/meetings/{meeting}/minutes/circulate"));
    let (recorded, circulated) = tokio::join!(
        year.app.post_as(&second.cookie, &entries, &resolved),
        year.app.post_as(&year.clerk.cookie, &send, &[("confirmed", "yes")]),
    );
    assert_eq!((recorded.status, circulated.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", circulated.body);
    // An entry made before circulation is in the minutes; one made after is offered as a correction.
    let minutes = year.app.get(&format!("/meetings/{meeting}/minutes")).await;
    let draft = year.page(&year.clerk, &format!("/meetings/{meeting}/minutes/draft")).await;
    let is_in = minutes.says(&["the fences be mended at once"]);
    assert_ne!(is_in, draft.contains("What will change"), "nothing is lost: {}", minutes.body);
}

/// Returns the number of ledger entries and the number of queued emails.
async fn told(year: &Year) -> (i64, usize) {
    let sql = "SELECT COUNT(*) FROM ledger_entry";
    let entries = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("a count");
    (entries, year.mails().await.len())
}

async fn an_agenda_is_not_published_again_unchanged(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    let press = || publish(&year, &meeting, &[]);
    let answers = tokio::join!(press(), press());
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    let mails = year.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.contains("Agenda published: ")).count(), 1, "{mails:?}");
    let before = told(&year).await;
    let refused = publish(&year, &meeting, &[("reason", "To be sure")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Nothing has changed since the agenda was published"]), "{}", refused.body);
    assert_eq!(told(&year).await, before, "nothing is noted and nobody is told");
}

/// Returns the reason for each version of a record, newest first.
async fn reasons(year: &Year, record: &str) -> Vec<String> {
    let versions = publications::history(year.app.state.db.reading(), record, i32::MAX).await.expect("read");
    versions.into_iter().map(|version| version.reason.unwrap_or_default()).collect()
}

async fn a_moved_meeting_makes_no_paper_new(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    write_report(&year, &meeting).await;
    assert_eq!(publish(&year, &meeting, &[]).await.status, StatusCode::SEE_OTHER);
    let moved = [("held_on", "19 March 2024"), ("time", "6.30 pm"), ("place", "Customs House"), ("reason", "Rain")];
    year.confirmed(&year.clerk, &format!("/meetings/{meeting}/change"), &moved, &[]).await;
    let fences = year.item(&meeting, "Fences of the quay").await;
    assert!(year.app.get(&format!("/agenda-items/{fences}")).await.says(&["Tuesday, 19 March 2024"]), "its page has the new day");
    let pack = publications::current(year.app.state.db.reading(), &format!("meeting/{meeting}/pack")).await.expect("read");
    let pack = pack.expect("a pack");
    assert!(pack.title.ends_with("19 March 2024") && pack.version == 2, "{}", pack.title);
    assert!(pack.content.contains("Tuesday, 19 March 2024") && !pack.content.contains("12 March 2024"), "{}", pack.content);
    let unchanged = publish(&year, &meeting, &[("reason", "To be sure")]).await;
    assert!(unchanged.says(&["Nothing has changed since the agenda was published"]), "{}", unchanged.body);
    let flood = [("kind", "report"), ("title", "The flood"), ("body", "Water came."), ("recommendations", "it be noted")];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &flood).await;
    let published = publish(&year, &meeting, &[("reason", "The flood of Monday")]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let record = format!("meeting/{meeting}/supplement-1");
    let supplement = publications::current(year.app.state.db.reading(), &record).await.expect("read").expect("a supplement");
    assert!(supplement.content.contains("Water came.") && !supplement.content.contains("The fences are old."));
    let reasons = reasons(&year, &format!("agenda-item/{fences}")).await;
    assert_eq!((reasons.len(), reasons[0].as_str()), (2, "Rain"), "its new version is that of the move");
}

async fn a_post_given_twice_at_once_has_one_new_holder(on: On) {
    let year = year(on).await;
    year.done(&year.clerk, "/posts", &[("title", "Harbour Master"), ("holder", "Hal Harbour"), ("from", "1 January 2024")]).await;
    let give = async |holder: &str| {
        let fields = [("title", "Harbour Master"), ("holder", holder), ("from", "1 February 2024")];
        year.app.post_as(&year.clerk.cookie, "/posts", &fields).await
    };
    let answers: [test_kit::Answer; 3] = tokio::join!(give("Hazel Haven"), give("Hugo Hythe"), give("Hilda Hoy")).into();
    let given = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
    assert_eq!(given, 1, "two people do not hold a post from the same day");
    let refused = answers.iter().find(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY).expect("the others are told");
    assert!(refused.says(&["Start date must be after the dates of the post’s other holders"]), "{}", refused.body);
}
