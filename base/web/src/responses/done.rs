//! Redirecting after a form, and what the page then reports as just done.

use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;

/// `?done=changed` at the end of an address: the page has a sentence for each word that it knows, and none for others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    /// The word.
    pub done: String,
}

/// Redirects to the page at `address`, which confirms what `word` says was done.
pub fn redirect_done(address: &str, word: &str) -> Redirect {
    let (address, fragment) = address.split_once('#').map_or((address, String::new()), |(page, at)| (page, format!("#{at}")));
    let mark = if address.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{address}{mark}done={word}{fragment}"))
}

/// Renders the confirmation for the word, from the page's words with their sentences; nothing if the page does not know it.
pub fn confirmation(done: &str, sentences: &[(&str, &str)]) -> Markup {
    let sentence = sentences.iter().find(|(word, _)| *word == done).map(|(_, sentence)| *sentence);
    html! { @if let Some(sentence) = sentence { (ui::done(sentence)) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;
    use axum::response::IntoResponse;

    #[test]
    fn the_word_goes_into_the_query() {
        let to = |address| {
            let response = redirect_done(address, "saved").into_response();
            response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        assert_eq!(to("/papers/3"), "/papers/3?done=saved");
        assert_eq!(to("/papers?page=2#end"), "/papers?page=2&done=saved#end");
    }

    #[test]
    fn only_known_words_are_confirmed() {
        let sentences = [("added", "Paper added")];
        assert!(confirmation("added", &sentences).into_string().contains("Paper added"));
        assert_eq!(confirmation("<b>", &sentences).into_string(), "");
    }
}
