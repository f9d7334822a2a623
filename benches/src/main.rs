//! Measures the program as its users experience it: whole processes, over loopback.

mod measuring;
mod programs;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match programs::CommandLine::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("benches: {error:#}");
            ExitCode::FAILURE
        }
    }
}
