//! Opening the file: which parts it has, and what is wrong with it where it is none.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest file that is read, in bytes.
pub(crate) const LARGEST: usize = 32 * 1024 * 1024;
/// The largest part once it is unpacked.
const LARGEST_PART: u64 = 32 * 1024 * 1024;
/// The most parts.
const MOST_PARTS: usize = 5_000;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WordError {
    /// It is larger than is read.
    #[error("the file is larger than 32 MB; take large pictures out and save it again")]
    TooLarge,
    /// A document of Word 97 to 2003.
    #[error("this is an old Word document (.doc); open it in Word and save it as .docx")]
    Old,
    /// It is encrypted.
    #[error("the document is protected by a password; remove the password in Word and save it again")]
    Protected,
    /// It is something else.
    #[error("this is no Word document (.docx)")]
    NotWord,
    /// A part of it cannot be read.
    #[error("the document is damaged: {0}; open it in Word and save it again")]
    Damaged(String),
}

/// An opened document.
pub(crate) struct Opened<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

/// The mark at the beginning of the files of old Word, and of those that are encrypted.
const COMPOUND: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

fn has_name(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

impl<'a> Opened<'a> {
    /// Opens a file.
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, WordError> {
        if bytes.len() > LARGEST {
            return Err(WordError::TooLarge);
        }
        if bytes.starts_with(&COMPOUND) {
            return Err(if has_name(bytes, "EncryptedPackage") { WordError::Protected } else { WordError::Old });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| WordError::NotWord)?;
        if archive.len() > MOST_PARTS {
            return Err(WordError::Damaged("it has too many parts".into()));
        }
        let opened = Self { archive };
        if opened.archive.index_for_name("word/document.xml").is_none() {
            return Err(WordError::NotWord);
        }
        Ok(opened)
    }

    /// The bytes of a part; none where there is no such part.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, WordError> {
        let Some(at) = self.archive.index_for_name(name) else { return Ok(None) };
        let damaged = |error: &dyn std::fmt::Display| WordError::Damaged(format!("{name}: {error}"));
        let part = self.archive.by_index(at).map_err(|error| damaged(&error))?;
        let mut content = Vec::new();
        // What the file says of its size is not relied on.
        part.take(LARGEST_PART + 1).read_to_end(&mut content).map_err(|error| damaged(&error))?;
        if content.len() as u64 > LARGEST_PART {
            return Err(damaged(&"it is too large"));
        }
        Ok(Some(content))
    }

    /// The text of a part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, WordError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        Ok(Some(text))
    }
}

fn wide(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
