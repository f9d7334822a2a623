//! The last few results of work that is the same each time, kept in memory.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// So many results, each under a name; the one that was used least recently goes first.
pub(crate) struct Remembered<T> {
    most: usize,
    results: Mutex<VecDeque<(String, T)>>,
}

impl<T: Clone> Remembered<T> {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, results: Mutex::default() }
    }

    pub(crate) fn find(&self, name: &str) -> Option<T> {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let at = results.iter().position(|(known, _)| known == name)?;
        let found = results.remove(at)?;
        let result = found.1.clone();
        results.push_back(found);
        Some(result)
    }

    pub(crate) fn keep(&self, name: impl Into<String>, result: &T) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.push_back((name.into(), result.clone()));
        while results.len() > self.most {
            results.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays() {
        let remembered = Remembered::new(2);
        remembered.keep("a", &1);
        remembered.keep("b", &2);
        assert_eq!(remembered.find("a"), Some(1));
        remembered.keep("c", &3);
        assert_eq!((remembered.find("a"), remembered.find("b"), remembered.find("c")), (Some(1), None, Some(3)));
    }
}
