//! What can be wrong with a file, where, and what to do about it.

use super::decoding::LARGEST;
use crate::kind::Kind;
use crate::odt::OdtError;
use crate::pdf::PdfError;
use word::WordError;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ExtractionError {
    /// A file of text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// A Word document.
    #[error(transparent)]
    Word(#[from] WordError),
    /// An OpenDocument text.
    #[error(transparent)]
    Odt(#[from] OdtError),
    /// The file exceeds the size limit.
    #[error("the file has {bytes} bytes, more than the {} megabytes that are read at once. Split it by meeting and read each part", most / (1024 * 1024))]
    TooLarge {
        /// The file's size.
        bytes: usize,
        /// The largest that is read.
        most: usize,
    },
    /// The file exceeds the text limit.
    #[error("the file holds more than {} megabytes of text. Split it by meeting and read each part", most / (1024 * 1024))]
    TooMuchText {
        /// The longest text that is read, in bytes.
        most: usize,
    },
    /// LibreOffice has to convert it first.
    #[error("this is {}, which is read with LibreOffice, and LibreOffice is not installed. Save it as .docx or PDF and read that", old_name(*kind))]
    NeedsOffice {
        /// The kind of file.
        kind: Kind,
    },
    /// A ZIP file, whose entries are read one by one.
    #[error("this is a ZIP file. Unpack it and read the files in it")]
    SeveralFiles,
    /// A kind of file that is not read.
    #[error("this is {seems}, which is not read. Save it as PDF, Word document or text and read that")]
    NotRead {
        /// What it seems to be, with its article: `a picture`.
        seems: &'static str,
    },
}

/// Returns the name of a kind of file that LibreOffice converts, with its article.
fn old_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Rtf => "a rich text document (.rtf)",
        _ => "an old Word document (.doc)",
    }
}

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

impl TextError {
    /// Returns what is wrong with a text that could be read all the same.
    pub(crate) fn as_damage(&self) -> String {
        match self {
            Self::NotUtf8 { line, .. } => {
                format!(
                    "line {line} and perhaps others are not UTF-8, so that some letters may be wrong. Save the text as UTF-8 and read it again"
                )
            }
            other => other.to_string(),
        }
    }
}
