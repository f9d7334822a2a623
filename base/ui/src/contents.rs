//! The contents list of a long document, beside it on a wide screen and above it on a narrow one.

use maud::{Markup, html};

/// An entry of a contents list.
#[derive(Clone, Debug, Default)]
pub struct ContentsEntry {
    /// The number as printed: `3.0`.
    pub number: Option<String>,
    /// The text of the heading.
    pub text: String,
    /// Its address: `#decision`, or the address of another page.
    pub address: String,
    /// The entries under it.
    pub entries: Vec<ContentsEntry>,
}

impl ContentsEntry {
    /// Creates an entry without a number and without entries under it.
    pub fn new(text: impl Into<String>, address: impl Into<String>) -> Self {
        Self { text: text.into(), address: address.into(), ..Self::default() }
    }
}

/// Renders the contents list on its own.
pub fn contents(entries: &[ContentsEntry]) -> Markup {
    html! {
        nav class="moothall-contents" aria-label="Contents" {
            p class="moothall-contents__title" { "Contents" }
            (list(entries))
        }
    }
}

fn list(entries: &[ContentsEntry]) -> Markup {
    html! {
        ol class="moothall-contents__list" {
            @for entry in entries {
                li class="moothall-contents__entry" {
                    a class="govuk-link govuk-link--no-visited-state" href=(entry.address) {
                        @if let Some(number) = &entry.number { span class="moothall-contents__number" { (number) " " } }
                        span { (entry.text) }
                    }
                    @if !entry.entries.is_empty() { (list(&entry.entries)) }
                }
            }
        }
    }
}

/// Renders a document with its contents list beside it, which stays visible while the reader scrolls.
pub fn with_contents(entries: &[ContentsEntry], document: Markup) -> Markup {
    html! {
        div class="moothall-columns" {
            div class="moothall-columns__side" { (contents(entries)) }
            div class="moothall-columns__main" { (document) }
        }
    }
}

/// Renders content with something smaller beside it, such as its documents; on a narrow screen it is below.
pub fn with_aside(label: &str, content: Markup, aside: Markup) -> Markup {
    html! {
        div class="moothall-beside" {
            div class="moothall-beside__main" { (content) }
            aside class="moothall-beside__side" aria-label=(label) { (aside) }
        }
    }
}
