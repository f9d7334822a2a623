//! Previews the sentence in which a figure will be inserted.

use crate::inserted_figures;
use crate::inserted_figures::live::fill;
use crate::sections::insertion::Place;
use crate::sections::notes::words_of;
use figures::{Form, Frozen};
use maud::{Markup, html};
use web::{AppState, Result};

/// A placeholder for the figure, a private-use character that no text contains.
const HERE: char = '\u{e000}';

/// Returns the sentence with the figure in it, or the table or chart with the text before it.
pub(crate) async fn of(state: &AppState, (text, place): (&str, Place), figure: &Frozen, typed: &str) -> Result<Markup> {
    let marked = place.insert(text, &HERE.to_string());
    let block = marked.split("\n\n").find(|block| block.contains(HERE)).unwrap_or_default();
    // Another chart or table in the same paragraph is not part of a sentence, nor are a chart's own numbers.
    let filled = fill(state, &[block], state.clock.now(), figure.ledger_position).await?;
    let words = words_of(&markdown::blocks(filled.texts.first().map_or("", String::as_str)));
    let (before, after) = words.split_once(HERE).unwrap_or((&words, ""));
    let (before, after) = (last_sentence(before), first_sentence(after));
    if matches!(figure.form, Form::Table | Form::Chart) {
        return Ok(html! {
            @if !before.is_empty() { (ui::paragraph(html! { "After “" (before) "”:" })) }
            (inserted_figures::live::shown(figure))
        });
    }
    let is_own_chart = block.contains(&format!("```{}", markdown::CHART));
    Ok(html! {
        (ui::paragraph(html! { @if !is_own_chart { (before) } strong { (figure.text) } @if !is_own_chart { (after) } }))
        (ui::hint_paragraph(html! { "In plain text: [[" (typed) "]]" }))
    })
}

/// Returns the end of the text, from the start of its last sentence.
fn last_sentence(words: &str) -> &str {
    let trimmed = words.trim_end();
    let from =
        trimmed.rmatch_indices(['.', '?', '!']).find(|(at, _)| trimmed[at + 1..].starts_with(' ')).map_or(0, |(at, _)| at + 2);
    // This includes the whole of it if the figure starts a sentence of its own.
    &words[from..]
}

/// Returns the beginning of the text, up to the end of its first sentence.
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
