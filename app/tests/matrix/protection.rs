//! Every table is protected or says why not, and everything changed, added or removed by hand in a protected one is reported.

use crate::matrix::fixture::Fixture;
use db::{ProtectedTable, Protection};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::collections::{BTreeMap, BTreeSet};
use test_kit::{On, both_databases};

both_databases!(every_table_says_what_protects_it, whatever_is_changed_by_hand_is_named);

/// The databases' own tables, and the list of completed migrations, without which the program does not start.
const NOT_OURS: &[&str] = &["sqlite_sequence", "sqlite_stat1", "seaql_migrations"];

#[derive(db::Row)]
pub(crate) struct ColumnRow {
    table_name: String,
    pub(crate) name: String,
    type_name: String,
    is_required: bool,
}

/// Returns the columns of every table, by table.
pub(crate) async fn columns_of_tables(connection: &db::Connection, on: On) -> BTreeMap<String, Vec<ColumnRow>> {
    let sql = match on {
        On::Sqlite => {
            "SELECT m.name AS table_name, c.name AS name, LOWER(c.type) AS type_name, (c.\"notnull\" = 1 OR (c.pk > 0 AND UPPER(c.type) <> 'INTEGER')) AS is_required FROM sqlite_master m \
             JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid"
        }
        On::PostgreSql => {
            "SELECT CAST(table_name AS TEXT) AS table_name, CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS type_name, \
             is_nullable = 'NO' AND is_identity = 'NO' AS is_required FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, ordinal_position"
        }
    };
    let mut tables: BTreeMap<String, Vec<ColumnRow>> = BTreeMap::new();
    for row in db::rows::<ColumnRow>(connection, sql, []).await.expect("the columns are read") {
        if !NOT_OURS.contains(&row.table_name.as_str()) {
            tables.entry(row.table_name.clone()).or_default().push(row);
        }
    }
    tables
}

async fn every_table_says_what_protects_it(on: On) {
    let fixture = Fixture::new(on).await;
    let there: BTreeSet<String> = columns_of_tables(fixture.app().state.db.reading(), on).await.into_keys().collect();
    let named: BTreeSet<String> = fixture.app().state.joined.protected_tables.iter().map(|table| table.name.to_owned()).collect();
    assert_eq!(there, named, "each table is in the `protects` of the migration that creates it, and nothing else is");
    assert_eq!(named.len(), fixture.app().state.joined.protected_tables.len(), "no table is named twice");
}

/// Connects as a person with full access to the database, whom no foreign key stops, nor on PostgreSQL any trigger.
pub(crate) async fn stranger(fixture: &Fixture, on: On) -> DatabaseConnection {
    let mut options = ConnectOptions::new(fixture.app().address.clone());
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| options.foreign_keys(false).pragma("busy_timeout", "10000"));
    let connection = Database::connect(options).await.expect("the database opens");
    if on == On::PostgreSql {
        run(&connection, "SET session_replication_role = replica").await;
    }
    connection
}

pub(crate) async fn run(connection: &DatabaseConnection, sql: &str) {
    connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Returns a value of a column's type that no example has.
fn other(column: &ColumnRow, on: On) -> String {
    let name = &column.name;
    match column.type_name.as_str() {
        "text" => format!("COALESCE(\"{name}\", '') || 'x'"),
        "integer" | "bigint" => format!("COALESCE(\"{name}\", 0) + 1000"),
        "boolean" => format!("NOT COALESCE(\"{name}\", FALSE)"),
        "date" => "'2001-01-01'".to_owned(),
        "time" | "time without time zone" => "'03:04:05'".to_owned(),
        _ if on == On::Sqlite => "'2001-01-01T00:00:00+00:00'".to_owned(),
        _ => "TIMESTAMP WITH TIME ZONE '2001-01-01 00:00:00+00'".to_owned(),
    }
}

/// Adds a row through the program's own transaction, for a table that the fixture leaves empty.
async fn fill(fixture: &Fixture, table: &str, columns: &[ColumnRow], on: On) {
    let value = |column: &ColumnRow| match column.type_name.as_str() {
        "text" => "'x'",
        "integer" | "bigint" => "1",
        "boolean" => "FALSE",
        "date" => "'2024-01-01'",
        "time" | "time without time zone" => "'18:30:00'",
        _ => "'2024-01-01T00:00:00+00:00'",
    };
    let wanted: Vec<&ColumnRow> = columns
        .iter()
        .filter(|column| column.is_required && !(on == On::Sqlite && column.type_name == "integer" && column.name == "id"))
        .collect();
    let names: Vec<String> = wanted.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let values: Vec<&str> = wanted.iter().map(|column| value(column)).collect();
    let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), values.join(", "));
    let transaction = fixture.app().state.db.begin().await.expect("a transaction");
    db::execute(&transaction, &sql, []).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    transaction.commit().await.expect("committed");
}

