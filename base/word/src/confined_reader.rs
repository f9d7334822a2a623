//! Reads strangers' documents in a child process with resource limits: a malicious one could take more memory than a machine
//! has, or never end.

use crate::document::Document;
use crate::opened::{LARGEST, WordError};
use crate::reading::read;
use confined::{ConfinedError, Limits, Work, Workers};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// The limits of one child. A large document is held in memory unpacked, parsed and read.
const LIMITS: Limits = Limits {
    memory: 2_000_000_000,
    processor: Duration::from_secs(30),
    patience: Duration::from_mins(1),
    request: LARGEST as u64,
    answer: 128 * 1024 * 1024,
};

/// How many documents a child reads before it is replaced.
const DOCUMENTS_EACH: u32 = 20;

/// How many children read at once. Each person has one document read at a time, so a slow one leaves the other child free.
const CHILDREN: usize = 2;

/// A reader of Word documents.
#[derive(Clone, Debug)]
pub enum Reader {
    /// In this process: for our own documents, and for tests.
    Here,
    /// In child processes of the program.
    Confined(Workers),
}

impl Reader {
    /// Creates a reader whose children are `program` with these arguments, which must call [`serve`].
    pub fn confined(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self::Confined(Workers::new(Work { program, arguments, limits: LIMITS }, CHILDREN, DOCUMENTS_EACH))
    }

    /// Reads a document as [`read`] does, for `person`, whose documents are read one at a time.
    ///
    /// # Errors
    /// A sentence for the person who uploaded it: what is wrong, and what to do.
    pub async fn read(&self, person: &str, bytes: &[u8]) -> Result<Document, String> {
        let workers = match self {
            Self::Confined(workers) if bytes.len() <= LARGEST => workers,
            Self::Confined(_) => return Err(sentence(&WordError::TooLarge.to_string())),
            Self::Here => return read(bytes).map_err(|error| sentence(&error.to_string())),
        };
        match workers.ask_for(person, bytes).await {
            Ok(answer) => unpacked(&answer).ok_or_else(|| "The document could not be read: try again".to_owned()),
            Err(ConfinedError::Refused(told)) => Err(sentence(&told)),
            Err(ConfinedError::Busy { by_oneself: true }) => {
                Err("Your other documents are still being read. Try again when they have finished".to_owned())
            }
            Err(ConfinedError::Busy { by_oneself: false }) => {
                Err("Many documents are being read at the moment. Try again in a few minutes".to_owned())
            }
            Err(_) => {
                Err("Reading the document took too long or too much memory: save it again in Word, in parts if it is long"
                    .to_owned())
            }
        }
    }
}

/// Returns words with a capital letter at the beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns a document as bytes: the length of its text, its text as JSON, and then the length and bytes of each picture.
fn packed(document: &Document) -> Result<Vec<u8>, String> {
    let words = serde_json::to_vec(document).map_err(|error| error.to_string())?;
    let mut packed = Vec::new();
    let mut add = |bytes: &[u8]| {
        packed.extend((bytes.len() as u64).to_le_bytes());
        packed.extend(bytes);
    };
    add(&words);
    for picture in &document.pictures {
        // No picture file is empty, so an empty one stands for a file that is not in the document.
        add(picture.content.as_deref().unwrap_or_default());
    }
    Ok(packed)
}

fn unpacked(bytes: &[u8]) -> Option<Document> {
    let mut left = bytes;
    let mut next = || {
        let (length, rest) = left.split_first_chunk::<8>()?;
        let (content, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        left = rest;
        Some(content)
    };
    let mut document: Document = serde_json::from_slice(next()?).ok()?;
    for picture in &mut document.pictures {
        picture.content = Some(next()?.to_vec()).filter(|content| !content.is_empty());
    }
    Some(document)
}

/// Answers the requests of a parent process, until it needs no more.
///
/// # Errors
/// If its limits cannot be set, or a request cannot be read.
pub fn serve() -> io::Result<()> {
    confined::serve(&LIMITS, |file| packed(&read(file).map_err(|error| error.to_string())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Picture;
    use documents::Block;

    #[test]
    fn a_document_comes_back_as_it_went() {
        let picture =
            |content: Option<&[u8]>| Picture { alternative: None, name: "a.png".into(), content: content.map(<[u8]>::to_vec) };
        let document = Document {
            blocks: vec![Block::paragraph("A lamp.")],
            pictures: vec![picture(Some(b"one")), picture(None), picture(Some(b"three"))],
            ..Document::default()
        };
        let packed = packed(&document).expect("bytes");
        let again = unpacked(&packed).expect("a document");
        assert_eq!((&again.blocks, &again.pictures), (&document.blocks, &document.pictures));
        assert!(unpacked(&packed[..packed.len() - 2]).is_none());
        assert!(unpacked(&[0xFF; 20]).is_none());
    }
}
