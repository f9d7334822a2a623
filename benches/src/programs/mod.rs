//! The programs and their command line.

mod check;
mod import;
mod ledger;
mod measures;
mod packs;
mod questions;
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
    /// Measures the ledger: appending by one and by many at once, and verifying a long chain
    Ledger(ledger::Ledger),
    /// Measures what is counted, each measure over a million rows
    Measures(measures::Measures),
    /// Measures packs as PDF: typesetting, beside other programs, while the site is read, and reading them back
    Packs(packs::Packs),
    /// Measures a password's checking, and what the public site's readers feel of 64 attempts at once
    SigningIn(signing_in::SigningIn),
    /// Measures a clerk who minutes while many people look at the meeting's page
    Sitting(sitting::Sitting),
    /// Measures the site over databases of several sizes: start, memory, pages, search
    Site(site::Site),
    /// Measures the memory that 2,000 strangers make the site hold who never read what they ask for, and what others feel of them
    Unread(unread::Unread),
}

impl CommandLine {
    pub(crate) fn run(self) -> Result<()> {
        match self.command {
            Command::Check(check) => check.run(),
            Command::Import(import) => import.run(),
            Command::Ledger(ledger) => ledger.run(),
            Command::Measures(measures) => measures.run(),
            Command::Packs(packs) => packs.run(),
            Command::SigningIn(signing_in) => signing_in.run(),
            Command::Site(site) => site.run(),
            Command::Sitting(sitting) => sitting.run(),
            Command::Unread(unread) => unread.run(),
        }
    }
}

/// What all programs take.
#[derive(Debug, Args)]
struct Common {
    /// The program to measure [default: `moothall` beside this one]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// How often each thing is measured; the middle value is told
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

/// Bytes as megabytes of a million.
fn megabytes(bytes: u64) -> f64 {
    crate::measuring::figures::number(bytes) / 1e6
}
