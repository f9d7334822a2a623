//! All SQL statements about boards, their names and who sits on them.

use crate::board::{BoardRegister, days_in_words};
use crate::meeting::BoardId;
use crate::members;
use crate::minutes::BoardRole;
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::text::{slug, title_key};
use foundation::{MunicipalYear, PersonName};

/// A board as shown in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Its key.
    pub id: BoardId,
    /// Its address part.
    pub slug: String,
    /// Its name.
    pub name: String,
}

impl Board {
    /// Returns the board in the form that other capabilities receive.
    pub fn of(&self) -> crate::parts::BoardOf<'_> {
        crate::parts::BoardOf { id: self.id.get(), slug: &self.slug, name: &self.name }
    }

    /// Returns the record of its register.
    pub fn record(id: BoardId) -> String {
        format!("board/{id}")
    }
}

#[derive(db::Row)]
struct Row {
    id: i64,
    slug: String,
    name: String,
}

impl TryFrom<Row> for Board {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let id = BoardId::new(row.id).ok_or_else(|| DbError::Value(format!("board {}", row.id)))?;
        Ok(Self { id, slug: row.slug, name: row.name })
    }
}

/// Returns all boards, sorted by name.
pub async fn boards(connection: &impl ConnectionTrait) -> Result<Vec<Board>, DbError> {
    let rows = db::rows::<Row>(connection, "SELECT id, slug, name FROM board ORDER BY name", []).await?;
    rows.into_iter().map(Board::try_from).collect()
}

/// Returns the board with this address part.
pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Board>, DbError> {
    // Avoid querying for arbitrary text: PostgreSQL rejects strings that contain a zero byte.
    if !slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Ok(None);
    }
    let row = db::row::<Row>(connection, "SELECT id, slug, name FROM board WHERE slug = $1", [slug.into()]).await?;
    row.map(Board::try_from).transpose()
}

/// Returns the board with this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: BoardId) -> Result<Option<Board>, DbError> {
    let row = db::row::<Row>(connection, "SELECT id, slug, name FROM board WHERE id = $1", [id.get().into()]).await?;
    row.map(Board::try_from).transpose()
}

/// Returns the board with this name, in any of its forms.
pub async fn by_name(connection: &impl ConnectionTrait, name: &str) -> Result<Option<Board>, DbError> {
    let sql = "SELECT b.id, b.slug, b.name FROM board b JOIN board_name n ON n.board_id = b.id WHERE n.name_key = $1";
    db::row::<Row>(connection, sql, [title_key(name).into()]).await?.map(Board::try_from).transpose()
}

/// Locks board names until the transaction ends, so that if two clerks choose the same name at once the second gets an error.
pub async fn hold_names(transaction: &WriteTransaction) -> Result<(), DbError> {
    db::hold(transaction, &["names of boards"]).await
}

/// Adds a board under this name, and returns it.
pub async fn insert(transaction: &WriteTransaction, name: &str) -> Result<Board, DbError> {
    let slug = free_slug(transaction, &slug(name)).await?;
    let sql = "INSERT INTO board (slug, name) VALUES ($1, $2) RETURNING id, slug, name";
    let row = db::row::<Row>(transaction, sql, [slug.into(), name.into()]).await?;
    let board: Board = row.ok_or_else(|| DbError::Value("an insert gave no row".to_owned()))?.try_into()?;
    add_name(transaction, board.id, name).await?;
    Ok(board)
}

async fn add_name(transaction: &WriteTransaction, board: BoardId, name: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO board_name (name_key, board_id) VALUES ($1, $2) ON CONFLICT (name_key) DO NOTHING";
    db::execute(transaction, sql, [title_key(name).into(), board.get().into()]).await?;
    Ok(())
}

/// Returns `wanted`, or `wanted-2` and so on if another board has it.
async fn free_slug(connection: &impl ConnectionTrait, wanted: &str) -> Result<String, DbError> {
    let mut slug = wanted.to_owned();
    let mut count = 1;
    while db::single::<i64>(connection, "SELECT id FROM board WHERE slug = $1", [slug.as_str().into()]).await?.is_some() {
        count += 1;
        slug = format!("{wanted}-{count}");
    }
    Ok(slug)
}

