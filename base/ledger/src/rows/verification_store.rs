//! Comparing every row of the protected tables with its last seal.

use super::catalogue_store::{self, Table};
use super::digest::{Digest, Digester, key_parts, key_text, parse, row_name};
use super::holding_store::{has_key, triggers, wanted_triggers};
use super::last_seals::{LastSeal, LastSeals, lines};
use crate::{Fault, LedgerError, Verification, page_store};
use db::{Connection, Db, DbError, ProtectedTable, Protection};
use sea_orm::QueryResult;
use std::collections::HashMap;
use std::sync::Arc;

/// The minimum and maximum number of rows in a page. Between them, a page holds about this many bytes.
const LEAST_ROWS: usize = 50;
const MOST_ROWS: usize = 4_000;
const BYTES_A_PAGE: usize = 8 * 1024 * 1024;

/// The maximum number of faults to check a second time before reporting them. Any beyond that are reported as found.
const LOOKED_AT_AGAIN: usize = 20_000;

/// Compares every row of the protected tables with its last seal, in the ledger or beside the table, and reports each row that was
/// changed, added or removed behind the program's back.
///
/// `chain` is the result of running [`crate::verify_telling`] on the same database just before.
///
/// # Errors
/// Returns [`LedgerError::OtherKey`] if the rows were sealed with another key, or an error if a query fails.
pub async fn verify_rows(
    db: &Db,
    protected: &[ProtectedTable],
    key: [u8; 32],
    chain: Verification,
) -> Result<Vec<Fault>, LedgerError> {
    let connection = db.reading();
    if has_key(connection, &key).await? == Some(false) {
        return Err(LedgerError::OtherKey);
    }
    let catalogue = catalogue_store::read(connection, protected).await?;
    let mut faults = missing(connection, db, protected, &catalogue).await?;
    let position = chain.position;
    let mut seals = chain.last_seals;
    let mut tasks = Vec::new();
    for table in catalogue.into_values().map(Arc::new) {
        let last = seals.0.remove(&table.name).unwrap_or_default();
        tasks.push(tokio::spawn(suspects(connection.clone(), table, key, last)));
    }
    let mut found = Vec::new();
    for task in tasks {
        found.extend(task.await.map_err(|error| DbError::Value(error.to_string()))??);
    }
    if !found.is_empty() {
        faults.extend(confirmed(connection, &key, position, found).await?);
    }
    faults.sort_by(|one, other| (&one.record, one.position).cmp(&(&other.record, other.position)));
    Ok(faults)
}

/// Reports tables and triggers that do not exist.
async fn missing(
    connection: &Connection,
    db: &Db,
    protected: &[ProtectedTable],
    catalogue: &catalogue_store::Catalogue,
) -> Result<Vec<Fault>, DbError> {
    let there = triggers(connection).await?;
    let mut faults = Vec::new();
    for table in protected.iter().filter(|table| !matches!(table.protection, Protection::Nothing(_))) {
        let what = match catalogue.get(table.name) {
            None => "the table is not there",
            Some(table) if wanted_triggers(db.kind(), table).iter().all(|(name, body)| there.get(name) == Some(body)) => continue,
            Some(_) => "the table's triggers, which note changes for sealing, were removed or changed",
        };
        faults.push(Fault { position: 0, record: format!("table/{}", table.name), what });
    }
    Ok(faults)
}

/// A row that does not match its seal, or a seal without its row.
struct Suspect {
    table: Arc<Table>,
    /// The row's key, or `None` if it is not known.
    key: Option<String>,
    last: Option<LastSeal>,
    digest: Option<Digest>,
}

impl Suspect {
    /// Returns what is wrong, or `None` if nothing is.
    fn fault(&self) -> Option<Fault> {
        let beside = self.table.protection == Protection::Seal;
        let what = match (self.last.map(|last| last.digest), self.digest) {
            (None | Some(None), None) => return None,
            (Some(Some(sealed)), Some(digest)) if sealed == digest => return None,
            (Some(Some(_)), Some(_)) if beside => "it was changed after it was sealed",
            (Some(Some(_)), Some(_)) => "it was changed after its last entry in the ledger was written",
            (Some(Some(_)), None) if beside => "it was removed and its seal is still there",
            (Some(Some(_)), None) => "it was removed without an entry in the ledger",
            (Some(None), Some(_)) => "it is there although the ledger says that it was removed",
            (None, Some(_)) if beside => "it was added without a seal",
            (None, Some(_)) => "it was added without an entry in the ledger",
        };
        let position = self.last.map(|last| last.position).unwrap_or_default();
        Some(Fault { position, record: format!("{}/{}", self.table.name, self.key.as_deref().unwrap_or_default()), what })
    }
}

