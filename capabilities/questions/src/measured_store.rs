//! Counts public questions from the rows as at an instant.

use chrono::{DateTime, Utc};
use db::{Db, DbError, Value};

/// The counts for one meeting.
#[derive(db::Row)]
pub(crate) struct CountRow {
    pub meeting_id: i64,
    pub received: i64,
    pub put: i64,
}

/// Counts the questions received and put as at an instant, by meeting, for one board or all.
pub(crate) async fn by_meeting(db: &Db, as_at: DateTime<Utc>, board: Option<&str>) -> Result<Vec<CountRow>, DbError> {
    let mut values: Vec<Value> = vec![as_at.into()];
    let mut held = "received_at <= $1".to_owned();
    if let Some(board) = board {
        values.push(format!("board/{board}").into());
        held.push_str(" AND board = $2");
    }
    let sql = format!(
        "SELECT meeting_id, CAST(COUNT(*) AS BIGINT) AS received, CAST(SUM(CASE WHEN started_at <= $1 THEN 1 ELSE 0 END) AS BIGINT) AS put \
         FROM public_question WHERE {held} GROUP BY meeting_id ORDER BY meeting_id"
    );
    db::rows(db.reading(), &sql, values).await
}
