//! Lists of things that have pages of their own: search results, documents, meetings, tasks.

use crate::filters::heading_of;
use crate::messages::{TagColour, tag};
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use std::ops::Range;

/// An entry in a list of results.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its title, possibly with words highlighted.
    pub title: Markup,
    /// The address of its page.
    pub address: &'a str,
    /// What kind of thing it is: `Minutes`, `Report`.
    pub kind: &'a str,
    /// Short facts on one line: the board, the date.
    pub facts: Vec<String>,
    /// A passage from it, possibly with words highlighted.
    pub extract: Option<Markup>,
}

/// Renders a list of results. Each title is a heading of the given level, so that a screen reader can go from one to the next.
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

/// Highlights the given parts of a text, such as the words searched for. A part that is outside the text, that begins or ends
/// inside a character, or that overlaps the one before is not highlighted.
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

/// A document that can be opened or downloaded.
#[derive(Clone, Copy, Debug, Default)]
pub struct DocumentLink<'a> {
    /// Its title: `Minutes of 6 February 2024`.
    pub title: &'a str,
    /// Its address.
    pub address: &'a str,
    /// Its format: `PDF`, `CSV`, `Web page`.
    pub format: &'a str,
    /// Its size in bytes, if it is a file.
    pub bytes: Option<u64>,
    /// The number of pages, if known.
    pub pages: Option<u32>,
    /// What else to know before opening it: `Version 2, 9 May 2024`.
    pub note: Option<&'a str>,
}

/// Renders documents, each with its format and size, so that nobody downloads one unawares.
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
    /// The board's name.
    pub title: &'a str,
    /// The address of the meeting's page.
    pub address: &'a str,
    /// The day, or any day of the month if no record gives the day.
    pub date: NaiveDate,
    /// Whether the day itself is known.
    pub date_is_exact: bool,
    /// When it begins: `6.30pm`.
    pub time: Option<&'a str>,
    /// Where it is held.
    pub place: Option<&'a str>,
    /// Its status in a word: `Cancelled`.
    pub state: Option<(&'a str, TagColour)>,
    /// What else there is to know: `Moved from Tuesday, 12 November 2024`.
    pub note: Option<&'a str>,
    /// The documents published for it, each with its address: `Agenda`, `Minutes`.
    pub links: Vec<(String, String)>,
}

/// Renders meetings with their dates in a block on the left. Each title is a heading of the given level.
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

/// Renders the date as a calendar shows it. It is hidden from screen readers, which get the whole date in words with the link.
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

/// A task in a task list.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// What to do.
    pub title: &'a str,
    /// The address of the page for it; `None` while it cannot be started.
    pub address: Option<&'a str>,
    /// The hint under it.
    pub hint: Option<&'a str>,
    /// Its status.
    pub state: TaskState<'a>,
}

/// The status of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState<'a> {
    /// Nothing is left to do. Shown in plain text, since a completed task should not call for attention.
    Completed,
    /// Something else must be done first.
    CannotStartYet,
    /// Any other status, with its colour.
    Tagged(&'a str, TagColour),
}

/// Renders tasks towards one goal, in order. `id` distinguishes the list from others on the page.
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
        // 'é' is two bytes long, and 1..2 begins inside it.
        assert_eq!(marked("né", &[1..2, 9..12, 0..1]).into_string(), "<mark class=\"moothall-mark\">n</mark>é");
        let overlapping = marked("abcdef", &[0..3, 2..5]).into_string();
        assert_eq!(overlapping, "<mark class=\"moothall-mark\">abc</mark>def");
    }
}
