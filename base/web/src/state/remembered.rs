//! A cache of pages that depend only on the record and on the reader: each is made once and kept until the record changes.
//!
//! When a hundred people read a meeting's page, it is made once. Each request checks whether the record has changed: every write
//! appends to the ledger in its own transaction, so the ledger's head shows it; prints have a count of their own. No outdated
//! page is ever shown ([`crate::state::positions`]).
//!
//! Responses for everyone are kept as they are sent, and sent before any other layer ([`crate::requests::remembering`]). Pages for
//! a signed-in person are cached for them alone, while they hold the same roles and have the same records open. The statement
//! that finds their session at each request also returns how far the record has come, so their pages need no other.

use crate::responses::public_page::PublicPage;
use crate::state::positions::Position;
use access::Actor;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::NaiveDate;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// The maximum size of the cache for everyone, in bytes; when it is reached, the cache is emptied.
const MOST: usize = 24 * 1024 * 1024;

/// The maximum size of the cache for all signed-in people together, in bytes. It is separate, so that their pages do not push
/// out everyone's.
const MOST_FOR_PEOPLE: usize = 8 * 1024 * 1024;

/// What a page depends on other than its address and its reader: how far the record has come, and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub position: Position,
    pub today: NaiveDate,
}

/// The key of a person's cached page: its address and its reader.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Seen {
    pub address: String,
    pub by: Actor,
}

impl Seen {
    fn size(&self) -> usize {
        let roles = self.by.held.iter().map(|held| held.role.len() + 100);
        let openings = self.by.openings.iter().map(|opening| opening.record.len() + 50);
        self.address.len() + self.by.name.len() + roles.chain(openings).sum::<usize>()
    }
}

/// A person's page as its handler returned it, before the layers.
#[derive(Clone, Debug)]
pub(crate) struct OwnPage {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl OwnPage {
    pub(crate) fn answer(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        (*response.status_mut(), *response.headers_mut()) = (self.status, self.headers);
        response
    }
}

/// The pages made at one moment.
#[derive(Debug)]
pub(crate) struct RememberedPages {
    for_everyone: Mutex<Pages<String, Arc<PublicPage>>>,
    for_people: Mutex<Pages<Seen, OwnPage>>,
}

impl Default for RememberedPages {
    fn default() -> Self {
        Self { for_everyone: Mutex::new(Pages::new(MOST)), for_people: Mutex::new(Pages::new(MOST_FOR_PEOPLE)) }
    }
}

impl RememberedPages {
    /// Checks whether there is a page at this address, of whatever moment.
    pub(crate) fn has_for_everyone(&self, address: &str) -> bool {
        lock(&self.for_everyone).kept.contains_key(address)
    }

    /// Returns everyone's page at this address, if it was made at this moment.
    pub(crate) fn for_everyone(&self, moment: Moment, address: &str) -> Option<Arc<PublicPage>> {
        lock(&self.for_everyone).find(moment, address)
    }

    pub(crate) fn keep_for_everyone(&self, moment: Moment, address: String, page: Arc<PublicPage>) {
        let size = address.len() + page.size();
        lock(&self.for_everyone).keep(moment, address, page, size);
    }

    /// Returns a person's page, if it was made at this moment.
    pub(crate) fn for_person(&self, moment: Moment, seen: &Seen) -> Option<OwnPage> {
        lock(&self.for_people).find(moment, seen)
    }

