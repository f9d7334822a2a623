//! The kinds of job and the schedules that the capabilities declare, joined and checked.

use crate::{Claimed, Context, Failure, Retry, Schedule, When};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// A handler that is running.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

type Run<C> = Arc<dyn Fn(C, Claimed) -> Running + Send + Sync>;

/// How long a job may run, unless its kind says otherwise.
const USUAL_TIME: Duration = Duration::from_mins(10);

/// A kind of job, and the function that runs it. One process runs one job of a kind at a time.
pub struct Kind<C> {
    pub(crate) name: &'static str,
    pub(crate) run: Run<C>,
    pub(crate) retry: Retry,
    pub(crate) within: Duration,
    pub(crate) runs_here: fn(&C) -> bool,
}

impl<C> fmt::Debug for Kind<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Kind").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<C> Kind<C> {
    /// Declares a kind of job. Its name begins with that of its capability: `drafting.remind`.
    pub fn new<F, Fut>(name: &'static str, run: F) -> Self
    where
        F: Fn(C, Claimed) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let run: Run<C> = Arc::new(move |context, claimed| Box::pin(run(context, claimed)));
        Self { name, run, retry: Retry::USUAL, within: USUAL_TIME, runs_here: |_| true }
    }

    /// Sets how often it is tried.
    #[must_use]
    pub fn retried(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// Sets how long an attempt may take. One that takes longer is ended, and has failed.
    #[must_use]
    pub fn within(self, within: Duration) -> Self {
        Self { within, ..self }
    }

    /// Leaves the jobs to other processes, or to a later start, unless this returns `true`: email needs a mail server.
    #[must_use]
    pub fn where_possible(self, runs_here: fn(&C) -> bool) -> Self {
        Self { runs_here, ..self }
    }
}

/// All kinds of job and all schedules.
pub struct Jobs<C> {
    kinds: BTreeMap<&'static str, Kind<C>>,
    schedules: Vec<Schedule>,
}

impl<C> Default for Jobs<C> {
    fn default() -> Self {
        Self { kinds: BTreeMap::new(), schedules: Vec::new() }
    }
}

impl<C> fmt::Debug for Jobs<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Jobs").field("kinds", &self.kinds.keys()).field("schedules", &self.schedules).finish()
    }
}

/// Why what the capabilities declare does not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeclarationError {
    /// Two kinds of job have one name.
    #[error("two kinds of job are called {0}; each needs a name of its own")]
    KindTwice(&'static str),
    /// Two schedules are for one kind of job.
    #[error("the kind of job {0} has two schedules; one is enough")]
    ScheduleTwice(&'static str),
    /// A schedule, or another declaration, names a kind of job that no capability declares.
    #[error("no capability declares the kind of job {0}, which is to be enqueued")]
    UnknownKind(&'static str),
    /// A schedule is never due, or at a time that no clock shows.
    #[error("the schedule of the kind of job {0} has no such time: {1:?}")]
    NoSuchTime(&'static str, When),
}

impl<C> Jobs<C> {
    /// Joins what the capabilities declare.
    ///
    /// # Errors
    /// If it does not fit together.
    pub fn new(kinds: Vec<Kind<C>>, schedules: Vec<Schedule>) -> Result<Self, DeclarationError> {
        let mut joined = Self { kinds: BTreeMap::new(), schedules };
        for kind in kinds {
            let name = kind.name;
            if joined.kinds.insert(name, kind).is_some() {
                return Err(DeclarationError::KindTwice(name));
            }
        }
        let mut scheduled = BTreeSet::new();
        for Schedule { kind, when } in joined.schedules.iter().copied() {
            joined.check_declared(kind)?;
            if !scheduled.insert(kind) {
                return Err(DeclarationError::ScheduleTwice(kind));
            }
            if matches!(when, When::EveryMinutes(0) | When::DailyAt(24.., _) | When::DailyAt(_, 60..)) {
                return Err(DeclarationError::NoSuchTime(kind, when));
            }
        }
        Ok(joined)
    }

    /// Checks that a kind of job is declared.
    ///
    /// # Errors
    /// If it is not.
    pub fn check_declared(&self, kind: &'static str) -> Result<(), DeclarationError> {
        if self.kinds.contains_key(kind) { Ok(()) } else { Err(DeclarationError::UnknownKind(kind)) }
    }

    /// Returns the names of all kinds of job, in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.kinds.keys().copied().collect()
    }

    /// Returns the schedules.
    pub fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&Kind<C>> {
        self.kinds.get(name)
    }
}

impl<C: Context> Jobs<C> {
    /// Returns the names of the kinds of job that this process can run.
    pub(crate) fn run_here(&self, context: &C) -> Vec<&'static str> {
        self.kinds.values().filter(|kind| (kind.runs_here)(context)).map(|kind| kind.name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &'static str) -> Kind<()> {
        Kind::new(name, |(), _| async { Ok(()) })
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let joined = |kinds: &[&'static str], schedules: &[Schedule]| {
            Jobs::new(kinds.iter().copied().map(kind).collect(), schedules.to_vec()).map(|joined| joined.names())
        };
        let daily = Schedule::daily_at("boats.remind", 7, 0);
        assert_eq!(joined(&["boats.remind", "boats.count"], &[daily]), Ok(vec!["boats.count", "boats.remind"]));
        assert_eq!(joined(&["boats.remind", "boats.remind"], &[]), Err(DeclarationError::KindTwice("boats.remind")));
        assert_eq!(joined(&["boats.remind"], &[daily, daily]), Err(DeclarationError::ScheduleTwice("boats.remind")));
        assert_eq!(joined(&[], &[daily]), Err(DeclarationError::UnknownKind("boats.remind")));
        for when in [Schedule::daily_at("a", 24, 0), Schedule::daily_at("a", 7, 60), Schedule::every_minutes("a", 0)] {
            assert_eq!(joined(&["a"], &[when]), Err(DeclarationError::NoSuchTime("a", when.when)));
        }
    }
}
