//! What can be wrong with a file of text, where, and what to do about it.

use super::decoding::LARGEST;

/// Why a file's bytes are not text. Line numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The file has no text.
    #[error("the file is empty: there is no text to read. Check that the whole pack was saved as text")]
    Empty,
    /// The file exceeds the size limit.
    #[error(
        "the file has {bytes} bytes, more than the {} megabytes that are read at once. Split the pack by meeting and read each part",
        LARGEST / (1024 * 1024)
    )]
    TooLarge {
        /// The file's size.
        bytes: usize,
    },
    /// The bytes are not text.
    #[error("this is not text but seems to be {seems}. Save the pack as plain text (UTF-8) and read that")]
    NotText {
        /// What the bytes seem to be, with its article: `a PDF`.
        seems: &'static str,
    },
    /// The encoding is not supported.
    #[error("line {line} is not UTF-8{hint}. Save the text as UTF-8 and read it again")]
    NotUtf8 {
        /// The line with the first invalid byte.
        line: usize,
        /// The likely encoding; empty, or with a leading comma.
        hint: &'static str,
    },
    /// The file is truncated in the middle of a character.
    #[error("the file stops in the middle of a character on line {line}: it was cut off. Fetch the whole file again")]
    CutInCharacter {
        /// The last line.
        line: usize,
    },
}
