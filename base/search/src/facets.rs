//! How many results there are of each kind, board and year, counted in the pass that ranks them.

use crate::index::{BOARD, KIND, YEAR};
use std::collections::BTreeMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// The number of results by kind, board and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By kind.
    pub kinds: BTreeMap<String, usize>,
    /// By the board's name.
    pub boards: BTreeMap<String, usize>,
    /// By the municipal year's first calendar year.
    pub years: BTreeMap<i32, usize>,
}

/// Counts the documents that a query matches.
pub(crate) struct Counting;

/// A column of words, with the number of times each was found.
struct Words {
    column: StrColumn,
    counts: Vec<usize>,
}

impl Words {
    fn of(reader: &SegmentReader, field: &str) -> tantivy::Result<Option<Self>> {
        let column = reader.fast_fields().str(field)?;
        Ok(column.map(|column| Self { counts: vec![0; column.num_terms()], column }))
    }

    fn collect(&mut self, document: DocId) {
        for word in self.column.term_ords(document) {
            if let Some(count) = usize::try_from(word).ok().and_then(|word| self.counts.get_mut(word)) {
                *count += 1;
            }
        }
    }

    fn counted(self) -> BTreeMap<String, usize> {
        let mut counted = BTreeMap::new();
        for (word, count) in (0..).zip(self.counts).filter(|(_, count)| *count > 0) {
            let mut text = String::new();
            // A word that cannot be read is not shown; the search itself continues.
            if self.column.ord_to_str(word, &mut text).is_ok_and(|is_there| is_there) {
                counted.insert(text, count);
            }
        }
        counted
    }
}

/// The counts of one segment of the index.
pub(crate) struct OfSegment {
    kinds: Option<Words>,
    boards: Option<Words>,
    year: Column<i64>,
    years: BTreeMap<i64, usize>,
}

impl Collector for Counting {
    type Fruit = Counts;
    type Child = OfSegment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<OfSegment> {
        Ok(OfSegment {
            kinds: Words::of(reader, KIND)?,
            boards: Words::of(reader, BOARD)?,
            year: reader.fast_fields().i64(YEAR)?,
            years: BTreeMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for segment in segments {
            for (kind, count) in segment.kinds {
                *all.kinds.entry(kind).or_default() += count;
            }
            for (board, count) in segment.boards {
                *all.boards.entry(board).or_default() += count;
            }
            for (year, count) in segment.years {
                *all.years.entry(year).or_default() += count;
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Counts;

    fn collect(&mut self, document: DocId, _: Score) {
        for words in [&mut self.kinds, &mut self.boards].into_iter().flatten() {
            words.collect(document);
        }
        for year in self.year.values_for_doc(document) {
            *self.years.entry(year).or_default() += 1;
        }
    }

    fn harvest(self) -> Counts {
        let years = self.years.into_iter().filter_map(|(year, count)| Some((i32::try_from(year).ok()?, count)));
        Counts {
            kinds: self.kinds.map(Words::counted).unwrap_or_default(),
            boards: self.boards.map(Words::counted).unwrap_or_default(),
            years: years.collect(),
        }
    }
}
