//! Ligatures: several letters that a font joins into one character.

/// The ligatures of the Latin alphabet (Unicode's Alphabetic Presentation Forms), with their letters.
const LIGATURES: &[(char, &str)] = &[
    ('\u{FB00}', "ff"),
    ('\u{FB01}', "fi"),
    ('\u{FB02}', "fl"),
    ('\u{FB03}', "ffi"),
    ('\u{FB04}', "ffl"),
    ('\u{FB05}', "st"),
    ('\u{FB06}', "st"),
];

/// Writes each ligature as its letters, in capitals if it is part of a word in capitals.
pub(crate) fn apart(text: String) -> String {
    if !text.contains(|c| LIGATURES.iter().any(|(ligature, _)| *ligature == c)) {
        return text;
    }
    let mut written = String::with_capacity(text.len() + 16);
    for (at, character) in text.char_indices() {
        let Some((_, letters)) = LIGATURES.iter().find(|(ligature, _)| *ligature == character) else {
            written.push(character);
            continue;
        };
        let after = text.get(at + character.len_utf8()..).unwrap_or_default();
        let mut beside =
            [after.chars().next(), written.chars().next_back()].into_iter().flatten().filter(|c| c.is_alphabetic()).peekable();
        let capitals = beside.peek().is_some() && beside.all(char::is_uppercase);
        if capitals {
            written.extend(letters.chars().flat_map(char::to_uppercase));
        } else {
            written.push_str(letters);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_letters_again() {
        for (printed, read) in [
            ("Oﬃcers", "Officers"),
            ("TRAFFIC ﬁNES", "TRAFFIC FINES"),
            ("the ﬁgures", "the figures"),
            ("ﬂy-tipping", "fly-tipping"),
            ("plain", "plain"),
        ] {
            assert_eq!(apart(printed.to_owned()), read);
        }
    }
}
