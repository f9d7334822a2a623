//! The tables of what is not public, or not yet: plans, draft agendas, and what members tell the clerk before a
//! meeting.

use db::SqlMigration;

/// Deadlines that a clerk set for one meeting alone.
pub(crate) const MEETING_DEADLINES: SqlMigration = SqlMigration {
    name: "m20261129_142_meeting_deadlines",
    statements: &[
        "CREATE TABLE meeting_deadline (meeting_id BIGINT PRIMARY KEY REFERENCES meeting (id), clearance_on DATE NOT NULL, \
         final_reports_on DATE NOT NULL)",
    ],
    protects: &[db::ledger_sealed("meeting_deadline")],
};

/// Boards and people by date, the calendar, the work programme and draft agendas.
pub(crate) const THE_YEAR: SqlMigration = SqlMigration {
    name: "m20261125_102_the_years_business",
    statements: &[
        "ALTER TABLE meeting ADD COLUMN cancelled BOOLEAN NOT NULL DEFAULT FALSE",
        "ALTER TABLE membership ADD COLUMN from_day DATE",
        "ALTER TABLE membership ADD COLUMN until_day DATE",
        "CREATE TABLE person_account (person_id BIGINT PRIMARY KEY REFERENCES person (id), account_id BIGINT NOT NULL UNIQUE)",
        "CREATE TABLE standing_item (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), position INTEGER NOT NULL, kind TEXT NOT NULL, \
         title TEXT NOT NULL)",
        "CREATE INDEX standing_item_by_board ON standing_item (board_id, position)",
        "CREATE TABLE programme_item (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), title TEXT NOT NULL, purpose TEXT, \
         kind TEXT NOT NULL, source TEXT NOT NULL, source_detail TEXT, owner TEXT, crime_scrutiny BOOLEAN NOT NULL, due_on DATE, \
         state TEXT NOT NULL, meeting_id BIGINT REFERENCES meeting (id), version BIGINT NOT NULL)",
        "CREATE INDEX programme_item_by_board ON programme_item (board_id, state)",
        "CREATE TABLE draft_agenda (meeting_id BIGINT PRIMARY KEY REFERENCES meeting (id), version BIGINT NOT NULL, changed_by TEXT NOT NULL, \
         changed_at {INSTANT} NOT NULL, short_notice TEXT)",
        "CREATE TABLE draft_item (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), position INTEGER NOT NULL, number TEXT, \
         kind TEXT NOT NULL, title TEXT NOT NULL, private_title TEXT, summary TEXT, lead_officer TEXT, minutes INTEGER, paragraphs TEXT, \
         public_interest TEXT, to_follow BOOLEAN NOT NULL, urgency TEXT, crime_scrutiny BOOLEAN NOT NULL, body TEXT, recommendations TEXT, \
         programme_item_id BIGINT REFERENCES programme_item (id), version BIGINT NOT NULL)",
        "CREATE INDEX draft_item_by_meeting ON draft_item (meeting_id, position)",
        "CREATE TABLE declared_interest (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), item_id BIGINT NOT NULL REFERENCES \
         draft_item (id), person_id BIGINT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, nature TEXT NOT NULL, sensitive BOOLEAN NOT NULL, \
         on_register BOOLEAN NOT NULL, declared_at {INSTANT} NOT NULL, at_meeting BOOLEAN NOT NULL, withdrawn_at {INSTANT})",
        "CREATE INDEX declared_interest_by_meeting ON declared_interest (meeting_id)",
        "CREATE TABLE apology (meeting_id BIGINT NOT NULL REFERENCES meeting (id), person_id BIGINT NOT NULL REFERENCES person (id), \
         on_council_business BOOLEAN NOT NULL, substitute_id BIGINT REFERENCES person (id), sent_at {INSTANT} NOT NULL, \
         PRIMARY KEY (meeting_id, person_id))",
        "CREATE TABLE private_note (id {KEY}, account_id BIGINT NOT NULL, meeting_id BIGINT NOT NULL REFERENCES meeting (id), place TEXT NOT NULL, \
         text TEXT NOT NULL, written_at {INSTANT} NOT NULL, UNIQUE (account_id, meeting_id, place))",
    ],
    protects: &[
        db::ledger_sealed("person_account"),
        db::ledger_sealed("standing_item"),
        db::ledger_sealed("programme_item"),
        db::ledger_sealed("draft_agenda"),
        db::ledger_sealed("draft_item"),
        db::ledger_sealed("declared_interest"),
        db::ledger_sealed("apology"),
        db::ledger_sealed("private_note"),
    ],
};
