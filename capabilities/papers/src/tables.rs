//! The tables of private papers.

use db::SqlMigration;

pub(crate) const MIGRATIONS: &[SqlMigration] = &[PAPERS, LISTS, LISTS_OF_BOARDS];

/// What the lists ask about the papers of one person or agency.
const LISTS: SqlMigration = SqlMigration {
    name: "m20261129_125_lists_of_private_papers",
    statements: &[
        "CREATE INDEX private_paper_by_owner ON private_paper (owner)",
        "CREATE INDEX private_paper_share_by_agency ON private_paper_share (agency, paper_id)",
        "CREATE INDEX private_paper_conflict_by_account ON private_paper_conflict (account_id, paper_id)",
    ],
    protects: &[],
};

/// What a list of one board's papers asks.
const LISTS_OF_BOARDS: SqlMigration = SqlMigration {
    name: "m20261130_126_papers_of_a_board",
    statements: &[
        "CREATE INDEX private_paper_of_board ON private_paper (board, withdrawn_at, id)",
        "DROP INDEX private_paper_by_board",
    ],
    protects: &[],
};

const PAPERS: SqlMigration = SqlMigration {
    name: "m20261124_120_private_papers",
    statements: &[
        "CREATE TABLE private_paper (id {KEY}, title TEXT NOT NULL, board TEXT NOT NULL, paragraph BIGINT, public_interest TEXT, \
         file_id BIGINT NOT NULL REFERENCES stored_file (id), file_name TEXT NOT NULL, content_type TEXT NOT NULL, owner BIGINT NOT NULL REFERENCES account (id), added_at {INSTANT} NOT NULL, \
         withdrawn_at {INSTANT})",
        "CREATE INDEX private_paper_by_board ON private_paper (board)",
        "CREATE TABLE private_paper_share (id {KEY}, paper_id BIGINT NOT NULL REFERENCES private_paper (id), agency TEXT NOT NULL, \
         ground TEXT NOT NULL, until_day DATE NOT NULL, ended_at {INSTANT})",
        "CREATE INDEX private_paper_share_by_paper ON private_paper_share (paper_id)",
        "CREATE TABLE private_paper_conflict (paper_id BIGINT NOT NULL REFERENCES private_paper (id), account_id BIGINT NOT NULL \
         REFERENCES account (id), PRIMARY KEY (paper_id, account_id))",
    ],
    protects: &[
        db::ledger_sealed("private_paper"),
        db::ledger_sealed("private_paper_share"),
        db::ledger_sealed("private_paper_conflict"),
    ],
};
