//! The index: filling it, keeping it up to date with publications, and searching it.

use crate::facets::{Counting, Counts};
use crate::fragment::{self, Finder};
use crate::pairs;
use crate::question::{Matching, Question, Terms};
use crate::{Found, Hit, SearchDocument, SearchError};
use chrono::{Datelike, NaiveDate};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::{DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Score, TantivyDocument, Term};

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    record: Field,
    address: Field,
    pub(crate) kind: Field,
    title: Field,
    /// The title again, for scoring: words in titles count more.
    pub(crate) heading: Field,
    pub(crate) reference: Field,
    shown_reference: Field,
    body: Field,
    /// Title and body together, which must contain every word searched for.
    pub(crate) text: Field,
    /// The same text as pairs of neighbouring words, for phrases.
    pub(crate) pairs: Field,
    pub(crate) board: Field,
    pub(crate) year: Field,
    date: Field,
    /// The date again, as a number of days, for searching a range of dates.
    pub(crate) day: Field,
}

/// The names of the fields whose values are counted.
pub(crate) const KIND: &str = "kind";
pub(crate) const BOARD: &str = "board";
pub(crate) const YEAR: &str = "year";

/// Returns a date as the index stores it.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// A segment of the index on disk: its id, and how many documents are left in it.
type Seen = (SegmentId, u32);

/// An index in a folder, or in memory for tests.
#[derive(Clone)]
pub struct SearchIndex {
    index: Index,
    reader: IndexReader,
    /// The segments that the reader loaded last, if known.
    seen: Arc<Mutex<Option<Vec<Seen>>>>,
    fields: Fields,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SearchIndex")
    }
}

/// The memory that a writer may use before it writes to disk, in bytes: the least that the library accepts.
const WRITER_MEMORY: usize = 15_000_000;

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |tokenizer: &str, record: IndexRecordOption| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        record: builder.add_text_field("record", STRING),
        address: builder.add_text_field("address", STORED),
        kind: builder.add_text_field(KIND, STRING | STORED | FAST),
        title: builder.add_text_field("title", STORED),
        heading: builder.add_text_field("heading", words(pairs::WORDS, IndexRecordOption::WithFreqs)),
        reference: builder.add_text_field("reference", STRING),
        shown_reference: builder.add_text_field("shown_reference", STORED),
        body: builder.add_text_field("body", STORED),
        // Phrases are searched for among the pairs, so only those need positions.
        text: builder.add_text_field("text", words(pairs::WORDS, IndexRecordOption::WithFreqs)),
        pairs: builder.add_text_field("pairs", words(pairs::PAIRS, IndexRecordOption::WithFreqsAndPositions)),
        board: builder.add_text_field(BOARD, STRING | STORED | FAST),
        year: builder.add_i64_field(YEAR, NumericOptions::from(INDEXED) | FAST),
        date: builder.add_text_field("date", STORED),
        day: builder.add_i64_field("day", NumericOptions::from(INDEXED) | FAST),
    };
    (builder.build(), fields)
}

