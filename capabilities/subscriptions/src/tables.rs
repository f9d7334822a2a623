//! The tables of subscriptions.

use db::SqlMigration;

pub(crate) const MIGRATIONS: &[SqlMigration] = &[SqlMigration {
    name: "m20261124_130_subscriptions",
    statements: &[
        // `told_until` is the last publication that a follower need not be told about; later ones are news.
        "CREATE TABLE subscription (id {KEY}, mail TEXT NOT NULL, board_id BIGINT NOT NULL REFERENCES board (id), agendas BOOLEAN NOT NULL, \
         minutes BOOLEAN NOT NULL, meetings BOOLEAN NOT NULL, asked_at {INSTANT} NOT NULL, asked INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE, \
         lapses_at {INSTANT} NOT NULL, confirmed_at {INSTANT}, told_until BIGINT NOT NULL)",
        "CREATE INDEX subscription_by_board ON subscription (board_id)",
        "CREATE INDEX subscription_by_mail ON subscription (mail)",
        // A single row with the last publication that subscribers were notified about.
        "CREATE TABLE subscription_position (id INTEGER PRIMARY KEY, publication BIGINT NOT NULL)",
        "INSERT INTO subscription_position (id, publication) VALUES (1, 0)",
    ],
    protects: &[db::ledger_sealed("subscription"), db::seal_beside("subscription_position")],
}];
