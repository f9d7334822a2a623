//! All SQL statements about boards, their names and who sits on them.

use crate::board::{BoardRegister, days_in_words};
use crate::meeting::{BoardId, PersonId};
use crate::members;
use crate::members::seat_store::HeldSeat;
use crate::minutes::BoardRole;
use chrono::NaiveDate;
use db::{Connection, DbError, WriteTransaction};
use foundation::text::{slug, title_key};
use foundation::{MunicipalYear, PersonName};

/// A board as shown in lists.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "board")]
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

/// A form of a board's name.
#[derive(db::Row)]
#[row(table = "board_name", key(name_key))]
struct NameForm {
    name_key: String,
    board_id: BoardId,
}

/// A member of a board in a year, as stored.
#[derive(Clone, Debug, db::Row)]
#[row(table = "membership", key(board_id, person_id, municipal_year))]
pub(crate) struct StoredMember {
    pub board_id: BoardId,
    pub person_id: PersonId,
    pub municipal_year: MunicipalYear,
    pub role: BoardRole,
    pub position: i32,
    pub from_day: Option<NaiveDate>,
    pub until_day: Option<NaiveDate>,
}

/// Returns all boards, sorted by name.
pub async fn boards(connection: &Connection) -> Result<Vec<Board>, DbError> {
    db::select(connection, "ORDER BY name", []).await
}

/// Returns the board with this address part.
pub async fn by_slug(connection: &Connection, slug: &str) -> Result<Option<Board>, DbError> {
    // Avoid querying for arbitrary text: PostgreSQL rejects strings that contain a zero byte.
    if !slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Ok(None);
    }
    db::first(connection, "WHERE slug = $1", db::values![slug]).await
}

/// Returns the board with this key.
pub async fn by_id(connection: &Connection, id: BoardId) -> Result<Option<Board>, DbError> {
    db::by_id(connection, id).await
}

/// Returns the board with this name, in any of its forms.
pub async fn by_name(connection: &Connection, name: &str) -> Result<Option<Board>, DbError> {
    let rest = "WHERE id = (SELECT board_id FROM board_name WHERE name_key = $1)";
    db::first(connection, rest, db::values![title_key(name)]).await
}

/// Locks board names until the transaction ends, so that if two clerks choose the same name at once the second gets an error.
pub async fn hold_names(transaction: &WriteTransaction) -> Result<(), DbError> {
    db::hold(transaction, &["names of boards"]).await
}

/// Adds a board under this name, and returns it.
pub async fn insert(transaction: &WriteTransaction, name: &str) -> Result<Board, DbError> {
    let slug = free_slug(transaction, &slug(name)).await?;
    let id = db::insert!(transaction, Board { slug, name }).await?;
    add_name(transaction, id, name).await?;
    Ok(Board { id, slug, name: name.to_owned() })
}

async fn add_name(transaction: &WriteTransaction, board: BoardId, name: &str) -> Result<(), DbError> {
    let on_conflict = "ON CONFLICT (name_key) DO NOTHING";
    db::insert!(transaction, NameForm { name_key: title_key(name), board_id: board }, on_conflict).await?;
    Ok(())
}

/// Returns `wanted`, or `wanted-2` and so on if another board has it.
async fn free_slug(connection: &Connection, wanted: &str) -> Result<String, DbError> {
    let mut slug = wanted.to_owned();
    let mut count = 1;
    while db::first::<Board>(connection, "WHERE slug = $1", db::values![slug]).await?.is_some() {
        count += 1;
        slug = format!("{wanted}-{count}");
    }
    Ok(slug)
}

/// Updates the tables to match the register.
pub async fn write_register(transaction: &WriteTransaction, board: BoardId, register: &BoardRegister) -> Result<(), DbError> {
    db::update!(transaction, Board { name: register.name }, "id = $1", [board]).await?;
    for name in std::iter::once(&register.name).chain(&register.also_known_as) {
        add_name(transaction, board, name).await?;
    }
    db::execute(transaction, "DELETE FROM membership WHERE board_id = $1", db::values![board]).await?;
    for (position, member) in register.members.iter().enumerate() {
        let Some(name) = PersonName::read(&member.name) else { continue };
        db::insert!(
            transaction,
            StoredMember {
                board_id: board,
                person_id: members::store::person_for(transaction, &name).await?,
                municipal_year: member.municipal_year,
                role: member.role,
                position: i32::try_from(position).unwrap_or(i32::MAX),
                from_day: member.from,
                until_day: member.until,
            }
        )
        .await?;
    }
    Ok(())
}

impl BoardRole {
    /// All roles, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Chair, Self::ViceChair, Self::Member, Self::Substitute];

    /// Returns the role as stored in the tables.
    pub fn stored(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::ViceChair => "vice_chair",
            Self::Member => "member",
            Self::Substitute => "substitute",
        }
    }
}

db::stored_words!(BoardRole, stored);

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

/// Returns who sits on the board in a year, in register order.
pub async fn seats(connection: &Connection, board: BoardId, year: MunicipalYear) -> Result<Vec<Seat>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.municipal_year = $2 ORDER BY m.position";
    let members = members::seat_store::held(connection, rest, db::values![board, year]).await?;
    let seat = |held: HeldSeat| Seat {
        name: held.person.name.full(),
        slug: held.person.slug,
        role: held.member.role,
        from: held.member.from_day,
        until: held.member.until_day,
    };
    Ok(members.into_iter().map(seat).collect())
}

/// Returns the years in which the board has members or meetings, latest first.
pub async fn years(connection: &Connection, board: BoardId) -> Result<Vec<MunicipalYear>, DbError> {
    let sql = "SELECT municipal_year AS year FROM membership WHERE board_id = $1 UNION SELECT municipal_year FROM meeting \
               WHERE board_id = $1 ORDER BY year DESC";
    db::column(connection, sql, db::values![board]).await
}
