//! Verifying the whole chain: checking that every entry is as it was written.
//!
//! Sections of the chain are read in parallel, each through its own connection, and the joins between them are checked in order.

use crate::chain::{Fault, Hash, Sealed, Verification, digest, origin};
use crate::ledger_store::{Head, head_row};
use crate::page_store::{self, Cell};
use crate::rows::LastSeals;
use crate::{Action, LEDGER_ENTRY, LedgerError};
use chrono::{DateTime, Utc};
use db::{Connection, DbError};
use sea_orm::{DbErr, QueryResult};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// The number of positions in a section. It is limited so that a long ledger needs little memory.
const STRETCH: i64 = 4_000;

/// The number of sections read in parallel.
const AT_ONCE: usize = 4;

struct Row<'a> {
    position: i64,
    at: DateTime<Utc>,
    actor: Cow<'a, str>,
    action: Cow<'a, str>,
    record: Cow<'a, str>,
    payload_digest: Cow<'a, str>,
    previous_hash: Cow<'a, str>,
    hash: Cow<'a, str>,
    state_digest: Option<Cow<'a, str>>,
    payload: Option<Cow<'a, str>>,
    sealed_rows: Option<Cow<'a, str>>,
}

/// The columns of a [`Row`], in order.
const COLUMNS: [&str; 11] = [
    "position",
    "at",
    "actor",
    "action",
    "record",
    "payload_digest",
    "previous_hash",
    "hash",
    "state_digest",
    "payload",
    "row_seals",
];

const STRETCH_ROWS: &str = "SELECT e.position, e.at, e.actor, e.action, e.record, e.payload_digest, e.previous_hash, e.hash, \
     e.state_digest, p.payload, e.row_seals FROM ledger_entry e LEFT JOIN ledger_payload p ON p.position = e.position \
     WHERE e.position > $1 AND e.position <= $2 ORDER BY e.position";

impl<'a> Row<'a> {
    /// Reads columns by index, which is considerably faster than by name.
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let text = |index| row.try_get_by_index::<String>(index).map(Cow::Owned);
        let optional = |index| row.try_get_by_index::<Option<String>>(index).map(|text| text.map(Cow::Owned));
        Ok(Self {
            position: row.try_get_by_index(0)?,
            at: row.try_get_by_index(1)?,
            actor: text(2)?,
            action: text(3)?,
            record: text(4)?,
            payload_digest: text(5)?,
            previous_hash: text(6)?,
            hash: text(7)?,
            state_digest: optional(8)?,
            payload: optional(9)?,
            sealed_rows: optional(10)?,
        })
    }

    /// Converts cells to a row. Returns `None` if they are not as expected.
    fn of_cells(cells: Vec<Cell<'a>>) -> Option<Self> {
        let cells: [Cell<'a>; COLUMNS.len()] = cells.try_into().ok()?;
        let [position, at, actor, action, record, payload_digest, previous_hash, hash, state_digest, payload, sealed_rows] =
            cells;
        let optional = |cell: Cell<'a>| if cell == Cell::Null { Some(None) } else { cell.text().map(Some) };
        Some(Self {
            position: position.integer()?,
            at: DateTime::parse_from_rfc3339(&at.text()?).ok()?.with_timezone(&Utc),
            actor: actor.text()?,
            action: action.text()?,
            record: record.text()?,
            payload_digest: payload_digest.text()?,
            previous_hash: previous_hash.text()?,
            hash: hash.text()?,
            state_digest: optional(state_digest)?,
            payload: optional(payload)?,
            sealed_rows: optional(sealed_rows)?,
        })
    }

    fn sealed(&self) -> Sealed<'_> {
        Sealed {
            position: self.position,
            previous: &self.previous_hash,
            at: self.at,
            actor: &self.actor,
            action: &self.action,
            record: &self.record,
            payload_digest: &self.payload_digest,
            state_digest: self.state_digest.as_deref(),
            row_seals: self.sealed_rows.as_deref(),
        }
    }

    /// Returns the position of the entry whose payload this entry says was erased, if it says so.
    fn erases(&self) -> Option<i64> {
        let of_entry = self.record.strip_prefix(LEDGER_ENTRY)?.strip_prefix('/')?;
        (self.action == Action::Erased.word()).then(|| of_entry.parse().ok())?
    }
}

/// The contents of a section of the chain.
#[derive(Default)]
struct Stretch {
    entries: u64,
    /// The first entry: its position, the previous hash and its record.
    first: Option<(i64, Hash, String)>,
    /// The last entry: its position and hash.
    last: Option<(i64, Hash)>,
    faults: Vec<Fault>,
    /// Entries without a payload, with their records.
    bare: Vec<(i64, String)>,
    /// Entries whose payload was erased, according to a later entry.
    erased: Vec<i64>,
    /// The last seals of rows in its entries.
    last_seals: LastSeals,
}

const MISSING: &str = "entries before this one are missing";
const DOES_NOT_FOLLOW: &str = "it does not follow from the entry before";

