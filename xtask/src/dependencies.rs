//! Checks on dependencies: licences, sources, and known vulnerabilities.

use crate::step;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The version for which `deny.toml` was written.
const VERSION: &str = "0.20.2";

/// Checks the dependencies against `deny.toml`, with cargo-deny from the PATH or otherwise from `target/tools`, where it is
/// installed.
pub(crate) fn run(root: &Path) -> Result<()> {
    let program = find_or_install(root)?;
    step::run(
        "Checking the licences and sources of dependencies.",
        Command::new(&program).args(["--log-level", "error", "check", "licenses", "bans", "sources"]).current_dir(root),
        "A dependency does not meet deny.toml: see the messages above.",
    )?;
    // The list of known vulnerabilities is in a separate repository, which not every machine can reach.
    let mut fetched = Command::new(&program);
    fetched.args(["--log-level", "off", "fetch", "db"]).current_dir(root).stdout(Stdio::null()).stderr(Stdio::null());
    if !fetched.status().is_ok_and(|status| status.success()) {
        println!("The list of known weaknesses cannot be reached from here, so dependencies were NOT held against it.");
        return Ok(());
    }
    step::run(
        "Checking dependencies for known weaknesses.",
        Command::new(&program).args(["--log-level", "error", "check", "--disable-fetch", "advisories"]).current_dir(root),
        "A dependency has a known weakness: see the messages above.",
    )
}

fn find_or_install(root: &Path) -> Result<PathBuf> {
    let folder = root.join("target/tools");
    let own = folder.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    for program in [own.clone(), PathBuf::from("cargo-deny")] {
        let mut asked = Command::new(&program);
        asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        if asked.status().is_ok_and(|status| status.success()) {
            return Ok(program);
        }
    }
    step::run(
        "Installing cargo-deny, which takes some minutes once.",
        // It runs for seconds, and is built as its makers release it in as many minutes.
        step::cargo()
            .args(["install", "cargo-deny", "--version", VERSION, "--locked", "--quiet", "--root"])
            .arg(&folder)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        "cargo-deny could not be installed: run `cargo install cargo-deny --locked` to see why.",
    )?;
    Ok(own)
}
