//! All SQL statements about meetings.

use crate::agenda::MeetingDay;
use crate::meeting::notice::Notice;
use crate::meeting::{BoardId, Meeting, MeetingId, OwnDeadlines};
use chrono::{Datelike, Months, NaiveDate, NaiveTime};
use db::{Connection, DbError, Table as _, ToSql, Value, WriteTransaction};
use foundation::MunicipalYear;

async fn meetings(connection: &Connection, rest: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<Meeting>, DbError> {
    let sql = format!(
        "SELECT {}, b.name AS board_name, b.slug AS board_slug, {} FROM meeting m JOIN board b ON b.id = m.board_id \
         LEFT JOIN meeting_deadline d ON d.meeting_id = m.id {rest}",
        Meeting::columns("m"),
        OwnDeadlines::columns("d"),
    );
    db::rows(connection, &sql, values).await
}

/// Returns the meeting with this key.
pub async fn by_id(connection: &Connection, id: MeetingId) -> Result<Option<Meeting>, DbError> {
    Ok(meetings(connection, "WHERE m.id = $1", db::values![id]).await?.pop())
}

/// Returns the meetings with these keys, in no order.
pub async fn by_ids(connection: &Connection, ids: &[MeetingId]) -> Result<Vec<Meeting>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=ids.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    meetings(connection, &format!("WHERE m.id IN ({keys})"), ids.iter().map(ToSql::to_sql)).await
}

/// Returns the board's meetings in a year, latest first.
pub async fn of_board(connection: &Connection, board: BoardId, year: MunicipalYear) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.municipal_year = $2 ORDER BY m.held_on DESC, m.id";
    meetings(connection, rest, db::values![board, year]).await
}

/// Returns all meetings in a year, latest first.
pub async fn of_year(connection: &Connection, year: MunicipalYear, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.municipal_year = $1 ORDER BY m.held_on DESC, b.name, m.id LIMIT $2";
    meetings(connection, rest, db::values![year, limit]).await
}

/// Returns meetings on or after `today`, soonest first.
pub async fn next(connection: &Connection, today: NaiveDate, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.held_on >= $1 AND (m.held_on > $1 OR m.has_minutes = $2) AND m.cancelled = $2 ORDER BY m.held_on, b.name, m.id LIMIT $3";
    meetings(connection, rest, db::values![today, false, limit]).await
}

/// Returns the board's next meeting on or after `today` that is not cancelled.
pub async fn next_of(connection: &Connection, board: BoardId, today: NaiveDate) -> Result<Option<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on >= $2 AND (m.held_on > $2 OR m.has_minutes = $3) AND m.cancelled = $3 ORDER BY m.held_on, m.id LIMIT 1";
    Ok(meetings(connection, rest, db::values![board, today, false]).await?.pop())
}

/// Returns the board's meetings on or after `today` that are not cancelled and whose date is known, soonest first.
pub async fn to_come_of(connection: &Connection, board: BoardId, today: NaiveDate) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on >= $2 AND (m.held_on > $2 OR m.has_minutes = $3) AND m.cancelled = $3 \
                AND m.day_known = $4 ORDER BY m.held_on, m.id LIMIT 100";
    meetings(connection, rest, db::values![board, today, false, true]).await
}

/// Returns upcoming meetings of these boards, soonest first: at most `limit`, after the first `skipped`.
pub async fn to_come_of_boards(
    connection: &Connection,
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
    let mut values = Vec::from(db::values![today, false, limit, skipped]);
    values.extend(boards.iter().map(db::ToSql::to_sql));
    meetings(connection, &rest, values).await
}

/// Adds a meeting of a board.
pub async fn insert(transaction: &WriteTransaction, board: BoardId, notice: &Notice) -> Result<MeetingId, DbError> {
    insert_on(transaction, board, notice.held_on, true).await
}

async fn insert_on(
    transaction: &WriteTransaction,
    board: BoardId,
    held_on: NaiveDate,
    day_known: bool,
) -> Result<MeetingId, DbError> {
    let municipal_year = MunicipalYear::of(held_on);
    db::insert!(transaction, Meeting { board_id: board, held_on, day_known, municipal_year, has_minutes: false }).await
}

