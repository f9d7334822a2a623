//! What can be wrong with a PDF, where, and what to do about it.

use super::opened::{LARGEST, MOST_PAGES};

/// Why a PDF could not be read. Pages count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The file exceeds the size limit.
    #[error(
        "the PDF has {bytes} bytes, more than the {} megabytes that are read at once. Split it by meeting, or save it with smaller \
         pictures, and read that",
        LARGEST / (1024 * 1024)
    )]
    TooLarge {
        /// The file's size.
        bytes: usize,
    },
    /// The PDF is password-protected.
    #[error("the PDF needs a password. Save it without one and read that")]
    Encrypted,
    /// The PDF is incomplete or damaged.
    #[error(
        "the PDF {}. Fetch the whole file again; if it opens in a reader all the same, print it to a new PDF and read that",
        if *cut { "stops before its end: it was cut off" } else { "is damaged: its list of pages cannot be followed" }
    )]
    Damaged {
        /// Whether the file is truncated.
        cut: bool,
    },
    /// One of its pages could not be parsed.
    #[error("page {page} of the PDF's {pages} is damaged. Fetch the file again, or print it to a new PDF and read that")]
    DamagedPage {
        /// Which page.
        page: usize,
        /// How many pages there are.
        pages: usize,
    },
    /// A page draws more than pages of words do.
    #[error("page {page} of the PDF draws more than can be read. Print it to a new PDF and read that")]
    DrawsTooMuch {
        /// Which page.
        page: usize,
    },
    /// It has no pages, or none that can be found since it is damaged.
    #[error("no pages can be found in the PDF: it is empty or damaged. Fetch it again, or ask its publisher for another file")]
    NoPages,
    /// No page has readable content.
    #[error("the PDF's {pages} pages are empty: they contain no text or images. Ask its publisher for another file")]
    Empty {
        /// How many pages it has.
        pages: usize,
    },
    /// Its pages are images of text.
    #[error(
        "{pictures} of the PDF's {pages} pages contain only images and no text: they were scanned. Run text recognition over it first, or \
         ask its publisher for the file it was printed from"
    )]
    Scanned {
        /// How many pages have images and no words.
        pictures: usize,
        /// How many pages it has.
        pages: usize,
    },
    /// The PDF exceeds the page limit.
    #[error(
        "the PDF has {pages} pages, more than the {MOST_PAGES} that are read at once. Split it by meeting and read each part"
    )]
    TooManyPages {
        /// How many pages it has.
        pages: usize,
    },
    /// The PDF exceeds the text limit.
    #[error("the PDF holds more text up to its page {page} than is read at once. Split it by meeting and read each part")]
    TooMuchText {
        /// The page on which the limit was passed.
        page: usize,
    },
}
