//! The interface for turning a document into a PDF, independent of the implementation.

use crate::{Document, PdfFacts};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A document to be typeset, with what surrounds it on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The title of the PDF, which must identify it out of context: `Minutes, Safer Policy and Performance Board, 6 February 2024`.
    pub title: String,
    /// The content.
    pub document: Document,
    /// How it begins.
    pub form: Form,
    /// The publisher, which is the council's name.
    pub publisher: String,
    /// The header of each page: the board and the day.
    pub running_head: String,
    /// When the content was last published. This is the date of the PDF, so that the same content gives the same bytes.
    pub dated: DateTime<Utc>,
}

/// The content of a picture in a document, or of a PDF whose pages are part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintPicture {
    /// The file's hash, as used in the document.
    pub file: String,
    /// A PNG, JPEG or PDF file.
    pub content: Vec<u8>,
}

/// How a document begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// With its title above the text.
    Paper,
    /// With a front page, on which the agenda gives the page number of each part.
    Pack,
    /// Like a pack, but with page numbers that continue those of an earlier publication.
    Supplement {
        /// The number of the first page.
        first_page: u32,
    },
}

/// A document as a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeset {
    /// The content of the file.
    pub content: Vec<u8>,
    /// The number of pages.
    pub pages: u32,
    /// The characters replaced because the typeface lacks them.
    pub replaced: Vec<Replaced>,
}

/// A character that the typeface lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The character.
    pub character: char,
    /// The text used instead.
    pub by: String,
    /// Where it first occurred, in words.
    pub place: String,
}

/// Why a document could not be typeset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypesetError {
    /// A particular place in the document cannot be typeset.
    #[error("{place}: {why}")]
    Obstacle {
        /// The place, in words: which paragraph of which part.
        place: String,
        /// What is wrong there, and what to do.
        why: String,
    },
    /// The document as a whole cannot be typeset.
    #[error("{0}")]
    Whole(String),
    /// Typesetting could not start, for example because the machine cannot run another process. This is not the document's fault,
    /// and trying again may help.
    #[error("typesetting could not be started: {0}")]
    NotStarted(String),
    /// Typesetting was stopped before it finished: it took too long or its process was killed. The document may be at fault, or the
    /// machine may have been too busy.
    #[error("{0}")]
    Stopped(String),
}

impl TypesetError {
    /// Returns whether the document itself is at fault, so that every attempt will fail.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::Obstacle { .. } | Self::Whole(_))
    }
}

/// A converter of documents to PDF.
#[async_trait::async_trait]
pub trait Typesetter: Send + Sync {
    /// Typesets a document as a PDF. The same document always gives the same bytes. `pictures` are those listed by
    /// [`Document::pictures`], and the PDFs listed by [`Document::files`].
    async fn typeset(&self, print: &Print, pictures: &[PrintPicture]) -> Result<Typeset, TypesetError>;

    /// Checks whether a document is of a size that can be typeset, without typesetting it.
    ///
    /// # Errors
    /// Returns the place that cannot be typeset, and what to do.
    fn check(&self, document: &Document) -> Result<(), TypesetError>;

    /// Inspects an uploaded PDF, and checks whether its pages can be included in a document.
    ///
    /// # Errors
    /// Returns a message for the person who uploaded it, which says what is wrong and what to do.
    async fn inspect(&self, content: &[u8]) -> Result<PdfFacts, TypesetError>;

    /// Returns the version of the typesetting. When it changes, documents must be typeset again.
    fn version(&self) -> &'static str;
}
