//! What the management pages of a board share: who may open them, and the breadcrumbs above them.

use crate::access::{board_place, facts};
use crate::board;
use crate::board::store::Board;
use access::{Action, Actor, Answer};
use web::{AppState, Error, Result, SignedIn};

/// Returns the board with this address part if the user may perform `action` on it.
pub async fn board_of(state: &AppState, who: &SignedIn, action: Action, slug: &str) -> Result<Board> {
    let board = board::store::by_slug(state.db.reading(), slug).await?.ok_or(Error::NotFound("Board"))?;
    let place = board_place(board.id);
    state.ask(&who.actor, action, &facts(board.id.get(), &place, false, &[]))?;
    Ok(board)
}

/// Checks whether `actor` may perform `action` on a board.
pub fn may(state: &AppState, actor: &Actor, action: Action, board: &Board) -> bool {
    let place = board_place(board.id);
    state.joined.policy.can(actor, action, &facts(board.id.get(), &place, false, &[])) == Answer::Allowed
}

/// Returns the breadcrumb trail above a board's management pages.
pub fn trail(board: &Board) -> Vec<(String, String)> {
    vec![
        ("Your work".into(), "/work".into()),
        ("Your boards".into(), "/desk".into()),
        (board.name.clone(), format!("/boards/{}/desk", board.slug)),
    ]
}
