//! Errors of the database.

use crate::broken::is_unreachable;
use sea_orm::DbErr;

/// A database error, worded for the person who runs the program.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address is neither SQLite nor PostgreSQL.
    #[error("the database address begins with “{0}”; give sqlite://FILE or postgres://USER@HOST/DATABASE")]
    UnknownKind(String),
    /// The database could not be opened.
    #[error(
        "the database could not be opened ({address}): {source}; check that the folder exists and can be written, or that the server runs"
    )]
    Open {
        /// The address without its password.
        address: String,
        /// The error from the driver.
        source: DbErr,
    },
    /// A statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] DbErr),
    /// A migration failed. None of it was kept in the database.
    #[error("the step {step} to this version's tables failed, and nothing of it was kept: {source}")]
    Step {
        /// The migration's name.
        step: &'static str,
        /// The error from the driver.
        source: DbErr,
    },
    /// The database has migrations that this program does not know.
    #[error(
        "the database has steps that this version of the program does not know ({0}): it was brought up by a newer version, or belongs \
         to another program; use that version, or a copy of the database from before"
    )]
    Newer(String),
    /// A stored value could not be parsed.
    #[error("the database holds a value that cannot be read: {0}")]
    Value(String),
    /// A column holds a value that is none of its type.
    #[error("the database holds a value that cannot be read: the column {column} of {table}, in the row with {row}: {found}")]
    Unreadable {
        /// The table.
        table: String,
        /// The row, by its key.
        row: String,
        /// The column.
        column: String,
        /// What was found there.
        found: String,
    },
}

impl DbError {
    /// Returns the error for a column whose value cannot be read. `row` is its key, such as `id 4`; empty if it is not known.
    pub fn unreadable(table: &str, row: &str, column: &str, found: impl Into<String>) -> Self {
        let row = if row.is_empty() { "a key that the query does not give" } else { row };
        Self::Unreadable { table: table.into(), row: row.into(), column: column.into(), found: found.into() }
    }

    /// Returns whether the database cannot be reached at the moment, in which case trying again later may succeed.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Statement(error) | Self::Open { source: error, .. } if is_unreachable(error))
    }
}
