//! SQL statements for drafts of annual reports.

use crate::AnnualReportId;
use crate::draft::Draft;
use crate::state_of_draft::State;
use db::{ConnectionTrait, DbError, FromQueryResult, WriteTransaction};
use foundation::MunicipalYear;
use ledger::{Action, By, LedgerError};
use meetings::BoardId;
use serde_json::json;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    board_id: i64,
    municipal_year: i32,
    state: String,
}

impl TryFrom<Row> for Draft {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("annual report {}", row.id));
        Ok(Self {
            id: AnnualReportId::new(row.id).ok_or_else(unreadable)?,
            board: BoardId::new(row.board_id).ok_or_else(unreadable)?,
            year: MunicipalYear::beginning_in(row.municipal_year).ok_or_else(unreadable)?,
            state: State::read(&row.state).ok_or_else(unreadable)?,
        })
    }
}

const SELECT: &str = "SELECT id, board_id, municipal_year, state FROM annual_report";

async fn drafts(connection: &impl ConnectionTrait, rest: &str, values: Vec<db::Value>) -> Result<Vec<Draft>, DbError> {
    let rows = db::rows::<Row>(connection, &format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(Draft::try_from).collect()
}

/// Returns the board's reports, latest year first.
pub(crate) async fn of_board(connection: &impl ConnectionTrait, board: BoardId) -> Result<Vec<Draft>, DbError> {
    drafts(connection, "WHERE board_id = $1 ORDER BY municipal_year DESC", vec![board.get().into()]).await
}

/// Returns the board's report for a year.
pub(crate) async fn of_year(
    connection: &impl ConnectionTrait,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Option<Draft>, DbError> {
    let values = vec![board.get().into(), year.first_year().into()];
    Ok(drafts(connection, "WHERE board_id = $1 AND municipal_year = $2", values).await?.pop())
}

/// Returns the report with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: AnnualReportId) -> Result<Option<Draft>, DbError> {
    Ok(drafts(connection, "WHERE id = $1", vec![id.get().into()]).await?.pop())
}

/// Creates a report, or leaves an existing one as it is.
pub(crate) async fn begin(
    transaction: &WriteTransaction,
    board: BoardId,
    year: MunicipalYear,
    by: By<'_>,
) -> Result<(), LedgerError> {
    let sql = "INSERT INTO annual_report (board_id, municipal_year, state, begun_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (board_id, municipal_year) DO NOTHING RETURNING id";
    let values = [board.get().into(), year.first_year().into(), State::Draft.word().into(), by.at.into()];
    let Some(id) = db::single::<i64>(transaction, sql, values).await?.and_then(AnnualReportId::new) else { return Ok(()) };
    let draft = Draft { id, board, year, state: State::Draft };
    let (record, payload) = (draft.record_name(), json!({ "board": board, "year": year }));
    ledger::append(transaction, &by.did(Action::Collected, &record, &payload)).await?;
    Ok(())
}

/// Moves a report from the state in which it was read to another. Returns `false` if it is no longer in that state.
pub(crate) async fn go_to(transaction: &WriteTransaction, draft: &Draft, to: State, by: By<'_>) -> Result<bool, LedgerError> {
    let sql = "UPDATE annual_report SET state = $1 WHERE id = $2 AND state = $3";
    let values = [to.word().into(), draft.id.get().into(), draft.state.word().into()];
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(false);
    }
    let (record, payload) = (draft.record_name(), json!({ "state": to.word() }));
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(true)
}
