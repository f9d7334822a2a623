//! What the program does as a child of itself: work on input that nobody vouches for, with limits. No command of a person's.

use std::ffi::OsString;
use std::io;

/// The argument by which the program knows that it is such a child.
pub const CONFINED: &str = "confined";

/// What a typesetting child is started with.
pub const TYPESET: [&str; 2] = [CONFINED, "typeset"];

/// What a child that reads packs is started with.
pub const READ_PACKS: [&str; 2] = [CONFINED, "read-packs"];

/// What a child that reads Word documents is started with.
pub const READ_WORD: [&str; 2] = [CONFINED, "read-word"];

/// Runs as a child where the arguments say so; none where they do not.
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
