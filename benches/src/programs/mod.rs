//! The programs and their command line.

mod check;
mod import;
mod kill;
mod kill_place;
mod ledger;
mod lists;
mod measures;
mod packs;
mod power_cut;
mod questions;
mod reading;
mod signed_in;
mod signing_in;
mod site;
mod sitting;
mod unread;

use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Measures a release build of the program, on Linux.
#[derive(Debug, Parser)]
#[command(name = "benches")]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Times the checking of packs, as whole processes
    Check(check::Check),
    /// Times the import of packs, as whole processes
    Import(import::Import),
    /// Kills the program repeatedly while people write, and checks that no acknowledged write is lost
    Kill(kill::Kill),
    /// Measures the ledger: appending by one writer and by many at once, and verifying a long chain
    Ledger(ledger::Ledger),
    /// Measures the lists of private papers and of drafts when there are very many
    Lists(lists::Lists),
    /// Measures counting, each figure over a million rows
    Measures(measures::Measures),
    /// Measures packs as PDF: typesetting, compared with other programs, while the site is read, and reading them back
    Packs(packs::Packs),
    /// Cuts the power of a simulated disk at each acknowledged write, and checks that no acknowledged write is lost
    PowerCut(power_cut::PowerCut),
    /// Measures how rightly papers of many councils are read, field by field
    Reading(reading::Reading),
    /// Measures pages that a signed-in person reads, compared with the same pages in public
    SignedIn(signed_in::SignedIn),
    /// Measures the checking of a password, and the effect of 64 simultaneous attempts on the public site's readers
    SigningIn(signing_in::SigningIn),
    /// Measures a clerk taking notes while many people look at the meeting's page
    Sitting(sitting::Sitting),
    /// Measures the site over databases of several sizes: start, memory, pages, search
    Site(site::Site),
    /// Measures the memory used by 2,000 clients that never read their responses, and their effect on other readers
    Unread(unread::Unread),
}

impl CommandLine {
    pub(crate) fn run(self) -> Result<()> {
        match self.command {
            Command::Check(check) => check.run(),
            Command::Import(import) => import.run(),
            Command::Kill(kill) => kill.run(),
            Command::Ledger(ledger) => ledger.run(),
            Command::Lists(lists) => lists.run(),
            Command::Measures(measures) => measures.run(),
            Command::Packs(packs) => packs.run(),
            Command::PowerCut(power_cut) => power_cut.run(),
            Command::Reading(reading) => reading.run(),
            Command::SignedIn(signed_in) => signed_in.run(),
            Command::SigningIn(signing_in) => signing_in.run(),
            Command::Site(site) => site.run(),
            Command::Sitting(sitting) => sitting.run(),
            Command::Unread(unread) => unread.run(),
        }
    }
}

/// The options of every program.
#[derive(Debug, Args)]
struct Common {
    /// The program to measure [default: `moothall` beside this one]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// How often each measurement is repeated; the median is shown
    #[arg(long, default_value_t = 3, value_name = "COUNT")]
    runs: usize,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As tables
    Table,
    /// As JSON
    Json,
}

/// The seed of everything generated.
const SEED: u64 = 1;

/// Converts bytes to megabytes of a million bytes.
fn megabytes(bytes: u64) -> f64 {
    crate::measuring::figures::number(bytes) / 1e6
}
