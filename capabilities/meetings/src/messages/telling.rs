//! Emails to the members of a board, queued in the transaction of the act that they report.

use crate::access::board_place;
use crate::meeting::BoardId;
use access::{Account, AccountId, AccountState, account_store, role_store};
use db::{Connection, WriteTransaction};
use directory::roles::MEMBER;
use mail::Mail;
use web::{AppState, Result};

/// The content of an email to members.
pub struct Told {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Returns the accounts that receive the emails to a board's members: active ones that hold the role today.
pub async fn recipients(state: &AppState, connection: &Connection, board: BoardId) -> Result<Vec<Account>> {
    let holders = role_store::holders(connection, MEMBER, Some(&board_place(board)), state.clock.today()).await?;
    let mut accounts = Vec::new();
    for holder in holders {
        let account = account_store::by_id(connection, holder).await?;
        accounts.extend(account.filter(|account| account.state == AccountState::Active));
    }
    Ok(accounts)
}

/// Returns the text of a banner, with a sentence that says whether members were emailed.
pub async fn done_words(state: &AppState, board: BoardId, what: &str) -> Result<String> {
    let sentence = match recipients(state, state.db.reading(), board).await?.len() {
        0 => "No member of this board has an account yet, so no one was emailed.",
        _ if !state.sends_mail => "Email is not set up, so members were not emailed.",
        1 => "1 member was emailed.",
        count => return Ok(format!("{what}. {count} members were emailed.")),
    };
    Ok(format!("{what}. {sentence}"))
}

/// Returns the names of those who would receive an email now.
pub async fn names(state: &AppState, board: BoardId) -> Result<Vec<String>> {
    Ok(recipients(state, state.db.reading(), board).await?.into_iter().map(|account| account.name).collect())
}

/// Emails the members of a board: the active accounts that hold the role today.
pub async fn members(state: &AppState, transaction: &WriteTransaction, board: BoardId, told: &Told) -> Result<()> {
    for account in recipients(state, transaction, board).await? {
        queue(state, transaction, account, told).await?;
    }
    Ok(())
}

/// Emails one member, if their account is active.
pub async fn account(state: &AppState, transaction: &WriteTransaction, id: AccountId, told: &Told) -> Result<()> {
    let account = account_store::by_id(transaction, id).await?;
    match account.filter(|account| account.state == AccountState::Active) {
        Some(account) => queue(state, transaction, account, told).await,
        None => Ok(()),
    }
}

async fn queue(state: &AppState, transaction: &WriteTransaction, account: Account, told: &Told) -> Result<()> {
    let text =
        format!("{}\n\n{}\nYour meetings: {}\n", told.text.trim_end(), state.council_name(), state.site.in_full("/my/meetings"));
    let mail = Mail { to: account.mail, to_name: account.name, subject: told.subject.clone(), text, ..Mail::default() };
    mail::queue(transaction, &mail, state.clock.now()).await?;
    Ok(())
}
