//! Starting to protect tables: creating their triggers, and sealing the rows that are already there.

use super::catalogue_store::{self, Table};
use super::digest::{Digester, hexadecimal, key_text};
use super::sealing_store::{PROGRAM, RowSeals, keep_beside, write_line};
use super::trigger;
use crate::{Action, By, LedgerError, ledger_store};
use db::{Connection, Db, DbError, Kind, Migrations, ProtectedTable, Protection, WriteTransaction};
use foundation::Clock;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The number of seals in one entry when the rows of a table are sealed as they are found.
const ROWS_AN_ENTRY: usize = 1_000;

/// Brings the tables up to this version. Returns the number of migrations that were run. Changes that a migration makes to tables
/// that are already protected are sealed in a ledger entry in the program's name.
///
/// # Errors
/// Returns [`LedgerError::OtherKey`] if the rows were sealed with another key, or an error if a statement fails.
pub async fn migrate(db: &Db, migrations: &Migrations, key: [u8; 32], clock: Clock) -> Result<usize, LedgerError> {
    if catalogue_store::has_row_changes(db.reading()).await? && has_key(db.reading(), &key).await? == Some(false) {
        return Err(LedgerError::OtherKey);
    }
    let seals = RowSeals::migrating(key, clock, migrations.protected_tables());
    Ok(db::migrate(&db.clone().observed_by(Arc::new(seals)), migrations).await?)
}

/// Returns a database through which all changes to the protected tables are sealed.
///
/// A table that was not protected before gets its triggers, and its existing rows are sealed as they are, with ledger entries that
/// say so. `key` must always be the same for a database.
///
/// # Errors
/// Returns [`LedgerError::OtherKey`] if the rows were sealed with another key, or an error if a statement fails.
pub async fn hold(db: Db, protected: &[ProtectedTable], key: [u8; 32], clock: Clock) -> Result<Db, LedgerError> {
    let transaction = db.begin().await?;
    alone(&transaction).await?;
    compare_key(&transaction, &key).await?;
    let catalogue = catalogue_store::read(&transaction, protected).await?;
    let before = held_before(&transaction).await?;
    let triggers = triggers(&transaction).await?;
    for table in catalogue.values() {
        install_triggers(&transaction, db.kind(), table, &triggers).await?;
        if before.get(&table.name).map(String::as_str) != Some(word(table.protection)) {
            seal_as_found(&transaction, (&key, clock), table, "the table is protected from now on").await?;
            note_held(&transaction, table, clock).await?;
        }
    }
    transaction.commit().await?;
    Ok(db.observed_by(Arc::new(RowSeals::new(key, clock, catalogue))))
}

/// Seals every row again as it is found, for an installation whose secret was lost. The entries for each table give `reason`.
///
/// # Errors
/// Returns an error if a statement fails.
pub async fn seal_anew(
    db: &Db,
    protected: &[ProtectedTable],
    key: [u8; 32],
    clock: Clock,
    reason: &str,
) -> Result<usize, LedgerError> {
    let transaction = db.begin().await?;
    alone(&transaction).await?;
    db::execute(&transaction, "DELETE FROM row_seal_key", []).await?;
    compare_key(&transaction, &key).await?;
    let mut rows = 0;
    for table in catalogue_store::read(&transaction, protected).await?.values() {
        db::execute(&transaction, "DELETE FROM row_seal WHERE table_name = $1", [table.name.as_str().into()]).await?;
        rows += seal_as_found(&transaction, (&key, clock), table, reason).await?;
        note_held(&transaction, table, clock).await?;
    }
    transaction.commit().await?;
    Ok(rows)
}

/// Lets only one process at a time start protecting tables. On SQLite the transaction itself ensures this.
async fn alone(transaction: &WriteTransaction) -> Result<(), DbError> {
    if transaction.kind() == db::Kind::PostgreSql {
        db::execute(transaction, "SELECT pg_advisory_xact_lock(77111118)", []).await?;
    }
    Ok(())
}

/// Compares the key with the one that sealed the rows, or stores its digest if there is none yet.
async fn compare_key(transaction: &WriteTransaction, key: &[u8; 32]) -> Result<(), LedgerError> {
    match has_key(transaction, key).await? {
        Some(true) => Ok(()),
        Some(false) => Err(LedgerError::OtherKey),
        None => {
            let sql = "INSERT INTO row_seal_key (id, digest) VALUES (1, $1)";
            db::execute(transaction, sql, [key_digest(key).into()]).await?;
            Ok(())
        }
    }
}

/// Returns whether the rows were sealed with this key, or `None` if none have been sealed yet.
pub(crate) async fn has_key(connection: &Connection, key: &[u8; 32]) -> Result<Option<bool>, DbError> {
    let known = db::single::<String>(connection, "SELECT digest FROM row_seal_key WHERE id = 1", []).await?;
    Ok(known.map(|known| known == key_digest(key)))
}

