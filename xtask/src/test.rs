//! All tests, with everything they need.

use crate::postgresql::Server;
use crate::{programs, step, validator};
use anyhow::Result;
use std::ffi::OsString;
use std::process::{Command, Stdio};

/// The seed for the cases of property tests.
const PROPERTY_SEED: &str = "20240604";

/// Runs the tests of the whole workspace, or those selected by `arguments`.
pub(crate) fn run(arguments: &[OsString]) -> Result<()> {
    let programs = programs::find_or_install()?;
    let root = step::root()?;
    step::run(
        "Fetching what drives the browser.",
        Command::new("npm").args(["ci", "--silent", "--prefer-offline"]).current_dir(root.join("e2e")),
        "npm could not fetch the packages of e2e/package-lock.json: run `npm ci` in the folder e2e to see why.",
    )?;
    let validator = validator::find_or_install(&programs.python, &root)?;
    let server = Server::start(&programs.postgresql)?;
    let with_needs = |mut command: Command| {
        command.current_dir(&root).env("MOOTHALL_TEST_POSTGRES", server.address()).env("MOOTHALL_CHROMIUM", &programs.chromium);
        command.env("MOOTHALL_TEST_PYTHON", &validator);
        // The same cases in every run, so that a change fails only because of its own faults; set a seed of your own to find
        // others.
        if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
            command.env("PROPTEST_RNG_SEED", PROPERTY_SEED);
        }
        command
    };

    let whole = [OsString::from("--workspace")];
    let chosen = if arguments.is_empty() { &whole[..] } else { arguments };
    // The workspace as a whole builds the program that the browser's tests start; a selection of packages might leave an old
    // one in place.
    if chosen.iter().any(|argument| argument.to_string_lossy().contains("e2e")) {
        step::run(
            "Building the program.",
            step::cargo().args(["build", "--package", "moothall"]),
            "The program could not be built.",
        )?;
    }
    if !has_nextest() {
        return step::run(
            "Running the tests.",
            with_needs(step::cargo()).arg("test").args(chosen),
            "Some tests failed: see the messages above.",
        );
    }
    if arguments.is_empty() {
        // Nextest does not run examples in documentation. They come first, so that its summary ends the output.
        step::run(
            "Running the examples in the documentation.",
            with_needs(step::cargo()).args(["test", "--doc", "--quiet", "--workspace"]),
            "Some examples failed: see the messages above.",
        )?;
    }
    step::run(
        "Running the tests.",
        with_needs(step::cargo()).args(["nextest", "run", "--no-fail-fast"]).args(chosen),
        "Some tests failed: see the messages above.",
    )
}

fn has_nextest() -> bool {
    let mut asked = step::cargo();
    asked.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}
