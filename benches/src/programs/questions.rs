//! Times questions to the search index, without HTTP.

use crate::measuring::figures::{milliseconds, percentile};
use anyhow::Result;
use benches::generator::questions;
use search::{Question, SearchIndex};
use serde::Serialize;
use std::path::Path;
use std::time::Instant;

/// How often each question is asked.
const TIMES: usize = 50;

/// The times for questions of one kind.
#[derive(Debug, Serialize)]
pub(super) struct Asked {
    pub kind: &'static str,
    pub p50: f64,
    pub p99: f64,
    /// The number of results of the question with the most results.
    pub most_found: usize,
}

/// Asks the index in this folder questions of every kind.
pub(super) fn ask(folder: &Path) -> Result<Vec<Asked>> {
    let index = SearchIndex::open(folder)?;
    let mut asked = Vec::new();
    for questions in questions() {
        let mut times = Vec::new();
        let mut most_found = 0;
        for _ in 0..TIMES {
            for words in questions.words {
                let question = Question { words: (*words).to_owned(), page: 1, per_page: 10, ..Question::default() };
                let begun = Instant::now();
                let found = index.ask(&question)?;
                times.push(milliseconds(begun.elapsed()));
                most_found = most_found.max(found.total);
            }
        }
        asked.push(Asked { kind: questions.kind, p50: percentile(&mut times, 50), p99: percentile(&mut times, 99), most_found });
    }
    Ok(asked)
}
