//! Decodes the bytes of a file into text, or gives a plain reason why they are not text.

use super::error::TextError;

/// The largest file that is read, in bytes: many times the largest pack, yet small enough for a modest machine.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// The magic bytes of other file types.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive, such as a Word document"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "an image"),
    (b"\xFF\xD8\xFF", "an image"),
    (b"GIF8", "an image"),
    (b"\x1F\x8B", "a compressed file"),
];

/// Decodes UTF-8, with or without a byte order mark, or UTF-16 with one.
///
/// # Errors
/// Returns an error if the bytes are neither or there are too many; the error says what they seem to be and where.
pub fn decode(bytes: &[u8]) -> Result<String, TextError> {
    if bytes.len() > LARGEST {
        return Err(TextError::TooLarge { bytes: bytes.len() });
    }
    if let Some((_, seems)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(TextError::NotText { seems });
    }
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, u16::from_be_bytes)?,
        rest => from_utf8(rest.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(rest))?,
    };
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    // A stray control character may be left over from a conversion; many mean another type of file.
    if text.contains('\0') || controls > 8 + text.len() / 200 {
        return Err(TextError::NotText { seems: "a binary file" });
    }
    Ok(crate::ligatures::apart(text))
}

fn from_utf8(bytes: &[u8]) -> Result<String, TextError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    if bytes.contains(&0) {
        return Err(TextError::NotText { seems: "a binary file, or UTF-16 without its mark" });
    }
    let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
    if error.error_len().is_none() {
        return Err(TextError::CutInCharacter { line });
    }
    // In Windows-1252 these bytes are quotation marks, dashes and the pound sign, which are common in council papers.
    let hint = match bytes.get(error.valid_up_to()) {
        Some(0x85 | 0x91..=0x97 | 0xA0 | 0xA3) => ", perhaps Windows-1252",
        _ => "",
    };
    Err(TextError::NotUtf8 { line, hint })
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TextError> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut line = 1;
    let mut units = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).peekable();
    while let Some(character) = units.next() {
        match character {
            Ok(character) => {
                line += usize::from(character == '\n');
                text.push(character);
            }
            Err(_) if units.peek().is_none() => return Err(TextError::CutInCharacter { line }),
            Err(_) => return Err(TextError::NotUtf8 { line, hint: ", though it begins as UTF-16" }),
        }
    }
    if odd.is_empty() { Ok(text) } else { Err(TextError::CutInCharacter { line }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_utf_8_and_utf_16() {
        assert_eq!(decode("Chair’s\n".as_bytes()), Ok("Chair’s\n".to_owned()));
        assert_eq!(decode(b"\xEF\xBB\xBFChair"), Ok("Chair".to_owned()));
        assert_eq!(decode(b"\xFF\xFEC\0h\0"), Ok("Ch".to_owned()));
        assert_eq!(decode(b"\xFE\xFF\0C\0h"), Ok("Ch".to_owned()));
    }

    #[test]
    fn says_what_other_files_seem_to_be() {
        let seems = |bytes: &[u8]| decode(bytes).map_err(|error| error.to_string()).expect_err("not text");
        assert!(seems(b"%PDF-1.7\n%...").contains("a PDF"));
        assert!(seems(b"PK\x03\x04....").contains("Word"));
        assert!(seems(b"one\0two").contains("binary"));
        assert!(seems(&[7; 400]).contains("binary"));
        assert!(seems(b"\xFF\xD8\xFF\xE0").contains("image"));
    }

    #[test]
    fn says_where_the_text_goes_wrong() {
        assert_eq!(decode(b""), Err(TextError::Empty));
        assert_eq!(decode(b" \n\n\t"), Err(TextError::Empty));
        assert_eq!(decode(b"one\ntwo \x93three\x94"), Err(TextError::NotUtf8 { line: 2, hint: ", perhaps Windows-1252" }));
        assert_eq!(decode(b"one\ntwo\n\xE2\x80"), Err(TextError::CutInCharacter { line: 3 }));
        assert_eq!(decode(b"\xFF\xFEC\0h"), Err(TextError::CutInCharacter { line: 1 }));
        assert_eq!(decode(&vec![b'a'; LARGEST + 1]), Err(TextError::TooLarge { bytes: LARGEST + 1 }));
        assert!(decode(&vec![b'a'; LARGEST]).is_ok());
    }
}
