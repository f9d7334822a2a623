//! Typesetting in children of this program, with limits on what one may take.

use crate::obstacle;
use confined::{ConfinedError, Limits, Work, Workers};
use documents::{Print, Replaced, Typeset, TypesetError, Typesetter};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// What one child may take. 643 pages were measured at 553 MB; threads and the allocator reserve address space besides.
const LIMITS: Limits = Limits {
    memory: 3_000_000_000,
    processor: Duration::from_secs(30),
    patience: Duration::from_mins(1),
    request: 64 * 1024 * 1024,
    answer: 256 * 1024 * 1024,
};

/// How many documents a child typesets before another takes its place.
const DOCUMENTS_EACH: u32 = 200;

/// What a child says of a document before the bytes of its PDF.
#[derive(Serialize, Deserialize)]
struct Particulars {
    pages: u32,
    replaced: Vec<Replaced>,
}

/// How a child says which place stands in the way, in the text of its refusal.
const OBSTACLE: &str = "\u{1}";

/// What a typesetting child runs.
///
/// # Errors
/// Where its limits cannot be set, or what it is asked is no request.
pub fn serve() -> io::Result<()> {
    confined::serve(&LIMITS, |request| {
        let print: Print = serde_json::from_slice(request).map_err(|error| format!("the document cannot be read: {error}"))?;
        let typeset = crate::typeset(&print).map_err(|error| match error {
            TypesetError::Obstacle { place, why } => format!("{OBSTACLE}{place}{OBSTACLE}{why}"),
            TypesetError::Whole(why) | TypesetError::NotStarted(why) => why,
        })?;
        let particulars = Particulars { pages: typeset.pages, replaced: typeset.replaced };
        let head = serde_json::to_vec(&particulars).map_err(|error| error.to_string())?;
        let mut answer = Vec::with_capacity(head.len() + typeset.content.len() + 8);
        answer.extend((head.len() as u64).to_le_bytes());
        answer.extend(head);
        answer.extend(typeset.content);
        Ok(answer)
    })
}

fn read_answer(answer: &[u8]) -> Option<Typeset> {
    let (length, rest) = answer.split_at_checked(8)?;
    let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
    let (head, content) = rest.split_at_checked(length)?;
    let particulars: Particulars = serde_json::from_slice(head).ok()?;
    Some(Typeset { content: content.to_vec(), pages: particulars.pages, replaced: particulars.replaced })
}

/// Typesets in children of a program.
#[derive(Clone, Debug)]
pub struct ConfinedTypesetter {
    workers: Workers,
}

impl ConfinedTypesetter {
    /// `program` with these arguments runs [`serve`]; at most `most` work at once.
    pub fn new(program: PathBuf, arguments: Vec<OsString>, most: usize) -> Self {
        Self::with_limits(program, arguments, most, LIMITS)
    }

    /// The same with other limits on the parent's side; for tests.
    #[doc(hidden)]
    pub fn with_limits(program: PathBuf, arguments: Vec<OsString>, most: usize, limits: Limits) -> Self {
        Self { workers: Workers::new(Work { program, arguments, limits }, most, DOCUMENTS_EACH) }
    }

    /// One attempt, without looking for what stands in the way.
    pub(crate) async fn attempt(&self, print: &Print) -> Result<Typeset, TypesetError> {
        let request = serde_json::to_vec(print).map_err(|error| TypesetError::Whole(error.to_string()))?;
        match self.workers.ask(&request).await {
            Ok(answer) => read_answer(&answer).ok_or_else(|| TypesetError::Whole("the typesetter gave no document".to_owned())),
            Err(ConfinedError::Refused(sentence)) => {
                match sentence.strip_prefix(OBSTACLE).and_then(|rest| rest.split_once(OBSTACLE)) {
                    Some((place, why)) => Err(TypesetError::Obstacle { place: place.to_owned(), why: why.to_owned() }),
                    None => Err(TypesetError::Whole(sentence)),
                }
            }
            Err(ConfinedError::NotStarted(why)) => Err(TypesetError::NotStarted(why)),
            Err(error) => Err(TypesetError::Whole(error.to_string())),
        }
    }
}

#[async_trait::async_trait]
impl Typesetter for ConfinedTypesetter {
    async fn typeset(&self, print: &Print) -> Result<Typeset, TypesetError> {
        match self.attempt(print).await {
            Err(TypesetError::Whole(why)) => Err(obstacle::find(self, print, why).await),
            other => other,
        }
    }

    fn version(&self) -> &'static str {
        crate::version()
    }
}
