//! Strangers' PDFs are read in a child process with limits: parsing one can take more memory than a machine has, or never end.

use crate::pdf;
use crate::reading::{ReadError, ReadPack};
use confined::{ConfinedError, Limits, Work, Workers};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// What one child may take. The largest file is held four times while it is opened; a thousand pages of text take some 200 MB.
const LIMITS: Limits = Limits {
    memory: 2_000_000_000,
    processor: Duration::from_mins(1),
    patience: Duration::from_mins(2),
    request: pdf::LARGEST as u64,
    answer: 256 * 1024 * 1024,
};

/// How many files a child reads before another takes its place.
const FILES_EACH: u32 = 20;

/// Reads files, PDFs among them in children of the program.
#[derive(Clone, Debug)]
pub struct ConfinedReader {
    workers: Workers,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfinedReadError {
    /// It says itself what is wrong with it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A PDF that a child could not read, or must not.
    #[error("the PDF cannot be read: {0}. Print it to a new PDF, or save it as text, and read that")]
    Stopped(ConfinedError),
    /// A PDF with which something is wrong, in a sentence.
    #[error("{0}")]
    Refused(String),
}

impl ConfinedReader {
    /// A reader whose children are `program` with these arguments, which are to call [`serve`].
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self { workers: Workers::new(Work { program, arguments, limits: LIMITS }, 1, FILES_EACH) }
    }

    /// Reads a file as [`crate::reading_of_file`] does.
    pub async fn read(&self, bytes: &[u8]) -> Result<ReadPack, ConfinedReadError> {
        // A text is read by our own rules alone, and what is too large is not read at all.
        if !pdf::is_pdf(bytes) || bytes.len() > pdf::LARGEST {
            return Ok(crate::reading_of_file(bytes)?);
        }
        let answer = self.workers.ask(bytes).await.map_err(|error| match error {
            ConfinedError::Refused(sentence) => ConfinedReadError::Refused(sentence),
            other => ConfinedReadError::Stopped(other),
        })?;
        let unclear = |error: serde_json::Error| ConfinedReadError::Stopped(ConfinedError::Ended(error.to_string()));
        serde_json::from_slice(&answer).map_err(unclear)
    }
}

/// Answers a parent that has files read, until it needs no more.
///
/// # Errors
/// Where its limits cannot be set, or what it is asked is no request.
pub fn serve() -> io::Result<()> {
    confined::serve(&LIMITS, |file| {
        let pack = crate::reading_of_file(file).map_err(|error| error.to_string())?;
        serde_json::to_vec(&pack).map_err(|error| error.to_string())
    })
}
