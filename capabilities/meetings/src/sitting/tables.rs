//! The tables of what is recorded at a meeting, and of the states of its minutes.

use db::SqlMigration;

pub(crate) const SITTINGS: SqlMigration = SqlMigration {
    name: "m20261125_110_sittings",
    statements: &[
        "CREATE TABLE sitting (meeting_id BIGINT PRIMARY KEY REFERENCES meeting (id), state TEXT NOT NULL, began_at {INSTANT}, \
         ended_at {INSTANT}, presiding_id BIGINT REFERENCES person (id))",
        "CREATE TABLE sitting_entry (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), item_id BIGINT REFERENCES draft_item (id), \
         at {INSTANT} NOT NULL, content TEXT NOT NULL, recorded_by TEXT NOT NULL, recorded_at {INSTANT} NOT NULL, struck_at {INSTANT}, \
         struck_by TEXT)",
        "CREATE INDEX sitting_entry_by_meeting ON sitting_entry (meeting_id, id)",
        "CREATE TABLE item_note (item_id BIGINT PRIMARY KEY REFERENCES draft_item (id), meeting_id BIGINT NOT NULL REFERENCES meeting (id), \
         text TEXT NOT NULL, version BIGINT NOT NULL, changed_by TEXT NOT NULL, changed_at {INSTANT} NOT NULL)",
        "CREATE TABLE minutes_life (meeting_id BIGINT PRIMARY KEY REFERENCES meeting (id), state TEXT NOT NULL, circulated_at {INSTANT}, \
         approved_on DATE, approved_at BIGINT REFERENCES meeting (id), signed_on DATE, signed_by TEXT)",
        "CREATE TABLE reference_number (board_id BIGINT NOT NULL REFERENCES board (id), municipal_year INTEGER NOT NULL, number INTEGER NOT NULL, \
         meeting_id BIGINT NOT NULL REFERENCES meeting (id), item_id BIGINT NOT NULL REFERENCES draft_item (id), \
         PRIMARY KEY (board_id, municipal_year, number), UNIQUE (item_id))",
    ],
    protects: &[
        db::ledger_sealed("sitting"),
        db::ledger_sealed("sitting_entry"),
        db::ledger_sealed("item_note"),
        db::ledger_sealed("minutes_life"),
        db::ledger_sealed("reference_number"),
    ],
};
