//! The tables of people's corrected names, and of the addresses they had under their former names.

use db::SqlMigration;

/// Corrected names and former addresses.
pub(crate) const CORRECTED_NAMES: SqlMigration = SqlMigration {
    name: "m20261129_120_corrected_names",
    statements: &[
        "CREATE TABLE person_name_correction (id {KEY}, person_id BIGINT NOT NULL REFERENCES person (id), title TEXT NOT NULL, \
         given TEXT NOT NULL, surname TEXT NOT NULL, reason TEXT NOT NULL, corrected_by TEXT NOT NULL, corrected_at {INSTANT} NOT NULL)",
        "CREATE INDEX person_name_correction_by_person ON person_name_correction (person_id)",
        "CREATE TABLE person_former_slug (slug TEXT PRIMARY KEY, person_id BIGINT NOT NULL REFERENCES person (id))",
    ],
    protects: &[db::ledger_sealed("person_name_correction"), db::ledger_sealed("person_former_slug")],
};

/// Removed draft agenda items, which are kept so that they can be restored.
pub(crate) const REMOVED_ITEMS: SqlMigration = SqlMigration {
    name: "m20261129_121_removed_items",
    statements: &["ALTER TABLE draft_item ADD COLUMN removed_at {INSTANT}"],
    protects: &[],
};

/// Members who have said that they will attend a meeting.
pub(crate) const REPLIES: SqlMigration = SqlMigration {
    name: "m20261129_122_attendance_replies",
    statements: &[
        "CREATE TABLE attendance_reply (meeting_id BIGINT NOT NULL REFERENCES meeting (id), person_id BIGINT NOT NULL REFERENCES person (id), \
         replied_at {INSTANT} NOT NULL, PRIMARY KEY (meeting_id, person_id))",
    ],
    protects: &[db::ledger_sealed("attendance_reply")],
};

/// Members' registers of interests, and which disclosed interests have since been registered.
pub(crate) const REGISTERS_OF_INTERESTS: SqlMigration = SqlMigration {
    name: "m20261129_123_registers_of_interests",
    statements: &[
        "CREATE TABLE registered_interest (id {KEY}, person_id BIGINT NOT NULL REFERENCES person (id), category TEXT NOT NULL, \
         details TEXT NOT NULL, sensitive BOOLEAN NOT NULL, registered_on DATE NOT NULL, ended_on DATE)",
        "CREATE INDEX registered_interest_by_person ON registered_interest (person_id)",
        "CREATE TABLE interest_registration (meeting_id BIGINT NOT NULL REFERENCES meeting (id), item_id BIGINT NOT NULL REFERENCES \
         draft_item (id), person_id BIGINT NOT NULL REFERENCES person (id), noted_on DATE NOT NULL, PRIMARY KEY (meeting_id, item_id, person_id))",
    ],
    protects: &[db::ledger_sealed("registered_interest"), db::ledger_sealed("interest_registration")],
};

/// Members' published details: party, ward and contact details.
pub(crate) const MEMBER_DETAILS: SqlMigration = SqlMigration {
    name: "m20261129_124_member_details",
    statements: &[
        "CREATE TABLE member_details (person_id BIGINT PRIMARY KEY REFERENCES person (id), party TEXT, ward TEXT, email TEXT, \
                   telephone TEXT)",
    ],
    protects: &[db::ledger_sealed("member_details")],
};

/// Photos of members who agreed to publication. They are not publications, so a member who withdraws agreement leaves no photo
/// behind.
pub(crate) const MEMBER_PHOTOS: SqlMigration = SqlMigration {
    name: "m20261129_141_member_photos",
    statements: &[
        "CREATE TABLE member_photo (person_id BIGINT PRIMARY KEY REFERENCES person (id), file TEXT NOT NULL, width BIGINT NOT NULL, \
         height BIGINT NOT NULL, agreed_on DATE NOT NULL, kept_by TEXT NOT NULL)",
        "CREATE INDEX member_photo_by_file ON member_photo (file)",
    ],
    protects: &[db::ledger_sealed("member_photo")],
};
