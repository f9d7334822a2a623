//! Passwords: the rules for choosing them, and how they are stored.
//!
//! A password must be long enough and not one that people commonly choose; there are no rules about kinds of characters (NIST SP
//! 800-63B, section 5.1.1.2, and the National Cyber Security Centre's guidance on password policy). Passwords are stored as
//! argon2id hashes with a random salt (RFC 9106).

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The minimum length, in characters.
pub const FEWEST_CHARACTERS: usize = 12;

/// The maximum length, in characters. Longer passwords would only cost the server time.
pub const MOST_CHARACTERS: usize = 200;

/// The number of guesses within which an informed attacker must not find the password. At this number zxcvbn, whose lists of common
/// passwords and words are used here, starts to call a password safe against guessing at a slow hash (its score 3).
const FEWEST_GUESSES: u64 = 100_000_000;

/// What is wrong with a password, in words for the person who chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short.
    #[error("Password must be {FEWEST_CHARACTERS} characters or more")]
    TooShort,
    /// Too long.
    #[error("Password must be {MOST_CHARACTERS} characters or fewer")]
    TooLong,
    /// Known from breaches, a common choice, or based on the person's own name.
    #[error("Password is too easy to guess. Use three or four unrelated words")]
    EasilyGuessed,
}

/// Checks whether a password may be chosen by a person with these names (their own, their email address, the council's).
pub fn check(password: &str, names: &[&str]) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < FEWEST_CHARACTERS {
        return Err(PasswordFault::TooShort);
    }
    if length > MOST_CHARACTERS {
        return Err(PasswordFault::TooLong);
    }
    let parts: Vec<&str> =
        names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).filter(|part| part.len() > 2).collect();
    if zxcvbn::zxcvbn(password, &parts).guesses() < FEWEST_GUESSES { Err(PasswordFault::EasilyGuessed) } else { Ok(()) }
}

/// The cost of argon2id: 64 MiB, three passes, one lane (RFC 9106, section 4, second recommended option with one lane). It takes
/// about a tenth of a second.
const MEMORY_IN_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// How many password checks may wait at once. Further ones are asked to try again, so that a flood of requests ties up nothing.
const MOST_WAITING: usize = 100;

/// Why a password could not be checked or hashed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many passwords are being checked at the moment.
    #[error("too many people are signing in at this moment")]
    Busy,
    /// The stored hash is not valid, or the hashing failed.
    #[error("the password could not be checked: {0}")]
    Failed(String),
}

/// A checker and hasher of passwords. It handles one at a time, so that many attempts at once still leave a processor for the site.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    cost: (u32, u32),
    /// A hash to verify when the account does not exist, so that the attempt takes as long.
    nobodys: Arc<String>,
}

impl Passwords {
    /// Creates one with the cost meant for an installation.
    pub fn new() -> Result<Self, PasswordError> {
        Self::with_cost(MEMORY_IN_KIB, PASSES)
    }

    /// Creates one with the lowest cost, for tests and demonstrations that create many accounts.
    pub fn quick() -> Result<Self, PasswordError> {
        Self::with_cost(Params::MIN_M_COST, 1)
    }

    fn with_cost(memory: u32, passes: u32) -> Result<Self, PasswordError> {
        let nobodys = hash("not the password of any account", (memory, passes))?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
            cost: (memory, passes),
            nobodys: Arc::new(nobodys),
        })
    }

    /// Returns the hash to store for a password, as a PHC string.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (password, cost) = (password.to_owned(), self.cost);
        self.in_turn(move || hash(&password, cost)).await?
    }

    /// Returns whether the password matches the stored hash. If `kept` is `None`, because there is no account, this takes as long
    /// and returns `false`.
    pub async fn is_right(&self, password: &str, kept: Option<&str>) -> Result<bool, PasswordError> {
        let is_somebodys = kept.is_some();
        let kept = kept.unwrap_or(&self.nobodys).to_owned();
        // Longer passwords were never accepted, so hashing all of one would only waste time.
        let password: String = password.chars().take(MOST_CHARACTERS + 1).collect();
        let is_right = self.in_turn(move || verify(&password, &kept)).await??;
        Ok(is_right && is_somebodys)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let failed = |error: &dyn std::error::Error| PasswordError::Failed(error.to_string());
        let _place = self.waiting.clone().try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|error| failed(&error))?;
        let work = move || {
            // The turn lasts until the work ends, even if the request is dropped first.
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}

fn argon2((memory, passes): (u32, u32)) -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(memory, passes, 1, None).map_err(|error| PasswordError::Failed(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, cost: (u32, u32)) -> Result<String, PasswordError> {
    let hash = argon2(cost)?.hash_password(password.as_bytes()).map_err(|error| PasswordError::Failed(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(password: &str, kept: &str) -> Result<bool, PasswordError> {
    let kept = PasswordHash::new(kept).map_err(|error| PasswordError::Failed(error.to_string()))?;
    // The cost comes from the stored hash, so that raising it later does not lock people out.
    Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_and_common_choices_are_refused() {
        let names = ["Petra Placeholder", "petra.placeholder@ashmere.example", "Ashmere Borough Council"];
        assert_eq!(check("short", &names), Err(PasswordFault::TooShort));
        assert_eq!(check("ééééééééééé", &names), Err(PasswordFault::TooShort));
        assert_eq!(check(&"lantern quay ".repeat(20), &names), Err(PasswordFault::TooLong));
        for common in
            ["password1234", "Passw0rd1234", "qwertyuiop12", "123456789012", "aaaaaaaaaaaa", "petraplaceholder", "ashmereborough"]
        {
            assert_eq!(check(common, &names), Err(PasswordFault::EasilyGuessed), "{common}");
        }
        for good in ["lantern otter quay marmalade", "correct hörse bättery", "xK29fq81LmZ0"] {
            assert_eq!(check(good, &names), Ok(()), "{good}");
        }
    }

    #[tokio::test]
    async fn only_the_right_password_of_somebody_is_right() {
        let passwords = Passwords::quick().expect("a cost");
        let kept = passwords.hash("lantern otter quay").await.expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$"), "{kept}");
        assert_ne!(kept, passwords.hash("lantern otter quay").await.expect("another salt"));
        assert!(passwords.is_right("lantern otter quay", Some(&kept)).await.expect("an answer"));
        assert!(!passwords.is_right("lantern otter quai", Some(&kept)).await.expect("an answer"));
        assert!(!passwords.is_right("not the password of any account", None).await.expect("an answer"));
        assert!(passwords.is_right("x", Some("not a hash")).await.is_err());
    }

    #[tokio::test]
    async fn a_flood_is_turned_away_before_it_holds_memory() {
        let passwords = Passwords::quick().expect("a cost");
        let turn = passwords.turns.clone().acquire_owned().await.expect("the turn");
        let mut waiting = Vec::new();
        for _ in 0..MOST_WAITING {
            let passwords = passwords.clone();
            waiting.push(tokio::spawn(async move { passwords.is_right("a guess", None).await }));
        }
        while passwords.waiting.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(passwords.is_right("one too many", None).await, Err(PasswordError::Busy)));
        drop(turn);
        for attempt in waiting {
            assert!(!attempt.await.expect("it ran").expect("an answer"));
        }
    }
}
