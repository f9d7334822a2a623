//! The tables of drafts of annual reports.

use db::SqlMigration;

pub(crate) const MIGRATIONS: &[SqlMigration] = &[SqlMigration {
    name: "m20261124_140_annual_reports",
    statements: &[
        "CREATE TABLE annual_report (id {KEY}, board_id BIGINT NOT NULL REFERENCES board (id), municipal_year INTEGER NOT NULL, \
         state TEXT NOT NULL, begun_at {INSTANT} NOT NULL, UNIQUE (board_id, municipal_year))",
        // `part` is `foreword`, `overview`, the key of a meeting's item, or `service-` and a number.
        "CREATE TABLE annual_report_text (id {KEY}, report_id BIGINT NOT NULL REFERENCES annual_report (id), part TEXT NOT NULL, \
         position BIGINT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, version BIGINT NOT NULL, saved_by TEXT NOT NULL, \
         saved_at {INSTANT} NOT NULL, UNIQUE (report_id, part))",
    ],
    protects: &[db::ledger_sealed("annual_report"), db::ledger_sealed("annual_report_text")],
}];
