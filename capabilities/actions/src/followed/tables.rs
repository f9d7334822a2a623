//! The tables of what follows from minutes: actions and recommendations to other bodies.

use db::SqlMigration;

/// Actions that are followed until they are done, and recommendations to other bodies until they are answered.
pub const WHAT_FOLLOWS: SqlMigration = SqlMigration {
    name: "m20261125_112_what_follows",
    statements: &[
        "CREATE TABLE followed_action (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), meeting_id BIGINT NOT NULL REFERENCES \
         meeting (id), municipal_year INTEGER NOT NULL, position INTEGER NOT NULL, reference TEXT, title TEXT NOT NULL, owner TEXT NOT NULL, \
         owner_key TEXT NOT NULL, task TEXT, exempt BOOLEAN NOT NULL, in_minutes BOOLEAN NOT NULL, state TEXT NOT NULL, due_on DATE, \
         reminded_on DATE, version BIGINT NOT NULL)",
        "CREATE INDEX followed_action_by_board ON followed_action (board_id, state)",
        "CREATE INDEX followed_action_by_meeting ON followed_action (meeting_id)",
        "CREATE INDEX followed_action_by_owner ON followed_action (owner_key)",
        "ALTER TABLE action ADD COLUMN followed_id BIGINT",
        "CREATE TABLE action_event (id {KEY}, action_id BIGINT NOT NULL REFERENCES followed_action (id), kind TEXT NOT NULL, text TEXT NOT NULL, \
         made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL)",
        "CREATE INDEX action_event_by_action ON action_event (action_id)",
        "CREATE TABLE recommendation (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), meeting_id BIGINT NOT NULL REFERENCES meeting (id), \
         item_id BIGINT NOT NULL REFERENCES draft_item (id), entry_id BIGINT NOT NULL REFERENCES sitting_entry (id), body TEXT NOT NULL, \
         text TEXT NOT NULL, exempt BOOLEAN NOT NULL, made_on DATE NOT NULL, due_on DATE, sent_on DATE, answered_on DATE, answer TEXT, \
         withdrawn_at {INSTANT}, version BIGINT NOT NULL)",
        "CREATE INDEX recommendation_by_board ON recommendation (board_id)",
        "CREATE INDEX recommendation_by_meeting ON recommendation (meeting_id)",
    ],
    protects: &[db::ledger_sealed("followed_action"), db::ledger_sealed("action_event"), db::ledger_sealed("recommendation")],
};
