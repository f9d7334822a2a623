//! What a capability says about who may do what: its roles, its kinds of record, what can be done with each, and by whom.
//!
//! A capability declares these in one constant. The base joins them ([`crate::Policy`]) and knows no capability.

/// What one capability brings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Declaration {
    /// Roles that are given to people.
    pub roles: &'static [Role],
    /// Kinds of place within which roles are given.
    pub place_kinds: &'static [PlaceKind],
    /// Kinds of record.
    pub records: &'static [RecordKind],
}

/// A role as it is given to people.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// The word that is stored: `clerk`.
    pub key: &'static str,
    /// What people call it: `Clerk (democratic services)`.
    pub name: &'static str,
    /// In a sentence, what somebody with the role does here.
    pub description: &'static str,
    /// The kind of place for which it is given (`board`); none where it holds everywhere.
    pub within: Option<&'static str>,
}

/// A kind of place within which roles are given and records belong.
#[derive(Clone, Copy, Debug)]
pub struct PlaceKind {
    /// The word that is stored: `board`.
    pub key: &'static str,
    /// What people call one: `Board`.
    pub name: &'static str,
}

/// A kind of record: what can be done with it, and who may.
#[derive(Clone, Copy, Debug)]
pub struct RecordKind {
    /// The word that stands in the ledger before the key: `paper` in `paper/3`.
    pub key: &'static str,
    /// What people call one: `Paper`.
    pub name: &'static str,
    /// What can be done with it. The first is to know of it and read it; who may not do that is told that there is no such record.
    pub actions: &'static [Action],
    /// Who may do what. What no permission allows is denied.
    pub permissions: &'static [Permission],
    /// Whether each opening of one is written into the ledger (Data Protection Act 2018, section 62).
    pub openings_are_kept: bool,
}

/// Something that can be done with a kind of record. Named by a constant, so that a handler cannot misspell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action {
    /// The kind of record.
    pub record: &'static str,
    /// The word: `read`, `withdraw`.
    pub word: &'static str,
}

/// The role that everybody holds, signed in or not.
pub const RESIDENT: &str = "resident";

/// That a role may do something.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// The role; [`RESIDENT`] for everybody.
    pub role: &'static str,
    /// What it may do.
    pub actions: &'static [Action],
    /// With which records.
    pub on: On,
    /// Whether also where the record holds exempt information (Local Government Act 1972, Schedule 12A).
    pub exempt: bool,
    /// Whether only after giving a reason, for a limited time, and under review.
    pub after_reason: bool,
}

/// With which records of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// With all.
    All,
    /// With those that are public.
    Public,
    /// With those of the place for which the role is held.
    ItsPlace,
    /// With those that were shared with the place for which the role is held: an agency.
    SharedWithIt,
    /// With one's own.
    Own,
}

impl Permission {
    /// That `role` may do `actions` on these records where they hold nothing exempt.
    pub const fn new(role: &'static str, actions: &'static [Action], on: On) -> Self {
        Self { role, actions, on, exempt: false, after_reason: false }
    }

    /// The same, where the record holds exempt information, too.
    #[must_use]
    pub const fn also_exempt(self) -> Self {
        Self { exempt: true, ..self }
    }

    /// The same, but only after giving a reason.
    #[must_use]
    pub const fn after_reason(self) -> Self {
        Self { after_reason: true, ..self }
    }
}