    pub(crate) fn keep_for_person(&self, moment: Moment, seen: Seen, page: OwnPage) {
        let size = seen.size() + page.body.len();
        lock(&self.for_people).keep(moment, seen, page, size);
    }
}

fn lock<T>(pages: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    pages.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Pages of one moment, and what each takes in bytes.
#[derive(Debug)]
struct Pages<Key, Page> {
    most: usize,
    moment: Option<Moment>,
    kept: HashMap<Key, (Page, usize)>,
    bytes: usize,
}

impl<Key: Hash + Eq, Page: Clone> Pages<Key, Page> {
    fn new(most: usize) -> Self {
        Self { most, moment: None, kept: HashMap::new(), bytes: 0 }
    }

    fn find<Asked: Hash + Eq + ?Sized>(&self, moment: Moment, asked: &Asked) -> Option<Page>
    where
        Key: Borrow<Asked>,
    {
        if self.moment == Some(moment) { self.kept.get(asked).map(|(page, _)| page.clone()) } else { None }
    }

    fn keep(&mut self, moment: Moment, key: Key, page: Page, size: usize) {
        if self.moment != Some(moment) || self.bytes + size > self.most {
            *self = Self { moment: Some(moment), ..Self::new(self.most) };
        }
        self.bytes += size;
        if let Some((_, before)) = self.kept.insert(key, (page, size)) {
            self.bytes = self.bytes.saturating_sub(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use access::AccountId;
    use access::actor::{Held, Opening};

    fn at(ledger: i64) -> Moment {
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        Moment { position: Position { ledger, prints: 0 }, today }
    }

    fn page(body: impl Into<Bytes>) -> Arc<PublicPage> {
        let (parts, ()) = Response::new(()).into_parts();
        Arc::new(PublicPage::new(&parts, body.into(), "/meetings/{id}"))
    }

    fn own(body: impl Into<Bytes>) -> OwnPage {
        OwnPage { status: StatusCode::OK, headers: HeaderMap::new(), body: body.into() }
    }

    #[test]
    fn pages_of_another_moment_are_forgotten() {
        let pages = RememberedPages::default();
        let found = |moment, address| pages.for_everyone(moment, address).is_some();
        pages.keep_for_everyone(at(1), "/meetings/1".to_owned(), page("old"));
        assert!(found(at(1), "/meetings/1"));
        assert!(!found(at(2), "/meetings/1") && !found(at(1), "/meetings/2"));
        let tomorrow = Moment { today: at(1).today.succ_opt().expect("a day"), ..at(1) };
        let printed = Moment { position: Position { prints: 1, ..at(1).position }, ..at(1) };
        assert!(!found(tomorrow, "/meetings/1") && !found(printed, "/meetings/1"));
        assert!(pages.has_for_everyone("/meetings/1") && !pages.has_for_everyone("/meetings/2"));
        pages.keep_for_everyone(at(2), "/meetings/1".to_owned(), page("new"));
        assert!(!found(at(1), "/meetings/1") && found(at(2), "/meetings/1"));
    }

    #[test]
    fn memory_has_its_bound() {
        let pages = RememberedPages::default();
        let noise = |seed: u32| -> Vec<u8> { blake3_bytes(seed, 200 * 1024) };
        for number in 0..400 {
            let address = format!("/meetings/{number}");
            pages.keep_for_everyone(at(2), address.clone(), page(noise(1)));
            assert!(pages.for_everyone(at(2), &address).is_some());
            assert!(lock(&pages.for_everyone).bytes <= MOST);
            let by = Actor { account: AccountId::new(number + 1), name: "n".repeat(200), ..Actor::default() };
            let seen = Seen { address, by };
            pages.keep_for_person(at(2), seen.clone(), own(vec![0; 200 * 1024]));
            assert!(pages.for_person(at(2), &seen).is_some());
            assert!(lock(&pages.for_people).bytes <= MOST_FOR_PEOPLE);
        }
        for _ in 0..400 {
            pages.keep_for_everyone(at(3), "/meetings/1".to_owned(), page(vec![0; 200 * 1024]));
        }
        assert!(lock(&pages.for_everyone).bytes < 220 * 1024, "the same page again takes no more");
    }

    /// Returns bytes that no compressor makes shorter.
    fn blake3_bytes(seed: u32, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
        bytes
    }

    #[test]
    fn a_page_is_remembered_for_one_person_with_what_they_hold() {
        let pages = RememberedPages::default();
        let clerk = Actor {
            account: AccountId::new(1),
            name: "Cora Specimen".to_owned(),
            held: vec![Held { role: "clerk".to_owned(), place: None }],
            openings: vec![Opening { record: "paper/1".to_owned() }],
        };
        let by = |actor: &Actor| Seen { by: actor.clone(), address: "/meetings/1".to_owned() };
        pages.keep_for_person(at(1), by(&clerk), own("the clerk's"));
        assert!(pages.for_person(at(1), &by(&clerk)).is_some());
        assert!(pages.for_everyone(at(1), "/meetings/1").is_none());
        for other in [
            Actor { account: AccountId::new(2), ..clerk.clone() },
            Actor { name: "Cora Example".to_owned(), ..clerk.clone() },
            Actor { held: Vec::new(), ..clerk.clone() },
            Actor { openings: Vec::new(), ..clerk.clone() },
        ] {
            assert!(pages.for_person(at(1), &by(&other)).is_none(), "{other:?}");
        }
    }
}
