//! What kind of file bytes are.

use crate::{decoding, html, markdown, pdf, zipped};

/// A kind of file, as far as its bytes say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// A Word document (.docx).
    Docx,
    /// An OpenDocument text (.odt).
    Odt,
    /// A document of Word 97 to 2003 (.doc).
    Doc,
    /// A rich text document (.rtf).
    Rtf,
    /// A page (.html).
    Html,
    /// Text with marks for headings, bold words and tables.
    Markdown,
    /// Plain text.
    Text,
    /// A ZIP file of other files.
    Zip,
    /// A kind that is not read, with its article: `a picture`.
    Other(&'static str),
}

/// The first bytes of files that are not read.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"BM", "a picture"),
    (b"\x1F\x8B", "a compressed file"),
    (b"7z\xBC\xAF", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"%!PS", "a file for printers"),
    (b"ID3", "a recording"),
    (b"\0asm", "a program"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a program"),
];

/// The first bytes of old office files, and of protected ones.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

impl Kind {
    /// Returns the kind of a file. Nothing of it is unpacked or parsed but the list of a ZIP file's entries.
    pub fn of(bytes: &[u8]) -> Self {
        let text = || decoding::decode_with(bytes, html::stated_charset(bytes)).map(|decoded| Self::of_text(&decoded.text));
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::of_zip(bytes),
            _ if bytes.starts_with(COMPOUND) => Self::of_compound(bytes),
            _ if bytes.trim_ascii_start().starts_with(b"{\\rtf") => Self::Rtf,
            _ if pdf::is_pdf(bytes) => Self::Pdf,
            _ => match text() {
                Ok(kind) => kind,
                // Two letters are few, and words begin with them too: so text comes first.
                Err(_) => {
                    OTHERS.iter().find(|(first, _)| bytes.starts_with(first)).map_or(Self::Text, |(_, what)| Self::Other(what))
                }
            },
        }
    }

    /// Returns the kind of a text.
    pub(crate) fn of_text(text: &str) -> Self {
        if is_web_archive(text) {
            Self::Other("a web archive (.mht)")
        } else if html::is_html(text) {
            Self::Html
        } else if markdown::is_markdown(text) {
            Self::Markdown
        } else {
            Self::Text
        }
    }

    fn of_zip(bytes: &[u8]) -> Self {
        let Some(names) = zipped::names(bytes) else { return Self::Zip };
        let has = |name: &str| names.contains(&name.as_bytes());
        let has_folder = |folder: &str| names.iter().any(|name| name.starts_with(folder.as_bytes()));
        // The first part of an OpenDocument file is its type, not compressed (OpenDocument 1.3, part 2, 3.3).
        let stated = bytes
            .get(30..200)
            .filter(|begin| begin.starts_with(b"mimetype"))
            .and_then(|begin| begin.get(8..))
            .unwrap_or_default();
        let is_stated = |kind: &str| stated.starts_with(kind.as_bytes());
        let is_open = has("mimetype") && has("content.xml");
        let is_office = has("[Content_Types].xml") || has("_rels/.rels");
        if is_stated("application/vnd.oasis.opendocument.text") {
            Self::Odt
        } else if is_stated("application/vnd.oasis.opendocument") {
            Self::Other("a spreadsheet, drawing or presentation")
        } else if is_stated("application/epub+zip") {
            Self::Other("an electronic book")
        } else if is_open {
            Self::Odt
        } else if has("word/document.xml") || (is_office && has_folder("word/")) {
            Self::Docx
        } else if is_office && has_folder("xl/") {
            Self::Other("a spreadsheet")
        } else if is_office && has_folder("ppt/") {
            Self::Other("a presentation")
        } else {
            Self::Zip
        }
    }

    fn of_compound(bytes: &[u8]) -> Self {
        let has = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(wide.len()).any(|window| window == wide)
        };
        if has("EncryptedPackage") {
            Self::Other("a document with a password")
        } else if has("WordDocument") {
            Self::Doc
        } else if has("Workbook") {
            Self::Other("an old spreadsheet")
        } else if has("PowerPoint Document") {
            Self::Other("an old presentation")
        } else {
            Self::Other("an old office file")
        }
    }

    /// Whether the file is read by the code of this crate alone, without a parser of a binary format.
    pub fn is_plain_text(self) -> bool {
        self == Self::Text
    }

    /// Whether LibreOffice has to convert the file before it can be read.
    pub fn needs_office(self) -> bool {
        matches!(self, Self::Doc | Self::Rtf)
    }

    /// Returns the name that people know the kind by: `PDF`, `Word`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx | Self::Doc => "Word",
            Self::Odt => "OpenDocument",
            Self::Rtf => "Rich text",
            Self::Html => "Web page",
            Self::Markdown | Self::Text => "Text",
            Self::Zip => "ZIP",
            Self::Other(_) => "File",
        }
    }

    /// Returns the content type under which the file is handed out. A page is handed out as text, so that nothing in it is run.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Doc => "application/msword",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Rtf => "application/rtf",
            Self::Html | Self::Markdown | Self::Text => "text/plain; charset=utf-8",
            Self::Zip => "application/zip",
            Self::Other(_) => "application/octet-stream",
        }
    }
}

/// Checks whether a text is a page that was saved as one file, as an email is sent (RFC 2557).
fn is_web_archive(text: &str) -> bool {
    let head: String = text.lines().take_while(|line| !line.trim().is_empty()).take(40).collect();
    head.contains("MIME-Version:") && head.contains("multipart/related")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_say_the_kind() {
        for (bytes, kind) in [
            (b"%PDF-1.7".as_slice(), Kind::Pdf),
            (b"\n\n%PDF-1.7", Kind::Pdf),
            (b"{\\rtf1\\ansi It met.}", Kind::Rtf),
            (b"PK\x03\x04 and no more", Kind::Zip),
            (b"<!DOCTYPE html><p>It met.", Kind::Html),
            (b"\xFF\xFE<\0p\0>\0It met.\0", Kind::Html),
            (b"<p>It cost \xA34.", Kind::Html),
            (b"**Present:** the Chair", Kind::Markdown),
            (
                b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"\r\n\r\n",
                Kind::Other("a web archive (.mht)"),
            ),
            (b"MZ Board: it met, and 4 < 5.", Kind::Text),
            (b"\x89PNG\r\n\x1A\n\0\0\0", Kind::Other("a picture")),
            (b"MZ\0\0\x01\0", Kind::Other("a program")),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
        let compound = |name: &str| [COMPOUND, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat();
        assert_eq!(Kind::of(&compound("WordDocument")), Kind::Doc);
        assert_eq!(Kind::of(&compound("Workbook")), Kind::Other("an old spreadsheet"));
        assert_eq!(Kind::of(&compound("EncryptedPackage")), Kind::Other("a document with a password"));
    }
}
