//! What a person searches for, and how it becomes a query.

use crate::index::{Fields, day_number};
use crate::pairs::{pair, stem_of};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::TextAnalyzer;

/// A search by a person.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words; those in double quotation marks must appear together.
    pub words: String,
    /// Only this board, by its name.
    pub board: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this municipal year.
    pub year: Option<i32>,
    /// Only documents that concern this day or a later one.
    pub from: Option<NaiveDate>,
    /// Only documents that concern this day or an earlier one.
    pub until: Option<NaiveDate>,
    /// The page, counted from 1.
    pub page: usize,
    /// The number of results on a page.
    pub per_page: usize,
}

impl Question {
    /// Returns the number of results on the pages before; at most [`Self::DEEPEST`] are ever skipped.
    pub(crate) fn skip(&self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.per_page).min(Self::DEEPEST)
    }

    /// The furthest position in the results that a person can page to.
    pub const DEEPEST: usize = 1_000;

    /// Words beyond this number are ignored, so that a long paste costs no more than a short question.
    const MOST_WORDS: usize = 16;
}

/// How the results match the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// They contain every word.
    EveryWord,
    /// None contains every word; these contain at least one.
    AnyWord,
    /// None contains any word; these contain words with a similar spelling.
    SimilarWords,
}

/// A word or phrase, and its other spellings.
struct Wanted {
    stems: Vec<String>,
    others: Vec<Vec<String>>,
}

/// The words of a question, as the index stores them.
pub(crate) struct Terms {
    phrases: Vec<Wanted>,
    stems: BTreeSet<String>,
    reference: String,
}

/// Titles that are written in two ways. The index has no stem for a word without vowels, so its plural is another word.
const SAME: [(&str, &str); 6] = [
    ("cllr", "councillor"),
    ("cllrs", "councillor"),
    ("councillor", "cllr"),
    ("councillor", "cllrs"),
    ("councillors", "cllr"),
    ("councillors", "cllrs"),
];

/// The minimum number of letters in each part of a word that may be written as two: `fly-tipping` has three.
const FEWEST_LETTERS: usize = 3;

/// A word, as it was typed and as the index stores it.
struct Word {
    typed: String,
    stem: String,
}

/// Returns the other spellings of a word: as two words (`flytipping`), or joined to its neighbour (`fly tipping`).
fn spellings(words: &[Word], at: usize, analyser: &mut TextAnalyzer, is_known: &impl Fn(&[String]) -> bool) -> Vec<Vec<String>> {
    let mut others = Vec::new();
    let Some(word) = words.get(at) else { return others };
    for (_, other) in SAME.iter().filter(|(title, _)| *title == word.typed) {
        others.extend(stem_of(other, analyser).map(|stem| vec![stem]));
    }
    for (place, _) in word.typed.char_indices().skip(FEWEST_LETTERS) {
        let (first, second) = word.typed.split_at(place);
        if second.chars().count() < FEWEST_LETTERS {
            break;
        }
        let (Some(first), Some(second)) = (stem_of(first, analyser), stem_of(second, analyser)) else { continue };
        others.push(vec![first, second]);
    }
    let neighbours = [at.checked_sub(1).map(|before| (before, at)), Some((at, at + 1))];
    for (first, second) in neighbours.into_iter().flatten() {
        if let (Some(first), Some(second)) = (words.get(first), words.get(second)) {
            others.extend(stem_of(&format!("{}{}", first.typed, second.typed), analyser).map(|stem| vec![stem]));
        }
    }
    // Spellings that are not in the index would only make the query longer.
    others.retain(|other| is_known(other));
    others
}

impl Terms {
    /// Parses a question. `is_known` returns whether a word, or two consecutive words, are in the index.
    pub(crate) fn read(words: &str, analyser: &mut TextAnalyzer, is_known: impl Fn(&[String]) -> bool) -> Self {
        let mut phrases = Vec::new();
        let mut count = 0;
        for (position, part) in words.split(['"', '“', '”']).enumerate() {
            let mut read = Vec::new();
            let mut stream = analyser.token_stream(part);
            while count < Question::MOST_WORDS && stream.advance() {
                let token = stream.token();
                let typed = part.get(token.offset_from..token.offset_to).unwrap_or_default().to_lowercase();
                read.push(Word { typed, stem: token.text.clone() });
                count += 1;
            }
            drop(stream);
            if position % 2 == 1 && read.len() > 1 {
                phrases.push(Wanted { stems: read.into_iter().map(|word| word.stem).collect(), others: Vec::new() });
            } else {
                for at in 0..read.len() {
                    let others = spellings(&read, at, analyser, &is_known);
                    let stems = read.get(at).map(|word| word.stem.clone()).into_iter().collect();
                    phrases.push(Wanted { stems, others });
                }
            }
        }
        let stems =
            phrases.iter().flat_map(|phrase| phrase.stems.iter().chain(phrase.others.iter().flatten())).cloned().collect();
        let reference = words.split_whitespace().collect::<String>().to_lowercase();
        Self { phrases, stems, reference }
    }

    pub(crate) fn count(&self) -> usize {
        self.phrases.len()
    }

