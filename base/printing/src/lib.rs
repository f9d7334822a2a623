//! Documents as PDF files: made once for each content, however many people ask, and stored at an address of their own.
//!
//! A print is identified by the hash of its document and of the version of the typesetting. A changed document is another
//! print; the earlier one keeps its address. Nothing here is the record: all of it can be made again from publications.

mod making;
mod print_store;
mod remembered;

pub use making::{ALL_FILES, Printing, content_hash};
pub use print_store::{KeptPrint, MIGRATIONS, by_hash, current, current_of};

use documents::TypesetError;

/// An error in printing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PrintError {
    /// The database returned an error.
    #[error("the database refused: {0}")]
    Database(String),
    /// The file could not be stored or read.
    #[error("the file could not be kept or read: {0}")]
    File(String),
    /// The document could not be typeset.
    #[error(transparent)]
    Typeset(#[from] TypesetError),
    /// The work was abandoned.
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
