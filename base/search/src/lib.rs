//! Full-text search over what was published: an index derived from the publications table, which can be thrown away and made again.
//!
//! It knows no capability: each gives its publications as [`SearchDocument`]s. Chosen on a measurement (design notes in
//! ARCHITECTURE.md): over 100,000 documents a common word takes well under a millisecond here, tens of them in SQL.

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

/// One thing that a search can find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchDocument {
    /// Where a reader goes: `/minutes/SAF27`.
    pub address: String,
    /// What kind of thing it is, in one lower-case word: `minute`, `report`, `meeting`, `member`, `board`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its reference, such as `SAF27`; searching for it alone finds it first.
    pub reference: Option<String>,
    /// Its words.
    pub body: String,
    /// The board's name.
    pub board: Option<String>,
    /// The municipal year's first calendar year.
    pub year: Option<i32>,
    /// The day it speaks of.
    pub date: Option<NaiveDate>,
}

/// A thing found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Where a reader goes.
    pub address: String,
    /// What kind of thing it is.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its reference.
    pub reference: Option<String>,
    /// The board's name.
    pub board: Option<String>,
    /// The day it speaks of.
    pub date: Option<NaiveDate>,
    /// The words in context.
    pub fragment: Fragment,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many things match in all.
    pub total: usize,
    /// Those of the page asked for, the most relevant first.
    pub hits: Vec<Hit>,
    /// How they match.
    pub matching: Matching,
    /// How many there would be of each kind, board and year, each counted as though nothing were chosen for itself.
    pub counts: Counts,
}

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder could not be made or read.
    #[error("the search index in {folder} cannot be used: {source}; delete the folder and run `moothall reindex`")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The index itself refused.
    #[error("the search index failed: {0}; run `moothall reindex`")]
    Index(#[from] tantivy::TantivyError),
}
