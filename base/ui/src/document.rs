//! Renders a whole document of the model as HTML, using the components.

use crate::messages::inset_text;
use crate::minutes::{ActionEntry, Minute, minute, minute_banner, movement, resolution};
use crate::tables::{SummaryRow, summary_list};
use documents::{AgendaLine, Document, Entry, Fact, Section, html as blocks};
use maud::{Markup, html};

/// Renders the content of a document, without its title, under a heading of `level`: its own headings are one level deeper.
pub fn document(document: &Document, level: u8) -> Markup {
    html! {
        (facts(&document.facts))
        (document_entries(&document.entries, level))
        @for part in &document.parts {
            section class="moothall-section moothall-section--part" aria-labelledby=(part.anchor) {
                @if let Some(caption) = &part.caption { span class="govuk-caption-l" { (caption) } }
                (heading(level + 1, &part.anchor, &html! { (part.title) }))
                (self::document(part, level + 1))
            }
        }
    }
}

/// Renders the entries of a document under a heading of `level`.
pub fn document_entries(entries: &[Entry], level: u8) -> Markup {
    html! { @for entry in entries { (document_entry(entry, level)) } }
}

fn document_entry(entry: &Entry, level: u8) -> Markup {
    match entry {
        Entry::Lead { text } => html! { p class="govuk-body-l" { (text) } },
        Entry::Facts { facts } => self::facts(facts),
        Entry::Section(section) => self::section(section, level),
        Entry::Minute(one) => self::one_minute(one, Some(level + 1)),
        Entry::Block { block } => blocks::blocks(std::slice::from_ref(block), level),
        Entry::Resolution { form, clauses } => resolution(form, clauses),
        Entry::Movement { text } => movement(text),
        Entry::Banner { text } => minute_banner(text),
        Entry::Notice { text } => inset_text(html! { (text) }),
        Entry::Agenda { items } => agenda(items),
    }
}

/// Renders a minute, without a heading if the page's own heading names it.
pub fn one_minute(one: &documents::Minute, heading_level: Option<u8>) -> Markup {
    let name = one.name();
    minute(&Minute {
        id: &one.anchor,
        name: name.as_deref(),
        title: &one.title,
        private: one.private,
        heading_level,
        body: document_entries(&one.entries, heading_level.unwrap_or(1)),
        actions: one
            .actions
            .iter()
            .map(|action| ActionEntry { owner: &action.owner, task: action.task.as_deref(), address: None })
            .collect(),
    })
}

fn section(section: &Section, level: u8) -> Markup {
    html! {
        section class="moothall-section" aria-labelledby=(section.anchor) {
            (heading(level + 1, &section.anchor, &html! {
                @if let Some(number) = &section.number { span class="moothall-section__number" { (number) } " " }
                (section.title)
            }))
            (document_entries(&section.entries, level + 1))
        }
    }
}

fn heading(level: u8, id: &str, words: &Markup) -> Markup {
    match level {
        0..=2 => html! { h2 class="govuk-heading-l" id=(id) { (words) } },
        3 => html! { h3 class="govuk-heading-m" id=(id) { (words) } },
        4 => html! { h4 class="govuk-heading-s" id=(id) { (words) } },
        5 => html! { h5 class="govuk-heading-s" id=(id) { (words) } },
        _ => html! { h6 class="govuk-heading-s" id=(id) { (words) } },
    }
}

fn facts(facts: &[Fact]) -> Markup {
    let rows: Vec<SummaryRow> = facts.iter().map(|fact| SummaryRow::new(&fact.label, html! { (fact.value) })).collect();
    html! { @if !rows.is_empty() { (summary_list(&rows)) } }
}

fn agenda(items: &[AgendaLine]) -> Markup {
    html! {
        ol class="moothall-agenda" {
            @for item in items {
                li class="moothall-agenda__item" {
                    p class="govuk-body moothall-agenda__title" {
                        @if let Some(number) = &item.number { span class="moothall-agenda__number" { (number) } " " }
                        @if let Some(part) = &item.part { a class="govuk-link" href=(format!("#{part}")) { (item.title) } }
                        @else { (item.title) }
                    }
                    @if let Some(detail) = &item.detail { p class="govuk-body moothall-agenda__summary" { (detail) } }
                }
            }
        }
    }
}
