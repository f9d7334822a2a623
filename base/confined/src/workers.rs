//! The parent's side: as many children as may work at once.

use crate::turns::Turns;
use crate::worker::{ConfinedError, Work, Worker};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Children that do the same work. They are started when they are needed and kept for the next request, which finds what they
/// remember of the last one warm; those in excess wait for their turn.
#[derive(Clone, Debug)]
pub struct Workers(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    work: Work,
    places: Semaphore,
    resting: Mutex<Vec<(Worker, u32)>>,
    requests_each: u32,
    turns: Turns,
}

impl Workers {
    /// At most `most` children at once, each ended after `requests_each` requests, so that what it has gathered in memory goes.
    pub fn new(work: Work, most: usize, requests_each: u32) -> Self {
        let parts = Parts {
            work,
            places: Semaphore::new(most.max(1)),
            resting: Mutex::default(),
            requests_each,
            turns: Turns::default(),
        };
        Self(Arc::new(parts))
    }

    /// The answer of a child to this request of somebody: at most one of theirs is worked on or next in line at a time, so that whoever
    /// sends many, or one that takes long, does not hold up others.
    ///
    /// # Errors
    /// [`ConfinedError::Busy`] at once if too many wait; otherwise as [`Workers::ask`].
    pub async fn ask_for(&self, person: &str, request: &[u8]) -> Result<Vec<u8>, ConfinedError> {
        let place = self.0.turns.join(person)?;
        let _turn = place.turn().await;
        self.ask(request).await
    }

    /// The answer of a child to this request.
    pub async fn ask(&self, request: &[u8]) -> Result<Vec<u8>, ConfinedError> {
        let parts = &*self.0;
        let _place = parts.places.acquire().await.map_err(|error| ConfinedError::NotStarted(error.to_string()))?;
        let rested = parts.resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let was_rested = rested.is_some();
        let (mut worker, mut asked) = match rested {
            Some(rested) => rested,
            None => (Worker::start(&parts.work)?, 0),
        };
        let mut answer = worker.ask(request).await;
        if was_rested && matches!(answer, Err(ConfinedError::Ended(_))) {
            // It may have been ended while it waited, which says nothing of this request.
            (worker, asked) = (Worker::start(&parts.work)?, 0);
            answer = worker.ask(request).await;
        }
        let sound = matches!(answer, Ok(_) | Err(ConfinedError::TooLarge { .. }));
        if sound && asked + 1 < parts.requests_each {
            parts.resting.lock().unwrap_or_else(PoisonError::into_inner).push((worker, asked + 1));
        }
        answer
    }
}
