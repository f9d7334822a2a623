//! The parent's pool of child processes.

use crate::turns::Turns;
use crate::worker::{ConfinedError, Work, Worker};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// A pool of children that do the same work. They are started when needed and kept for later requests, which benefit from their
/// warm caches. Requests beyond the maximum wait for their turn.
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
    /// Creates a pool of at most `most` children, each replaced after `requests_each` requests, so that memory it has accumulated
    /// is freed.
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

    /// Sends a person's request to a child and returns its response. At most one request of each person is being processed or is
    /// next in the queue, so that someone who sends many requests, or slow ones, does not delay others.
    ///
    /// # Errors
    /// Returns [`ConfinedError::Busy`] immediately if too many requests are waiting; otherwise the same errors as [`Workers::ask`].
    pub async fn ask_for(&self, person: &str, request: &[u8]) -> Result<Vec<u8>, ConfinedError> {
        let place = self.0.turns.join(person)?;
        let _turn = place.turn().await;
        self.ask(request).await
    }

    /// Sends a request to a child and returns its response.
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
            // The child may have ended while it was idle, for reasons unrelated to this request.
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
