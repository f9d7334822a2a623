//! Where something stands in a document, in words: `Report “Dog control”, section 3.0, paragraph 3.2`.

/// A place in a document, told from the outside in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place(Vec<String>);

impl Place {
    /// A place inside this one.
    pub(crate) fn inside(&self, what: impl Into<String>) -> Self {
        let (mut steps, what) = (self.0.clone(), what.into());
        if !what.is_empty() {
            steps.push(what);
        }
        Self(steps)
    }

    /// The place in words.
    pub(crate) fn words(&self) -> String {
        self.0.join(", ")
    }
}

/// The beginning of a text, by which a person finds it.
pub(crate) fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    let short: String = words.join(" ").chars().take(60).collect();
    if short.len() < text.trim().len() { format!("{short} …") } else { short }
}
