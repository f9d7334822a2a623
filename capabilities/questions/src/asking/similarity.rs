//! The similarity of two questions, by words and letters. It prompts a person to look and never decides anything.

use std::collections::BTreeSet;

/// The threshold from which two texts are shown as possibly the same, tuned on the pairs in the tests below.
pub(crate) const ALIKE: f64 = 0.5;

/// The maximum length of text that is compared, in characters.
const LONGEST: usize = 2_000;

/// Words that occur in almost every question.
const COMMON: &[&str] = &[
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "being", "board", "borough", "but", "by", "can",
    "chair", "could", "council", "councils", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in",
    "into", "is", "it", "its", "many", "me", "much", "my", "of", "on", "or", "our", "please", "question", "s", "should", "so",
    "some", "such", "tell", "than", "that", "the", "their", "them", "there", "these", "they", "this", "to", "us", "was", "we",
    "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

/// The features by which texts are compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    stems: BTreeSet<String>,
    trigrams: BTreeSet<[char; 3]>,
}

impl Features {
    pub(crate) fn of(text: &str) -> Self {
        let lower: String =
            text.chars().take(LONGEST).flat_map(char::to_lowercase).filter(|c| !matches!(c, '\'' | '’')).collect();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let told: Vec<&str> = words.iter().copied().filter(|word| !COMMON.contains(word)).collect();
        // A text that consists only of common words is compared by those.
        let told = if told.is_empty() { words } else { told };
        let stems: BTreeSet<String> = told.iter().map(|word| stem(word)).collect();
        let letters: Vec<char> = told.join(" ").chars().collect();
        let trigrams = letters.windows(3).filter_map(|three| <[char; 3]>::try_from(three).ok()).collect();
        Self { stems, trigrams }
    }

    /// Returns the similarity, from 0 for nothing in common to 1 for the same.
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        f64::midpoint(share(&self.stems, &other.stems), share(&self.trigrams, &other.trigrams))
    }
}

/// Returns the Dice coefficient of two sets: twice the size of their intersection divided by the sum of their sizes.
fn share<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let count = |number: usize| u32::try_from(number).map_or(f64::from(u32::MAX), f64::from);
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * count(one.intersection(other).count()) / count(all) }
}

/// Removes inflectional endings from a word. Short words are left unchanged.
fn stem(word: &str) -> String {
    for ending in ["ations", "ation", "ings", "ing", "ments", "ment", "ies", "ied", "ers", "er", "ed", "es", "ly", "y", "s", "e"]
    {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 3) {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn likeness(one: &str, other: &str) -> f64 {
        Features::of(one).likeness(&Features::of(other))
    }

    #[test]
    fn the_same_question_in_other_words_is_alike() {
        for (one, other) in [
            (
                "How many penalty notices were issued for dog fouling on the promenade last year?",
                "How many penalty notices has the Council issued for dogs fouling the promenade in the last year?",
            ),
            ("When will the broken lamps in Heron Lane be repaired?", "WHEN WILL THE BROKEN LAMPS ON HERON LANE BE REPAIRED"),
            (
                "What is the council doing about off-road bikes in Lantern Park?",
                "Could the Board tell us what is being done about off road bikes riding in Lantern Park?",
            ),
        ] {
            assert!(likeness(one, other) >= ALIKE, "{}: {one} / {other}", likeness(one, other));
        }
    }

    #[test]
    fn questions_on_other_matters_are_not() {
        for (one, other) in [
            (
                "How many penalty notices were issued for dog fouling on the promenade last year?",
                "How many cameras were moved to Heron Lane last year?",
            ),
            ("When will the broken lamps in Heron Lane be repaired?", "When will the bins in Market Square be emptied?"),
            ("Why?", "Will the ferry run in winter?"),
            ("", "Will the ferry run in winter?"),
        ] {
            assert!(likeness(one, other) < ALIKE, "{}: {one} / {other}", likeness(one, other));
        }
    }

    proptest! {
        #[test]
        fn likeness_is_even_handed_and_between_nothing_and_all(one in ".{0,200}", other in ".{0,200}") {
            let there = likeness(&one, &other);
            prop_assert!((0.0..=1.0).contains(&there));
            prop_assert!((there - likeness(&other, &one)).abs() < f64::EPSILON);
        }

        #[test]
        fn a_text_with_words_is_wholly_like_itself(text in "[a-z]{4,9}( [a-z]{4,9}){1,8}") {
            prop_assert!((likeness(&text, &text) - 1.0).abs() < f64::EPSILON);
        }
    }
}
