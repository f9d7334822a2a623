//! Written answers: writing, checking, sending and publishing one.

use crate::access::{ANSWER, ERASE};
use crate::answering::publishing::record_name;
use crate::question::decision_pages::last_change;
use crate::question::facts::MeetingFacts;
use crate::question::pages::{identity, question_of};
use crate::question::state::Act;
use crate::question::{LONGEST_ANSWER, Question, paragraphs};
use crate::{answering, asking, mails, question};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use publications::Publishing;
use serde_json::json;
use ui::FormState;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused};

/// Returns the question if it is awaiting a written answer.
async fn waiting(state: &AppState, who: &SignedIn, id: &str) -> Result<(Question, MeetingFacts)> {
    let (question, facts) = question_of(state, who, ANSWER, id).await?;
    let is_waiting = question.after(Act::Draft, &facts.moment(state)).is_some();
    if is_waiting { Ok((question, facts)) } else { Err(Error::NotFound("Page")) }
}

/// Handles `GET /questions/{id}/answer`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let (question, facts) = waiting(&state, &who, &id).await?;
    let form = FormState::of([("answer", question.written_answer.clone().unwrap_or_default())]);
    Ok(page(&state, &facts, &question, &form, None))
}

/// Handles `POST /questions/{id}/answer`: saves the text and redirects to the page on which it is checked.
pub(crate) async fn draft(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (question, facts) = waiting(&state, &who, &id).await?;
    if form.version() != question.version {
        return meanwhile(&state, &facts, &question, &form).await;
    }
    let answer = paragraphs(form.value("answer"));
    match answer.chars().count() {
        0 => form.fault("answer", "Enter the answer"),
        length if length > LONGEST_ANSWER => form.fault("answer", format!("Answer must be {LONGEST_ANSWER} characters or fewer")),
        _ => {}
    }
    if form.has_faults() {
        return Ok(refused(page(&state, &facts, &question, &form, None)));
    }
    let transaction = state.begin(&who.actor).await?;
    let now = Question { written_answer: Some(answer), written_sent_at: None, ..question.clone() };
    if question::store::act(&transaction, &now, Act::Draft, json!({}), transaction.by()).await?.is_none() {
        drop(transaction);
        let (question, facts) = waiting(&state, &who, &id).await?;
        return meanwhile(&state, &facts, &question, &form).await;
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/answer/check", question.address())).into_response())
}

async fn meanwhile(state: &AppState, facts: &MeetingFacts, question: &Question, form: &FormState) -> Result<Response> {
    let change = last_change(state, question).await?;
    Ok(edit_refused(page(state, facts, question, form, Some(&change))))
}

fn page(state: &AppState, facts: &MeetingFacts, question: &Question, form: &FormState, changed: Option<&str>) -> Markup {
    let title = form.title("Write the answer");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Question", &question.address()))
        (form.summary())
        @if let Some(change) = changed {
            (ui::edit_conflict(&ui::EditConflict {
                thing: "question", change: Some(change), address: &question.address(),
                fields: &[("Answer", question.written_answer.as_deref().unwrap_or_default(), form.value("answer"))],
            }))
        }
        (identity(facts, question))
        (ui::heading(None, "Write the answer"))
        div class="moothall-measure" {
            (ui::inset_text(html! { (ui::paragraph(question.words()))
                @if let Some(supplementary) = &question.supplementary { (ui::paragraph(html! { "Supplementary: " (supplementary) })) } }))
            form action={ (question.address()) "/answer" } method="post" novalidate {
                (ui::hidden("version", question.version))
                (form.textarea(&ui::Textarea {
                    name: "answer", label: "Written answer", rows: Some(10),
                    hint: Some("Sent to the questioner and published. Do not name private individuals."), ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Save and check", ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// Handles `GET /questions/{id}/answer/check`.
pub(crate) async fn check(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let (question, facts) = waiting(&state, &who, &id).await?;
    let answer = question.written_answer.clone().or_not_found("Page")?;
    let connection = state.db.reading();
    let has_asker = asking::store::asker(connection, question.id).await?.is_some();
    let is_public = publications::current(connection, &record_name(question.meeting)).await?.is_some();
    let page = ui::Page { title: "Check the answer", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Change the answer", &format!("{}/answer", question.address())))
        (identity(&facts, &question))
        (ui::heading(None, "Check the answer"))
        div class="moothall-measure" {
            (ui::summary_list(&[
                ui::SummaryRow::new("Question", html! { (question.words()) }),
                ui::SummaryRow::new("Answer", html! { @for line in answer.lines() { p { (line) } } }),
            ]))
            (ui::warning_text(html! {
                @if has_asker { "The answer will be emailed to the questioner. " } @else { "The questioner’s details have been deleted, so no email will be sent. " }
                @if is_public { "The answer is published straight away, as a new version of the meeting’s public questions." }
                @else { "It is published with the meeting’s public questions, which are not published yet." }
            }))
            form action={ (question.address()) "/answer/send" } method="post" {
                (ui::hidden("version", question.version))
                (ui::send("Send answer"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /questions/{id}/answer/send`.
pub(crate) async fn send(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (question, facts) = waiting(&state, &who, &id).await?;
    form.set("answer", question.written_answer.clone().unwrap_or_default());
    if form.value("answer").is_empty() || form.version() != question.version {
        return meanwhile(&state, &facts, &question, &form).await;
    }
    let Some(after) = question.after(Act::SendAnswer, &facts.moment(&state)) else { return Err(Error::NotFound("Page")) };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let now = Question { state: after, written_sent_at: Some(by.at), ..question.clone() };
    let Some(now) = question::store::act(&transaction, &now, Act::SendAnswer, json!({}), by).await? else {
        drop(transaction);
        return meanwhile(&state, &facts, &question, &form).await;
    };
    let merged = question::store::merged_into(&transaction, now.id).await?;
    for own in std::iter::once(&now).chain(&merged) {
        if let Some(asker) = asking::store::asker(&transaction, own.id).await? {
            mail::queue(&transaction, &mails::answered(&facts, &now, own, &asker), by.at).await?;
        }
    }
    if publications::current(&transaction, &record_name(now.meeting)).await?.is_some() {
        let reason = format!("Written answer to question {}", now.reference);
        answering::publishing::publish(&transaction, &facts, &Publishing { at: by.at, actor: by.actor, reason: &reason }).await?;
    }
    transaction.commit().await?;
    Ok(redirect_done(&now.address(), "sent").into_response())
}

/// Returns the question if the questioner's name and address may be erased, because they are no longer needed.
async fn over(state: &AppState, who: &SignedIn, id: &str) -> Result<(Question, MeetingFacts)> {
    let (question, facts) = question_of(state, who, ERASE, id).await?;
    if question.state.is_over() { Ok((question, facts)) } else { Err(Error::NotFound("Page")) }
}

/// Handles `GET /questions/{id}/erase`.
pub(crate) async fn erase_form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let (question, facts) = over(&state, &who, &id).await?;
    let page = ui::Page { title: "Delete name and address", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Question", &question.address()))
        (identity(&facts, &question))
        (ui::heading(None, "Delete name and address"))
        div class="moothall-measure" {
            (ui::warning_text(html! {
                "The questioner’s name, address, organisation and email address will be deleted, including from emails about the question. You cannot undo this."
            }))
            (ui::paragraph("The question, its answers and the decision are kept. If the questioner agreed to be named at the meeting, their name stays in what was published."))
            form action={ (question.address()) "/erase" } method="post" {
                (ui::button(&ui::Button { text: "Delete name and address", kind: ui::ButtonKind::Warning, once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /questions/{id}/erase`.
pub(crate) async fn erase(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let (question, _) = over(&state, &who, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    if asking::store::erase(&transaction, &question, by).await? {
        question::store::change(&transaction, &question, "erase", json!({}), by).await?;
    }
    transaction.commit().await?;
    Ok(redirect_done(&question.address(), "erased"))
}
