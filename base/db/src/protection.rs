//! How the rows of a table are protected against changes that are made behind the program's back.

/// What protects a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// A keyed digest of each row is in the ledger entry of the transaction that changed it. A row that was changed, added or
    /// removed by hand is named.
    Ledger,
    /// A keyed digest of each row is kept beside the table, for rows that change without an act of anybody's: sessions, attempts,
    /// queues. A row that was changed or added by hand is named, and one that was removed, unless its seal was removed, too.
    Seal,
    /// Nothing, for the reason given.
    Nothing(&'static str),
}

/// A table and what protects its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtectedTable {
    /// The table.
    pub name: &'static str,
    /// What protects its rows.
    pub protection: Protection,
}

/// Tables each of whose rows is sealed in the ledger.
#[must_use]
pub const fn ledger_sealed(name: &'static str) -> ProtectedTable {
    ProtectedTable { name, protection: Protection::Ledger }
}

/// A table each of whose rows has a keyed seal beside it.
#[must_use]
pub const fn seal_beside(name: &'static str) -> ProtectedTable {
    ProtectedTable { name, protection: Protection::Seal }
}

/// A table whose rows are not protected, and why.
#[must_use]
pub const fn unprotected(name: &'static str, why: &'static str) -> ProtectedTable {
    ProtectedTable { name, protection: Protection::Nothing(why) }
}
