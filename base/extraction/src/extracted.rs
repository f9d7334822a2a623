//! Extracts the text of any kind of file.

use crate::docx::{self, Office};
use crate::error::{ExtractionError, TextError};
use crate::kind::Kind;
use crate::pdf::{self, Link};
use crate::pieces::Piece;
use crate::sheet::Sheet;
use crate::{Hints, decoding, html, markdown, odt};

/// How much is read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes. PDFs and text have limits of their own below it ([`pdf::LARGEST`], [`crate::LARGEST`]).
    pub file: usize,
    /// The longest text, in bytes: many times the longest pack.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: pdf::LARGEST, text: 64 * 1024 * 1024 }
    }
}

/// The text of a file, whatever kind it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// The kind of file.
    pub kind: Kind,
    /// One line for each printed line, and a blank line for each gap. Plain text is as it came.
    pub text: String,
    /// What the file shows about these lines beyond the text.
    pub hints: Hints,
    /// What was left out of the text because it is around it, without duplicates: running heads and feet, menus of a page.
    pub running: Vec<String>,
    /// Links whose address is not printed.
    pub links: Vec<Link>,
    /// How many pages have pictures and hardly any words.
    pub pictures: usize,
    /// How many pages there are; 0 if the file does not come as pages.
    pub pages: usize,
    /// What is not read, in words: `2 comments`.
    pub left_out: Vec<String>,
    /// How the file is damaged, as a sentence, if some words may be missing or wrong for that.
    pub damage: Option<String>,
}

/// Extracts the text of a file. The bytes say what kind it is.
///
/// Pure, and no bytes make it panic, but run it in a separate process for untrusted files other than plain text: parsing a PDF can exhaust
/// the machine's memory.
///
/// # Errors
/// Returns an error if the file cannot be read at all; the error says what to do. A ZIP file is read entry by entry
/// ([`crate::unpack`]), and documents of old office programs after they were converted ([`crate::Converter`]).
pub fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractionError> {
    if bytes.len() > limits.file {
        return Err(ExtractionError::TooLarge { bytes: bytes.len(), most: limits.file });
    }
    let kind = Kind::of(bytes);
    let extracted = match kind {
        Kind::Pdf => of_pdf(bytes)?,
        Kind::Docx => of_office(kind, docx::read(bytes)?)?,
        Kind::Odt => of_office(kind, odt::read(bytes)?)?,
        Kind::Doc | Kind::Rtf => return Err(ExtractionError::NeedsOffice { kind }),
        Kind::Zip => return Err(ExtractionError::SeveralFiles),
        Kind::Other(seems) => return Err(ExtractionError::NotRead { seems }),
        Kind::Html | Kind::Markdown | Kind::Text => of_text(bytes)?,
    };
    if extracted.text.len() > limits.text {
        return Err(ExtractionError::TooMuchText { most: limits.text });
    }
    Ok(extracted)
}

fn of_pdf(bytes: &[u8]) -> Result<Extracted, ExtractionError> {
    let laid_out = pdf::lay_out(bytes)?;
    Ok(Extracted {
        kind: Kind::Pdf,
        text: laid_out.text,
        hints: laid_out.hints,
        running: laid_out.running,
        links: laid_out.links,
        pictures: laid_out.pictures,
        pages: laid_out.pages,
        left_out: Vec::new(),
        damage: laid_out.damage,
    })
}

fn of_office(kind: Kind, office: Office) -> Result<Extracted, ExtractionError> {
    let extracted = of_pieces(kind, &office.pieces, office.running);
    if extracted.text.is_empty() {
        return Err(TextError::Empty.into());
    }
    Ok(Extracted { left_out: office.left_out, ..extracted })
}

fn of_text(bytes: &[u8]) -> Result<Extracted, ExtractionError> {
    let decoded = decoding::decode_with(bytes, html::stated_charset(bytes))?;
    let kind = Kind::of_text(&decoded.text);
    let extracted = match kind {
        Kind::Html => {
            let page = html::read(&decoded.text);
            of_pieces(kind, &page.pieces, page.around)
        }
        Kind::Markdown => {
            let marked = markdown::read(&decoded.text);
            of_pieces(kind, &marked.pieces, marked.around)
        }
        _ => Extracted { text: decoded.text, ..of_pieces(kind, &[], Vec::new()) },
    };
    if extracted.text.trim().is_empty() {
        return Err(TextError::Empty.into());
    }
    Ok(Extracted { damage: decoded.fault.map(|fault| fault.as_damage()), ..extracted })
}

fn of_pieces(kind: Kind, pieces: &[Piece], running: Vec<String>) -> Extracted {
    let (text, hints) = Sheet::of(pieces).finish();
    Extracted { kind, text, hints, running, links: Vec::new(), pictures: 0, pages: 0, left_out: Vec::new(), damage: None }
}
