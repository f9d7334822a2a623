//! The tables of files attached to agenda items.

use db::SqlMigration;

/// Files and their versions. The agenda says which items are public, so nothing here is.
pub const ITEM_FILES: SqlMigration = SqlMigration {
    name: "m20261129_107_files_of_agenda_items",
    statements: &[
        "CREATE TABLE item_file (id {KEY}, item_id BIGINT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, \
         is_published BOOLEAN NOT NULL)",
        "CREATE INDEX item_file_by_item ON item_file (item_id, position)",
        "CREATE TABLE item_file_version (id {KEY}, item_file_id BIGINT NOT NULL REFERENCES item_file (id), number INTEGER NOT NULL, \
         hash TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT NOT NULL, size BIGINT NOT NULL, content TEXT NOT NULL, reason TEXT, \
         added_by TEXT NOT NULL, added_at {INSTANT} NOT NULL, UNIQUE (item_file_id, number))",
    ],
    protects: &[db::ledger_sealed("item_file"), db::ledger_sealed("item_file_version")],
};
