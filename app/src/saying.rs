//! Messages from the commands to the person who runs them.

use anyhow::{Context, Result};
use std::io::{ErrorKind, Write as _};

/// Writes a message to standard output. If nothing reads it any more, as after `| head`, the work continues silently.
pub fn say(text: &str) -> Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        said => said.context("standard output cannot be written"),
    }
}

/// Returns what went wrong and why, in one sentence. Many errors include their cause in their own message; it is then not
/// repeated.
pub fn told(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if said.is_empty() {
            said = cause;
        } else if !said.contains(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let cause = anyhow::anyhow!("permission denied");
        assert_eq!(told(&cause.context("the folder cannot be written")), "the folder cannot be written: permission denied");
        let cause = anyhow::anyhow!("permission denied");
        assert_eq!(told(&cause.context("no: permission denied; ask")), "no: permission denied; ask");
    }
}