/// Updates the tables to match the register.
pub async fn write_register(transaction: &WriteTransaction, board: BoardId, register: &BoardRegister) -> Result<(), DbError> {
    let sql = "UPDATE board SET name = $1 WHERE id = $2";
    db::execute(transaction, sql, [register.name.as_str().into(), board.get().into()]).await?;
    for name in std::iter::once(&register.name).chain(&register.also_known_as) {
        add_name(transaction, board, name).await?;
    }
    db::execute(transaction, "DELETE FROM membership WHERE board_id = $1", [board.get().into()]).await?;
    for (position, member) in register.members.iter().enumerate() {
        let Some(name) = PersonName::read(&member.name) else { continue };
        let person = members::store::person_for(transaction, &name).await?;
        let sql = "INSERT INTO membership (board_id, person_id, municipal_year, role, position, from_day, until_day) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let position = i32::try_from(position).unwrap_or(i32::MAX);
        let year = member.municipal_year.first_year();
        let values = [
            board.get().into(),
            person.get().into(),
            year.into(),
            member.role.stored().into(),
            position.into(),
            member.from.into(),
            member.until.into(),
        ];
        db::execute(transaction, sql, values).await?;
    }
    Ok(())
}

impl BoardRole {
    /// Returns the role as stored in the tables.
    pub fn stored(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::ViceChair => "vice_chair",
            Self::Member => "member",
            Self::Substitute => "substitute",
        }
    }

    /// Returns the role for a stored word. `row` names the row for the error.
    ///
    /// # Errors
    ///
    /// Returns an error if no role has this word.
    pub(crate) fn from_stored(word: &str, row: impl std::fmt::Display) -> Result<Self, DbError> {
        let all = [Self::Chair, Self::ViceChair, Self::Member, Self::Substitute];
        let role = all.into_iter().find(|role| role.stored() == word);
        role.ok_or_else(|| DbError::Value(format!("the role “{word}” of {row}")))
    }
}

/// A member as shown on a board's page.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The name with its title.
    pub name: String,
    /// The address part of their page.
    pub slug: String,
    /// The role on the board.
    pub role: BoardRole,
    /// The first day, if it is not the first day of the year.
    pub from: Option<NaiveDate>,
    /// The last day, if it is not the last day of the year.
    pub until: Option<NaiveDate>,
}

impl Seat {
    /// Returns the role and the dates in words: `Chair, until 31 March 2024`.
    ///
    /// An ordinary member's role and the dates of a whole year are left out.
    pub fn particulars(&self) -> Option<String> {
        let role = (self.role != BoardRole::Member).then(|| self.role.words().to_owned());
        let told: Vec<String> = [role, days_in_words(self.from, self.until)].into_iter().flatten().collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

#[derive(db::Row)]
struct SeatRow {
    slug: String,
    title: String,
    given: String,
    surname: String,
    role: String,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
}

/// Returns who sits on the board in a year, in register order.
pub async fn seats(connection: &impl ConnectionTrait, board: BoardId, year: MunicipalYear) -> Result<Vec<Seat>, DbError> {
    let sql = "SELECT p.slug, p.title, p.given, p.surname, m.role, m.from_day, m.until_day FROM membership m JOIN person p ON p.id = m.person_id \
               WHERE m.board_id = $1 AND m.municipal_year = $2 ORDER BY m.position";
    let rows = db::rows::<SeatRow>(connection, sql, [board.get().into(), year.first_year().into()]).await?;
    let seat = |row: SeatRow| {
        let name = PersonName { title: row.title, given: row.given, surname: row.surname }.full();
        let role = BoardRole::from_stored(&row.role, format_args!("membership of {} on board {board}", row.slug))?;
        Ok(Seat { name, slug: row.slug, role, from: row.from_day, until: row.until_day })
    };
    rows.into_iter().map(seat).collect()
}

/// Returns the years in which the board has members or meetings, latest first.
pub async fn years(connection: &impl ConnectionTrait, board: BoardId) -> Result<Vec<MunicipalYear>, DbError> {
    let sql = "SELECT municipal_year AS year FROM membership WHERE board_id = $1 UNION SELECT municipal_year FROM meeting \
               WHERE board_id = $2 ORDER BY year DESC";
    let rows = db::rows::<YearRow>(connection, sql, [board.get().into(), board.get().into()]).await?;
    Ok(rows.into_iter().filter_map(|row| MunicipalYear::beginning_in(row.year)).collect())
}

#[derive(db::Row)]
pub(crate) struct YearRow {
    pub year: i32,
}
