//! The program as a child of itself: work on untrusted input, with resource limits. Not a command for people.

use std::ffi::OsString;
use std::io;

/// The argument that makes the program run as such a child.
pub const CONFINED: &str = "confined";

/// The arguments of a typesetting child.
pub const TYPESET: [&str; 2] = [CONFINED, "typeset"];

/// The arguments of a child that reads packs.
pub const READ_PACKS: [&str; 2] = [CONFINED, "read-packs"];

/// The arguments of a child that reads Word documents.
pub const READ_WORD: [&str; 2] = [CONFINED, "read-word"];

/// Runs as a child if the arguments say so; otherwise returns `None`.
pub fn run(mut arguments: impl Iterator<Item = OsString>) -> Option<io::Result<()>> {
    arguments.next()?;
    if arguments.next()? != CONFINED {
        return None;
    }
    let work = arguments.next().unwrap_or_default();
    match work.to_str() {
        Some("typeset") => Some(typesetting::serve()),
        Some("read-word") => Some(word::serve()),
        Some("read-packs") => Some(archive::confined_reader::serve()),
        _ => Some(Err(io::Error::other("this command is only for the program itself"))),
    }
}
