//! The sentence that a figure makes where it is inserted, so that its author sees it before.

use crate::insertion::Place;
use crate::live_figures::{self, fill};
use crate::section_notes::words_of;
use crate::{markdown, own_chart};
use figures::{Form, Frozen};
use maud::{Markup, html};
use web::{AppState, Result};

/// A letter that no text has: where the figure is.
const HERE: char = '\u{e000}';

/// Returns the sentence with the figure in it, or the table or chart and the words that it follows.
pub(crate) async fn of(state: &AppState, (text, place): (&str, Place), figure: &Frozen, typed: &str) -> Result<Markup> {
    let marked = place.insert(text, &HERE.to_string());
    let block = marked.split("\n\n").find(|block| block.contains(HERE)).unwrap_or_default();
    // Another chart or table in the same paragraph is no part of a sentence, and a chart's own numbers are none.
    let filled = fill(state, &[block], state.clock.now(), figure.ledger_position).await?;
    let words = words_of(&markdown::blocks(filled.texts.first().map_or("", String::as_str)));
    let (before, after) = words.split_once(HERE).unwrap_or((&words, ""));
    let (before, after) = (last_sentence(before), first_sentence(after));
    if matches!(figure.form, Form::Table | Form::Chart) {
        return Ok(html! {
            @if !before.is_empty() { p class="govuk-body" { "After “" (before) "”:" } }
            (live_figures::shown(figure))
        });
    }
    let is_own_chart = block.contains(&format!("```{}", own_chart::WORD));
    Ok(html! {
        p class="govuk-body" { @if !is_own_chart { (before) } strong { (figure.text) } @if !is_own_chart { (after) } }
        p class="govuk-hint" { "In plain text: [[" (typed) "]]" }
    })
}

/// The end of words, from where their last sentence begins.
fn last_sentence(words: &str) -> &str {
    let trimmed = words.trim_end();
    let from =
        trimmed.rmatch_indices(['.', '?', '!']).find(|(at, _)| trimmed[at + 1..].starts_with(' ')).map_or(0, |(at, _)| at + 2);
    // The whole of it, also where the figure begins a sentence of its own.
    &words[from..]
}

/// The beginning of words, to the end of their first sentence.
fn first_sentence(words: &str) -> &str {
    let end = words.match_indices(['.', '?', '!']).find(|(at, _)| words[at + 1..].is_empty() || words[at + 1..].starts_with(' '));
    &words[..end.map_or(words.len(), |(at, _)| at + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_it_ends() {
        assert_eq!(last_sentence("One fell. The Board held "), "The Board held ");
        assert_eq!(last_sentence("It rose by 2.5 "), "It rose by 2.5 ");
        assert_eq!(first_sentence(" meetings. Then it ended."), " meetings.");
        assert_eq!(first_sentence(" of 2.5 lamps"), " of 2.5 lamps");
    }
}
