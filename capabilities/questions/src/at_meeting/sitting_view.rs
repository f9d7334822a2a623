//! The public questions at their agenda item, on the screen for recording a meeting.

use crate::at_meeting;
use crate::question::Question;
use crate::question::facts::MeetingFacts;
use crate::question::state::State as QuestionState;
use chrono::TimeDelta;
use foundation::text::{readable_title, title_key};
use maud::{Markup, html};
use web::AppState;

/// Renders the accepted questions with their clock, at the item under which they are taken.
pub(crate) fn question_time(state: &AppState, facts: &MeetingFacts, questions: &[Question], item: i64) -> Markup {
    let now = state.clock.now();
    let total: TimeDelta = questions.iter().filter_map(|question| question.taken(now)).sum();
    let runs = questions.iter().any(|question| question.state == QuestionState::Put && question.ended_at.is_none());
    let is_over = total.num_seconds() > facts.total * 60;
    html! {
        section aria-labelledby="public-questions" {
            (ui::h2_at("public-questions", "Public questions"))
            @if questions.is_empty() { (ui::paragraph("No questions have been accepted for this meeting.")) }
            @else {
                (ui::summary_line(html! {
                    "Time taken: " strong { (at_meeting::pages::running(total, facts.total * 60, runs)) } " of " (facts.total) " minutes, "
                    "and " (facts.each) @if facts.each == 1 { " minute" } @else { " minutes" } " for each question (" (facts.citation) ")."
                }))
                @if is_over { (ui::warning_text(html! { "The " (facts.total) " minutes for public questions have been used." })) }
                @if facts.meeting.held_on > state.clock.today() {
                    (ui::paragraph(html! { "Questions can be recorded from " (facts.meeting.day()) "." }))
                }
                @for question in questions { (one(state, facts, question, item)) }
            }
            (ui::paragraph(ui::link(facts.plan_address(), "Change the order of public questions")))
        }
    }
}

fn one(state: &AppState, facts: &MeetingFacts, question: &Question, item: i64) -> Markup {
    html! {
        section class="moothall-put" id=(format!("question-{}", question.id)) aria-labelledby=(format!("reference-{}", question.id)) {
            (ui::h3_as("moothall-plan__title", Some(&format!("reference-{}", question.id)), html! {
                (question.reference) " " (ui::tag(question.state.label(), question.state.colour()))
            }))
            (ui::paragraph_as("moothall-plan__words", question.words()))
            @if facts.meeting.held_on <= state.clock.today() { (at_meeting::pages::at_item(facts, question, state.clock.now(), item)) }
        }
    }
}

/// Renders the questions about another agenda item at that item. `None` if there are none.
pub(crate) fn about_item(facts: &MeetingFacts, questions: &[Question], title: &str) -> Option<Markup> {
    let wanted = title_key(&readable_title(title));
    let about = |question: &&Question| question.item.as_deref().is_some_and(|item| title_key(item) == wanted);
    let about: Vec<&Question> = questions.iter().filter(about).collect();
    if about.is_empty() {
        return None;
    }
    Some(html! {
        (ui::h2("Public questions about this item"))
        (ui::spaced_list(html! {
            @for question in about {
                li { strong { (question.reference) } " " (ui::tag(question.state.label(), question.state.colour())) br; (question.words()) }
            }
        }))
        (ui::paragraph(ui::link(format!("{}/meeting", facts.plan_address()), "Record public questions")))
    })
}
