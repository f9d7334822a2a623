//! All SQL statements about who attended.

use crate::meeting::{BoardId, MeetingId, PersonId};
use crate::members::store::Person;
use crate::minutes::{AttendanceLists, Attendee, BoardRole};
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::{MunicipalYear, PersonName};

/// The capacity in which someone is listed as attending or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// Present.
    Present,
    /// Sent apologies.
    Apologies,
    /// Absent on council business.
    CouncilBusiness,
    /// An officer.
    Officer,
    /// Also in attendance.
    AlsoInAttendance,
}

impl Capacity {
    /// All values, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Present, Self::Apologies, Self::CouncilBusiness, Self::Officer, Self::AlsoInAttendance];

    fn stored(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Apologies => "apologies",
            Self::CouncilBusiness => "council_business",
            Self::Officer => "officer",
            Self::AlsoInAttendance => "also",
        }
    }

    /// Returns the capacity for a stored word. `row` names the row for the error.
    fn from_stored(word: &str, row: impl std::fmt::Display) -> Result<Self, DbError> {
        let capacity = Self::ALL.into_iter().find(|capacity| capacity.stored() == word);
        capacity.ok_or_else(|| DbError::Value(format!("the capacity “{word}” of {row}")))
    }

    /// Returns the heading of the list, as minutes print it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Present => "Present",
            Self::Apologies => "Apologies for absence",
            Self::CouncilBusiness => "Absence declared on Council business",
            Self::Officer => "Officers present",
            Self::AlsoInAttendance => "Also in attendance",
        }
    }

    /// Checks whether the list is of members of the board.
    pub fn is_of_members(self) -> bool {
        matches!(self, Self::Present | Self::Apologies | Self::CouncilBusiness)
    }

    /// Returns the list for this capacity.
    pub fn list(self, lists: &AttendanceLists) -> &[Attendee] {
        match self {
            Self::Present => &lists.present,
            Self::Apologies => &lists.apologies,
            Self::CouncilBusiness => &lists.absent_on_council_business,
            Self::Officer => &lists.officers,
            Self::AlsoInAttendance => &lists.also_in_attendance,
        }
    }
}

/// Replaces the attendance lists of a meeting. A printed name is linked to a member of the board if it can mean only that member.
pub async fn write(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    lists: &AttendanceLists,
    members: &[Person],
) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM attendance WHERE meeting_id = $1", [meeting.get().into()]).await?;
    for capacity in Capacity::ALL {
        for (position, attendee) in (0_i32..).zip(capacity.list(lists)) {
            let person = if capacity.is_of_members() { whom(&attendee.name, members) } else { None };
            let sql = "INSERT INTO attendance (meeting_id, capacity, position, printed_name, person_id, role, note) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let values = [
                meeting.get().into(),
                capacity.stored().into(),
                position.into(),
                attendee.name.as_str().into(),
                person.map(PersonId::get).into(),
                attendee.role.map(BoardRole::stored).into(),
                attendee.note.as_deref().into(),
            ];
            db::execute(transaction, sql, values).await?;
        }
    }
    Ok(())
}

/// Returns the only member whom a printed name can mean. A member whose name was corrected is in `members` under each name.
fn whom(printed: &str, members: &[Person]) -> Option<PersonId> {
    let name = PersonName::read(printed)?;
    let mut matching = members.iter().filter(|member| member.name.may_be(&name)).map(|member| member.id);
    let first = matching.next()?;
    matching.all(|other| other == first).then_some(first)
}

/// Checks whether a printed name has since been corrected: it matches no member's current name but does match a former one.
pub fn is_former_name(printed: &str, current: &[Person], by_any_name: &[Person]) -> bool {
    let fits = |name: &PersonName| current.iter().any(|member| member.name.may_be(name));
    !PersonName::read(printed).is_some_and(|name| fits(&name)) && whom(printed, by_any_name).is_some()
}

/// A line of the attendance lists as shown on a page.
#[derive(Clone, Debug)]
pub struct Listed {
    capacity: Capacity,
    /// The name as printed.
    pub printed_name: String,
    /// The role on the board.
    pub role: Option<BoardRole>,
    /// A note printed after the name.
    pub note: Option<String>,
    /// The address part of the member, if the person is known.
    pub slug: Option<String>,
    given: Option<String>,
    surname: Option<String>,
}

impl Listed {
    /// Returns the name as the minutes print it, or the corrected name if it has been corrected since.
    pub fn shown_name(&self) -> String {
        let current = self.surname.as_ref().map(|surname| PersonName {
            title: String::new(),
            given: self.given.clone().unwrap_or_default(),
            surname: surname.clone(),
        });
        match (current, PersonName::read(&self.printed_name)) {
            (Some(current), Some(printed)) if !current.may_be(&printed) => current.plain(),
            _ => self.printed_name.clone(),
        }
    }

    /// Checks whether the person attended in this capacity.
    pub fn is(&self, capacity: Capacity) -> bool {
        self.capacity == capacity
    }
}

