//! What a page reports as just done, after a form redirected there.

use serde::Deserialize;

/// `?done=changed` at the end of an address: the page has a sentence for each word that it knows, and none for others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    /// The word.
    pub done: String,
}
