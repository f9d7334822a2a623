//! `moothall ledger`.

use crate::configuration::Configuration;
use crate::saying::say;
use crate::wiring;
use anyhow::Result;
use clap::Subcommand;

/// The ledger: who did what to which record.
#[derive(Debug, Subcommand)]
pub(super) enum Ledger {
    /// Reads the whole chain and every publication, and names what was changed behind the program's back
    Verify,
}

impl Ledger {
    pub(super) async fn run(self, configuration: &Configuration) -> Result<()> {
        let Self::Verify = self;
        let db = wiring::open_database(configuration).await?;
        let chain = ledger::verify(db.reading()).await?;
        let tampered = publications::verify(db.reading()).await?;
        for fault in &chain.faults {
            say(&format!("Entry {} ({}): {}.", fault.position, fault.record, fault.what))?;
        }
        for publication in &tampered {
            say(&format!("Publication {} ({}): {}.", publication.id, publication.record, publication.what))?;
        }
        let faults = chain.faults.len() + tampered.len();
        anyhow::ensure!(faults == 0, "{faults} things are not as they were written; compare with a copy of the database");
        say(&format!(
            "All {} entries and every publication are as they were written. The chain's head is {}.",
            chain.entries, chain.head
        ))
    }
}