/// Returns the attendance lists of a meeting.
pub async fn of_meeting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Listed>, DbError> {
    let sql = "SELECT a.id, a.capacity, a.printed_name, a.role, a.note, p.slug, p.given, p.surname FROM attendance a LEFT JOIN person p ON p.id = a.person_id \
               WHERE a.meeting_id = $1 ORDER BY a.id";
    let rows = db::rows::<ListedRow>(connection, sql, [meeting.get().into()]).await?;
    rows.into_iter().map(Listed::try_from).collect()
}

#[derive(db::Row)]
struct ListedRow {
    id: i64,
    capacity: String,
    printed_name: String,
    role: Option<String>,
    note: Option<String>,
    slug: Option<String>,
    given: Option<String>,
    surname: Option<String>,
}

impl TryFrom<ListedRow> for Listed {
    type Error = DbError;

    fn try_from(row: ListedRow) -> Result<Self, DbError> {
        let named = format!("attendance {}", row.id);
        Ok(Self {
            capacity: Capacity::from_stored(&row.capacity, &named)?,
            role: row.role.map(|role| BoardRole::from_stored(&role, &named)).transpose()?,
            printed_name: row.printed_name,
            note: row.note,
            slug: row.slug,
            given: row.given,
            surname: row.surname,
        })
    }
}

/// A meeting that a member was expected to attend, and whether they did.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The meeting’s key.
    pub meeting_id: i64,
    /// The board’s key.
    pub board_id: i64,
    /// The board’s name.
    pub board_name: String,
    /// The first calendar year of the municipal year.
    pub municipal_year: i32,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The capacity in which the minutes name the member, or `None` if they do not.
    pub capacity: Option<Capacity>,
}

#[derive(db::Row)]
struct ExpectedRow {
    meeting_id: i64,
    board_id: i64,
    board_name: String,
    municipal_year: i32,
    held_on: NaiveDate,
    capacity: Option<String>,
}

impl TryFrom<ExpectedRow> for Expected {
    type Error = DbError;

    fn try_from(row: ExpectedRow) -> Result<Self, DbError> {
        let named = format!("an attendance at meeting {}", row.meeting_id);
        Ok(Self {
            meeting_id: row.meeting_id,
            board_id: row.board_id,
            board_name: row.board_name,
            municipal_year: row.municipal_year,
            held_on: row.held_on,
            capacity: row.capacity.map(|word| Capacity::from_stored(&word, &named)).transpose()?,
        })
    }
}

/// Returns the meetings with minutes of boards on which a person sat at the time, latest first.
pub async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Expected>, DbError> {
    let sql = "SELECT DISTINCT m.id AS meeting_id, m.board_id, b.name AS board_name, m.municipal_year, m.held_on, \
               (SELECT a.capacity FROM attendance a WHERE a.meeting_id = m.id AND a.person_id = $1 ORDER BY a.id LIMIT 1) AS capacity \
               FROM membership s JOIN meeting m ON m.board_id = s.board_id AND m.municipal_year = s.municipal_year \
               JOIN board b ON b.id = m.board_id WHERE s.person_id = $2 AND m.has_minutes = $3 \
               AND (s.from_day IS NULL OR s.from_day <= m.held_on) AND (s.until_day IS NULL OR s.until_day >= m.held_on) \
               ORDER BY m.held_on DESC LIMIT 1000";
    let rows = db::rows::<ExpectedRow>(connection, sql, [person.get().into(), person.get().into(), true.into()]).await?;
    rows.into_iter().map(Expected::try_from).collect()
}

/// A member's attendance record at a board's meetings in a year.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
pub struct MemberAttendance {
    /// The address part of the member's page.
    pub slug: String,
    /// The number of meetings at which they were present.
    pub present: i64,
    /// The number of meetings for which they sent apologies.
    pub apologies: i64,
    /// The number of meetings they missed on council business.
    pub council_business: i64,
}

/// Returns the attendance of each member named in the minutes of a board's meetings in a year, by address part.
pub async fn of_board_in_year(
    connection: &impl ConnectionTrait,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<MemberAttendance>, DbError> {
    let sql = "SELECT p.slug, CAST(COUNT(DISTINCT CASE WHEN a.capacity = $1 THEN a.meeting_id END) AS BIGINT) AS present, \
               CAST(COUNT(DISTINCT CASE WHEN a.capacity = $2 THEN a.meeting_id END) AS BIGINT) AS apologies, \
               CAST(COUNT(DISTINCT CASE WHEN a.capacity = $3 THEN a.meeting_id END) AS BIGINT) AS council_business \
               FROM attendance a JOIN meeting m ON m.id = a.meeting_id JOIN person p ON p.id = a.person_id \
               WHERE m.board_id = $4 AND m.municipal_year = $5 GROUP BY p.slug ORDER BY p.slug";
    let values = [
        Capacity::Present.stored().into(),
        Capacity::Apologies.stored().into(),
        Capacity::CouncilBusiness.stored().into(),
        board.get().into(),
        year.first_year().into(),
    ];
    db::rows(connection, sql, values).await
}
