//! Decodes the bytes of a file into text, or gives a plain reason why they are not text.

use super::error::TextError;
use encoding_rs::{Encoding, WINDOWS_1252};

/// The largest file of text that is read, in bytes: many times the largest pack, yet small enough for a modest machine.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// The magic bytes of other file types.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP file, such as a Word document"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "an image"),
    (b"\xFF\xD8\xFF", "an image"),
    (b"GIF8", "an image"),
    (b"\x1F\x8B", "a compressed file"),
];

/// A text, and what is wrong with the bytes that it was decoded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// What could not be decoded; the rest was.
    pub(crate) fault: Option<TextError>,
}

/// Decodes UTF-8 or UTF-16, with or without a byte order mark, or else Windows-1252 if the bytes are clearly that.
///
/// # Errors
/// Returns an error if the bytes are none of these or there are too many; the error says what they seem to be and where.
pub fn decode(bytes: &[u8]) -> Result<String, TextError> {
    let decoded = decode_with(bytes, None)?;
    decoded.fault.map_or(Ok(decoded.text), Err)
}

/// Decodes as [`decode`] does, and also text that is cut or wrong in few places. `said` is the encoding that the file itself states.
pub(crate) fn decode_with(bytes: &[u8], said: Option<&'static Encoding>) -> Result<Decoded, TextError> {
    if bytes.len() > LARGEST {
        return Err(TextError::TooLarge { bytes: bytes.len() });
    }
    if let Some((_, seems)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(TextError::NotText { seems });
    }
    let decoded = match (bytes, unmarked_utf16(bytes)) {
        ([0xFF, 0xFE, rest @ ..], _) => from_utf16(rest, u16::from_le_bytes)?,
        ([0xFE, 0xFF, rest @ ..], _) => from_utf16(rest, u16::from_be_bytes)?,
        (rest, Some(unit)) => from_utf16(rest, unit)?,
        (rest, None) => from_bytes(rest.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(rest), said)?,
    };
    if decoded.text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    let controls = decoded.text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    // A stray control character may be left over from a conversion; many mean another type of file.
    if decoded.text.contains('\0') || controls > 8 + decoded.text.len() / 200 {
        return Err(TextError::NotText { seems: "a binary file" });
    }
    Ok(Decoded { text: crate::ligatures::apart(decoded.text), ..decoded })
}

/// Reads the unit of UTF-16 in bytes that have no mark but a zero beside nearly every letter.
fn unmarked_utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    let (pairs, _) = bytes.get(..bytes.len().min(4096))?.as_chunks::<2>();
    let zeros = |side: usize| pairs.iter().filter(|pair| pair.get(side) == Some(&0)).count();
    let (high, low) = (zeros(0), zeros(1));
    let most = pairs.len() * 9 / 10;
    match pairs.len() {
        0..4 => None,
        _ if low >= most && high == 0 => Some(u16::from_le_bytes),
        _ if high >= most && low == 0 => Some(u16::from_be_bytes),
        _ => None,
    }
}

fn from_bytes(bytes: &[u8], said: Option<&'static Encoding>) -> Result<Decoded, TextError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: text.to_owned(), fault: None }),
        Err(error) => error,
    };
    if bytes.contains(&0) {
        return Err(TextError::NotText { seems: "a binary file, or UTF-16 without its mark" });
    }
    let (sound, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
    let line = 1 + String::from_utf8_lossy(sound).matches('\n').count();
    if error.error_len().is_none() {
        let text = String::from_utf8_lossy(sound).into_owned();
        return Ok(Decoded { text, fault: Some(TextError::CutInCharacter { line }) });
    }
    if let Some(said) = said.filter(|said| said.is_ascii_compatible() && *said != encoding_rs::UTF_8) {
        return Ok(Decoded { text: said.decode_without_bom_handling(bytes).0.into_owned(), fault: None });
    }
    if is_windows_1252(bytes) {
        return Ok(Decoded { text: WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), fault: None });
    }
    // In Windows-1252 these bytes are quotation marks, dashes and the pound sign, which are common in council papers.
    let hint = match rest.first() {
        Some(0x85 | 0x91..=0x97 | 0xA0 | 0xA3) => ", perhaps Windows-1252",
        _ => "",
    };
    let fault = TextError::NotUtf8 { line, hint };
    // A few wrong bytes in a text of another author's making do not make the rest unreadable.
    let wrong: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    if wrong * 20 > bytes.len() || wrong > 1000 {
        return Err(fault);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Ok(Decoded { text, fault: Some(fault) })
}

