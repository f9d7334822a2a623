//! `moothall ledger`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use anyhow::{Context, Result};
use clap::Subcommand;
use db::Db;
use indicatif::{ProgressBar, ProgressStyle};

/// The ledger: who did what to which record.
#[derive(Debug, Subcommand)]
pub(super) enum Ledger {
    /// Reads the whole chain, every publication and every row that is held to it, and names what was changed behind the program's back
    Verify {
        /// A head that was kept, from the site's page /record/checkpoint: the chain must still lead through it
        #[arg(long, value_name = "POSITION:HASH")]
        checkpoint: Vec<String>,
    },
}

impl Ledger {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let Self::Verify { checkpoint } = self;
        let db = wiring::open_database(configuration).await?;
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
        let tampered = publications::verify(db.reading()).await?;
        let (joined, _) = web::join(wiring::capabilities())?;
        let standing = ledger::verify_standing(&db, &joined.standing_records).await?;
        let mut said = Vec::new();
        said.extend(chain.faults.iter().map(chain_fault));
        said.extend(tampered.iter().map(|one| format!("Publication {} ({}): {}.", one.id, one.record, one.what)));
        said.extend(standing.iter().map(standing_fault));
        for kept in &checkpoint {
            said.extend(checkpoint_fault(&db, kept).await?);
        }
        for fault in &said {
            say(fault)?;
        }
        let faults = said.len();
        anyhow::ensure!(faults == 0, "{faults} things are not as they were written; compare with a copy of the database");
        say(&format!(
            "All {} entries, every publication and every row that is held to the ledger are as they were written. The chain's head is {}.",
            chain.entries, chain.head
        ))
    }
}

fn chain_fault(fault: &ledger::Fault) -> String {
    let record = if fault.record.is_empty() { String::new() } else { format!(" ({})", fault.record) };
    format!("Entry {}{record}: {}.", fault.position, fault.what)
}

fn standing_fault(fault: &ledger::Fault) -> String {
    match fault.position {
        0 => format!("Record {}: {}.", fault.record, fault.what),
        position => format!("Record {}: {} (entry {position}).", fault.record, fault.what),
    }
}

/// What is wrong with a head that was kept.
async fn checkpoint_fault(db: &Db, kept: &str) -> Result<Option<String>> {
    let not_understood = || format!("{kept:?} is no checkpoint: write its position, a colon and its hash");
    let (position, hash) = kept.split_once(':').with_context(not_understood)?;
    let position: i64 = position.parse().ok().with_context(not_understood)?;
    let entry = ledger::entry(db.reading(), position).await?;
    Ok(match entry {
        _ if position == 0 => None,
        Some(entry) if entry.hash == hash => None,
        Some(_) => Some(format!("Checkpoint {position}: the chain was written anew since, up to this entry or further.")),
        None => Some(format!("Checkpoint {position}: the entry was taken away since.")),
    })
}
