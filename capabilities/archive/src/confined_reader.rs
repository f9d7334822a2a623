//! Reads untrusted files in a child process with limits: parsing one can exhaust the machine's memory or never finish.

use crate::file::{extracted, reading_of};
use crate::packed_entries;
use crate::reading::{Context, ReadError, ReadPack};
use confined::{ConfinedError, Limits, Work, Workers};
use extraction::{Converter, ConverterError, Kind, LARGEST_BUNDLE, pdf};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
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
    request: (LARGEST_BUNDLE + LARGEST_CONTEXT) as u64,
    answer: 256 * 1024 * 1024,
};

/// The largest context, in bytes: many times the names of a council's bodies.
const LARGEST_CONTEXT: usize = 1024 * 1024;

/// How many files a child reads before it is replaced.
const FILES_EACH: u32 = 20;

/// Reads files, handing all but plain text to child processes of the program.
#[derive(Clone, Debug)]
pub struct ConfinedReader {
    workers: Workers,
    converter: Converter,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfinedReadError {
    /// The file is faulty; the inner error says how.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file that a child process could not read, or that exceeded its limits.
    #[error("the {what} cannot be read: {error}. Print it to a new PDF, or save it as text, and read that")]
    Stopped {
        /// What it is: `PDF`.
        what: &'static str,
        /// What happened to the child.
        error: ConfinedError,
    },
    /// A faulty file, with a sentence that says what is wrong.
    #[error("{0}")]
    Refused(String),
    /// A file that has text but no minutes, agenda or report, or whose last part stops half way.
    #[error("{says}")]
    Unrecognised {
        /// What is wrong.
        says: String,
        /// Its text.
        text: String,
    },
    /// A document that could not be converted.
    #[error(transparent)]
    NotConverted(#[from] ConverterError),
}

/// What a child is asked to do, as the first byte of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// To read a file.
    Read,
    /// To unpack a ZIP file.
    Unpack,
}

/// What a child answers about a file.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Pack(Box<ReadPack>),
    Unrecognised { says: String, text: String },
}

impl ConfinedReader {
    /// Creates a reader whose child processes run `program` with these arguments; the child must call [`serve`]. Documents of old office
    /// programs are converted with LibreOffice if it is in the search path of this process.
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        let workers = Workers::new(Work { program, arguments, limits: LIMITS }, 1, FILES_EACH);
        Self { workers, converter: Converter::found_in(std::env::var_os("PATH")) }
    }

    /// Reads a file as [`crate::reading_of_file`] does, and also documents that have to be converted first.
    pub async fn read(&self, bytes: &[u8], context: &Context) -> Result<ReadPack, ConfinedReadError> {
        let kind = Kind::of(bytes);
        // Plain text is parsed by our own code only, and an oversized file is rejected before parsing, so neither needs a child.
        if kind.is_plain_text() || bytes.len() > pdf::LARGEST {
            return Ok(crate::reading_of_file(bytes, context)?);
        }
        let bytes =
            if kind.needs_office() { Cow::Owned(self.converter.convert(bytes, kind).await?) } else { Cow::Borrowed(bytes) };
        let answer = self.ask(Task::Read, &bytes, context, kind).await?;
        match serde_json::from_slice(&answer) {
            Ok(Answer::Pack(pack)) => Ok(*pack),
            Ok(Answer::Unrecognised { says, text }) => Err(ConfinedReadError::Unrecognised { says, text }),
            Err(error) => Err(stopped(kind, ConfinedError::Ended(error.to_string()))),
        }
    }

    /// Unpacks a ZIP file of papers: returns the name and the bytes of each, or a sentence that says why it cannot be read. Returns `None`
    /// if the file is of another kind.
    pub async fn unpack(&self, bytes: &[u8]) -> Result<Option<Vec<PackedFile>>, ConfinedReadError> {
        if Kind::of(bytes) != Kind::Zip {
            return Ok(None);
        }
        if bytes.len() > LARGEST_BUNDLE {
            let error = extraction::BundleError::TooLarge { bytes: bytes.len() };
            return Err(ConfinedReadError::Refused(error.to_string()));
        }
        let answer = self.ask(Task::Unpack, bytes, &Context::default(), Kind::Zip).await?;
        let unclear = || stopped(Kind::Zip, ConfinedError::Ended("its answer cannot be read".to_owned()));
        packed_entries::unpacked(&answer).ok_or_else(unclear).map(Some)
    }

    async fn ask(&self, task: Task, bytes: &[u8], context: &Context, kind: Kind) -> Result<Vec<u8>, ConfinedReadError> {
        self.workers.ask(&request(task, bytes, context)).await.map_err(|error| match error {
            ConfinedError::Refused(sentence) => ConfinedReadError::Refused(sentence),
            other => stopped(kind, other),
        })
    }
}

