//! The plan of a meeting's question time: the accepted questions in order, with their minutes.

use crate::asking::fitness::Budget;
use crate::kinds::{CHANGE_PLAN, PUBLISH, READ_PLAN};
use crate::question::facts::MeetingFacts;
use crate::question::state::State as QuestionState;
use crate::question::{Question, QuestionId};
use crate::{notice, question};
use access::{Action, Answer};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::{AppState, Done, Error, Result, SignedIn};

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
    let banner = match done.as_str() {
        "moved" => Some("Order changed"),
        "minutes" => Some("Time allowed changed"),
        "published" => Some("Questions and answers published"),
        _ => None,
    };
    let page = ui::Page { title: "Question time", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        @if let Some(banner) = banner { (ui::done(banner)) }
        @if done == "conflict" {
            (ui::notification_banner("Important", html! { "Someone else has changed the order since you opened this page. This is the current order. Make your change again if you still need it." }))
        }
        (ui::heading(Some(&facts.title()), "Question time"))
        (tabs(&facts, "plan", may_change, may_publish))
        p class="govuk-body moothall-summary" {
            strong { (questions.len()) } @if questions.len() == 1 { " question, " } @else { " questions, " }
            (budget.used) " of " (budget.most) " minutes (" (facts.citation) ")."
            @if let Some(ends) = facts.notice_ends { " Questions close at " (notice::written(ends)) "." }
        }
        @if budget.is_over() {
            (ui::warning_text(html! {
                "The questions need " (budget.used - budget.most) " minutes more than question time allows. Answer any that are not reached in writing."
            }))
        }
        @if questions.is_empty() {
            (ui::empty_state("No accepted questions yet", html! {
                p class="govuk-body" { "Accepted questions appear here in the order in which they will be put." }
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
    let field = |id: &str, label: &str| {
        html! {
            label class="govuk-label moothall-plan__label" for=(id) { (label) span class="govuk-visually-hidden" { " for " (question.reference) } }
            input class="govuk-input govuk-input--width-3" id=(id) name="minutes" type="text" inputmode="numeric" value=(question.minutes.unwrap_or(facts.each));
        }
    };
    html! {
        h2 class="govuk-heading-s moothall-plan__title" {
            @if may_change { a class="govuk-link" href=(question.address()) { (question.reference) } } @else { (question.reference) }
            @if !is_open { " " (ui::tag(question.state.label(), question.state.colour())) }
        }
        p class="govuk-body moothall-plan__words" { (question.words()) }
        p class="govuk-body-s moothall-plan__facts" {
            @if let Some(item) = &question.item { "About: " (item) ". " }
            @if let Some(minutes) = question.minutes { (minutes) @if minutes == 1 { " minute." } @else { " minutes." } }
        }
        @if may_change && is_open {
            div class="moothall-plan__changes" {
                @for (way, label, possible) in [("up", "Up", at > 0), ("down", "Down", at + 1 < count)] {
                    @if possible {
                        form action={ (facts.plan_address()) "/move" } method="post" {
                            input type="hidden" name="question" value=(question.id);
                            input type="hidden" name="version" value=(question.version);
                            button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" name="way" value=(way) {
                                (label) span class="govuk-visually-hidden" { ": " (question.reference) }
                            }
                        }
                    }
                }
                form class="moothall-plan__minutes" action={ (facts.plan_address()) "/minutes" } method="post" {
                    input type="hidden" name="question" value=(question.id);
                    input type="hidden" name="version" value=(question.version);
                    (field(&minutes_id, "Minutes"))
                    button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                        "Save" span class="govuk-visually-hidden" { " the minutes for " (question.reference) }
                    }
                }
            }
        }
    }
}

/// Form data for the plan.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PlanForm {
    question: String,
    version: String,
    way: String,
    minutes: String,
}

/// Returns the index in the plan of the question in the form, or `None` if the form has an old version.
fn chosen(questions: &[Question], form: &PlanForm) -> Result<Option<usize>> {
    let id = form.question.parse::<QuestionId>().map_err(|_| Error::NotFound("Question"))?;
    let at = questions.iter().position(|question| question.id == id).ok_or(Error::NotFound("Question"))?;
    let is_current = questions.get(at).is_some_and(|question| form.version.parse() == Ok(question.version));
    Ok(is_current.then_some(at))
}

fn back(facts: &MeetingFacts, done: &str, question: &str) -> Redirect {
    Redirect::to(&format!("{}?done={done}#question-{question}", facts.plan_address()))
}

/// Handles `POST /meetings/{id}/questions/move`: swaps a question with the one before or after it.
pub(crate) async fn shift(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PlanForm>,
) -> Result<Redirect> {
    let facts = plan_of(&state, &who, CHANGE_PLAN, &id).await?;
    let questions = planned(&state, &facts).await?;
    let Some(at) = chosen(&questions, &form)? else { return Ok(back(&facts, "conflict", "0")) };
    let other = match form.way.as_str() {
        "up" => at.checked_sub(1),
        "down" => Some(at + 1),
        _ => return Err(Error::NotUnderstood("Select up or down.".to_owned())),
    };
    let (Some(own), Some(other)) = (questions.get(at), other.and_then(|other| questions.get(other))) else {
        return Ok(back(&facts, "conflict", "0"));
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    for (question, place) in [(own, other.position), (other, own.position)] {
        let moved = Question { position: place, ..question.clone() };
        if question::store::change(&transaction, &moved, "move", json!({ "position": place }), state.by(&actor)).await?.is_none()
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
    Form(form): Form<PlanForm>,
) -> Result<Redirect> {
    let facts = plan_of(&state, &who, CHANGE_PLAN, &id).await?;
    let questions = planned(&state, &facts).await?;
    let minutes = form.minutes.trim().parse::<i64>().ok().filter(|minutes| (0..=MOST_MINUTES).contains(minutes));
    let at = chosen(&questions, &form)?;
    let minutes = minutes.ok_or_else(|| {
        Error::NotUnderstood(format!("Time allowed must be a whole number of minutes from 0 to {MOST_MINUTES}."))
    })?;
    let Some(question) = at.and_then(|at| questions.get(at)) else { return Ok(back(&facts, "conflict", "0")) };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let given = Question { minutes: Some(minutes), ..question.clone() };
    let changed =
        question::store::change(&transaction, &given, "minutes", json!({ "minutes": minutes }), state.by(&actor)).await?;
    if changed.is_none() {
        return Ok(back(&facts, "conflict", "0"));
    }
    transaction.commit().await?;
    Ok(back(&facts, "minutes", &question.id.to_string()))
}
