//! The kind of an uploaded file, determined from its content, because its name cannot be relied on.

/// The maximum size of a file, in bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// Why a file is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentFault {
    /// The file is empty.
    Empty,
    /// The file is of a kind that is not accepted.
    NotTaken,
}

impl ContentFault {
    /// Returns the message for the person who uploaded it.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "The selected file is empty",
            Self::NotTaken => "The selected file must be a PDF, Word, Excel, PowerPoint, PNG, JPEG or plain text file",
        }
    }
}

const TAKEN: [&str; 6] = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/png",
    "image/jpeg",
];

/// Returns the media type of a file's content, if it is of an accepted kind.
pub fn kind_of(content: &[u8]) -> Result<&'static str, ContentFault> {
    if content.is_empty() {
        return Err(ContentFault::Empty);
    }
    if let Some(kind) = infer::get(content) {
        return TAKEN.into_iter().find(|taken| *taken == kind.mime_type()).ok_or(ContentFault::NotTaken);
    }
    // There is no known signature. It is plain text unless it contains control characters, or could be taken for a web page or an
    // SVG with a script.
    let text = std::str::from_utf8(content).map_err(|_| ContentFault::NotTaken)?;
    let is_plain = !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}'));
    let begins = text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    if is_plain && !begins.starts_with('<') { Ok("text/plain; charset=utf-8") } else { Err(ContentFault::NotTaken) }
}

/// Returns a file's name without folders or characters that could have a meaning in a header.
pub fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_alphanumeric() || " -_.()".contains(*c)).take(120).collect();
    if name.trim_matches(['.', ' ']).is_empty() { "file".to_owned() } else { name }
}

/// Returns the name of a kind of file, as shown to people.
pub fn kind_name(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default() {
        "application/pdf" => "PDF",
        "image/png" => "PNG",
        "image/jpeg" => "JPEG",
        "text/plain" => "Text",
        kind if kind.ends_with("wordprocessingml.document") => "Word",
        kind if kind.ends_with("spreadsheetml.sheet") => "Excel",
        kind if kind.ends_with("presentationml.presentation") => "PowerPoint",
        _ => "File",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_and_not_the_name() {
        assert_eq!(kind_of(b"%PDF-1.7\n..."), Ok("application/pdf"));
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n...."), Ok("image/png"));
        assert_eq!(kind_of("Notes of the visit – 4 June\n".as_bytes()), Ok("text/plain; charset=utf-8"));
        assert_eq!(kind_of(b""), Err(ContentFault::Empty));
        let refused: [&[u8]; 9] = [
            b"<html><script>alert(1)</script>",
            b" \n<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            b"<?xml version=\"1.0\"?><x/>",
            b"MZ\x90\x00\x03\x00\x00\x00",
            b"\x7fELF\x02\x01\x01\x00",
            b"PK\x03\x04nothing of an office file",
            b"#!/bin/sh\nrm -rf /\n",
            b"GIF89a......",
            b"\xff\xfe\x00\x01",
        ];
        for content in refused {
            assert_eq!(kind_of(content), Err(ContentFault::NotTaken), "{}", String::from_utf8_lossy(content));
        }
    }
}
