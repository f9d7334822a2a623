//! An in-memory cache of the last few results of work that gives the same result each time.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A limited number of results, each under a name; the least recently used is dropped first.
pub(crate) struct Remembered<T> {
    most: usize,
    most_bytes: usize,
    results: Mutex<VecDeque<Kept<T>>>,
}

struct Kept<T> {
    name: String,
    result: T,
    bytes: usize,
    /// When it expires, whether or not it was used.
    until: Option<Instant>,
}

impl<T: Clone> Remembered<T> {
    /// Creates a cache of at most `most` results, with at most `most_bytes` in total.
    pub(crate) fn new(most: usize, most_bytes: usize) -> Self {
        Self { most, most_bytes, results: Mutex::default() }
    }

    pub(crate) fn find(&self, name: &str) -> Option<T> {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        forget_old(&mut results);
        let at = results.iter().position(|known| known.name == name)?;
        let found = results.remove(at)?;
        let result = found.result.clone();
        results.push_back(found);
        Some(result)
    }

    /// Caches a result of this many bytes, at most for the time given.
    pub(crate) fn keep(&self, name: impl Into<String>, result: &T, bytes: usize, lasting: Option<Duration>) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let name = name.into();
        results.retain(|known| known.name != name);
        forget_old(&mut results);
        results.push_back(Kept { name, result: result.clone(), bytes, until: lasting.map(|lasting| Instant::now() + lasting) });
        let mut all: usize = results.iter().map(|known| known.bytes).sum();
        while results.len() > self.most || all > self.most_bytes {
            let Some(gone) = results.pop_front() else { break };
            all -= gone.bytes;
        }
    }
}

fn forget_old<T>(results: &mut VecDeque<Kept<T>>) {
    let now = Instant::now();
    results.retain(|known| known.until.is_none_or(|until| now < until));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays() {
        let remembered = Remembered::new(2, 100);
        remembered.keep("a", &1, 1, None);
        remembered.keep("b", &2, 1, None);
        assert_eq!(remembered.find("a"), Some(1));
        remembered.keep("c", &3, 1, None);
        assert_eq!((remembered.find("a"), remembered.find("b"), remembered.find("c")), (Some(1), None, Some(3)));
    }

    #[test]
    fn bytes_and_age_are_limited() {
        let remembered = Remembered::new(5, 100);
        remembered.keep("a", &1, 60, None);
        remembered.keep("b", &2, 60, None);
        assert_eq!((remembered.find("a"), remembered.find("b")), (None, Some(2)), "both together are too much");
        remembered.keep("c", &3, 101, None);
        assert_eq!(remembered.find("c"), None, "it is too much alone");
        remembered.keep("d", &4, 1, Some(Duration::ZERO));
        assert_eq!(remembered.find("d"), None, "its time is over");
        remembered.keep("e", &5, 1, Some(Duration::from_hours(1)));
        remembered.keep("e", &6, 1, None);
        assert_eq!(remembered.find("e"), Some(6), "the newest of a name");
    }
}
