//! Tests of comparing rows with their seals, in particular of rows that change while they are compared.

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

const BUOYS: SqlMigration = SqlMigration {
    name: "m20261128_901_buoys",
    statements: &["CREATE TABLE buoy (name TEXT PRIMARY KEY, colour TEXT NOT NULL)"],
    protects: &[db::seal_beside("buoy")],
};

/// Returns a database of boats and buoys whose rows are sealed, and the same database without an observer.
async fn harbour(folder: &tempfile::TempDir) -> (Db, Db) {
    let raw = Db::open(&format!("sqlite://{}", folder.path().join("boats.db").display())).await.unwrap();
    let migrations = Migrations(crate::MIGRATIONS.iter().chain(&[BOATS, BUOYS]).copied().collect());
    db::migrate(&raw, &migrations).await.unwrap();
    let db = hold(raw.clone(), &migrations.protected_tables(), KEY, Clock::system()).await.unwrap();
    (db, raw)
}

async fn table(db: &Db, protected: ProtectedTable) -> Arc<Table> {
    Arc::new(catalogue_store::read(db.reading(), &[protected]).await.unwrap().remove(protected.name).unwrap())
}

async fn run(db: &Db, sql: &str) {
    let transaction = db.begin().await.unwrap();
    db::execute(&transaction, sql, []).await.unwrap();
    transaction.commit().await.unwrap();
}

/// Returns whether all rows match, by the quick method.
async fn fit(db: &Db) -> bool {
    let table = table(db, db::ledger_sealed("boat")).await;
    let LastSeals(mut last) = crate::verify(db.reading()).await.unwrap().last_seals;
    all_fit(db.reading(), &table, &KEY, &last.remove("boat").unwrap_or_default()).await
}

#[tokio::test]
async fn rows_that_fit_are_told_the_quick_way_whatever_they_hold() {
    let folder = tempfile::tempdir().unwrap();
    let (db, raw) = harbour(&folder).await;
    assert!(fit(&db).await, "no rows, no seals");
    for number in 0..2 * LEAST_ROWS {
        let columns = "harbour, number, length, is_let, built_on, leaves_at, seen_at";
        let values =
            format!("'Quay \"7\" \u{e9}\n', {number}, {number}, true, '1999-05-01', '16:00:00', '2026-06-01T09:00:00.123456Z'");
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

#[tokio::test]
async fn a_row_is_looked_at_again_even_if_part_of_its_key_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _) = harbour(&folder).await;
    run(&db, "INSERT INTO boat (harbour, number) VALUES ('', 7)").await;
    run(&db, "INSERT INTO buoy (name, colour) VALUES ('', 'red')").await;
    let [boat, buoy] = [table(&db, db::ledger_sealed("boat")).await, table(&db, db::seal_beside("buoy")).await];
    // As a reader finds them who read the tables before the rows were written, and the seals after that.
    let suspects = [(boat, "/7"), (buoy, "")].map(|(table, key)| {
        let last = Some(LastSeal { digest: Some([1; 16]), position: 0 });
        Suspect { table, key: Some(key.to_owned()), last, digest: None }
    });
    assert_eq!(confirmed(db.reading(), &KEY, 0, suspects.into()).await.unwrap(), []);
}

#[tokio::test]
async fn a_seal_that_is_deleted_with_its_row_while_rows_are_read_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _) = harbour(&folder).await;
    run(&db, "INSERT INTO buoy (name, colour) VALUES ('North', 'red'), ('South', 'green')").await;
    let table = table(&db, db::seal_beside("buoy")).await;
    let seals = seals_beside(db.reading(), "buoy", None).await.unwrap();
    run(&db, "DELETE FROM buoy WHERE name = 'North'").await;
    let left = without_rows(db.reading(), &table, seals).await.unwrap();
    assert_eq!(left.iter().map(|suspect| suspect.key.as_deref()).collect::<Vec<_>>(), [Some("South")]);
    assert_eq!(confirmed(db.reading(), &KEY, 0, left).await.unwrap(), []);
}
