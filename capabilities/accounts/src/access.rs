//! The administrator's role and the kinds of record of this capability.

use access::{Action, Declaration, On, Permission, RecordKind, Role};

/// Manages accounts and settings.
pub const ADMINISTRATOR: &str = "administrator";

/// To view an account.
pub(crate) const READ: Action = Action { record: "account", word: "read" };
/// To invite people, and to change or close their accounts.
pub(crate) const CHANGE: Action = Action { record: "account", word: "change" };
/// To give roles and withdraw them.
pub(crate) const GRANT: Action = Action { record: "account", word: "grant" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[Role {
        key: ADMINISTRATOR,
        name: "Administrator",
        description: "Manages accounts and settings. Cannot read private records.",
        within: None,
    }],
    place_kinds: &[],
    records: &[RecordKind {
        key: "account",
        name: "Account",
        actions: &[READ, CHANGE, GRANT],
        permissions: &[Permission::new(ADMINISTRATOR, &[READ, CHANGE, GRANT], On::All)],
        openings_are_kept: false,
    }],
};