/// Returns whether every row of a table matches its last seal and every seal has its row. This is quick, because many rows are read
/// at once. It returns `false` if there is any doubt, and [`suspects`] then checks each row.
async fn all_fit(connection: &Arc<Connection>, table: &Arc<Table>, key: &[u8; 32], last: &HashMap<u128, LastSeal>) -> bool {
    let (mut fitting, mut limit) = (0, LEAST_ROWS);
    let mut digester = Digester::new(key);
    let Ok(mut page) = page_after(connection.clone(), table.clone(), None, limit).await else { return false };
    loop {
        let Some(rows) = page_store::cells(&page) else { return false };
        let Some(end) = rows.last() else { break };
        let Some((after, _)) = table.digest_cells(end.clone(), &mut digester) else { return false };
        let is_whole = rows.len() == limit;
        limit = page_rows(digester.bytes_of_last());
        // The next page is fetched while this one is digested.
        let next = is_whole.then(|| tokio::spawn(page_after(connection.clone(), table.clone(), Some(after), limit)));
        for row in rows {
            let Some((key, digest)) = table.digest_cells(row, &mut digester) else { return false };
            let sealed = last.get(&row_name(&table.name, &key_text(&key)));
            if sealed.and_then(|sealed| sealed.digest) != Some(digest) {
                return false;
            }
            fitting += 1;
        }
        let Some(next) = next else { break };
        let Ok(Ok(next)) = next.await else { return false };
        page = next;
    }
    fitting == last.values().filter(|last| last.digest.is_some()).count()
}

/// Reads the page of a table after a key, for [`page_store::cells`].
async fn page_after(
    connection: Arc<Connection>,
    table: Arc<Table>,
    after: Option<Vec<String>>,
    limit: usize,
) -> Result<String, DbError> {
    let (sql, values) = select_after(&table, after.as_deref(), limit)?;
    let columns = table.column_names();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    page_store::read(&connection, &columns, &sql, values).await
}

/// Returns the rows of a table that do not match their seals, and the seals that have no row. The table is read a page at a time,
/// and the next page is fetched while the current one is digested.
async fn suspects(
    connection: Arc<Connection>,
    table: Arc<Table>,
    key: [u8; 32],
    last: HashMap<u128, LastSeal>,
) -> Result<Vec<Suspect>, DbError> {
    let mut last = if table.protection == Protection::Seal { seals_beside(&connection, &table.name, None).await? } else { last };
    let mut suspects = Vec::new();
    if all_fit(&connection, &table, &key, &last).await {
        return Ok(suspects);
    }
    let mut limit = LEAST_ROWS;
    let mut rows = rows_after(&connection, &table, None, limit).await?;
    while let Some(end) = rows.last() {
        let mut digester = Digester::new(&key);
        let (after, _) = table.digest(end, &mut digester);
        let is_whole = rows.len() == limit;
        limit = page_rows(digester.bytes_of_last());
        let next = {
            let (connection, table) = (connection.clone(), table.clone());
            tokio::spawn(async move {
                if is_whole { rows_after(&connection, &table, Some(&after), limit).await } else { Ok(Vec::new()) }
            })
        };
        for row in &rows {
            let (key, digest) = table.digest(row, &mut digester);
            let key = key_text(&key);
            let sealed = last.remove(&row_name(&table.name, &key));
            if sealed.and_then(|sealed| sealed.digest) != Some(digest) {
                suspects.push(Suspect { table: table.clone(), key: Some(key), last: sealed, digest: Some(digest) });
            }
        }
        rows = next.await.map_err(|error| DbError::Value(error.to_string()))??;
    }
    suspects.extend(without_rows(&connection, &table, last).await?);
    Ok(suspects)
}

/// Returns those of these seals of a table that are left because no row has them.
async fn without_rows(
    connection: &Connection,
    table: &Arc<Table>,
    left: HashMap<u128, LastSeal>,
) -> Result<Vec<Suspect>, DbError> {
    let left: Vec<(u128, LastSeal)> = left.into_iter().filter(|(_, last)| last.digest.is_some()).take(LOOKED_AT_AGAIN).collect();
    if left.is_empty() {
        return Ok(Vec::new());
    }
    let is_beside = table.protection == Protection::Seal;
    let mut beside = if is_beside { keys_beside(connection, &table.name).await? } else { HashMap::new() };
    let mut suspects = Vec::new();
    for (name, last) in left {
        let key = if is_beside { beside.remove(&name) } else { key_in_chain(connection, table, name, last).await? };
        // A seal beside the table that is gone by now was deleted with its row.
        if key.is_some() || !is_beside {
            suspects.push(Suspect { table: table.clone(), key, last: Some(last), digest: None });
        }
    }
    Ok(suspects)
}

/// Returns the number of rows in the next page, based on the size in bytes of the last row of this one.
fn page_rows(bytes: usize) -> usize {
    (BYTES_A_PAGE / bytes.max(1)).clamp(LEAST_ROWS, MOST_ROWS)
}

/// Returns the keys of the seals beside a table, by the names under which rows are looked up.
async fn keys_beside(connection: &Connection, table: &str) -> Result<HashMap<u128, String>, DbError> {
    let keys = db::column::<String>(connection, "SELECT row_key FROM row_seal WHERE table_name = $1", [table.into()]).await?;
    Ok(keys.into_iter().map(|key| (row_name(table, &key), key)).collect())
}

