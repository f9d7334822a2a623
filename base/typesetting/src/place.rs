//! A place in a document, in words: `Report “Dog control”, section 3.0, paragraph 3.2`.

/// A place in a document, from the outermost part inwards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place(Vec<String>);

impl Place {
    /// Returns a place inside this one.
    pub(crate) fn inside(&self, what: impl Into<String>) -> Self {
        let (mut steps, what) = (self.0.clone(), what.into());
        if !what.is_empty() {
            steps.push(what);
        }
        Self(steps)
    }

    /// Returns the place in words.
    pub(crate) fn words(&self) -> String {
        self.0.join(", ")
    }
}

/// Returns the first few words of a text, so that a person can find it.
pub(crate) fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    let short: String = words.join(" ").chars().take(60).collect();
    if short.len() < text.trim().len() { format!("{short} …") } else { short }
}
