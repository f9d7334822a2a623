//! All SQL statements about who sits on a board on a date, and their accounts.

use crate::meeting::{BoardId, PersonId};
use crate::members::store::Person;
use crate::minutes::BoardRole;
use access::{AccountId, By};
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
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

#[derive(db::Row)]
struct Row {
    id: i64,
    title: String,
    given: String,
    surname: String,
    role: String,
    account_id: Option<i64>,
}

impl TryFrom<Row> for SeatOn {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            person: PersonId::new(row.id).ok_or_else(|| DbError::Value(format!("person {}", row.id)))?,
            name: PersonName { title: row.title, given: row.given, surname: row.surname },
            role: BoardRole::from_stored(&row.role, format_args!("membership of person {}", row.id))?,
            account: row.account_id.and_then(AccountId::new),
        })
    }
}

/// Returns who sits on the board on `day` in register order, with substitutes last.
pub async fn on_day(connection: &impl ConnectionTrait, board: BoardId, day: NaiveDate) -> Result<Vec<SeatOn>, DbError> {
    let sql = "SELECT p.id, p.title, p.given, p.surname, m.role, a.account_id FROM membership m JOIN person p ON p.id = m.person_id \
               LEFT JOIN person_account a ON a.person_id = p.id WHERE m.board_id = $1 AND m.municipal_year = $2 \
               AND (m.from_day IS NULL OR m.from_day <= $3) AND (m.until_day IS NULL OR m.until_day >= $3) ORDER BY m.position";
    let year = MunicipalYear::of(day).first_year();
    let rows = db::rows::<Row>(connection, sql, [board.get().into(), year.into(), day.into()]).await?;
    let mut seats: Vec<SeatOn> = rows.into_iter().map(SeatOn::try_from).collect::<Result<_, _>>()?;
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

#[derive(db::Row)]
struct RegisteredRow {
    id: i64,
    slug: String,
    title: String,
    given: String,
    surname: String,
    role: String,
    municipal_year: i32,
    position: i32,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
    account_id: Option<i64>,
}

impl TryFrom<RegisteredRow> for RegisteredSeat {
    type Error = DbError;

    fn try_from(row: RegisteredRow) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("a seat of person {}", row.id));
        Ok(Self {
            person: Person {
                id: PersonId::new(row.id).ok_or_else(unreadable)?,
                slug: row.slug,
                name: PersonName { title: row.title, given: row.given, surname: row.surname },
            },
            year: MunicipalYear::beginning_in(row.municipal_year).ok_or_else(unreadable)?,
            role: BoardRole::from_stored(&row.role, format_args!("membership of person {}", row.id))?,
            from: row.from_day,
            until: row.until_day,
            account: row.account_id.and_then(AccountId::new),
            position: usize::try_from(row.position).map_err(|_| unreadable())?,
        })
    }
}

/// Returns all seats of a board in register order, earliest year first.
pub async fn registered(connection: &impl ConnectionTrait, board: BoardId) -> Result<Vec<RegisteredSeat>, DbError> {
    let sql = "SELECT p.id, p.slug, p.title, p.given, p.surname, m.role, m.municipal_year, m.position, m.from_day, m.until_day, a.account_id \
               FROM membership m JOIN person p ON p.id = m.person_id LEFT JOIN person_account a ON a.person_id = p.id \
               WHERE m.board_id = $1 ORDER BY m.position";
    let rows = db::rows::<RegisteredRow>(connection, sql, [board.get().into()]).await?;
    rows.into_iter().map(RegisteredSeat::try_from).collect()
}

#[derive(db::Row)]
struct PlaceRow {
    board_id: i64,
    position: i32,
}

/// Returns a person's seats on all boards: each board with the position among the members of its register, counted from 0.
pub async fn places_of(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<(BoardId, usize)>, DbError> {
    let sql = "SELECT board_id, position FROM membership WHERE person_id = $1 ORDER BY board_id, position";
    let rows = db::rows::<PlaceRow>(connection, sql, [person.get().into()]).await?;
    let place = |row: PlaceRow| {
        let found = BoardId::new(row.board_id).zip(usize::try_from(row.position).ok());
        found.ok_or_else(|| DbError::Value(format!("membership of person {person} on board {}", row.board_id)))
    };
    rows.into_iter().map(place).collect()
}

/// Returns the account of the person who chairs the board on `day`, if there is one and it is known.
pub async fn chair_account(
    connection: &impl ConnectionTrait,
    board: BoardId,
    day: NaiveDate,
) -> Result<Option<AccountId>, DbError> {
    let seats = on_day(connection, board, day).await?;
    Ok(seats.into_iter().find(|seat| seat.role == BoardRole::Chair).and_then(|seat| seat.account))
}

/// Returns the person linked to an account.
pub async fn person_of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<PersonId>, DbError> {
    let sql = "SELECT person_id FROM person_account WHERE account_id = $1";
    Ok(db::single::<i64>(connection, sql, [account.get().into()]).await?.and_then(PersonId::new))
}

/// Links a person to an account, or removes the link if `account` is `None`.
pub async fn link(transaction: &WriteTransaction, person: PersonId, account: Option<AccountId>, by: By<'_>) -> Result<()> {
    let of_person = "DELETE FROM person_account WHERE person_id = $1";
    db::execute(transaction, of_person, [person.get().into()]).await?;
    if let Some(account) = account {
        db::execute(transaction, "DELETE FROM person_account WHERE account_id = $1", [account.get().into()]).await?;
        let sql = "INSERT INTO person_account (person_id, account_id) VALUES ($1, $2)";
        db::execute(transaction, sql, [person.get().into(), account.get().into()]).await?;
    }
    let record = format!("person/{person}");
    let payload = json!({ "what": "account", "account": account.map(AccountId::get) });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}
