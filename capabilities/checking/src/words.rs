//! The words of a text, compared by meaning rather than spelling.

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// The word as written.
    pub text: &'a str,
    /// The offset of its first byte.
    pub at: usize,
}

impl Word<'_> {
    /// Returns the offset of the byte after it.
    pub(crate) fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// Returns the words of a text: letters, digits, and any apostrophes, hyphens, points and commas inside them.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = character.is_alphanumeric() || matches!(character, '\'' | '’' | '-' | '.' | ',' | '&' | '%' | '£' | '/');
        match (inside, begin) {
            (true, None) => begin = Some(at),
            (false, Some(first)) => {
                let raw = &text[first..at];
                let trimmed = raw.trim_start_matches(['\'', '’', '-', '.', ',', '/']);
                let first = first + (raw.len() - trimmed.len());
                let trimmed = trimmed.trim_end_matches(['\'', '’', '-', '.', ',', '/']);
                if !trimmed.is_empty() {
                    words.push(Word { text: trimmed, at: first });
                }
                begin = None;
            }
            _ => {}
        }
    }
    words
}

/// Words that carry no meaning by themselves.
const SMALL: &[&str] = &[
    "a", "about", "across", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "being", "both", "but",
    "by", "can", "did", "do", "does", "during", "each", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i",
    "if", "in", "into", "is", "it", "its", "made", "may", "more", "no", "not", "of", "on", "or", "other", "our", "out", "over",
    "she", "should", "since", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "through", "to", "under", "up", "upon", "was", "we", "were", "when", "where", "which", "who", "will",
    "with", "within", "would", "you", "your",
];

/// Checks whether a word carries no meaning by itself.
pub(crate) fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// Words with the same meaning in reports of casework.
const SAME: &[(&str, &str)] = &[
    ("live", "open"),
    ("active", "open"),
    ("current", "open"),
    ("ongoing", "open"),
    ("awaiting", "pending"),
    ("waiting", "pending"),
    ("outstanding", "pending"),
    ("complaint", "report"),
    ("people", "person"),
    ("children", "child"),
    ("parties", "party"),
    ("surgeries", "surgery"),
];

/// Returns the key of a word: lower case, singular, with one key for synonyms.
pub(crate) fn key(word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'");
    let lower = lower.trim_end_matches("'s").trim_end_matches('\'');
    let stem = if lower.len() > 3 && lower.ends_with("ies") && !lower.ends_with("series") {
        format!("{}y", &lower[..lower.len() - 3])
    } else if lower.len() > 3
        && lower.ends_with('s')
        && !lower.ends_with("ss")
        && !lower.ends_with("us")
        && !lower.ends_with("is")
    {
        lower[..lower.len() - 1].to_owned()
    } else {
        lower.to_owned()
    };
    let same = SAME.iter().find(|(word, _)| *word == stem || *word == lower);
    same.map_or(stem, |(_, same)| (*same).to_owned())
}

/// Returns the keys of a text's meaningful words, without figures.
pub(crate) fn content(text: &str) -> Vec<String> {
    let telling = words(text).into_iter().map(|word| key(word.text));
    telling.filter(|key| key.chars().any(char::is_alphabetic) && !is_small(key)).collect()
}

/// Returns the similarity of two texts from 0 to 1: the shared words over the words of either.
pub(crate) fn likeness(one: &str, other: &str) -> f64 {
    let set = |text: &str| content(text).into_iter().collect::<std::collections::BTreeSet<_>>();
    let (one, other) = (set(one), set(other));
    let either = one.union(&other).count();
    if either == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a text has far fewer words than 2^52")]
    let share = one.intersection(&other).count() as f64 / either as f64;
    share
}

/// Returns the sentence around a byte offset.
pub(crate) fn sentence_at(text: &str, at: usize) -> &str {
    let begins = text[..at].rmatch_indices(['.', '?', '!']).find(|(end, _)| ends_sentence(text, *end));
    let begin = begins.map_or(0, |(end, _)| end + 1);
    let end = text[at..].match_indices(['.', '?', '!']).find(|(end, _)| ends_sentence(text, at + end));
    let end = end.map_or(text.len(), |(end, _)| at + end + 1);
    text[begin..end].trim()
}

/// Checks whether the mark at this offset ends a sentence: it is followed by a space and no small letter, and
/// does not end an abbreviation.
fn ends_sentence(text: &str, at: usize) -> bool {
    let after = &text[at + 1..];
    let before = text[..at].rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    let next = after.trim_start().chars().next();
    (after.is_empty() || after.starts_with(char::is_whitespace))
        && next.is_none_or(|next| !next.is_lowercase())
        && !matches!(before, "Cllr" | "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "No" | "e.g" | "i.e" | "N" | "C" | "A")
}

/// Returns the sentences of a text.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut begin = 0;
    for (end, _) in text.match_indices(['.', '?', '!']) {
        if ends_sentence(text, end) {
            sentences.push(text[begin..=end].trim());
            begin = end + 1;
        }
    }
    sentences.push(text[begin..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Shortens a text to at most `most` characters, for evidence.
pub(crate) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_what_stands_around_them() {
        let text = "‘Yes’, 1,076 of them (18.4%) – and anti-social behaviour’s.";
        let found: Vec<&str> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found, ["Yes", "1,076", "of", "them", "18.4%", "and", "anti-social", "behaviour’s"]);
    }

    #[test]
    fn the_same_word_has_one_key() {
        for (one, other) in
            [("cases", "case"), ("live", "open"), ("Surgeries", "surgery"), ("Council’s", "council"), ("people", "person")]
        {
            assert_eq!(key(one), key(other));
        }
        assert_ne!(key("class"), key("clas"));
    }

    #[test]
    fn sentences_are_told_apart() {
        let text = "Cllr A. Lowe spoke at 7.40 p.m. today. It grew by 4.99%. Why?";
        assert_eq!(sentences(text), ["Cllr A. Lowe spoke at 7.40 p.m. today.", "It grew by 4.99%.", "Why?"]);
        assert_eq!(sentence_at(text, 45), "It grew by 4.99%.");
    }

    #[test]
    fn likeness_is_by_words() {
        assert!(likeness("the lamps be mended", "That the lamps be mended") > 0.99);
        assert!(likeness("the lamps be mended", "the report be noted") < 0.2);
    }
}
