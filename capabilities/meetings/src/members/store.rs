//! All SQL statements about people who sit on boards.

use crate::meeting::{BoardId, PersonId};
use crate::members;
use crate::members::name_store::free_slug;
use crate::minutes::BoardRole;
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::text::{slug, title_key};
use foundation::{MunicipalYear, PersonName};

#[derive(db::Row)]
struct Row {
    id: i64,
    slug: String,
    title: String,
    given: String,
    surname: String,
}

impl Row {
    fn name(&self) -> PersonName {
        PersonName { title: self.title.clone(), given: self.given.clone(), surname: self.surname.clone() }
    }

    fn id(&self) -> Result<PersonId, DbError> {
        PersonId::new(self.id).ok_or_else(|| DbError::Value(format!("person {}", self.id)))
    }
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

impl TryFrom<Row> for Person {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self { id: row.id()?, name: row.name(), slug: row.slug })
    }
}

/// Returns the people whom this name may mean.
pub async fn alike(connection: &impl ConnectionTrait, name: &PersonName) -> Result<Vec<Person>, DbError> {
    let sql = "SELECT id, slug, title, given, surname FROM person WHERE surname_key = $1 ORDER BY id";
    let rows = db::rows::<Row>(connection, sql, [title_key(&name.surname).into()]).await?;
    rows.into_iter().filter(|row| row.name().may_be(name)).map(Person::try_from).collect()
}

