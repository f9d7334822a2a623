//! Tasks for developing Moothall: `cargo xtask check` and `cargo xtask test`.

mod check;
mod dependencies;
mod postgresql;
mod programs;
mod step;
mod test;
mod validator;

use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <TASK>

Tasks:
  check                  Holds the sources to the format and the lints, where every warning is an error, and the dependencies to
                         deny.toml
  test [-- ARGUMENTS]    Runs all tests, with a PostgreSQL server, a browser and whatever else they need. Arguments after the
                         two dashes go to the test runner in place of `--workspace`: `cargo xtask test -- --workspace -E 'test(seeds::)'`
";

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let task = if arguments.is_empty() { OsString::from("help") } else { arguments.remove(0) };
    let done = match task.to_str() {
        Some("check") if arguments.is_empty() => check::run(),
        Some("test") => {
            if arguments.first().is_some_and(|argument| argument == "--") {
                arguments.remove(0);
            }
            test::run(&arguments)
        }
        Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("There is no such task.\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
