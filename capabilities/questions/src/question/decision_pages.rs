//! A clerk's decisions on a question: accept, reject, merge, send back, or undo a decision. Each has its own page.

use crate::access::DECIDE;
use crate::asking::form::{item_field, read_item};
use crate::question::facts::MeetingFacts;
use crate::question::pages::{identity, name_of, other_act, question_of};
use crate::question::state::Act;
use crate::question::{Ground, LONGEST_ANSWER, LONGEST_QUESTION, Question, QuestionId, paragraphs};
use crate::{asking, mails, notice, question};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use db::{Connection, WriteTransaction};
use foundation::london;
use foundation::text::clean_line;
use maud::{Markup, html};
use serde_json::json;
use ui::FormState;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused, with_status};

/// Who can reject a question: the form value, the stored words, the form's label.
const DECIDERS: [(&str, &str, &str); 2] =
    [("chair", "the chair", "The chair’s"), ("officer", "the proper officer", "The proper officer’s")];

/// Parses the decision named in a URL.
fn decision(word: &str) -> Result<Act> {
    let act = Act::read(word).or_not_found("Page")?;
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
    let item = question.item.clone().unwrap_or_default();
    let form = FormState::of([("wording", question.words().to_owned()), ("item", item)]);
    Ok(page(&state, &facts, &question, act, &form, None).await?.into_response())
}

/// Handles `POST /questions/{id}/decide/{act}`.
pub(crate) async fn decide(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (question, facts) = question_of(&state, &who, DECIDE, &id).await?;
    let act = decision(&act)?;
    if form.version() != question.version {
        return meanwhile(&state, &facts, &question, act, &form).await;
    }
    let Some(after) = question.after(act, &facts.moment(&state)) else {
        return impossible(&state, &facts, &question, act, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let Some(now) = decided(&transaction, &facts, &question, act, &mut form).await? else {
        return Ok(refused(page(&state, &facts, &question, act, &form, None).await?));
    };
    let now = Question { state: after, ..now };
    let payload = json!({ "ground": now.ground.map(Ground::word), "merged into": now.merged_into });
    let Some(now) = question::store::act(&transaction, &now, act, payload, by).await? else {
        drop(transaction);
        let (question, facts) = question_of(&state, &who, DECIDE, &id).await?;
        return meanwhile(&state, &facts, &question, act, &form).await;
    };
    tell(&transaction, &facts, &now, act, by.at).await?;
    transaction.commit().await?;
    Ok(redirect_done(&now.address(), act.word()).into_response())
}

/// Applies the form to the question, except its state; `None` if the form has faults.
async fn decided(
    transaction: &WriteTransaction,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    form: &mut SubmittedForm,
) -> Result<Option<Question>> {
    let undecided = Question { ground: None, reasons: None, decided_by: None, merged_into: None, ..question.clone() };
    let out_of_plan = Question { position: None, minutes: None, ..undecided.clone() };
    let now = match act {
        Act::Accept => {
            let wording = clean_line(form.value("wording"));
            if !(10..=LONGEST_QUESTION).contains(&wording.chars().count()) {
                form.fault("wording", format!("Wording must be between 10 and {LONGEST_QUESTION} characters"));
            }
            let item = read_item(form, facts, "Select the agenda item that it is about").flatten();
            let position = question::store::last_position(transaction, question.meeting).await? + 1;
            let item = if facts.items.is_empty() { question.item.clone() } else { item };
            Question { wording: Some(wording), item, position: Some(position), minutes: Some(facts.each), ..undecided }
        }
        Act::Reject => {
            let ground = form.parse("ground", Ground::from_word).or_fault("Select a ground");
            let decider = form.choice("decided_by", &DECIDERS, |(word, ..)| (*word).to_owned());
            let decider = decider.or_fault("Select whose decision it is");
            let reasons = reasons(form, "Enter the reasons");
            Question { ground, reasons, decided_by: decider.map(|(_, name, _)| name.to_owned()), ..out_of_plan }
        }
        Act::Merge => {
            let choices = mergeable(transaction, question).await?;
            let is_choice = |other: &QuestionId| choices.iter().any(|one| one.id == *other);
            let other = form.key("other").filter(is_choice).or_fault("Select a question to merge with");
            Question { merged_into: other, ..out_of_plan }
        }
        Act::AskAgain => Question { reasons: reasons(form, "Enter what needs to change"), ..out_of_plan },
        _ => Question { wording: None, ..out_of_plan },
    };
    Ok(form.accept(now))
}

fn reasons(form: &mut SubmittedForm, missing: &'static str) -> Option<String> {
    let reasons = paragraphs(form.value("reasons"));
    match reasons.chars().count() {
        0 => form.fault("reasons", missing),
        length if length > LONGEST_ANSWER => form.fault("reasons", format!("This must be {LONGEST_ANSWER} characters or fewer")),
        _ => return Some(reasons),
    }
    None
}

/// Returns the questions of the same meeting with which this one can be merged.
async fn mergeable(connection: &Connection, question: &Question) -> Result<Vec<Question>> {
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
                let other = question::store::by_id(transaction, other).await?.or_not_found("Question")?;
                mails::merged(facts, question, &other, &who)
            }
            None => return Ok(()),
        },
        _ => mails::reconsidered(facts, question, &who),
    };
    Ok(mail::queue(transaction, &mail, at).await?)
}

