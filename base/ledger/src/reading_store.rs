//! Queries on the ledger: filtered lists, newest first, and single entries in full.

use crate::chain::Hash;
use crate::rows::lines;
use crate::{Action, LedgerError};
use chrono::{DateTime, Utc};
use db::{Connection, Value};

/// A filter by record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// One record: `account/5`.
    Record(String),
    /// All records of a kind: `account`.
    Kind(String),
}

/// A filter on entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The actor's name in the ledger: `account/5`, `moothall import`.
    pub actor: Option<String>,
    /// The record or kind of record.
    pub of: Option<Of>,
    /// The actions, or all of them if the list is empty.
    pub actions: Vec<Action>,
    /// The earliest time, inclusive.
    pub from: Option<DateTime<Utc>>,
    /// The latest time, exclusive.
    pub before: Option<DateTime<Utc>>,
}

/// An entry in a list.
#[derive(Clone, Debug, db::Row)]
pub struct ListedEntry {
    /// Its position in the chain, from 1.
    pub position: i64,
    /// When the action was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// The word for the action.
    pub action: String,
    /// The record it was done to.
    pub record: String,
}

/// An entry in full.
#[derive(Clone, Debug, db::Row)]
pub struct WholeEntry {
    /// Its position in the chain, from 1.
    pub position: i64,
    /// When the action was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// The word for the action.
    pub action: String,
    /// The record it was done to.
    pub record: String,
    /// The digest of the payload.
    pub payload_digest: Hash,
    /// The digest of the record's state after the action, if that was sealed.
    pub state_digest: Option<Hash>,
    /// The hash of the entry before it.
    pub previous_hash: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// The payload as JSON, or `None` if it was erased.
    pub payload: Option<String>,
}

/// The conditions of a statement and their values, as they are built up.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a value and returns its placeholder in the statement.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn add(&mut self, column_and_comparison: &str, value: impl Into<Value>) {
        let value = self.value(value);
        self.sql = format!("{} AND {column_and_comparison} {value}", self.sql);
    }

    fn of(filter: &Filter) -> Self {
        let mut conditions = Self::default();
        if let Some(actor) = &filter.actor {
            conditions.add("e.actor =", actor.as_str());
        }
        match &filter.of {
            Some(Of::Record(record)) => conditions.add("e.record =", record.as_str()),
            Some(Of::Kind(kind)) => {
                // Anything but a plain word would have another meaning in a LIKE pattern, and cannot be the name of a kind.
                let is_word = kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                conditions.add("e.record LIKE", if is_word { format!("{kind}/%") } else { String::new() });
            }
            None => {}
        }
        if !filter.actions.is_empty() {
            let names: Vec<String> = filter.actions.iter().map(|action| conditions.value(action.word())).collect();
            conditions.sql = format!("{} AND e.action IN ({})", conditions.sql, names.join(", "));
        }
        if let Some(from) = filter.from {
            conditions.add("e.at >=", from);
        }
        if let Some(before) = filter.before {
            conditions.add("e.at <", before);
        }
        conditions
    }
}

/// Returns at most `most` entries that match the filter and come before a position, newest first. Paging by position rather than by
/// offset finds the last page as quickly as the first.
pub async fn entries(
    connection: &Connection,
    filter: &Filter,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<ListedEntry>, LedgerError> {
    let mut conditions = Conditions::of(filter);
    conditions.add("e.position <", before.unwrap_or(i64::MAX));
    let limit = conditions.value(most);
    let sql = format!(
        "SELECT e.position, e.at, e.actor, e.action, e.record FROM ledger_entry e WHERE 1 = 1{} ORDER BY e.position DESC LIMIT {limit}",
        conditions.sql
    );
    Ok(db::rows(connection, &sql, conditions.values).await?)
}

const WHOLE: &str = "SELECT e.position, e.at, e.actor, e.action, e.record, e.payload_digest, e.state_digest, e.previous_hash, e.hash, \
     p.payload FROM ledger_entry e LEFT JOIN ledger_payload p ON p.position = e.position";

/// Returns the same as [`entries`], but with each entry in full, for exports.
pub async fn whole_entries(
    connection: &Connection,
    filter: &Filter,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<WholeEntry>, LedgerError> {
    let mut conditions = Conditions::of(filter);
    conditions.add("e.position <", before.unwrap_or(i64::MAX));
    let limit = conditions.value(most);
    let sql = format!("{WHOLE} WHERE 1 = 1{} ORDER BY e.position DESC LIMIT {limit}", conditions.sql);
    Ok(db::rows(connection, &sql, conditions.values).await?)
}

/// Returns the number of entries that match the filter, counting no further than `most`.
pub async fn count(connection: &Connection, filter: &Filter, most: i64) -> Result<i64, LedgerError> {
    let mut conditions = Conditions::of(filter);
    let limit = conditions.value(most);
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT e.position FROM ledger_entry e WHERE 1 = 1{} LIMIT {limit}) AS counted",
        conditions.sql
    );
    Ok(db::count(connection, &sql, conditions.values).await?)
}

/// Returns one entry in full, or `None` if there is none at this position.
pub async fn entry(connection: &Connection, position: i64) -> Result<Option<WholeEntry>, LedgerError> {
    Ok(db::row(connection, &format!("{WHOLE} WHERE e.position = $1"), [position.into()]).await?)
}

/// A row of the database that an entry's transaction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// Its table and key: `account/5`.
    pub row: String,
    /// Whether it was deleted.
    pub is_removed: bool,
}

/// Returns the rows whose seals are in an entry, in the order of their tables and keys.
pub async fn changed_rows(connection: &Connection, position: i64) -> Result<Vec<ChangedRow>, LedgerError> {
    let sql = "SELECT row_seals FROM ledger_entry WHERE position = $1";
    let seals = db::single::<Option<String>>(connection, sql, [position.into()]).await?.flatten().unwrap_or_default();
    let changed =
        lines(&seals).map(|line| ChangedRow { row: format!("{}/{}", line.table, line.key), is_removed: line.digest.is_none() });
    Ok(changed.collect())
}

#[derive(db::Row)]
struct Actor {
    actor: String,
}

/// Returns every actor in the ledger. The query jumps from one actor to the next in the index, so its cost depends on the number of
/// actors, not of entries.
pub async fn actors(connection: &Connection) -> Result<Vec<String>, LedgerError> {
    let sql = "WITH RECURSIVE actors (actor) AS (SELECT MIN(actor) FROM ledger_entry UNION ALL \
               SELECT (SELECT MIN(e.actor) FROM ledger_entry e WHERE e.actor > a.actor) FROM actors a WHERE a.actor IS NOT NULL) \
               SELECT actor FROM actors WHERE actor IS NOT NULL";
    Ok(db::rows::<Actor>(connection, sql, []).await?.into_iter().map(|row| row.actor).collect())
}
