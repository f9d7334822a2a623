//! The table of messages that clerks have sent to members and followers of their boards.

use db::SqlMigration;

/// Sent messages, with the number of recipients but no addresses.
pub const BOARD_MESSAGES: SqlMigration = SqlMigration {
    name: "m20261129_140_board_messages",
    statements: &[
        "CREATE TABLE board_message (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), meeting_id BIGINT REFERENCES meeting (id), \
         subject TEXT NOT NULL, text TEXT NOT NULL, to_members BOOLEAN NOT NULL, to_followers BOOLEAN NOT NULL, members BIGINT NOT NULL, \
         followers BIGINT NOT NULL, sent_by TEXT NOT NULL, sent_at {INSTANT} NOT NULL)",
        "CREATE INDEX board_message_by_board ON board_message (board_id, id)",
    ],
    protects: &[db::ledger_sealed("board_message")],
};
