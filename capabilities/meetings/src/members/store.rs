//! All SQL statements about people who sit on boards.

use crate::board::store::{Board, StoredMember};
use crate::meeting::{BoardId, PersonId};
use crate::members;
use crate::members::name_store::free_slug;
use crate::minutes::BoardRole;
use chrono::NaiveDate;
use db::{Connection, DbError, Table as _, Value, WriteTransaction};
use foundation::text::{slug, title_key};
use foundation::{MunicipalYear, PersonName};

/// A person as stored.
#[derive(db::Row)]
#[row(table = "person", unread(surname_key))]
pub(crate) struct StoredPerson {
    id: PersonId,
    slug: String,
    title: String,
    given: String,
    surname: String,
}

/// A person with their own page.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// The part of an address that names them.
    pub slug: String,
    /// Their name.
    pub name: PersonName,
}

impl db::Row for Person {
    fn read(row: &db::FoundRow<'_>) -> Result<Self, DbError> {
        let StoredPerson { id, slug, title, given, surname } = db::Row::read(row)?;
        Ok(Self { id, slug, name: PersonName { title, given, surname } })
    }
}

async fn people(connection: &Connection, rest: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<Person>, DbError> {
    db::rows(connection, &format!("{} p {rest}", StoredPerson::SELECT), values).await
}

/// Returns the people whom this name may mean.
pub async fn alike(connection: &Connection, name: &PersonName) -> Result<Vec<Person>, DbError> {
    let alike = people(connection, "WHERE p.surname_key = $1 ORDER BY p.id", db::values![title_key(&name.surname)]).await?;
    Ok(alike.into_iter().filter(|person| person.name.may_be(name)).collect())
}

/// Returns the person with this name, creating one if there is none. A fuller form of the name replaces the existing one.
pub(crate) async fn person_for(transaction: &WriteTransaction, name: &PersonName) -> Result<PersonId, DbError> {
    let mut matching = alike(transaction, name).await?.into_iter();
    // If the name fits several people, create a new person: two records are better than a wrong match.
    if let (Some(person), None) = (matching.next(), matching.next()) {
        if name.given.len() > person.name.given.len() {
            db::update!(transaction, StoredPerson { given: name.given, surname: name.surname }, "id = $1", [person.id]).await?;
        }
        return Ok(person.id);
    }
    db::insert!(
        transaction,
        StoredPerson {
            slug: free_slug(transaction, &slug(&name.plain()), None).await?,
            title: name.title,
            given: name.given,
            surname: name.surname,
            surname_key: title_key(&name.surname),
        }
    )
    .await
}

/// Returns those who sit on the board in a year, for matching printed names.
pub async fn of_board(connection: &Connection, board: BoardId, year: MunicipalYear) -> Result<Vec<Person>, DbError> {
    let rest = "JOIN membership m ON m.person_id = p.id WHERE m.board_id = $1 AND m.municipal_year = $2";
    let sql = format!("SELECT {} FROM person p {rest}", StoredPerson::columns("p"));
    db::rows(connection, &sql, db::values![board, year]).await
}

/// Returns those who sit on the board in a year, under their current and former names, for matching printed names.
pub async fn of_board_by_any_name(connection: &Connection, board: BoardId, year: MunicipalYear) -> Result<Vec<Person>, DbError> {
    let mut people = of_board(connection, board, year).await?;
    for correction in members::name_store::of_board(connection, board, year).await? {
        if let Some(person) = people.iter().find(|person| person.id == correction.person).cloned() {
            people.push(Person { name: correction.before, ..person });
        }
    }
    Ok(people)
}

/// Returns everyone who has or had a seat on a board, by surname.
pub async fn seated(connection: &Connection) -> Result<Vec<PersonName>, DbError> {
    let rest = "WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) ORDER BY p.surname, p.id";
    Ok(people(connection, rest, []).await?.into_iter().map(|person| person.name).collect())
}

/// Returns the person with this address part.
pub async fn by_slug(connection: &Connection, slug: &str) -> Result<Option<Person>, DbError> {
    Ok(people(connection, "WHERE p.slug = $1", db::values![slug]).await?.pop())
}

/// Returns the person with this key.
pub async fn by_id(connection: &Connection, id: PersonId) -> Result<Option<Person>, DbError> {
    Ok(people(connection, "WHERE p.id = $1", db::values![id]).await?.pop())
}

/// A person with the boards on which they have sat, as shown in the list of members.
#[derive(Clone, Debug)]
pub struct ListedMember {
    /// The part of an address that names it.
    pub slug: String,
    /// The name.
    pub name: PersonName,
    /// The board’s name.
    pub board: String,
    /// The board’s address part.
    pub board_slug: String,
    /// The role on the board.
    pub role: BoardRole,
    /// The first day, if it is not that of the year.
    pub from_day: Option<NaiveDate>,
    /// The last day, if it is not that of the year.
    pub until_day: Option<NaiveDate>,
    /// The political group.
    pub party: Option<String>,
    /// The ward.
    pub ward: Option<String>,
}

#[derive(db::Row)]
struct ListedRow {
    #[row(nested)]
    member: StoredMember,
    #[row(nested)]
    person: Person,
    board: String,
    board_slug: String,
    party: Option<String>,
    ward: Option<String>,
}

impl From<ListedRow> for ListedMember {
    fn from(row: ListedRow) -> Self {
        Self {
            slug: row.person.slug,
            name: row.person.name,
            board: row.board,
            board_slug: row.board_slug,
            role: row.member.role,
            from_day: row.member.from_day,
            until_day: row.member.until_day,
            party: row.party,
            ward: row.ward,
        }
    }
}

/// Returns everyone who sits on a board in a year, by surname.
pub async fn all_in(connection: &Connection, year: MunicipalYear) -> Result<Vec<ListedMember>, DbError> {
    let sql = format!(
        "SELECT {}, {}, b.name AS board, b.slug AS board_slug, d.party, d.ward FROM membership m JOIN person p ON p.id = m.person_id \
         JOIN board b ON b.id = m.board_id LEFT JOIN member_details d ON d.person_id = p.id \
         WHERE m.municipal_year = $1 ORDER BY p.surname_key, p.given, p.id, b.name LIMIT 2000",
        StoredMember::columns("m"),
        StoredPerson::columns("p"),
    );
    let rows = db::rows::<ListedRow>(connection, &sql, db::values![year]).await?;
    Ok(rows.into_iter().map(ListedMember::from).collect())
}

/// Returns the years in which anyone sits on a board, latest first.
pub async fn years(connection: &Connection) -> Result<Vec<MunicipalYear>, DbError> {
    db::column(connection, "SELECT DISTINCT municipal_year AS year FROM membership ORDER BY year DESC", []).await
}

/// A past or present seat of a person.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The board.
    pub board: BoardId,
    /// The board’s name.
    pub board_name: String,
    /// The board’s address part.
    pub board_slug: String,
    /// The municipal year.
    pub year: MunicipalYear,
    /// The role on the board.
    pub role: BoardRole,
}

#[derive(db::Row)]
struct MembershipRow {
    #[row(nested)]
    member: StoredMember,
    #[row(nested)]
    board: Board,
}

/// Returns a person's seats, latest first.
pub async fn memberships(connection: &Connection, person: PersonId) -> Result<Vec<Membership>, DbError> {
    let sql = format!(
        "SELECT {}, {} FROM membership m JOIN board b ON b.id = m.board_id WHERE m.person_id = $1 ORDER BY m.municipal_year DESC, b.name",
        StoredMember::columns("m"),
        Board::columns("b"),
    );
    let membership = |row: MembershipRow| Membership {
        board: row.board.id,
        board_name: row.board.name,
        board_slug: row.board.slug,
        year: row.member.municipal_year,
        role: row.member.role,
    };
    Ok(db::rows::<MembershipRow>(connection, &sql, db::values![person]).await?.into_iter().map(membership).collect())
}
