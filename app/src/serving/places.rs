//! The connections being served: how many there may be in total and from one address, how much memory they may use, and which
//! one gives way when a limit is reached.
//!
//! No client keeps a place by doing nothing. When all places are taken, the connection that has waited longest for its client
//! is closed to make room; when too much memory is in use, the one that has made no progress for longest is closed.

use super::Limits;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// The places of all connections.
#[derive(Debug)]
pub(super) struct Places {
    limits: Limits,
    begun: Instant,
    taken: Mutex<Taken>,
    /// Notified when a place is released.
    freed: Notify,
    /// Permits for requests to be handled.
    turns: Semaphore,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    connections: HashMap<u64, Entry>,
    /// The number of connections, and of requests forwarded by a trusted proxy, by the network they come from.
    of_network: HashMap<String, usize>,
    /// Bytes of memory used by all connections that are not being closed.
    held: usize,
    /// The number of connections that are not being closed.
    live: usize,
}

#[derive(Debug)]
struct Entry {
    connection: Arc<Connection>,
    /// The network it comes from; `None` from a trusted proxy, which forwards requests for many.
    network: Option<String>,
    held: usize,
}

/// The shared state of a connection.
#[derive(Debug)]
pub(super) struct Connection {
    id: u64,
    /// The time of the last byte received or sent, in milliseconds since serving began.
    moved: AtomicU64,
    /// Whether the program is working on a response, so that it is the client that waits.
    at_work: AtomicBool,
    /// Whether data is waiting for the client to receive it.
    is_blocked: AtomicBool,
    /// Whether a piece of a response was passed on but is not completely written.
    is_writing: AtomicBool,
    /// Notified when the connection must close to make room for others.
    end: Notify,
    /// Whether it was notified.
    is_ended: AtomicBool,
}

/// The place of one connection, which is released on drop.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    pub(super) connection: Arc<Connection>,
}

/// Why a connection gets no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// This address has the maximum number of connections, and all of them are busy.
    Address,
}

impl Places {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        let turns = Semaphore::new(limits.at_once);
        Arc::new(Self { limits, begun: Instant::now(), taken: Mutex::default(), freed: Notify::new(), turns })
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes a place for a connection from `peer`, waiting until there is one.
    pub(super) async fn take(self: &Arc<Self>, peer: SocketAddr) -> Result<Place, Refusal> {
        loop {
            let freed = self.freed.notified();
            if let Some(place) = self.try_take(peer.ip())? {
                return Ok(place);
            }
            // By then, a connection that is busy now may be waiting for its client.
            let _ = tokio::time::timeout(Duration::from_millis(100), freed).await;
        }
    }

    fn try_take(self: &Arc<Self>, peer: IpAddr) -> Result<Option<Place>, Refusal> {
        let network = (!self.limits.trusts(peer)).then(|| access::attempt_store::network_of(peer));
        let mut taken = self.lock();
        if let Some(network) = &network
            && taken.of_network.get(network).is_some_and(|count| *count >= self.limits.per_address)
            && !self.end_longest_waiting(&mut taken, |entry| entry.network.as_ref() == Some(network))
        {
            return Err(Refusal::Address);
        }
        if taken.live >= self.limits.connections && !self.end_longest_waiting(&mut taken, |_| true) {
            return Ok(None);
        }
        taken.next += 1;
        taken.live += 1;
        let connection = Arc::new(Connection {
            id: taken.next,
            moved: AtomicU64::new(self.now()),
            at_work: AtomicBool::new(false),
            is_blocked: AtomicBool::new(false),
            is_writing: AtomicBool::new(false),
            end: Notify::new(),
            is_ended: AtomicBool::new(false),
        });
        if let Some(network) = &network {
            *taken.of_network.entry(network.clone()).or_default() += 1;
        }
        let entry = Entry { connection: connection.clone(), network, held: 0 };
        taken.connections.insert(connection.id, entry);
        Ok(Some(Place { places: self.clone(), connection }))
    }

    /// Closes the connection that has waited longest for its client, if one has waited long enough; returns whether it did.
    fn end_longest_waiting(&self, taken: &mut Taken, among: impl Fn(&Entry) -> bool) -> bool {
        let now = self.now();
        let waited = |entry: &Entry| now.saturating_sub(entry.connection.moved.load(Ordering::Relaxed));
        let waits = |entry: &&Entry| {
            among(entry)
                && !entry.connection.at_work.load(Ordering::Relaxed)
                && u128::from(waited(entry)) >= self.limits.gives_way_after.as_millis()
        };
        let longest = taken.connections.values().filter(waits).max_by_key(|entry| waited(entry)).map(|entry| entry.connection.id);
        longest.is_some_and(|id| {
            taken.end(id);
            true
        })
    }

