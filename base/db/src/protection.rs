//! How the rows of a table are protected against changes made behind the program's back.

/// How a table's rows are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The ledger entry of the transaction that changed a row holds a keyed digest of it. Verification reports any row that was
    /// changed, added or removed by hand.
    Ledger,
    /// A keyed digest of each row is kept beside the table, for rows that change without a person doing anything: sessions,
    /// attempts, queues. Verification reports a row that was changed or added by hand, and also one that was removed, unless its
    /// seal was removed too.
    Seal,
    /// Not protected, for the reason given.
    Nothing(&'static str),
}

/// A table and how its rows are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtectedTable {
    /// The table's name.
    pub name: &'static str,
    /// How its rows are protected.
    pub protection: Protection,
}

/// Declares a table whose rows are each sealed in the ledger.
#[must_use]
pub const fn ledger_sealed(name: &'static str) -> ProtectedTable {
    ProtectedTable { name, protection: Protection::Ledger }
}

/// Declares a table whose rows each have a keyed seal beside it.
#[must_use]
pub const fn seal_beside(name: &'static str) -> ProtectedTable {
    ProtectedTable { name, protection: Protection::Seal }
}

/// Declares a table whose rows are not protected, and why.
#[must_use]
pub const fn unprotected(name: &'static str, why: &'static str) -> ProtectedTable {
    ProtectedTable { name, protection: Protection::Nothing(why) }
}
