//! The database: SQLite or PostgreSQL, behind the same code.
//!
//! SQL is portable, and is written only in `*_store.rs` files and here. Reads go through a pool. Writes to SQLite go through one
//! connection whose transactions begin IMMEDIATE, because a deferred transaction that reads first fails with BUSY under load.

mod announcements;
mod broken;
mod connection;
mod holding;
mod migration;
mod observer;
mod protection;
mod reading;
mod statement;
mod traces;

pub use announcements::AnnouncedCommits;
pub use connection::{Db, DbError, Kind, WriteTransaction, sqlite_file};
pub use holding::hold;
pub use migration::{Migrations, SqlMigration, migrate, pending_migrations};
pub(crate) use observer::NoObserver;
pub use observer::TransactionObserver;
pub use protection::{ProtectedTable, Protection, ledger_sealed, seal_beside, unprotected};
pub use reading::Reading;
pub use sea_orm::{ConnectionTrait, FromQueryResult, Value};
pub use statement::{execute, row, rows, single};
