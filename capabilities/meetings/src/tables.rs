//! The tables derived from publications.

use db::SqlMigration;

/// The tables of boards, people, meetings, attendance, agenda items, minutes, resolutions and actions.
pub(crate) const MIGRATIONS: &[SqlMigration] = &[
    TABLES,
    PAPERS_KNOW_THEIR_RECORD,
    crate::year_tables::THE_YEAR,
    crate::sitting::tables::SITTINGS,
    crate::members::tables::CORRECTED_NAMES,
    crate::members::tables::REMOVED_ITEMS,
    crate::members::tables::REPLIES,
    crate::members::tables::REGISTERS_OF_INTERESTS,
    crate::members::tables::MEMBER_DETAILS,
    MOVED_MEETINGS,
    crate::members::tables::MEMBER_PHOTOS,
    crate::year_tables::MEETING_DEADLINES,
];

const TABLES: SqlMigration = SqlMigration {
    name: "m20261121_100_meetings",
    statements: &[
        "CREATE TABLE board (id {KEY}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL)",
        "CREATE TABLE board_name (name_key TEXT PRIMARY KEY, board_id BIGINT NOT NULL REFERENCES board (id))",
        "CREATE TABLE person (id {KEY}, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, given TEXT NOT NULL, surname TEXT NOT NULL, \
         surname_key TEXT NOT NULL)",
        "CREATE INDEX person_by_surname ON person (surname_key)",
        "CREATE TABLE membership (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), person_id BIGINT NOT NULL REFERENCES \
         person (id), municipal_year INTEGER NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL)",
        "CREATE INDEX membership_by_board ON membership (board_id, municipal_year)",
        "CREATE INDEX membership_by_person ON membership (person_id)",
        "CREATE TABLE meeting (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), held_on DATE NOT NULL, day_known BOOLEAN NOT NULL, \
         municipal_year INTEGER NOT NULL, starts_at TIME, ended_at TIME, place TEXT, has_minutes BOOLEAN NOT NULL)",
        "CREATE INDEX meeting_by_board ON meeting (board_id, held_on)",
        "CREATE INDEX meeting_by_day ON meeting (held_on)",
        "CREATE TABLE attendance (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), capacity TEXT NOT NULL, \
         position INTEGER NOT NULL, printed_name TEXT NOT NULL, person_id BIGINT REFERENCES person (id), role TEXT, note TEXT)",
        "CREATE INDEX attendance_by_meeting ON attendance (meeting_id)",
        "CREATE INDEX attendance_by_person ON attendance (person_id)",
        "CREATE TABLE minute (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), position INTEGER NOT NULL, reference TEXT, \
         reference_key TEXT, number TEXT, title TEXT NOT NULL, private BOOLEAN NOT NULL)",
        "CREATE INDEX minute_by_meeting ON minute (meeting_id, position)",
        "CREATE INDEX minute_by_reference ON minute (reference_key)",
        "CREATE TABLE resolution (id {KEY}, minute_id BIGINT NOT NULL REFERENCES minute (id), position INTEGER NOT NULL, form TEXT NOT NULL, \
         sentence TEXT NOT NULL)",
        "CREATE INDEX resolution_by_minute ON resolution (minute_id)",
        "CREATE TABLE action (id {KEY}, minute_id BIGINT NOT NULL REFERENCES minute (id), position INTEGER NOT NULL, owner TEXT NOT NULL, \
         task TEXT)",
        "CREATE INDEX action_by_minute ON action (minute_id)",
        "CREATE TABLE paper (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), position INTEGER NOT NULL, title TEXT NOT NULL, \
         address TEXT NOT NULL UNIQUE, lead_officer TEXT)",
        "CREATE INDEX paper_by_meeting ON paper (meeting_id, position)",
        "CREATE TABLE agenda_item (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), position INTEGER NOT NULL, number TEXT, \
         title TEXT NOT NULL, summary TEXT, private BOOLEAN NOT NULL, minute_id BIGINT REFERENCES minute (id), \
         paper_id BIGINT REFERENCES paper (id))",
        "CREATE INDEX agenda_item_by_meeting ON agenda_item (meeting_id, position)",
        "CREATE TABLE meeting_document (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), title TEXT NOT NULL, address TEXT NOT NULL, \
         format TEXT NOT NULL, size BIGINT NOT NULL, UNIQUE (meeting_id, address))",
        "CREATE TABLE former_identifier (kind TEXT NOT NULL, former_id BIGINT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (kind, former_id))",
    ],
    protects: &[
        db::ledger_sealed("board"),
        db::ledger_sealed("board_name"),
        db::ledger_sealed("person"),
        db::ledger_sealed("membership"),
        db::ledger_sealed("meeting"),
        db::ledger_sealed("attendance"),
        db::ledger_sealed("minute"),
        db::ledger_sealed("resolution"),
        db::ledger_sealed("action"),
        db::ledger_sealed("paper"),
        db::ledger_sealed("agenda_item"),
        db::ledger_sealed("meeting_document"),
        db::ledger_sealed("former_identifier"),
    ],
};

/// The record of a paper, with which a pack finds its content. Earlier papers had the addresses of reports.
const PAPERS_KNOW_THEIR_RECORD: SqlMigration = SqlMigration {
    name: "m20261124_101_papers_know_their_record",
    statements: &[
        "ALTER TABLE paper ADD COLUMN record TEXT",
        "UPDATE paper SET record = REPLACE(address, '/reports/', 'report/') WHERE address LIKE '/reports/%'",
        "CREATE INDEX paper_by_record ON paper (record)",
    ],
    protects: &[],
};

/// The date from which a meeting was last moved; not known for meetings moved before this migration.
const MOVED_MEETINGS: SqlMigration = SqlMigration {
    name: "m20261129_103_moved_meetings",
    statements: &["ALTER TABLE meeting ADD COLUMN moved_from DATE"],
    protects: &[],
};
