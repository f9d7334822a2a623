//! What a person asks, and how it becomes a query.

use crate::index::Fields;
use crate::pairs::pair;
use std::collections::BTreeSet;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::TextAnalyzer;

/// What a person asks for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words; those between double quotation marks are to stand together.
    pub words: String,
    /// Only this board, by its name.
    pub board: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this municipal year.
    pub year: Option<i32>,
    /// The page, counted from 1.
    pub page: usize,
    /// Things on a page.
    pub per_page: usize,
}

impl Question {
    /// How many things stand on the pages before; at most [`Self::DEEPEST`] are ever looked through.
    pub(crate) fn skip(&self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.per_page).min(Self::DEEPEST)
    }

    /// The deepest place in the results that can be turned to.
    pub const DEEPEST: usize = 1_000;

    /// Words beyond this many are not looked at, so that a long paste costs no more than a short question.
    const MOST_WORDS: usize = 16;
}

/// How the things found match the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// They hold every word.
    EveryWord,
    /// None holds every word; these hold at least one.
    AnyWord,
    /// None holds any word; these hold words spelt nearly like them.
    SimilarWords,
}

/// The words of a question, as the index knows them.
pub(crate) struct Terms {
    phrases: Vec<Vec<String>>,
    stems: BTreeSet<String>,
    reference: String,
}

impl Terms {
    pub(crate) fn read(words: &str, analyser: &mut TextAnalyzer) -> Self {
        let mut phrases = Vec::new();
        let mut count = 0;
        for (position, part) in words.split(['"', '“', '”']).enumerate() {
            let mut stems = Vec::new();
            let mut stream = analyser.token_stream(part);
            while count < Question::MOST_WORDS && stream.advance() {
                stems.push(stream.token().text.clone());
                count += 1;
            }
            if position % 2 == 1 && stems.len() > 1 {
                phrases.push(stems);
            } else {
                phrases.extend(stems.into_iter().map(|stem| vec![stem]));
            }
        }
        let stems = phrases.iter().flatten().cloned().collect();
        let reference = words.split_whitespace().collect::<String>().to_lowercase();
        Self { phrases, stems, reference }
    }

    pub(crate) fn count(&self) -> usize {
        self.phrases.len()
    }

    /// Whether a word with this stem is one of those looked for.
    pub(crate) fn want(&self, stem: &str, matching: Matching) -> bool {
        self.stems.contains(stem)
            || (matching == Matching::SimilarWords
                && self.stems.iter().any(|wanted| strsim::osa_distance(wanted, stem) <= usize::from(slips(wanted))))
    }

    /// The query; none where no word is left to look for.
    pub(crate) fn query(&self, fields: &Fields, question: &Question, matching: Matching) -> Option<Box<dyn Query>> {
        if self.phrases.is_empty() {
            return None;
        }
        let mut wanted: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for phrase in &self.phrases {
            let (occur, query) = match matching {
                Matching::EveryWord => (Occur::Must, words_query(fields, phrase)),
                Matching::AnyWord => (Occur::Should, words_query(fields, phrase)),
                Matching::SimilarWords => (Occur::Should, similar_query(fields, phrase)),
            };
            wanted.push((occur, query));
            if let ([stem], true) = (phrase.as_slice(), matching != Matching::SimilarWords) {
                let term = TermQuery::new(Term::from_field_text(fields.heading, stem), IndexRecordOption::WithFreqs);
                wanted.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), 1.5))));
            }
        }
        let words: Box<dyn Query> = match matching {
            // A reference such as SAF27, asked for alone, comes first.
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
        all.extend(filters.into_iter().map(|term| {
            let filter: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            // A filter only includes or leaves out; it must not weigh.
            (Occur::Must, Box::new(BoostQuery::new(filter, 0.0)) as Box<dyn Query>)
        }));
        Some(Box::new(BooleanQuery::new(all)))
    }
}

fn filters(fields: &Fields, question: &Question) -> Vec<Term> {
    let mut filters = Vec::new();
    if let Some(board) = &question.board {
        filters.push(Term::from_field_text(fields.board, board));
    }
    if let Some(kind) = &question.kind {
        filters.push(Term::from_field_text(fields.kind, kind));
    }
    if let Some(year) = question.year {
        filters.push(Term::from_field_i64(fields.year, i64::from(year)));
    }
    filters
}

/// Finds one word, or several in a row: two are a pair, and more are pairs of which each begins with the word that ends the one
/// before.
fn words_query(fields: &Fields, phrase: &[String]) -> Box<dyn Query> {
    let pair = |first: &str, second: &str| Term::from_field_text(fields.pairs, &pair(first, second));
    let one = |term: Term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    match phrase {
        [stem] => one(Term::from_field_text(fields.text, stem)),
        [first, second] => one(pair(first, second)),
        _ => Box::new(PhraseQuery::new(phrase.iter().zip(phrase.iter().skip(1)).map(|(one, next)| pair(one, next)).collect())),
    }
}

/// How many letters may be wrong, missing, added or swapped in a word for it to be taken for another.
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
