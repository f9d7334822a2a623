//! Every component with a sample: read by people on the page `/style-guide`, and rendered by the tests.

use maud::Markup;

/// A component with a sample of it.
pub struct Sample {
    /// What it is called: `Summary list`.
    pub name: &'static str,
    /// When to use it.
    pub description: &'static str,
    /// The sample.
    pub markup: Markup,
}

/// A sample of every component.
pub fn samples() -> Vec<Sample> {
    Vec::new()
}