    /// Checks whether a word with this stem is one of those searched for.
    pub(crate) fn want(&self, stem: &str, matching: Matching) -> bool {
        self.stems.contains(stem)
            || (matching == Matching::SimilarWords
                && self.stems.iter().any(|wanted| strsim::osa_distance(wanted, stem) <= usize::from(slips(wanted))))
    }

    /// Checks whether a word may have one of the stems searched for, which begin with the word's first letter.
    pub(crate) fn may_want(&self, word: &str, matching: Matching) -> bool {
        let first = word.chars().next();
        matching == Matching::SimilarWords || self.stems.iter().any(|stem| stem.chars().next() == first)
    }

    /// Returns the query; `None` if no word is left to search for.
    pub(crate) fn query(&self, fields: &Fields, question: &Question, matching: Matching) -> Option<Box<dyn Query>> {
        if self.phrases.is_empty() {
            return None;
        }
        let mut wanted: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for phrase in &self.phrases {
            let (occur, query) = match matching {
                Matching::EveryWord => (Occur::Must, spelt_query(fields, phrase)),
                Matching::AnyWord => (Occur::Should, spelt_query(fields, phrase)),
                Matching::SimilarWords => (Occur::Should, similar_query(fields, &phrase.stems)),
            };
            wanted.push((occur, query));
            if let ([stem], true) = (phrase.stems.as_slice(), matching != Matching::SimilarWords) {
                let term = TermQuery::new(Term::from_field_text(fields.heading, stem), IndexRecordOption::WithFreqs);
                wanted.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), 1.5))));
            }
        }
        let words: Box<dyn Query> = match matching {
            // A reference such as SAF27, searched for alone, comes first.
            Matching::EveryWord if self.phrases.len() <= 2 => {
                let reference = Term::from_field_text(fields.reference, &self.reference);
                let reference = TermQuery::new(reference, IndexRecordOption::Basic);
                let wanted: Box<dyn Query> = Box::new(BooleanQuery::new(wanted));
                Box::new(BooleanQuery::new(vec![
                    (Occur::Should, wanted),
                    (Occur::Should, Box::new(BoostQuery::new(Box::new(reference), 100.0))),
                ]))
            }
            _ => Box::new(BooleanQuery::new(wanted)),
        };
        let filters = filters(fields, question);
        if filters.is_empty() {
            return Some(words);
        }
        let mut all = vec![(Occur::Must, words)];
        all.extend(filters.into_iter().map(|filter| {
            // A filter only includes or excludes; it must not affect the score.
            (Occur::Must, Box::new(BoostQuery::new(filter, 0.0)) as Box<dyn Query>)
        }));
        Some(Box::new(BooleanQuery::new(all)))
    }
}

fn filters(fields: &Fields, question: &Question) -> Vec<Box<dyn Query>> {
    let term = |term: Term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
    let mut filters = Vec::new();
    if let Some(board) = &question.board {
        filters.push(term(Term::from_field_text(fields.board, board)));
    }
    if let Some(kind) = &question.kind {
        filters.push(term(Term::from_field_text(fields.kind, kind)));
    }
    if let Some(year) = question.year {
        filters.push(term(Term::from_field_i64(fields.year, i64::from(year))));
    }
    if question.from.is_some() || question.until.is_some() {
        let bound = |date: Option<NaiveDate>| {
            date.map_or(Bound::Unbounded, |date| Bound::Included(Term::from_field_i64(fields.day, day_number(date))))
        };
        filters.push(Box::new(RangeQuery::new(bound(question.from), bound(question.until))));
    }
    filters
}

/// Returns a query for the words in any of their spellings.
fn spelt_query(fields: &Fields, wanted: &Wanted) -> Box<dyn Query> {
    let own = words_query(fields, &wanted.stems);
    if wanted.others.is_empty() {
        return own;
    }
    let others = wanted.others.iter().map(|other| (Occur::Should, words_query(fields, other)));
    Box::new(BooleanQuery::new(std::iter::once((Occur::Should, own)).chain(others).collect()))
}

/// Returns a query for one word, or for several in a row: two are a pair, and more are overlapping pairs, each beginning with
/// the word that ends the one before.
fn words_query(fields: &Fields, phrase: &[String]) -> Box<dyn Query> {
    let pair = |first: &str, second: &str| Term::from_field_text(fields.pairs, &pair(first, second));
    let one = |term: Term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    match phrase {
        [stem] => one(Term::from_field_text(fields.text, stem)),
        [first, second] => one(pair(first, second)),
        _ => Box::new(PhraseQuery::new(phrase.iter().zip(phrase.iter().skip(1)).map(|(one, next)| pair(one, next)).collect())),
    }
}

/// Returns how many letters may be wrong, missing, added or swapped for a word to match another.
fn slips(stem: &str) -> u8 {
    if stem.chars().count() > 7 { 2 } else { 1 }
}

fn similar_query(fields: &Fields, phrase: &[String]) -> Box<dyn Query> {
    let similar = phrase.iter().map(|stem| {
        let query = FuzzyTermQuery::new(Term::from_field_text(fields.text, stem), slips(stem), true);
        (Occur::Should, Box::new(query) as Box<dyn Query>)
    });
    Box::new(BooleanQuery::new(similar.collect()))
}
