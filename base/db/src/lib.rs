//! The database: SQLite or PostgreSQL, behind the same code.
//!
//! SQL is portable, and is written only in `*_store.rs` files and here. A table's columns are named once, in a struct that derives
//! [`Row`]; ids, enums and the like are read and written as they are ([`ToSql`], [`FromSql`]). Reads go through a pool. Writes to
//! SQLite go through one
//! connection whose transactions begin IMMEDIATE, because a deferred transaction that reads first fails with BUSY under load.

extern crate self as db;

mod address;
mod announcements;
mod broken;
mod connection;
mod database;
mod error;
mod holding;
mod migration;
mod observer;
mod protection;
mod record_id;
mod row;
mod sql_value;
mod statement;
mod table;
mod traces;
mod transaction;

pub use address::sqlite_file;
pub use announcements::AnnouncedCommits;
pub use connection::Connection;
pub use database::{Db, Kind};
pub use db_derive::Row;
pub use error::DbError;
pub use holding::hold;
pub use migration::{Migrations, SqlMigration, migrate, pending_migrations};
pub(crate) use observer::NoObserver;
pub use observer::TransactionObserver;
pub use protection::{ProtectedTable, Protection, ledger_sealed, seal_beside, unprotected};
pub use record_id::NotARecordId;
pub use row::{FoundRow, Row};
pub use sea_orm::Value;
pub use sql_value::{FromSql, ToSql};
pub use statement::{column, count, execute, row, rows, single};
pub use table::{InsertedKey, Table, by_id, first, has_column, insert_row, save, select, update_rows, upsert_row};
pub use transaction::WriteTransaction;
