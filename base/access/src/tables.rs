//! The tables of accounts and related records.

use db::SqlMigration;

/// The access tables.
pub const MIGRATIONS: &[SqlMigration] = &[SqlMigration {
    name: "m20261124_050_access",
    statements: &[
        // The email address is stored in lower case, because people sign in with it.
        "CREATE TABLE account (id {KEY}, mail TEXT NOT NULL UNIQUE, name TEXT NOT NULL, state TEXT NOT NULL, password_hash TEXT, \
         factor TEXT, factor_step BIGINT, provider_issuer TEXT, provider_subject TEXT, made_at {INSTANT} NOT NULL, \
         UNIQUE (provider_issuer, provider_subject))",
        "CREATE TABLE account_role (id {KEY}, account_id BIGINT NOT NULL REFERENCES account (id), role TEXT NOT NULL, place TEXT, \
         from_day DATE NOT NULL, until_day DATE, source TEXT NOT NULL, withdrawn_at {INSTANT})",
        "CREATE INDEX account_role_by_account ON account_role (account_id)",
        "CREATE TABLE recovery_code (id {KEY}, account_id BIGINT NOT NULL REFERENCES account (id), hash TEXT NOT NULL, used_at {INSTANT})",
        "CREATE INDEX recovery_code_by_account ON recovery_code (account_id, hash)",
        "CREATE TABLE account_link (id {KEY}, account_id BIGINT NOT NULL REFERENCES account (id), purpose TEXT NOT NULL, \
         hash TEXT NOT NULL UNIQUE, made_at {INSTANT} NOT NULL, expires_at {INSTANT} NOT NULL, ended_at {INSTANT})",
        "CREATE INDEX account_link_by_account ON account_link (account_id)",
        "CREATE TABLE session (id {KEY}, account_id BIGINT NOT NULL REFERENCES account (id), hash TEXT NOT NULL UNIQUE, \
         stage TEXT NOT NULL, begun_at {INSTANT} NOT NULL, seen_at {INSTANT} NOT NULL, ended_at {INSTANT}, network TEXT NOT NULL, \
         browser TEXT NOT NULL, means TEXT NOT NULL, pending TEXT)",
        "CREATE INDEX session_by_account ON session (account_id)",
        "CREATE TABLE known_browser (hash TEXT PRIMARY KEY, account_id BIGINT NOT NULL REFERENCES account (id), made_at {INSTANT} NOT NULL)",
        "CREATE TABLE sign_in_attempt (id {KEY}, bucket TEXT NOT NULL, at {INSTANT} NOT NULL)",
        "CREATE INDEX sign_in_attempt_by_bucket ON sign_in_attempt (bucket, at)",
        "CREATE TABLE provider_attempt (state_hash TEXT PRIMARY KEY, browser_hash TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, \
         next TEXT NOT NULL, made_at {INSTANT} NOT NULL)",
        "CREATE TABLE glass_opening (id {KEY}, account_id BIGINT NOT NULL REFERENCES account (id), record TEXT NOT NULL, place TEXT, \
         title TEXT NOT NULL, address TEXT NOT NULL, reason TEXT NOT NULL, opened_at {INSTANT} NOT NULL, closes_at {INSTANT} NOT NULL, \
         reviewed_by BIGINT REFERENCES account (id), reviewed_at {INSTANT}, outcome TEXT, remark TEXT)",
        "CREATE INDEX glass_opening_by_account ON glass_opening (account_id, closes_at)",
        "CREATE INDEX glass_opening_by_record ON glass_opening (record)",
    ],
    protects: &[
        db::ledger_sealed("account"),
        db::ledger_sealed("account_role"),
        db::seal_beside("recovery_code"),
        db::seal_beside("account_link"),
        db::seal_beside("session"),
        db::seal_beside("known_browser"),
        db::seal_beside("sign_in_attempt"),
        db::seal_beside("provider_attempt"),
        db::ledger_sealed("glass_opening"),
    ],
}];