async fn read_stretch(connection: Arc<Connection>, after: i64, until: i64) -> Result<Stretch, DbError> {
    let page = page_store::read(&connection, &COLUMNS, STRETCH_ROWS, [after.into(), until.into()]).await;
    if let Some(stretch) = page.ok().as_deref().and_then(Stretch::of_page) {
        return Ok(stretch);
    }
    // Reading row by row makes it possible to report what is wrong.
    let values = [after.into(), until.into()];
    let mut stretch = Stretch::default();
    for row in connection.query_all(STRETCH_ROWS, values.into()).await? {
        stretch.take(&Row::read(&row)?);
    }
    Ok(stretch)
}

impl Stretch {
    /// Parses a page. Returns `None` if it is not as expected.
    fn of_page(page: &str) -> Option<Self> {
        let mut stretch = Self::default();
        for cells in page_store::cells(page)? {
            stretch.take(&Row::of_cells(cells)?);
        }
        Some(stretch)
    }

    fn take(&mut self, row: &Row<'_>) {
        let record = || row.record.clone().into_owned();
        let mut fault = |what| self.faults.push(Fault { position: row.position, record: record(), what });
        if let Some((position, hash)) = &self.last {
            joined(*position, hash, row.position, &row.previous_hash).map(&mut fault);
        }
        if row.sealed().hash() != row.hash {
            fault("the entry was changed after it was written");
        }
        // A missing payload is valid if a later entry says that it was erased. A changed one is never valid.
        match &row.payload {
            Some(payload) if digest(payload) != row.payload_digest => {
                fault("the particulars were changed after they were written");
            }
            Some(_) => {}
            None => self.bare.push((row.position, record())),
        }
        self.erased.extend(row.erases());
        if let Some(row_seals) = &row.sealed_rows {
            self.last_seals.take(row.position, row_seals);
        }
        self.entries += 1;
        if self.first.is_none() {
            self.first = Some((row.position, row.previous_hash.clone().into_owned(), record()));
        }
        self.last = Some((row.position, row.hash.clone().into_owned()));
    }
}

/// Returns what is wrong between an entry and the one before it, or `None` if nothing is.
fn joined(before: i64, hash_before: &str, position: i64, previous_hash: &str) -> Option<&'static str> {
    if position != before + 1 {
        Some(MISSING)
    } else if previous_hash != hash_before {
        Some(DOES_NOT_FOLLOW)
    } else {
        None
    }
}

/// The state of reading the chain so far.
struct Reading {
    verification: Verification,
    bare: BTreeMap<i64, String>,
    erased: BTreeSet<i64>,
}

impl Reading {
    fn join(&mut self, stretch: Stretch) {
        if let Some((position, previous, record)) = stretch.first {
            let what = joined(self.verification.position, &self.verification.head, position, &previous);
            self.verification.faults.extend(what.map(|what| Fault { position, record, what }));
        }
        if let Some((position, hash)) = stretch.last {
            self.verification.position = position;
            self.verification.head = hash;
        }
        self.verification.entries += stretch.entries;
        self.verification.faults.extend(stretch.faults);
        self.verification.last_seals.join(stretch.last_seals);
        self.bare.extend(stretch.bare);
        self.erased.extend(stretch.erased);
    }

    /// Reads the entries up to `until`.
    async fn read(&mut self, connection: &Arc<Connection>, until: i64, progress: &impl Fn(i64, i64)) -> Result<(), DbError> {
        let mut next = self.verification.position;
        let mut under_way: VecDeque<(i64, JoinHandle<Result<Stretch, DbError>>)> = VecDeque::new();
        loop {
            while next < until && under_way.len() < AT_ONCE {
                let end = until.min(next + STRETCH);
                under_way.push_back((end, tokio::spawn(read_stretch(connection.clone(), next, end))));
                next = end;
            }
            let Some((end, stretch)) = under_way.pop_front() else { return Ok(()) };
            let stretch = stretch.await.map_err(|error| DbError::Value(error.to_string()))??;
            // The section is empty. Skip the gap, which may be too long to read through.
            if stretch.entries == 0 {
                next = next.max(next_position(connection, end).await?.map_or(until, |position| position - 1));
            }
            self.join(stretch);
            progress(end, until);
        }
    }

    fn fault_at_the_end(&mut self, position: i64) {
        let what = "the chain does not end where its head says: entries were removed or added at the end";
        self.verification.faults.push(Fault { position, record: String::new(), what });
    }

    /// Returns whether a payload is missing without an entry, among those read so far, that records its erasure.
    fn misses_erasures(&self) -> bool {
        self.bare.keys().any(|position| !self.erased.contains(position))
    }

    /// Reads the entries that were written since, as they are at one instant. If a payload was erased between two reads, the entry
    /// that records this is among them.
    async fn read_on(&mut self, connection: &Connection, progress: &impl Fn(i64, i64)) -> Result<(), DbError> {
        let instant = Arc::new(connection.at_this_instant().await?);
        let last = last_position(&instant).await?;
        if last <= self.verification.position {
            return Ok(());
        }
        self.read(&instant, last, progress).await?;
        let head = head_row(&instant).await?;
        if head.position != self.verification.position || head.hash != self.verification.head {
            self.fault_at_the_end(head.position);
        }
        Ok(())
    }

