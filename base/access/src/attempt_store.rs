//! Limits on attempts, kept so that a stranger who guesses does not lock a colleague out.
//!
//! What is counted against an account is counted for the network it comes from: somebody who guesses from elsewhere fills a bucket of
//! their own. A browser with which the account signed in before has its own bucket, too, so that a colleague behind the same
//! address as a guesser can still sign in.

use crate::CLOCKS_DIFFER;
use crate::account::AccountId;
use crate::token::hash_of;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, DbError, WriteTransaction};
use std::net::IpAddr;

/// Something whose attempts are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    name: String,
    most: i64,
}

/// How long an attempt counts.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

impl Bucket {
    /// Passwords tried for a mail address from a network: ten.
    pub fn password(mail: &str, network: &str) -> Self {
        Self { name: format!("password {} {network}", hash_of(mail)), most: 10 }
    }

    /// Passwords tried for an account with a browser that it used before: ten.
    pub fn known_browser(account: AccountId, browser_hash: &str) -> Self {
        Self { name: format!("browser {account} {browser_hash}"), most: 10 }
    }

    /// Attempts of any kind from a network: fifty.
    pub fn network(network: &str) -> Self {
        Self { name: format!("network {network}"), most: 50 }
    }

    /// Codes tried for an account from a network, after the right password: ten.
    pub fn code(account: AccountId, network: &str) -> Self {
        Self { name: format!("code {account} {network}"), most: 10 }
    }

    /// Asking from a network to be told what a board publishes: ten, since each sends a mail to somebody.
    pub fn following(network: &str) -> Self {
        Self { name: format!("following {network}"), most: 10 }
    }

    /// Mails asked for, for a mail address: three.
    pub fn mail(mail: &str) -> Self {
        Self { name: format!("mail {}", hash_of(mail)), most: 3 }
    }

    /// Forms of one kind that people without an account send from a network: as many as whoever takes them says.
    pub fn form(kind: &str, network: &str, most: i64) -> Self {
        Self { name: format!("form {kind} {network}"), most }
    }
}

/// The network that an address belongs to: an IPv4 address itself, of IPv6 the first 64 bits, which one customer holds.
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Whether a bucket is full at this moment. Attempts from a time that has not come yet were counted while the clock was wrong, and
/// count no more.
async fn is_full(transaction: &WriteTransaction, bucket: &Bucket, now: DateTime<Utc>) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM sign_in_attempt WHERE bucket = $1 AND at > $2 AND at <= $3";
    let values = [bucket.name.clone().into(), (now - WINDOW).into(), (now + CLOCKS_DIFFER).into()];
    Ok(db::single::<i64>(transaction, sql, values).await?.unwrap_or_default() >= bucket.most)
}

/// Counts an attempt, and forgets those that count no more.
async fn count(transaction: &WriteTransaction, buckets: &[&Bucket], now: DateTime<Utc>) -> Result<(), DbError> {
    for bucket in buckets {
        let sql = "INSERT INTO sign_in_attempt (bucket, at) VALUES ($1, $2)";
        db::execute(transaction, sql, [bucket.name.clone().into(), now.into()]).await?;
    }
    let values = [(now - WINDOW).into(), (now + CLOCKS_DIFFER).into()];
    db::execute(transaction, "DELETE FROM sign_in_attempt WHERE at <= $1 OR at > $2", values).await?;
    Ok(())
}

/// Counts an attempt in these buckets; returns `false`, and counts nothing, if one of them is full.
///
/// Whoever else counts in one of them waits until the transaction ends: of many attempts at once, none is let through that is over the
/// limit.
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

/// Counts an attempt in these buckets, in a transaction of its own; returns `false`, and counts nothing, if one of them is full.
pub async fn take_place(db: &Db, buckets: &[&Bucket], now: DateTime<Utc>) -> Result<bool, DbError> {
    let transaction = db.begin().await?;
    let has_place = take_place_in(&transaction, buckets, now).await?;
    if has_place {
        transaction.commit().await?;
    }
    Ok(has_place)
}

/// Forgets the attempts in a bucket: whoever filled it turned out to be right.
pub async fn clear(transaction: &WriteTransaction, bucket: &Bucket) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM sign_in_attempt WHERE bucket = $1", [bucket.name.clone().into()]).await?;
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
