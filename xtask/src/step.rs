//! One step of a task: another program, started with its environment, whose failure ends the task.

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// Returns the cargo that runs this task, without the variables that describe this task's own package: build scripts that watch
/// those (`ring`'s does) would otherwise run again, and half of the dependencies would be compiled again, at every change
/// between `cargo` and `cargo xtask`.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// Returns the folder of the whole project.
pub(crate) fn root() -> Result<PathBuf> {
    let own =
        std::env::var_os("CARGO_MANIFEST_DIR").context("Start this as `cargo xtask`, which tells it where the project is.")?;
    Ok(PathBuf::from(own).join(".."))
}

/// Prints what it does and runs the command; if that fails, returns an error with `failure`.
pub(crate) fn run(saying: &str, command: &mut Command, failure: &str) -> Result<()> {
    eprintln!("{saying}");
    let status = command.status().with_context(|| format!("{} could not be started.", command.get_program().display()))?;
    ensure!(status.success(), "{failure}");
    Ok(())
}
