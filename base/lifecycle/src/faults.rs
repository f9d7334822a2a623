//! What is wrong with a table. Each capability's tests ask for nothing to be.

use crate::{Lifecycle, Transition, Words};
use std::collections::HashSet;

impl<State: Words, Step: Words, Taker: Words, Condition: Words> Lifecycle<State, Step, Taker, Condition> {
    /// Returns a sentence for each fault of the table, none if it is sound.
    ///
    /// In a sound table a life can begin, every state can be reached, exactly the declared ends have no step that leaves them, every
    /// step, taker and condition is used, every line can be taken by someone, and no line is hidden by an earlier one.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.faults_of_states();
        faults.extend(unused(Step::EVERY, |step| self.table.iter().any(|line| line.step == step)));
        faults.extend(unused(Taker::EVERY, |taker| self.table.iter().any(|line| line.by.contains(&taker))));
        faults.extend(unused(Condition::EVERY, |condition| self.table.iter().any(|line| line.needs(condition))));
        faults.extend(repeated(State::EVERY));
        faults.extend(repeated(Step::EVERY));
        for (at, line) in self.table.iter().enumerate() {
            if line.by.is_empty() {
                faults.push(format!("No one may take {:?} to {:?}.", line.step, line.to));
            }
            if self.table[..at].iter().any(|before| hides(before, line)) {
                faults.push(format!("An earlier line hides {:?} to {:?}.", line.step, line.to));
            }
        }
        faults
    }

    fn faults_of_states(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let named = self.table.iter().flat_map(|line| line.from.iter().chain([&line.to])).chain(self.ends);
        let undeclared = named.filter(|state| !State::EVERY.contains(state));
        faults.extend(undeclared.map(|state| format!("{state:?} is not declared.")));
        let reached = self.reached();
        for state in State::EVERY {
            if !reached.contains(state) {
                faults.push(format!("No steps lead to {state:?}."));
            }
            let is_left = self.table.iter().any(|line| line.from.contains(state));
            if is_left == self.ends.contains(state) {
                faults.push(if is_left { format!("{state:?} is not an end.") } else { format!("{state:?} is an end.") });
            }
        }
        faults
    }

    /// Returns the states that a life can reach.
    fn reached(&self) -> Vec<State> {
        let mut reached: Vec<State> = Vec::new();
        loop {
            let leads = |line: &&Transition<State, Step, Taker, Condition>| {
                !reached.contains(&line.to) && (line.from.is_empty() || line.from.iter().any(|from| reached.contains(from)))
            };
            let Some(next) = self.table.iter().find(leads).map(|line| line.to) else { return reached };
            reached.push(next);
        }
    }
}

/// Checks whether `before` applies whenever `line` does, so that `line` is never chosen.
fn hides<State: Words, Step: Words, Taker: Words, Condition: Words>(
    before: &Transition<State, Step, Taker, Condition>,
    line: &Transition<State, Step, Taker, Condition>,
) -> bool {
    let same_states =
        if line.from.is_empty() { before.from.is_empty() } else { line.from.iter().any(|from| before.from.contains(from)) };
    before.step == line.step
        && same_states
        && line.by.iter().all(|taker| before.by.contains(taker))
        && before.when.iter().all(|condition| line.when.contains(condition))
}

fn unused<W: Words>(every: &[W], is_used: impl Fn(W) -> bool) -> Vec<String> {
    every.iter().filter(|value| !is_used(**value)).map(|value| format!("{value:?} is not used.")).collect()
}

fn repeated<W: Words>(every: &[W]) -> Vec<String> {
    let mut known = HashSet::new();
    every.iter().filter(|value| !known.insert(value.word())).map(|value| format!("{value:?} has the word of another.")).collect()
}
