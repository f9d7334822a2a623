//! Accounts' roles and openings, cached in the process until the ledger moves on, so that a request need not read them again.

use crate::CLOCKS_DIFFER;
use crate::account::{AccountId, AccountState};
use crate::actor::{Actor, Held, Opening, Term};
use crate::holdings_store;
use crate::session::Stage;
use crate::session_store::Found;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// The most that is cached in total: accounts, roles and openings together. Each takes about 200 bytes.
const MOST: usize = 20_000;

/// An account's roles and openings. Each has its own end, so the cache stays correct after any of them ends.
#[derive(Debug, Default)]
pub(crate) struct Holdings {
    pub(crate) roles: Vec<(Term, Held)>,
    pub(crate) openings: Vec<(Range<DateTime<Utc>>, Opening)>,
}

impl Holdings {
    fn size(&self) -> usize {
        1 + self.roles.len() + self.openings.len()
    }

    fn held_on(&self, day: NaiveDate) -> Vec<Held> {
        self.roles.iter().filter(|(term, _)| term.holds_on(day)).map(|(_, held)| held.clone()).collect()
    }

    fn open_at(&self, now: DateTime<Utc>) -> Vec<Opening> {
        let mut open: Vec<Opening> = Vec::new();
        for (between, opening) in &self.openings {
            // An opening with a start in the future was made while the clock was wrong, and would stay open for too long.
            let is_open = between.start <= now + CLOCKS_DIFFER && now < between.end;
            if is_open && !open.contains(opening) {
                open.push(opening.clone());
            }
        }
        open
    }
}

/// A cache of accounts' roles and openings at one position of the ledger.
///
/// Every change to a role or an opening appends to the ledger in the same transaction, in whichever process it happens, so what was
/// read at a position is right for as long as the ledger is at that position. Only people with an account are cached, so a stranger
/// cannot fill the memory.
#[derive(Debug, Default)]
pub struct KeptHoldings(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    ledger: Option<i64>,
    by_account: HashMap<AccountId, Arc<Holdings>>,
    size: usize,
}

impl KeptHoldings {
    fn find(&self, ledger: i64, account: AccountId) -> Option<Arc<Holdings>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.ledger == Some(ledger) { kept.by_account.get(&account).cloned() } else { None }
    }

    fn keep(&self, ledger: i64, account: AccountId, holdings: Arc<Holdings>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.ledger != Some(ledger) || kept.size + holdings.size() > MOST {
            *kept = Kept { ledger: Some(ledger), ..Kept::default() };
        }
        kept.size += holdings.size();
        if let Some(before) = kept.by_account.insert(account, holdings) {
            kept.size = kept.size.saturating_sub(before.size());
        }
    }

    /// Returns the actor behind a session at `now`, on the day `today` in London. That actor is not signed in while the session is
    /// unfinished, and the result is `None` if the account may not sign in.
    ///
    /// The account's roles and openings are read from the database unless they are cached for the position of the ledger at which
    /// the session was found.
    ///
    /// # Errors
    /// Returns an error if a query fails or a stored place cannot be parsed.
    pub async fn actor(
        &self,
        connection: &Connection,
        found: &Found,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Option<Actor>, DbError> {
        if found.session.stage != Stage::SignedIn {
            return Ok(Some(Actor::nobody()));
        }
        if found.account_state != AccountState::Active {
            return Ok(None);
        }
        let account = found.session.account;
        let holdings = if let Some(holdings) = self.find(found.ledger, account) {
            holdings
        } else {
            // This is read after the position, so it is never older. A write in between moves the ledger, and the next request
            // reads it again.
            let holdings = Arc::new(holdings_store::of_account(connection, account, now).await?);
            self.keep(found.ledger, account, holdings.clone());
            holdings
        };
        let (held, openings) = (holdings.held_on(today), holdings.open_at(now));
        Ok(Some(Actor { account: Some(account), name: found.name.clone(), held, openings }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: i64) -> AccountId {
        AccountId::new(id).expect("a key")
    }

    fn holdings(roles: usize) -> Arc<Holdings> {
        let first = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        let role = |number| {
            let term = Term { from: first, until: first.succ_opt() };
            (term, Held { role: format!("role-{number}"), place: None })
        };
        Arc::new(Holdings { roles: (0..roles).map(role).collect(), openings: Vec::new() })
    }

    #[test]
    fn what_was_kept_at_one_position_is_not_found_at_another() {
        let kept = KeptHoldings::default();
        assert!(kept.find(0, account(1)).is_none());
        kept.keep(7, account(1), holdings(1));
        assert!(kept.find(7, account(1)).is_some());
        assert!(kept.find(7, account(2)).is_none());
        for other in [0, 6, 8] {
            assert!(kept.find(other, account(1)).is_none(), "{other}");
        }
        kept.keep(8, account(2), holdings(1));
        assert!(kept.find(8, account(1)).is_none() && kept.find(7, account(1)).is_none());
    }

    #[test]
    fn memory_has_its_bound() {
        let kept = KeptHoldings::default();
        for number in 1..30_000 {
            kept.keep(1, account(number), holdings(3));
            let now = kept.0.lock().expect("nobody panicked");
            assert!(now.size <= MOST && now.by_account.len() <= now.size);
        }
        for _ in 0..30_000 {
            kept.keep(2, account(1), holdings(3));
        }
        assert_eq!(kept.0.lock().expect("nobody panicked").size, 4, "the same account again takes no more");
    }

    #[test]
    fn roles_and_openings_end_by_themselves_while_they_are_kept() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 6, day).expect("a day");
        let instant = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let record = |name: &str| Opening { record: name.to_owned() };
        let between = |opens: &str, closes: &str, name| (instant(opens)..instant(closes), record(name));
        let holdings = Holdings {
            openings: vec![
                between("2024-06-04T09:00:00Z", "2024-06-04T10:00:00Z", "paper/1"),
                between("2024-06-04T09:00:00Z", "2024-06-04T11:00:00Z", "paper/1"),
                between("2024-06-04T09:30:00Z", "2024-06-04T10:30:00Z", "paper/2"),
            ],
            ..Arc::into_inner(holdings(2)).expect("one owner")
        };
        assert_eq!([3, 4, 5, 6].map(|on| holdings.held_on(day(on)).len()), [0, 2, 2, 0]);
        assert_eq!(holdings.open_at(instant("2024-06-04T09:59:59Z")), [record("paper/1"), record("paper/2")]);
        assert_eq!(holdings.open_at(instant("2024-06-04T10:30:00Z")), [record("paper/1")]);
        assert!(holdings.open_at(instant("2024-06-04T11:00:00Z")).is_empty());
        assert_eq!(holdings.open_at(instant("2024-06-04T09:29:00Z")).len(), 2, "another server's clock may be a little ahead");
        assert_eq!(holdings.open_at(instant("2024-06-04T09:28:59Z")), [record("paper/1")], "opened while a clock was wrong");
    }
}
