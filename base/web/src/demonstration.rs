//! What a capability shows in the demonstration (`moothall demo`).

use crate::{AppState, Error, Result};
use access::account::AccountState;
use access::actor::Term;
use access::role_store::{self, NewRole};
use access::{Place, account_store};
use chrono::{DateTime, TimeDelta, Utc};
use ledger::By;
use serde::de::DeserializeOwned;

/// Where an invented person holds a role.
#[derive(Clone, Copy, Debug)]
pub enum DemonstrationPlace {
    /// Everywhere.
    Everywhere,
    /// At a place, as stored: `clearance/1`.
    At(&'static str),
    /// At the place of a kind that has this name: a board.
    Named(&'static str, &'static str),
}

/// An invented person, who may sign in without a password.
#[derive(Clone, Copy, Debug)]
pub struct DemonstrationPerson {
    /// Their name, which must be plainly invented.
    pub name: &'static str,
    /// The address they sign in with, which must end in `@demonstration.example`.
    pub mail: &'static str,
    /// What they do on this site, for the sign-in page.
    pub part: &'static str,
    /// Their roles.
    pub roles: &'static [(&'static str, DemonstrationPlace)],
}

/// What a capability shows in the demonstration: facts of the public record with their source, and invented people and records where
/// the public record has none.
#[async_trait::async_trait]
pub trait DemonstrationPart: Send + Sync {
    /// Returns the names of the capabilities whose parts must be there before this one.
    fn after(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns the invented people who do its work.
    fn people(&self) -> &'static [DemonstrationPerson] {
        &[]
    }

    /// Returns whether its records are there already, so that they are loaded once; `true` if it has none.
    async fn is_loaded(&self, _state: &AppState) -> Result<bool> {
        Ok(true)
    }

    /// Loads its records, in one transaction. They are from the minutes after `by.at`.
    async fn load(&self, _state: &AppState, _by: By<'_>) -> Result<()> {
        Ok(())
    }
}

/// The actor of the demonstration in the ledger.
const ACTOR: &str = "the demonstration";

