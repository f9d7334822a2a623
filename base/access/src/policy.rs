//! The central question: may this actor do this with this record?
//!
//! The answer depends only on the arguments, not on a database or a clock, and it is no unless a permission says yes.

use crate::account::AccountId;
use crate::actor::Actor;
use crate::declaration::{Action, Declaration, On, Permission, PlaceKind, RESIDENT, RecordKind, Role};
use crate::place::Place;
use std::collections::HashMap;

/// What the policy needs to know about a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Record<'a> {
    /// Its key; 0 if it has not been created yet.
    pub id: i64,
    /// The place it belongs to, such as a board or a service.
    pub place: Option<&'a Place>,
    /// The account that owns it.
    pub owner: Option<AccountId>,
    /// The agencies it is shared with now.
    pub shared_with: &'a [Place],
    /// Accounts with a conflict of interest in it.
    pub conflicted: &'a [AccountId],
    /// Whether it holds exempt information (Local Government Act 1972, Schedule 12A).
    pub is_exempt: bool,
    /// Whether it is public.
    pub is_public: bool,
}

/// The answer to whether an actor may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Allowed,
    /// Yes, once a reason has been given.
    AfterReason,
    /// No, although the actor may know of the record.
    Denied,
    /// No, and the actor may not know that the record exists.
    Hidden,
}

/// The declarations of all capabilities, joined.
#[derive(Debug, Default)]
pub struct Policy {
    roles: Vec<Role>,
    place_kinds: Vec<PlaceKind>,
    records: HashMap<&'static str, RecordKind>,
    permissions: HashMap<Action, Vec<Permission>>,
}

/// Why declarations cannot be joined. This is a mistake in the program, found by its tests or when it starts.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Two capabilities declare the same thing.
    #[error("{0} is declared twice")]
    Twice(String),
    /// A permission names something that no capability declares.
    #[error("a permission on {record} names {what}, which is not declared")]
    Unknown {
        /// The kind of record.
        record: &'static str,
        /// What is not declared.
        what: String,
    },
}

impl Policy {
    /// Joins declarations, and checks that everything they name exists.
    pub fn new(declarations: &[Declaration]) -> Result<Self, PolicyError> {
        let mut policy = Self::default();
        for declaration in declarations {
            for role in declaration.roles {
                if role.key == RESIDENT || policy.role(role.key).is_some() {
                    return Err(PolicyError::Twice(format!("the role {}", role.key)));
                }
                policy.roles.push(*role);
            }
            policy.place_kinds.extend(declaration.place_kinds);
            for record in declaration.records {
                if policy.records.insert(record.key, *record).is_some() {
                    return Err(PolicyError::Twice(format!("the record {}", record.key)));
                }
            }
        }
        for record in declarations.iter().flat_map(|declaration| declaration.records) {
            for permission in record.permissions {
                policy.permit(record, permission)?;
            }
        }
        for role in &policy.roles {
            let unknown = role.within.filter(|kind| !policy.place_kinds.iter().any(|known| known.key == *kind));
            if let Some(kind) = unknown {
                return Err(PolicyError::Unknown { record: role.key, what: format!("the kind of place {kind}") });
            }
        }
        Ok(policy)
    }

    fn permit(&mut self, record: &RecordKind, permission: &Permission) -> Result<(), PolicyError> {
        let unknown = |what: String| PolicyError::Unknown { record: record.key, what };
        if permission.role != RESIDENT && self.role(permission.role).is_none() {
            return Err(unknown(format!("the role {}", permission.role)));
        }
        for action in permission.actions {
            if !record.actions.contains(action) || action.record != record.key {
                return Err(unknown(format!("the action {} {}", action.record, action.word)));
            }
            self.permissions.entry(*action).or_default().push(*permission);
        }
        Ok(())
    }

