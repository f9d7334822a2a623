//! All SQL statements about who sits on a board on a date, and their accounts.

use crate::board::store::StoredMember;
use crate::meeting::{BoardId, PersonId};
use crate::members::store::{Person, StoredPerson};
use crate::minutes::BoardRole;
use access::{AccountId, By};
use chrono::NaiveDate;
use db::{Connection, DbError, Table as _, Value, WriteTransaction};
use foundation::{MunicipalYear, PersonName};
use ledger::Action;
use serde_json::json;
use web::Result;

/// A person's seat on a board.
#[derive(Clone, Debug)]
pub struct SeatOn {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: PersonName,
    /// Their role on that day.
    pub role: BoardRole,
    /// The account with which they sign in, if known.
    pub account: Option<AccountId>,
}

/// A seat with its holder.
#[derive(db::Row)]
pub(crate) struct HeldSeat {
    #[row(nested)]
    pub member: StoredMember,
    #[row(nested)]
    pub person: Person,
    pub account_id: Option<AccountId>,
}

/// Returns the seats that `rest` selects from `membership m`, `person p` and `person_account a`.
pub(crate) async fn held(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<HeldSeat>, DbError> {
    let sql = format!(
        "SELECT {}, {}, a.account_id FROM membership m JOIN person p ON p.id = m.person_id \
         LEFT JOIN person_account a ON a.person_id = p.id {rest}",
        StoredMember::columns("m"),
        StoredPerson::columns("p"),
    );
    db::rows(connection, &sql, values).await
}

/// Returns who sits on the board on `day` in register order, with substitutes last.
pub async fn on_day(connection: &Connection, board: BoardId, day: NaiveDate) -> Result<Vec<SeatOn>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.municipal_year = $2 AND (m.from_day IS NULL OR m.from_day <= $3) \
                AND (m.until_day IS NULL OR m.until_day >= $3) ORDER BY m.position";
    let seats = held(connection, rest, db::values![board, MunicipalYear::of(day), day]).await?;
    let seat = |HeldSeat { member, person, account_id: account }| SeatOn {
        person: person.id,
        name: person.name,
        role: member.role,
        account,
    };
    let mut seats: Vec<SeatOn> = seats.into_iter().map(seat).collect();
    seats.sort_by_key(|seat| seat.role == BoardRole::Substitute);
    Ok(seats)
}

/// A seat in a board's register, whatever its dates, with its holder.
#[derive(Clone, Debug)]
pub struct RegisteredSeat {
    /// The member.
    pub person: Person,
    /// The municipal year.
    pub year: MunicipalYear,
    /// The role on the board.
    pub role: BoardRole,
    /// The first day, if it is not that of the year.
    pub from: Option<NaiveDate>,
    /// The last day, if it is not that of the year.
    pub until: Option<NaiveDate>,
    /// The account with which they sign in, if known.
    pub account: Option<AccountId>,
    /// The position among the members of the register, counted from 0.
    pub position: usize,
}

impl RegisteredSeat {
    /// Checks whether they sit on the board on `day`.
    pub fn sits_on(&self, day: NaiveDate) -> bool {
        self.year == MunicipalYear::of(day)
            && self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// Returns a seat's position among the members of a register.
fn position(member: &StoredMember) -> Result<usize, DbError> {
    let StoredMember { board_id, person_id, position, .. } = member;
    let row = || format!("board_id {board_id}, person_id {person_id}");
    let unreadable = |_| DbError::unreadable(StoredMember::TABLE, &row(), "position", format!("{position} is not a position"));
    usize::try_from(*position).map_err(unreadable)
}

/// Returns all seats of a board in register order, earliest year first.
pub async fn registered(connection: &Connection, board: BoardId) -> Result<Vec<RegisteredSeat>, DbError> {
    let seats = held(connection, "WHERE m.board_id = $1 ORDER BY m.position", db::values![board]).await?;
    let seat = |HeldSeat { member, person, account_id }| {
        let position = position(&member)?;
        Ok(RegisteredSeat {
            person,
            year: member.municipal_year,
            role: member.role,
            from: member.from_day,
            until: member.until_day,
            account: account_id,
            position,
        })
    };
    seats.into_iter().map(seat).collect()
}

/// Returns a person's seats on all boards: each board with the position among the members of its register, counted from 0.
pub async fn places_of(connection: &Connection, person: PersonId) -> Result<Vec<(BoardId, usize)>, DbError> {
    let rest = "WHERE person_id = $1 ORDER BY board_id, position";
    let seats = db::select::<StoredMember>(connection, rest, db::values![person]).await?;
    seats.into_iter().map(|member| Ok((member.board_id, position(&member)?))).collect()
}

/// Returns the account of the person who chairs the board on `day`, if there is one and it is known.
pub async fn chair_account(connection: &Connection, board: BoardId, day: NaiveDate) -> Result<Option<AccountId>, DbError> {
    let seats = on_day(connection, board, day).await?;
    Ok(seats.into_iter().find(|seat| seat.role == BoardRole::Chair).and_then(|seat| seat.account))
}

/// Returns the person linked to an account.
pub async fn person_of(connection: &Connection, account: AccountId) -> Result<Option<PersonId>, DbError> {
    db::single(connection, "SELECT person_id FROM person_account WHERE account_id = $1", db::values![account]).await
}

/// The account with which a person signs in.
#[derive(db::Row)]
#[row(table = "person_account", key(person_id))]
struct OwnAccount {
    person_id: PersonId,
    account_id: AccountId,
}

/// Links a person to an account, or removes the link if `account` is `None`.
pub async fn link(transaction: &WriteTransaction, person: PersonId, account: Option<AccountId>, by: By<'_>) -> Result<()> {
    let of_person = "DELETE FROM person_account WHERE person_id = $1";
    db::execute(transaction, of_person, db::values![person]).await?;
    if let Some(account) = account {
        db::execute(transaction, "DELETE FROM person_account WHERE account_id = $1", db::values![account]).await?;
        db::insert!(transaction, OwnAccount { person_id: person, account_id: account }).await?;
    }
    let record = format!("person/{person}");
    let payload = json!({ "what": "account", "account": account.map(AccountId::get) });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}
