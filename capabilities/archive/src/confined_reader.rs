//! Reads untrusted PDFs in a child process with limits: parsing one can exhaust the machine's memory or never finish.

use crate::reading::{Context, ReadError, ReadPack};
use confined::{ConfinedError, Limits, Work, Workers};
use extraction::pdf;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// The limits on one child. The largest file is in memory four times over while it is opened; a thousand pages
/// of text take some 200 MB.
const LIMITS: Limits = Limits {
    memory: 2_000_000_000,
    processor: Duration::from_mins(1),
    patience: Duration::from_mins(2),
    request: (pdf::LARGEST + LARGEST_CONTEXT) as u64,
    answer: 256 * 1024 * 1024,
};

/// The largest context, in bytes: many times the names of a council's bodies.
const LARGEST_CONTEXT: usize = 1024 * 1024;

/// How many files a child reads before it is replaced.
const FILES_EACH: u32 = 20;

/// Reads files, handing PDFs to child processes of the program.
#[derive(Clone, Debug)]
pub struct ConfinedReader {
    workers: Workers,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfinedReadError {
    /// The file is faulty; the inner error says how.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A PDF that a child process could not read, or that exceeded its limits.
    #[error("the PDF cannot be read: {0}. Print it to a new PDF, or save it as text, and read that")]
    Stopped(ConfinedError),
    /// A faulty PDF, with a sentence that says what is wrong.
    #[error("{0}")]
    Refused(String),
}

impl ConfinedReader {
    /// Creates a reader whose child processes run `program` with these arguments; the child must call [`serve`].
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self { workers: Workers::new(Work { program, arguments, limits: LIMITS }, 1, FILES_EACH) }
    }

    /// Reads a file as [`crate::reading_of_file`] does.
    pub async fn read(&self, bytes: &[u8], context: &Context) -> Result<ReadPack, ConfinedReadError> {
        // Text is parsed by our own code only, and an oversized file is rejected before parsing, so neither needs a child.
        if !pdf::is_pdf(bytes) || bytes.len() > pdf::LARGEST {
            return Ok(crate::reading_of_file(bytes, context)?);
        }
        let answer = self.workers.ask(&request(bytes, context)).await.map_err(|error| match error {
            ConfinedError::Refused(sentence) => ConfinedReadError::Refused(sentence),
            other => ConfinedReadError::Stopped(other),
        })?;
        let unclear = |error: serde_json::Error| ConfinedReadError::Stopped(ConfinedError::Ended(error.to_string()));
        serde_json::from_slice(&answer).map_err(unclear)
    }
}

/// Serves the parent's read requests until there are no more.
///
/// # Errors
/// Returns an error if the limits cannot be set or the input is not a valid request.
pub fn serve() -> io::Result<()> {
    confined::serve(&LIMITS, |request| {
        let (context, file) = parts(request).ok_or_else(|| "the request is not one of this program's".to_owned())?;
        let pack = crate::reading_of_file(file, &context).map_err(|error| error.to_string())?;
        serde_json::to_vec(&pack).map_err(|error| error.to_string())
    })
}

/// Puts the context, with its length first, before the file.
fn request(file: &[u8], context: &Context) -> Vec<u8> {
    let context =
        serde_json::to_vec(context).ok().filter(|context| context.len() < LARGEST_CONTEXT).unwrap_or_else(|| b"{}".to_vec());
    let length = u32::try_from(context.len()).unwrap_or_default();
    [&length.to_be_bytes(), context.as_slice(), file].concat()
}

/// Separates the context from the file.
fn parts(request: &[u8]) -> Option<(Context, &[u8])> {
    let (length, rest) = request.split_first_chunk::<4>()?;
    let (context, file) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((serde_json::from_slice(context).ok()?, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_goes_with_the_file() {
        let context =
            Context { file_name: Some("minutes.pdf".to_owned()), boards: vec!["Safer Board".to_owned()], ..Context::default() };
        let sent = request(b"%PDF-1.7", &context);
        assert_eq!(parts(&sent), Some((context, b"%PDF-1.7".as_slice())));
        assert_eq!(parts(b"\0\0\0\xFF{}"), None);
        assert_eq!(parts(b""), None);
    }
}
