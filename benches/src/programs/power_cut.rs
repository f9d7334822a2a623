//! `benches power-cut`.

use super::{Format, SEED};
use crate::measuring::cut_disk::{CALLS, Disk, Event};
use crate::measuring::figures::table;
use anyhow::{Context, Result, ensure};
use benches::generator::Random;
use chrono::DateTime;
use clap::{Args, ValueEnum};
use db::{Db, Migrations};
use files::{Files, Visibility};
use indicatif::ProgressBar;
use ledger::{Action, By};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Cuts the power of a simulated disk at each acknowledged write, and checks that no acknowledged write is lost
///
/// A process writes while `strace` follows what it writes and syncs. At each acknowledgement the disk is reconstructed as it
/// would be if everything unsynced were lost, and once more as if each unsynced change had been kept or lost at random. Every
/// acknowledged write must be there. For comparison, the same is done with SQLite's `synchronous=NORMAL`, which loses writes.
#[derive(Debug, Args)]
pub(super) struct PowerCut {
    /// How often a new process writes into a new folder
    #[arg(long, default_value_t = 6, value_name = "COUNT")]
    rounds: usize,
    /// How many writes each process makes
    #[arg(long, default_value_t = 150, value_name = "COUNT")]
    writes: u32,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write into a folder: the process that is followed
    #[arg(long, hide = true)]
    write_into: Option<PathBuf>,
    /// What the process writes as
    #[arg(long, hide = true, value_enum, default_value_t = Writer::Program)]
    writer: Writer,
}

/// The program that writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
enum Writer {
    /// The program's own code: its database, its ledger, its folder of files.
    Program,
    /// The same database with `synchronous=NORMAL`.
    Normal,
}

#[derive(Debug, Serialize)]
struct Figures {
    writer: Writer,
    rounds: usize,
    /// The number of acknowledged writes, in all rounds.
    answered: usize,
    /// The number of times the power was cut.
    cuts: usize,
    /// Of those, the number after which an acknowledged write was lost.
    cuts_with_losses: usize,
    /// The maximum number of acknowledged writes lost in one cut.
    most_lost: usize,
    /// The number of rounds in which something was lost.
    rounds_with_losses: usize,
    /// Writes per second, without `strace`.
    writes_a_second: f64,
}

/// The database file in the folder.
const DATABASE: &str = "moothall.db";

impl PowerCut {
    pub(super) fn run(self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        if let Some(folder) = &self.write_into {
            return runtime.block_on(write(folder, self.writer, self.writes));
        }
        let mut figures = Vec::new();
        for writer in [Writer::Program, Writer::Normal] {
            figures.push(self.of(writer, &runtime)?);
        }
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&figures)?),
            Format::Table => print!("{}", shown(&figures)),
        }
        let lost = figures.iter().find(|one| one.writer == Writer::Program).map_or(0, |one| one.cuts_with_losses);
        ensure!(lost == 0, "{lost} cuts took something that was answered");
        Ok(())
    }

    fn of(&self, writer: Writer, runtime: &tokio::runtime::Runtime) -> Result<Figures> {
        let mut figures = Figures {
            writer,
            rounds: self.rounds,
            answered: 0,
            cuts: 0,
            cuts_with_losses: 0,
            most_lost: 0,
            rounds_with_losses: 0,
            writes_a_second: self.speed(writer)?,
        };
        let progress = ProgressBar::new(self.rounds as u64 * u64::from(self.writes)).with_message("writes");
        for round in 0..self.rounds {
            let folder = tempfile::tempdir()?;
            let (place, trace) = (folder.path().join("installation"), folder.path().join("trace"));
            std::fs::create_dir(&place)?;
            let mut strace = Command::new("strace");
            strace.args(["-f", "-y", "-xx", "-s", "100000000", "-e", &format!("trace={CALLS}"), "-o"]).arg(&trace);
            let status = self.writer(strace.arg(std::env::current_exe()?), writer, &place).status();
            ensure!(status.context("strace could not be started; is it installed?")?.success(), "the writer failed");
            let lost_before = figures.cuts_with_losses;
            let mut random = Random::from_parts(&[SEED, round as u64]);
            let mut disk = Disk::new(&place);
            let mut answered = Vec::new();
            for line in BufReader::new(std::fs::File::open(&trace)?).lines() {
                let Event::Said(said) = disk.follow(&line?) else { continue };
                let Some(hash) = said.trim_end().strip_prefix("written ") else { continue };
                answered.push(hash.to_owned());
                progress.inc(1);
                for luck in [None, Some(&mut random)] {
                    let left = disk.cut(luck);
                    let lost = runtime.block_on(lost(&left, &place, writer, &answered))?;
                    figures.cuts += 1;
                    figures.cuts_with_losses += usize::from(lost > 0);
                    figures.most_lost = figures.most_lost.max(lost);
                }
            }
            ensure!(answered.len() == self.writes as usize, "the trace tells of {} writes", answered.len());
            figures.answered += answered.len();
            figures.rounds_with_losses += usize::from(figures.cuts_with_losses > lost_before);
        }
        progress.finish_and_clear();
        Ok(figures)
    }

    fn writer<'a>(&self, command: &'a mut Command, writer: Writer, place: &Path) -> &'a mut Command {
        let writer = match writer {
            Writer::Program => "program",
            Writer::Normal => "normal",
        };
        let writes = self.writes.to_string();
        command.args(["power-cut", "--writes", &writes, "--writer", writer, "--write-into"]).arg(place).stdout(Stdio::null())
    }

    /// Returns how many writes per second the writer makes without `strace`.
    fn speed(&self, writer: Writer) -> Result<f64> {
        let folder = tempfile::tempdir()?;
        let begun = Instant::now();
        let status = self.writer(&mut Command::new(std::env::current_exe()?), writer, folder.path()).status()?;
        ensure!(status.success(), "the writer failed");
        Ok(f64::from(self.writes) / begun.elapsed().as_secs_f64())
    }
}

