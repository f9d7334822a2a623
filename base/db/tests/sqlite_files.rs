//! Tests of SQLite's files: no acknowledged change can be lost, and nothing that was erased can be read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use db::Db;
use std::path::Path;
use std::time::Duration;

async fn database(folder: &Path) -> Db {
    let db = Db::open(&format!("sqlite://{}", folder.join("test.db").display())).await.unwrap();
    let transaction = db.begin().await.unwrap();
    db::execute(&transaction, "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)", []).await.unwrap();
    db::execute(&transaction, "CREATE INDEX person_by_name ON person (name)", []).await.unwrap();
    transaction.commit().await.unwrap();
    db
}

/// Counts how often `words` occur in the files.
fn found(folder: &Path, words: &str) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.map(|bytes| bytes.windows(words.len()).filter(|part| *part == words.as_bytes()).count()).sum()
}

async fn write(db: &Db, number: i64) {
    let transaction = db.begin().await.unwrap();
    let name = format!("Wilhelmina Wharfinger {}", "x".repeat(usize::try_from(number).unwrap() * 37 % 6_000));
    db::execute(&transaction, "INSERT INTO person (id, name) VALUES ($1, $2)", [number.into(), name.into()]).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn a_commit_waits_for_the_disk_and_what_is_deleted_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path()).await;
    let transaction = db.begin().await.unwrap();
    let pragma = async |name: &str| db::single::<i64>(&transaction, &format!("PRAGMA {name}"), []).await.unwrap();
    assert_eq!(pragma("synchronous").await, Some(2), "FULL");
    assert_eq!(pragma("secure_delete").await, Some(1));
    assert_eq!(pragma("foreign_keys").await, Some(1));
    assert_eq!(db::single::<String>(db.reading(), "PRAGMA journal_mode", []).await.unwrap().as_deref(), Some("wal"));
}

#[tokio::test]
async fn what_is_erased_is_in_no_file_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path()).await;
    for number in 1..300 {
        write(&db, number).await;
    }
    assert!(found(folder.path(), "Wilhelmina") > 0);
    // Some rows are changed and others deleted, so both kinds of old data must go.
    let transaction = db.begin().await.unwrap();
    transaction.erase_traces();
    db::execute(&transaction, "UPDATE person SET name = 'nobody' WHERE id % 2 = 0", []).await.unwrap();
    db::execute(&transaction, "DELETE FROM person WHERE id % 2 = 1", []).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(found(folder.path(), "Wilhelmina"), 0);
}

#[tokio::test]
async fn a_reader_delays_the_erasure_and_does_not_prevent_it() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path()).await;
    write(&db, 1).await;
    // Another process still reads the database as it was.
    let other = Db::open(&format!("sqlite://{}", folder.path().join("test.db").display())).await.unwrap();
    let reader = other.reading().at_this_instant().await.unwrap();
    assert_eq!(db::single::<i64>(&reader, "SELECT COUNT(*) FROM person", []).await.unwrap(), Some(1));
    let transaction = db.begin().await.unwrap();
    transaction.erase_traces();
    db::execute(&transaction, "DELETE FROM person", []).await.unwrap();
    let begun = std::time::Instant::now();
    transaction.commit().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(3), "whoever erases does not wait long for who reads");
    assert!(found(folder.path(), "Wilhelmina") > 0);
    write(&db, 2).await;
    drop(reader);
    let transaction = db.begin().await.unwrap();
    db::execute(&transaction, "DELETE FROM person", []).await.unwrap();
    transaction.commit().await.unwrap();
    for _ in 0..50 {
        if found(folder.path(), "Wilhelmina") == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(found(folder.path(), "Wilhelmina"), 0, "it was erased once nobody read it");
}
