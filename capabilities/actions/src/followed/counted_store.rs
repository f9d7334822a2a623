//! The history from which due actions are counted. Each row holds an action's countable facts and the period during which they
//! applied. If the due date changes, the action is completed or dropped, or the minutes no longer include it, the row ends and
//! another may begin, so the count at any instant is a sum over rows.

use crate::followed::ActionState;
use crate::measures;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Db, DbError, SqlMigration, ToSql, Value, WriteTransaction};
use figures::{Asked, Part, ThingCounts};
use foundation::{civil_date, london};
use meetings::meeting::BoardId;

/// The table of counted actions. Existing actions are counted as they are when the table is created.
pub const COUNTED_ACTIONS: SqlMigration = SqlMigration {
    name: "m20261127_121_counted_actions",
    statements: &[
        "CREATE TABLE action_count (id {KEY}, action_id BIGINT NOT NULL REFERENCES followed_action (id), board_id BIGINT NOT NULL REFERENCES \
         board (id), due_on DATE NOT NULL, owner TEXT NOT NULL, on_time BIGINT NOT NULL, valid_from {INSTANT} NOT NULL, valid_until {INSTANT})",
        "CREATE INDEX action_count_by_action ON action_count (action_id)",
        // A covering index, so that counts need not read the table rows.
        "CREATE INDEX action_count_by_day ON action_count (due_on, board_id, valid_from, valid_until, on_time)",
        // Completion used to be recorded as an ordinary change of state.
        "UPDATE action_event SET kind = 'done' WHERE kind = 'state' AND text LIKE 'Done: %'",
        "INSERT INTO action_count (action_id, board_id, due_on, owner, on_time, valid_from) SELECT f.id, f.board_id, f.due_on, f.owner, \
         CASE WHEN EXISTS (SELECT 1 FROM action_event e WHERE e.action_id = f.id AND e.kind = 'done' AND SUBSTR(CAST(e.made_at AS TEXT), 1, 10) \
         <= CAST(f.due_on AS TEXT)) THEN 1 ELSE 0 END, c.valid_from FROM followed_action f JOIN (SELECT meeting_id, MIN(valid_from) AS \
         valid_from FROM meeting_count WHERE kind = 'held' GROUP BY meeting_id) c ON c.meeting_id = f.meeting_id WHERE f.in_minutes = (1 = 1) \
         AND f.exempt = (1 = 0) AND f.due_on IS NOT NULL AND f.state <> 'not-needed'",
    ],
    protects: &[db::ledger_sealed("action_count")],
};

/// Corrects actions that were done after midnight in London, on the day after they were due: the rows made with the table took the
/// UTC date, which in summer is still the due date between 11pm and midnight UTC. Summer time ends and begins on the last Sundays of
/// March and October, which is what the sums over the year find.
pub const DONE_AFTER_MIDNIGHT: SqlMigration = SqlMigration {
    name: "m20261129_126_actions_done_after_midnight",
    statements: &[
        "UPDATE action_count SET on_time = 0 WHERE on_time = 1 AND EXISTS (SELECT 1 FROM (SELECT action_id, SUBSTR(done, 1, 10) AS day, \
         SUBSTR(done, 12, 2) AS hour, SUBSTR(done, 6, 2) AS month, CAST(SUBSTR(done, 9, 2) AS INTEGER) AS day_of_month, \
         CAST(SUBSTR(done, 1, 4) AS INTEGER) AS year FROM (SELECT action_id, MIN(CAST(made_at AS TEXT)) AS done FROM action_event \
         WHERE kind = 'done' GROUP BY action_id) first_done) e WHERE e.action_id = action_count.action_id \
         AND e.day = CAST(action_count.due_on AS TEXT) AND e.hour = '23' AND (e.month IN ('04', '05', '06', '07', '08', '09') \
         OR (e.month = '03' AND e.day_of_month >= 31 - (5 * e.year / 4 + 4) % 7) \
         OR (e.month = '10' AND e.day_of_month < 31 - (5 * e.year / 4 + 1) % 7)))",
    ],
    protects: &[],
};

