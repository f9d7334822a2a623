//! Permissions to read the ledger and to review emergency access.

use access::glass_store::OPENING;
use access::{Action, Declaration, On, Permission, RecordKind, Role};
use ledger::LEDGER_ENTRY;

/// Someone who checks that everything was done properly.
pub const AUDITOR: &str = "auditor";

/// The monitoring officer, a role declared by the meetings capability.
const MONITORING_OFFICER: &str = "monitoring-officer";

/// To read the ledger.
pub const READ_LEDGER: Action = Action { record: LEDGER_ENTRY, word: "read" };
/// To export a copy of it.
pub const EXPORT_LEDGER: Action = Action { record: LEDGER_ENTRY, word: "export" };
/// To read who opened what and for which reason.
pub const READ_OPENING: Action = Action { record: OPENING, word: "read" };
/// To say whether the reason is justified.
pub const REVIEW_OPENING: Action = Action { record: OPENING, word: "review" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[Role { key: AUDITOR, name: "Auditor", description: "Reads the ledger, but no private records.", within: None }],
    place_kinds: &[],
    records: &[
        RecordKind {
            key: LEDGER_ENTRY,
            name: "Ledger entry",
            actions: &[READ_LEDGER, EXPORT_LEDGER],
            permissions: &[Permission::new(AUDITOR, &[READ_LEDGER, EXPORT_LEDGER], On::All)],
            openings_are_kept: false,
        },
        RecordKind {
            key: OPENING,
            name: "Opening",
            actions: &[READ_OPENING, REVIEW_OPENING],
            permissions: &[
                Permission::new(MONITORING_OFFICER, &[READ_OPENING, REVIEW_OPENING], On::All),
                Permission::new(AUDITOR, &[READ_OPENING], On::All),
            ],
            openings_are_kept: false,
        },
    ],
};