/// The parts of the demonstration, each with the name of its capability, in the order in which they are loaded.
#[derive(Default)]
pub struct DemonstrationParts {
    parts: Vec<(&'static str, Box<dyn DemonstrationPart>)>,
    /// The first of those that build on one that is missing, or on themselves.
    unplaced: Option<&'static str>,
}

impl DemonstrationParts {
    /// Returns the parts in an order in which each comes after those that it builds on, and otherwise as given. A program of some
    /// capabilities alone, as tests have, may lack a part, as long as it loads none.
    pub(crate) fn in_order(mut parts: Vec<(&'static str, Box<dyn DemonstrationPart>)>) -> Self {
        let mut ordered: Vec<(&'static str, Box<dyn DemonstrationPart>)> = Vec::new();
        let is_ready = |part: &dyn DemonstrationPart, ordered: &[(&'static str, Box<dyn DemonstrationPart>)]| {
            part.after().iter().all(|before| ordered.iter().any(|(name, _)| name == before))
        };
        while let Some(next) = parts.iter().position(|(_, part)| is_ready(part.as_ref(), &ordered)) {
            ordered.push(parts.remove(next));
        }
        let unplaced = parts.first().map(|(name, _)| *name);
        ordered.append(&mut parts);
        Self { parts: ordered, unplaced }
    }

    /// Returns the invented people.
    pub fn people(&self) -> impl Iterator<Item = &'static DemonstrationPerson> {
        self.parts.iter().flat_map(|(_, part)| part.people())
    }
}

impl AppState {
    /// Loads what the capabilities show in the demonstration and is not there yet. A new record is from the day before `first`, when
    /// the clock starts. Returns whether anything was loaded.
    ///
    /// # Errors
    /// Returns an error if a part builds on one that is missing, or on itself, or if the database fails.
    pub async fn load_demonstration(&self, first: DateTime<Utc>) -> Result<bool> {
        if let Some(name) = self.joined.demonstration.unplaced {
            let sentence = format!("what {name} shows in the demonstration builds on a part that is missing, or on itself");
            return Err(Error::Content(sentence));
        }
        // The parts of a new record were all there before the clock starts. Those that a later version brings come after what was done
        // since, because the ledger's instants are in order.
        let is_empty = publications::last_id(self.db.reading()).await? == 0;
        let mut at = if is_empty { first - TimeDelta::days(1) } else { self.clock.now() };
        let mut is_new = false;
        for (name, part) in &self.joined.demonstration.parts {
            if is_empty {
                at += TimeDelta::hours(1);
            }
            let by = By { actor: ACTOR, at };
            if !part.is_loaded(self).await? {
                part.load(self, by).await?;
                tracing::info!(part = name, "loaded into the demonstration");
                is_new = true;
            }
            for person in part.people() {
                self.introduce(person, by).await?;
            }
        }
        Ok(is_new)
    }

    /// Creates the account of an invented person who has none yet.
    async fn introduce(&self, person: &DemonstrationPerson, by: By<'_>) -> Result<()> {
        let transaction = self.db.begin().await?;
        if account_store::by_mail(&transaction, person.mail).await?.is_some() {
            return Ok(());
        }
        let id = account_store::insert(&transaction, person.mail, person.name, by).await?;
        account_store::set_state(&transaction, id, AccountState::Active, by).await?;
        for (role, place) in person.roles {
            let place = match place {
                DemonstrationPlace::Everywhere => None,
                DemonstrationPlace::At(place) => Some(Place::parse(place).ok_or_else(|| unknown(person, role))?),
                DemonstrationPlace::Named(kind, name) => {
                    Some(self.place_named(kind, name).await?.ok_or_else(|| unknown(person, role))?)
                }
            };
            if self.joined.policy.role(role).is_none() {
                return Err(unknown(person, role));
            }
            let term = Term { from: by.at.date_naive(), until: None };
            role_store::give(&transaction, id, &NewRole { role: (*role).to_owned(), place, term }, false, by).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Returns the place of this kind with this name.
    async fn place_named(&self, kind: &str, name: &str) -> Result<Option<Place>> {
        for places in self.joined.places.iter().filter(|places| places.kind() == kind) {
            let all = places.all(self).await?;
            if let Some((id, _)) = all.into_iter().find(|(_, known)| known == name) {
                return Ok(Some(Place::new(places.kind(), id)));
            }
        }
        Ok(None)
    }
}

fn unknown(person: &DemonstrationPerson, role: &str) -> Error {
    Error::Content(format!("the demonstration gives {} the role {role}, which is unknown there", person.name))
}

/// Reads a source of the demonstration, a TOML text that is part of the program.
///
/// # Errors
/// Returns an error if it is not in the form of its type.
pub fn read_demonstration<T: DeserializeOwned>(source: &str) -> Result<T> {
    toml::from_str(source).map_err(|error| Error::Content(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Part(&'static [&'static str]);

    #[async_trait::async_trait]
    impl DemonstrationPart for Part {
        fn after(&self) -> &'static [&'static str] {
            self.0
        }
    }

    fn ordered(parts: &[(&'static str, &'static [&'static str])]) -> (Vec<&'static str>, Option<&'static str>) {
        let parts = parts.iter().map(|(name, after)| (*name, Box::new(Part(after)) as Box<dyn DemonstrationPart>));
        let parts = DemonstrationParts::in_order(parts.collect());
        (parts.parts.iter().map(|(name, _)| *name).collect(), parts.unplaced)
    }

    #[test]
    fn a_part_comes_after_those_it_builds_on() {
        let parts = [("reports", ["boards", "agendas"].as_slice()), ("agendas", &["boards"]), ("council", &[]), ("boards", &[])];
        assert_eq!(ordered(&parts), (vec!["council", "boards", "agendas", "reports"], None));
        assert_eq!(ordered(&[("reports", &["boards"])]).1, Some("reports"), "which is missing");
        assert_eq!(ordered(&[("reports", &["boards"]), ("boards", &["reports"])]).1, Some("reports"), "in a circle");
    }
}