/// Returns the tables with a fault in one of their rows.
async fn named_tables(fixture: &Fixture) -> BTreeSet<String> {
    let faults = fixture.app().faults().await;
    faults.iter().filter_map(|fault| Some(fault.record.split_once('/')?.0.to_owned())).collect()
}

async fn whatever_is_changed_by_hand_is_named(on: On) {
    let fixture = Fixture::new(on).await;
    let all = columns_of_tables(fixture.app().state.db.reading(), on).await;
    let is_sealed = |table: &&ProtectedTable| !matches!(table.protection, Protection::Nothing(_));
    let tables: Vec<&str> =
        fixture.app().state.joined.protected_tables.iter().filter(is_sealed).map(|table| table.name).collect();
    for table in &tables {
        let count = format!("SELECT COUNT(*) FROM \"{table}\"");
        if db::single::<i64>(fixture.app().state.db.reading(), &count, []).await.expect("counted") == Some(0) {
            fill(&fixture, table, &all[*table], on).await;
        }
    }
    assert_eq!(fixture.app().faults().await, []);
    let stranger = stranger(&fixture, on).await;
    for table in &tables {
        run(&stranger, &format!("CREATE TABLE kept_{table} AS SELECT * FROM \"{table}\"")).await;
    }
    let most = tables.iter().map(|table| all[*table].len()).max().unwrap_or_default();
    let mut changed = 0;
    for place in 0..most {
        let mut expected = BTreeSet::new();
        for table in &tables {
            let Some(column) = all[*table].get(place) else { continue };
            // Only one row, selected by whichever column identifies it.
            let one = if on == On::Sqlite { "rowid = (SELECT MIN(rowid)" } else { "ctid = (SELECT MIN(ctid)" };
            let sql = format!("UPDATE \"{table}\" SET \"{}\" = {} WHERE {one} FROM \"{table}\")", column.name, other(column, on));
            run(&stranger, &sql).await;
            expected.insert((*table).to_owned());
            changed += 1;
        }
        let named = named_tables(&fixture).await;
        let missed: Vec<_> = expected.difference(&named).map(|table| format!("{table}.{}", all[table][place].name)).collect();
        assert!(missed.is_empty(), "changed by hand and not named: {missed:?}");
        for table in &expected {
            run(&stranger, &format!("DELETE FROM \"{table}\"")).await;
            run(&stranger, &format!("INSERT INTO \"{table}\" SELECT * FROM kept_{table}")).await;
        }
    }
    assert_eq!(fixture.app().faults().await, [], "everything is put back");
    println!("{changed} columns of {} tables were changed by hand, and each was named", tables.len());
    for table in &tables {
        run(&stranger, &format!("DELETE FROM \"{table}\"")).await;
    }
    let named = named_tables(&fixture).await;
    assert!(tables.iter().all(|table| named.contains(*table)), "removed by hand, and only these named: {named:?}");
    for table in &tables {
        run(&stranger, &format!("INSERT INTO \"{table}\" SELECT * FROM kept_{table}")).await;
    }
}
