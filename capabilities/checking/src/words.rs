//! The words of a text, compared by meaning rather than spelling.

use std::ops::Range;

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
    text[sentence_range(text, at)].trim()
}

/// How many bytes of a sentence are looked at on each side of a place in it. What is longer is a table that was read as lines.
const LONGEST: usize = 2_000;

/// Returns the range of the sentence around a byte offset, with the white space around it.
pub(crate) fn sentence_range(text: &str, at: usize) -> Range<usize> {
    let boundary = |place: usize| (place..=text.len()).find(|place| text.is_char_boundary(*place)).unwrap_or(text.len());
    let (first, last) = (boundary(at.saturating_sub(LONGEST)), boundary((at + LONGEST).min(text.len())));
    let begins = text[first..at].rmatch_indices(['.', '?', '!']).find(|(end, _)| ends_sentence(text, first + end));
    let begin = begins.map_or(first, |(end, _)| first + end + 1);
    let end = text[at..last].match_indices(['.', '?', '!']).find(|(end, _)| ends_sentence(text, at + end));
    begin..end.map_or(last, |(end, _)| at + end + 1)
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

/// How many characters of a text are shown as evidence.
const SHOWN: usize = 160;

/// Returns the sentence that contains a range of a text as evidence, shortened on both sides if it is long. The words in the range
/// are always in it.
pub(crate) fn around(text: &str, range: Range<usize>) -> String {
    let sentence = sentence_range(text, range.start);
    let before = text[sentence.start..range.start].trim_start();
    let after = text[range.end..sentence.end.max(range.end)].trim_end();
    let own = &text[range];
    let room = SHOWN.saturating_sub(own.chars().count());
    let (few, many) = (before.chars().count(), after.chars().count());
    // Half of the room is for the words before, and what one side does not need is for the other.
    let left = few.min((room / 2).max(room.saturating_sub(many)));
    format!("{}{own}{}", last_of(before, left), first_of(after, many.min(room - left)))
}

/// Returns at most so many of the last characters of a text, beginning with a whole word.
fn last_of(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let cut = text.char_indices().nth(count - most).map_or(text.len(), |(at, _)| at);
    let cut = text[cut..].find(' ').map_or(text.len(), |space| cut + space + 1);
    format!("… {}", &text[cut..])
}

/// Returns at most so many of the first characters of a text, ending with a whole word.
fn first_of(text: &str, most: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    format!("{} …", &text[..text[..cut].rfind(' ').unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_contains_the_words_that_it_is_about() {
        let text = format!("First. {}a lamp that burns{} Last.", "It is told that ".repeat(30), " on the quay".repeat(30) + ".");
        for words in ["It is told", "a lamp that burns", "quay."] {
            let at = if words == "quay." { text.rfind(words) } else { text.find(words) }.expect("the words");
            let shown = around(&text, at..at + words.len());
            assert!(shown.contains(words) && shown.chars().count() <= SHOWN + 4, "{words}: {shown}");
            assert!(!shown.contains("First") && !shown.contains("Last"), "{shown}");
        }
        assert_eq!(around("The lamp burns. The ferry sails.", 4..8), "The lamp burns.");
        let long = "é".repeat(400);
        assert!(around(&long, 100..300).contains(&long[100..300]), "longer than what is shown");
    }

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