    /// Adds to the memory counted for a connection; while the total is too high, closes the connections that have been idle
    /// longest.
    fn hold(&self, id: u64, bytes: usize) {
        let mut taken = self.lock();
        let Some(entry) = taken.connections.get_mut(&id) else { return };
        entry.held += bytes;
        taken.held += bytes;
        while taken.held > self.limits.memory {
            // The connection that was active last continues, however much memory it uses.
            let mut holders: Vec<(u64, u64)> = taken
                .connections
                .values()
                .filter(|entry| entry.held > 0)
                .map(|entry| (entry.connection.moved.load(Ordering::Relaxed), entry.connection.id))
                .collect();
            if holders.len() < 2 {
                return;
            }
            holders.sort_unstable();
            // A tenth at a time, so that a flood does not require a search for each of its connections.
            for (_, id) in holders.iter().take(holders.len().div_ceil(10)) {
                taken.end(*id);
                if taken.held <= self.limits.memory {
                    break;
                }
            }
        }
    }

    fn let_go(&self, id: u64, bytes: usize) {
        let mut taken = self.lock();
        if let Some(entry) = taken.connections.get_mut(&id) {
            let bytes = bytes.min(entry.held);
            entry.held -= bytes;
            taken.held -= bytes;
        }
    }

    /// Waits for a request's turn to be handled, which lasts until the permit is dropped; requests are handled in order of
    /// arrival.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // Acquiring fails only if the semaphore is closed, which never happens.
        self.turns.acquire().await.ok()
    }

    /// Takes a place for a request that a trusted proxy forwards from `network`; `None` if the maximum number is already being
    /// handled.
    pub(super) fn take_request(self: &Arc<Self>, network: String) -> Option<RequestPlace> {
        let mut taken = self.lock();
        let count = taken.of_network.entry(network.clone()).or_default();
        if *count >= self.limits.per_address {
            return None;
        }
        *count += 1;
        Some(RequestPlace { places: self.clone(), network })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Taken {
    /// Tells a connection to close, and no longer counts it.
    fn end(&mut self, id: u64) {
        if let Some(entry) = self.connections.remove(&id) {
            self.forget(&entry);
            entry.connection.is_ended.store(true, Ordering::Relaxed);
            entry.connection.end.notify_one();
        }
    }

    fn forget(&mut self, entry: &Entry) {
        self.live = self.live.saturating_sub(1);
        self.held = self.held.saturating_sub(entry.held);
        if let Some(network) = &entry.network {
            self.leave(network);
        }
    }

    fn leave(&mut self, network: &str) {
        if let Some(count) = self.of_network.get_mut(network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.of_network.remove(network);
            }
        }
    }
}

impl Place {
    /// Waits until the connection must close to make room for others.
    pub(super) async fn told_to_end(&self) {
        self.connection.end.notified().await;
    }

    /// Returns whether the connection was told to close to make room for others.
    pub(super) fn is_ended(&self) -> bool {
        self.connection.is_ended.load(Ordering::Relaxed)
    }

    /// Records whether data is waiting for the client to receive it.
    pub(super) fn set_blocked(&self, is_blocked: bool) {
        self.connection.is_blocked.store(is_blocked, Ordering::Relaxed);
    }

    /// Returns whether data is waiting for the client to receive it. The connection's task is woken when it has been received.
    pub(super) fn is_blocked(&self) -> bool {
        self.connection.is_blocked.load(Ordering::Relaxed)
    }

    /// Records that a piece of a response was passed on to be written.
    pub(super) fn begin_writing(&self) {
        self.connection.is_writing.store(true, Ordering::Relaxed);
    }

    /// Records that everything passed on is written; returns whether that included a piece of a response.
    pub(super) fn end_writing(&self) -> bool {
        self.connection.is_writing.swap(false, Ordering::Relaxed)
    }

    /// Returns whether a piece of a response was passed on but is not completely written. The connection's task is woken when
    /// it is.
    pub(super) fn is_writing(&self) -> bool {
        self.connection.is_writing.load(Ordering::Relaxed)
    }

    /// Records that bytes were received or sent.
    pub(super) fn moved(&self) {
        self.connection.moved.store(self.places.now(), Ordering::Relaxed);
    }

    /// Records whether the program is working or waiting for the client.
    pub(super) fn at_work(&self, at_work: bool) {
        self.connection.at_work.store(at_work, Ordering::Relaxed);
        self.moved();
    }

    pub(super) fn places(&self) -> &Arc<Places> {
        &self.places
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        // A connection that was told to close is no longer counted.
        if let Some(entry) = taken.connections.remove(&self.connection.id) {
            taken.forget(&entry);
        }
        drop(taken);
        self.places.freed.notify_waiters();
    }
}

/// The place of a request that came through a trusted proxy, which is released on drop.
#[derive(Debug)]
pub(super) struct RequestPlace {
    places: Arc<Places>,
    network: String,
}

impl Drop for RequestPlace {
    fn drop(&mut self) {
        self.places.lock().leave(&self.network);
    }
}

/// Memory used by a connection, counted until this is dropped.
#[derive(Debug)]
pub(super) struct Held {
    place: Arc<Place>,
    bytes: usize,
}

impl Held {
    pub(super) fn none(place: Arc<Place>) -> Self {
        Self { place, bytes: 0 }
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Changes the number of bytes counted.
    pub(super) fn set(&mut self, bytes: usize) {
        let before = std::mem::replace(&mut self.bytes, bytes);
        let id = self.place.connection.id;
        if bytes > before {
            self.place.places.hold(id, bytes - before);
        } else if bytes < before {
            self.place.places.let_go(id, before - bytes);
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.set(0);
    }
}

#[cfg(test)]
mod tests;
