//! The tables of drafts. Texts are append-only, so that every version is kept.

use db::SqlMigration;

pub(crate) const MIGRATIONS: &[SqlMigration] =
    &[DRAFTS, FILES, DEPUTIES_TOLD, COMPLETED_SECTIONS, RETURNS_TOLD, LISTS, LISTS_BY_STATE, DISMISSED_FINDINGS];

/// The sections that authors have marked as complete.
const COMPLETED_SECTIONS: SqlMigration = SqlMigration {
    name: "m20261129_213_completed_sections",
    statements: &[
        "CREATE TABLE report_completed_section (draft_id BIGINT NOT NULL REFERENCES report_draft (id), section INTEGER NOT NULL, made_by TEXT NOT \
         NULL, made_at {INSTANT} NOT NULL, PRIMARY KEY (draft_id, section))",
    ],
    protects: &[db::ledger_sealed("report_completed_section")],
};

/// The checker's findings that someone dismissed with a reason.
const DISMISSED_FINDINGS: SqlMigration = SqlMigration {
    name: "m20261130_217_dismissed_findings",
    statements: &[
        "CREATE TABLE report_dismissed_finding (id {KEY}, draft_id BIGINT NOT NULL REFERENCES report_draft (id), rule TEXT NOT NULL, words TEXT \
         NOT NULL, evidence TEXT NOT NULL, reason TEXT NOT NULL, made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL)",
        "CREATE INDEX report_dismissed_finding_by_draft ON report_dismissed_finding (draft_id)",
    ],
    protects: &[db::ledger_sealed("report_dismissed_finding")],
};

/// What the lists ask about the drafts of one person, place or board.
const LISTS: SqlMigration = SqlMigration {
    name: "m20261129_215_lists_of_drafts",
    statements: &[
        "CREATE INDEX report_draft_by_change ON report_draft (changed_at, id)",
        "CREATE INDEX report_draft_by_board ON report_draft (board)",
        "CREATE INDEX report_draft_by_state ON report_draft (state)",
        "CREATE INDEX report_author_by_account ON report_author (account_id, draft_id)",
        "CREATE INDEX report_clearance_by_place ON report_clearance (place, draft_id)",
        "CREATE INDEX report_clearance_event_by_maker ON report_clearance_event (made_by, draft_id)",
        "CREATE INDEX report_clearance_event_by_name ON report_clearance_event (name, draft_id)",
        "CREATE INDEX clearance_delegation_by_delegate ON clearance_delegation (delegate_id)",
    ],
    protects: &[],
};

/// What the list of reports to clear asks, newest first.
const LISTS_BY_STATE: SqlMigration = SqlMigration {
    name: "m20261130_216_drafts_by_state",
    statements: &[
        "CREATE INDEX report_draft_of_state ON report_draft (state, changed_at, id)",
        "DROP INDEX report_draft_by_state",
    ],
    protects: &[],
};

/// Who has been told that the reports cleared by their deputy have returned to them.
const RETURNS_TOLD: SqlMigration = SqlMigration {
    name: "m20261129_214_returns_told",
    statements: &["CREATE TABLE clearance_return_told (delegation_id BIGINT PRIMARY KEY, told_on DATE NOT NULL)"],
    protects: &[db::ledger_sealed("clearance_return_told")],
};

/// Which deputies have been told of the reports they are to clear.
const DEPUTIES_TOLD: SqlMigration = SqlMigration {
    name: "m20261129_212_deputies_told",
    statements: &["CREATE TABLE clearance_deputy_told (delegation_id BIGINT PRIMARY KEY, told_on DATE NOT NULL)"],
    protects: &[db::ledger_sealed("clearance_deputy_told")],
};

