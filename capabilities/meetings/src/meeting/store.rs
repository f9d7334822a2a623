//! All SQL statements about meetings.

use crate::agenda::MeetingDay;
use crate::board::store::YearRow;
use crate::meeting::notice::Notice;
use crate::meeting::{BoardId, Meeting, MeetingId, OwnDeadlines};
use chrono::{Datelike, Months, NaiveDate, NaiveTime};
use db::{ConnectionTrait, DbError, Value, WriteTransaction};
use foundation::MunicipalYear;

#[derive(db::Row)]
struct Row {
    id: i64,
    board_id: i64,
    board_name: String,
    board_slug: String,
    held_on: NaiveDate,
    day_known: bool,
    starts_at: Option<NaiveTime>,
    ended_at: Option<NaiveTime>,
    place: Option<String>,
    has_minutes: bool,
    cancelled: bool,
    moved_from: Option<NaiveDate>,
    clearance_on: Option<NaiveDate>,
    final_reports_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Meeting {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("meeting {}", row.id));
        Ok(Self {
            id: MeetingId::new(row.id).ok_or_else(unreadable)?,
            board: BoardId::new(row.board_id).ok_or_else(unreadable)?,
            board_name: row.board_name,
            board_slug: row.board_slug,
            held_on: row.held_on,
            day_is_known: row.day_known,
            starts_at: row.starts_at,
            ended_at: row.ended_at,
            place: row.place,
            has_minutes: row.has_minutes,
            is_cancelled: row.cancelled,
            moved_from: row.moved_from,
            own_deadlines: row
                .clearance_on
                .zip(row.final_reports_on)
                .map(|(clearance, final_reports)| OwnDeadlines { clearance, final_reports }),
        })
    }
}

const SELECT: &str = "SELECT m.id, m.board_id, b.name AS board_name, b.slug AS board_slug, m.held_on, m.day_known, m.starts_at, \
                      m.ended_at, m.place, m.has_minutes, m.cancelled, m.moved_from, d.clearance_on, d.final_reports_on FROM meeting m \
                      JOIN board b ON b.id = m.board_id LEFT JOIN meeting_deadline d ON d.meeting_id = m.id";

async fn meetings(connection: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Meeting>, DbError> {
    let rows = db::rows::<Row>(connection, &format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(Meeting::try_from).collect()
}

/// Returns the meeting with this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: MeetingId) -> Result<Option<Meeting>, DbError> {
    Ok(meetings(connection, "WHERE m.id = $1", vec![id.get().into()]).await?.pop())
}

/// Returns the meetings with these keys, in no order.
pub async fn by_ids(connection: &impl ConnectionTrait, ids: &[MeetingId]) -> Result<Vec<Meeting>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=ids.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    meetings(connection, &format!("WHERE m.id IN ({keys})"), ids.iter().map(|id| id.get().into()).collect()).await
}

/// Returns the board's meetings in a year, latest first.
pub async fn of_board(connection: &impl ConnectionTrait, board: BoardId, year: MunicipalYear) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.municipal_year = $2 ORDER BY m.held_on DESC, m.id";
    meetings(connection, rest, vec![board.get().into(), year.first_year().into()]).await
}

/// Returns all meetings in a year, latest first.
pub async fn of_year(connection: &impl ConnectionTrait, year: MunicipalYear, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.municipal_year = $1 ORDER BY m.held_on DESC, b.name, m.id LIMIT $2";
    meetings(connection, rest, vec![year.first_year().into(), limit.into()]).await
}

/// Returns meetings on or after `today`, soonest first.
pub async fn next(connection: &impl ConnectionTrait, today: NaiveDate, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.held_on >= $1 AND (m.held_on > $1 OR m.has_minutes = $2) AND m.cancelled = $2 ORDER BY m.held_on, b.name, m.id LIMIT $3";
    meetings(connection, rest, vec![today.into(), false.into(), limit.into()]).await
}

/// Returns the board's next meeting on or after `today` that is not cancelled.
pub async fn next_of(connection: &impl ConnectionTrait, board: BoardId, today: NaiveDate) -> Result<Option<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on >= $2 AND (m.held_on > $2 OR m.has_minutes = $3) AND m.cancelled = $3 ORDER BY m.held_on, m.id LIMIT 1";
    Ok(meetings(connection, rest, vec![board.get().into(), today.into(), false.into()]).await?.pop())
}

/// Returns the board's meetings on or after `today` that are not cancelled and whose date is known, soonest first.
pub async fn to_come_of(connection: &impl ConnectionTrait, board: BoardId, today: NaiveDate) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on >= $2 AND (m.held_on > $2 OR m.has_minutes = $3) AND m.cancelled = $3 \
                AND m.day_known = $4 ORDER BY m.held_on, m.id LIMIT 100";
    meetings(connection, rest, vec![board.get().into(), today.into(), false.into(), true.into()]).await
}

