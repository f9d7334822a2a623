//! A clerk's questions as a list and as CSV, and their work queue.

use crate::access::READ;
use crate::question::facts::MeetingFacts;
use crate::question::pages::is_kept_too_long;
use crate::question::state::State as QuestionState;
use crate::question::{Question, QuestionId};
use crate::{asking, question};
use access::{Actor, Answer};
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use web::{AppState, OrNotFound, Result, SignedIn, WorkQueue, WorkQueues, csv_file};

/// Query parameters of the list.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    show: String,
    meeting: String,
}

/// The list's filters: the value in the URL, and the label.
const SHOWN: [(&str, &str); 4] = [
    ("", "All"),
    ("to-decide", "To decide"),
    ("unanswered", "Written answers to send"),
    ("to-erase", "Names and addresses to delete"),
];

/// A question in the list, with its meeting.
struct Listed {
    question: Question,
    meeting: String,
    held_on: NaiveDate,
    /// The ground of a rejection, for display.
    ground: String,
    /// Whether its questioner has not been erased although the retention period is over.
    to_erase: bool,
}

/// Returns the questions that someone may know of, with the same check as each question's page. Filters see no others.
async fn known(state: &AppState, actor: &Actor) -> Result<Vec<Listed>> {
    let connection = state.db.reading();
    let askers: HashSet<QuestionId> = asking::store::with_asker(connection).await?.into_iter().collect();
    let mut meetings: HashMap<i64, MeetingFacts> = HashMap::new();
    let mut listed = Vec::new();
    for question in question::store::all(connection).await? {
        if state.joined.policy.can(actor, READ, &question.facts()) != Answer::Allowed {
            continue;
        }
        let key = question.meeting.get();
        if let std::collections::hash_map::Entry::Vacant(place) = meetings.entry(key) {
            place.insert(MeetingFacts::of(state, question.meeting).await?);
        }
        let facts = meetings.get(&key).or_not_found("Meeting")?;
        let to_erase = question.state.is_over() && askers.contains(&question.id) && is_kept_too_long(state, facts);
        let ground = question.ground.map(|ground| ground.words(facts.same_months)).unwrap_or_default();
        listed.push(Listed { meeting: facts.title(), held_on: facts.meeting.held_on, ground, to_erase, question });
    }
    Ok(listed)
}

fn is_shown(listed: &Listed, query: &ListQuery) -> bool {
    let of_meeting = query.meeting.is_empty() || listed.question.meeting.to_string() == query.meeting;
    of_meeting
        && match query.show.as_str() {
            "to-decide" => listed.question.state == QuestionState::Received,
            "unanswered" => listed.question.state == QuestionState::AwaitingWrittenAnswer,
            "to-erase" => listed.to_erase,
            _ => true,
        }
}

