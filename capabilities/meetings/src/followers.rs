//! Emails to the people who follow a board by email. One capability writes them, another knows who the followers are.

use crate::parts::BoardOf;
use db::WriteTransaction;
use web::{AppState, Error, Result};

/// A message about a board.
#[derive(Clone, Copy, Debug)]
pub struct BoardMessage<'a> {
    /// The board.
    pub board: BoardOf<'a>,
    /// The subject of the email.
    pub subject: &'a str,
    /// What it says, as plain text without the lines about unsubscribing.
    pub text: &'a str,
}

/// The people who follow boards by email. Other capabilities learn only how many there are, never who they are.
#[async_trait::async_trait]
pub trait BoardFollowers: Send + Sync {
    /// Returns how many people follow the board by email.
    async fn count(&self, state: &AppState, board: BoardOf<'_>) -> Result<usize, Error>;

    /// Returns the text of the email as a follower reads it, with placeholder words instead of their own link to unsubscribe.
    fn text(&self, state: &AppState, message: BoardMessage<'_>) -> String;

    /// Queues the email for everyone who follows the board, and returns how many there are. The transaction must already have
    /// its entry in the ledger: anyone who unsubscribes at that moment waits for it, and the email to them is withdrawn.
    async fn queue(&self, state: &AppState, transaction: &WriteTransaction, message: BoardMessage<'_>) -> Result<usize, Error>;
}

/// Returns how many people follow a board by email.
pub async fn count(state: &AppState, board: BoardOf<'_>) -> Result<usize> {
    let mut count = 0;
    for followers in state.joined.contributions.of::<dyn BoardFollowers>() {
        count += followers.count(state, board).await?;
    }
    Ok(count)
}

/// Returns the text of an email to the people who follow a board; `None` if nobody can follow one.
pub fn text(state: &AppState, message: BoardMessage<'_>) -> Option<String> {
    state.joined.contributions.of::<dyn BoardFollowers>().next().map(|followers| followers.text(state, message))
}

/// Queues an email for everyone who follows a board, after the transaction's entry in the ledger, and returns how many
/// there are.
pub async fn queue(state: &AppState, transaction: &WriteTransaction, message: BoardMessage<'_>) -> Result<usize> {
    let mut count = 0;
    for followers in state.joined.contributions.of::<dyn BoardFollowers>() {
        count += followers.queue(state, transaction, message).await?;
    }
    Ok(count)
}
