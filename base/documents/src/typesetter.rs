//! Asking for a document as a PDF, without knowing who makes it.

use crate::{Document, PdfFacts};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A document to be typeset, and what stands around it on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The title of the file, by which it is known away from everything else: `Minutes, Safer Policy and Performance Board, 6
    /// February 2024`.
    pub title: String,
    /// What it says.
    pub document: Document,
    /// How it begins.
    pub form: Form,
    /// Whose document it is: the council's name.
    pub publisher: String,
    /// What runs at the head of each page: the board and the day.
    pub running_head: String,
    /// When what it says was last published; the PDF's date, so that the same content gives the same bytes.
    pub dated: DateTime<Utc>,
}

/// The bytes of a picture that stands in a document, or of a PDF whose pages are part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintPicture {
    /// The file, as the document names it.
    pub file: String,
    /// A PNG, a JPEG or a PDF.
    pub content: Vec<u8>,
}

/// How a document begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// With its title above its text.
    Paper,
    /// With a front page, on which its agenda tells the page of each part.
    Pack,
    /// As a pack, with pages that go on where what was published before ends.
    Supplement {
        /// The number of its first page.
        first_page: u32,
    },
}

/// A document as a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeset {
    /// The bytes of the file.
    pub content: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// What was written in another way since the typeface lacks it.
    pub replaced: Vec<Replaced>,
}

/// A character that the typeface lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The character.
    pub character: char,
    /// What stands in its place.
    pub by: String,
    /// Where it stood first, in words.
    pub place: String,
}

/// Why a document could not be typeset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypesetError {
    /// One place of it stands in the way.
    #[error("{place}: {why}")]
    Obstacle {
        /// Which paragraph of which part, in words.
        place: String,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// As a whole it cannot be made.
    #[error("{0}")]
    Whole(String),
    /// Nobody could begin: the machine has no place for another process, say. The document is not to blame, and trying again may help.
    #[error("typesetting could not be started: {0}")]
    NotStarted(String),
    /// It was given up before it was done, for a reason that may be the document's or may pass: it took too long while the machine was
    /// busy, or its process was ended.
    #[error("{0}")]
    Stopped(String),
}

impl TypesetError {
    /// Whether the document itself is to blame, so that it fails each time.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::Obstacle { .. } | Self::Whole(_))
    }
}

/// Makes PDFs of documents.
#[async_trait::async_trait]
pub trait Typesetter: Send + Sync {
    /// The document as a PDF, always the same bytes for the same document. `pictures` are those that [`Document::pictures`] names, and
    /// the PDFs that [`Document::files`] names.
    async fn typeset(&self, print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError>;

    /// Looks whether a document is of a size that can be typeset, without typesetting it.
    ///
    /// # Errors
    /// The place that stands in the way, and what to do.
    fn check(&self, document: &Document) -> Result<(), TypesetError>;

    /// Reads what a PDF that somebody sent is like, and tries whether its pages can be part of a document.
    ///
    /// # Errors
    /// A sentence for the person who sent it: what is wrong, and what to do.
    async fn inspect(&self, content: &[u8]) -> Result<PdfFacts, TypesetError>;

    /// Tells one manner of typesetting from another: when it changes, documents are to be made anew.
    fn version(&self) -> &'static str;
}
