//! What can be wrong with a pack, where, and what to do about it.

use extraction::TextError;
use extraction::pdf::PdfError;

/// Why a pack could not be read. Line numbers and pages count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file is not text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The file is a PDF that could not be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The file is of another kind and could not be read.
    #[error("{0}")]
    File(String),
    /// No minutes, agenda or report was found.
    #[error(
        "no minutes, agenda or report was recognised {}{why}. Minutes begin with the board, the day and 'Present:'; \
         an agenda with 'AGENDA', the date and numbered items; a report with a block such as 'REPORT TO:', 'DATE:' and 'SUBJECT:'. \
         Check that this is the pack's text and that its order was kept",
        match pages { Some(pages) => format!("on the PDF's {pages} pages"), None => format!("in {lines} lines") }
    )]
    NothingRecognised {
        /// How many lines have text.
        lines: usize,
        /// How many pages there are, if the file has pages.
        pages: Option<usize>,
        /// What prevented a nearly recognised part from being read; empty, or in brackets with a leading space.
        why: String,
    },
    /// The text is truncated.
    #[error(
        "the pack is cut off: on {} it stops in the middle of {reading}. Fetch the whole file and read it again",
        match page { Some(page) => format!("page {page} of the file"), None => format!("line {line}") }
    )]
    CutOff {
        /// The last line with text.
        line: usize,
        /// The page of that line, if the file has pages.
        page: Option<usize>,
        /// What was being read.
        reading: String,
    },
}
