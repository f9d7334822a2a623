//! A cache of pages that depend only on the record and on the reader: each is made once and kept until the record changes.
//!
//! When a hundred people read a meeting's page, it is made once. Each request checks with one statement whether the record has
//! changed: every write appends to the ledger in its own transaction, so the ledger's head shows it; prints have a count of
//! their own. No outdated page is ever shown.
//!
//! Pages for a signed-in person are cached for them alone, while they hold the same roles and have the same records open. The
//! statement that finds their session at each request also returns how far the record has come, so their pages need no other.

use crate::AppState;
use crate::requests::context::RequestContext;
use access::Actor;
use axum::Extension;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError};
use http_body_util::BodyExt;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The maximum size of the cache for everyone, in bytes; when it is reached, the cache is emptied.
const MOST: usize = 24 * 1024 * 1024;

/// The maximum size of the cache for all signed-in people together, in bytes. It is separate, so that their pages do not push
/// out everyone's.
const MOST_FOR_PEOPLE: usize = 8 * 1024 * 1024;

/// The largest page that is cached, in bytes.
const LARGEST: u64 = 256 * 1024;

/// The longest address that is cached, in bytes.
const LONGEST_ADDRESS: usize = 300;

/// The count of prints, in SQL.
pub(crate) const CONFIRMED_PRINTS: &str = "COALESCE((SELECT MAX(confirmed) FROM print), 0)";

/// How far the record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The position of the ledger's head.
    pub ledger: i64,
    /// The count of prints.
    pub prints: i64,
}

/// What a page depends on other than its address and its reader: how far the record has come, and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    position: Position,
    today: NaiveDate,
}

/// The pages made at one moment.
#[derive(Debug)]
pub(crate) struct RememberedPages {
    for_everybody: Mutex<Pages>,
    for_people: Mutex<Pages>,
}

impl Default for RememberedPages {
    fn default() -> Self {
        Self { for_everybody: Mutex::new(Pages::new(MOST)), for_people: Mutex::new(Pages::new(MOST_FOR_PEOPLE)) }
    }
}

/// The key of a cached page: its address, and its reader if it is for one person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Seen {
    address: String,
    by: Option<Actor>,
}

impl Seen {
    fn size(&self) -> usize {
        let of_actor = |actor: &Actor| {
            let roles = actor.held.iter().map(|held| held.role.len() + 100);
            let openings = actor.openings.iter().map(|opening| opening.record.len() + 50);
            actor.name.len() + roles.chain(openings).sum::<usize>()
        };
        self.address.len() + self.by.as_ref().map_or(0, of_actor)
    }
}

#[derive(Debug)]
struct Pages {
    most: usize,
    moment: Option<Moment>,
    kept: HashMap<Arc<Seen>, Bytes>,
    bytes: usize,
}

impl Pages {
    fn new(most: usize) -> Self {
        Self { most, moment: None, kept: HashMap::new(), bytes: 0 }
    }

    fn keep(&mut self, moment: Moment, seen: Arc<Seen>, page: Bytes) {
        let address_size = seen.size();
        let size = address_size + page.len();
        if self.moment != Some(moment) || self.bytes + size > self.most {
            *self = Self { moment: Some(moment), ..Self::new(self.most) };
        }
        self.bytes += size;
        if let Some(before) = self.kept.insert(seen, page) {
            self.bytes = self.bytes.saturating_sub(address_size + before.len());
        }
    }
}

impl RememberedPages {
    fn of(&self, seen: &Seen) -> &Mutex<Pages> {
        if seen.by.is_some() { &self.for_people } else { &self.for_everybody }
    }

    fn find(&self, moment: Moment, seen: &Seen) -> Option<Bytes> {
        let pages = self.of(seen).lock().unwrap_or_else(PoisonError::into_inner);
        if pages.moment == Some(moment) { pages.kept.get(seen).cloned() } else { None }
    }

    fn keep(&self, moment: Moment, seen: Seen, page: Bytes) {
        self.of(&seen).lock().unwrap_or_else(PoisonError::into_inner).keep(moment, Arc::new(seen), page);
    }
}

#[derive(db::Row)]
struct Row {
    ledger: i64,
    prints: i64,
}

async fn position(connection: &impl ConnectionTrait) -> Result<Position, DbError> {
    let sql = format!("SELECT COALESCE((SELECT MAX(position) FROM ledger_head), 0) AS ledger, {CONFIRMED_PRINTS} AS prints");
    let row = db::row::<Row>(connection, &sql, []).await?;
    let Row { ledger, prints } = row.ok_or_else(|| DbError::Value("a count gave no row".to_owned()))?;
    Ok(Position { ledger, prints })
}