/// Returns upcoming meetings of these boards, soonest first: at most `limit`, after the first `skipped`.
pub async fn to_come_of_boards(
    connection: &impl ConnectionTrait,
    boards: &[BoardId],
    today: NaiveDate,
    (limit, skipped): (i64, i64),
) -> Result<Vec<Meeting>, DbError> {
    if boards.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (5..5 + boards.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let rest = format!(
        "WHERE m.board_id IN ({keys}) AND m.held_on >= $1 AND (m.held_on > $1 OR m.has_minutes = $2) AND m.cancelled = $2 ORDER BY m.held_on, \
         m.id LIMIT $3 OFFSET $4"
    );
    let values = [today.into(), false.into(), limit.into(), skipped.into()];
    meetings(connection, &rest, values.into_iter().chain(boards.iter().map(|board| board.get().into())).collect()).await
}

/// Adds a meeting of a board.
pub async fn insert(transaction: &WriteTransaction, board: BoardId, notice: &Notice) -> Result<MeetingId, DbError> {
    let sql = "INSERT INTO meeting (board_id, held_on, day_known, municipal_year, has_minutes) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let year = MunicipalYear::of(notice.held_on).first_year();
    let values = [board.get().into(), notice.held_on.into(), true.into(), year.into(), false.into()];
    let id = db::single::<i64>(transaction, sql, values).await?;
    id.and_then(MeetingId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Updates a meeting to match its notice.
pub async fn take_notice(transaction: &WriteTransaction, id: MeetingId, notice: &Notice) -> Result<(), DbError> {
    let sql = "UPDATE meeting SET moved_from = CASE WHEN held_on <> $1 AND day_known = $2 THEN held_on ELSE moved_from END, held_on = $1, \
               day_known = $2, municipal_year = $3, starts_at = $4, place = $5, cancelled = $6 WHERE id = $7";
    let values = [
        notice.held_on.into(),
        true.into(),
        MunicipalYear::of(notice.held_on).first_year().into(),
        notice.starts_at.into(),
        notice.place.as_deref().into(),
        notice.is_cancelled.into(),
        id.get().into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Returns past meetings that were not cancelled, latest first.
pub async fn latest(connection: &impl ConnectionTrait, today: NaiveDate, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.held_on < $1 AND m.cancelled = $2 ORDER BY m.held_on DESC, b.name, m.id LIMIT $3";
    meetings(connection, rest, vec![today.into(), false.into(), limit.into()]).await
}

#[derive(db::Row)]
struct DayRow {
    id: i64,
    held_on: NaiveDate,
}

/// Returns the keys and dates of all boards' meetings between two dates, earliest first.
pub async fn days_between(
    connection: &impl ConnectionTrait,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(MeetingId, NaiveDate)>, DbError> {
    let sql = "SELECT id, held_on FROM meeting WHERE held_on >= $1 AND held_on <= $2 ORDER BY held_on, id";
    let rows = db::rows::<DayRow>(connection, sql, [from.into(), until.into()]).await?;
    Ok(rows.into_iter().filter_map(|row| Some((MeetingId::new(row.id)?, row.held_on))).collect())
}

/// Returns the dates of the first and last meetings, or `None` if there are no meetings.
pub async fn span(connection: &impl ConnectionTrait) -> Result<Option<(NaiveDate, NaiveDate)>, DbError> {
    let first = db::single::<NaiveDate>(connection, "SELECT held_on FROM meeting ORDER BY held_on LIMIT 1", []).await?;
    let last = db::single::<NaiveDate>(connection, "SELECT held_on FROM meeting ORDER BY held_on DESC LIMIT 1", []).await?;
    Ok(first.zip(last))
}

/// Returns all boards' meetings between two dates, earliest first.
pub async fn between(connection: &impl ConnectionTrait, from: NaiveDate, until: NaiveDate) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.held_on >= $1 AND m.held_on <= $2 ORDER BY m.held_on, m.starts_at, b.name, m.id LIMIT 1000";
    meetings(connection, rest, vec![from.into(), until.into()]).await
}

/// Returns all boards' meetings on a date.
pub async fn on_day(connection: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<Meeting>, DbError> {
    meetings(connection, "WHERE m.held_on = $1 ORDER BY b.name, m.id", vec![day.into()]).await
}

/// Returns the meetings of a board, or of all boards if none is given, on or after `day`, latest first.
pub async fn since(
    connection: &impl ConnectionTrait,
    board: Option<BoardId>,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<Meeting>, DbError> {
    let (rest, values) = match board {
        Some(board) => (
            "WHERE m.board_id = $1 AND m.held_on >= $2 ORDER BY m.held_on DESC, m.id LIMIT $3",
            vec![board.get().into(), day.into()],
        ),
        None => ("WHERE m.held_on >= $1 ORDER BY m.held_on DESC, b.name, m.id LIMIT $2", vec![day.into()]),
    };
    meetings(connection, rest, values.into_iter().chain([limit.into()]).collect()).await
}

/// Returns the board's last meeting before this one with public minutes.
pub async fn before_with_minutes(connection: &impl ConnectionTrait, meeting: &Meeting) -> Result<Option<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on < $2 AND m.has_minutes = $3 ORDER BY m.held_on DESC, m.id DESC LIMIT 1";
    Ok(meetings(connection, rest, vec![meeting.board.get().into(), meeting.held_on.into(), true.into()]).await?.pop())
}

/// Returns the board's next meeting after this one.
pub async fn after(connection: &impl ConnectionTrait, meeting: &Meeting) -> Result<Option<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on > $2 ORDER BY m.held_on, m.id LIMIT 1";
    Ok(meetings(connection, rest, vec![meeting.board.get().into(), meeting.held_on.into()]).await?.pop())
}

/// Returns the years with meetings, latest first.
pub async fn municipal_years(connection: &impl ConnectionTrait) -> Result<Vec<MunicipalYear>, DbError> {
    let rows =
        db::rows::<YearRow>(connection, "SELECT DISTINCT municipal_year AS year FROM meeting ORDER BY year DESC", []).await?;
    Ok(rows.into_iter().filter_map(|row| MunicipalYear::beginning_in(row.year)).collect())
}

/// Returns the board's meeting on this date, creating it if there is none. If only a meeting's month was known, it is given the
/// date.
pub async fn meeting_for(transaction: &WriteTransaction, board: BoardId, day: MeetingDay) -> Result<MeetingId, DbError> {
    let date = day.date();
    let month = date.with_day(1).unwrap_or(date);
    let next_month = month.checked_add_months(Months::new(1)).unwrap_or(month);
    let found = if day.is_exact() {
        let sql = "SELECT id FROM meeting WHERE board_id = $1 AND held_on = $2 AND day_known = $3 ORDER BY cancelled, id DESC";
        let exact = db::single::<i64>(transaction, sql, [board.get().into(), date.into(), true.into()]).await?;
        if exact.is_some() {
            exact
        } else {
            let values = [board.get().into(), month.into(), false.into()];
            db::single::<i64>(transaction, sql, values).await?
        }
    } else {
        let sql = "SELECT id FROM meeting WHERE board_id = $1 AND held_on >= $2 AND held_on < $3 ORDER BY id";
        db::single::<i64>(transaction, sql, [board.get().into(), month.into(), next_month.into()]).await?
    };
    let year = MunicipalYear::of(date).first_year();
    let id = if let Some(id) = found {
        if day.is_exact() {
            let sql = "UPDATE meeting SET held_on = $1, day_known = $2, municipal_year = $3 \
                       WHERE id = $4 AND (held_on <> $1 OR day_known <> $2 OR municipal_year <> $3)";
            db::execute(transaction, sql, [date.into(), true.into(), year.into(), id.into()]).await?;
        }
        Some(id)
    } else {
        let sql = "INSERT INTO meeting (board_id, held_on, day_known, municipal_year, has_minutes) VALUES ($1, $2, $3, $4, $5) RETURNING id";
        let values = [board.get().into(), date.into(), day.is_exact().into(), year.into(), false.into()];
        db::single::<i64>(transaction, sql, values).await?
    };
    id.and_then(MeetingId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Details of a meeting given by a document; details that it does not give are left unchanged.
pub struct Particulars<'a> {
    /// The start time.
    pub starts_at: Option<NaiveTime>,
    /// The time at which it ended.
    pub ended_at: Option<NaiveTime>,
    /// The venue.
    pub place: Option<&'a str>,
    /// Whether the document is the minutes.
    pub has_minutes: bool,
}

/// Updates a meeting with what a document gives.
pub async fn tell(transaction: &WriteTransaction, id: MeetingId, particulars: &Particulars<'_>) -> Result<(), DbError> {
    let sql = "UPDATE meeting SET starts_at = COALESCE($1, starts_at), ended_at = COALESCE($2, ended_at), place = COALESCE($3, place), \
               has_minutes = (has_minutes OR $4) WHERE id = $5";
    let values = [
        particulars.starts_at.into(),
        particulars.ended_at.into(),
        particulars.place.into(),
        particulars.has_minutes.into(),
        id.get().into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}
