//! The tables of the directory.

use db::SqlMigration;

/// The migrations of the directory.
pub const MIGRATIONS: &[SqlMigration] = &[POSTS];

/// Officers' posts and their holders. Databases of earlier versions have these tables already, from a migration of meetings.
const POSTS: SqlMigration = SqlMigration {
    name: "m20261129_150_posts",
    statements: &[
        "CREATE TABLE IF NOT EXISTS post (id {KEY}, title TEXT NOT NULL UNIQUE, ended_on DATE)",
        "CREATE TABLE IF NOT EXISTS post_holder (id {KEY}, post_id BIGINT NOT NULL REFERENCES post (id), name TEXT NOT NULL, \
         account_id BIGINT, from_day DATE NOT NULL, until_day DATE)",
        "CREATE INDEX IF NOT EXISTS post_holder_by_post ON post_holder (post_id)",
        "CREATE INDEX IF NOT EXISTS post_holder_by_account ON post_holder (account_id)",
    ],
    protects: &[db::ledger_sealed("post"), db::ledger_sealed("post_holder")],
};
