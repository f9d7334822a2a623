//! Tables are sealed for the first time, are changed by migrations, and keep to one key.

use db::{Db, Migrations, SqlMigration};
use foundation::Clock;
use ledger::{Action, By, Fault, LedgerError};
use serde_json::json;
use test_kit::{On, TestDatabase, both_databases};

both_databases!(
    rows_from_before_are_sealed_as_they_are_found,
    what_a_later_step_changes_is_sealed,
    another_key_is_refused_until_all_is_sealed_anew,
    a_trigger_that_is_gone_is_named,
    a_change_without_an_entry_is_told_as_the_programs_own,
    what_is_rolled_back_is_not_sealed,
    several_writers_at_once_seal_what_each_changed,
    what_was_sealed_before_the_commit_stays_sealed,
    a_forged_seal_of_no_possible_row_is_named,
);

const BOATS: SqlMigration = SqlMigration {
    name: "m20261128_900_boats",
    statements: &["CREATE TABLE boat (id {KEY}, name TEXT NOT NULL, built_on DATE, seen_at {INSTANT})"],
    protects: &[db::ledger_sealed("boat")],
};

const BUOYS: SqlMigration = SqlMigration {
    name: "m20261128_902_buoys",
    statements: &["CREATE TABLE buoy (id {KEY}, colour TEXT NOT NULL)"],
    protects: &[db::seal_beside("buoy")],
};

const BERTHS: SqlMigration = SqlMigration {
    name: "m20261128_901_berths",
    statements: &[
        "ALTER TABLE boat ADD COLUMN berth BIGINT NOT NULL DEFAULT 1",
        "UPDATE boat SET berth = id WHERE name = 'Heron'",
        "UPDATE boat SET berth = berth",
        "ALTER TABLE boat ADD COLUMN owner TEXT",
    ],
    protects: &[],
};

const KEY: [u8; 32] = [7; 32];

fn migrations(more: &[SqlMigration]) -> Migrations {
    Migrations(ledger::MIGRATIONS.iter().chain(&[BOATS, BUOYS]).chain(more).copied().collect())
}

fn clock() -> Clock {
    Clock::standing_at("2026-06-01T09:00:00Z".parse().unwrap())
}

async fn held(db: &Db, more: &[SqlMigration]) -> Db {
    let migrations = migrations(more);
    ledger::migrate(db, &migrations, KEY, clock()).await.unwrap();
    ledger::hold(db.clone(), &migrations.protected_tables(), KEY, clock()).await.unwrap()
}

