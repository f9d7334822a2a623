//! Sessions: how long they last, and how far each has got in signing in.

use crate::account::AccountId;
use chrono::{DateTime, TimeDelta, Utc};

db::record_id!(
    /// The key of a session.
    SessionId
);

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// The longest time without a request.
    pub idle: TimeDelta,
    /// The longest time in total.
    pub whole: TimeDelta,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: TimeDelta::hours(1), whole: TimeDelta::hours(12) }
    }
}

/// How long a person may take between password and code.
pub(crate) const UNFINISHED: TimeDelta = TimeDelta::minutes(15);

/// How far a person has got in signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the code has yet to be entered.
    CodeToCome,
    /// The password was right; an authenticator app has yet to be set up.
    FactorToSetUp,
    /// Signed in.
    SignedIn,
}

db::stored_words!(Stage, word);

impl Stage {
    pub(crate) const ALL: [Self; 3] = [Self::CodeToCome, Self::FactorToSetUp, Self::SignedIn];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::CodeToCome => "code to come",
            Self::FactorToSetUp => "factor to set up",
            Self::SignedIn => "signed in",
        }
    }
}

/// A session that has not ended.
#[derive(Clone, Debug, db::Row)]
#[row(table = "session", unread(hash, ended_at))]
pub struct Session {
    /// Its key.
    pub id: SessionId,
    /// The account it belongs to.
    #[row(column = "account_id")]
    pub account: AccountId,
    /// How far the person has got in signing in.
    pub stage: Stage,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// The network address from which it began.
    pub network: String,
    /// The browser's description of itself.
    pub browser: String,
    /// How the person signed in: `password` or `provider`.
    pub means: String,
    /// Data that the stage needs.
    pub pending: Option<String>,
}

impl Session {
    /// Returns whether the session is still valid. A start or last use well in the future was recorded while the clock was wrong;
    /// such a session is not valid, because it would outlast the limits.
    pub fn lasts(&self, limits: SessionLimits, now: DateTime<Utc>) -> bool {
        if self.begun_at.max(self.seen_at) > now + limits.idle {
            return false;
        }
        match self.stage {
            Stage::SignedIn => now < self.seen_at + limits.idle && now < self.begun_at + limits.whole,
            Stage::CodeToCome | Stage::FactorToSetUp => now < self.begun_at + UNFINISHED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_when_idle_when_old_and_when_left_unfinished() {
        let limits = SessionLimits::default();
        let begun: DateTime<Utc> = "2024-06-04T09:00:00Z".parse().expect("an instant");
        let mut session = Session {
            id: SessionId::new(1).expect("a key"),
            account: AccountId::new(1).expect("a key"),
            stage: Stage::SignedIn,
            begun_at: begun,
            seen_at: begun,
            network: String::new(),
            browser: String::new(),
            means: "password".into(),
            pending: None,
        };
        assert!(session.lasts(limits, begun + TimeDelta::minutes(59)));
        assert!(!session.lasts(limits, begun + TimeDelta::minutes(60)));
        session.seen_at = begun + TimeDelta::minutes(719);
        assert!(session.lasts(limits, begun + TimeDelta::minutes(719)));
        assert!(!session.lasts(limits, begun + TimeDelta::hours(12)));
        assert!(!session.lasts(limits, begun), "it was used at a time that has not come: the clock was wrong");
        session.seen_at = begun;
        assert!(session.lasts(limits, begun - TimeDelta::minutes(1)), "two servers' clocks differ a little");
        assert!(!session.lasts(limits, begun - TimeDelta::minutes(61)));
        session.stage = Stage::CodeToCome;
        assert!(!session.lasts(limits, begun + UNFINISHED));
    }
}
