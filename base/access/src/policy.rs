//! The central question: may this actor do this with this record?
//!
//! The answer depends only on the arguments, not on a database or a clock, and it is no unless a permission says yes.

use crate::account::AccountId;
use crate::actor::Actor;
use crate::declaration::{Action, Declaration, On, Permission, PlaceKind, RESIDENT, RecordKind, Role};
use crate::place::Place;
use crate::scope::Scope;
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
        let answer = if self.scope_with_conflicts(actor, action).contains(record) {
            Answer::Allowed
        } else if self.reached(actor, action).contains(record) {
            Answer::AfterReason
        } else if self.known_scope(actor, action).contains(record) {
            return Answer::Denied;
        } else {
            return Answer::Hidden;
        };
        // A person with a conflict of interest may know of the record, but may neither read it nor act on it.
        if conflicts_of(actor).contains(record) { Answer::Denied } else { answer }
    }

    /// Returns the records with which `actor` may do `action`: those for which [`Policy::can`] answers [`Answer::Allowed`].
    ///
    /// The day is in the actor, whose roles and openings are those held now, and in the facts of the record. A list that cannot
    /// tell a fact about its rows leaves out the records for which it matters (see [`crate::Fact::Unknown`]).
    pub fn scope(&self, actor: &Actor, action: Action) -> Scope {
        self.scope_with_conflicts(actor, action).except(conflicts_of(actor))
    }

    /// Returns what [`Policy::scope`] would be if nobody had a conflict of interest: the records that `actor` may know by name, even
    /// if a conflict of interest closes them.
    pub fn scope_with_conflicts(&self, actor: &Actor, action: Action) -> Scope {
        let reached = self.permissions_for(action).map(|permission| {
            let scope = reached_by(permission, actor);
            if permission.after_reason && !scope.is_none() {
                Scope::AllOf(vec![scope, Scope::Keys(open_keys(actor, action.record))])
            } else {
                scope
            }
        });
        Scope::any_of(reached)
    }

    /// Returns the records of which `actor` may know when they ask for `action`: those for which the answer is not
    /// [`Answer::Hidden`].
    pub fn known_scope(&self, actor: &Actor, action: Action) -> Scope {
        let reading = self.records.get(action.record).and_then(|kind| kind.actions.first());
        let reading = reading.filter(|reading| **reading != action).map(|reading| self.reached(actor, *reading));
        Scope::any_of(std::iter::once(self.reached(actor, action)).chain(reading))
    }

    /// Returns the records that permissions reach, even if only after a reason or not because of a conflict of interest.
    fn reached(&self, actor: &Actor, action: Action) -> Scope {
        Scope::any_of(self.permissions_for(action).map(|permission| reached_by(permission, actor)))
    }

    fn permissions_for(&self, action: Action) -> impl Iterator<Item = &Permission> {
        self.permissions.get(&action).into_iter().flatten()
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

/// Returns the records that a permission reaches through the actor's roles.
fn reached_by(permission: &Permission, actor: &Actor) -> Scope {
    let held: Vec<Option<&Place>> =
        actor.held.iter().filter(|held| held.role == permission.role).map(|held| held.place.as_ref()).collect();
    let is_resident = permission.role == RESIDENT;
    if held.is_empty() && !is_resident {
        return Scope::none();
    }
    let places = || held.iter().copied().flatten().cloned().collect();
    let scope = match permission.on {
        On::All => Scope::All,
        On::Public => Scope::Public,
        On::Own => actor.account.map_or_else(Scope::none, Scope::OwnedBy),
        On::ItsPlace | On::SharedWithIt if is_resident => Scope::none(),
        // A role held everywhere reaches every place.
        On::ItsPlace if held.contains(&None) => Scope::All,
        On::ItsPlace => Scope::Within(places()),
        On::SharedWithIt => Scope::SharedWith(places()),
    };
    if permission.exempt || scope.is_none() { scope } else { scope.except(Scope::Exempt) }
}

fn conflicts_of(actor: &Actor) -> Scope {
    actor.account.map_or_else(Scope::none, Scope::Conflicted)
}

/// Returns the keys of the records of a kind that the actor has open.
fn open_keys(actor: &Actor, kind: &str) -> Vec<i64> {
    let key = |record: &str| record.strip_prefix(kind)?.strip_prefix('/')?.parse().ok();
    actor.openings.iter().filter_map(|opening| key(&opening.record)).collect()
}