/// Files are marked as removed but never deleted, because earlier versions of a text refer to them.
const FILES: SqlMigration = SqlMigration {
    name: "m20261127_211_draft_files",
    statements: &[
        "CREATE TABLE report_draft_file (draft_id BIGINT NOT NULL REFERENCES report_draft (id), number INTEGER NOT NULL, usage TEXT NOT NULL, \
         hash TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT NOT NULL, size BIGINT NOT NULL, width INTEGER NOT NULL, height INTEGER \
         NOT NULL, description TEXT NOT NULL, made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL, removed_by TEXT, removed_at {INSTANT}, \
         PRIMARY KEY (draft_id, number))",
        "CREATE INDEX report_draft_file_by_hash ON report_draft_file (hash)",
    ],
    protects: &[db::ledger_sealed("report_draft_file")],
};

const DRAFTS: SqlMigration = SqlMigration {
    name: "m20261127_210_drafts",
    statements: &[
        "CREATE TABLE report_template (version BIGINT PRIMARY KEY, content TEXT NOT NULL, reason TEXT NOT NULL, made_by TEXT NOT NULL, \
         made_at {INSTANT} NOT NULL)",
        "CREATE TABLE report_draft (id {KEY}, board TEXT NOT NULL, item_id BIGINT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL, \
         reporting_officer TEXT NOT NULL, portfolio TEXT, wards TEXT, template BIGINT NOT NULL, state TEXT NOT NULL, version BIGINT NOT NULL, \
         copied_from BIGINT, exempt BOOLEAN NOT NULL, made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL, changed_by TEXT NOT NULL, \
         changed_at {INSTANT} NOT NULL)",
        "CREATE TABLE report_author (draft_id BIGINT NOT NULL REFERENCES report_draft (id), account_id BIGINT NOT NULL, \
         PRIMARY KEY (draft_id, account_id))",
        "CREATE TABLE report_text (draft_id BIGINT NOT NULL REFERENCES report_draft (id), section INTEGER NOT NULL, version BIGINT NOT NULL, \
         text TEXT NOT NULL, made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL, PRIMARY KEY (draft_id, section, version))",
        "CREATE TABLE report_comment (id {KEY}, draft_id BIGINT NOT NULL REFERENCES report_draft (id), section INTEGER NOT NULL, quote TEXT NOT \
         NULL, text TEXT NOT NULL, reply_to BIGINT REFERENCES report_comment (id), made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL, \
         settled_by TEXT, settled_at {INSTANT})",
        "CREATE INDEX report_comment_by_draft ON report_comment (draft_id)",
        "CREATE TABLE report_clearance (id {KEY}, draft_id BIGINT NOT NULL REFERENCES report_draft (id), step INTEGER NOT NULL, name TEXT NOT \
         NULL, place TEXT NOT NULL, state TEXT NOT NULL, due_on DATE, content_hash TEXT, decided_by TEXT, decided_at {INSTANT}, reason TEXT, \
         reminded_on DATE, UNIQUE (draft_id, step))",
        "CREATE TABLE report_clearance_event (id {KEY}, draft_id BIGINT NOT NULL REFERENCES report_draft (id), name TEXT NOT NULL, what TEXT NOT \
         NULL, reason TEXT, content_hash TEXT, made_by TEXT NOT NULL, made_at {INSTANT} NOT NULL)",
        "CREATE INDEX report_clearance_event_by_draft ON report_clearance_event (draft_id)",
        "CREATE TABLE clearance_delegation (id {KEY}, account_id BIGINT NOT NULL, delegate_id BIGINT NOT NULL, from_day DATE NOT NULL, \
         until_day DATE NOT NULL)",
        "CREATE TABLE report_path (kind TEXT PRIMARY KEY, steps TEXT NOT NULL)",
    ],
    protects: &[
        db::ledger_sealed("report_template"),
        db::ledger_sealed("report_draft"),
        db::ledger_sealed("report_author"),
        db::ledger_sealed("report_text"),
        db::ledger_sealed("report_comment"),
        db::ledger_sealed("report_clearance"),
        db::ledger_sealed("report_clearance_event"),
        db::ledger_sealed("clearance_delegation"),
        db::ledger_sealed("report_path"),
    ],
};