/// Returns the person with this name, creating one if there is none. A fuller form of the name replaces the existing one.
pub(crate) async fn person_for(transaction: &WriteTransaction, name: &PersonName) -> Result<PersonId, DbError> {
    let sql = "SELECT id, slug, title, given, surname FROM person WHERE surname_key = $1 ORDER BY id";
    let alike = db::rows::<Row>(transaction, sql, [title_key(&name.surname).into()]).await?;
    let mut matching = alike.iter().filter(|row| row.name().may_be(name));
    // If the name fits several people, create a new person: two records are better than a wrong match.
    if let (Some(row), None) = (matching.next(), matching.next()) {
        if name.given.len() > row.given.len() {
            let sql = "UPDATE person SET given = $1, surname = $2 WHERE id = $3";
            db::execute(transaction, sql, [name.given.as_str().into(), name.surname.as_str().into(), row.id.into()]).await?;
        }
        return row.id();
    }
    let slug = free_slug(transaction, &slug(&name.plain()), None).await?;
    let sql = "INSERT INTO person (slug, title, given, surname, surname_key) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let values = [
        slug.into(),
        name.title.as_str().into(),
        name.given.as_str().into(),
        name.surname.as_str().into(),
        title_key(&name.surname).into(),
    ];
    let id = db::single::<i64>(transaction, sql, values).await?;
    id.and_then(PersonId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Returns those who sit on the board in a year, for matching printed names.
pub async fn of_board(connection: &impl ConnectionTrait, board: BoardId, year: MunicipalYear) -> Result<Vec<Person>, DbError> {
    let sql = "SELECT p.id, p.slug, p.title, p.given, p.surname FROM membership m JOIN person p ON p.id = m.person_id \
               WHERE m.board_id = $1 AND m.municipal_year = $2";
    let rows = db::rows::<Row>(connection, sql, [board.get().into(), year.first_year().into()]).await?;
    rows.into_iter().map(Person::try_from).collect()
}

/// Returns those who sit on the board in a year, under their current and former names, for matching printed names.
pub async fn of_board_by_any_name(
    connection: &impl ConnectionTrait,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<Person>, DbError> {
    let mut people = of_board(connection, board, year).await?;
    for correction in members::name_store::of_board(connection, board, year).await? {
        if let Some(person) = people.iter().find(|person| person.id == correction.person).cloned() {
            people.push(Person { name: correction.before, ..person });
        }
    }
    Ok(people)
}

/// Returns everyone who has or had a seat on a board, by surname.
pub async fn seated(connection: &impl ConnectionTrait) -> Result<Vec<PersonName>, DbError> {
    let sql = "SELECT p.id, p.slug, p.title, p.given, p.surname FROM person p WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) \
               ORDER BY p.surname, p.id";
    Ok(db::rows::<Row>(connection, sql, []).await?.iter().map(Row::name).collect())
}

/// Returns the person with this address part.
pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Person>, DbError> {
    let sql = "SELECT id, slug, title, given, surname FROM person WHERE slug = $1";
    db::row::<Row>(connection, sql, [slug.into()]).await?.map(Person::try_from).transpose()
}

/// Returns the person with this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: PersonId) -> Result<Option<Person>, DbError> {
    let sql = "SELECT id, slug, title, given, surname FROM person WHERE id = $1";
    db::row::<Row>(connection, sql, [id.get().into()]).await?.map(Person::try_from).transpose()
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
    slug: String,
    title: String,
    given: String,
    surname: String,
    board: String,
    board_slug: String,
    role: String,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
    party: Option<String>,
    ward: Option<String>,
}

impl TryFrom<ListedRow> for ListedMember {
    type Error = DbError;

    fn try_from(row: ListedRow) -> Result<Self, DbError> {
        let role = BoardRole::from_stored(&row.role, format_args!("membership of {} on {}", row.slug, row.board_slug))?;
        Ok(Self {
            slug: row.slug,
            name: PersonName { title: row.title, given: row.given, surname: row.surname },
            board: row.board,
            board_slug: row.board_slug,
            role,
            from_day: row.from_day,
            until_day: row.until_day,
            party: row.party,
            ward: row.ward,
        })
    }
}

/// Returns everyone who sits on a board in a year, by surname.
pub async fn all_in(connection: &impl ConnectionTrait, year: MunicipalYear) -> Result<Vec<ListedMember>, DbError> {
    let sql = "SELECT p.slug, p.title, p.given, p.surname, b.name AS board, b.slug AS board_slug, m.role, m.from_day, m.until_day, d.party, d.ward \
               FROM membership m JOIN person p ON p.id = m.person_id JOIN board b ON b.id = m.board_id \
               LEFT JOIN member_details d ON d.person_id = p.id \
               WHERE m.municipal_year = $1 ORDER BY p.surname_key, p.given, p.id, b.name LIMIT 2000";
    let rows = db::rows::<ListedRow>(connection, sql, [year.first_year().into()]).await?;
    rows.into_iter().map(ListedMember::try_from).collect()
}

/// Returns the years in which anyone sits on a board, latest first.
pub async fn years(connection: &impl ConnectionTrait) -> Result<Vec<MunicipalYear>, DbError> {
    let sql = "SELECT DISTINCT municipal_year AS year FROM membership ORDER BY year DESC";
    let rows = db::rows::<crate::board::store::YearRow>(connection, sql, []).await?;
    Ok(rows.into_iter().filter_map(|row| MunicipalYear::beginning_in(row.year)).collect())
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
    board_id: i64,
    name: String,
    slug: String,
    municipal_year: i32,
    role: String,
}

/// Returns a person's seats, latest first.
pub async fn memberships(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Membership>, DbError> {
    let sql = "SELECT m.board_id, b.name, b.slug, m.municipal_year, m.role FROM membership m JOIN board b ON b.id = m.board_id \
               WHERE m.person_id = $1 ORDER BY m.municipal_year DESC, b.name";
    let rows = db::rows::<MembershipRow>(connection, sql, [person.get().into()]).await?;
    let membership = |row: MembershipRow| {
        let named = format!("membership of person {person} on board {}", row.board_id);
        let unreadable = || DbError::Value(named.clone());
        Ok(Membership {
            board: BoardId::new(row.board_id).ok_or_else(unreadable)?,
            board_name: row.name,
            board_slug: row.slug,
            year: MunicipalYear::beginning_in(row.municipal_year).ok_or_else(unreadable)?,
            role: BoardRole::from_stored(&row.role, &named)?,
        })
    };
    rows.into_iter().map(membership).collect()
}
