//! The commands, one file each.

mod admin;
mod check;
mod check_setup;
pub mod confined;
mod demo;
mod import;
mod inputs;
mod ledger;
mod migrate;
mod pack;
mod reindex;
mod serve;
mod worker;

use crate::configuration::Configuration;
use crate::logs;
use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Meetings, reports and decisions of a council's boards, with the public record of what was decided.
#[derive(Debug, Parser)]
#[command(name = "moothall", version, about)]
pub struct CommandLine {
    #[command(flatten)]
    setup: Setup,
    #[command(subcommand)]
    command: Command,
}

/// The options of every command.
#[derive(Debug, Args)]
pub struct Setup {
    /// The configuration file [default: moothall.toml, if it exists]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder for the SQLite database, the search index and files
    #[arg(long, global = true, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE` [default: a SQLite file in the folder]
    #[arg(long, global = true, value_name = "ADDRESS")]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try Moothall with one board's year, made from its published packs
    Demo(demo::Demo),
    /// Serve the site
    Serve(serve::Serve),
    /// Run jobs (emails, PDFs made in advance, reminders) apart from the site; several can run
    Worker,
    /// Import packs that were published elsewhere: PDF, Word, OpenDocument, web page, text or ZIP files
    Import(import::Import),
    /// Check reports and packs for figures that do not add up, missing sections and personal data
    Check(check::Check),
    /// Create a meeting's pack as a PDF, or only its minutes, its decisions or one report
    Pack(pack::Pack),
    /// Create the first administrator's account
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Update the database to this version
    Migrate,
    /// Rebuild the search index
    Reindex,
    /// Check this installation and say what is wrong with it
    Doctor,
    /// Verify the ledger, which records who did what
    #[command(subcommand)]
    Ledger(ledger::Ledger),
}

/// Runs the command given on the command line.
pub async fn run(command_line: CommandLine) -> Result<ExitCode> {
    let setup = command_line.setup;
    // The demonstration uses a folder and a database of its own, and never reads a council's own configuration.
    let configuration = match &command_line.command {
        Command::Check(_) => Configuration::default(),
        Command::Demo(_) => Configuration { folder: PathBuf::from("data/demonstration"), ..Configuration::default() },
        _ => Configuration::read(setup.config.as_deref())?,
    };
    let configuration = Configuration {
        folder: setup.folder.unwrap_or(configuration.folder.clone()),
        database: setup.database.or(configuration.database.clone()),
        ..configuration
    };
    logs::start(configuration.json_logs);
    match command_line.command {
        Command::Check(check) => return check.run().await,
        Command::Demo(demo) => demo.run(configuration).await,
        Command::Serve(serve) => serve.run(configuration).await,
        Command::Worker => worker::run(configuration).await,
        Command::Import(import) => import.run(&configuration).await,
        Command::Pack(pack) => pack.run(&configuration).await,
        Command::Admin(admin) => admin.run(&configuration).await,
        Command::Migrate => migrate::run(&configuration).await,
        Command::Reindex => reindex::run(&configuration).await,
        Command::Doctor => check_setup::run(&configuration).await,
        Command::Ledger(ledger) => ledger.run(&configuration).await,
    }?;
    Ok(ExitCode::SUCCESS)
}

/// The address that a serving command listens on, in place of the configured one.
#[derive(Debug, Args)]
struct Listen {
    /// The address and port to listen on; port 0 takes any free port [default: 127.0.0.1:8700]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}