impl SearchIndex {
    /// Opens the index in `folder`. If it is missing or was made by another version of the program, a new one is created: the
    /// index is derived, and the publications fill it again.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let folder_error = |source| SearchError::Folder { folder: folder.display().to_string(), source };
        std::fs::create_dir_all(folder).map_err(folder_error)?;
        let (schema, fields) = schema();
        let open = || -> tantivy::Result<Index> {
            let directory = MmapDirectory::open(folder)?;
            Index::builder().schema(schema.clone()).tokenizers(pairs::tokenizers()).open_or_create(directory)
        };
        let index = if let Ok(index) = open() {
            index
        } else {
            std::fs::remove_dir_all(folder).map_err(folder_error)?;
            std::fs::create_dir_all(folder).map_err(folder_error)?;
            open()?
        };
        Self::with(index, fields)
    }

    /// Creates an index in memory.
    pub fn in_memory() -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        Self::with(Index::builder().schema(schema).tokenizers(pairs::tokenizers()).create_in_ram()?, fields)
    }

    fn with(index: Index, fields: Fields) -> Result<Self, SearchError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, seen: Arc::default(), fields })
    }

    /// Returns the position of the last publication in the index; 0 if there is none.
    pub fn position(&self) -> Result<i64, SearchError> {
        let payload = self.index.load_metas()?.payload;
        Ok(payload.and_then(|payload| payload.parse().ok()).unwrap_or(0))
    }

    /// Adds documents, replacing those that each record had before, and stores `position`.
    ///
    /// Fails if another process is writing to the same folder; that process will have done the work.
    pub fn put(&self, records: Vec<(String, Vec<SearchDocument>)>, position: i64) -> Result<(), SearchError> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        for (record, documents) in records {
            writer.delete_term(Term::from_field_text(self.fields.record, &record));
            for document in documents {
                writer.add_document(self.stored(&record, document))?;
            }
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&position.to_string());
        commit.commit()?;
        writer.wait_merging_threads()?;
        self.refresh()
    }

    /// Removes all documents, so that the publications can fill the index again.
    pub fn clear(&self) -> Result<(), SearchError> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        writer.delete_all_documents()?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload("0");
        commit.commit()?;
        self.refresh()
    }

    /// Loads changes written by another process, if there are any.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let there: Vec<Seen> =
            self.index.searchable_segment_metas()?.iter().map(|segment| (segment.id(), segment.num_docs())).collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.as_ref() != Some(&there) {
            self.reader.reload()?;
            *seen = Some(there);
        }
        Ok(())
    }

    /// Returns the number of documents.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    fn stored(&self, record: &str, document: SearchDocument) -> TantivyDocument {
        let fields = &self.fields;
        let mut stored = TantivyDocument::default();
        stored.add_text(fields.record, record);
        stored.add_text(fields.address, &document.address);
        stored.add_text(fields.kind, &document.kind);
        stored.add_text(fields.title, &document.title);
        stored.add_text(fields.heading, &document.title);
        if let Some(reference) = &document.reference {
            stored.add_text(fields.reference, reference.to_lowercase());
            stored.add_text(fields.shown_reference, reference);
        }
        for text in [&document.title, document.reference.as_deref().unwrap_or_default(), &document.body] {
            stored.add_text(fields.text, text);
            stored.add_text(fields.pairs, text);
        }
        stored.add_text(fields.body, document.body);
        if let Some(board) = &document.board {
            stored.add_text(fields.board, board);
        }
        if let Some(year) = document.year {
            stored.add_i64(fields.year, i64::from(year));
        }
        if let Some(date) = document.date {
            stored.add_text(fields.date, date.to_string());
            stored.add_i64(fields.day, day_number(date));
        }
        stored
    }

    /// Answers a question. If no document has every word, searches for any of them, and then for words with a similar spelling.
    pub fn ask(&self, question: &Question) -> Result<Found, SearchError> {
        let searcher = self.reader.searcher();
        let mut analyser = self.index.tokenizer_for_field(self.fields.text)?;
        let is_known = |stems: &[String]| {
            let term = match stems {
                [one] => Term::from_field_text(self.fields.text, one),
                [first, second] => Term::from_field_text(self.fields.pairs, &pairs::pair(first, second)),
                _ => return false,
            };
            searcher.doc_freq(&term).is_ok_and(|count| count > 0)
        };
        let terms = Terms::read(&question.words, &mut analyser, is_known);
        for matching in [Matching::EveryWord, Matching::AnyWord, Matching::SimilarWords] {
            if matching == Matching::AnyWord && terms.count() < 2 {
                continue;
            }
            let Some(query) = terms.query(&self.fields, question, matching) else { break };
            // Counted and ranked in one pass, since visiting the matches is what takes time.
            let best = TopDocs::with_limit(question.per_page.max(1)).and_offset(question.skip()).order_by_score();
            let (total, places, counts) = searcher.search(query.as_ref(), &(Count, best, Counting))?;
            if total == 0 {
                continue;
            }
            let counts = self.counts(&searcher, &terms, question, matching, counts)?;
            let hits = self.hits(&searcher, &places, &terms, matching)?;
            return Ok(Found { total, hits, matching, counts });
        }
        Ok(Found { total: 0, hits: Vec::new(), matching: Matching::EveryWord, counts: Counts::default() })
    }

    /// Returns the counts of all results; the counts for a chosen filter are made as though it were not chosen.
    fn counts(
        &self,
        searcher: &tantivy::Searcher,
        terms: &Terms,
        question: &Question,
        matching: Matching,
        mut counts: Counts,
    ) -> Result<Counts, SearchError> {
        let without = |other: Question| -> Result<Counts, SearchError> {
            let Some(query) = terms.query(&self.fields, &other, matching) else { return Ok(Counts::default()) };
            Ok(searcher.search(query.as_ref(), &Counting)?)
        };
        if question.kind.is_some() {
            counts.kinds = without(Question { kind: None, ..question.clone() })?.kinds;
        }
        if question.board.is_some() {
            counts.boards = without(Question { board: None, ..question.clone() })?.boards;
        }
        if question.year.is_some() {
            counts.years = without(Question { year: None, ..question.clone() })?.years;
        }
        Ok(counts)
    }

    fn hits(
        &self,
        searcher: &tantivy::Searcher,
        places: &[(Score, DocAddress)],
        terms: &Terms,
        matching: Matching,
    ) -> Result<Vec<Hit>, SearchError> {
        let (may_match, matches) = (|word: &str| terms.may_want(word, matching), |stem: &str| terms.want(stem, matching));
        let mut finder = Finder::new(&may_match, &matches);
        let mut hits = Vec::new();
        for (_, place) in places {
            let document: TantivyDocument = searcher.doc(*place)?;
            let text = |field: Field| document.get_first(field).and_then(|value| value.as_str()).map(str::to_owned);
            let body = text(self.fields.body).unwrap_or_default();
            hits.push(Hit {
                address: text(self.fields.address).unwrap_or_default(),
                kind: text(self.fields.kind).unwrap_or_default(),
                title: text(self.fields.title).unwrap_or_default(),
                reference: text(self.fields.shown_reference),
                board: text(self.fields.board),
                date: text(self.fields.date).and_then(|date| date.parse::<NaiveDate>().ok()),
                fragment: fragment::of(&body, &mut finder),
            });
        }
        Ok(hits)
    }
}
