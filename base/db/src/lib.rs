//! The database: SQLite beside the program or PostgreSQL, behind the same code.
//!
//! SQL is written portably and stands only in `*_store.rs` and here. Reading goes through a pool; writing on SQLite through one
//! connection whose transactions begin IMMEDIATE, since a deferred one that reads first fails with BUSY under load.

mod connection;
mod migration;
mod statement;

pub use connection::{Db, DbError, Kind, WriteTransaction, sqlite_file};
pub use migration::{Migrations, SqlMigration, migrate, pending_migrations};
pub use sea_orm::{ConnectionTrait, FromQueryResult, Value};
pub use statement::{execute, row, rows, single};
