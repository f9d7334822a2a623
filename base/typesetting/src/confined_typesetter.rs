//! Typesets documents in child processes with resource limits.

use crate::obstacle;
use confined::{ConfinedError, Limits, Work, Workers};
use documents::{Document, PdfFacts, Print, PrintPicture, Replaced, Typeset, TypesetError, Typesetter};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// The limits of one child. 643 pages were measured at 553 MB; threads and the allocator reserve further address space.
const LIMITS: Limits = Limits {
    memory: 3_000_000_000,
    processor: Duration::from_secs(30),
    patience: Duration::from_mins(1),
    request: 256 * 1024 * 1024,
    answer: 256 * 1024 * 1024,
};

/// How many documents a child typesets before it is replaced.
const DOCUMENTS_EACH: u32 = 200;

/// What a child reports about a document before the bytes of its PDF.
#[derive(Serialize, Deserialize)]
struct Particulars {
    pages: u32,
    replaced: Vec<Replaced>,
}

/// Marks the place of an obstacle in the text of a child's refusal.
const OBSTACLE: &str = "\u{1}";

/// Runs a typesetting child.
///
/// # Errors
/// If its limits cannot be set, or a request cannot be read.
pub fn serve() -> io::Result<()> {
    confined::serve(&LIMITS, |request| {
        let (asked, pictures) = read_request(request)?;
        let Asked::Typeset { print, .. } = asked else { return inspected(&pictures) };
        let typeset = crate::typeset(&print, &pictures).map_err(|error| match error {
            TypesetError::Obstacle { place, why } => format!("{OBSTACLE}{place}{OBSTACLE}{why}"),
            TypesetError::Whole(why) | TypesetError::NotStarted(why) | TypesetError::Stopped(why) => why,
        })?;
        let particulars = Particulars { pages: typeset.pages, replaced: typeset.replaced };
        let head = serde_json::to_vec(&particulars).map_err(|error| error.to_string())?;
        Ok(headed(&head, &[&typeset.content]))
    })
}

/// A request to a child, sent before the bytes of the pictures.
#[derive(Serialize, Deserialize)]
enum Asked {
    /// Typesets a document. Each picture is given by its file and its size in bytes.
    Typeset { print: Box<Print>, pictures: Vec<(String, usize)> },
    /// Inspects a PDF, whose bytes follow.
    Inspect { size: usize },
}

fn inspected(pictures: &[PrintPicture]) -> Result<Vec<u8>, String> {
    let content = pictures.first().map(|pdf| pdf.content.as_slice()).unwrap_or_default();
    let facts = crate::inspect(content).map_err(|error| match error {
        TypesetError::Obstacle { why, .. }
        | TypesetError::Whole(why)
        | TypesetError::NotStarted(why)
        | TypesetError::Stopped(why) => why,
    })?;
    serde_json::to_vec(&facts).map_err(|error| error.to_string())
}

/// Returns a header preceded by its length, and the bytes after it.
fn headed(head: &[u8], rest: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::with_capacity(8 + head.len() + rest.iter().map(|part| part.len()).sum::<usize>());
    all.extend((head.len() as u64).to_le_bytes());
    all.extend(head);
    for part in rest {
        all.extend(*part);
    }
    all
}

fn apart(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(8)?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?)
}

fn read_request(request: &[u8]) -> Result<(Asked, Vec<PrintPicture>), String> {
    let (head, mut rest) = apart(request).ok_or("the document cannot be read: it is cut off")?;
    let asked: Asked = serde_json::from_slice(head).map_err(|error| format!("the document cannot be read: {error}"))?;
    let files = match &asked {
        Asked::Typeset { pictures, .. } => pictures.clone(),
        Asked::Inspect { size } => vec![(String::new(), *size)],
    };
    let mut pictures = Vec::new();
    for (file, size) in files {
        let (content, after) = rest.split_at_checked(size).ok_or("the document cannot be read: an image is cut off")?;
        pictures.push(PrintPicture { file, content: content.to_vec() });
        rest = after;
    }
    Ok((asked, pictures))
}

fn read_answer(answer: &[u8]) -> Option<Typeset> {
    let (head, content) = apart(answer)?;
    let particulars: Particulars = serde_json::from_slice(head).ok()?;
    Some(Typeset { content: content.to_vec(), pages: particulars.pages, replaced: particulars.replaced })
}

