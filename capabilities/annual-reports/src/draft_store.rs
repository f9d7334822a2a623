//! SQL statements for drafts of annual reports.

use crate::AnnualReportId;
use crate::draft::Draft;
use crate::state_of_draft::State;
use db::{Connection, DbError, WriteTransaction};
use foundation::MunicipalYear;
use ledger::{Action, By, LedgerError};
use meetings::BoardId;
use serde_json::json;

/// Returns the board's reports, latest year first.
pub(crate) async fn of_board(connection: &Connection, board: BoardId) -> Result<Vec<Draft>, DbError> {
    db::select(connection, "WHERE board_id = $1 ORDER BY municipal_year DESC", db::values![board]).await
}

/// Returns the board's report for a year.
pub(crate) async fn of_year(connection: &Connection, board: BoardId, year: MunicipalYear) -> Result<Option<Draft>, DbError> {
    db::first(connection, "WHERE board_id = $1 AND municipal_year = $2", db::values![board, year]).await
}

/// Returns the report with this key.
pub(crate) async fn by_id(connection: &Connection, id: AnnualReportId) -> Result<Option<Draft>, DbError> {
    db::by_id(connection, id).await
}

/// Creates a report, or leaves an existing one as it is.
pub(crate) async fn begin(
    transaction: &WriteTransaction,
    board: BoardId,
    year: MunicipalYear,
    by: By<'_>,
) -> Result<(), LedgerError> {
    let created = db::insert!(
        transaction,
        Draft { board_id: board, municipal_year: year, state: State::Draft, begun_at: by.at },
        "ON CONFLICT (board_id, municipal_year) DO NOTHING"
    );
    let Some(id) = created.await? else { return Ok(()) };
    let draft = Draft { id, board, year, state: State::Draft };
    let (record, payload) = (draft.record_name(), json!({ "board": board, "year": year }));
    ledger::append(transaction, &by.did(Action::Collected, &record, &payload)).await?;
    Ok(())
}

/// Moves a report from the state in which it was read to another. Returns `false` if it is no longer in that state.
pub(crate) async fn go_to(transaction: &WriteTransaction, draft: &Draft, to: State, by: By<'_>) -> Result<bool, LedgerError> {
    if db::update!(transaction, Draft { state: to }, "id = $1 AND state = $2", [draft.id, draft.state]).await? == 0 {
        return Ok(false);
    }
    let (record, payload) = (draft.record_name(), json!({ "state": to.word() }));
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(true)
}
