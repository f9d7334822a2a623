//! The database: SQLite beside the program or PostgreSQL, behind the same code.
//!
//! SQL is written portably and stands only in `*_store.rs` and here. Reading goes through a pool; writing on SQLite through one
//! connection whose transactions begin IMMEDIATE, since a deferred one that reads first fails with BUSY under load.

mod broken;
mod connection;
mod holding;
mod migration;
mod observer;
mod protection;
mod reading;
mod statement;
mod traces;

pub use connection::{Db, DbError, Kind, WriteTransaction, sqlite_file};
pub use holding::hold;
pub use migration::{Migrations, SqlMigration, migrate, pending_migrations};
pub(crate) use observer::NoObserver;
pub use observer::TransactionObserver;
pub use protection::{ProtectedTable, Protection, ledger_sealed, seal_beside, unprotected};
pub use reading::Reading;
pub use sea_orm::{ConnectionTrait, FromQueryResult, Value};
pub use statement::{execute, row, rows, single};
