//! Permissions for private papers.

use access::{Action, Declaration, On, Permission, RecordKind};
use directory::roles::{CLERK, MEMBER, MONITORING_OFFICER, PARTNER, REPORTING_OFFICER};
use settings::{Known, Unit};

/// To see that a paper exists and read it.
pub(crate) const READ: Action = Action { record: "private-paper", word: "read" };
/// To add one.
pub(crate) const ADD: Action = Action { record: "private-paper", word: "add" };
/// To share one with an agency, and to end the sharing.
pub(crate) const SHARE: Action = Action { record: "private-paper", word: "share" };
/// To record that someone has a conflict of interest on one.
pub(crate) const MARK_CONFLICT: Action = Action { record: "private-paper", word: "mark conflict" };
/// To withdraw one.
pub(crate) const WITHDRAW: Action = Action { record: "private-paper", word: "withdraw" };

/// The records and permissions that this capability declares.
pub(crate) const ACCESS: Declaration = Declaration {
    roles: &[],
    place_kinds: &[],
    records: &[RecordKind {
        key: "private-paper",
        name: "Paper",
        actions: &[READ, ADD, SHARE, MARK_CONFLICT, WITHDRAW],
        permissions: &[
            // Committee members have a right to what the committee considers (Local Government Act 1972, section 100F).
            Permission::new(MEMBER, &[READ], On::ItsPlace).also_exempt(),
            Permission::new(CLERK, &[READ, ADD, SHARE, MARK_CONFLICT, WITHDRAW], On::ItsPlace).also_exempt(),
            // A clerk who covers for a colleague may open another board's papers after giving a reason.
            Permission::new(CLERK, &[READ], On::All).also_exempt().after_reason(),
            Permission::new(REPORTING_OFFICER, &[ADD], On::ItsPlace).also_exempt(),
            Permission::new(REPORTING_OFFICER, &[READ, WITHDRAW], On::Own).also_exempt(),
            Permission::new(MONITORING_OFFICER, &[READ, MARK_CONFLICT], On::All).also_exempt(),
            Permission::new(PARTNER, &[READ], On::SharedWithIt).also_exempt(),
        ],
        openings_are_kept: true,
    }],
};

/// How long a private paper is kept. No law sets a period, so the council does.
pub(crate) const RULES: &[Known] = &[Known {
    key: "retention.private-papers",
    group: "How long papers are kept",
    label: "Private papers are kept for",
    unit: Unit::Years,
    default: None,
    citation: "",
}];
