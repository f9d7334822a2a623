//! A word in a table that the program does not know is an error, and never read as another word.

use crate::common;

use axum::http::StatusCode;
use common::held::{begun, end};
use common::year::{BOARD, Year, year};
use test_kit::{On, both_databases};

both_databases!(
    an_unknown_role_on_a_board_is_an_error,
    an_unknown_role_or_capacity_in_minutes_is_an_error,
    an_unknown_state_of_a_meeting_or_its_minutes_is_an_error,
    an_unknown_kind_of_standing_item_is_an_error,
    an_unknown_state_or_event_of_an_action_is_an_error,
);

/// Checks that each page is there, and is an error once `sql` has changed a stored word.
async fn assert_refused(year: &Year, sql: &str, pages: &[&str]) {
    assert!(year.app.behind_its_back(sql).await > 0, "{sql}");
    for page in pages {
        let answer = year.app.get_as(&year.clerk.cookie, page).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{sql}, {page}: {}", answer.body);
    }
}

async fn an_unknown_role_on_a_board_is_an_error(on: On) {
    let year = year(on).await;
    let (board, people) = (format!("/boards/{BOARD}"), format!("/boards/{BOARD}/people"));
    let pages = [board.as_str(), &people, "/members", "/members/bertha-ashby"];
    assert_refused(&year, "UPDATE membership SET role = 'president'", &pages).await;
}

async fn an_unknown_role_or_capacity_in_minutes_is_an_error(on: On) {
    let year = year(on).await;
    let sql = "UPDATE attendance SET role = 'president' WHERE role IS NOT NULL";
    assert_refused(&year, sql, &["/meetings/1"]).await;
    assert_refused(&year, "UPDATE attendance SET role = NULL, capacity = 'listening'", &["/meetings/1", "/members/bertha-ashby"])
        .await;
}

async fn an_unknown_state_of_a_meeting_or_its_minutes_is_an_error(on: On) {
    let (year, meeting) = begun(year(on).await).await;
    end(&year, &meeting).await;
    let draft = format!("/meetings/{meeting}/minutes/draft");
    year.done(&year.clerk, &format!("/meetings/{meeting}/minutes/circulate"), &[("confirmed", "yes")]).await;
    year.page(&year.clerk, &draft).await;
    assert_refused(&year, "UPDATE minutes_life SET state = 'lost'", &[&draft]).await;
    let sql = "UPDATE minutes_life SET state = 'circulated'";
    assert!(year.app.behind_its_back(sql).await > 0);
    year.page(&year.clerk, &draft).await;
    assert_refused(&year, "UPDATE sitting SET state = 'lost'", &[&format!("/meetings/{meeting}/sitting"), &draft]).await;
}

async fn an_unknown_kind_of_standing_item_is_an_error(on: On) {
    let year = year(on).await;
    let sql = "INSERT INTO standing_item (board_id, position, kind, title) VALUES (1, 1, 'song', 'The anthem')";
    assert_refused(&year, sql, &[&format!("/boards/{BOARD}/standing-items")]).await;
}

async fn an_unknown_state_or_event_of_an_action_is_an_error(on: On) {
    let year = year(on).await;
    let sql = "SELECT MIN(id) FROM followed_action";
    let id = db::single::<i64>(year.app.state.db.reading(), sql, []).await.expect("read").expect("an action");
    let page = format!("/actions/{id}");
    year.page(&year.clerk, &page).await;
    let sql = "INSERT INTO action_event (action_id, kind, text, made_by, made_at) VALUES \
               ((SELECT MIN(id) FROM followed_action), 'song', 'La', 'a test', '2024-01-01 00:00:00+00:00')";
    assert_refused(&year, sql, &[&page]).await;
    assert_refused(&year, "UPDATE followed_action SET state = 'lost'", &["/actions", "/actions/following", &page]).await;
}