    /// Reports payloads that are missing without an entry that records their erasure, and those that still exist despite one.
    async fn compare_erasures(&mut self, connection: &Connection) -> Result<(), DbError> {
        for position in std::mem::take(&mut self.erased) {
            if self.bare.remove(&position).is_none() && standing(connection, position).await? {
                let what = "its particulars are still there although the ledger says that they were erased";
                self.verification.faults.push(Fault { position, record: String::new(), what });
            }
        }
        let what = "its particulars were removed without an entry in the ledger";
        let bare = std::mem::take(&mut self.bare).into_iter();
        self.verification.faults.extend(bare.map(|(position, record)| Fault { position, record, what }));
        Ok(())
    }
}

async fn next_position(connection: &Connection, after: i64) -> Result<Option<i64>, DbError> {
    let sql = "SELECT MIN(position) FROM ledger_entry WHERE position > $1";
    Ok(db::single::<Option<i64>>(connection, sql, [after.into()]).await?.flatten())
}

async fn last_position(connection: &Connection) -> Result<i64, DbError> {
    let last = db::single::<Option<i64>>(connection, "SELECT MAX(position) FROM ledger_entry", []).await?;
    Ok(last.flatten().unwrap_or_default())
}

async fn standing(connection: &Connection, position: i64) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM ledger_payload WHERE position = $1 AND payload IS NOT NULL";
    Ok(db::single::<i64>(connection, sql, [position.into()]).await?.unwrap_or_default() > 0)
}

/// Verifies the whole chain and reports every entry that is not as it was written.
pub async fn verify(connection: &Arc<Connection>) -> Result<Verification, LedgerError> {
    verify_telling(connection, |_, _| {}).await
}

/// Does the same as [`verify`], and reports progress as the position read so far and the position of the last entry.
pub async fn verify_telling(connection: &Arc<Connection>, progress: impl Fn(i64, i64)) -> Result<Verification, LedgerError> {
    // In this order, entries written during verification lie beyond what is read, and are not reported as faults.
    let head = head_row(connection).await?;
    let last = last_position(connection).await?;
    verify_until(connection, &head, last, &progress).await
}

/// Verifies the chain up to `head` or, if it goes on to there, up to the position `last`. Both were read before.
async fn verify_until(
    connection: &Arc<Connection>,
    head: &Head,
    last: i64,
    progress: &impl Fn(i64, i64),
) -> Result<Verification, LedgerError> {
    let verification = Verification { head: origin(), ..Verification::default() };
    let mut reading = Reading { verification, bare: BTreeMap::new(), erased: BTreeSet::new() };
    reading.read(connection, head.position.min(last), progress).await?;
    if reading.verification.position != head.position || reading.verification.head != head.hash {
        reading.fault_at_the_end(head.position);
    }
    if last > head.position {
        reading.read(connection, last, progress).await?;
        let head = head_row(connection).await?;
        if head.position < last {
            reading.fault_at_the_end(head.position);
        }
    }
    if reading.misses_erasures() {
        reading.read_on(connection, progress).await?;
    }
    reading.compare_erasures(connection).await?;
    reading.verification.faults.sort_by_key(|fault| fault.position);
    Ok(reading.verification)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::By;
    use db::{Db, Migrations};
    use serde_json::json;

    #[tokio::test]
    async fn an_erasure_while_the_chain_is_read_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("chain.db").display())).await.unwrap();
        db::migrate(&db, &Migrations(crate::MIGRATIONS.to_vec())).await.unwrap();
        let by = By { actor: "account/1", at: "2026-06-01T09:00:00Z".parse().unwrap() };
        let transaction = db.begin().await.unwrap();
        crate::append(&transaction, &by.did(Action::Collected, "boat/1", &json!({ "name": "Heron" }))).await.unwrap();
        transaction.commit().await.unwrap();
        let (head, last) = (head_row(db.reading()).await.unwrap(), last_position(db.reading()).await.unwrap());
        // The payload is erased after the head was read and before its entry is.
        let transaction = db.begin().await.unwrap();
        crate::erase_payload(&transaction, 1, by, "The owner asked").await.unwrap();
        transaction.commit().await.unwrap();
        let found = verify_until(db.reading(), &head, last, &|_: i64, _: i64| {}).await.unwrap();
        assert_eq!(found.faults, []);
        assert_eq!((found.entries, found.position), (2, 2), "the entry that records the erasure is verified too");
        // A payload that is removed without an entry is still named.
        let transaction = db.begin().await.unwrap();
        db::execute(&transaction, "UPDATE ledger_payload SET payload = NULL WHERE position = 2", []).await.unwrap();
        transaction.commit().await.unwrap();
        let found = verify_until(db.reading(), &head, last, &|_: i64, _: i64| {}).await.unwrap();
        assert_eq!(found.faults.iter().map(|fault| fault.position).collect::<Vec<_>>(), [2]);
    }
}
