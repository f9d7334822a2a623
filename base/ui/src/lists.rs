//! Lists of things that have pages of their own: search results, documents, meetings, tasks.

use crate::filters::heading_of;
use crate::messages::{TagColour, tag};
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use std::ops::Range;

/// An entry of a list of results.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its title, perhaps with words marked.
    pub title: Markup,
    /// Its page.
    pub address: &'a str,
    /// What kind of thing it is: `Minutes`, `Report`.
    pub kind: &'a str,
    /// Short facts in one line: the board, the date.
    pub facts: Vec<String>,
    /// A passage of it, perhaps with words marked.
    pub extract: Option<Markup>,
}

/// A list of results. Each title is a heading of the given level, so that a screen reader can go from one to the next.
pub fn entries(entries: &[Entry], heading_level: u8) -> Markup {
    html! {
        ol class="moothall-entries" {
            @for entry in entries {
                li class="moothall-entry" {
                    @if !entry.kind.is_empty() { p class="moothall-entry__kind" { (entry.kind) } }
                    (heading_of(heading_level, "moothall-entry__title", &html! {
                        a class="govuk-link" href=(entry.address) { (entry.title) }
                    }))
                    @if let Some(extract) = &entry.extract { p class="moothall-entry__extract" { (extract) } }
                    (facts(&entry.facts))
                }
            }
        }
    }
}

fn facts(facts: &[String]) -> Markup {
    html! {
        @if !facts.is_empty() {
            ul class="moothall-facts" { @for fact in facts { li class="moothall-facts__fact" { (fact) } } }
        }
    }
}

/// Text with the given parts marked, such as the words that were sought. A part that is not inside the text, that begins or
/// ends inside a letter, or that overlaps the one before is left unmarked.
pub fn marked(text: &str, parts: &[Range<usize>]) -> Markup {
    let mut pieces = Vec::new();
    let mut reached = 0;
    for part in parts {
        let (Some(before), Some(word)) = (text.get(reached..part.start), text.get(part.clone())) else { continue };
        pieces.push((before, word));
        reached = part.end;
    }
    html! {
        @for (before, word) in pieces { (before) @if !word.is_empty() { mark class="moothall-mark" { (word) } } }
        (text.get(reached..).unwrap_or_default())
    }
}

/// A document that can be opened or kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct DocumentLink<'a> {
    /// What it is: `Minutes of 6 February 2024`.
    pub title: &'a str,
    /// Where it is.
    pub address: &'a str,
    /// Its format: `PDF`, `CSV`, `Web page`.
    pub format: &'a str,
    /// Its size in bytes, where it is a file.
    pub bytes: Option<u64>,
    /// How many pages it has, where that is known.
    pub pages: Option<u32>,
    /// What else to know before opening it: `Version 2, 9 May 2024`.
    pub note: Option<&'a str>,
}

/// Documents, each with its format and size, so that nobody fetches one unawares.
pub fn documents(documents: &[DocumentLink]) -> Markup {
    html! {
        ul class="moothall-documents" {
            @for document in documents {
                li class="moothall-document" {
                    svg class="moothall-document__picture" aria-hidden="true" focusable="false" viewBox="0 0 24 30" width="24" height="30" {
                        path fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" d="M2 2h13l7 7v19H2zM15 2v7h7M7 15h10M7 19.500h10M7 24h6" {}
                    }
                    div {
                        a class="govuk-link moothall-document__link" href=(document.address) { (document.title) }
                        p class="moothall-document__about" { (about(document)) }
                    }
                }
            }
        }
    }
}

