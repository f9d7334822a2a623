//! Pairs of neighbouring words, which are how phrases are found.
//!
//! As a pair, two words of a phrase are one term, which costs as much as one word. Searching for ‘the’ and ‘board’ and
//! comparing their positions in every document took tens of milliseconds over 100,000 minutes.

use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
    TokenizerManager,
};

/// The name under which [`tokenizers`] registers the analyser of single words.
pub(crate) const WORDS: &str = "en_stem";

/// The name under which [`tokenizers`] registers the analyser of pairs. It is part of the index's schema: when the analyser
/// changes, its name must change too, so that older indexes are built again.
pub(crate) const PAIRS: &str = "en_stem_pairs";

/// Returns the library's own tokenizers, and the one for pairs.
pub(crate) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    // The first four are what the library calls `en_stem`; a test checks this.
    let pairs = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .filter(Pairs)
        .build();
    tokenizers.register(PAIRS, pairs);
    tokenizers
}

/// The bytes from which on a word is not indexed.
const LONGEST: usize = 40;

/// Returns the analyser of single words, as the library's `en_stem` is.
pub(crate) fn stemmed_words() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// Returns the analyser of the same words without their stems.
pub(crate) fn whole_words() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(LONGEST)).filter(LowerCaser).build()
}

/// Returns the stem of a word, which begins with the same letter as the word.
pub(crate) fn stem_of(word: &str, analyser: &mut TextAnalyzer) -> Option<String> {
    let mut stream = analyser.token_stream(word);
    stream.advance().then(|| stream.token().text.clone())
}

/// Returns the pair of two words, as the index stores it. No word contains a space, so no two pairs are written alike.
pub(crate) fn pair(first: &str, second: &str) -> String {
    let mut pair = String::with_capacity(first.len() + second.len() + 1);
    write(&mut pair, first, second);
    pair
}

fn write(pair: &mut String, first: &str, second: &str) {
    pair.push_str(first);
    pair.push(' ');
    pair.push_str(second);
}

/// Makes pairs of consecutive words, each at the position of its first word.
#[derive(Clone, Debug)]
struct Pairs;

impl TokenFilter for Pairs {
    type Tokenizer<T: Tokenizer> = PairsTokenizer<T>;

    fn transform<T: Tokenizer>(self, words: T) -> PairsTokenizer<T> {
        PairsTokenizer { words }
    }
}

/// A tokenizer that returns pairs of the words of another.
#[derive(Clone)]
struct PairsTokenizer<T> {
    words: T,
}

impl<T: Tokenizer> Tokenizer for PairsTokenizer<T> {
    type TokenStream<'a> = PairsStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        PairsStream { words: self.words.token_stream(text), before: None, pair: Token::default() }
    }
}

/// The pairs of a text, in order.
struct PairsStream<S> {
    words: S,
    /// The word before the next one.
    before: Option<Token>,
    pair: Token,
}

impl<S: TokenStream> TokenStream for PairsStream<S> {
    fn advance(&mut self) -> bool {
        while self.words.advance() {
            let word = self.words.token();
            let Some(before) = &mut self.before else {
                self.before = Some(word.clone());
                continue;
            };
            // If two words are not consecutive, the word between them was too long to be indexed.
            let neighbours = before.position.wrapping_add(1) == word.position;
            if neighbours {
                self.pair.text.clear();
                write(&mut self.pair.text, &before.text, &word.text);
                self.pair.position = before.position;
                self.pair.position_length = 2;
                self.pair.offset_from = before.offset_from;
                self.pair.offset_to = word.offset_to;
            }
            before.text.clone_from(&word.text);
            (before.position, before.offset_from, before.offset_to) = (word.position, word.offset_from, word.offset_to);
            if neighbours {
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.pair
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.pair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(analyser: &str, text: &str) -> Vec<Token> {
        let mut analyser = tokenizers().get(analyser).expect("it is there");
        let mut stream = analyser.token_stream(text);
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push(token.clone()));
        tokens
    }

    #[test]
    fn a_stem_begins_with_the_first_letter_of_its_word() {
        let mut analyser = stemmed_words();
        let endings = ["", "s", "es", "ies", "ed", "ing", "ly", "ational", "iveness", "y", "ement", "ying", "ée"];
        let letters = || ('a'..='z').chain(['é', 'ß', '3']);
        for first in letters() {
            for second in letters() {
                for third in letters().chain(['y']) {
                    for ending in endings {
                        let word = format!("{first}{second}{third}{ending}");
                        let stem = stem_of(&word, &mut analyser).expect("a word has a stem");
                        assert_eq!(stem.chars().next(), Some(first), "{word}");
                    }
                }
            }
        }
        for word in ["skis", "skies", "dying", "lying", "tying", "idly", "gently", "ugly", "early", "only", "singly", "news"] {
            let stem = stem_of(word, &mut analyser).expect("a word has a stem");
            assert_eq!(stem.chars().next(), word.chars().next(), "{word}");
            assert_eq!(stem, tokens(WORDS, word)[0].text, "the library has the same");
        }
    }

    #[test]
    fn pairs_are_made_of_the_same_words_that_are_found_alone() {
        let long = "x".repeat(39) + " " + &"y".repeat(40) + " " + &"é".repeat(20);
        for text in ["", "one", "The Boards’ fly-tipping\nREPORTS: 27/3, naïve Straße 💀 met", long.as_str()] {
            let words = tokens(WORDS, text);
            let neighbours = words.windows(2).filter(|words| words[0].position + 1 == words[1].position);
            let expected: Vec<Token> = neighbours
                .map(|words| Token {
                    offset_from: words[0].offset_from,
                    offset_to: words[1].offset_to,
                    position: words[0].position,
                    text: pair(&words[0].text, &words[1].text),
                    position_length: 2,
                })
                .collect();
            assert_eq!(tokens(PAIRS, text), expected, "{text}");
        }
    }
}
