//! Row seals, which make it possible to detect rows changed, added or removed behind the program's back.
//!
//! The migration that creates a table declares how its rows are protected ([`db::Protection`]). Triggers record the keys of the
//! rows that a transaction changes. Before it is committed, [`RowSeals`] computes a keyed digest of each of these rows. For most
//! tables the digests go into the ledger entry of that transaction, so that the chain holds the last digest of every row. For rows
//! that change without a person doing anything, they go into a table of their own. Verification reads every row and compares.
//!
//! The key is derived from the installation's secret, which is not in the database. Someone who can only write to the database can
//! neither create a digest that matches a forged row nor guess the contents of an erased row from its digest.

mod catalogue_store;
mod digest;
mod holding_store;
mod last_seals;
mod sealing_store;
mod trigger;
mod verification_store;

pub use holding_store::{hold, migrate, seal_anew};
pub(crate) use last_seals::{LastSeals, joined, lines};
pub use sealing_store::RowSeals;
pub use verification_store::verify_rows;

use db::SqlMigration;

/// The tables of row seals, and the ledger column that holds them.
pub(crate) const TABLES: SqlMigration = SqlMigration {
    name: "m20261128_013_row_seals",
    statements: &[
        // One line for each row that the entry's transaction changed: table, key, digest, with a hyphen for a deleted row.
        "ALTER TABLE ledger_entry ADD COLUMN row_seals TEXT",
        // Filled by triggers and emptied before each commit. On PostgreSQL, the origin and transaction show whose change it was.
        "CREATE TABLE row_change (id {KEY}, origin TEXT, transaction_id BIGINT, table_name TEXT NOT NULL, key_1 TEXT NOT NULL, key_2 TEXT, \
         key_3 TEXT)",
        "CREATE INDEX row_change_by_transaction ON row_change (transaction_id)",
        "CREATE TABLE row_seal (table_name TEXT NOT NULL, row_key TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (table_name, row_key))",
        "CREATE TABLE protected_table (name TEXT PRIMARY KEY, protection TEXT NOT NULL, since {INSTANT} NOT NULL)",
        "CREATE TABLE row_seal_key (id BIGINT PRIMARY KEY, digest TEXT NOT NULL)",
    ],
    protects: &[
        db::unprotected("row_change", "it is empty between transactions"),
        db::unprotected("row_seal", "each seal in it is compared with its row"),
        db::unprotected("protected_table", "it only says since when a table's rows are sealed"),
        db::unprotected("row_seal_key", "it only tells whether the installation's secret is the same"),
    ],
};