/// Returns the content of the file that belongs to a write.
fn content(write: u32) -> Vec<u8> {
    format!("What was brought with write {write}.\n").repeat(100).into_bytes()
}

/// Writes, printing an acknowledgement after each commit; exits without closing anything.
async fn write(folder: &Path, writer: Writer, writes: u32) -> Result<()> {
    let address = format!("sqlite://{}", folder.join(DATABASE).display());
    let mut said = std::io::stdout();
    match writer {
        Writer::Program => {
            let db = Db::open(&address).await?;
            let steps = ledger::MIGRATIONS.iter().chain(files::MIGRATIONS).copied().collect();
            db::migrate(&db, &Migrations(steps)).await?;
            let files = Files::open(&folder.join("files"))?;
            let by = By { actor: "a writer", at: DateTime::UNIX_EPOCH };
            for write in 0..writes {
                let transaction = db.begin().await?;
                let content = content(write).into();
                let kept = files.keep(&transaction, "paper.txt", "text/plain", content, by.at, Visibility::Private).await?;
                let (record, payload) = (format!("paper/{write}"), serde_json::json!({ "hash": kept.hash }));
                ledger::append(&transaction, &by.did(Action::Collected, &record, &payload)).await?;
                transaction.commit().await?;
                writeln!(said, "written {}", kept.hash)?;
            }
        }
        Writer::Normal => {
            let mut options = ConnectOptions::new(format!("{address}?mode=rwc"));
            options.max_connections(1).sqlx_logging(false);
            options.map_sqlx_sqlite_opts(|options| options.pragma("journal_mode", "WAL").pragma("synchronous", "NORMAL"));
            let connection = Database::connect(options).await?;
            connection.execute_unprepared("CREATE TABLE written (hash TEXT NOT NULL)").await?;
            for write in 0..writes {
                let hash = files::hash(&content(write));
                connection.execute_unprepared(&format!("INSERT INTO written (hash) VALUES ('{hash}')")).await?;
                writeln!(said, "written {hash}")?;
            }
        }
    }
    said.flush()?;
    std::process::exit(0)
}

/// Returns how many of the acknowledged writes are missing from what is left of the disk.
async fn lost(left: &BTreeMap<PathBuf, Vec<u8>>, place: &Path, writer: Writer, answered: &[String]) -> Result<usize> {
    let folder = tempfile::tempdir()?;
    for name in [DATABASE, "moothall.db-wal", "moothall.db-journal"] {
        if let Some(content) = left.get(&place.join(name)) {
            std::fs::write(folder.path().join(name), content)?;
        }
    }
    let table = if writer == Writer::Program { "stored_file" } else { "written" };
    let db = Db::open(&format!("sqlite://{}", folder.path().join(DATABASE).display())).await?;
    let check = db::single::<String>(db.reading(), "PRAGMA integrity_check", []).await?.unwrap_or_default();
    ensure!(check == "ok", "a power cut damages the database: {check}");
    let has_table = db::single::<i64>(db.reading(), "SELECT COUNT(*) FROM sqlite_master WHERE name = $1", [table.into()]).await?;
    let mut gone = answered.len();
    if has_table == Some(1) {
        for hash in answered {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE hash = $1");
            let is_row = db::single::<i64>(db.reading(), &sql, [hash.as_str().into()]).await? == Some(1);
            let file = left.get(&place.join("files").join(&hash[..2]).join(hash));
            let is_file = writer == Writer::Normal || file.is_some_and(|content| files::hash(content) == *hash);
            gone -= usize::from(is_row && is_file);
        }
        if writer == Writer::Program {
            let verified = ledger::verify(db.reading()).await?;
            ensure!(verified.faults.is_empty(), "the ledger does not verify after a power cut: {:?}", verified.faults);
        }
    }
    db.close().await?;
    Ok(gone)
}

fn shown(figures: &[Figures]) -> String {
    let row = |one: &Figures| {
        let writer = if one.writer == Writer::Program { "the program" } else { "with synchronous=NORMAL" };
        let rounds = format!("{} of {}", one.rounds_with_losses, one.rounds);
        let cuts = format!("{} of {}", one.cuts_with_losses, one.cuts);
        let speed = format!("{:.0}", one.writes_a_second);
        vec![writer.to_owned(), one.answered.to_string(), rounds, cuts, one.most_lost.to_string(), speed]
    };
    let rows: Vec<Vec<String>> = figures.iter().map(row).collect();
    table(&["who writes", "answered", "rounds with losses", "cuts with losses", "most lost", "writes a second"], &rows)
}
