//! Mails to the members of a board, written in the transaction of the act that they speak of.

use crate::meeting::BoardId;
use crate::people::{MEMBER, board_place};
use access::{AccountState, account_store, role_store};
use db::WriteTransaction;
use mail::Mail;
use web::{AppState, Result};

/// What members are told.
pub(crate) struct Told {
    pub subject: String,
    pub text: String,
}

/// Tells those who hold the role of a member of the board today and have an open account.
pub(crate) async fn members(state: &AppState, transaction: &WriteTransaction, board: BoardId, told: &Told) -> Result<()> {
    let holders = role_store::holders(transaction, MEMBER, Some(&board_place(board)), state.clock.today()).await?;
    for holder in holders {
        let Some(account) = account_store::by_id(transaction, holder).await? else { continue };
        if account.state != AccountState::Active {
            continue;
        }
        let text = format!(
            "{}\n\n{}\nYour meetings: {}\n",
            told.text.trim_end(),
            state.council_name(),
            state.site.in_full("/my/meetings")
        );
        let mail = Mail { to: account.mail, to_name: account.name, subject: told.subject.clone(), text, ..Mail::default() };
        mail::queue(transaction, &mail, state.clock.now()).await?;
    }
    Ok(())
}
