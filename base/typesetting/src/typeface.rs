//! The typeface, and the replacements for characters that it lacks.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use unicode_normalization::UnicodeNormalization;

/// The embedded font faces, and the book in which Typst looks them up.
pub(crate) struct Typeface {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

/// The typeface, loaded once.
pub(crate) static TYPEFACE: LazyLock<Typeface> = LazyLock::new(|| {
    let fonts: Vec<Font> = assets::faces().iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Typeface { fonts, book }
});

/// Checks whether every face has this character.
pub(crate) fn has(character: char) -> bool {
    TYPEFACE.fonts.iter().all(|font| font.info().coverage.contains(character.into()))
}

/// Characters that Word and the web put into texts, and what readers take them for.
const RULES: &[(char, &str)] = &[
    ('\u{F0B7}', "•"),
    ('\u{F0A7}', "•"),
    ('\u{F0D8}', "•"),
    ('\u{F02D}', "–"),
    ('\u{F0FC}', "✓"),
    ('●', "•"),
    ('○', "•"),
    ('▪', "•"),
    ('■', "•"),
    ('◦', "•"),
    ('‣', "•"),
    ('➢', "•"),
    ('✓', "yes"),
    ('✔', "yes"),
    ('☑', "yes"),
    ('✗', "no"),
    ('✘', "no"),
    ('☐', "[ ]"),
    ('→', "to"),
    ('⇒', "to"),
    ('←', "from"),
    ('↑', "up"),
    ('↓', "down"),
    ('≥', "at least"),
    ('≤', "at most"),
    ('≈', "about"),
    ('≠', "not equal to"),
    ('−', "-"),
    ('‐', "-"),
    ('‑', "-"),
    ('‒', "–"),
    ('―', "—"),
    ('′', "’"),
    ('″', "”"),
    ('`', "'"),
    ('´', "’"),
    ('\t', " "),
    ('\n', " "),
    ('\r', " "),
];

/// Returns the replacement for a character that the typeface lacks: its counterpart in the rules, its letters without
/// diacritics, or its number, which a person can look up. Empty if the character is invisible.
pub(crate) fn replacement(character: char) -> String {
    if let Some((_, by)) = RULES.iter().find(|(lacked, _)| *lacked == character)
        && by.chars().all(has)
    {
        return (*by).to_owned();
    }
    if character.is_whitespace() {
        return " ".to_owned();
    }
    if character.is_control() || is_unseen(character) {
        return String::new();
    }
    let plain: String = std::iter::once(character).nfkd().filter(|part| has(*part)).collect();
    if plain.is_empty() { format!("[U+{:04X}]", u32::from(character)) } else { plain }
}

/// Checks for direction marks, joiners, soft hyphens, byte order marks and variation selectors.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typeface_has_what_councils_print() {
        assert_eq!(TYPEFACE.fonts.len(), 4);
        for character in "abcXYZ0189£€%&@–—‘’“”•…½²°áéîöüŵŷñç".chars() {
            assert!(has(character), "{character}");
        }
    }

    #[test]
    fn what_is_lacked_is_written_in_another_way() {
        assert_eq!(replacement('\u{F0B7}'), "•");
        assert_eq!(replacement('\u{200B}'), "");
        assert_eq!(replacement('\u{7}'), "");
        assert_eq!(replacement('中'), "[U+4E2D]");
        assert_eq!(replacement('\u{1F600}'), "[U+1F600]");
        for (lacked, _) in RULES {
            assert!(replacement(*lacked).chars().all(has), "{lacked}");
        }
    }
}
