//! A clerk's decisions on a question: accept, reject, merge, send back, or undo a decision. Each has its own page.

use crate::asking::form::{Faults, shown};
use crate::kinds::DECIDE;
use crate::question::facts::MeetingFacts;
use crate::question::pages::{identity, name_of, other_act, question_of};
use crate::question::state::Act;
use crate::question::{Ground, LONGEST_ANSWER, LONGEST_QUESTION, Question, QuestionId, one_line, paragraphs};
use crate::{asking, mails, notice, question};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use db::{ConnectionTrait, WriteTransaction};
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::{AppState, Error, Result, SignedIn, refused, with_status};

/// Form data for a decision.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecisionForm {
    version: String,
    wording: String,
    item: String,
    ground: String,
    reasons: String,
    decided_by: String,
    other: String,
}

/// Who can reject a question: the form value, the stored words, the form's label.
const DECIDERS: [(&str, &str, &str); 2] =
    [("chair", "the chair", "The chair’s"), ("officer", "the proper officer", "The proper officer’s")];

/// Parses the decision named in a URL.
fn decision(word: &str) -> Result<Act> {
    let act = Act::read(word).ok_or(Error::NotFound("Page"))?;
    let is_decision = matches!(act, Act::Accept | Act::Reject | Act::Merge | Act::AskAgain | Act::Reconsider);
    if is_decision { Ok(act) } else { Err(Error::NotFound("Page")) }
}

fn title(act: Act) -> &'static str {
    match act {
        Act::Accept => "Accept the question",
        Act::Reject => "Reject the question",
        Act::Merge => "Merge with another question",
        Act::AskAgain => "Send the question back",
        _ => "Withdraw the decision",
    }
}