fn key_digest(key: &[u8; 32]) -> String {
    blake3::keyed_hash(key, b"the key of this database's row seals").to_hex().to_string()
}

/// Returns the word stored for a kind of protection.
fn word(protection: Protection) -> &'static str {
    match protection {
        Protection::Ledger => "ledger",
        Protection::Seal => "seal",
        Protection::Nothing(_) => "nothing",
    }
}

#[derive(db::Row)]
struct HeldRow {
    name: String,
    protection: String,
}

async fn held_before(connection: &Connection) -> Result<BTreeMap<String, String>, DbError> {
    let rows = db::rows::<HeldRow>(connection, "SELECT name, protection FROM protected_table", []).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.protection)).collect())
}

async fn note_held(transaction: &WriteTransaction, table: &Table, clock: Clock) -> Result<(), DbError> {
    let sql = "INSERT INTO protected_table (name, protection, since) VALUES ($1, $2, $3) \
               ON CONFLICT (name) DO UPDATE SET protection = excluded.protection, since = excluded.since";
    let values = [table.name.as_str().into(), word(table.protection).into(), clock.now().into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

#[derive(db::Row)]
struct TriggerRow {
    name: String,
    body: String,
}

/// Returns the existing triggers, as a map from name to definition.
pub(crate) async fn triggers(connection: &Connection) -> Result<HashMap<String, String>, DbError> {
    let sql = if connection.kind() == db::Kind::PostgreSql {
        "SELECT CAST(t.tgname AS TEXT) AS name, p.prosrc AS body FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid \
         JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled = 'O'"
    } else {
        "SELECT name, sql AS body FROM sqlite_master WHERE type = 'trigger'"
    };
    let rows = db::rows::<TriggerRow>(connection, sql, []).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.body)).collect())
}

/// Returns the triggers that a table must have, as pairs of name and definition.
pub(crate) fn wanted_triggers(kind: Kind, table: &Table) -> Vec<(String, String)> {
    match kind {
        Kind::Sqlite => trigger::sqlite(table),
        Kind::PostgreSql => vec![(trigger::postgresql_name(table), trigger::postgresql_function(table))],
    }
}

async fn install_triggers(
    transaction: &WriteTransaction,
    kind: Kind,
    table: &Table,
    there: &HashMap<String, String>,
) -> Result<(), DbError> {
    for (name, body) in wanted_triggers(kind, table) {
        if there.get(&name) == Some(&body) {
            continue;
        }
        match kind {
            Kind::Sqlite => {
                transaction.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {name}")).await?;
                transaction.execute_unprepared(&body).await?;
            }
            Kind::PostgreSql => {
                let table = &table.name;
                let function =
                    format!("CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $note${body}$note$");
                transaction.execute_unprepared(&function).await?;
                transaction.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {name} ON \"{table}\"")).await?;
                let sql = format!(
                    "CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION {name}()"
                );
                transaction.execute_unprepared(&sql).await?;
            }
        }
    }
    Ok(())
}

/// Seals every row of a table as it is. Returns the number of rows.
async fn seal_as_found(
    transaction: &WriteTransaction,
    (key, clock): (&[u8; 32], Clock),
    table: &Table,
    reason: &str,
) -> Result<usize, LedgerError> {
    let mut after: Option<Vec<String>> = None;
    let mut sealed = 0;
    loop {
        let rows = super::verification_store::rows_after(transaction, table, after.as_deref(), ROWS_AN_ENTRY).await?;
        let mut digester = Digester::new(key);
        let found: Vec<(Vec<String>, String)> = rows
            .iter()
            .map(|row| {
                let (key, digest) = table.digest(row, &mut digester);
                (key, hexadecimal(&digest))
            })
            .collect();
        let Some((last, _)) = found.last() else { return Ok(sealed) };
        after = Some(last.clone());
        sealed += found.len();
        if table.protection == Protection::Seal {
            let found = found.into_iter().map(|(key, seal)| (key_text(&key), Some(seal))).collect();
            keep_beside(transaction, &table.name, found).await?;
            continue;
        }
        let mut lines = String::new();
        for (key, seal) in &found {
            write_line(&mut lines, &table.name, &key_text(key), Some(seal));
        }
        let by = By { actor: PROGRAM, at: clock.now() };
        let (record, payload) = (format!("table/{}", table.name), json!({ "rows": found.len(), "reason": reason }));
        ledger_store::append(transaction, &by.did(Action::Sealed, &record, &payload)).await?;
        ledger_store::seal_rows(transaction, &lines).await?;
    }
}
