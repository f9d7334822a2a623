//! What capabilities add to one another without knowing one another.

use std::any::{Any, TypeId};
use std::collections::HashMap;

/// Implementations of traits that other capabilities define, kept by trait.
///
/// A capability that others can add something to defines a trait; the others implement it and declare the implementation here. The
/// basis need not know either.
///
/// # Examples
///
/// ```
/// trait Greeting: Send + Sync {
///     fn words(&self) -> &str;
/// }
///
/// struct Hello;
///
/// impl Greeting for Hello {
///     fn words(&self) -> &str {
///         "Hello"
///     }
/// }
///
/// let contributions = web::Contributions::default().with::<dyn Greeting>(Box::new(Hello));
/// let words: Vec<&str> = contributions.of::<dyn Greeting>().map(Greeting::words).collect();
/// assert_eq!(words, ["Hello"]);
/// ```
#[derive(Default)]
pub struct Contributions(HashMap<TypeId, Vec<Box<dyn Any + Send + Sync>>>);

impl Contributions {
    /// Adds an implementation of a trait.
    #[must_use]
    pub fn with<T: ?Sized + Send + Sync + 'static>(mut self, one: Box<T>) -> Self {
        self.0.entry(TypeId::of::<T>()).or_default().push(Box::new(one));
        self
    }

    /// Returns the implementations of a trait, in the order in which they were added.
    pub fn of<T: ?Sized + Send + Sync + 'static>(&self) -> impl Iterator<Item = &T> + Send {
        let all = self.0.get(&TypeId::of::<T>()).into_iter().flatten();
        all.filter_map(|one| one.downcast_ref::<Box<T>>().map(AsRef::as_ref))
    }

    /// Adds all of another capability's implementations.
    pub(crate) fn extend(&mut self, other: Self) {
        for (of, implementations) in other.0 {
            self.0.entry(of).or_default().extend(implementations);
        }
    }
}
