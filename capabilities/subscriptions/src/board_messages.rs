//! Messages from a board's clerk to the people who follow it by email.

use crate::following::FOLLOWERS;
use crate::{mails, subscription_store};
use db::WriteTransaction;
use meetings::BoardId;
use meetings::followers::{BoardFollowers, BoardMessage};
use meetings::parts::BoardOf;
use web::{AppState, Error, OrNotFound};

/// The confirmed followers of a board.
pub(crate) struct Followers;

fn key(board: BoardOf<'_>) -> Result<BoardId, Error> {
    BoardId::new(board.id).or_not_found("Board")
}

#[async_trait::async_trait]
impl BoardFollowers for Followers {
    async fn count(&self, state: &AppState, board: BoardOf<'_>) -> Result<usize, Error> {
        let count = subscription_store::count(state.db.reading(), key(board)?).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    fn text(&self, state: &AppState, message: BoardMessage<'_>) -> String {
        mails::message_text(state, message, "[each follower’s own link to unsubscribe]")
    }

    async fn queue(&self, state: &AppState, transaction: &WriteTransaction, message: BoardMessage<'_>) -> Result<usize, Error> {
        let board = key(message.board)?;
        let mut after = 0;
        let mut queued = 0;
        loop {
            let followers = subscription_store::followers(transaction, board, after, FOLLOWERS).await?;
            let Some(last) = followers.last() else { return Ok(queued) };
            after = last.id.get();
            for follower in &followers {
                mail::queue(transaction, &mails::message(state, message, follower), state.clock.now()).await?;
            }
            queued += followers.len();
        }
    }
}
