//! `moothall ledger`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use anyhow::{Context, Result};
use clap::Subcommand;
use db::{Db, ProtectedTable};
use files::{FileFault, Files};
use foundation::Clock;
use indicatif::{ProgressBar, ProgressStyle};

/// The ledger: who did what to which record.
#[derive(Debug, Subcommand)]
pub(super) enum Ledger {
    /// Check every entry, sealed row and file, and name what was changed outside the program
    Verify {
        /// A checkpoint that you kept from /record/checkpoint on the site
        #[arg(long, value_name = "POSITION:HASH")]
        checkpoint: Vec<String>,
    },
    /// Seal every row again as it is now, if the installation's secret was lost
    SealAnew {
        /// Why, as it will be in the ledger
        #[arg(long)]
        reason: String,
    },
}

impl Ledger {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let db = wiring::open_database(configuration).await?;
        let capabilities = wiring::capabilities();
        let migrations = web::migrations(&capabilities);
        let pending = db::pending_migrations(&db, &migrations).await?;
        anyhow::ensure!(pending == 0, "the database is from another version of the program; run `moothall migrate` first");
        let protected = migrations.protected_tables();
        let key = configuration.secret()?.row_seal_key();
        match self {
            Self::Verify { checkpoint } => verify(configuration, &db, &protected, key, &checkpoint).await,
            Self::SealAnew { reason } => {
                anyhow::ensure!(
                    !reason.trim().is_empty(),
                    "give the reason, like --reason \"the file with the secret was lost\""
                );
                let rows = ledger::seal_anew(&db, &protected, key, Clock::system(), reason.trim()).await?;
                say(&format!("{rows} rows were sealed as they are now. The ledger has an entry for each table."))
            }
        }
    }
}

/// Verifies the chain, the rows and the files, and prints everything that has changed since it was written.
async fn verify(
    configuration: &Configuration,
    db: &Db,
    protected: &[ProtectedTable],
    key: [u8; 32],
    checkpoints: &[String],
) -> Result<()> {
    let progress = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} entries, {eta} to go") {
        progress.set_style(style);
    }
    let chain = ledger::verify_telling(db.reading(), |position, last| {
        progress.set_length(last.unsigned_abs());
        progress.set_position(position.unsigned_abs());
    })
    .await;
    progress.finish_and_clear();
    let chain = chain?;
    let mut said: Vec<String> = chain.faults.iter().map(chain_fault).collect();
    let (entries, head) = (chain.entries, chain.head.clone());
    said.extend(ledger::verify_rows(db, protected, key, chain).await?.iter().map(row_fault));
    let files = Files::open(&configuration.folder.join("files"))?;
    let progress = ProgressBar::new_spinner();
    let faults = files.verify(db, |read| progress.set_message(format!("{read} files read"))).await;
    progress.finish_and_clear();
    said.extend(faults?.iter().map(file_fault));
    for kept in checkpoints {
        said.extend(checkpoint_fault(db, kept).await?);
    }
    for fault in &said {
        say(fault)?;
    }
    let faults = said.len();
    anyhow::ensure!(faults == 0, "{faults} changes were made outside the program; compare with a backup of the database");
    say(&format!("All {entries} entries, every sealed row and every file are as they were written. The chain's head is {head}."))
}

fn chain_fault(fault: &ledger::Fault) -> String {
    let record = if fault.record.is_empty() { String::new() } else { format!(" ({})", fault.record) };
    format!("Entry {}{record}: {}.", fault.position, fault.what)
}

fn row_fault(fault: &ledger::Fault) -> String {
    match fault.position {
        0 => format!("Row {}: {}.", fault.record, fault.what),
        position => format!("Row {}: {} (entry {position}).", fault.record, fault.what),
    }
}

fn file_fault(fault: &FileFault) -> String {
    format!("File {} ({}): {}.", fault.file.id, fault.file.name, fault.what)
}

/// Returns what is wrong with a checkpoint that was kept, if anything.
async fn checkpoint_fault(db: &Db, kept: &str) -> Result<Option<String>> {
    let not_understood = || format!("{kept:?} is not a checkpoint; enter its position, a colon and its hash");
    let (position, hash) = kept.split_once(':').with_context(not_understood)?;
    let position: i64 = position.parse().ok().with_context(not_understood)?;
    anyhow::ensure!(position >= 0, not_understood());
    if position == 0 {
        let fits = hash == ledger::origin();
        return Ok((!fits).then(|| "Checkpoint 0: no ledger begins with this hash.".to_owned()));
    }
    let entry = ledger::entry(db.reading(), position).await?;
    Ok(match entry {
        Some(entry) if entry.hash == hash => None,
        Some(_) => Some(format!("Checkpoint {position}: the ledger has been rewritten since, up to this entry or further.")),
        None => Some(format!("Checkpoint {position}: the entry has been removed since.")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_checkpoint_of_an_empty_ledger_has_the_hash_before_the_first_entry() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("ledger.db").display())).await.unwrap();
        db::migrate(&db, &web::migrations(&wiring::capabilities())).await.unwrap();
        let fault = async |kept: String| checkpoint_fault(&db, &kept).await.unwrap();
        assert_eq!(fault(format!("0:{}", "0".repeat(64))).await, None);
        assert!(fault(format!("0:{}", "1".repeat(64))).await.is_some_and(|fault| fault.contains("Checkpoint 0")));
        assert!(checkpoint_fault(&db, "-1:x").await.is_err(), "no entry has such a position");
    }
}
