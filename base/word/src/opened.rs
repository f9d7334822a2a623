//! Opens a file: which parts it has, and what is wrong if it is not a Word document.

use crate::limits::Held;
use crate::numbering::attribute;
use roxmltree::{Document as Xml, Node, ParsingOptions};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest file accepted, in bytes.
pub(crate) const LARGEST: usize = 32 * 1024 * 1024;
/// The largest part accepted, in bytes once unpacked.
const LARGEST_PART: u64 = 32 * 1024 * 1024;
/// The maximum number of parts.
const MOST_PARTS: usize = 5_000;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WordError {
    /// It is larger than the limit.
    #[error("the file is larger than 32 MB; remove large images and save it again")]
    TooLarge,
    /// It is a document of Word 97 to 2003.
    #[error("this is an old Word document (.doc); open it in Word and save it as .docx")]
    Old,
    /// It is encrypted.
    #[error("the document is protected by a password; remove the password in Word and save it again")]
    Protected,
    /// It is some other kind of file.
    #[error("this is not a Word document (.docx)")]
    NotWord,
    /// A part of it cannot be read.
    #[error("the document is damaged: {0}; open it in Word and save it again")]
    Damaged(String),
}

/// An opened document.
pub(crate) struct Opened<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Totals for the parts read so far.
    held: Held,
}

/// A relationship from one part to another, or to an address.
#[derive(Debug)]
pub(crate) struct Relation {
    pub id: String,
    /// `styles`, `image`, `hyperlink`.
    pub kind: String,
    /// The target as written.
    pub target: String,
    /// The name of the part that it leads to, if it leads to one.
    pub part: String,
}

impl Relation {
    /// Checks whether it leads to a part of this kind.
    pub(crate) fn is_of(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// The maximum number of elements in a part.
const MOST_NODES: u32 = 3_000_000;

/// Parses a part; the error names the part.
pub(crate) fn parse<'a>(name: &str, text: &'a str) -> Result<Xml<'a>, WordError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Xml::parse_with_options(text, options).map_err(|error| WordError::Damaged(format!("{name}: {error}")))
}

/// The signature at the beginning of old Word files, and of encrypted ones.
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
        Ok(Self { archive, held: Held::default() })
    }

    /// Returns the name of the part that contains the text.
    pub(crate) fn main(&mut self) -> Result<String, WordError> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.is_of("officeDocument")).map(|relation| relation.part);
        let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
        // A workbook opens in the same way, but its main part is of another kind.
        let is_known = self.archive.index_for_name(&main).is_some();
        if is_known && (main.starts_with("word/") || main.ends_with("document.xml")) { Ok(main) } else { Err(WordError::NotWord) }
    }

    /// Returns the relationships of a part, or of the whole file if the name is empty.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, WordError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let file = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(text) = self.text(&file)? else { return Ok(Vec::new()) };
        let xml = parse("the relationships", &text)?;
        let relation = |node: Node<'_, '_>| {
            let target = attribute(node, "Target")?.to_owned();
            let part = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None if folder.is_empty() => target.trim_start_matches("./").to_owned(),
                None => format!("{folder}/{}", target.trim_start_matches("./")),
            };
            let kind = attribute(node, "Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            Some(Relation { id: attribute(node, "Id")?.to_owned(), kind, target, part })
        };
        Ok(xml.root_element().children().filter_map(relation).collect())
    }

    /// Returns the bytes of a part; `None` if there is no such part.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, WordError> {
        let Some(at) = self.archive.index_for_name(name) else { return Ok(None) };
        let damaged = |error: &dyn std::fmt::Display| WordError::Damaged(format!("{name}: {error}"));
        let part = self.archive.by_index(at).map_err(|error| damaged(&error))?;
        let mut content = Vec::new();
        // The size stated in the file is not trusted.
        part.take(LARGEST_PART + 1).read_to_end(&mut content).map_err(|error| damaged(&error))?;
        if content.len() as u64 > LARGEST_PART {
            return Err(damaged(&"it is too large"));
        }
        Ok(Some(content))
    }

    /// Returns the text of a part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, WordError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        self.held.add(&text).map_err(|why| WordError::Damaged(format!("{name}: {why}")))?;
        Ok(Some(text))
    }
}

fn wide(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
