//! What a page says was just done, after the form that did it led there.

use serde::Deserialize;

/// `?done=changed` at the end of an address: the page has a sentence for each word that it knows, and none for others.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Done {
    /// The word.
    #[serde(default)]
    pub done: String,
}
