//! The life of a thing as a table: its states, the steps between them, who may take each, under which conditions, and what follows.
//!
//! Minutes, a public question, a report or an action each declare one [`Lifecycle`]. The table is the only way from one state to
//! another: a step that it lacks is a [`Refused`], whose message says what is possible now. The guides show the same table
//! ([`Lifecycle::markdown`]).
//!
//! # Examples
//!
//! ```
//! use lifecycle::{Follows, Lifecycle, begin, step};
//!
//! lifecycle::words! {
//!     /// The state of a fixed penalty notice.
//!     pub enum State {
//!         Issued = "issued", "Issued";
//!         Paid = "paid", "Paid";
//!         Cancelled = "cancelled", "Cancelled";
//!     }
//! }
//! lifecycle::words! {
//!     /// A step of a fixed penalty notice.
//!     pub enum Step {
//!         Issue = "issue", "Issue";
//!         Pay = "pay", "Record payment";
//!         Cancel = "cancel", "Cancel";
//!     }
//! }
//! lifecycle::words! {
//!     pub enum Taker {
//!         Officer = "an enforcement officer";
//!         Manager = "a manager";
//!     }
//! }
//! lifecycle::words! {
//!     pub enum Condition {
//!         InTime = "the payment period has not ended";
//!         Reason = "a reason is given";
//!     }
//! }
//!
//! static NOTICE: Lifecycle<State, Step, Taker, Condition> = Lifecycle {
//!     title: "States of a fixed penalty notice",
//!     about: "From issue to payment.",
//!     table: &[
//!         begin(Step::Issue, State::Issued).by(&[Taker::Officer]).then(&[Follows::Deadline("payment")]),
//!         step(Step::Pay, &[State::Issued], State::Paid).by(&[Taker::Officer]).when(&[Condition::InTime]),
//!         step(Step::Cancel, &[State::Issued], State::Cancelled).by(&[Taker::Manager]).when(&[Condition::Reason]),
//!     ],
//!     ends: &[State::Paid, State::Cancelled],
//! };
//!
//! let as_officer = |taker| taker == Taker::Officer;
//! let line = NOTICE.take(State::Issued, Step::Pay, as_officer, |_| true).expect("an officer records payments");
//! assert_eq!(line.to, State::Paid);
//! let refused = NOTICE.take(State::Issued, Step::Cancel, as_officer, |_| true).expect_err("not an officer");
//! assert_eq!(refused.to_string(), "Only a manager can do this.");
//! let refused = NOTICE.take(State::Paid, Step::Pay, as_officer, |_| true).expect_err("not twice");
//! assert_eq!(refused.to_string(), "You cannot do this while the status is ‘Paid’. Nothing is possible now.");
//! assert!(NOTICE.faults().is_empty());
//! ```

mod faults;
mod markdown;
mod refused;
#[cfg(test)]
mod walks;
mod words;

pub use refused::{Refused, Why};
pub use words::{Nothing, Words};

use std::fmt;

/// The life of one kind of thing.
///
/// `Taker` names those who may take a step: a role or a permission, as the capability sees them. `Condition` names what must hold.
/// Both are asked of the caller, who knows the facts.
#[derive(Debug)]
pub struct Lifecycle<State: 'static, Step: 'static, Taker: 'static, Condition: 'static> {
    /// The heading in the guide: ‘States of a meeting’.
    pub title: &'static str,
    /// A sentence or two for the guide.
    pub about: &'static str,
    /// The transitions. Those with the same step from the same state are tried in their order.
    pub table: &'static [Transition<State, Step, Taker, Condition>],
    /// The states that no step leaves.
    pub ends: &'static [State],
}

/// A line of the table.
#[derive(Debug)]
pub struct Transition<State: 'static, Step: 'static, Taker: 'static, Condition: 'static> {
    /// The step.
    pub step: Step,
    /// The states from which it is possible; empty if it begins the life.
    pub from: &'static [State],
    /// The state after the step.
    pub to: State,
    /// Those who may take it.
    pub by: &'static [Taker],
    /// What must hold.
    pub when: &'static [Condition],
    /// What follows.
    pub then: &'static [Follows],
}

