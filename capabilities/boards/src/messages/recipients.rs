//! The recipients of a message to a board's members: those with an account, and others at their published email address.

use db::Connection;
use foundation::PersonName;
use meetings::meeting::BoardId;
use meetings::{members, messages};
use web::{AppState, Result};

/// A member who has an email address.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    pub name: String,
    pub mail: String,
    pub has_account: bool,
}

/// The recipients among a board's current members and substitutes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reached {
    pub recipients: Vec<Recipient>,
    /// The names of those who have neither an account nor a published email address.
    pub without_email: Vec<String>,
}

/// Returns the recipients of a message to a board's members, each address once.
pub(crate) async fn members(state: &AppState, connection: &Connection, board: BoardId) -> Result<Reached> {
    let accounts = messages::telling::recipients(state, connection, board).await?;
    let mut reached = Reached::default();
    for account in &accounts {
        add(&mut reached, Recipient { name: account.name.clone(), mail: account.mail.clone(), has_account: true });
    }
    for seat in members::seat_store::on_day(connection, board, state.clock.today()).await? {
        // If no account is linked to the seat, an account with a matching name is taken to be the member's.
        let has_account = match seat.account {
            Some(id) => accounts.iter().any(|account| account.id == id),
            None => accounts.iter().any(|account| PersonName::read(&account.name).is_some_and(|name| name.may_be(&seat.name))),
        };
        if has_account {
            continue;
        }
        let name = seat.name.full();
        match members::details_store::of_person(connection, seat.person).await?.email {
            Some(mail) => add(&mut reached, Recipient { name, mail, has_account: false }),
            None if reached.without_email.contains(&name) => {}
            None => reached.without_email.push(name),
        }
    }
    Ok(reached)
}

fn add(reached: &mut Reached, recipient: Recipient) {
    if !reached.recipients.iter().any(|known| known.mail == recipient.mail) {
        reached.recipients.push(recipient);
    }
}