/// A file of a ZIP file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name with its folders.
    pub name: String,
    /// Its bytes, or a sentence that says why it cannot be read.
    pub content: Result<Vec<u8>, String>,
}

fn stopped(kind: Kind, error: ConfinedError) -> ConfinedReadError {
    let what = match kind {
        Kind::Pdf => "PDF",
        Kind::Html => "page",
        Kind::Zip => "ZIP file",
        Kind::Markdown | Kind::Text => "text",
        Kind::Docx | Kind::Odt | Kind::Doc | Kind::Rtf => "document",
        Kind::Other(_) => "file",
    };
    ConfinedReadError::Stopped { what, error }
}

/// Serves the parent's requests until there are no more.
///
/// # Errors
/// Returns an error if the limits cannot be set or the input is not a valid request.
pub fn serve() -> io::Result<()> {
    confined::serve(&LIMITS, |request| {
        let (task, context, file) = parts(request).ok_or_else(|| "the request is not one of this program's".to_owned())?;
        match task {
            Task::Read => {
                let answer = answer(file, &context).map_err(|error| error.to_string())?;
                serde_json::to_vec(&answer).map_err(|error| error.to_string())
            }
            Task::Unpack => {
                let entries = extraction::unpack(file).map_err(|error| error.to_string())?;
                Ok(packed_entries::packed(entries))
            }
        }
    })
}

/// Reads a file, and keeps the text of one that is not recognised.
fn answer(file: &[u8], context: &Context) -> Result<Answer, ReadError> {
    let extracted = extracted(file)?;
    let text = extracted.text.clone();
    match reading_of(extracted, context) {
        Ok(pack) => Ok(Answer::Pack(Box::new(pack))),
        Err(error @ (ReadError::NothingRecognised { .. } | ReadError::CutOff { .. })) => {
            Ok(Answer::Unrecognised { says: error.to_string(), text })
        }
        Err(error) => Err(error),
    }
}

/// Puts the task, and the context with its length first, before the file.
fn request(task: Task, file: &[u8], context: &Context) -> Vec<u8> {
    let task = match task {
        Task::Read => b'r',
        Task::Unpack => b'u',
    };
    let context =
        serde_json::to_vec(context).ok().filter(|context| context.len() < LARGEST_CONTEXT).unwrap_or_else(|| b"{}".to_vec());
    let length = u32::try_from(context.len()).unwrap_or_default();
    [&[task], length.to_be_bytes().as_slice(), context.as_slice(), file].concat()
}

/// Separates the task, the context and the file.
fn parts(request: &[u8]) -> Option<(Task, Context, &[u8])> {
    let (task, rest) = request.split_first()?;
    let task = match task {
        b'r' => Task::Read,
        b'u' => Task::Unpack,
        _ => return None,
    };
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (context, file) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((task, serde_json::from_slice(context).ok()?, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_task_and_the_context_go_with_the_file() {
        let context =
            Context { file_name: Some("minutes.pdf".to_owned()), boards: vec!["Safer Board".to_owned()], ..Context::default() };
        for task in [Task::Read, Task::Unpack] {
            let sent = request(task, b"%PDF-1.7", &context);
            assert_eq!(parts(&sent), Some((task, context.clone(), b"%PDF-1.7".as_slice())));
        }
        assert_eq!(parts(b"r\0\0\0\xFF{}"), None);
        assert_eq!(parts(b"x\0\0\0\x02{}"), None);
        assert_eq!(parts(b""), None);
    }

    #[test]
    fn what_is_not_recognised_is_answered_with_its_text() {
        let Ok(Answer::Unrecognised { says, text }) = answer(b"<p>Dear neighbour</p>", &Context::default()) else {
            panic!("a letter is no pack");
        };
        assert!(says.contains("no minutes, agenda or report was recognised"), "{says}");
        assert_eq!(text, "Dear neighbour\n");
        assert!(answer(b"%PDF-1.7\n", &Context::default()).is_err());
    }
}
