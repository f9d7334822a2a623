//! The history from which minutes are counted. Each row holds one countable fact and the period during which the public minutes
//! said so. A count as at any instant is a sum over rows; when minutes are published again, the rows of the previous version end
//! and new ones begin.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, Db, DbError, SqlMigration, ToSql, Value, WriteTransaction};
use figures::{Asked, Part, ThingCounts};
use foundation::civil_date;
use meetings::meeting::{BoardId, MeetingId};
use meetings::minutes::{MinuteEntry, Minutes};

/// The table of counted facts.
pub const WHAT_IS_COUNTED: SqlMigration = SqlMigration {
    name: "m20261127_120_what_is_counted",
    statements: &[
        "CREATE TABLE meeting_count (id {KEY}, kind TEXT NOT NULL, board_id BIGINT NOT NULL REFERENCES board (id), meeting_id BIGINT NOT NULL \
         REFERENCES meeting (id), held_on DATE NOT NULL, label TEXT NOT NULL, amount BIGINT NOT NULL, whole BIGINT, \
         valid_from {INSTANT} NOT NULL, valid_until {INSTANT})",
        // A covering index, so that counts need not read the table rows.
        "CREATE INDEX meeting_count_by_kind ON meeting_count (kind, held_on, board_id, label, valid_from, valid_until, amount, whole)",
        "CREATE INDEX meeting_count_by_meeting ON meeting_count (meeting_id)",
    ],
    protects: &[db::ledger_sealed("meeting_count")],
};

/// A countable fact about one meeting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CountRow {
    pub kind: &'static str,
    /// The part counted, such as a post; empty if the part is the meeting itself.
    pub label: String,
    pub amount: i64,
    pub whole: Option<i64>,
}

/// Meetings held: one for each meeting with public minutes.
pub(crate) const HELD: &str = "held";
/// Attendance: how many of the named members were present.
pub(crate) const ATTENDANCE: &str = "attendance";
/// Decisions: resolutions.
pub(crate) const DECISIONS: &str = "decisions";
/// Actions assigned to posts.
pub(crate) const ACTIONS: &str = "actions";

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// Returns the rows for a version of minutes. This is a pure function, so a recount from history gives the same result.
pub(crate) fn rows_of(minutes: &Minutes) -> Vec<CountRow> {
    let lists = &minutes.attendance;
    let (present, away) = (lists.present.len(), lists.apologies.len() + lists.absent_on_council_business.len());
    let resolved =
        minutes.items.iter().flat_map(|item| &item.entries).filter(|entry| matches!(entry, MinuteEntry::Resolution { .. }));
    let row = |kind, label: &str, amount, whole| CountRow { kind, label: label.to_owned(), amount, whole };
    let mut rows = vec![
        row(HELD, "", 1, None),
        row(ATTENDANCE, "", count(present), Some(count(present + away))),
        row(DECISIONS, "", count(resolved.count()), None),
    ];
    let mut owners: Vec<&str> = minutes.items.iter().flat_map(|item| &item.actions).map(|action| action.owner.as_str()).collect();
    owners.sort_unstable();
    for same in owners.chunk_by(|one, other| one == other) {
        rows.push(row(ACTIONS, same[0], count(same.len()), None));
    }
    rows
}

/// A fact as stored, while it holds.
#[derive(db::Row)]
#[row(table = "meeting_count", unread(valid_until))]
struct StoredCount {
    id: i64,
    kind: String,
    board_id: BoardId,
    meeting_id: MeetingId,
    held_on: NaiveDate,
    label: String,
    amount: i64,
    whole: Option<i64>,
    valid_from: DateTime<Utc>,
}

/// Ends the rows of the previous version and writes those of this one.
pub async fn write(
    transaction: &WriteTransaction,
    (board, meeting): (BoardId, MeetingId),
    minutes: &Minutes,
    at: DateTime<Utc>,
) -> Result<(), DbError> {
    let current = "meeting_id = $1 AND valid_until IS NULL";
    db::update!(transaction, StoredCount { valid_until: at }, current, [meeting]).await?;
    for CountRow { kind, label, amount, whole } in rows_of(minutes) {
        db::insert!(
            transaction,
            StoredCount {
                kind,
                board_id: board,
                meeting_id: meeting,
                held_on: minutes.held_on,
                label,
                amount,
                whole,
                valid_from: at,
            }
        )
        .await?;
    }
    Ok(())
}

