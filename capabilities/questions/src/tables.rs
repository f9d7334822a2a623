//! The tables of public questions. Questioners have a table of their own, so that they can be erased while the question remains.

use db::SqlMigration;

pub(crate) const MIGRATIONS: &[SqlMigration] = &[QUESTIONS, COUNTED];

/// An index with all the columns that counts read.
const COUNTED: SqlMigration = SqlMigration {
    name: "m20261127_141_counted_questions",
    statements: &["CREATE INDEX public_question_counted ON public_question (meeting_id, received_at, started_at, board)"],
    protects: &[],
};

const QUESTIONS: SqlMigration = SqlMigration {
    name: "m20261124_140_public_questions",
    statements: &[
        "CREATE TABLE public_question (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), board TEXT NOT NULL, \
         year INTEGER NOT NULL, number BIGINT NOT NULL, reference TEXT NOT NULL UNIQUE, form_hash TEXT NOT NULL UNIQUE, \
         token_hash TEXT NOT NULL UNIQUE, received_at {INSTANT} NOT NULL, state TEXT NOT NULL, version BIGINT NOT NULL, \
         text TEXT NOT NULL, earlier_text TEXT, item TEXT, wording TEXT, ground TEXT, reasons TEXT, decided_by TEXT, \
         merged_into BIGINT REFERENCES public_question (id), position BIGINT, minutes BIGINT, started_at {INSTANT}, ended_at {INSTANT}, \
         absent BOOLEAN NOT NULL, named BOOLEAN NOT NULL, answer TEXT, in_writing BOOLEAN NOT NULL, supplementary TEXT, \
         supplementary_answer TEXT, supplementary_in_writing BOOLEAN NOT NULL, written_answer TEXT, written_sent_at {INSTANT}, \
         changed_by TEXT NOT NULL, changed_at {INSTANT} NOT NULL, last_act TEXT NOT NULL, UNIQUE (board, year, number))",
        "CREATE INDEX public_question_by_meeting ON public_question (meeting_id)",
        "CREATE INDEX public_question_by_state ON public_question (state)",
        "CREATE TABLE public_question_asker (question_id BIGINT PRIMARY KEY REFERENCES public_question (id), name TEXT NOT NULL, \
         address TEXT NOT NULL, organisation TEXT, mail TEXT NOT NULL)",
        // One row for each board and year. Locking it prevents two questions from getting the same number.
        "CREATE TABLE public_question_number (board TEXT NOT NULL, year INTEGER NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (board, year))",
    ],
    protects: &[
        db::ledger_sealed("public_question"),
        db::ledger_sealed("public_question_asker"),
        db::ledger_sealed("public_question_number"),
    ],
};
