//! Sessions: how long they last, and how far somebody has come in signing in.

use crate::account::AccountId;
use chrono::{DateTime, TimeDelta, Utc};

foundation::record_id!(
    /// The key of a session.
    SessionId
);

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: TimeDelta,
    /// In all.
    pub whole: TimeDelta,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: TimeDelta::hours(1), whole: TimeDelta::hours(12) }
    }
}

/// How long one may take between password and code.
pub(crate) const UNFINISHED: TimeDelta = TimeDelta::minutes(15);

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the code is to come.
    CodeToCome,
    /// The password was right; an app for codes is to be set up.
    FactorToSetUp,
    /// Signed in.
    SignedIn,
}

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

/// A session that lasts.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its key.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// How far they have come.
    pub stage: Stage,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// From which network address it began.
    pub network: String,
    /// What the browser called itself.
    pub browser: String,
    /// How they signed in: `password`, `provider`.
    pub means: String,
    /// What the stage needs to remember.
    pub pending: Option<String>,
}

impl Session {
    /// Whether it lasts still. One that was begun or used long after now, because the clock was wrong then, does not: it would last for
    /// longer than the limits allow.
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
