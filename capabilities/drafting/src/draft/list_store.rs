//! SQL statements for lists and counts of drafts. Each asks who may see which draft in the statement itself.

use crate::clearance::store::GIVEN_BACK;
use crate::draft::scope_store::DraftScopes;
use crate::draft::{DraftId, State};
use access::AccountId;
use db::{ConnectionTrait, DbError, ToSql, Value};
use meetings::DraftItemId;

/// Which of the drafts that someone may read a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// All of them.
    All,
    /// Those that they have to clear.
    AwaitingClearance,
    /// Those that were given back to this author and not sent for clearance since.
    Returned(AccountId),
}

/// A draft in a list.
#[derive(Clone, Debug, db::Row)]
pub(crate) struct ListedDraft {
    pub id: DraftId,
    #[row(column = "item_id")]
    pub item: DraftItemId,
    pub subject: String,
    pub state: State,
    /// Whether it waits for the reader to clear it.
    #[row(column = "awaited")]
    pub is_awaited: bool,
}

/// Returns the condition on `report_draft d` of what a list shows.
fn condition(scopes: &DraftScopes, listed: Listed, values: &mut Vec<Value>) -> String {
    match listed {
        Listed::All => scopes.readable(values),
        Listed::AwaitingClearance => scopes.awaited(values),
        Listed::Returned(author) => {
            let at = values.len();
            let [now, earlier] = GIVEN_BACK;
            values.extend(db::values![author, now, earlier]);
            let returned = format!(
                "d.state = 'drafting' AND d.id IN (SELECT a.draft_id FROM report_author a WHERE a.account_id = ${}) AND (SELECT e.what FROM \
                 report_clearance_event e WHERE e.draft_id = d.id ORDER BY e.id DESC LIMIT 1) IN (${}, ${})",
                at + 1,
                at + 2,
                at + 3
            );
            // A former author whose role has ended can no longer open it.
            format!("{returned} AND {}", scopes.writable(values))
        }
    }
}

/// Returns the number of drafts that a list shows.
pub(crate) async fn count(connection: &impl ConnectionTrait, scopes: &DraftScopes, listed: Listed) -> Result<i64, DbError> {
    let mut values = Vec::new();
    let condition = condition(scopes, listed, &mut values);
    let sql = format!("SELECT COUNT(*) FROM report_draft d WHERE {condition}");
    db::count(connection, &sql, values).await
}

/// Returns the drafts that a list shows, most recently changed first: at most `limit`, after the first `skipped`.
pub(crate) async fn list(
    connection: &impl ConnectionTrait,
    scopes: &DraftScopes,
    listed: Listed,
    (limit, skipped): (i64, i64),
) -> Result<Vec<ListedDraft>, DbError> {
    let mut values = Vec::new();
    let awaited = scopes.awaited(&mut values);
    let condition = condition(scopes, listed, &mut values);
    let at = values.len();
    values.extend(db::values![limit, skipped]);
    let sql = format!(
        "SELECT d.id, d.item_id, d.subject, d.state, CASE WHEN {awaited} THEN TRUE ELSE FALSE END AS awaited FROM report_draft d WHERE {condition} \
         ORDER BY d.changed_at DESC, d.id DESC LIMIT ${} OFFSET ${}",
        at + 1,
        at + 2
    );
    db::rows(connection, &sql, values).await
}

/// Returns those of these agenda items for which there is a draft.
pub(crate) async fn items_with_drafts(connection: &impl ConnectionTrait, items: &[i64]) -> Result<Vec<i64>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=items.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT item_id FROM report_draft WHERE item_id IN ({keys})");
    db::column(connection, &sql, items.iter().map(ToSql::to_sql)).await
}
