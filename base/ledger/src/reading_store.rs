//! Reading in the ledger: lists under filters, the newest first, and one entry whole.

use crate::chain::Hash;
use crate::rows::lines;
use crate::{Action, LedgerError};
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, FromQueryResult, Value};

/// Of which record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of this one: `account/5`.
    Record(String),
    /// Of all of this kind: `account`.
    Kind(String),
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By whom, as the ledger names them: `account/5`, `moothall import`.
    pub actor: Option<String>,
    /// Of which record.
    pub of: Option<Of>,
    /// Which acts; none is all.
    pub actions: Vec<Action>,
    /// From this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
}

/// An entry in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ListedEntry {
    /// Its position in the chain, from 1.
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The word for what was done.
    pub action: String,
    /// To which record.
    pub record: String,
}

/// An entry with all that it says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WholeEntry {
    /// Its position in the chain, from 1.
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The word for what was done.
    pub action: String,
    /// To which record.
    pub record: String,
    /// The digest of the particulars.
    pub payload_digest: Hash,
    /// The digest of what the record held after the act, where it was sealed.
    pub state_digest: Option<Hash>,
    /// The hash of the entry before.
    pub previous_hash: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// The particulars, as JSON; none where they were erased.
    pub payload: Option<String>,
}

/// A statement's conditions and their values, as they grow.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a value and gives the name by which the statement knows it.
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
                // What is no plain word would mean something else in a pattern, and is the name of no kind.
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

/// At most `most` entries under the filter that stand before a position, the newest first. By position and not by a count of those
/// to skip, so that the last page is found as quickly as the first.
pub async fn entries(
    connection: &impl ConnectionTrait,
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

/// The same, with all that they say: for an export.
pub async fn whole_entries(
    connection: &impl ConnectionTrait,
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

/// How many entries there are under the filter, counted to `most` and no further.
pub async fn count(connection: &impl ConnectionTrait, filter: &Filter, most: i64) -> Result<i64, LedgerError> {
    let mut conditions = Conditions::of(filter);
    let limit = conditions.value(most);
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT e.position FROM ledger_entry e WHERE 1 = 1{} LIMIT {limit}) AS counted",
        conditions.sql
    );
    Ok(db::single::<i64>(connection, &sql, conditions.values).await?.unwrap_or_default())
}

/// One entry with all that it says.
pub async fn entry(connection: &impl ConnectionTrait, position: i64) -> Result<Option<WholeEntry>, LedgerError> {
    Ok(db::row(connection, &format!("{WHOLE} WHERE e.position = $1"), [position.into()]).await?)
}

/// A row of the database that the transaction of an entry changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// Its table and key: `account/5`.
    pub row: String,
    /// Whether it was removed.
    pub is_removed: bool,
}

/// The rows whose seals are in an entry, in the order of their tables and keys.
pub async fn changed_rows(connection: &impl ConnectionTrait, position: i64) -> Result<Vec<ChangedRow>, LedgerError> {
    let sql = "SELECT row_seals FROM ledger_entry WHERE position = $1";
    let seals = db::single::<Option<String>>(connection, sql, [position.into()]).await?.flatten().unwrap_or_default();
    let changed =
        lines(&seals).map(|line| ChangedRow { row: format!("{}/{}", line.table, line.key), is_removed: line.digest.is_none() });
    Ok(changed.collect())
}

#[derive(FromQueryResult)]
struct Actor {
    actor: String,
}

/// Everybody who ever did something, as the ledger names them. It goes from one to the next by the index, so it takes as long as
/// there are actors, however many entries there are.
pub async fn actors(connection: &impl ConnectionTrait) -> Result<Vec<String>, LedgerError> {
    let sql = "WITH RECURSIVE actors (actor) AS (SELECT MIN(actor) FROM ledger_entry UNION ALL \
               SELECT (SELECT MIN(e.actor) FROM ledger_entry e WHERE e.actor > a.actor) FROM actors a WHERE a.actor IS NOT NULL) \
               SELECT actor FROM actors WHERE actor IS NOT NULL";
    Ok(db::rows::<Actor>(connection, sql, []).await?.into_iter().map(|row| row.actor).collect())
}
