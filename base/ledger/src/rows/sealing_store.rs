//! Sealing the rows that a transaction changed, before it is committed.

use super::catalogue_store::{self, Catalogue, Table};
use super::digest::{Digester, hexadecimal, key_text};
use crate::{Action, By, ledger_store};
use db::Kind;
use db::{Connection, DbError, ProtectedTable, Protection, TransactionObserver, WriteTransaction};
use foundation::Clock;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// The number of rows read by one statement.
const ROWS_AT_ONCE: usize = 100;

/// An observer that seals the rows changed by transactions.
pub struct RowSeals {
    pub(crate) key: [u8; 32],
    pub(crate) clock: Clock,
    known: Known,
}

/// The source of the protected tables' columns.
enum Known {
    /// Read when the program started.
    Read(Arc<Catalogue>),
    /// Read before each commit, because the transactions are migrations, which change them.
    Changing(Vec<ProtectedTable>),
}

impl fmt::Debug for RowSeals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RowSeals").finish_non_exhaustive()
    }
}

/// The keys of changed rows, by table.
type Changed = BTreeMap<String, BTreeSet<Vec<String>>>;

/// A row's key and its seal, or `None` if the row was deleted.
pub(crate) type RowSeal = (String, Option<String>);

impl RowSeals {
    pub(crate) fn new(key: [u8; 32], clock: Clock, catalogue: Catalogue) -> Self {
        Self { key, clock, known: Known::Read(Arc::new(catalogue)) }
    }

    /// Creates an observer that seals what migrations change in tables that are already protected.
    pub(crate) fn migrating(key: [u8; 32], clock: Clock, protected: Vec<ProtectedTable>) -> Self {
        Self { key, clock, known: Known::Changing(protected) }
    }

    async fn catalogue(&self, transaction: &WriteTransaction) -> Result<Arc<Catalogue>, DbError> {
        match &self.known {
            Known::Read(catalogue) => Ok(catalogue.clone()),
            Known::Changing(protected) => Ok(Arc::new(catalogue_store::read(transaction, protected).await?)),
        }
    }

    /// Returns whether changes are recorded. Before the migration that makes this possible, there is nothing to seal.
    async fn notes_changes(&self, transaction: &WriteTransaction) -> Result<bool, DbError> {
        match self.known {
            Known::Read(_) => Ok(true),
            Known::Changing(_) => catalogue_store::has_row_changes(transaction).await,
        }
    }

    /// Returns the seals of these rows in their current state.
    async fn seals_of(
        &self,
        connection: &Connection,
        table: &Table,
        keys: BTreeSet<Vec<String>>,
    ) -> Result<Vec<RowSeal>, DbError> {
        let keys: Vec<Vec<String>> = keys.into_iter().collect();
        let mut seals: BTreeMap<String, Option<String>> = keys.iter().map(|key| (key_text(key), None)).collect();
        for keys in keys.chunks(ROWS_AT_ONCE) {
            let (condition, values) = table.with_keys(keys)?;
            let sql = format!("{} WHERE {condition}", table.select());
            let rows = connection.query_all(&sql, values).await?;
            let mut digester = Digester::new(&self.key);
            for row in rows {
                let (key, digest) = table.digest(&row, &mut digester);
                seals.insert(key_text(&key), Some(hexadecimal(&digest)));
            }
        }
        Ok(seals.into_iter().collect())
    }
}

#[async_trait::async_trait]
impl TransactionObserver for RowSeals {
    /// Returns the last recorded change on SQLite. Changes up to it were made neither by this transaction nor through this program.
    async fn began(&self, transaction: &WriteTransaction) -> Result<i64, DbError> {
        if transaction.kind() == Kind::PostgreSql {
            return Ok(0);
        }
        if !self.notes_changes(transaction).await? {
            return Ok(0);
        }
        let sql = "SELECT COALESCE(MAX(id), 0) FROM row_change";
        Ok(db::single::<i64>(transaction, sql, []).await?.unwrap_or_default())
    }

