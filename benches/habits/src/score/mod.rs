//! What a reading is worth, compared with the truth.
//!
//! For each [`Field`] it is counted how many values there are, how many of them were read rightly, and how many values were read that
//! are wrong. Whatever is missing or wrong is a [`Miss`], which says whether a doubt of the reading covers it: a doubt about the same
//! subject in the same part.

mod aligning;
mod comparing;
mod field;
mod found;
mod keys;
mod report;

pub use field::Field;
pub use report::{HEADINGS, in_hundred};

use crate::truth::Truth;
use archive::reading::{ReadError, ReadPack};
use serde::Serialize;
use std::collections::BTreeMap;

/// What was counted for one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many values there are.
    pub expected: u32,
    /// How many of them were read rightly.
    pub right: u32,
    /// How many values were read that are wrong, or that the paper does not have.
    pub wrong: u32,
    /// How many values were not read at all.
    pub missed: u32,
    /// How many of the wrong and missed values a doubt covers.
    pub covered: u32,
}

impl Tally {
    /// Returns the share of values read that are right, from 0 to 1. `None` if nothing was read.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// Returns the share of values there are that were read rightly, from 0 to 1. `None` if there are none.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.expected)
    }

    /// Returns the share of wrong and missed values that a doubt covers, from 0 to 1. `None` if there are none.
    pub fn covered_share(&self) -> Option<f64> {
        share(self.covered, self.wrong + self.missed)
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.expected += other.expected;
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.covered += other.covered;
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// A value that is wrong or missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The paper's name.
    pub paper: String,
    /// The field.
    pub field: Field,
    /// What the paper says. `None` if it has no such value.
    pub expected: Option<String>,
    /// What was read. `None` if nothing was.
    pub got: Option<String>,
    /// Whether a doubt covers it.
    pub covered: bool,
}

/// What the readings of some papers are worth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// How many papers were read. Fields are counted in these.
    pub read: u32,
    /// How many were refused although they can be read.
    pub refused_wrongly: u32,
    /// How many were refused for a true reason: there is nothing to read, or the paper ends in the middle.
    pub refused_rightly: u32,
    /// What was counted for each field.
    pub fields: BTreeMap<Field, Tally>,
    /// What is wrong or missing, in the order of the papers.
    pub misses: Vec<Miss>,
    /// The papers that were refused, each with the reason.
    pub refusals: Vec<(String, String)>,
}

/// Compares a reading, or the reason why there is none, with the truth. `paper` is the name by which the paper is listed.
pub fn score(paper: &str, truth: &Truth, reading: Result<&ReadPack, &ReadError>) -> Score {
    match reading {
        Ok(pack) => comparing::compare(paper, truth, pack),
        Err(error) => {
            let cut_off = matches!(error, ReadError::CutOff { .. }) && truth.cut_off;
            let empty = matches!(error, ReadError::NothingRecognised { .. }) && !truth.is_readable();
            Score {
                refused_rightly: u32::from(cut_off || empty),
                refused_wrongly: u32::from(!(cut_off || empty)),
                refusals: vec![(paper.to_owned(), error.to_string())],
                ..Score::default()
            }
        }
    }
}

impl Score {
    /// Adds the score of other papers.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.refused_wrongly += other.refused_wrongly;
        self.refused_rightly += other.refused_rightly;
        for (field, tally) in &other.fields {
            self.fields.entry(*field).or_default().add(tally);
        }
        self.misses.extend(other.misses);
        self.refusals.extend(other.refusals);
    }

    /// Returns what was counted for a field.
    pub fn field(&self, field: Field) -> Tally {
        self.fields.get(&field).copied().unwrap_or_default()
    }

    /// Returns what was counted for all fields together.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for tally in self.fields.values() {
            total.add(tally);
        }
        total
    }

    /// Returns the share of papers that were read or refused for a true reason, from 0 to 1. `None` if there are no papers.
    pub fn handled(&self) -> Option<f64> {
        share(self.read + self.refused_rightly, self.read + self.refused_rightly + self.refused_wrongly)
    }
}