/// Caches the responses of routes whose pages depend only on the record and on the reader. Requests that authenticate by other
/// means than a session are not cached.
pub(crate) async fn remember(Extension(state): Extension<AppState>, request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map(|address| address.as_str().to_owned());
    let address = address.filter(|address| address.len() <= LONGEST_ADDRESS);
    let is_asked = request.method() == Method::GET && !request.headers().contains_key(header::AUTHORIZATION);
    let context = request.extensions().get::<Arc<RequestContext>>().cloned();
    let (Some(address), Some(context), true) = (address, context, is_asked) else { return next.run(request).await };
    let seen = Seen { address, by: Some(&context.actor).filter(|actor| actor.is_signed_in()).cloned() };
    // Read before the page is made: a concurrent write changes the moment, and the page is then made again.
    let position = match context.position {
        Some(position) => Ok(position),
        None => position(state.db.reading()).await,
    };
    let moment = match position {
        Ok(position) => Moment { position, today: state.clock.today() },
        Err(error) => return crate::Error::from(error).into_response(),
    };
    if let Some(page) = state.remembered().find(moment, &seen) {
        return html(page);
    }
    // The page shows some of the settings, which must be those of this moment.
    if let Err(error) = state.settings_at(moment.position.ledger).await {
        return crate::Error::from(error).into_response();
    }
    let response = next.run(request).await;
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A response with other headers, such as a cookie or cache control, is not cached.
    let is_plain = response.headers().keys().all(|name| [header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name));
    let is_small = response.body().size_hint().exact().is_some_and(|size| size <= LARGEST);
    if response.status() != StatusCode::OK || !is_page || !is_plain || !is_small {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(page) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    state.remembered().keep(moment, seen, page.clone());
    Response::from_parts(parts, Body::from(page))
}

fn html(page: Bytes) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], page).into_response()
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

    fn by_anybody(address: &str) -> Seen {
        Seen { address: address.to_owned(), by: None }
    }

    #[test]
    fn pages_of_another_moment_are_forgotten_and_memory_has_its_bound() {
        let pages = RememberedPages::default();
        pages.keep(at(1), by_anybody("/meetings/1"), Bytes::from_static(b"old"));
        assert_eq!(pages.find(at(1), &by_anybody("/meetings/1")), Some(Bytes::from_static(b"old")));
        assert_eq!(pages.find(at(2), &by_anybody("/meetings/1")), None);
        assert_eq!(pages.find(at(1), &by_anybody("/meetings/2")), None);
        let tomorrow = Moment { today: at(1).today.succ_opt().expect("a day"), ..at(1) };
        assert_eq!(pages.find(tomorrow, &by_anybody("/meetings/1")), None);
        pages.keep(at(2), by_anybody("/meetings/1"), Bytes::from_static(b"new"));
        assert_eq!(pages.find(at(1), &by_anybody("/meetings/1")), None);
        for number in 0..400 {
            let somebody = Actor { account: AccountId::new(number + 1), name: "n".repeat(200), ..Actor::default() };
            for by in [None, Some(somebody)] {
                let seen = Seen { by, ..by_anybody(&format!("/meetings/{number}")) };
                pages.keep(at(2), seen.clone(), Bytes::from(vec![0; 200 * 1024]));
                assert!(pages.find(at(2), &seen).is_some());
                assert!(pages.for_everybody.lock().expect("nobody panicked").bytes <= MOST);
                assert!(pages.for_people.lock().expect("nobody panicked").bytes <= MOST_FOR_PEOPLE);
            }
        }
        for _ in 0..400 {
            pages.keep(at(3), by_anybody("/meetings/1"), Bytes::from(vec![0; 200 * 1024]));
        }
        assert!(pages.for_everybody.lock().expect("nobody panicked").bytes < 201 * 1024, "the same page again takes no more");
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
        let by = |actor: &Actor| Seen { by: Some(actor.clone()), ..by_anybody("/meetings/1") };
        pages.keep(at(1), by(&clerk), Bytes::from_static(b"the clerk's"));
        assert!(pages.find(at(1), &by(&clerk)).is_some());
        assert!(pages.find(at(1), &by_anybody("/meetings/1")).is_none());
        for other in [
            Actor { account: AccountId::new(2), ..clerk.clone() },
            Actor { name: "Cora Example".to_owned(), ..clerk.clone() },
            Actor { held: Vec::new(), ..clerk.clone() },
            Actor { openings: Vec::new(), ..clerk.clone() },
        ] {
            assert!(pages.find(at(1), &by(&other)).is_none(), "{other:?}");
        }
    }
}
