//! The components that every page of a record shows: what it is, and what happened to it.

use crate::filters::heading_of;
use crate::messages::{TagColour, tag};
use foundation::Count;
use maud::{Markup, html};

/// The identity of a record, shown on each of its pages.
#[derive(Clone, Debug, Default)]
pub struct IdentityBar<'a> {
    /// The reference that people use: `SAF27`.
    pub reference: &'a str,
    /// What it is about.
    pub title: &'a str,
    /// Its status in a word, with its colour.
    pub state: Option<(&'a str, TagColour)>,
    /// Short facts, each with its name: the owner, the next date.
    pub facts: Vec<(&'a str, String)>,
}

/// Renders the identity of a record: reference, title, status, owner, next date.
pub fn identity_bar(bar: &IdentityBar) -> Markup {
    html! {
        div class="moj-identity-bar moothall-identity" role="region" aria-label="Record" {
            div class="moj-identity-bar__details" {
                p class="moj-identity-bar__title" {
                    span class="moothall-identity__reference" { (bar.reference) } " "
                    span class="moothall-identity__title" { (bar.title) }
                    @if let Some((words, colour)) = bar.state { " " (tag(words, colour)) }
                }
            }
            @if !bar.facts.is_empty() {
                dl class="moothall-identity__facts" {
                    @for (name, value) in &bar.facts { div { dt { (name) } dd { (value) } } }
                }
            }
        }
    }
}

/// An event in the history of a record.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// What happened: `Minutes published`.
    pub title: &'a str,
    /// The person who did it.
    pub by: Option<&'a str>,
    /// The time in a machine-readable form: `2024-02-06` or `2024-02-06T18:30:00Z`.
    pub moment: &'a str,
    /// The time in words: `6 February 2024`.
    pub when: &'a str,
    /// Further details.
    pub content: Option<Markup>,
}

/// Renders the history of a record. Each title is a heading of the given level.
pub fn timeline(events: &[Event], heading_level: u8) -> Markup {
    html! {
        div class="moj-timeline" {
            @for event in events {
                div class="moj-timeline__item" {
                    div class="moj-timeline__header" {
                        (heading_of(heading_level, "moj-timeline__title", &html! { (event.title) }))
                        @if let Some(by) = event.by { " " p class="moj-timeline__byline" { "by " (by) } }
                    }
                    p class="moj-timeline__date" { time datetime=(event.moment) { (event.when) } }
                    @if let Some(content) = &event.content { div class="moj-timeline__description" { (content) } }
                }
            }
        }
    }
}

/// Work that is waiting, as a person's home page shows it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Queue<'a> {
    /// What is waiting: `Emergency access to review`.
    pub label: &'a str,
    /// The number of items.
    pub count: Count,
    /// The address of the list of just these items.
    pub address: &'a str,
    /// What to do.
    pub hint: &'a str,
}

/// Renders a person's work: each queue with its count and a link to the list of just these items.
pub fn work_queues(queues: &[Queue]) -> Markup {
    html! {
        ul class="moothall-queues" {
            @for queue in queues {
                li class={ "moothall-queue" @if queue.count.is(0) { " moothall-queue--empty" } } {
                    a class="moothall-queue__link" href=(queue.address) {
                        span class="moothall-queue__count" { (queue.count) } " "
                        span class="moothall-queue__label" { (queue.label) }
                    }
                    p class="moothall-queue__hint" { (queue.hint) }
                }
            }
        }
    }
}
