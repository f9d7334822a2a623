//! Minutes as councils print them: the reference, the title, what was said, and who is to act in a column on the right.

use crate::filters::heading_of;
use documents::Clauses;
use maud::{Markup, html};

/// One minute.
#[derive(Clone, Debug)]
pub struct Minute<'a> {
    /// Its anchor in the page: `SAF27`.
    pub id: &'a str,
    /// How it is referred to: the reference `SAF27`, or the number `4.` if it has none.
    pub name: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// Whether the item was taken in private.
    pub private: bool,
    /// The heading level of the title; `None` if the page's own heading names the minute, whose header is then left out.
    pub heading_level: Option<u8>,
    /// The discussion and the resolution.
    pub body: Markup,
    /// The people who are to act.
    pub actions: Vec<ActionEntry<'a>>,
}

/// An entry in the Action column.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActionEntry<'a> {
    /// The post responsible.
    pub owner: &'a str,
    /// The task, if the record says what it is.
    pub task: Option<&'a str>,
    /// The address of the action's own page.
    pub address: Option<&'a str>,
}

/// Renders a minute, with its Action column on the right; on a narrow screen the column becomes a row with a label below.
pub fn minute(minute: &Minute) -> Markup {
    html! {
        article class="moothall-minute" id=(minute.id) {
            header class="moothall-minute__head" {
                @if let Some(level) = minute.heading_level {
                    (heading_of(level, "moothall-minute__title", &html! {
                        @if let Some(name) = minute.name { span class="moothall-minute__reference" { (name) } " " }
                        span class="moothall-minute__words" { (minute.title) }
                    }))
                }
                @if minute.private { p class="moothall-minute__private" { "Taken in private (Part II)" } }
            }
            div class={ "moothall-minute__grid" @if minute.actions.is_empty() { " moothall-minute__grid--no-action" } } {
                div class="moothall-minute__body" { (minute.body) }
                @if !minute.actions.is_empty() {
                    div class="moothall-minute__action" {
                        p class="moothall-minute__action-label" { "Action" }
                        ul class="moothall-minute__action-list" {
                            @for action in &minute.actions { li { (action_entry(action)) } }
                        }
                    }
                }
            }
        }
    }
}

fn action_entry(action: &ActionEntry) -> Markup {
    html! {
        @if let Some(address) = action.address { a class="govuk-link" href=(address) { (action.owner) } }
        @else { (action.owner) }
        @if let Some(task) = action.task { p class="moothall-minute__task" { (task) } }
    }
}

/// Renders a resolution, set apart from the discussion before it. `form` is the word as printed: `RESOLVED`, `It was agreed`.
pub fn resolution(form: &str, resolution: &Clauses) -> Markup {
    html! {
        div class="moothall-resolution" {
            p class="moothall-resolution__label" { (label(form)) }
            div class="moothall-resolution__words" { (documents::html::clauses(resolution)) }
        }
    }
}

/// Returns words printed in capitals in sentence case, and others as printed. A colon at the end is removed.
fn label(form: &str) -> String {
    let form = form.trim().trim_end_matches(':').trim_end();
    if form.chars().any(char::is_lowercase) {
        return form.to_owned();
    }
    let mut letters = form.chars();
    letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
}

/// Renders a sentence about a person who arrived or left, at that point in the minutes.
pub fn movement(sentence: &str) -> Markup {
    html! { p class="moothall-movement" { (sentence) } }
}

/// Renders a line across the minutes that says under which duty, or in which part of the meeting, the following items were
/// taken.
pub fn minute_banner(text: &str) -> Markup {
    html! { p class="moothall-banner" { span { (text) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_of_a_resolution_reads_as_written() {
        assert_eq!(label("RESOLVED:"), "Resolved");
        assert_eq!(label("It was agreed"), "It was agreed");
        assert_eq!(label("RECOMMENDED"), "Recommended");
        assert_eq!(label(""), "");
    }

    #[test]
    fn a_minute_without_actions_has_no_action_column() {
        let mut sample = Minute {
            id: "ANY1",
            name: Some("ANY1"),
            title: "Minutes",
            private: false,
            heading_level: Some(2),
            body: html! { p class="govuk-body" { "Signed." } },
            actions: Vec::new(),
        };
        assert!(!minute(&sample).into_string().contains("Action"));
        sample.actions.push(ActionEntry { owner: "Director of Place", ..ActionEntry::default() });
        assert!(minute(&sample).into_string().contains(">Action</p>"));
    }
}
