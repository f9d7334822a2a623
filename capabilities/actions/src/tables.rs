//! The tables of decisions, actions and recommendations, in the order in which they were added.

use db::SqlMigration;

/// The migrations of this capability.
pub(crate) const MIGRATIONS: &[SqlMigration] = &[
    crate::followed::tables::WHAT_FOLLOWS,
    crate::measures::store::WHAT_IS_COUNTED,
    crate::followed::counted_store::COUNTED_ACTIONS,
    crate::followed::counted_store::DONE_AFTER_MIDNIGHT,
];
