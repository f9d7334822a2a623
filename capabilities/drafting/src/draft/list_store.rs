//! SQL statements for lists and counts of drafts. Each asks who may see which draft in the statement itself.

use crate::clearance::store::GIVEN_BACK;
use crate::draft::scope_store::DraftScopes;
use crate::draft::{DraftId, State};
use access::{AccountId, Reading, ScopedList, scoped_list};
use db::{Connection, DbError, ToSql, Value};
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

/// A list of the drafts that someone may read.
pub(crate) struct DraftList<'a> {
    pub scopes: &'a DraftScopes,
    pub listed: Listed,
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
    #[row(skip)]
    pub is_awaited: bool,
}

impl ScopedList for DraftList<'_> {
    const TABLE: &'static str = "report_draft";
    const ALIAS: &'static str = "d";
    const ORDER: &'static [&'static str] = &["changed_at", "id"];

    fn narrowed(&self, _values: &mut Vec<Value>) -> String {
        match self.listed {
            Listed::All => "1 = 1",
            Listed::AwaitingClearance => "d.state = 'in-clearance'",
            Listed::Returned(_) => "d.state = 'drafting'",
        }
        .to_owned()
    }

    fn condition(&self, reading: Reading, values: &mut Vec<Value>) -> String {
        match self.listed {
            Listed::All => self.scopes.readable(reading, values),
            Listed::AwaitingClearance => self.scopes.awaited(reading, values),
            Listed::Returned(author) => {
                let at = values.len();
                let [now, earlier] = GIVEN_BACK;
                values.extend(db::values![author, now, earlier]);
                let returned = format!(
                    "d.id IN (SELECT a.draft_id FROM report_author a WHERE a.account_id = ${}) AND (SELECT e.what FROM report_clearance_event e \
                     WHERE e.draft_id = d.id ORDER BY e.id DESC LIMIT 1) IN (${}, ${})",
                    at + 1,
                    at + 2,
                    at + 3
                );
                // A former author whose role has ended can no longer open it.
                format!("{returned} AND {}", self.scopes.writable(reading, values))
            }
        }
    }
}

/// Returns the drafts of a list, most recently changed first: at most `limit`, after the draft `after`.
pub(crate) async fn list(
    connection: &Connection,
    list: &DraftList<'_>,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<ListedDraft>, DbError> {
    let columns = "d.id, d.item_id, d.subject, d.state";
    let mut drafts: Vec<ListedDraft> = scoped_list::listed(connection, list, columns, after, limit).await?;
    let awaited = awaited_of(connection, list.scopes, &drafts).await?;
    for draft in &mut drafts {
        draft.is_awaited = awaited.contains(&draft.id);
    }
    Ok(drafts)
}

/// Returns those of these drafts that wait for the reader to clear them.
async fn awaited_of(connection: &Connection, scopes: &DraftScopes, drafts: &[ListedDraft]) -> Result<Vec<DraftId>, DbError> {
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = drafts.iter().map(|draft| draft.id.to_sql()).collect();
    let keys = (1..=values.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let awaited = scopes.awaited(Reading::RowByRow, &mut values);
    let sql = format!("SELECT d.id FROM report_draft d WHERE d.id IN ({keys}) AND {awaited}");
    db::column(connection, &sql, values).await
}

/// Returns those of these agenda items for which there is a draft.
pub(crate) async fn items_with_drafts(connection: &Connection, items: &[i64]) -> Result<Vec<i64>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=items.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT item_id FROM report_draft WHERE item_id IN ({keys})");
    db::column(connection, &sql, items.iter().map(ToSql::to_sql)).await
}