/// Returns the board that a count is restricted to.
///
/// # Errors
///
/// Returns an error if the filter is not the key of a board: a count of all boards would be a wrong figure.
pub(crate) fn board_of(asked: &Asked) -> Result<Option<BoardId>, DbError> {
    let unreadable = |board: &str| DbError::Value(format!("a figure of the board “{board}”, which is not a key"));
    asked.filter("board").map(|board| board.parse().map_err(|_| unreadable(board))).transpose()
}

#[derive(db::Row)]
struct PartRow {
    held_on: NaiveDate,
    board: String,
    label: String,
    amount: i64,
    whole: Option<i64>,
}

#[derive(db::Row)]
struct TotalRow {
    amount: i64,
    whole: i64,
    rows_counted: i64,
}

/// The maximum number of rows for which parts are returned; above this only the total is.
const MOST_ROWS: i64 = 20_000;

/// The maximum number of parts returned individually.
const MOST_PARTS: usize = 500;

/// Counts a kind, by meeting or by label.
pub(crate) async fn counted(db: &Db, kind: &str, asked: &Asked, is_share: bool) -> Result<ThingCounts, DbError> {
    let mut values: Vec<Value> = vec![kind.into(), asked.period.from.into(), asked.period.until.into(), asked.as_at.into()];
    let mut held = "c.kind = $1 AND c.held_on >= $2 AND c.held_on <= $3 AND c.valid_from <= $4 AND (c.valid_until IS NULL OR \
                    c.valid_until > $4)"
        .to_owned();
    if let Some(board) = board_of(asked)? {
        values.push(board.to_sql());
        held.push_str(" AND c.board_id = $5");
    }
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(c.amount), 0) AS BIGINT) AS amount, CAST(COALESCE(SUM(c.whole), 0) AS BIGINT) AS whole, \
         CAST(COUNT(*) AS BIGINT) AS rows_counted FROM meeting_count c WHERE {held}"
    );
    let total = db::row::<TotalRow>(db.reading(), &sql, values.clone()).await?;
    // More parts than anyone could read are not compiled.
    if let Some(total) = total.filter(|total| total.rows_counted > MOST_ROWS) {
        return Ok(ThingCounts::total(total.amount, is_share.then_some(total.whole)));
    }
    let sql = format!(
        "SELECT g.held_on, b.name AS board, g.label, g.amount, g.whole FROM (SELECT c.held_on, c.board_id, c.label, \
         CAST(SUM(c.amount) AS BIGINT) AS amount, CAST(SUM(c.whole) AS BIGINT) AS whole FROM meeting_count c WHERE {held} \
         GROUP BY c.held_on, c.board_id, c.label) g JOIN board b ON b.id = g.board_id ORDER BY g.held_on, b.name, g.label"
    );
    let rows = db::rows::<PartRow>(db.reading(), &sql, values).await?;
    let by_label = rows.iter().any(|row| !row.label.is_empty());
    let parts = rows.into_iter().map(|row| {
        let day = format!("{}, {}", civil_date::written(row.held_on), row.board);
        Part { label: if by_label { row.label } else { day }, count: row.amount, of: row.whole }
    });
    let mut parts: Vec<Part> = parts.collect();
    if by_label {
        parts.sort_by(|one, other| one.label.cmp(&other.label));
        parts = parts
            .chunk_by(|one, other| one.label == other.label)
            .map(|same| Part { label: same[0].label.clone(), count: same.iter().map(|part| part.count).sum(), of: None })
            .collect();
    }
    Ok(ThingCounts::from_parts(parts, is_share).at_most(MOST_PARTS))
}

/// Counts the same from publications alone, using the version of each meeting's minutes that was public at the instant. This is
/// slow, and serves to verify the rows.
pub async fn recount(connection: &Connection, kind: &str, asked: &Asked) -> Result<(i64, Option<i64>), DbError> {
    let (mut amount, mut whole) = (0, None);
    for content in publications::contents_as_at(connection, "minutes", asked.as_at).await? {
        let unreadable = |error: serde_json::Error| DbError::unreadable("publication", "", "content", error.to_string());
        let minutes: Minutes = serde_json::from_str(&content).map_err(unreadable)?;
        if minutes.held_on < asked.period.from || minutes.held_on > asked.period.until {
            continue;
        }
        for row in rows_of(&minutes).into_iter().filter(|row| row.kind == kind) {
            amount += row.amount;
            whole = row.whole.map(|own| whole.unwrap_or(0) + own).or(whole);
        }
    }
    Ok((amount, whole))
}
