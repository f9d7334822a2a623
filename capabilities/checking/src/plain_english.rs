//! Assesses how easy a text is to read: its reading age, its long sentences, and plainer words.

use crate::words::{sentences, short, words};

/// The readability of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The age at which most people can read it: the Flesch–Kincaid grade (Kincaid and others, 1975) plus five years.
    /// `None` for fewer than 20 words.
    pub age: Option<u32>,
    /// The average number of words in a sentence.
    pub words_a_sentence: f64,
    /// Suggestions for making it plainer.
    pub hints: Vec<Hint>,
}

/// A suggestion for making a text plainer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The words in question.
    pub found: String,
    /// The advice.
    pub advice: String,
}

/// The longest sentence that is easy to read, in words (guidance of GOV.UK's style guide).
const LONGEST: usize = 25;

/// Words with a plainer alternative.
const PLAINER: &[(&str, &str)] = &[
    ("additionally", "also"),
    ("advise", "tell"),
    ("ascertain", "find out"),
    ("assist", "help"),
    ("assistance", "help"),
    ("commence", "begin"),
    ("commenced", "began"),
    ("deliver", "do, or name what is done"),
    ("endeavour", "try"),
    ("endeavouring", "trying"),
    ("ensure", "make sure"),
    ("facilitate", "help, or run"),
    ("facilitates", "helps, or runs"),
    ("furthermore", "also"),
    ("going forward", "from now on"),
    ("implement", "carry out"),
    ("in order to", "to"),
    ("in relation to", "about"),
    ("in respect of", "about"),
    ("leverage", "use"),
    ("moving forward", "from now on"),
    ("prior to", "before"),
    ("purchase", "buy"),
    ("pursuant to", "under"),
    ("regarding", "about"),
    ("robust", "say what makes it strong"),
    ("stakeholders", "name them"),
    ("strive", "try"),
    ("subsequent", "later"),
    ("subsequently", "later"),
    ("terminate", "end"),
    ("thereafter", "then"),
    ("upon", "on"),
    ("utilise", "use"),
    ("utilised", "used"),
    ("utilising", "using"),
    ("whilst", "while"),
    ("with regard to", "about"),
];

/// Counts the syllables of a word as reading ages do: groups of vowels, without a silent `e` at the end.
fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let letters: Vec<char> = lower.chars().filter(|character| character.is_alphabetic()).collect();
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut before = false;
    for letter in &letters {
        let vowel = is_vowel(*letter);
        groups += usize::from(vowel && !before);
        before = vowel;
    }
    let silent = letters.ends_with(&['e']) && !letters.ends_with(&['l', 'e']) && groups > 1;
    let past = letters.ends_with(&['e', 'd'])
        && !letters.ends_with(&['t', 'e', 'd'])
        && !letters.ends_with(&['d', 'e', 'd'])
        && groups > 1;
    (groups - usize::from(silent || past)).max(1)
}

/// Assesses how easy a text is to read; each entry of `texts` is a paragraph or a list item.
pub fn reading(texts: &[&str]) -> Reading {
    let (mut sentence_count, mut word_count, mut syllable_count) = (0_usize, 0_usize, 0_usize);
    let mut hints: Vec<Hint> = Vec::new();
    for text in texts {
        for sentence in sentences(text) {
            let own: Vec<_> = words(sentence).into_iter().filter(|word| word.text.chars().any(char::is_alphabetic)).collect();
            if own.is_empty() {
                continue;
            }
            sentence_count += 1;
            word_count += own.len();
            syllable_count += own.iter().map(|word| syllables(word.text)).sum::<usize>();
            if own.len() > LONGEST {
                let advice = format!("This sentence has {} words. Make two of it, or three", own.len());
                hints.push(Hint { found: short(sentence, 90), advice });
            }
            let lower = format!(" {} ", own.iter().map(|word| word.text.to_lowercase()).collect::<Vec<_>>().join(" "));
            for (word, plainer) in PLAINER.iter().filter(|(word, _)| lower.contains(&format!(" {word} "))) {
                let hint = Hint { found: (*word).to_owned(), advice: format!("Plainer: {plainer}") };
                if !hints.contains(&hint) {
                    hints.push(hint);
                }
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a text has far fewer words than 2^52")]
    let (sentence_count, words, syllables) = (sentence_count.max(1) as f64, word_count as f64, syllable_count as f64);
    let grade = 0.39 * words / sentence_count + 11.8 * syllables / words.max(1.0) - 15.59;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 5 and 30 just before")]
    let age = (grade + 5.0).round().clamp(5.0, 30.0) as u32;
    Reading { age: (word_count >= 20).then_some(age), words_a_sentence: words / sentence_count, hints }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_read_younger() {
        let plain = "The lamps on the quay are old. Two of them broke in March. We had them mended in May. The cost was small. It came from the \
                     money for lamps. Boats can see the quay at night now.";
        let heavy = "In order to facilitate the implementation of appropriate illumination arrangements, comprehensive consultation regarding \
                     infrastructural requirements was subsequently undertaken with organisational stakeholders representing constituent \
                     communities throughout the municipality.";
        let (plain, heavy) = (reading(&[plain]), reading(&[heavy]));
        assert!(plain.age.is_some_and(|age| age <= 9), "{:?}", plain.age);
        assert!(heavy.age.is_some_and(|age| age >= 20), "{:?}", heavy.age);
        assert!(plain.hints.is_empty(), "{:?}", plain.hints);
        assert!(heavy.hints.iter().any(|hint| hint.advice.contains("words. Make two")));
        assert!(heavy.hints.iter().any(|hint| hint.found == "in order to"));
        assert_eq!(reading(&["Too short."]).age, None);
    }

    #[test]
    fn syllables_are_counted() {
        for (word, count) in [("lamp", 1), ("quay", 1), ("table", 2), ("mended", 2), ("closed", 1), ("community", 4)] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}
