//! Full-text search over publications: an index derived from the publications table, which can be deleted and built again.
//!
//! It depends on no capability: each supplies its publications as [`SearchDocument`]s. Chosen after measuring (design notes in
//! docs/decisions/0011-tantivy-and-pairs-of-words.md): over 100,000 documents, a common word takes well under a millisecond here and tens of
//! milliseconds in SQL.

mod facets;
mod fragment;
mod index;
mod pairs;
mod question;

pub use facets::Counts;
pub use fragment::Fragment;
pub use index::SearchIndex;
pub use question::{Matching, Question};

use chrono::NaiveDate;

/// A document that a search can find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchDocument {
    /// The address of its page: `/minutes/SAF27`.
    pub address: String,
    /// What kind of thing it is, in one lower-case word: `minute`, `report`, `meeting`, `member`, `board`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its reference, such as `SAF27`; searching for it alone finds it first.
    pub reference: Option<String>,
    /// Its text.
    pub body: String,
    /// The board's name.
    pub board: Option<String>,
    /// The municipal year's first calendar year.
    pub year: Option<i32>,
    /// The day it concerns.
    pub date: Option<NaiveDate>,
}

/// A search result.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The address of its page.
    pub address: String,
    /// What kind of thing it is.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its reference.
    pub reference: Option<String>,
    /// The board's name.
    pub board: Option<String>,
    /// The day it concerns.
    pub date: Option<NaiveDate>,
    /// The matching words in context.
    pub fragment: Fragment,
}

/// The results of a search.
#[derive(Clone, Debug)]
pub struct Found {
    /// The total number of matches.
    pub total: usize,
    /// The results on the requested page, the most relevant first.
    pub hits: Vec<Hit>,
    /// How they match.
    pub matching: Matching,
    /// The number of results of each kind, board and year, each counted as though no filter of its own were chosen.
    pub counts: Counts,
}

/// An error in the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder could not be created or read.
    #[error("the search index in {folder} cannot be used: {source}; delete the folder and run `moothall reindex`")]
    Folder {
        /// The folder.
        folder: String,
        /// The error from the operating system.
        source: std::io::Error,
    },
    /// The index returned an error.
    #[error("the search index failed: {0}; run `moothall reindex`")]
    Index(#[from] tantivy::TantivyError),
}