    /// Returns all roles that can be given to people, in the order of their declaration.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Returns the role with this key, or `None` if there is none.
    pub fn role(&self, key: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == key)
    }

    /// Returns all kinds of place.
    pub fn place_kinds(&self) -> &[PlaceKind] {
        &self.place_kinds
    }

    /// Returns the kind of record with this key, or `None` if there is none.
    pub fn record_kind(&self, key: &str) -> Option<&RecordKind> {
        self.records.get(key)
    }

    /// Returns whether `actor` may do `action` with `record`.
    pub fn can(&self, actor: &Actor, action: Action, record: &Record<'_>) -> Answer {
        let answer = self.permitted(actor, action, record);
        let is_conflicted = actor.account.is_some_and(|account| record.conflicted.contains(&account));
        match answer {
            // A person with a conflict of interest may know of the record, but may neither read it nor act on it.
            Answer::Allowed | Answer::AfterReason if is_conflicted => Answer::Denied,
            Answer::Allowed | Answer::AfterReason => answer,
            Answer::Denied | Answer::Hidden => self.whether_known(actor, action, record),
        }
    }

    /// Returns whether an actor who may not do `action` may at least know of the record.
    fn whether_known(&self, actor: &Actor, action: Action, record: &Record<'_>) -> Answer {
        let reading = self.records.get(action.record).and_then(|kind| kind.actions.first());
        match reading {
            Some(reading) if *reading != action => match self.permitted(actor, *reading, record) {
                Answer::Hidden => Answer::Hidden,
                _ => Answer::Denied,
            },
            _ => Answer::Hidden,
        }
    }

    /// Returns what the permissions alone allow, leaving conflicts of interest aside.
    fn permitted(&self, actor: &Actor, action: Action, record: &Record<'_>) -> Answer {
        let mut answer = Answer::Hidden;
        for permission in self.permissions.get(&action).map(Vec::as_slice).unwrap_or_default() {
            if record.is_exempt && !permission.exempt {
                continue;
            }
            if !reaches(permission, actor, record) {
                continue;
            }
            if !permission.after_reason || is_open(actor, action.record, record.id) {
                return Answer::Allowed;
            }
            answer = Answer::AfterReason;
        }
        answer
    }

    /// Returns whether a role gives access when it is held for no particular place. A role that only reaches what is shared with a
    /// place, such as an agency or a step of clearance, does not.
    pub fn reaches_everywhere(&self, role: &str) -> bool {
        self.permissions.values().flatten().any(|permission| permission.role == role && permission.on == On::ItsPlace)
    }

    /// Returns whether the actor could do `action` with some record of its kind, to decide whether to offer a page at all.
    pub fn could(&self, actor: &Actor, action: Action) -> bool {
        self.permissions.get(&action).is_some_and(|permissions| {
            permissions.iter().any(|permission| permission.role == RESIDENT || actor.holds(permission.role))
        })
    }
}

/// Returns whether the permission reaches the record through one of the actor's roles.
fn reaches(permission: &Permission, actor: &Actor, record: &Record<'_>) -> bool {
    let reaches_by = |place: Option<&Place>| match permission.on {
        On::All => true,
        On::Public => record.is_public,
        On::Own => actor.account.is_some() && record.owner == actor.account,
        // A role held everywhere reaches every place.
        On::ItsPlace => place.is_none() || (record.place.is_some() && record.place == place),
        On::SharedWithIt => place.is_some_and(|place| record.shared_with.contains(place)),
    };
    if permission.role == RESIDENT {
        return matches!(permission.on, On::All | On::Public | On::Own) && reaches_by(None);
    }
    actor.held.iter().any(|held| held.role == permission.role && reaches_by(held.place.as_ref()))
}

fn is_open(actor: &Actor, kind: &str, id: i64) -> bool {
    let is_this = |record: &str| {
        record.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).and_then(|id| id.parse().ok()) == Some(id)
    };
    actor.openings.iter().any(|opening| is_this(&opening.record))
}
