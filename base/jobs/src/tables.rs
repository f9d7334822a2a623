//! The tables of jobs.

use db::SqlMigration;

/// The migrations that create the tables of jobs.
pub const MIGRATIONS: &[SqlMigration] = &[SqlMigration {
    name: "m20261129_050_jobs",
    statements: &[
        // A job waits until `run_at`. While it is claimed, `claim` says by whom and `run_at` until when. A dead job has no `run_at`.
        "CREATE TABLE job (id {KEY}, kind TEXT NOT NULL, payload TEXT NOT NULL, unique_key TEXT, queued_at {INSTANT} NOT NULL, \
         run_at {INSTANT}, attempts INTEGER NOT NULL, claim TEXT, problem TEXT, failed_at {INSTANT})",
        "CREATE INDEX job_by_kind ON job (kind, run_at, id)",
        "CREATE UNIQUE INDEX job_by_unique_key ON job (kind, unique_key) WHERE claim IS NULL AND run_at IS NOT NULL",
        // The last instant at which each schedule was due and its job was enqueued.
        "CREATE TABLE job_schedule (name TEXT PRIMARY KEY, due_at {INSTANT} NOT NULL)",
    ],
    // Jobs change without anyone's act. Someone who forged one could make the program act at a time of their choice.
    protects: &[db::seal_beside("job"), db::seal_beside("job_schedule")],
}];
