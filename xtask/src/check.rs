//! The checks on the sources, before any test runs.

use crate::{dependencies, step};
use anyhow::Result;

/// Checks the format and lints of the whole workspace, and its dependencies.
pub(crate) fn run() -> Result<()> {
    step::run(
        "Checking the format.",
        step::cargo().args(["fmt", "--all", "--check"]),
        "Some files are not in the project's format: run `cargo fmt --all`.",
    )?;
    step::run(
        "Checking the lints.",
        step::cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
        "Some lints were not met: see the messages above.",
    )?;
    dependencies::run(&step::root()?)
}