/// Formats how long something has been waiting.
fn age(since: NaiveDate, today: NaiveDate) -> String {
    match (today - since).num_days().max(0) {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// Returns since when a question has been waiting: for a decision since its receipt, for an answer since the meeting.
fn waits_since(listed: &Listed) -> Option<NaiveDate> {
    match listed.question.state {
        QuestionState::Received | QuestionState::Returned => Some(london::local(listed.question.received_at).date()),
        QuestionState::AwaitingWrittenAnswer => Some(listed.held_on),
        _ => None,
    }
}

/// Handles `GET /questions`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let all = known(&state, &who.actor).await?;
    let today = state.clock.today();
    let mut meetings: Vec<(String, String)> = Vec::new();
    for listed in &all {
        let key = listed.question.meeting.to_string();
        if !meetings.iter().any(|(known, _)| *known == key) {
            meetings.push((key, listed.meeting.clone()));
        }
    }
    let shown: Vec<&Listed> = all.iter().filter(|listed| is_shown(listed, &query)).collect();
    let rows: Vec<Vec<Markup>> = shown
        .iter()
        .map(|listed| {
            let question = &listed.question;
            vec![
                html! { (ui::link_as("moothall-nowrap", question.address(), &question.reference)) },
                html! { (question.beginning()) },
                html! { (ui::link(format!("/meetings/{}/questions", question.meeting), &listed.meeting)) },
                ui::tag(question.state.label(), question.state.colour()),
                html! { @if let Some(since) = waits_since(listed) { (age(since, today)) } },
            ]
        })
        .collect();
    let address = |format: &str| {
        let part = foundation::text::address_part;
        format!("/questions{format}?show={}&meeting={}", part(&query.show), part(&query.meeting))
    };
    let page = ui::Page { title: "Public questions", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Your work", "/work"))
        (ui::heading(None, "Public questions"))
        form class="moothall-filter-row" action="/questions" method="get" {
            (ui::select(&ui::Select {
                name: "show", label: "Show", value: Some(&query.show),
                options: SHOWN.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default()
            }))
            @if !meetings.is_empty() {
                (ui::select(&ui::Select {
                    name: "meeting", label: "Meeting", value: Some(&query.meeting),
                    options: std::iter::once(ui::SelectOption { value: "", text: "All" })
                        .chain(meetings.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
            }
            (ui::button(&ui::Button { text: "Apply filters", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        (ui::summary_line(html! {
            strong { (rows.len()) } @if rows.len() == 1 { " question" } @else { " questions" }
            ". " (ui::link(address(".csv"), "Download as CSV"))
        }))
        @if rows.is_empty() {
            (ui::empty_state("No questions found", html! { (ui::paragraph("Change the filters to see other questions.")) }))
        } @else {
            (ui::table(&ui::Table {
                caption: "Public questions", caption_is_hidden: true,
                columns: ["Reference", "Question", "Meeting", "Status", "Waiting"].map(ui::Column::words).into(),
                rows, row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /questions.csv`: the same list without the questioners.
pub(crate) async fn csv(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Response> {
    state.ask_any(&who.actor, READ)?;
    let headings = ["Reference", "Meeting", "Received", "Status", "Item", "Question", "Ground", "Minutes", "Written answer sent"];
    let mut lines = Vec::new();
    for listed in known(&state, &who.actor).await?.into_iter().filter(|listed| is_shown(listed, &query)) {
        let question = &listed.question;
        lines.push(vec![
            question.reference.clone(),
            listed.meeting.clone(),
            london::local(question.received_at).format("%Y-%m-%d %H:%M:%S").to_string(),
            question.state.label().to_owned(),
            question.item.clone().unwrap_or_default(),
            question.words().to_owned(),
            listed.ground.clone(),
            question.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            question.written_sent_at.map(|at| london::local(at).date().to_string()).unwrap_or_default(),
        ]);
    }
    csv_file("public-questions", &headings, lines)
}

/// The work queue of a board's clerks.
pub(crate) struct Questions;

#[async_trait::async_trait]
impl WorkQueues for Questions {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        if !state.joined.policy.could(actor, READ) {
            return Ok(Vec::new());
        }
        let all = known(state, actor).await?;
        let queue = |show: &str, label: &str, hint: &str| {
            let query = ListQuery { show: show.to_owned(), meeting: String::new() };
            let count = all.iter().filter(|listed| is_shown(listed, &query)).count();
            WorkQueue {
                label: label.to_owned(),
                count: count.into(),
                address: format!("/questions?show={show}"),
                hint: hint.to_owned(),
            }
        };
        let mut queues = vec![
            queue("to-decide", "Public questions to decide", "Accept, reject, merge or send back."),
            queue("unanswered", "Written answers to send", "Questions that were not answered at the meeting."),
        ];
        let to_erase = queue("to-erase", "Names and addresses to delete", "The Council’s retention period has passed.");
        if !to_erase.count.is(0) {
            queues.push(to_erase);
        }
        Ok(queues)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_reads_as_people_say_it() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 6, day).expect("a day");
        assert_eq!(age(day(4), day(4)), "today");
        assert_eq!(age(day(3), day(4)), "1 day");
        assert_eq!(age(day(1), day(4)), "3 days");
        assert_eq!(age(day(4), day(1)), "today");
    }
}
