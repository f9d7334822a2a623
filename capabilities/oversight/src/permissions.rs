//! Who may read the ledger, and who reviews openings for a reason.

use access::glass_store::OPENING;
use access::{Action, Declaration, On, Permission, RecordKind, Role};
use ledger::LEDGER_ENTRY;

/// Somebody who checks that everything was done as it should be.
pub const AUDITOR: &str = "auditor";

/// The monitoring officer, a role that the capability for meetings declares.
const MONITORING_OFFICER: &str = "monitoring-officer";

/// Reading the ledger.
pub const READ_LEDGER: Action = Action { record: LEDGER_ENTRY, word: "read" };
/// Taking a copy of it.
pub const EXPORT_LEDGER: Action = Action { record: LEDGER_ENTRY, word: "export" };
/// Reading who opened what for which reason.
pub const READ_OPENING: Action = Action { record: OPENING, word: "read" };
/// Saying whether the reason holds.
pub const REVIEW_OPENING: Action = Action { record: OPENING, word: "review" };

/// What this capability declares.
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
