//! The validator of PDFs that the tests of typesetting use: a package of Python's index, in an environment of its own.

use crate::step;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The package at the version with which the tests were written.
const PACKAGE: &str = "page-validation==0.11.0";

/// The Python that has the validator, in `target/validator`; made and filled where it is not there yet.
pub(crate) fn find_or_install(python: &Path, root: &Path) -> Result<PathBuf> {
    let folder = root.join("target/validator");
    let own = folder.join("bin/python");
    if has_package(&own) {
        return Ok(own);
    }
    step::run(
        "Making an environment for the validator of PDFs.",
        Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder),
        "Python could not make a virtual environment in target/validator.",
    )?;
    step::run(
        "Fetching the validator of PDFs.",
        Command::new(&own).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]),
        "pip could not fetch the validator of PDFs: check the network and the package index that pip uses.",
    )?;
    ensure!(has_package(&own), "The validator of PDFs was installed in target/validator and cannot be used.");
    Ok(own)
}

fn has_package(python: &Path) -> bool {
    let mut asked = Command::new(python);
    asked.args(["-c", "import page; page.validate_pdf"]).stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}
