//! Changes that meet another change that is not committed yet: neither is lost, and no one gets an error that says nothing.

use crate::common;

use axum::http::StatusCode;
use common::held::person;
use common::year::{BOARD, Year, year};
use meetings::board::BoardRegister;
use meetings::board::publishing::{publish_register, register_and_version};
use publications::Publishing;
use test_kit::{On, both_databases, while_open};

both_databases!(a_register_that_changes_at_the_same_moment_is_not_overwritten,);

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
