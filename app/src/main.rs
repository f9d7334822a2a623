//! Runs a command and, if it fails, prints on one line what went wrong and why.

use clap::Parser;
use moothall::commands::{CommandLine, confined, run};
use moothall::file_modes;
use moothall::saying::told;
use std::process::ExitCode;

/// Threads for blocking work: files, searches, passwords. More would gain nothing on a council's server, and each uses memory.
const BLOCKING_THREADS: usize = 64;

fn main() -> ExitCode {
    file_modes::keep_private();
    if let Some(done) = confined::run(std::env::args_os()) {
        return match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("moothall: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let command_line = CommandLine::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(BLOCKING_THREADS).build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("moothall: the program could not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(command_line)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("moothall: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}
