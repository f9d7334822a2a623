//! The chain itself: pure functions over what an entry holds.

use crate::rows::LastSeals;
use chrono::{DateTime, SecondsFormat, Utc};

/// A BLAKE3 hash in hexadecimal, 64 characters; the one before the first entry is all zeros.
pub type Hash = String;

/// The hash before the first entry.
pub(crate) fn origin() -> Hash {
    "0".repeat(64)
}

/// What seals an entry.
#[derive(Clone, Debug)]
pub(crate) struct Sealed<'a> {
    pub position: i64,
    pub previous: &'a str,
    pub at: DateTime<Utc>,
    pub actor: &'a str,
    pub action: &'a str,
    pub record: &'a str,
    pub payload_digest: &'a str,
    /// Entries from before rows were sealed have one of these for the record they speak of.
    pub state_digest: Option<&'a str>,
    pub row_seals: Option<&'a str>,
}

impl Sealed<'_> {
    /// The hash over every part; each is preceded by its length, so that no two entries can run together into the same bytes.
    pub(crate) fn hash(&self) -> Hash {
        let at = instant(self.at);
        let position = self.position.to_string();
        let mut hasher = blake3::Hasher::new();
        for part in [self.previous, &position, &at, self.actor, self.action, self.record, self.payload_digest] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        // Entries from before states were sealed have none, and their hashes stay what they were.
        if let Some(state) = self.state_digest {
            hasher.update(&(state.len() as u64).to_be_bytes());
            hasher.update(state.as_bytes());
        }
        // No part has this length, so nothing that stands before can be taken for it.
        if let Some(row_seals) = self.row_seals {
            hasher.update(&u64::MAX.to_be_bytes());
            hasher.update(blake3::hash(row_seals.as_bytes()).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// An instant as it is sealed: UTC to the microsecond, the finest that both databases keep.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The digest of a payload as stored.
pub(crate) fn digest(payload: &str) -> Hash {
    blake3::hash(payload.as_bytes()).to_hex().to_string()
}

/// Something in the ledger that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The entry, counted from 1.
    pub position: i64,
    /// The record it speaks of.
    pub record: String,
    /// What is wrong.
    pub what: &'static str,
}

/// The outcome of reading the whole chain.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// How many entries were read.
    pub entries: u64,
    /// The hash of the last one.
    pub head: Hash,
    /// What is not as it was written.
    pub faults: Vec<Fault>,
    /// The position up to which the entries were read.
    pub(crate) position: i64,
    /// What they last said of each row.
    pub(crate) last_seals: LastSeals,
}
