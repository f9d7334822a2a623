//! Documents as PDF files: made once for each content, however many ask, and kept at an address of their own.
//!
//! A print is known by the hash of its document and of the manner of typesetting. A changed document is another print; the one before
//! stays where it was. Nothing here is the record: all of it can be made again from publications.

mod making;
mod print_store;
mod remembered;

pub use making::{ALL_FILES, Printing, content_hash};
pub use print_store::{KeptPrint, MIGRATIONS, by_hash, current, current_of};

use documents::TypesetError;

/// What can go wrong in printing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PrintError {
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(String),
    /// The file could not be kept or read.
    #[error("the file could not be kept or read: {0}")]
    File(String),
    /// It could not be typeset.
    #[error(transparent)]
    Typeset(#[from] TypesetError),
    /// The work was given up.
    #[error("the job was abandoned: {0}")]
    GivenUp(String),
}

impl From<db::DbError> for PrintError {
    fn from(error: db::DbError) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<files::FileError> for PrintError {
    fn from(error: files::FileError) -> Self {
        Self::File(error.to_string())
    }
}
