//! The plan of a meeting's question time: the accepted questions in order, with their minutes.

use crate::access::{CHANGE_PLAN, PUBLISH, READ_PLAN};
use crate::asking::fitness::Budget;
use crate::question::facts::MeetingFacts;
use crate::question::state::State as QuestionState;
use crate::question::{Question, QuestionId};
use crate::{notice, question};
use access::{Action, Answer};
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde_json::json;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, confirmation, redirect_done};

/// The most minutes that one question can have.
const MOST_MINUTES: i64 = 240;

/// Returns the rules for a meeting if the user may do `action` with its plan.
pub(crate) async fn plan_of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<MeetingFacts> {
    // Check this first, so that people with no access to any plan cannot find out which meetings exist.
    state.ask_any(&who.actor, READ_PLAN)?;
    let facts = MeetingFacts::find(state, id).await?;
    state.ask(&who.actor, action, &facts.plan())?;
    Ok(facts)
}

/// Returns the questions in a meeting's plan, in order.
pub(crate) async fn planned(state: &AppState, facts: &MeetingFacts) -> Result<Vec<Question>> {
    let all = question::store::of_meeting(state.db.reading(), facts.meeting.id).await?;
    Ok(all.into_iter().filter(|question| question.state.is_planned()).collect())
}

/// Handles `GET /meetings/{id}/questions`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let facts = plan_of(&state, &who, READ_PLAN, &id).await?;
    let questions = planned(&state, &facts).await?;
    let may = |action| state.joined.policy.can(&who.actor, action, &facts.plan()) == Answer::Allowed;
    let (may_change, may_publish) = (may(CHANGE_PLAN), may(PUBLISH));
    let budget = Budget { used: questions.iter().filter_map(|question| question.minutes).sum(), most: facts.total };
    let page = ui::Page { title: "Question time", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        (confirmation(&done, &[("moved", "Order changed"), ("minutes", "Time allowed changed"), ("published", "Questions and answers published")]))
        @if done == "conflict" {
            (ui::notification_banner("Important", html! { "Someone else has changed the order since you opened this page. This is the current order. Make your change again if you still need it." }))
        }
        (ui::heading(Some(&facts.title()), "Question time"))
        (tabs(&facts, "plan", may_change, may_publish))
        (ui::summary_line(html! {
            strong { (questions.len()) } @if questions.len() == 1 { " question, " } @else { " questions, " }
            (budget.used) " of " (budget.most) " minutes (" (facts.citation) ")."
            @if let Some(ends) = facts.notice_ends { " Questions close at " (notice::written(ends)) "." }
        }))
        @if budget.is_over() {
            (ui::warning_text(html! {
                "The questions need " (budget.used - budget.most) " minutes more than question time allows. Answer any that are not reached in writing."
            }))
        }
        @if questions.is_empty() {
            (ui::empty_state("No accepted questions yet", html! {
                (ui::paragraph("Accepted questions appear here in the order in which they will be put."))
            }))
        } @else {
            ol class="moothall-plan" id="plan" {
                @for (at, question) in questions.iter().enumerate() {
                    li class="moothall-plan__item" id=(format!("question-{}", question.id)) {
                        (item(&facts, question, (at, questions.len()), may_change))
                    }
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the tabs of the question time pages.
pub(crate) fn tabs(facts: &MeetingFacts, current: &str, may_change: bool, may_publish: bool) -> Markup {
    let plan = facts.plan_address();
    let (meeting, publish) = (format!("{plan}/meeting"), format!("{plan}/publish"));
    let mut pages = vec![("Plan", plan.as_str(), current == "plan")];
    if may_change {
        pages.push(("In the meeting", meeting.as_str(), current == "meeting"));
    }
    if may_publish {
        pages.push(("Publish", publish.as_str(), current == "publish"));
    }
    html! { @if pages.len() > 1 { (ui::sub_navigation("Question time", &pages)) } }
}

fn item(facts: &MeetingFacts, question: &Question, (at, count): (usize, usize), may_change: bool) -> Markup {
    let is_open = question.state == QuestionState::Accepted;
    let minutes_id = format!("minutes-{}", question.id);
    html! {
        (ui::h2_as("moothall-plan__title", None, html! {
            @if may_change { (ui::link(question.address(), &question.reference)) } @else { (question.reference) }
            @if !is_open { " " (ui::tag(question.state.label(), question.state.colour())) }
        }))
        (ui::paragraph_as("moothall-plan__words", question.words()))
        (ui::small_as("moothall-plan__facts", html! {
            @if let Some(item) = &question.item { "About: " (item) ". " }
            @if let Some(minutes) = question.minutes { (minutes) @if minutes == 1 { " minute." } @else { " minutes." } }
        }))
        @if may_change && is_open {
            div class="moothall-plan__changes" {
                @for (way, label, possible) in [("up", "Up", at > 0), ("down", "Down", at + 1 < count)] {
                    @if possible {
                        form action={ (facts.plan_address()) "/move" } method="post" {
                            (ui::hidden("question", question.id))
                            (ui::hidden("version", question.version))
                            (ui::hidden("way", way))
                            (ui::row_button(label, html! { ": " (question.reference) }))
                        }
                    }
                }
                form class="moothall-plan__minutes" action={ (facts.plan_address()) "/minutes" } method="post" {
                    (ui::hidden("question", question.id))
                    (ui::hidden("version", question.version))
                    (ui::short_input("moothall-plan__label", &ui::Input {
                        name: "minutes", id: Some(&minutes_id), label: "Minutes", object: Some(&format!(" for {}", question.reference)),
                        value: &question.minutes.unwrap_or(facts.each).to_string(), kind: ui::InputKind::Number, width: Some(3), ..Default::default()
                    }))
                    (ui::row_button("Save", html! { " the minutes for " (question.reference) }))
                }
            }
        }
    }
}

/// Returns the index in the plan of the question in the form, or `None` if the form has an old version.
fn chosen(questions: &[Question], form: &SubmittedForm) -> Result<Option<usize>> {
    let id = form.value("question").parse::<QuestionId>().or_not_found("Question")?;
    let at = questions.iter().position(|question| question.id == id).or_not_found("Question")?;
    let is_current = questions.get(at).is_some_and(|question| form.version() == question.version);
    Ok(is_current.then_some(at))
}

fn back(facts: &MeetingFacts, done: &str, question: &str) -> Redirect {
    redirect_done(&format!("{}#question-{question}", facts.plan_address()), done)
}

/// Handles `POST /meetings/{id}/questions/move`: swaps a question with the one before or after it.
pub(crate) async fn shift(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: SubmittedForm,
) -> Result<Redirect> {
    let facts = plan_of(&state, &who, CHANGE_PLAN, &id).await?;
    let questions = planned(&state, &facts).await?;
    let Some(at) = chosen(&questions, &form)? else { return Ok(back(&facts, "conflict", "0")) };
    let other = match form.value("way") {
        "up" => at.checked_sub(1),
        "down" => Some(at + 1),
        _ => return Err(Error::NotUnderstood("Select up or down.".to_owned())),
    };
    let (Some(own), Some(other)) = (questions.get(at), other.and_then(|other| questions.get(other))) else {
        return Ok(back(&facts, "conflict", "0"));
    };
    let transaction = state.begin(&who.actor).await?;
    for (question, place) in [(own, other.position), (other, own.position)] {
        let moved = Question { position: place, ..question.clone() };
        if question::store::change(&transaction, &moved, "move", json!({ "position": place }), transaction.by()).await?.is_none()
        {
            return Ok(back(&facts, "conflict", "0"));
        }
    }
    transaction.commit().await?;
    Ok(back(&facts, "moved", &own.id.to_string()))
}

/// Handles `POST /meetings/{id}/questions/minutes`.
pub(crate) async fn minutes(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: SubmittedForm,
) -> Result<Redirect> {
    let facts = plan_of(&state, &who, CHANGE_PLAN, &id).await?;
    let questions = planned(&state, &facts).await?;
    let minutes = form.value("minutes").trim().parse::<i64>().ok().filter(|minutes| (0..=MOST_MINUTES).contains(minutes));
    let at = chosen(&questions, &form)?;
    let minutes = minutes.ok_or_else(|| {
        Error::NotUnderstood(format!("Time allowed must be a whole number of minutes from 0 to {MOST_MINUTES}."))
    })?;
    let Some(question) = at.and_then(|at| questions.get(at)) else { return Ok(back(&facts, "conflict", "0")) };
    let transaction = state.begin(&who.actor).await?;
    let given = Question { minutes: Some(minutes), ..question.clone() };
    let changed =
        question::store::change(&transaction, &given, "minutes", json!({ "minutes": minutes }), transaction.by()).await?;
    if changed.is_none() {
        return Ok(back(&facts, "conflict", "0"));
    }
    transaction.commit().await?;
    Ok(back(&facts, "minutes", &question.id.to_string()))
}