/// Finds the key of a deleted row in the ledger entry that holds its last seal.
async fn key_in_chain(connection: &Connection, table: &Table, name: u128, last: LastSeal) -> Result<Option<String>, DbError> {
    let sql = "SELECT row_seals FROM ledger_entry WHERE position = $1";
    let seals = db::single::<Option<String>>(connection, sql, [last.position.into()]).await?.flatten().unwrap_or_default();
    let key = lines(&seals).find(|line| line.table == table.name && row_name(line.table, line.key) == name);
    Ok(key.map(|line| line.key.to_owned()))
}

#[derive(db::Row)]
struct SealRow {
    row_key: String,
    seal: String,
}

/// Reads the seals beside a table: all of them, or that of one row.
async fn seals_beside(connection: &Connection, table: &str, key: Option<&str>) -> Result<HashMap<u128, LastSeal>, DbError> {
    let mut sql = "SELECT row_key, seal FROM row_seal WHERE table_name = $1".to_owned();
    if key.is_some() {
        sql.push_str(" AND row_key = $2");
    }
    let values = std::iter::once(sea_orm::Value::from(table)).chain(key.map(sea_orm::Value::from));
    let rows = db::rows::<SealRow>(connection, &sql, values).await?;
    let seals = rows.into_iter().map(|row| {
        let digest = Some(parse(&row.seal).unwrap_or_default());
        (row_name(table, &row.row_key), LastSeal { digest, position: 0 })
    });
    Ok(seals.collect())
}

/// Returns at most `limit` rows of a table with keys greater than `after`, in key order.
pub(crate) async fn rows_after(
    connection: &Connection,
    table: &Table,
    after: Option<&[String]>,
    limit: usize,
) -> Result<Vec<QueryResult>, DbError> {
    let (sql, values) = select_after(table, after, limit)?;
    Ok(connection.query_all(&sql, values).await?)
}

/// Returns the query, and its values, for at most `limit` rows of a table with keys greater than `after`, in key order.
fn select_after(table: &Table, after: Option<&[String]>, limit: usize) -> Result<(String, Vec<sea_orm::Value>), DbError> {
    let columns: Vec<String> = table.key_columns().map(|column| format!("\"{column}\"")).collect();
    let columns = columns.join(", ");
    let mut values = Vec::new();
    let mut condition = String::new();
    if let Some(after) = after {
        for (place, part) in table.key_places().iter().zip(after) {
            values.push(table.key_value(*place, part)?);
        }
        let places: Vec<String> = (1..=values.len()).map(|place| format!("${place}")).collect();
        condition = format!(" WHERE ({columns}) > ({})", places.join(", "));
    }
    Ok((format!("{}{condition} ORDER BY {columns} LIMIT {limit}", table.select()), values))
}

#[derive(db::Row)]
struct LaterRow {
    position: i64,
    row_seals: Option<String>,
}

/// Returns the faults of those suspects that are still wrong when the row and the chain are read in one snapshot. This is needed
/// because the site goes on writing while the tables are read.
async fn confirmed(
    connection: &Connection,
    key: &[u8; 32],
    position: i64,
    suspects: Vec<Suspect>,
) -> Result<Vec<Fault>, DbError> {
    let instant = connection.at_this_instant().await?;
    let sql = "SELECT position, row_seals FROM ledger_entry WHERE position > $1 ORDER BY position";
    let mut later = LastSeals::default();
    for row in db::rows::<LaterRow>(&instant, sql, [position.into()]).await? {
        later.take(row.position, row.row_seals.as_deref().unwrap_or_default());
    }
    let mut faults = Vec::new();
    let mut digester = Digester::new(key);
    for (place, mut suspect) in suspects.into_iter().enumerate() {
        if let Some(key) = suspect.key.as_deref().filter(|_| place < LOOKED_AT_AGAIN) {
            let name = row_name(&suspect.table.name, key);
            if suspect.table.protection == Protection::Seal {
                suspect.last = seals_beside(&instant, &suspect.table.name, Some(key)).await?.remove(&name);
            } else if let Some(last) = later.0.get(&suspect.table.name).and_then(|rows| rows.get(&name)) {
                suspect.last = Some(*last);
            }
            let row = row_with_key(&instant, &suspect.table, key_parts(key)).await?;
            suspect.digest = row.map(|row| suspect.table.digest(&row, &mut digester).1);
        }
        faults.extend(suspect.fault());
    }
    Ok(faults)
}

/// Returns the row with this key, or `None` if there is none. Someone who forges a seal can give it a key that the table cannot have.
async fn row_with_key(connection: &Connection, table: &Table, key: Vec<String>) -> Result<Option<QueryResult>, DbError> {
    if key.len() != table.key_places().len() {
        return Ok(None);
    }
    let Ok((condition, values)) = table.with_keys(&[key]) else { return Ok(None) };
    Ok(connection.query_one(&format!("{} WHERE {condition}", table.select()), values).await?)
}

#[cfg(test)]
#[path = "verification_tests.rs"]
mod tests;