/// Returns a sentence that says who last changed a question, and how.
pub(crate) async fn last_change(state: &AppState, question: &Question) -> Result<String> {
    let what = Act::read(&question.last_act).map_or_else(|| other_act(&question.last_act), Act::done);
    let name = name_of(state, &question.changed_by).await?;
    Ok(format!("{name} {what} on {}", london::on_page(question.changed_at)))
}

/// Handles a concurrent change: shows the other person's change, so that the user can confirm the decision or not.
async fn meanwhile(state: &AppState, facts: &MeetingFacts, question: &Question, act: Act, form: &FormState) -> Result<Response> {
    if question.after(act, &facts.moment(state)).is_none() {
        return impossible(state, facts, question, act, StatusCode::CONFLICT).await;
    }
    let change = last_change(state, question).await?;
    Ok(edit_refused(page(state, facts, question, act, form, Some(&change)).await?))
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
        (ui::paragraph("The status of the question does not allow this, or it is too early or too late. Nothing has changed."))
        (ui::inset_text(html! { "Last change: " (change) "." }))
        (ui::paragraph(html! { (ui::link(question.address(), "View the question")) "." }))
    };
    Ok(with_status(status, ui::page(&page, content)))
}

async fn page(
    state: &AppState,
    facts: &MeetingFacts,
    question: &Question,
    act: Act,
    form: &FormState,
    changed: Option<&str>,
) -> Result<Markup> {
    let heading = title(act);
    let title = form.title(heading);
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
        (form.summary())
        @if let Some(change) = changed {
            (ui::edit_conflict(&ui::EditConflict { thing: "question", change: Some(change), address: &question.address(), ..Default::default() }))
        }
        (identity(facts, question))
        (ui::heading(None, heading))
        div class="moothall-measure" {
            (ui::paragraph("As submitted:"))
            (ui::inset_text(html! { (question.text) }))
            form action={ (question.address()) "/decide/" (act.word()) } method="post" novalidate {
                (ui::hidden("version", question.version))
                @match act {
                    Act::Accept => (accept_fields(facts, form)),
                    Act::Reject => (reject_fields(facts, form)),
                    Act::Merge => (merge_fields(&others, form)),
                    Act::AskAgain => (again_fields(facts, form)),
                    _ => (ui::paragraph("The question will need a new decision. The questioner will be emailed.")),
                }
                @if act != Act::Merge || !others.is_empty() {
                    (ui::button(&ui::Button { text: button, kind, once: true, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn accept_fields(facts: &MeetingFacts, form: &FormState) -> Markup {
    html! {
        (form.textarea(&ui::Textarea {
            name: "wording", label: "Wording to be read at the meeting", rows: Some(6),
            hint: Some("This wording is published. Remove names and anything that could identify a private individual."),
            most_characters: u32::try_from(LONGEST_QUESTION).ok(), ..Default::default()
        }))
        (item_field(form, facts, "Agenda item"))
    }
}

fn reject_fields(facts: &MeetingFacts, form: &FormState) -> Markup {
    let grounds: Vec<(&str, String)> = Ground::ALL
        .into_iter()
        .map(|ground| (ground.word(), format!("The question {}", ground.words(facts.same_months))))
        .collect();
    html! {
        (form.radios(&ui::Choices {
            name: "ground", legend: "Ground for rejection", hint: Some(&facts.citation),
            choices: grounds.iter().map(|(value, text)| ui::Choice { value, text, ..Default::default() }).collect(),
            ..Default::default()
        }))
        (form.textarea(&ui::Textarea {
            name: "reasons", label: "Reasons", rows: Some(4),
            hint: Some("Sent to the questioner"), ..Default::default()
        }))
        (form.radios(&ui::Choices {
            name: "decided_by", legend: "Whose decision is it?",
            choices: DECIDERS.iter().map(|(value, _, text)| ui::Choice {
                value, text, ..Default::default()
            }).collect(),
            ..Default::default()
        }))
    }
}

fn merge_fields(others: &[Question], form: &FormState) -> Markup {
    let choices: Vec<(String, String)> =
        others.iter().map(|other| (other.id.to_string(), format!("{}: {}", other.reference, other.beginning()))).collect();
    html! {
        @if choices.is_empty() {
            (ui::paragraph("There are no questions at this meeting to merge with, or other questions are already merged with this one."))
        } @else {
            (form.radios(&ui::Choices {
                name: "other", legend: "Question to merge with",
                hint: Some("That question will be put and answered for both"),
                choices: choices.iter().map(|(value, text)| ui::Choice { value, text, ..Default::default() }).collect(),
                ..Default::default()
            }))
        }
    }
}

fn again_fields(facts: &MeetingFacts, form: &FormState) -> Markup {
    html! {
        @if let Some(ends) = facts.notice_ends {
            (ui::paragraph(html! { "The questioner can send new wording until " strong { (notice::written(ends)) } "." }))
        }
        (form.textarea(&ui::Textarea {
            name: "reasons", label: "What needs to change", rows: Some(4),
            hint: Some("Sent to the questioner"), ..Default::default()
        }))
    }
}