/// Checks whether bytes are clearly Windows-1252: no letter is UTF-8, none of its unused bytes occurs, and every letter with an accent is
/// where one can be in a word.
fn is_windows_1252(bytes: &[u8]) -> bool {
    let has_utf8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let is_unused = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    // In other encodings of the same age, a quotation mark would be a capital after a small letter: `ChairÕs`.
    let is_odd = |pair: &[u8]| matches!(pair, [one, 0xC0..=0xD6 | 0xD8..=0xDE] if one.is_ascii_lowercase());
    !has_utf8 && high * 5 <= bytes.len() && !bytes.iter().any(is_unused) && !bytes.windows(2).any(is_odd)
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Decoded, TextError> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut line = 1;
    let mut units = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).peekable();
    let mut is_cut = !odd.is_empty();
    while let Some(character) = units.next() {
        match character {
            Ok(character) => {
                line += usize::from(character == '\n');
                text.push(character);
            }
            Err(_) if units.peek().is_none() => is_cut = true,
            Err(_) => return Err(TextError::NotUtf8 { line, hint: ", though it begins as UTF-16" }),
        }
    }
    Ok(Decoded { text, fault: is_cut.then_some(TextError::CutInCharacter { line }) })
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
        let wide = |unit: fn(u16) -> [u8; 2]| "It met – once".encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        assert_eq!(decode(&wide(u16::to_le_bytes)), Ok("It met – once".to_owned()));
        assert_eq!(decode(&wide(u16::to_be_bytes)), Ok("It met – once".to_owned()));
    }

    #[test]
    fn reads_windows_1252_where_it_is_clearly_that() {
        assert_eq!(decode(b"one\ntwo \x93three\x94 \x96 \xA34"), Ok("one\ntwo “three” – £4".to_owned()));
        assert_eq!(decode(b"The caf\xE9s of P\xEAche Road"), Ok("The cafés of Pêche Road".to_owned()));
        for bytes in [b"the Chair\xD5s announcements of the spring".as_slice(), b"one \x81 two three four five six"] {
            let decoded = decode_with(bytes, None).expect("some of it");
            assert!(decoded.fault.is_some(), "{}", decoded.text);
        }
        assert_eq!(decode(&[0xE9; 40]), Err(TextError::NotUtf8 { line: 1, hint: "" }));
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
        assert_eq!(decode(b"one\ntwo\n\xE2\x80"), Err(TextError::CutInCharacter { line: 3 }));
        assert_eq!(decode(b"\xFF\xFEC\0h"), Err(TextError::CutInCharacter { line: 1 }));
        assert_eq!(decode(&vec![b'a'; LARGEST + 1]), Err(TextError::TooLarge { bytes: LARGEST + 1 }));
        assert!(decode(&vec![b'a'; LARGEST]).is_ok());
    }

    #[test]
    fn what_can_be_read_of_a_faulty_text_is_read() {
        let cut = decode_with(b"one\ntwo\xE2\x80", None).expect("the rest");
        assert_eq!((cut.text.as_str(), cut.fault), ("one\ntwo", Some(TextError::CutInCharacter { line: 2 })));
        let mixed = [format!("Chair’s {}", "words ".repeat(40)).as_bytes(), b"\n\x93quoted"].concat();
        let mixed = decode_with(&mixed, None).expect("the rest");
        assert!(mixed.text.starts_with("Chair’s") && mixed.text.ends_with("“quoted"), "{}", mixed.text);
        assert_eq!(mixed.fault, Some(TextError::NotUtf8 { line: 2, hint: ", perhaps Windows-1252" }));
    }
}