/// Updates a meeting to match its notice.
pub async fn take_notice(transaction: &WriteTransaction, id: MeetingId, notice: &Notice) -> Result<(), DbError> {
    let sql = "UPDATE meeting SET moved_from = CASE WHEN held_on <> $1 AND day_known = $2 THEN held_on ELSE moved_from END, held_on = $1, \
               day_known = $2, municipal_year = $3, starts_at = $4, place = $5, cancelled = $6 WHERE id = $7";
    let Notice { held_on, starts_at, place, is_cancelled, .. } = notice;
    let values = db::values![held_on, true, MunicipalYear::of(*held_on), starts_at, place, is_cancelled, id];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Returns past meetings that were not cancelled, latest first.
pub async fn latest(connection: &Connection, today: NaiveDate, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.held_on < $1 AND m.cancelled = $2 ORDER BY m.held_on DESC, b.name, m.id LIMIT $3";
    meetings(connection, rest, db::values![today, false, limit]).await
}

/// Returns the keys and dates of all boards' meetings between two dates, earliest first.
pub async fn days_between(
    connection: &Connection,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(MeetingId, NaiveDate)>, DbError> {
    let sql = "SELECT id, held_on FROM meeting WHERE held_on >= $1 AND held_on <= $2 ORDER BY held_on, id";
    db::rows(connection, sql, db::values![from, until]).await
}

/// Returns the dates of the first and last meetings, or `None` if there are no meetings.
pub async fn span(connection: &Connection) -> Result<Option<(NaiveDate, NaiveDate)>, DbError> {
    let first = db::single::<NaiveDate>(connection, "SELECT held_on FROM meeting ORDER BY held_on LIMIT 1", []).await?;
    let last = db::single::<NaiveDate>(connection, "SELECT held_on FROM meeting ORDER BY held_on DESC LIMIT 1", []).await?;
    Ok(first.zip(last))
}

/// Returns all boards' meetings between two dates, earliest first.
pub async fn between(connection: &Connection, from: NaiveDate, until: NaiveDate) -> Result<Vec<Meeting>, DbError> {
    let rest = "WHERE m.held_on >= $1 AND m.held_on <= $2 ORDER BY m.held_on, m.starts_at, b.name, m.id LIMIT 1000";
    meetings(connection, rest, db::values![from, until]).await
}

/// Returns all boards' meetings on a date.
pub async fn on_day(connection: &Connection, day: NaiveDate) -> Result<Vec<Meeting>, DbError> {
    meetings(connection, "WHERE m.held_on = $1 ORDER BY b.name, m.id", db::values![day]).await
}

/// Returns the meetings of a board, or of all boards if none is given, on or after `day`, latest first.
pub async fn since(connection: &Connection, board: Option<BoardId>, day: NaiveDate, limit: i64) -> Result<Vec<Meeting>, DbError> {
    let (rest, values) = match board {
        Some(board) => {
            ("WHERE m.board_id = $1 AND m.held_on >= $2 ORDER BY m.held_on DESC, m.id LIMIT $3", db::values![board, day].to_vec())
        }
        None => ("WHERE m.held_on >= $1 ORDER BY m.held_on DESC, b.name, m.id LIMIT $2", db::values![day].to_vec()),
    };
    meetings(connection, rest, values.into_iter().chain([limit.to_sql()])).await
}

/// Returns the board's last meeting before this one with public minutes.
pub async fn before_with_minutes(connection: &Connection, meeting: &Meeting) -> Result<Option<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on < $2 AND m.has_minutes = $3 ORDER BY m.held_on DESC, m.id DESC LIMIT 1";
    Ok(meetings(connection, rest, db::values![meeting.board, meeting.held_on, true]).await?.pop())
}

/// Returns the board's next meeting after this one.
pub async fn after(connection: &Connection, meeting: &Meeting) -> Result<Option<Meeting>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.held_on > $2 ORDER BY m.held_on, m.id LIMIT 1";
    Ok(meetings(connection, rest, db::values![meeting.board, meeting.held_on]).await?.pop())
}

/// Returns the years with meetings, latest first.
pub async fn municipal_years(connection: &Connection) -> Result<Vec<MunicipalYear>, DbError> {
    db::column(connection, "SELECT DISTINCT municipal_year AS year FROM meeting ORDER BY year DESC", []).await
}

/// Returns the board's meeting on this date, creating it if there is none. If only a meeting's month was known, it is given the
/// date.
pub async fn meeting_for(transaction: &WriteTransaction, board: BoardId, day: MeetingDay) -> Result<MeetingId, DbError> {
    let date = day.date();
    let month = date.with_day(1).unwrap_or(date);
    let next_month = month.checked_add_months(Months::new(1)).unwrap_or(month);
    let found: Option<MeetingId> = if day.is_exact() {
        let sql = "SELECT id FROM meeting WHERE board_id = $1 AND held_on = $2 AND day_known = $3 ORDER BY cancelled, id DESC";
        let exact = db::single(transaction, sql, db::values![board, date, true]).await?;
        if exact.is_some() { exact } else { db::single(transaction, sql, db::values![board, month, false]).await? }
    } else {
        let sql = "SELECT id FROM meeting WHERE board_id = $1 AND held_on >= $2 AND held_on < $3 ORDER BY id";
        db::single(transaction, sql, db::values![board, month, next_month]).await?
    };
    let Some(id) = found else { return insert_on(transaction, board, date, day.is_exact()).await };
    if day.is_exact() {
        let municipal_year = MunicipalYear::of(date);
        let differs = "id = $1 AND (held_on <> $2 OR day_known <> $3 OR municipal_year <> $4)";
        db::update!(
            transaction,
            Meeting { held_on: date, day_known: true, municipal_year },
            differs,
            [id, date, true, municipal_year]
        )
        .await?;
    }
    Ok(id)
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
    let Particulars { starts_at, ended_at, place, has_minutes } = particulars;
    let values = db::values![starts_at, ended_at, place, has_minutes, id];
    db::execute(transaction, sql, values).await?;
    Ok(())
}
