//! The error for a step that is not possible.

use crate::Words;
use std::fmt;

/// The error for a step that is not possible now.
///
/// Its message is for the person who tried it: why not, and what is possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused<State: 'static, Step: 'static, Taker: 'static, Condition: 'static> {
    /// The state, or `None` if the life had not begun.
    pub state: Option<State>,
    /// The step that was tried.
    pub step: Step,
    /// Why it is not possible.
    pub why: Why<Taker, Condition>,
    /// What this person can do now.
    pub possible: Vec<Step>,
}

/// Why a step is not possible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why<Taker: 'static, Condition: 'static> {
    /// The table has no such step from this state.
    NoSuchStep,
    /// Only these may take it.
    NotTheirs(&'static [Taker]),
    /// This condition does not hold.
    Unmet(Condition),
}

impl<State: Words, Step: Words, Taker: Words, Condition: Words> fmt::Display for Refused<State, Step, Taker, Condition> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.why, self.state) {
            (Why::NotTheirs(takers), _) => {
                let takers: Vec<&str> = takers.iter().map(|taker| taker.label()).collect();
                return write!(formatter, "Only {} can do this.", takers.join(" or "));
            }
            (Why::Unmet(condition), _) => write!(formatter, "You can only do this if {}.", condition.label())?,
            (Why::NoSuchStep, Some(state)) => {
                write!(formatter, "You cannot do this while the status is ‘{}’.", state.label())?;
            }
            (Why::NoSuchStep, None) => formatter.write_str("This is not how it begins.")?,
        }
        let possible: Vec<&str> = self.possible.iter().map(|step| step.label()).collect();
        match (self.state, possible.as_slice()) {
            (None, _) => Ok(()),
            (Some(_), []) => formatter.write_str(" Nothing is possible now."),
            (Some(_), possible) => write!(formatter, " Possible now: {}.", possible.join(", ")),
        }
    }
}

impl<State: Words, Step: Words, Taker: Words, Condition: Words> std::error::Error for Refused<State, Step, Taker, Condition> {}
