//! All SQL statements about who attended.

use crate::meeting::{BoardId, MeetingId, PersonId};
use crate::members::store::Person;
use crate::minutes::{AttendanceLists, Attendee, BoardRole};
use chrono::NaiveDate;
use db::{Connection, DbError, Table as _, WriteTransaction};
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

db::stored_words!(Capacity, stored);

/// Replaces the attendance lists of a meeting. A printed name is linked to a member of the board if it can mean only that member.
pub async fn write(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    lists: &AttendanceLists,
    members: &[Person],
) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM attendance WHERE meeting_id = $1", db::values![meeting]).await?;
    for capacity in Capacity::ALL {
        for (position, attendee) in (0_i32..).zip(capacity.list(lists)) {
            let person = if capacity.is_of_members() { whom(&attendee.name, members) } else { None };
            db::insert!(
                transaction,
                Listed {
                    meeting_id: meeting,
                    capacity,
                    position,
                    printed_name: attendee.name,
                    person_id: person,
                    role: attendee.role,
                    note: attendee.note,
                }
            )
            .await?;
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
#[derive(Clone, Debug, db::Row)]
#[row(table = "attendance", key(id), unread(id, meeting_id, position, person_id))]
pub struct Listed {
    capacity: Capacity,
    /// The name as printed.
    pub printed_name: String,
    /// The role on the board.
    pub role: Option<BoardRole>,
    /// A note printed after the name.
    pub note: Option<String>,
    /// The address part of the member, if the person is known.
    #[row(joined)]
    pub slug: Option<String>,
    #[row(joined)]
    given: Option<String>,
    #[row(joined)]
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
pub async fn of_meeting(connection: &Connection, meeting: MeetingId) -> Result<Vec<Listed>, DbError> {
    let sql = format!(
        "SELECT a.id, {}, p.slug, p.given, p.surname FROM attendance a LEFT JOIN person p ON p.id = a.person_id \
         WHERE a.meeting_id = $1 ORDER BY a.id",
        Listed::columns("a"),
    );
    db::rows(connection, &sql, db::values![meeting]).await
}

/// A meeting that a member was expected to attend, and whether they did.
#[derive(Clone, Debug, db::Row)]
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

/// Returns the meetings with minutes of boards on which a person sat at the time, latest first.
pub async fn of_person(connection: &Connection, person: PersonId) -> Result<Vec<Expected>, DbError> {
    let sql = "SELECT DISTINCT m.id AS meeting_id, m.board_id, b.name AS board_name, m.municipal_year, m.held_on, \
               (SELECT a.capacity FROM attendance a WHERE a.meeting_id = m.id AND a.person_id = $1 ORDER BY a.id LIMIT 1) AS capacity \
               FROM membership s JOIN meeting m ON m.board_id = s.board_id AND m.municipal_year = s.municipal_year \
               JOIN board b ON b.id = m.board_id WHERE s.person_id = $1 AND m.has_minutes = $2 \
               AND (s.from_day IS NULL OR s.from_day <= m.held_on) AND (s.until_day IS NULL OR s.until_day >= m.held_on) \
               ORDER BY m.held_on DESC LIMIT 1000";
    db::rows(connection, sql, db::values![person, true]).await
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
    connection: &Connection,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<MemberAttendance>, DbError> {
    let sql = "SELECT p.slug, CAST(COUNT(DISTINCT CASE WHEN a.capacity = $1 THEN a.meeting_id END) AS BIGINT) AS present, \
               CAST(COUNT(DISTINCT CASE WHEN a.capacity = $2 THEN a.meeting_id END) AS BIGINT) AS apologies, \
               CAST(COUNT(DISTINCT CASE WHEN a.capacity = $3 THEN a.meeting_id END) AS BIGINT) AS council_business \
               FROM attendance a JOIN meeting m ON m.id = a.meeting_id JOIN person p ON p.id = a.person_id \
               WHERE m.board_id = $4 AND m.municipal_year = $5 GROUP BY p.slug ORDER BY p.slug";
    let values = db::values![Capacity::Present, Capacity::Apologies, Capacity::CouncilBusiness, board, year];
    db::rows(connection, sql, values).await
}