async fn run(db: &Db, sql: &str) {
    let transaction = db.begin().await.unwrap();
    db::execute(&transaction, sql, []).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn faults(db: &Db) -> Vec<Fault> {
    let chain = ledger::verify(db.reading()).await.unwrap();
    let mut faults = chain.faults.clone();
    faults.extend(ledger::verify_rows(db, &migrations(&[]).protected_tables(), KEY, chain).await.unwrap());
    faults
}

async fn entries(db: &Db) -> Vec<(String, String)> {
    let all = ledger::entries(db.reading(), &ledger::Filter::default(), None, 100).await.unwrap();
    all.into_iter().rev().map(|entry| (entry.action, entry.record)).collect()
}

async fn rows_from_before_are_sealed_as_they_are_found(on: On) {
    let database = TestDatabase::new(on).await;
    db::migrate(&database.db, &migrations(&[])).await.unwrap();
    run(&database.db, "INSERT INTO boat (name, built_on) VALUES ('Heron', '1999-05-01'), ('Teal', NULL)").await;
    let db = held(&database.db, &[]).await;
    assert_eq!(entries(&db).await, [("sealed".to_owned(), "table/boat".to_owned())]);
    assert_eq!(faults(&db).await, []);
    run(&database.db, "UPDATE boat SET name = 'Tern' WHERE name = 'Teal'").await;
    assert_eq!(faults(&db).await.len(), 1);
    // Holding the tables again does not seal the row again.
    let db = held(&database.db, &[]).await;
    assert_eq!(faults(&db).await.len(), 1);
}

async fn what_a_later_step_changes_is_sealed(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    run(&db, "INSERT INTO boat (name) VALUES ('Heron'), ('Teal')").await;
    let db = held(&database.db, &[BERTHS]).await;
    assert_eq!(faults(&db).await, []);
    let berths = "SELECT COUNT(*) FROM boat WHERE berth = 1 AND owner IS NULL";
    assert!(db::single::<i64>(db.reading(), berths, []).await.unwrap() >= Some(1));
    run(&db, "UPDATE boat SET owner = 'Wanda Wharf' WHERE name = 'Teal'").await;
    assert_eq!(faults(&db).await, []);
}

async fn another_key_is_refused_until_all_is_sealed_anew(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    run(&db, "INSERT INTO boat (name) VALUES ('Heron')").await;
    let (all, other) = (migrations(&[]), [8; 32]);
    let protected = all.protected_tables();
    let refused = ledger::hold(database.db.clone(), &protected, other, clock()).await;
    assert!(matches!(refused, Err(LedgerError::OtherKey)));
    assert!(matches!(ledger::migrate(&database.db, &all, other, clock()).await, Err(LedgerError::OtherKey)));
    let chain = ledger::verify(db.reading()).await.unwrap();
    assert!(matches!(ledger::verify_rows(&db, &protected, other, chain).await, Err(LedgerError::OtherKey)));
    assert_eq!(ledger::seal_anew(&database.db, &protected, other, clock(), "The secret was lost").await.unwrap(), 1);
    let chain = ledger::verify(db.reading()).await.unwrap();
    assert_eq!(ledger::verify_rows(&db, &protected, other, chain).await.unwrap(), []);
}

async fn a_trigger_that_is_gone_is_named(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    run(&database.db, if on == On::Sqlite { "DROP TRIGGER seal_boat_update" } else { "DROP TRIGGER seal_boat ON boat" }).await;
    let named = faults(&db).await;
    assert_eq!(named.len(), 1);
    assert!(named[0].record == "table/boat" && named[0].what.contains("triggers"), "{named:?}");
    // The next start restores it.
    let db = held(&database.db, &[]).await;
    assert_eq!(faults(&db).await, []);
}

async fn a_change_without_an_entry_is_told_as_the_programs_own(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    run(&db, "INSERT INTO boat (name) VALUES ('Heron')").await;
    assert_eq!(entries(&db).await, [("altered".to_owned(), "tables".to_owned())]);
    let transaction = db.begin().await.unwrap();
    let by = By { actor: "account/1", at: clock().now() };
    ledger::append(&transaction, &by.did(Action::Altered, "boat/1", &json!({}))).await.unwrap();
    db::execute(&transaction, "UPDATE boat SET name = 'Teal'", []).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(entries(&db).await.len(), 2, "an act's own entry seals what it changed");
    let rows = ledger::changed_rows(db.reading(), 2).await.unwrap();
    assert_eq!(rows.iter().map(|changed| changed.row.as_str()).collect::<Vec<_>>(), ["boat/1"]);
    assert_eq!(faults(&db).await, []);
}

async fn what_is_rolled_back_is_not_sealed(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    let transaction = db.begin().await.unwrap();
    db::execute(&transaction, "INSERT INTO boat (name) VALUES ('Heron')", []).await.unwrap();
    drop(transaction);
    run(&db, "INSERT INTO boat (name) VALUES ('Teal')").await;
    assert_eq!(faults(&db).await, []);
    let rows = ledger::changed_rows(db.reading(), 1).await.unwrap();
    assert_eq!(rows.len(), 1);
}

async fn several_writers_at_once_seal_what_each_changed(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for number in 0..5 {
                    run(&db, &format!("INSERT INTO boat (name) VALUES ('Boat {writer} {number}')")).await;
                    run(&db, &format!("UPDATE boat SET built_on = '2001-02-03' WHERE name = 'Boat {writer} {number}'")).await;
                }
            })
        })
        .collect();
    // While rows are being written, existing ones are never reported.
    for _ in 0..5 {
        assert_eq!(faults(&db).await, []);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(faults(&db).await, []);
}

async fn what_was_sealed_before_the_commit_stays_sealed(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    let transaction = db.begin().await.unwrap();
    let by = By { actor: "account/1", at: clock().now() };
    ledger::append(&transaction, &by.did(Action::Collected, "boats", &json!({}))).await.unwrap();
    db::execute(&transaction, "INSERT INTO boat (name) VALUES ('Heron'), ('Teal')", []).await.unwrap();
    transaction.observe().await.unwrap();
    db::execute(&transaction, "UPDATE boat SET name = 'Tern' WHERE name = 'Teal'", []).await.unwrap();
    db::execute(&transaction, "INSERT INTO boat (name) VALUES ('Gull')", []).await.unwrap();
    transaction.commit().await.unwrap();
    let rows = ledger::changed_rows(db.reading(), 1).await.unwrap();
    assert_eq!(rows.iter().map(|changed| changed.row.as_str()).collect::<Vec<_>>(), ["boat/1", "boat/2", "boat/3"]);
    assert_eq!(faults(&db).await, []);
}

async fn a_forged_seal_of_no_possible_row_is_named(on: On) {
    let database = TestDatabase::new(on).await;
    let db = held(&database.db, &[]).await;
    run(&db, "INSERT INTO buoy (colour) VALUES ('red')").await;
    assert_eq!(faults(&db).await, []);
    let seal = "0".repeat(32);
    for (key, named) in [("north", 1), ("1/2", 2), ("", 3)] {
        run(&database.db, &format!("INSERT INTO row_seal (table_name, row_key, seal) VALUES ('buoy', '{key}', '{seal}')")).await;
        let faults = faults(&db).await;
        assert_eq!(faults.len(), named, "{faults:?}");
        assert!(faults.iter().any(|fault| fault.record == format!("buoy/{key}")), "{faults:?}");
    }
}
