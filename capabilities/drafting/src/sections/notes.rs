//! The unresolved comments on a section, shown beside its text and at the words they are about.

use crate::comments;
use crate::draft::open_draft::OpenDraft;
use documents::Block;
use foundation::text::single_spaced;
use maud::{Markup, PreEscaped, html};
use web::{AppState, Result};

/// A comment on a section.
#[derive(Clone, Debug)]
struct Note {
    id: i64,
    quote: String,
    text: String,
    by: String,
    /// Whether the words it is about are still in the text.
    is_there: bool,
}

/// The unresolved comments on a section.
#[derive(Clone, Debug)]
pub(crate) struct Notes {
    /// The address of the page with all comments.
    address: String,
    notes: Vec<Note>,
}

/// Returns the text of some blocks on one line.
pub(crate) fn words_of(blocks: &[Block]) -> String {
    single_spaced(&documents::plain_text::of_blocks(blocks))
}

/// Reads the unresolved comments on the section with these blocks.
pub(crate) async fn of_section(state: &AppState, open: &OpenDraft, section: i32, blocks: &[Block]) -> Result<Notes> {
    let mut notes = Vec::new();
    if open.may_comment {
        let words = words_of(blocks);
        for comment in comments::store::unresolved_of(state.db.reading(), open.draft.id, section).await? {
            notes.push(Note {
                id: comment.id,
                is_there: comment.quote.is_empty() || words.contains(&comment.quote),
                by: directory::actor_name(state.db.reading(), &comment.made_by).await?,
                quote: comment.quote,
                text: comment.text,
            });
        }
    }
    Ok(Notes { address: format!("{}/comments", open.draft.address()), notes })
}

impl Notes {
    /// Renders the comments as a list.
    pub(crate) fn list(&self) -> Markup {
        html! {
            @if !self.notes.is_empty() {
                h2 class="govuk-heading-s" { "Comments" }
                ul class="govuk-list govuk-list--spaced" {
                    @for note in &self.notes {
                        li {
                            a class="govuk-link" href=(format!("{}#comment-{}", self.address, note.id)) { (note.by) }
                            @if !note.quote.is_empty() { " on “" (note.quote) "”" }
                            @if !note.is_there { " (these words have changed)" }
                            ": " (note.text)
                        }
                    }
                }
            }
        }
    }

    /// Marks the words that comments are about in the page's own HTML. Only text between tags is marked.
    pub(crate) fn marked(&self, shown: &Markup) -> Markup {
        let mut shown = shown.0.clone();
        for note in self.notes.iter().filter(|note| !note.quote.is_empty()) {
            let quote = html! { (note.quote) }.into_string();
            if let Some(at) = between_tags(&shown, &quote) {
                let mark = html! { mark class="moothall-commented" { (note.quote) } }.into_string();
                shown.replace_range(at..at + quote.len(), &mark);
            }
        }
        PreEscaped(shown)
    }
}

/// Finds text in HTML outside tags.
fn between_tags(html: &str, words: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = html[from..].find(words).map(|at| from + at) {
        let is_in_tag = html[..at].rfind('<') > html[..at].rfind('>');
        if !is_in_tag {
            return Some(at);
        }
        from = at + words.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_comment_are_marked_in_the_text_alone() {
        let note = Note { id: 1, quote: "lit <b>".into(), text: "Why?".into(), by: "Ada".into(), is_there: true };
        let notes = Notes { address: "/drafts/1/comments".into(), notes: vec![note] };
        let shown = html! { p title="lit <b>" { "They are lit <b>." } };
        let marked = notes.marked(&shown).into_string();
        assert_eq!(marked, "<p title=\"lit &lt;b&gt;\">They are <mark class=\"moothall-commented\">lit &lt;b&gt;</mark>.</p>");
    }
}
