//! Passing a report on: sending it for clearance, clearing it, giving it back, taking it back. Each step is recorded in the
//! report's clearance history and notifies the person who has the report next.

use crate::clearance::path_of;
use crate::draft::life::Condition;
use crate::draft::open_draft::OpenDraft;
use crate::draft::telling::Message;
use crate::draft::{Clearance, Draft, LIFE, State, Step, Taker, waiting};
use crate::{clearance, draft};
use access::By;
use db::WriteTransaction;
use lifecycle::{Refused, Transition};
use web::{AppState, Error, Result};

/// A line of the table of states.
type Line = Transition<State, Step, Taker, Condition>;

/// What is known of a report before it is passed on.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub may_write: bool,
    pub may_clear: bool,
    /// Whether it is as the page showed it.
    pub is_as_read: bool,
    /// Whether every required section has text, and every figure and image can be found.
    pub is_complete: bool,
    pub has_reason: bool,
}

impl Facts {
    /// Returns the line of the table for a step. `path` is the path after it.
    pub(crate) fn take(
        self,
        from: State,
        step: Step,
        path: &[Clearance],
    ) -> Result<&'static Line, Refused<State, Step, Taker, Condition>> {
        let may = |taker| match taker {
            Taker::Author | Taker::Clerk => self.may_write,
            Taker::Clearer => self.may_clear,
            Taker::Agenda => false,
        };
        let holds = |condition| match condition {
            Condition::AsRead => self.is_as_read,
            Condition::Complete => self.is_complete,
            Condition::Reason => self.has_reason,
            Condition::AllCleared => waiting(path).is_none(),
        };
        LIFE.take(from, step, may, holds)
    }
}

/// A report being passed on in a transaction.
#[derive(Clone, Copy)]
pub(crate) struct HandOver<'a> {
    pub state: &'a AppState,
    pub transaction: &'a WriteTransaction,
    pub draft: &'a Draft,
    pub path: &'a [Clearance],
    pub facts: Facts,
    /// The hash of the content shown on the page, so that only what was read is cleared.
    pub hash: &'a str,
    pub by: By<'a>,
}

impl HandOver<'_> {
    /// Takes a step. `path` is the path after it.
    async fn take(&self, step: Step, path: &[Clearance]) -> Result<()> {
        let line = self.facts.take(self.draft.state, step, path)?;
        if line.to != self.draft.state {
            let moved = Draft { state: line.to, ..self.draft.clone() };
            draft::store::update(self.transaction, &moved, line.entry(), self.by).await?.version()?;
        }
        Ok(())
    }

    async fn note(&self, who: &str, what: &str, reason: Option<&str>) -> Result<()> {
        Ok(clearance::store::add_event(self.transaction, self.draft.id, (who, what, reason), self.hash, self.by).await?)
    }

    /// Notifies the first person who has not cleared it, or its authors if everyone has.
    async fn tell_next(&self, what: &str) -> Result<()> {
        let path = clearance::store::path(self.transaction, self.draft.id).await?;
        if let Some(next) = waiting(&path) {
            return draft::telling::to_clear(self.state, self.transaction, self.draft, next, what).await;
        }
        let message = Message {
            subject: "Report cleared",
            what: "Your report has been cleared by everyone who needed to clear it. It will be published with its agenda.",
            next: "View the report",
            page: "",
        };
        draft::telling::authors(self.state, self.transaction, self.draft, self.by.actor, message).await
    }

    /// Sends it for clearance.
    pub(crate) async fn send(&self, open: &OpenDraft) -> Result<()> {
        let steps = path_of(self.state, open).await?;
        clearance::store::lay_out(self.transaction, self.draft.id, &steps, self.hash).await?;
        self.note("Author", "Sent for clearance", None).await?;
        let path = clearance::store::path(self.transaction, self.draft.id).await?;
        self.take(Step::Send, &path).await?;
        self.tell_next("A report has been sent for clearance.").await
    }

    /// Clears it for the current step.
    pub(crate) async fn clear(&self) -> Result<()> {
        let step = waiting(self.path).ok_or_else(changed)?;
        clearance::store::clear(self.transaction, self.draft.id, step, self.hash, self.by).await?;
        self.note(&step.name, "Cleared", None).await?;
        self.take(Step::Clear, &clearance::store::path(self.transaction, self.draft.id).await?).await?;
        self.tell_next(&format!("{} has cleared a report.", step.name)).await
    }

    /// Gives it back to its authors, with reasons.
    pub(crate) async fn give_back(&self, reason: &str) -> Result<()> {
        let step = waiting(self.path).ok_or_else(changed)?;
        self.note(&step.name, clearance::store::GIVEN_BACK[0], Some(reason)).await?;
        self.take(Step::GiveBack, self.path).await?;
        let name = directory::actor_name(self.transaction, self.by.actor).await?;
        let message = Message {
            subject: "Report returned",
            what: &format!("{name} ({}) has returned your report. It needs changes before it can be cleared.", step.name),
            next: "Read the reasons, change the report and send it for clearance again",
            page: "/clearance",
        };
        draft::telling::authors(self.state, self.transaction, self.draft, self.by.actor, message).await
    }

    /// Takes it back from clearance, with reasons.
    pub(crate) async fn take_back(&self, reason: &str) -> Result<()> {
        let name = directory::actor_name(self.transaction, self.by.actor).await?;
        self.note("Author or clerk", "Taken back", Some(reason)).await?;
        self.take(Step::TakeBack, self.path).await?;
        let message = Message {
            subject: "Report withdrawn from clearance",
            what: &format!(
                "{name} has withdrawn a report from clearance to change it. You do not need to do anything until it is sent again."
            ),
            next: "View the report",
            page: "/clearance",
        };
        match waiting(self.path) {
            Some(step) => draft::telling::no_longer_to_clear(self.state, self.transaction, self.draft, step, message).await?,
            None => draft::telling::clerks(self.state, self.transaction, self.draft, self.by.actor, message).await?,
        }
        let message = Message {
            what: &format!("{name} has withdrawn your report from clearance. It can be changed and sent again."),
            next: "Read the reasons and change the report",
            ..message
        };
        draft::telling::authors(self.state, self.transaction, self.draft, self.by.actor, message).await
    }
}

/// Returns the error for a report that no one has to clear any more.
fn changed() -> Error {
    Error::NotUnderstood("Someone else has changed this report since you opened it. Read it again, then decide.".into())
}
