//! SQL statements for lists and counts of drafts. Each asks who may see which draft in the statement itself.

use crate::clearance::store::GIVEN_BACK;
use crate::draft::scope_store::DraftScopes;
use crate::draft::{DraftId, State};
use access::AccountId;
use db::{ConnectionTrait, DbError, FromQueryResult, Value};
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
#[derive(Clone, Debug)]
pub(crate) struct ListedDraft {
    pub id: DraftId,
    pub item: DraftItemId,
    pub subject: String,
    pub state: State,
    /// Whether it waits for the reader to clear it.
    pub is_awaited: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    item_id: i64,
    subject: String,
    state: String,
    awaited: i32,
}

impl TryFrom<Row> for ListedDraft {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("report draft {}", row.id));
        Ok(Self {
            id: DraftId::new(row.id).ok_or_else(unreadable)?,
            item: DraftItemId::new(row.item_id).ok_or_else(unreadable)?,
            state: State::read(&row.state).ok_or_else(unreadable)?,
            subject: row.subject,
            is_awaited: row.awaited != 0,
        })
    }
}

/// Returns the condition on `report_draft d` of what a list shows.
fn condition(scopes: &DraftScopes, listed: Listed, values: &mut Vec<Value>) -> String {
    match listed {
        Listed::All => scopes.readable(values),
        Listed::AwaitingClearance => scopes.awaited(values),
        Listed::Returned(author) => {
            let at = values.len();
            let [now, earlier] = GIVEN_BACK;
            values.extend([author.get().into(), now.into(), earlier.into()]);
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
    Ok(db::single::<i64>(connection, &sql, values).await?.unwrap_or_default())
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
    values.extend([limit.into(), skipped.into()]);
    let sql = format!(
        "SELECT d.id, d.item_id, d.subject, d.state, CASE WHEN {awaited} THEN 1 ELSE 0 END AS awaited FROM report_draft d WHERE {condition} \
         ORDER BY d.changed_at DESC, d.id DESC LIMIT ${} OFFSET ${}",
        at + 1,
        at + 2
    );
    db::rows::<Row>(connection, &sql, values).await?.into_iter().map(ListedDraft::try_from).collect()
}

#[derive(FromQueryResult)]
struct ItemRow {
    item_id: i64,
}

/// Returns those of these agenda items for which there is a draft.
pub(crate) async fn items_with_drafts(connection: &impl ConnectionTrait, items: &[i64]) -> Result<Vec<i64>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=items.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT item_id FROM report_draft WHERE item_id IN ({keys})");
    let rows = db::rows::<ItemRow>(connection, &sql, items.iter().map(|item| (*item).into())).await?;
    Ok(rows.into_iter().map(|row| row.item_id).collect())
}
