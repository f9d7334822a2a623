//! Changes that meet another change that is not committed yet: neither is lost, and no one gets an error that says nothing.

use crate::common;

use axum::http::StatusCode;
use common::held::person;
use common::year::{BOARD, Year, year};
use ledger::By;
use meetings::MeetingId;
use meetings::board::BoardRegister;
use meetings::board::publishing::{publish_register, register_and_version};
use meetings::meeting::DraftItemId;
use meetings::preparation;
use publications::Publishing;
use test_kit::{On, both_databases, while_open};

both_databases!(
    a_register_that_changes_at_the_same_moment_is_not_overwritten,
    an_item_of_the_programme_goes_onto_one_agenda,
    an_agenda_that_is_started_twice_has_each_item_once,
    an_order_that_changes_at_the_same_moment_is_kept,
    an_item_that_is_published_at_the_same_moment_is_not_removed,
);

/// Returns the public register of the board.
async fn register(year: &Year) -> BoardRegister {
    let board = meetings::board::store::by_slug(year.app.state.db.reading(), BOARD).await.expect("read").expect("the board");
    register_and_version(year.app.state.db.reading(), &board).await.expect("read").0
}

async fn a_register_that_changes_at_the_same_moment_is_not_overwritten(on: On) {
    let year = year(on).await;
    let ashby = person(&year, "Ashby").await;
    let board = meetings::board::store::by_slug(year.app.state.db.reading(), BOARD).await.expect("read").expect("the board");
    let changed = BoardRegister { quorum: Some(2), ..register(&year).await };
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    let publishing = Publishing { at: year.app.state.clock.now(), actor: "a test", reason: "A new quorum" };
    publish_register(&transaction, &board, &changed, &publishing).await.expect("published");
    let address = format!("/boards/{BOARD}/people/{ashby}/end");
    let end = [("until", "1 February 2024"), ("reason", "Resigned"), ("confirmed", "yes")];
    let refused = while_open(transaction, year.app.post_as(&year.clerk.cookie, &address, &end)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.body);
    assert!(refused.says(&["Someone else has", "Go back and try again"]), "{}", refused.body);
    assert_eq!(register(&year).await, changed, "nothing of the second change was kept");
    year.done(&year.clerk, &address, &end).await;
    let after = register(&year).await;
    assert_eq!(after.quorum, Some(2));
    assert!(after.members.iter().any(|member| member.until.is_some()), "{after:?}");
}

async fn an_item_of_the_programme_goes_onto_one_agenda(on: On) {
    let year = year(on).await;
    let [march, april] = [year.meeting("12 March 2024").await, year.meeting("16 April 2024").await];
    let planned = [("title", "Lamps"), ("kind", "report"), ("source", "member")];
    year.done(&year.clerk, &format!("/boards/{BOARD}/programme"), &planned).await;
    // This keeps both requests waiting after they have read the item.
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    db::execute(&transaction, "UPDATE programme_item SET version = version WHERE id = 1", []).await.expect("changed");
    let schedule =
        async |meeting: &str| year.app.post_as(&year.clerk.cookie, "/programme/1/schedule", &[("meeting", meeting)]).await;
    let both = async { tokio::join!(schedule(&march), schedule(&april)) };
    let (one, other) = while_open(transaction, both).await;
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY], "{}{}", one.body, other.body);
    let refused = if one.status.is_redirection() { other } else { one };
    assert!(refused.says(&["Someone else has put this item on an agenda or withdrawn it"]), "{}", refused.body);
    let sql = "SELECT COUNT(*) FROM draft_item WHERE title = 'Lamps'";
    assert_eq!(db::count(year.app.state.db.reading(), sql, []).await.expect("read"), 1);

    let planned = [("title", "Nets"), ("kind", "report"), ("source", "member")];
    year.done(&year.clerk, &format!("/boards/{BOARD}/programme"), &planned).await;
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    let sql = "UPDATE programme_item SET state = 'scheduled', meeting_id = $1, version = 2 WHERE id = 2";
    let meeting: i64 = march.parse().expect("a key");
    db::execute(&transaction, sql, [meeting.into()]).await.expect("changed");
    let withdraw = year.app.post_as(&year.clerk.cookie, "/programme/2/withdraw", &[("reason", "Not needed")]);
    let refused = while_open(transaction, withdraw).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let sql = "SELECT state FROM programme_item WHERE id = 2";
    let state = db::single::<String>(year.app.state.db.reading(), sql, []).await.expect("read");
    assert_eq!(state.as_deref(), Some("scheduled"));
}