fn about(document: &DocumentLink) -> String {
    let pages = document.pages.map(|pages| if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") });
    let parts = [
        Some(document.format.to_owned()).filter(|format| !format.is_empty()),
        document.bytes.map(foundation::text::file_size),
        pages,
        document.note.map(str::to_owned),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A meeting in a list of meetings.
#[derive(Clone, Debug)]
pub struct MeetingCard<'a> {
    /// The board.
    pub title: &'a str,
    /// The meeting's page.
    pub address: &'a str,
    /// The day; or any day of its month, where no record gives the day.
    pub date: NaiveDate,
    /// Whether the day itself is known.
    pub date_is_exact: bool,
    /// When it begins: `6.30pm`.
    pub time: Option<&'a str>,
    /// Where it is held.
    pub place: Option<&'a str>,
    /// Its state in a word: `Cancelled`.
    pub state: Option<(&'a str, TagColour)>,
    /// What else there is to know: `Moved from Tuesday, 12 November 2024`.
    pub note: Option<&'a str>,
    /// What is published for it, each with its address: `Agenda`, `Minutes`.
    pub links: Vec<(String, String)>,
}

/// Meetings with their days in a block at the left. Each title is a heading of the given level.
pub fn meeting_cards(meetings: &[MeetingCard], heading_level: u8) -> Markup {
    html! {
        ul class="moothall-meetings" {
            @for meeting in meetings {
                li class="moothall-meeting" {
                    (date_block(meeting.date, meeting.date_is_exact))
                    div class="moothall-meeting__words" {
                        (heading_of(heading_level, "moothall-meeting__title", &html! {
                            a class="govuk-link" href=(meeting.address) {
                                (meeting.title) span class="govuk-visually-hidden" { ", " (date_words(meeting)) }
                            }
                            @if let Some((words, colour)) = meeting.state { " " (tag(words, colour)) }
                        }))
                        p class="moothall-meeting__when" { (when_and_where(meeting)) }
                        @if let Some(note) = meeting.note { p class="moothall-meeting__when" { (note) } }
                        @if !meeting.links.is_empty() {
                            ul class="moothall-meeting__links" {
                                @for (label, address) in &meeting.links {
                                    li { a class="govuk-link" href=(address) {
                                        (label) span class="govuk-visually-hidden" { " of " (date_words(meeting)) }
                                    } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn date_words(meeting: &MeetingCard) -> String {
    if meeting.date_is_exact {
        foundation::civil_date::written(meeting.date)
    } else {
        foundation::civil_date::written_month(meeting.date)
    }
}

fn when_and_where(meeting: &MeetingCard) -> String {
    let day = if meeting.date_is_exact { meeting.date.format("%A").to_string() } else { "Day not recorded".to_owned() };
    [Some(day.as_str()), meeting.time, meeting.place].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The day as a calendar shows it. It is hidden from screen readers, which get the whole date in words with the link.
fn date_block(date: NaiveDate, exact: bool) -> Markup {
    html! {
        div class="moothall-date" aria-hidden="true" {
            span class="moothall-date__month" { (date.format("%b")) }
            @if exact { span class="moothall-date__day" { (date.day()) } }
            @else { span class="moothall-date__day moothall-date__day--unknown" { "–" } }
            span class="moothall-date__year" { (date.year()) }
        }
    }
}

/// A task in a list of tasks.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// What is to be done.
    pub title: &'a str,
    /// Where it is done; none while it cannot be started.
    pub address: Option<&'a str>,
    /// Help under it.
    pub hint: Option<&'a str>,
    /// How far it is.
    pub state: TaskState<'a>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState<'a> {
    /// Nothing is left to do: in plain words, since what is done should not call for attention.
    Completed,
    /// Something else must be done first.
    CannotStartYet,
    /// Any other state, with its colour.
    Tagged(&'a str, TagColour),
}

/// Tasks that lead to one end, in their order. `id` tells the list from others on the page.
pub fn task_list(id: &str, tasks: &[Task]) -> Markup {
    html! {
        ul class="govuk-task-list" {
            @for (position, task) in tasks.iter().enumerate() {
                @let task_id = format!("{id}-{}", position + 1);
                @let hint_id = task.hint.map(|_| format!("{task_id}-hint"));
                @let status_id = format!("{task_id}-status");
                @let described = hint_id.as_ref().map_or(status_id.clone(), |hint_id| format!("{hint_id} {status_id}"));
                li class={ "govuk-task-list__item" @if task.address.is_some() { " govuk-task-list__item--with-link" } } {
                    div class="govuk-task-list__name-and-hint" {
                        @if let Some(address) = task.address {
                            a class="govuk-link govuk-task-list__link" href=(address) aria-describedby=(described) { (task.title) }
                        } @else { div { (task.title) } }
                        @if let (Some(hint), Some(hint_id)) = (task.hint, &hint_id) {
                            div id=(hint_id) class="govuk-task-list__hint" { (hint) }
                        }
                    }
                    @match task.state {
                        TaskState::Completed => div class="govuk-task-list__status" id=(status_id) { "Completed" },
                        TaskState::CannotStartYet => {
                            div class="govuk-task-list__status govuk-task-list__status--cannot-start-yet" id=(status_id) { "Cannot start yet" }
                        },
                        TaskState::Tagged(words, colour) => {
                            div class="govuk-task-list__status" id=(status_id) { (tag(words, colour)) }
                        },
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_keep_the_text_whole_and_escaped() {
        let mark = |word: &str| format!("<mark class=\"moothall-mark\">{word}</mark>");
        assert_eq!(marked("<b> c", &[0..3, 4..5]).into_string(), format!("{} {}", mark("&lt;b&gt;"), mark("c")));
        assert_eq!(marked("plain", &[]).into_string(), "plain");
    }

    #[test]
    fn parts_that_do_not_fit_the_text_mark_nothing() {
        // 'é' takes two bytes: 1..2 ends inside it.
        assert_eq!(marked("né", &[1..2, 9..12, 0..1]).into_string(), "<mark class=\"moothall-mark\">n</mark>é");
        let overlapping = marked("abcdef", &[0..3, 2..5]).into_string();
        assert_eq!(overlapping, "<mark class=\"moothall-mark\">abc</mark>def");
    }
}
