//! The hash chain itself: pure functions over the contents of an entry.

use crate::rows::LastSeals;
use chrono::{DateTime, SecondsFormat, Utc};

/// A BLAKE3 hash in hexadecimal, 64 characters. The one before the first entry is all zeros.
pub type Hash = String;

/// Returns the hash before the first entry, which is that of an empty ledger.
pub fn origin() -> Hash {
    "0".repeat(64)
}

/// The parts of an entry that its hash covers.
#[derive(Clone, Debug)]
pub(crate) struct Sealed<'a> {
    pub position: i64,
    pub previous: &'a str,
    pub at: DateTime<Utc>,
    pub actor: &'a str,
    pub action: &'a str,
    pub record: &'a str,
    pub payload_digest: &'a str,
    /// Entries from before rows were sealed have a digest of the record they are about.
    pub state_digest: Option<&'a str>,
    pub row_seals: Option<&'a str>,
}

impl Sealed<'_> {
    /// Returns the hash of all parts. Each is preceded by its length, so that two different entries cannot produce the same bytes.
    pub(crate) fn hash(&self) -> Hash {
        let at = instant(self.at);
        let position = self.position.to_string();
        let mut hasher = blake3::Hasher::new();
        for part in [self.previous, &position, &at, self.actor, self.action, self.record, self.payload_digest] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        // Entries without a state digest must keep the hashes that they had before this field existed.
        if let Some(state) = self.state_digest {
            hasher.update(&(state.len() as u64).to_be_bytes());
            hasher.update(state.as_bytes());
        }
        // No part has this length, so the row seals cannot be mistaken for any part before them.
        if let Some(row_seals) = self.row_seals {
            hasher.update(&u64::MAX.to_be_bytes());
            hasher.update(blake3::hash(row_seals.as_bytes()).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Formats a time as it is sealed: UTC to the microsecond, the finest resolution that both databases store.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Returns the digest of a payload as stored.
pub(crate) fn digest(payload: &str) -> Hash {
    blake3::hash(payload.as_bytes()).to_hex().to_string()
}

/// A discrepancy found by verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The position of the entry, counted from 1.
    pub position: i64,
    /// The record that the entry is about.
    pub record: String,
    /// A description of what is wrong.
    pub what: &'static str,
}

/// The result of reading the whole chain.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// The number of entries read.
    pub entries: u64,
    /// The hash of the last entry.
    pub head: Hash,
    /// The discrepancies found.
    pub faults: Vec<Fault>,
    /// The position of the last entry read.
    pub(crate) position: i64,
    /// The last seal of each row, according to the entries read.
    pub(crate) last_seals: LastSeals,
}
