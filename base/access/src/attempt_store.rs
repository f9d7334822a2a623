//! Rate limits on attempts, designed so that a stranger who guesses passwords does not lock out a colleague.
//!
//! Attempts on an account are counted separately for each network, so an attacker elsewhere fills only their own bucket. A browser
//! that has signed in to the account before has its own bucket too, so that a colleague at the same address as an attacker can
//! still sign in.

use crate::CLOCKS_DIFFER;
use crate::account::AccountId;
use crate::token::hash_of;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, DbError, WriteTransaction};
use std::net::IpAddr;

/// A group of attempts that are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    name: String,
    most: i64,
}

/// How long an attempt counts.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

impl Bucket {
    /// Returns the bucket for passwords tried for an email address from a network: at most ten.
    pub fn password(mail: &str, network: &str) -> Self {
        Self { name: format!("password {} {network}", hash_of(mail)), most: 10 }
    }

    /// Returns the bucket for passwords tried for an account from a browser that it has used before: at most ten.
    pub fn known_browser(account: AccountId, browser_hash: &str) -> Self {
        Self { name: format!("browser {account} {browser_hash}"), most: 10 }
    }

    /// Returns the bucket for attempts of any kind from a network: at most fifty.
    pub fn network(network: &str) -> Self {
        Self { name: format!("network {network}"), most: 50 }
    }

    /// Returns the bucket for codes tried for an account from a network, after the right password: at most ten.
    pub fn code(account: AccountId, network: &str) -> Self {
        Self { name: format!("code {account} {network}"), most: 10 }
    }

    /// Returns the bucket for requests from a network to follow a board's publications: at most ten, because each sends an email.
    pub fn following(network: &str) -> Self {
        Self { name: format!("following {network}"), most: 10 }
    }

    /// Returns the bucket for emails requested for an email address: at most three.
    pub fn mail(mail: &str) -> Self {
        Self { name: format!("mail {}", hash_of(mail)), most: 3 }
    }

    /// Returns the bucket for forms of one kind sent from a network by people without an account: at most `most`.
    pub fn form(kind: &str, network: &str, most: i64) -> Self {
        Self { name: format!("form {kind} {network}"), most }
    }
}

/// Returns the network that an address belongs to: an IPv4 address itself, or the first 64 bits of an IPv6 address, which is what
/// one customer holds.
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// An attempt that counts in a bucket.
#[derive(db::Row)]
#[row(table = "sign_in_attempt", key(bucket, at))]
struct Attempt {
    bucket: String,
    at: DateTime<Utc>,
}

/// Checks whether a bucket is full. Attempts with a time in the future were recorded while the clock was wrong, and do not count.
async fn is_full(transaction: &WriteTransaction, bucket: &Bucket, now: DateTime<Utc>) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM sign_in_attempt WHERE bucket = $1 AND at > $2 AND at <= $3";
    let values = db::values![bucket.name, now - WINDOW, now + CLOCKS_DIFFER];
    Ok(db::count(transaction, sql, values).await? >= bucket.most)
}

/// Records an attempt, and deletes those that no longer count.
async fn count(transaction: &WriteTransaction, buckets: &[&Bucket], now: DateTime<Utc>) -> Result<(), DbError> {
    for bucket in buckets {
        db::insert!(transaction, Attempt { bucket: bucket.name, at: now }).await?;
    }
    let values = db::values![now - WINDOW, now + CLOCKS_DIFFER];
    db::execute(transaction, "DELETE FROM sign_in_attempt WHERE at <= $1 OR at > $2", values).await?;
    Ok(())
}

/// Records an attempt in these buckets. Returns `false`, and records nothing, if one of them is full.
///
/// Other transactions that use one of the buckets wait until this one ends, so simultaneous attempts cannot exceed the limit.
pub async fn take_place_in(transaction: &WriteTransaction, buckets: &[&Bucket], now: DateTime<Utc>) -> Result<bool, DbError> {
    let names: Vec<&str> = buckets.iter().map(|bucket| bucket.name.as_str()).collect();
    db::hold(transaction, &names).await?;
    for bucket in buckets {
        if is_full(transaction, bucket, now).await? {
            return Ok(false);
        }
    }
    count(transaction, buckets, now).await?;
    Ok(true)
}

/// Records an attempt in these buckets, in a transaction of its own. Returns `false`, and records nothing, if one of them is full.
pub async fn take_place(db: &Db, buckets: &[&Bucket], now: DateTime<Utc>) -> Result<bool, DbError> {
    let transaction = db.begin().await?;
    let has_place = take_place_in(&transaction, buckets, now).await?;
    if has_place {
        transaction.commit().await?;
    }
    Ok(has_place)
}

/// Deletes the attempts in a bucket, once the person has proved who they are.
pub async fn clear(transaction: &WriteTransaction, bucket: &Bucket) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM sign_in_attempt WHERE bucket = $1", db::values![bucket.name]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_or_what_one_customer_holds() {
        let network = |text: &str| network_of(text.parse().expect("an address"));
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
