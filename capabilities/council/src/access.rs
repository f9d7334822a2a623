//! Permissions to view and change the council's settings.

use access::{Action, Declaration, On, Permission, RecordKind};
use accounts::ADMINISTRATOR;

/// To view the settings.
pub const READ: Action = Action { record: "setting", word: "read" };
/// To change them.
pub const CHANGE: Action = Action { record: "setting", word: "change" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[RecordKind {
        key: "setting",
        name: "Setting",
        actions: &[READ, CHANGE],
        permissions: &[Permission::new(ADMINISTRATOR, &[READ, CHANGE], On::All)],
        openings_are_kept: false,
    }],
};
