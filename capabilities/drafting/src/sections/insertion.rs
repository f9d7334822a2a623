//! The insertion point of a figure or an image in a section's text.

/// A position in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the end.
    #[default]
    End,
    /// After this many characters of a version of the text.
    At {
        characters: usize,
        version: i64,
        /// Whether it is between two blocks, where the insertion becomes a paragraph of its own.
        is_alone: bool,
    },
}

impl Place {
    /// Reads a position from a query string or a form.
    pub(crate) fn read(characters: &str, version: &str, alone: &str) -> Self {
        match (characters.parse(), version.parse()) {
            (Ok(characters), Ok(version)) => Self::At { characters, version, is_alone: alone == "yes" },
            _ => Self::End,
        }
    }

    /// Returns the position in this version of the text: the end, if it was counted in another version.
    pub(crate) fn in_version(self, now: i64) -> Self {
        match self {
            Self::At { version, .. } if version != now => Self::End,
            place => place,
        }
    }

    /// Returns the text with the words inserted at this position, adding spaces if words would touch.
    pub(crate) fn insert(self, text: &str, words: &str) -> String {
        let is_block = words.starts_with('\n');
        let words = words.trim();
        let (at, is_alone) = match self {
            Self::End => (text.trim_end().len(), is_block),
            Self::At { characters, is_alone, .. } => {
                (text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at), is_alone || is_block)
            }
        };
        let (before, after) = text.split_at(at);
        if is_alone {
            let (before, after) = (before.trim_end(), after.trim_start());
            let lead = if before.is_empty() { "" } else { "\n\n" };
            let end = if after.is_empty() { "" } else { "\n\n" };
            return format!("{before}{lead}{words}{end}{after}");
        }
        let touches = |character: Option<char>| {
            character.is_some_and(|character| character.is_alphanumeric() || matches!(character, ']' | ',' | '.' | ';' | ':'))
        };
        let lead = if touches(before.chars().next_back()) { " " } else { "" };
        let end = if after.chars().next().is_some_and(char::is_alphanumeric) { " " } else { "" };
        format!("{before}{lead}{words}{end}{after}")
    }
}

/// Returns the positions at which something can be inserted, each as a character count, with the words of the block before it.
pub(crate) fn places(text: &str) -> Vec<(usize, String)> {
    let mut places = Vec::new();
    let mut characters = 0;
    for chunk in text.split_inclusive("\n\n") {
        let words = chunk.trim_end();
        if !words.is_empty() {
            let shown: String = foundation::text::single_spaced(words).chars().take(60).collect();
            places.push((characters + words.chars().count(), shown));
        }
        characters += chunk.chars().count();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(characters: usize) -> Place {
        Place::At { characters, version: 1, is_alone: false }
    }

    #[test]
    fn words_go_where_the_cursor_was() {
        assert_eq!(at(4).insert("Some lamps", "[[x]]"), "Some [[x]] lamps");
        assert_eq!(at(5).insert("Some lamps", "[[x]]"), "Some [[x]] lamps");
        assert_eq!(at(99).insert("Some", "[[x]]"), "Some [[x]]");
        assert_eq!(Place::End.insert("Some.\n", "[[x]]"), "Some. [[x]]\n");
        assert_eq!(Place::End.insert("", "[[x]]"), "[[x]]");
        assert_eq!(Place::End.insert("Some.", "\n\n![](picture-1)"), "Some.\n\n![](picture-1)");
        let alone = Place::At { characters: 4, version: 1, is_alone: true };
        assert_eq!(alone.insert("One.\n\nTwo.", "[[x]]"), "One.\n\n[[x]]\n\nTwo.");
        assert_eq!(at(3).in_version(2), Place::End, "another version was written since");
        assert_eq!(at(3).in_version(1), at(3));
    }

    #[test]
    fn each_block_ends_with_a_place() {
        assert_eq!(places("One.\n\nTwo é.\n"), [(4, "One.".to_owned()), (12, "Two é.".to_owned())]);
    }

    proptest! {
        #[test]
        fn nothing_of_the_text_is_lost(text in "[a-zé .\\n]{0,60}", characters in 0_usize..80, is_alone in any::<bool>(), at_end in any::<bool>()) {
            let place = if at_end { Place::End } else { Place::At { characters, version: 1, is_alone } };
            let words = |text: &str| text.split_whitespace().collect::<String>();
            let inserted = place.insert(&text, "[[X]]");
            prop_assert_eq!(inserted.matches("[[X]]").count(), 1);
            prop_assert_eq!(words(&inserted.replace("[[X]]", "")), words(&text));
        }
    }
}