/// What follows a step, apart from the new state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// An entry in the ledger with these words. Without this, the entry has the step's word.
    Ledger(&'static str),
    /// This is published.
    Publication(&'static str),
    /// These people are emailed.
    Email(&'static str),
    /// This is due by a day that is now set.
    Deadline(&'static str),
    /// Another record changes like this.
    Change(&'static str),
}

impl fmt::Display for Follows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(words) => write!(formatter, "ledger: “{words}”"),
            Self::Publication(what) => write!(formatter, "publication of {what}"),
            Self::Email(whom) => write!(formatter, "email to {whom}"),
            Self::Deadline(what) => write!(formatter, "deadline for {what}"),
            Self::Change(what) => formatter.write_str(what),
        }
    }
}

/// Declares the step that begins a life in state `to`.
pub const fn begin<State, Step, Taker, Condition>(step: Step, to: State) -> Transition<State, Step, Taker, Condition> {
    Transition { step, from: &[], to, by: &[], when: &[], then: &[] }
}

/// Declares a step from one of the states `from` to the state `to`.
pub const fn step<State, Step, Taker, Condition>(
    step: Step,
    from: &'static [State],
    to: State,
) -> Transition<State, Step, Taker, Condition> {
    Transition { step, from, to, by: &[], when: &[], then: &[] }
}

impl<State, Step, Taker, Condition> Transition<State, Step, Taker, Condition> {
    /// Names those who may take the step.
    #[must_use]
    pub const fn by(mut self, takers: &'static [Taker]) -> Self {
        self.by = takers;
        self
    }

    /// Names the conditions of the step, which must all hold.
    #[must_use]
    pub const fn when(mut self, conditions: &'static [Condition]) -> Self {
        self.when = conditions;
        self
    }

    /// Names what follows.
    #[must_use]
    pub const fn then(mut self, follows: &'static [Follows]) -> Self {
        self.then = follows;
        self
    }
}

impl<State: Words, Step: Words, Taker: Words, Condition: Words> Transition<State, Step, Taker, Condition> {
    /// Returns the words under which the ledger has the step.
    pub fn entry(&self) -> &'static str {
        let words = self.then.iter().find_map(|follows| if let Follows::Ledger(words) = follows { Some(*words) } else { None });
        words.unwrap_or_else(|| self.step.word())
    }

    /// Checks whether it must hold that `condition`.
    pub fn needs(&self, condition: Condition) -> bool {
        self.when.contains(&condition)
    }

    fn leaves(&self, state: Option<State>) -> bool {
        state.map_or(self.from.is_empty(), |state| self.from.contains(&state))
    }
}

/// The transition that is taken, or why there is none.
pub type Taken<State, Step, Taker, Condition> =
    Result<&'static Transition<State, Step, Taker, Condition>, Refused<State, Step, Taker, Condition>>;

impl<State: Words, Step: Words, Taker: Words, Condition: Words> Lifecycle<State, Step, Taker, Condition> {
    /// Returns the transition for a step from `from`, if the table has one that this person may take and whose conditions hold.
    ///
    /// `may` answers whether the person is one of these takers, `holds` whether a condition holds.
    ///
    /// # Errors
    /// Returns why the step is not possible, and what is.
    pub fn take(
        &self,
        from: State,
        step: Step,
        may: impl Fn(Taker) -> bool,
        holds: impl Fn(Condition) -> bool,
    ) -> Taken<State, Step, Taker, Condition> {
        self.choose(Some(from), step, &may, &holds).map_err(|why| Refused {
            state: Some(from),
            step,
            why,
            possible: self.possible(from, &may, &holds),
        })
    }

    /// Returns the transition that begins a life by a step, as [`Lifecycle::take`] does.
    ///
    /// # Errors
    /// Returns why the life cannot begin.
    pub fn start(
        &self,
        step: Step,
        may: impl Fn(Taker) -> bool,
        holds: impl Fn(Condition) -> bool,
    ) -> Taken<State, Step, Taker, Condition> {
        let refused = |why| Refused { state: None, step, why, possible: Vec::new() };
        self.choose(None, step, &may, &holds).map_err(refused)
    }

    /// Returns the steps that this person can take now, in the order of the table.
    pub fn possible(&self, from: State, may: impl Fn(Taker) -> bool, holds: impl Fn(Condition) -> bool) -> Vec<Step> {
        let mut possible: Vec<Step> = Vec::new();
        for line in self.table.iter().filter(|line| line.leaves(Some(from))) {
            if !possible.contains(&line.step) && self.choose(Some(from), line.step, &may, &holds).is_ok() {
                possible.push(line.step);
            }
        }
        possible
    }

    fn choose(
        &self,
        from: Option<State>,
        step: Step,
        may: &impl Fn(Taker) -> bool,
        holds: &impl Fn(Condition) -> bool,
    ) -> Result<&'static Transition<State, Step, Taker, Condition>, Why<Taker, Condition>> {
        let mut why = Why::NoSuchStep;
        for line in self.table.iter().filter(|line| line.step == step && line.leaves(from)) {
            if !line.by.iter().any(|taker| may(*taker)) {
                if why == Why::NoSuchStep {
                    why = Why::NotTheirs(line.by);
                }
                continue;
            }
            match line.when.iter().find(|condition| !holds(**condition)) {
                None => return Ok(line),
                // The last line is the one with the fewest conditions, so its condition is what is really missing.
                Some(unmet) => why = Why::Unmet(*unmet),
            }
        }
        Err(why)
    }
}
