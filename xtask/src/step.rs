//! One step of a task: another program, started with what it needs, whose failure ends the task.

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The folder of the whole project.
pub(crate) fn root() -> Result<PathBuf> {
    let own =
        std::env::var_os("CARGO_MANIFEST_DIR").context("Start this as `cargo xtask`, which tells it where the project is.")?;
    Ok(PathBuf::from(own).join(".."))
}

/// Says what is done, does it, and where it fails says `failure`.
pub(crate) fn run(saying: &str, command: &mut Command, failure: &str) -> Result<()> {
    eprintln!("{saying}");
    let status = command.status().with_context(|| format!("{} could not be started.", command.get_program().display()))?;
    ensure!(status.success(), "{failure}");
    Ok(())
}