/// Handles `GET /questions/{id}/decide/{act}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
) -> Result<Response> {
    let (question, facts) = question_of(&state, &who, DECIDE, &id).await?;
    let act = decision(&act)?;
    if question.after(act, &facts.moment(&state)).is_none() {
        return impossible(&state, &facts, &question, act, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let form = DecisionForm {
        wording: question.words().to_owned(),
        item: question.item.clone().unwrap_or_default(),
        ..DecisionForm::default()
    };
    Ok(page(&state, &facts, &question, act, &form, &Shown::default()).await?.into_response())
}

/// Handles `POST /questions/{id}/decide/{act}`.
pub(crate) async fn decide(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    let (question, facts) = question_of(&state, &who, DECIDE, &id).await?;
    let act = decision(&act)?;
    if form.version.parse() != Ok(question.version) {
        return meanwhile(&state, &facts, &question, act, &form).await;
    }
    let Some(after) = question.after(act, &facts.moment(&state)) else {
        return impossible(&state, &facts, &question, act, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    let now = match decided(&transaction, &facts, &question, act, &form).await? {
        Ok(now) => Question { state: after, ..now },
        Err(faults) => {
            let shown = Shown { faults, meanwhile: None };
            return Ok(refused(page(&state, &facts, &question, act, &form, &shown).await?));
        }
    };
    let payload = json!({ "ground": now.ground.map(Ground::word), "merged into": now.merged_into });
    let Some(now) = question::store::act(&transaction, &now, act, payload, by).await? else {
        drop(transaction);
        let (question, facts) = question_of(&state, &who, DECIDE, &id).await?;
        return meanwhile(&state, &facts, &question, act, &form).await;
    };
    tell(&transaction, &facts, &now, act, by.at).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done={}", now.address(), act.word())).into_response())
}

/// Applies the form to the question, except its state, or returns the faults.
async fn decided(
    transaction: &WriteTransaction,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    form: &DecisionForm,
) -> Result<std::result::Result<Question, Faults>> {
    let mut faults = Faults::new();
    let undecided = Question { ground: None, reasons: None, decided_by: None, merged_into: None, ..question.clone() };
    let out_of_plan = Question { position: None, minutes: None, ..undecided.clone() };
    let now = match act {
        Act::Accept => {
            let wording = one_line(&form.wording);
            let length = wording.chars().count();
            if !(10..=LONGEST_QUESTION).contains(&length) {
                faults.push((format!("Wording must be between 10 and {LONGEST_QUESTION} characters"), "wording"));
            }
            let item = facts.items.iter().find(|title| **title == form.item).cloned();
            if item.is_none() && !facts.items.is_empty() {
                faults.push(("Select the agenda item that it is about".to_owned(), "item"));
            }
            let position = question::store::last_position(transaction, question.meeting).await? + 1;
            let item = if facts.items.is_empty() { question.item.clone() } else { item };
            Question { wording: Some(wording), item, position: Some(position), minutes: Some(facts.each), ..undecided }
        }
        Act::Reject => {
            let ground = Ground::from_word(&form.ground);
            if ground.is_none() {
                faults.push(("Select a ground".to_owned(), "ground"));
            }
            let decider = DECIDERS.iter().find(|(word, ..)| *word == form.decided_by);
            if decider.is_none() {
                faults.push(("Select whose decision it is".to_owned(), "decided_by"));
            }
            let reasons = reasons(&form.reasons, "Enter the reasons", &mut faults);
            Question { ground, reasons: Some(reasons), decided_by: decider.map(|(_, name, _)| (*name).to_owned()), ..out_of_plan }
        }
        Act::Merge => {
            let choices = mergeable(transaction, question).await?;
            let other = form.other.parse::<QuestionId>().ok();
            let other = other.filter(|other| choices.iter().any(|one| one.id == *other));
            if other.is_none() {
                faults.push(("Select a question to merge with".to_owned(), "other"));
            }
            Question { merged_into: other, ..out_of_plan }
        }
        Act::AskAgain => {
            let reasons = reasons(&form.reasons, "Enter what needs to change", &mut faults);
            Question { reasons: Some(reasons), ..out_of_plan }
        }
        _ => Question { wording: None, ..out_of_plan },
    };
    Ok(if faults.is_empty() { Ok(now) } else { Err(faults) })
}

fn reasons(sent: &str, missing: &str, faults: &mut Faults) -> String {
    let reasons = paragraphs(sent);
    let length = reasons.chars().count();
    if length == 0 {
        faults.push((missing.to_owned(), "reasons"));
    } else if length > LONGEST_ANSWER {
        faults.push((format!("This must be {LONGEST_ANSWER} characters or fewer"), "reasons"));
    }
    reasons
}

/// Returns the questions of the same meeting with which this one can be merged.
async fn mergeable(connection: &impl ConnectionTrait, question: &Question) -> Result<Vec<Question>> {
    let others = question::store::of_meeting(connection, question.meeting).await?.into_iter();
    let stands = |one: &Question| one.ground.is_none() && one.merged_into.is_none();
    // If others were merged into this question, merging it would orphan them.
    let carries = !question::store::merged_into(connection, question.id).await?.is_empty();
    Ok(others.filter(|one| one.id != question.id && stands(one) && !carries).collect())
}

/// Notifies the questioner, if they have not been erased.
async fn tell(
    transaction: &WriteTransaction,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let Some(who) = asking::store::asker(transaction, question.id).await? else { return Ok(()) };
    let mail = match act {
        Act::Accept => mails::accepted(facts, question, &who),
        Act::Reject => mails::rejected(facts, question, &who),
        Act::AskAgain => {
            let until = facts.notice_ends.map(notice::written).unwrap_or_default();
            mails::sent_back(facts, question, &who, &until)
        }
        Act::Merge => match question.merged_into {
            Some(other) => {
                let other = question::store::by_id(transaction, other).await?.ok_or(Error::NotFound("Question"))?;
                mails::merged(facts, question, &other, &who)
            }
            None => return Ok(()),
        },
        _ => mails::reconsidered(facts, question, &who),
    };
    Ok(mail::queue(transaction, &mail, at).await?)
}

/// What a page shows besides the form.
#[derive(Default)]
struct Shown {
    faults: Faults,
    /// Who has changed the question since the page was opened, and how.
    meanwhile: Option<String>,
}

/// Returns a sentence that says who last changed a question, and how.
pub(crate) async fn last_change(state: &AppState, question: &Question) -> Result<String> {
    let what = Act::read(&question.last_act).map_or_else(|| other_act(&question.last_act), Act::done);
    let name = name_of(state, &question.changed_by).await?;
    Ok(format!("{name} {what} on {}", london::on_page(question.changed_at)))
}

/// Handles a concurrent change: shows the other person's change, so that the user can confirm the decision or not.
async fn meanwhile(
    state: &AppState,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    form: &DecisionForm,
) -> Result<Response> {
    if question.after(act, &facts.moment(state)).is_none() {
        return impossible(state, facts, question, act, StatusCode::CONFLICT).await;
    }
    let shown = Shown { faults: Faults::new(), meanwhile: Some(last_change(state, question).await?) };
    Ok(with_status(StatusCode::CONFLICT, page(state, facts, question, act, form, &shown).await?))
}

/// Renders the page that says that the question's state does not allow the decision.
async fn impossible(
    state: &AppState,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    status: StatusCode,
) -> Result<Response> {
    let page = ui::Page { title: "You cannot do this now", section: Some(ui::Section::Work), ..state.page() };
    let change = last_change(state, question).await?;
    let content = html! {
        (ui::back_link("Question", &question.address()))
        (identity(facts, question))
        (ui::heading(Some(title(act)), "You cannot do this now"))
        p class="govuk-body" { "The status of the question does not allow this, or it is too early or too late. Nothing has changed." }
        (ui::inset_text(html! { "Last change: " (change) "." }))
        p class="govuk-body" { a class="govuk-link" href=(question.address()) { "View the question" } "." }
    };
    Ok(with_status(status, ui::page(&page, content)))
}

async fn page(
    state: &AppState,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    form: &DecisionForm,
    view: &Shown,
) -> Result<Markup> {
    let faults = shown(&view.faults);
    let heading = title(act);
    let title = ui::form_title(heading, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let others = if act == Act::Merge { mergeable(state.db.reading(), question).await? } else { Vec::new() };
    let button = match act {
        Act::Accept => "Accept",
        Act::Reject => "Reject",
        Act::Merge => "Merge",
        Act::AskAgain => "Send back",
        _ => "Withdraw decision",
    };
    let kind = if act == Act::Reject { ui::ButtonKind::Warning } else { ui::ButtonKind::Primary };
    let content = html! {
        (ui::back_link("Question", &question.address()))
        @if !faults.is_empty() { (ui::error_summary(&faults)) }
        @if let Some(change) = &view.meanwhile {
            (ui::notification_banner("Important", html! {
                "Someone else has changed this question since you opened it: " (change) ". Your version is below and has not been sent. Check the question, then send your version or "
                a class="govuk-notification-banner__link" href=(question.address()) { "leave it unchanged" } "."
            }))
        }
        (identity(facts, question))
        (ui::heading(None, heading))
        div class="moothall-measure" {
            p class="govuk-body" { "As submitted:" }
            (ui::inset_text(html! { (question.text) }))
            form action={ (question.address()) "/decide/" (act.word()) } method="post" novalidate {
                input type="hidden" name="version" value=(question.version);
                @match act {
                    Act::Accept => (accept_fields(facts, form, &faults)),
                    Act::Reject => (reject_fields(facts, form, &faults)),
                    Act::Merge => (merge_fields(&others, form, &faults)),
                    Act::AskAgain => (again_fields(facts, form, &faults)),
                    _ => p class="govuk-body" { "The question will need a new decision. The questioner will be emailed." },
                }
                @if act != Act::Merge || !others.is_empty() {
                    (ui::button(&ui::Button { text: button, kind, once: true, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn accept_fields(facts: &MeetingFacts, form: &DecisionForm, faults: &[(&str, &str)]) -> Markup {
    html! {
        (ui::textarea(&ui::Textarea {
            name: "wording", label: "Wording to be read at the meeting", rows: Some(6), value: &form.wording, error: ui::error_about(faults, "wording"),
            hint: Some("This wording is published. Remove names and anything that could identify a private individual."),
            most_characters: u32::try_from(LONGEST_QUESTION).ok(), ..Default::default()
        }))
        @if !facts.items.is_empty() {
            (ui::select(&ui::Select {
                name: "item", label: "Agenda item", value: Some(&form.item), error: ui::error_about(faults, "item"),
                options: std::iter::once(ui::SelectOption { value: "", text: "Select an item" })
                    .chain(facts.items.iter().map(|title| ui::SelectOption { value: title, text: title })).collect(),
                ..Default::default()
            }))
        }
    }
}

fn reject_fields(facts: &MeetingFacts, form: &DecisionForm, faults: &[(&str, &str)]) -> Markup {
    let grounds: Vec<(&str, String)> = Ground::ALL
        .into_iter()
        .map(|ground| (ground.word(), format!("The question {}", ground.words(facts.same_months))))
        .collect();
    html! {
        (ui::radios(&ui::Choices {
            name: "ground", legend: "Ground for rejection", hint: Some(&facts.citation), error: ui::error_about(faults, "ground"),
            choices: grounds.iter().map(|(value, text)| ui::Choice { value, text, chosen: form.ground == *value, ..Default::default() }).collect(),
            ..Default::default()
        }))
        (ui::textarea(&ui::Textarea {
            name: "reasons", label: "Reasons", rows: Some(4), value: &form.reasons, error: ui::error_about(faults, "reasons"),
            hint: Some("Sent to the questioner"), ..Default::default()
        }))
        (ui::radios(&ui::Choices {
            name: "decided_by", legend: "Whose decision is it?", error: ui::error_about(faults, "decided_by"),
            choices: DECIDERS.iter().map(|(value, _, text)| ui::Choice {
                value, text, chosen: form.decided_by == *value, ..Default::default()
            }).collect(),
            ..Default::default()
        }))
    }
}

fn merge_fields(others: &[Question], form: &DecisionForm, faults: &[(&str, &str)]) -> Markup {
    let choices: Vec<(String, String)> =
        others.iter().map(|other| (other.id.to_string(), format!("{}: {}", other.reference, other.beginning()))).collect();
    html! {
        @if choices.is_empty() {
            p class="govuk-body" { "There are no questions at this meeting to merge with, or other questions are already merged with this one." }
        } @else {
            (ui::radios(&ui::Choices {
                name: "other", legend: "Question to merge with", error: ui::error_about(faults, "other"),
                hint: Some("That question will be put and answered for both"),
                choices: choices.iter().map(|(value, text)| ui::Choice { value, text, chosen: form.other == *value, ..Default::default() }).collect(),
                ..Default::default()
            }))
        }
    }
}

fn again_fields(facts: &MeetingFacts, form: &DecisionForm, faults: &[(&str, &str)]) -> Markup {
    html! {
        @if let Some(ends) = facts.notice_ends {
            p class="govuk-body" { "The questioner can send new wording until " strong { (notice::written(ends)) } "." }
        }
        (ui::textarea(&ui::Textarea {
            name: "reasons", label: "What needs to change", rows: Some(4), value: &form.reasons, error: ui::error_about(faults, "reasons"),
            hint: Some("Sent to the questioner"), ..Default::default()
        }))
    }
}
