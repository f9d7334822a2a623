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
    key: String,
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
        Some(Fault { position, record: format!("{}/{}", self.table.name, self.key), what })
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
                suspects.push(Suspect { table: table.clone(), key, last: sealed, digest: Some(digest) });
            }
        }
        rows = next.await.map_err(|error| DbError::Value(error.to_string()))??;
    }
    let left: Vec<(u128, LastSeal)> = last.into_iter().filter(|(_, last)| last.digest.is_some()).collect();
    for (name, last) in left.into_iter().take(LOOKED_AT_AGAIN) {
        let key = key_of(&connection, &table, name, last).await?;
        suspects.push(Suspect { table: table.clone(), key, last: Some(last), digest: None });
    }
    Ok(suspects)
}

/// Returns the number of rows in the next page, based on the size in bytes of the last row of this one.
fn page_rows(bytes: usize) -> usize {
    (BYTES_A_PAGE / bytes.max(1)).clamp(LEAST_ROWS, MOST_ROWS)
}

/// Finds the key of a deleted row in the place where its seal is stored.
async fn key_of(connection: &Connection, table: &Table, name: u128, last: LastSeal) -> Result<String, DbError> {
    if table.protection == Protection::Seal {
        let sql = "SELECT row_key FROM row_seal WHERE table_name = $1";
        let keys = db::rows::<KeyRow>(connection, sql, [table.name.as_str().into()]).await?;
        return Ok(keys.into_iter().map(|row| row.row_key).find(|key| row_name(&table.name, key) == name).unwrap_or_default());
    }
    let sql = "SELECT row_seals FROM ledger_entry WHERE position = $1";
    let seals = db::single::<Option<String>>(connection, sql, [last.position.into()]).await?.flatten().unwrap_or_default();
    let key = lines(&seals).find(|line| line.table == table.name && row_name(line.table, line.key) == name);
    Ok(key.map(|line| line.key.to_owned()).unwrap_or_default())
}

#[derive(db::Row)]
struct KeyRow {
    row_key: String,
}

#[derive(db::Row)]
struct SealRow {
    row_key: String,
    seal: String,
}

/// Reads the seals beside a table: all of them, or that of one row.
async fn seals_beside(connection: &Connection, table: &str, key: Option<&str>) -> Result<HashMap<u128, LastSeal>, DbError> {
    let sql = "SELECT row_key, seal FROM row_seal WHERE table_name = $1 AND ($2 = '' OR row_key = $2)";
    let rows = db::rows::<SealRow>(connection, sql, [table.into(), key.unwrap_or_default().into()]).await?;
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
        let parts = key_parts(&suspect.key);
        if place < LOOKED_AT_AGAIN && parts.iter().all(|part| !part.is_empty()) {
            let name = row_name(&suspect.table.name, &suspect.key);
            if suspect.table.protection == Protection::Seal {
                suspect.last = seals_beside(&instant, &suspect.table.name, Some(&suspect.key)).await?.remove(&name);
            } else if let Some(last) = later.0.get(&suspect.table.name).and_then(|rows| rows.get(&name)) {
                suspect.last = Some(*last);
            }
            let (condition, values) = suspect.table.with_keys(&[parts])?;
            let sql = format!("{} WHERE {condition}", suspect.table.select());
            let row = instant.query_one(&sql, values).await?;
            suspect.digest = row.map(|row| suspect.table.digest(&row, &mut digester).1);
        }
        faults.extend(suspect.fault());
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{LastSeals, hold};
    use db::{Migrations, SqlMigration};
    use foundation::Clock;

    const KEY: [u8; 32] = [7; 32];

    const BOATS: SqlMigration = SqlMigration {
        name: "m20261128_900_boats",
        statements: &[
            "CREATE TABLE boat (harbour TEXT NOT NULL, number INTEGER NOT NULL, length BIGINT, is_let BOOLEAN, built_on DATE, \
             leaves_at TIME, seen_at {INSTANT}, PRIMARY KEY (harbour, number))",
        ],
        protects: &[db::ledger_sealed("boat")],
    };

    async fn run(db: &Db, sql: &str) {
        let transaction = db.begin().await.unwrap();
        db::execute(&transaction, sql, []).await.unwrap();
        transaction.commit().await.unwrap();
    }

    /// Returns whether all rows match, by the quick method.
    async fn fit(db: &Db) -> bool {
        let protected = [db::ledger_sealed("boat")];
        let table = catalogue_store::read(db.reading(), &protected).await.unwrap().remove("boat").unwrap();
        let LastSeals(mut last) = crate::verify(db.reading()).await.unwrap().last_seals;
        all_fit(db.reading(), &Arc::new(table), &KEY, &last.remove("boat").unwrap_or_default()).await
    }

    #[tokio::test]
    async fn rows_that_fit_are_told_the_quick_way_whatever_they_hold() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("boats.db").display())).await.unwrap();
        let migrations = Migrations(crate::MIGRATIONS.iter().chain(&[BOATS]).copied().collect());
        db::migrate(&db, &migrations).await.unwrap();
        let raw = db.clone();
        let db = hold(db, &migrations.protected_tables(), KEY, Clock::system()).await.unwrap();
        assert!(fit(&db).await, "no rows, no seals");
        for number in 0..2 * LEAST_ROWS {
            let columns = "harbour, number, length, is_let, built_on, leaves_at, seen_at";
            let values = format!(
                "'Quay \"7\" \u{e9}\n', {number}, {number}, true, '1999-05-01', '16:00:00', '2026-06-01T09:00:00.123456Z'"
            );
            run(&db, &format!("INSERT INTO boat ({columns}) VALUES ({values})")).await;
        }
        run(&db, "INSERT INTO boat (harbour, number, length) VALUES ('', -1, -9223372036854775808)").await;
        assert!(fit(&db).await);
        for change in [
            "UPDATE boat SET length = 9 WHERE number = 99",
            "UPDATE boat SET length = x'00' WHERE number = 99",
            "DELETE FROM boat WHERE number = 99",
        ] {
            run(&raw, change).await;
            assert!(!fit(&db).await, "{change}");
        }
    }
}