/// Returns the titles on the agenda of a meeting, in order.
async fn titles(year: &Year, meeting: &str) -> Vec<String> {
    let meeting: MeetingId = meeting.parse().expect("a key");
    let items = preparation::store::of_meeting(year.app.state.db.reading(), meeting).await.expect("read");
    items.into_iter().map(|item| item.title).collect()
}

async fn an_agenda_that_is_started_twice_has_each_item_once(on: On) {
    let year = year(on).await;
    let [march, april] = [year.meeting("12 March 2024").await, year.meeting("16 April 2024").await];
    year.done(&year.clerk, &format!("/meetings/{march}/prepare/begin"), &[]).await;
    let begin = format!("/meetings/{april}/prepare/begin");
    let press = || year.app.post_as(&year.clerk.cookie, &begin, &[]);
    let answers = tokio::join!(press(), press(), press());
    for answer in [answers.0, answers.1, answers.2] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    assert_eq!(titles(&year, &april).await, titles(&year, &march).await);
}

/// Begins a transaction that changes the agenda of a meeting, of which this returns the items.
async fn changing(year: &Year, meeting: &str) -> (db::WriteTransaction, Vec<DraftItemId>) {
    let meeting: MeetingId = meeting.parse().expect("a key");
    let transaction = year.app.state.db.begin().await.expect("a transaction");
    preparation::store::hold(&transaction, meeting).await.expect("held");
    let items = preparation::store::of_meeting(&transaction, meeting).await.expect("read");
    let by = By { actor: "a test", at: year.app.state.clock.now() };
    preparation::store::note_change(&transaction, meeting, "a test", by).await.expect("noted");
    (transaction, items.into_iter().map(|item| item.id).collect())
}

async fn an_order_that_changes_at_the_same_moment_is_kept(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("12 March 2024").await;
    let fields = [("kind", "report"), ("titles", "Lamps\nNets\nOars\nRopes")];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add-several"), &fields).await;
    let (transaction, items) = changing(&year, &meeting).await;
    let [lamps, nets, oars, ropes] = items[..] else { panic!("{items:?}") };
    preparation::store::put_in_order(&transaction, &[ropes, lamps, nets, oars]).await.expect("ordered");
    let address = format!("/meetings/{meeting}/items/{lamps}/move");
    let moved = while_open(transaction, year.app.post_as(&year.clerk.cookie, &address, &[("to", "3")])).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    assert_eq!(titles(&year, &meeting).await, ["Ropes", "Nets", "Oars", "Lamps"], "both moves are kept");
}

async fn an_item_that_is_published_at_the_same_moment_is_not_removed(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("12 March 2024").await;
    let fields = [("kind", "report"), ("titles", "Lamps")];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add-several"), &fields).await;
    let (transaction, items) = changing(&year, &meeting).await;
    preparation::store::set_number(&transaction, items[0], "1").await.expect("numbered");
    let address = format!("/meetings/{meeting}/items/{}/remove", items[0]);
    let refused = while_open(transaction, year.app.post_as(&year.clerk.cookie, &address, &[])).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.body);
    assert!(refused.says(&["This item is on the published agenda"]), "{}", refused.body);
    assert_eq!(titles(&year, &meeting).await, ["Lamps"]);
}
