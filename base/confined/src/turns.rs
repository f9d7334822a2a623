//! Taking turns: whoever sends much waits behind themselves, and not others behind them.

use crate::worker::ConfinedError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many requests of one person may be in the line, the one that is worked on included. Each holds its document in memory.
const MOST_EACH: usize = 3;
/// How many requests of all people may be in the line.
const MOST_OF_ALL: usize = 20;

/// The line of those who wait for something that few can have at once. Each person has one request at most before it; their others wait
/// behind that one, so that the next in line is somebody else's.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<String, Waiting>>);

#[derive(Debug)]
struct Waiting {
    count: usize,
    turn: Arc<Semaphore>,
}

/// A place in the line, given up when it is dropped.
#[derive(Debug)]
pub struct Place<'a> {
    turns: &'a Turns,
    person: &'a str,
}

/// Somebody's turn, which ends when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turns {
    /// Joins the line.
    ///
    /// # Errors
    /// [`ConfinedError::Busy`] if the person, or all people together, have as many requests in the line as they may.
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