    async fn committing(&self, transaction: &WriteTransaction) -> Result<(), DbError> {
        if !self.notes_changes(transaction).await? {
            return Ok(());
        }
        let changes = take_changes(transaction).await?;
        if changes.is_empty() {
            return Ok(());
        }
        let catalogue = self.catalogue(transaction).await?;
        let mut lines = String::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (name, keys) in changes {
            let Some(table) = catalogue.get(&name) else {
                return Err(DbError::Value(format!("a change was noted in {name}, a table that is not known to be protected")));
            };
            let seals = self.seals_of(transaction, table, keys).await?;
            if table.protection == Protection::Seal {
                keep_beside(transaction, &name, seals).await?;
            } else {
                counts.insert(name.clone(), seals.len());
                for (key, seal) in seals {
                    write_line(&mut lines, &name, &key, seal.as_deref());
                }
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        // Each action normally writes its own entry. If none was written, the change is recorded as the program's own.
        if transaction.last_entry().is_none() {
            let by = By { actor: PROGRAM, at: self.clock.now() };
            ledger_store::append(transaction, &by.did(Action::Altered, TABLES, &json!({ "rows": counts }))).await?;
        }
        ledger_store::seal_rows(transaction, &lines).await
    }
}

/// The actor for changes that no person made.
pub(crate) const PROGRAM: &str = "moothall";

/// The record named in an entry for row changes without an action.
const TABLES: &str = "tables";

/// Appends the line for a row in the format of an entry's row seals.
pub(crate) fn write_line(lines: &mut String, table: &str, key: &str, seal: Option<&str>) {
    for part in [table, " ", key, " ", seal.unwrap_or("-"), "\n"] {
        lines.push_str(part);
    }
}

#[derive(db::Row)]
struct ChangeRow {
    table_name: String,
    key_1: String,
    key_2: Option<String>,
    key_3: Option<String>,
}

/// Removes and returns the changes that the triggers recorded for this transaction.
async fn take_changes(transaction: &WriteTransaction) -> Result<Changed, DbError> {
    let rows = if transaction.kind() == Kind::PostgreSql {
        let sql = "DELETE FROM row_change WHERE transaction_id = txid_current() AND origin = $1 RETURNING table_name, key_1, key_2, key_3";
        db::rows::<ChangeRow>(transaction, sql, [transaction.origin().into()]).await?
    } else {
        let sql = "DELETE FROM row_change WHERE id > $1 RETURNING table_name, key_1, key_2, key_3";
        db::rows::<ChangeRow>(transaction, sql, [transaction.mark().into()]).await?
    };
    let mut changed = Changed::new();
    for row in rows {
        let key = [Some(row.key_1), row.key_2, row.key_3].into_iter().flatten().collect();
        changed.entry(row.table_name).or_default().insert(key);
    }
    Ok(changed)
}

/// Stores the seals of rows that are not sealed in the ledger.
pub(crate) async fn keep_beside(transaction: &WriteTransaction, table: &str, seals: Vec<RowSeal>) -> Result<(), DbError> {
    let (removed, kept): (Vec<RowSeal>, Vec<RowSeal>) = seals.into_iter().partition(|(_, seal)| seal.is_none());
    for removed in removed.chunks(ROWS_AT_ONCE) {
        let places: Vec<String> = (2..=removed.len() + 1).map(|place| format!("${place}")).collect();
        let sql = format!("DELETE FROM row_seal WHERE table_name = $1 AND row_key IN ({})", places.join(", "));
        let values = std::iter::once(table.into()).chain(removed.iter().map(|(key, _)| key.as_str().into()));
        db::execute(transaction, &sql, values).await?;
    }
    for kept in kept.chunks(ROWS_AT_ONCE) {
        let places: Vec<String> = (0..kept.len()).map(|row| format!("($1, ${}, ${})", 2 * row + 2, 2 * row + 3)).collect();
        let sql = format!(
            "INSERT INTO row_seal (table_name, row_key, seal) VALUES {} ON CONFLICT (table_name, row_key) DO UPDATE SET seal = excluded.seal",
            places.join(", ")
        );
        let values = kept.iter().flat_map(|(key, seal)| [key.as_str().into(), seal.as_deref().into()]);
        db::execute(transaction, &sql, std::iter::once(table.into()).chain(values)).await?;
    }
    Ok(())
}
