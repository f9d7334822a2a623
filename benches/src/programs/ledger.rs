//! `benches ledger`.

use super::Format;
use crate::measuring::figures::{median, number, table};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use db::{Db, Migrations, SqlMigration};
use foundation::Clock;
use indicatif::ProgressBar;
use ledger::{Action, Entry};
use serde::Serialize;
use serde_json::json;
use std::time::{Duration, Instant};

/// The number of entries written in one transaction while the ledger is filled.
const BATCH: i64 = 5_000;

/// Measures the ledger: entries appended by one writer and by many at once, each in a transaction of its own with a row that it
/// seals, and the verification of a long chain with as many rows
#[derive(Debug, Args)]
pub(super) struct Ledger {
    /// A PostgreSQL server with a user who may create databases: postgres://USER@HOST:PORT [default: SQLite alone]
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// The number of entries in the chain that is verified
    #[arg(long, default_value_t = 1_000_000, value_name = "COUNT")]
    entries: i64,
    /// The number of concurrent writers
    #[arg(long, value_delimiter = ',', default_value = "1,32", value_name = "COUNTS")]
    writers: Vec<usize>,
    /// How long they write
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    seconds: u64,
    /// How often each measurement is repeated; the median is shown
    #[arg(long, default_value_t = 3, value_name = "COUNT")]
    runs: usize,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Figures {
    database: &'static str,
    what: String,
    runs: Vec<f64>,
    unit: &'static str,
}

impl Ledger {
    pub(super) fn run(self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let figures = runtime.block_on(self.measure())?;
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => {
                let row = |one: &Figures| {
                    let middle = median(one.runs.iter().copied());
                    vec![format!("{}, {}", one.database, one.what), format!("{middle:.2}"), one.unit.to_owned()]
                };
                let rows: Vec<Vec<String>> = figures.iter().map(row).collect();
                print!("{}", table(&["what", "middle", "unit"], &rows));
            }
        }
        Ok(())
    }

    async fn measure(&self) -> Result<Vec<Figures>> {
        let folder = tempfile::tempdir()?;
        let sqlite = Db::open(&format!("sqlite://{}", folder.path().join("ledger.db").display())).await?;
        let mut figures = self.of("SQLite", &sqlite).await?;
        sqlite.close().await?;
        if let Some(server) = &self.postgres {
            let name = format!("moothall_benches_{}", std::process::id());
            let administration = Db::open(&format!("{server}/postgres")).await?;
            db::execute(administration.reading(), &format!("CREATE DATABASE {name}"), []).await?;
            let postgres = Db::open(&format!("{server}/{name}")).await?;
            figures.extend(self.of("PostgreSQL", &postgres).await?);
            postgres.close().await?;
            db::execute(administration.reading(), &format!("DROP DATABASE {name}"), []).await?;
        }
        Ok(figures)
    }

    async fn of(&self, database: &'static str, db: &Db) -> Result<Vec<Figures>> {
        let migrations = Migrations(ledger::MIGRATIONS.iter().chain(&[ROWS]).copied().collect());
        db::migrate(db, &migrations).await?;
        let protected = migrations.protected_tables();
        let held = ledger::hold(db.clone(), &protected, KEY, Clock::system()).await?;
        let db = &held;
        let mut figures = Vec::new();
        for writers in &self.writers {
            let mut runs = Vec::new();
            for _ in 0..self.runs {
                runs.push(append_for(db, *writers, Duration::from_secs(self.seconds)).await?);
            }
            figures.push(Figures { database, what: format!("{writers} writers"), runs, unit: "entries a second" });
        }
        fill(db, self.entries).await?;
        let mut runs = Vec::new();
        let mut entries = 0;
        for _ in 0..self.runs {
            let begun = Instant::now();
            let verification = ledger::verify(db.reading()).await?;
            ensure!(verification.faults.is_empty(), "the chain does not verify: {:?}", verification.faults);
            entries = verification.entries;
            let faults = ledger::verify_rows(db, &protected, KEY, verification).await?;
            runs.push(begun.elapsed().as_secs_f64());
            ensure!(faults.is_empty(), "{} rows do not verify", faults.len());
        }
        let what = format!("verification of {entries} entries and as many rows");
        figures.push(Figures { database, what, runs, unit: "seconds" });
        Ok(figures)
    }
}

/// A table with one row for each entry, like those that capabilities change.
const ROWS: SqlMigration = SqlMigration {
    name: "m20261128_001_measured_rows",
    statements: &[
        "CREATE TABLE measured_row (id {KEY}, number BIGINT NOT NULL, title TEXT NOT NULL, board TEXT NOT NULL, text TEXT NOT NULL, \
         is_public BOOLEAN NOT NULL, added_at {INSTANT} NOT NULL, added_on DATE NOT NULL)",
    ],
    protects: &[db::ledger_sealed("measured_row")],
};

/// The key with which the rows are sealed.
const KEY: [u8; 32] = [7; 32];

/// Returns the instant of an entry, so that every run writes the same.
fn instant(number: i64) -> DateTime<Utc> {
    DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(number)
}

async fn append(transaction: &db::WriteTransaction, number: i64) -> Result<i64> {
    let payload = json!({ "what": "the name was changed", "before": "Petra Placeholder", "number": number });
    let entry = Entry {
        at: instant(number),
        actor: &format!("account/{}", number % 200 + 1),
        action: Action::ALL[usize::try_from(number).unwrap_or_default() % Action::ALL.len()],
        record: &format!("paper/{}", number % 5_000 + 1),
        payload: &payload,
    };
    let position = ledger::append(transaction, &entry).await?;
    let sql = "INSERT INTO measured_row (number, title, board, text, is_public, added_at, added_on) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        number.into(),
        format!("Lease of quay {number}").into(),
        format!("board/{}", number % 9 + 1).into(),
        "The lease is let for another year on the terms of the year before.".into(),
        (number % 3 == 0).into(),
        instant(number).into(),
        instant(number).date_naive().into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(position)
}

/// Returns how many entries per second this many writers append, each entry in a transaction of its own.
async fn append_for(db: &Db, writers: usize, time: Duration) -> Result<f64> {
    let begun = Instant::now();
    let writers: Vec<_> = (0..writers)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut written = 0_u64;
                while begun.elapsed() < time {
                    let transaction = db.begin().await?;
                    append(&transaction, i64::try_from(written)?).await?;
                    transaction.commit().await?;
                    written += 1;
                }
                anyhow::Ok(written)
            })
        })
        .collect();
    let mut written = 0;
    for writer in writers {
        written += writer.await.context("a writer stopped")??;
    }
    Ok(number(written) / begun.elapsed().as_secs_f64())
}

/// Appends entries until the chain has this many.
async fn fill(db: &Db, entries: i64) -> Result<()> {
    let (mut position, _) = ledger::head(db.reading()).await?;
    let progress = ProgressBar::new(entries.unsigned_abs()).with_message("entries");
    while position < entries {
        let transaction = db.begin().await?;
        for _ in 0..BATCH.min(entries - position) {
            position = append(&transaction, position).await?;
            transaction.observe().await?;
        }
        transaction.commit().await?;
        progress.set_position(position.unsigned_abs());
    }
    progress.finish_and_clear();
    Ok(())
}