/// Typesets documents in child processes of a program.
#[derive(Clone, Debug)]
pub struct ConfinedTypesetter {
    workers: Workers,
    /// A separate child inspects PDFs, so that an upload does not wait for a pack that is being typeset.
    inspectors: Workers,
}

impl ConfinedTypesetter {
    /// Creates a typesetter that runs at most `most` children. `program` with these arguments must run [`serve`].
    pub fn new(program: PathBuf, arguments: Vec<OsString>, most: usize) -> Self {
        Self::with_limits(program, arguments, most, LIMITS)
    }

    /// Does the same with other limits on the parent's side; for tests.
    #[doc(hidden)]
    pub fn with_limits(program: PathBuf, arguments: Vec<OsString>, most: usize, limits: Limits) -> Self {
        let work = Work { program, arguments, limits };
        Self { workers: Workers::new(work.clone(), most, DOCUMENTS_EACH), inspectors: Workers::new(work, 1, DOCUMENTS_EACH) }
    }

    /// Makes one attempt, without looking for the obstacle.
    pub(crate) async fn attempt(&self, print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError> {
        let sizes = pictures.iter().map(|picture| (picture.file.clone(), picture.content.len())).collect();
        let head = serde_json::to_vec(&Asked::Typeset { print: Box::new(print.clone()), pictures: sizes })
            .map_err(|error| TypesetError::Whole(error.to_string()))?;
        let contents: Vec<&[u8]> = pictures.iter().map(|picture| picture.content.as_slice()).collect();
        let request = headed(&head, &contents);
        match self.workers.ask(&request).await {
            Ok(answer) => read_answer(&answer).ok_or_else(|| TypesetError::Whole("the typesetter gave no document".to_owned())),
            Err(ConfinedError::Refused(sentence)) => {
                match sentence.strip_prefix(OBSTACLE).and_then(|rest| rest.split_once(OBSTACLE)) {
                    Some((place, why)) => Err(TypesetError::Obstacle { place: place.to_owned(), why: why.to_owned() }),
                    None => Err(TypesetError::Whole(sentence)),
                }
            }
            Err(error) => Err(failure(error, ToString::to_string)),
        }
    }
}

/// Converts a child's failure to an error about the document; `words` describes it for people.
fn failure(error: ConfinedError, words: impl Fn(&ConfinedError) -> String) -> TypesetError {
    match error {
        ConfinedError::NotStarted(why) => TypesetError::NotStarted(why),
        ConfinedError::Busy { .. } => TypesetError::NotStarted(error.to_string()),
        ConfinedError::TookTooLong(_) | ConfinedError::Ended(_) => TypesetError::Stopped(words(&error)),
        ConfinedError::Refused(sentence) => TypesetError::Whole(sentence),
        ConfinedError::NeededTooMuchMemory(_) | ConfinedError::NestedTooDeeply | ConfinedError::TooLarge { .. } => {
            TypesetError::Whole(words(&error))
        }
    }
}

#[async_trait::async_trait]
impl Typesetter for ConfinedTypesetter {
    async fn typeset(&self, print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError> {
        match self.attempt(print, pictures).await {
            // If a document takes too long, one of its parts does; but if the machine was busy, every part succeeds.
            Err(error @ (TypesetError::Whole(_) | TypesetError::Stopped(_))) => {
                Err(obstacle::find(self, print, pictures, error).await)
            }
            other => other,
        }
    }

    fn check(&self, document: &Document) -> Result<(), TypesetError> {
        crate::check(document)
    }

    async fn inspect(&self, content: &[u8]) -> Result<PdfFacts, TypesetError> {
        let head = serde_json::to_vec(&Asked::Inspect { size: content.len() })
            .map_err(|error| TypesetError::Whole(error.to_string()))?;
        match self.inspectors.ask(&headed(&head, &[content])).await {
            Ok(answer) => serde_json::from_slice(&answer).map_err(|error| TypesetError::Whole(error.to_string())),
            Err(error) => Err(failure(error, |error| {
                tracing::info!(%error, "a PDF could not be read");
                "The PDF takes too much time or memory to read. Print it to a new PDF and upload that".to_owned()
            })),
        }
    }

    fn version(&self) -> &'static str {
        crate::version()
    }
}