/// What is counted for one action.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "action_count", key(action_id, valid_from), unread(action_id, valid_from, valid_until))]
struct Fact {
    board_id: BoardId,
    due_on: NaiveDate,
    owner: String,
    on_time: i64,
}

#[derive(db::Row)]
#[row(table = "followed_action")]
struct Now {
    id: i64,
    board_id: BoardId,
    owner: String,
    due_on: Option<NaiveDate>,
    state: ActionState,
    exempt: bool,
    in_minutes: bool,
}

/// Returns what an action contributes to the count now, or `None` if it has no due date, is not needed, is private, or is not in
/// the minutes.
async fn fact_of(transaction: &WriteTransaction, action: i64) -> Result<Option<Fact>, DbError> {
    let Some(now) = db::by_id::<Now>(transaction, action).await? else { return Ok(None) };
    let is_counted = now.in_minutes && !now.exempt && now.state != ActionState::NotNeeded;
    let Some(due_on) = now.due_on.filter(|_| is_counted) else { return Ok(None) };
    let sql = "SELECT MIN(made_at) FROM action_event WHERE action_id = $1 AND kind = 'done'";
    let finished = db::single::<Option<DateTime<Utc>>>(transaction, sql, db::values![action]).await?.flatten();
    let on_time = finished.is_some_and(|at| london::local(at).date() <= due_on);
    Ok(Some(Fact { board_id: now.board_id, due_on, owner: now.owner, on_time: i64::from(on_time) }))
}

/// Updates the count with the current facts of an action, from `at` on.
pub(crate) async fn keep(transaction: &WriteTransaction, action: i64, at: DateTime<Utc>) -> Result<(), DbError> {
    let current = "action_id = $1 AND valid_until IS NULL";
    let before = db::first::<Fact>(transaction, &format!("WHERE {current}"), db::values![action]).await?;
    let now = fact_of(transaction, action).await?;
    if before == now {
        return Ok(());
    }
    db::update!(transaction, Fact { valid_until: at }, current, [action]).await?;
    let Some(Fact { board_id, due_on, owner, on_time }) = now else { return Ok(()) };
    db::insert!(transaction, Fact { action_id: action, board_id, due_on, owner, on_time, valid_from: at }).await?;
    Ok(())
}

/// The maximum number of actions listed individually; above this only the total is returned.
const MOST_PARTS: i64 = 500;

/// Counts the actions due in the period that were marked as done by their due date.
pub(crate) async fn on_time(db: &Db, asked: &Asked) -> Result<ThingCounts, DbError> {
    let mut values: Vec<Value> = vec![asked.period.from.into(), asked.period.until.into(), asked.as_at.into()];
    let mut held =
        "c.due_on >= $1 AND c.due_on <= $2 AND c.valid_from <= $3 AND (c.valid_until IS NULL OR c.valid_until > $3)".to_owned();
    if let Some(board) = measures::store::board_of(asked)? {
        values.push(board.to_sql());
        held.push_str(" AND c.board_id = $4");
    }
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(c.on_time), 0) AS BIGINT) AS on_time, CAST(COUNT(*) AS BIGINT) AS due FROM action_count c WHERE {held}"
    );
    let total = db::row::<(i64, i64)>(db.reading(), &sql, values.clone()).await?;
    let Some((on_time, due)) = total.filter(|(_, due)| *due > 0) else { return Ok(ThingCounts::from_parts(Vec::new(), true)) };
    if due > MOST_PARTS {
        return Ok(ThingCounts::total(on_time, Some(due)));
    }
    let part = |fact: Fact| Part {
        label: format!("{}, due {}", fact.owner, civil_date::written(fact.due_on)),
        count: fact.on_time,
        of: Some(1),
    };
    let rest = format!("c WHERE {held} ORDER BY c.due_on, c.owner, c.action_id");
    let facts = db::select::<Fact>(db.reading(), &rest, values).await?;
    Ok(ThingCounts::from_parts(facts.into_iter().map(part).collect(), true))
}
