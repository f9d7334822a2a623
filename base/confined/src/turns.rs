//! Fair queueing: a person who sends many requests delays only their own.

use crate::worker::ConfinedError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The maximum number of one person's requests in the queue, including the one being processed. Each holds its document in memory.
const MOST_EACH: usize = 3;
/// The maximum number of everyone's requests in the queue.
const MOST_OF_ALL: usize = 20;

/// A queue for a scarce resource. Each person has at most one request in it at a time; their others wait behind that one, so that
/// the next in the queue is someone else's.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<String, Waiting>>);

#[derive(Debug)]
struct Waiting {
    count: usize,
    turn: Arc<Semaphore>,
}

/// A place in the queue, which is given up when dropped.
#[derive(Debug)]
pub struct Place<'a> {
    turns: &'a Turns,
    person: &'a str,
}

/// A person's turn, which ends when dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turns {
    /// Joins the queue.
    ///
    /// # Errors
    /// Returns [`ConfinedError::Busy`] if the person, or everyone together, already has the maximum number of requests in the
    /// queue.
    pub fn join<'a>(&'a self, person: &'a str) -> Result<Place<'a>, ConfinedError> {
        let mut line = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = line.values().map(|waiting| waiting.count).sum();
        let own = line.get(person).map_or(0, |waiting| waiting.count);
        if own >= MOST_EACH || all >= MOST_OF_ALL {
            return Err(ConfinedError::Busy { by_oneself: own >= MOST_EACH });
        }
        let new = || Waiting { count: 0, turn: Arc::new(Semaphore::new(1)) };
        line.entry(person.to_owned()).or_insert_with(new).count += 1;
        Ok(Place { turns: self, person })
    }
}

impl Place<'_> {
    /// Waits until no other request of the same person has its turn.
    pub async fn turn(&self) -> Option<Turn> {
        let turn = {
            let line = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
            line.get(self.person).map(|waiting| Arc::clone(&waiting.turn))
        };
        turn?.acquire_owned().await.ok().map(|permit| Turn { _permit: permit })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut line = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = line.get_mut(self.person) {
            waiting.count -= 1;
            if waiting.count == 0 {
                line.remove(self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_given_up_and_nobody_is_remembered() {
        let turns = Turns::default();
        let own: Vec<Place<'_>> = (0..MOST_EACH).map(|_| turns.join("a").expect("a place")).collect();
        assert_eq!(turns.join("a").err(), Some(ConfinedError::Busy { by_oneself: true }));
        let other = turns.join("b").expect("a place for somebody else");
        drop((own, other));
        assert!(turns.0.lock().expect("the line").is_empty());
        let names: Vec<String> = (0..=MOST_OF_ALL).map(|number| number.to_string()).collect();
        let all: Vec<_> = names.iter().map(|name| turns.join(name)).collect();
        assert!(matches!(all.last(), Some(Err(ConfinedError::Busy { by_oneself: false }))));
        assert_eq!(all.iter().filter(|place| place.is_ok()).count(), MOST_OF_ALL);
    }
}
