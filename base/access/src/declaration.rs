//! A capability's declaration of who may do what: its roles, its kinds of record, the actions on each, and who may take them.
//!
//! Each capability declares these in one constant. The base joins them ([`crate::Policy`]) without knowing any capability.

/// What one capability declares.
#[derive(Clone, Copy, Debug, Default)]
pub struct Declaration {
    /// Roles that can be given to people.
    pub roles: &'static [Role],
    /// Kinds of place for which roles are given.
    pub place_kinds: &'static [PlaceKind],
    /// Kinds of record.
    pub records: &'static [RecordKind],
}

/// A role that can be given to people.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// The word stored in the database: `clerk`.
    pub key: &'static str,
    /// The name shown to people: `Clerk (democratic services)`.
    pub name: &'static str,
    /// A sentence about what a person with this role does.
    pub description: &'static str,
    /// The kind of place for which it is given (`board`), or `None` if it applies everywhere.
    pub within: Option<&'static str>,
}

/// A kind of place for which roles are given and to which records belong.
#[derive(Clone, Copy, Debug)]
pub struct PlaceKind {
    /// The word stored in the database: `board`.
    pub key: &'static str,
    /// The name shown to people: `Board`.
    pub name: &'static str,
}

/// A kind of record, with its actions and who may take them.
#[derive(Clone, Copy, Debug)]
pub struct RecordKind {
    /// The word before the key in the ledger: `paper` in `paper/3`.
    pub key: &'static str,
    /// The name shown to people: `Paper`.
    pub name: &'static str,
    /// The actions on it. The first is to read it; a person who may not do that is told that no such record exists.
    pub actions: &'static [Action],
    /// Who may do what. Anything that no permission allows is denied.
    pub permissions: &'static [Permission],
    /// Whether each opening of a record is written to the ledger (Data Protection Act 2018, section 62).
    pub openings_are_kept: bool,
}

/// An action on a kind of record. Declared as a constant, so that a handler cannot misspell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action {
    /// The kind of record.
    pub record: &'static str,
    /// The word: `read`, `withdraw`.
    pub word: &'static str,
}

/// The role that everyone holds, signed in or not.
pub const RESIDENT: &str = "resident";

/// A role's permission to take some actions.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// The role; [`RESIDENT`] for everyone.
    pub role: &'static str,
    /// The actions it allows.
    pub actions: &'static [Action],
    /// The records it covers.
    pub on: On,
    /// Whether it also covers records that hold exempt information (Local Government Act 1972, Schedule 12A).
    pub exempt: bool,
    /// Whether it applies only after a reason is given, for a limited time and subject to review.
    pub after_reason: bool,
}

/// Which records of the kind a permission covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// All of them.
    All,
    /// Those that are public.
    Public,
    /// Those of the place for which the role is held.
    ItsPlace,
    /// Those shared with the place for which the role is held, such as an agency.
    SharedWithIt,
    /// The actor's own.
    Own,
}

impl Permission {
    /// Creates a permission for `role` to take `actions` on records that hold no exempt information.
    pub const fn new(role: &'static str, actions: &'static [Action], on: On) -> Self {
        Self { role, actions, on, exempt: false, after_reason: false }
    }

    /// Extends the permission to records that hold exempt information.
    #[must_use]
    pub const fn also_exempt(self) -> Self {
        Self { exempt: true, ..self }
    }

    /// Limits the permission to those who have given a reason.
    #[must_use]
    pub const fn after_reason(self) -> Self {
        Self { after_reason: true, ..self }
    }
}
