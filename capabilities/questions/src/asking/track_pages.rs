//! The page on which questioners track their question, at its private address.

use crate::asking::form::{Faults, shown, text_fault};
use crate::asking::pages::{RESIDENT, missing, received};
use crate::question::facts::MeetingFacts;
use crate::question::state::{Act, State as QuestionState, Who, next};
use crate::question::{LONGEST_QUESTION, Question, one_line};
use crate::{asking, notice, question};
use access::Token;
use access::attempt_store::{self, Bucket};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::{AppState, Done, RequestContext, Result, refused, with_status};

/// How many new wordings one network may send in a quarter of an hour.
const SENT: i64 = 20;

async fn found(state: &AppState, token: &str) -> Result<(Question, MeetingFacts)> {
    let token = Token::received(token).ok_or_else(missing)?;
    let question = question::store::by_token(state.db.reading(), &token).await?.ok_or_else(missing)?;
    let facts = MeetingFacts::of(state, question.meeting).await?;
    Ok((question, facts))
}

/// Marks a page with a private address as not to be cached or indexed.
fn private(response: Response) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-robots-tag"), "noindex")];
    (headers, response).into_response()
}

/// Handles `GET /questions/track/{token}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response> {
    let (question, facts) = found(&state, &token).await?;
    let page = page(&state, &facts, &question, &token, &View { done: &done, ..View::default() });
    Ok(private(page.into_response()))
}

/// Form data for a new wording.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RewordForm {
    text: String,
    version: String,
}

/// Handles `POST /questions/track/{token}`: a new wording of a question that was sent back.
pub(crate) async fn reword(
    State(state): State<AppState>,
    context: RequestContext,
    Path(token): Path<String>,
    Form(form): Form<RewordForm>,
) -> Result<Response> {
    let (question, facts) = found(&state, &token).await?;
    let by = state.by(RESIDENT);
    let text = one_line(&form.text);
    let fault = |message: String| {
        let faults = vec![(message, "text")];
        let view = View { text: Some(&form.text), faults: &faults, ..View::default() };
        private(refused(page(&state, &facts, &question, &token, &view)))
    };
    let Some(after) = next(question.state, Act::Reword, Who::Asker, &facts.moment(&state)) else {
        return Ok(fault("New wording can no longer be accepted".to_owned()));
    };
    if let Some(message) = text_fault(&text) {
        return Ok(fault(message));
    }
    let bucket = Bucket::form("question reworded", &context.origin.network, SENT);
    if !attempt_store::take_place(&state.db, &[&bucket], by.at).await? {
        let view = View { text: Some(&form.text), ..View::default() };
        return Ok(private(with_status(StatusCode::TOO_MANY_REQUESTS, page(&state, &facts, &question, &token, &view))));
    }
    let transaction = state.db.begin().await?;
    let now = Question { state: after, earlier_text: Some(question.text.clone()), text, reasons: None, ..question.clone() };
    let is_current = form.version.parse() == Ok(question.version);
    let changed = is_current && question::store::act(&transaction, &now, Act::Reword, json!({}), by).await?.is_some();
    if !changed {
        drop(transaction);
        return Ok(fault("Someone else has changed this question since you opened it. Check its current status".to_owned()));
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/questions/track/{token}?done=reworded")).into_response())
}

/// Form data for withdrawing a question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WithdrawForm {
    version: String,
}

/// Handles `POST /questions/track/{token}/withdraw`: withdraws the question. The questioner's details are no longer needed and
/// are erased at once; they may then ask another question.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response> {
    let (question, facts) = found(&state, &token).await?;
    let by = state.by(RESIDENT);
    let transaction = state.db.begin().await?;
    let changed = match next(question.state, Act::Withdraw, Who::Asker, &facts.moment(&state)) {
        Some(after) if form.version.parse() == Ok(question.version) => {
            let now = Question { state: after, position: None, ..question.clone() };
            question::store::act(&transaction, &now, Act::Withdraw, json!({}), by).await?
        }
        _ => None,
    };
    let Some(changed) = changed else {
        drop(transaction);
        let faults =
            vec![("Someone else has changed this question since you opened it. Check its current status".to_owned(), "withdraw")];
        let view = View { faults: &faults, ..View::default() };
        return Ok(private(refused(page(&state, &facts, &question, &token, &view))));
    };
    asking::store::erase(&transaction, &changed, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/questions/track/{token}?done=withdrawn")).into_response())
}

/// What a page shows besides the question.
#[derive(Default)]
struct View<'a> {
    done: &'a str,
    /// The rejected wording, to be shown again.
    text: Option<&'a str>,
    faults: &'a [(String, &'static str)],
}

fn page(state: &AppState, facts: &MeetingFacts, question: &Question, token: &str, view: &View) -> Markup {
    let faults: Faults = view.faults.to_vec();
    let faults = shown(&faults);
    let title = ui::form_title(&format!("Your question {}", question.reference), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Meetings), ..state.page() };
    let may_reword = next(question.state, Act::Reword, Who::Asker, &facts.moment(state)).is_some();
    let may_withdraw = next(question.state, Act::Withdraw, Who::Asker, &facts.moment(state)).is_some();
    let is_about_text = view.faults.iter().any(|(_, field)| *field == "text");
    let meeting = html! { a class="govuk-link" href=(facts.meeting.address()) { (facts.title()) } };
    let mut rows = vec![
        ui::SummaryRow::new("Status", ui::tag(question.state.label(), question.state.colour())),
        ui::SummaryRow::new("Meeting", meeting),
        ui::SummaryRow::new("Received", html! { (received(question)) }),
    ];
    if let Some(item) = &question.item {
        rows.push(ui::SummaryRow::new("About", html! { (item) }));
    }
    rows.push(ui::SummaryRow::new("Your question", html! { (question.text) }));
    if let Some(wording) = question.wording.as_deref().filter(|wording| *wording != question.text) {
        rows.push(ui::SummaryRow::new("Accepted wording", html! { (wording) }));
    }
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(&faults)) }
            @if view.done == "received" {
                (ui::panel("Question received", html! { "Your reference is " br; strong { (question.reference) } }))
                p class="govuk-body" { "We’ve emailed you a link to this page. Do not share the link: anyone who has it can read your question." }
                h2 class="govuk-heading-m" { "Your question" }
            } @else {
                @if view.done == "reworded" { (ui::done("New wording received")) }
                @if view.done == "withdrawn" { (ui::done("Question withdrawn. Your name and address have been deleted.")) }
                (ui::heading(None, &format!("Your question {}", question.reference)))
            }
            (ui::summary_list(&rows))
            (standing(facts, question))
            @if may_reword {
                h2 class="govuk-heading-m" { "Change the wording" }
                form action=(format!("/questions/track/{token}")) method="post" novalidate {
                    input type="hidden" name="version" value=(question.version);
                    (ui::textarea(&ui::Textarea {
                        name: "text", label: "Your question", rows: Some(6), value: view.text.unwrap_or(&question.text),
                        error: ui::error_about(&faults, "text"), most_characters: u32::try_from(LONGEST_QUESTION).ok(), ..Default::default()
                    }))
                    (ui::button(&ui::Button { text: "Send new wording", once: true, ..Default::default() }))
                }
            } @else if is_about_text {
                div id="text" { (ui::inset_text(html! { "We could not accept: " (view.text.unwrap_or_default()) })) }
            }
            @if may_withdraw || view.faults.iter().any(|(_, field)| *field == "withdraw") {
                h2 class="govuk-heading-m" id="withdraw" { "Withdraw your question" }
                p class="govuk-body" { "If you withdraw, your name and address are deleted. The clerk keeps the text of the question, which is not published." }
                @if may_withdraw {
                    form action=(format!("/questions/track/{token}/withdraw")) method="post" {
                        input type="hidden" name="version" value=(question.version);
                        (ui::button(&ui::Button { text: "Withdraw question", kind: ui::ButtonKind::Warning, once: true, ..Default::default() }))
                    }
                }
            }
        }
    };
    ui::page(&page, content)
}

/// Renders the status in sentences.
fn standing(facts: &MeetingFacts, question: &Question) -> Markup {
    let reasons = question.reasons.as_deref().unwrap_or_default();
    html! {
        @match question.state {
            QuestionState::Received => p class="govuk-body" { "A clerk will check your question. We’ll email you with the decision." },
            QuestionState::Returned => {
                p class="govuk-body" { "Your question needs to change before it can be put. What to change:" }
                (ui::inset_text(html! { (reasons) }))
                @if let Some(ends) = facts.notice_ends { p class="govuk-body" { "You can send new wording until " strong { (notice::written(ends)) } "." } }
            },
            QuestionState::Accepted => p class="govuk-body" {
                "Your question will be put at the meeting. You need to attend and have up to " (facts.each) " minutes."
                @if facts.supplementary > 0 { " After the answer you can ask one supplementary question on the same subject." }
            },
            QuestionState::Rejected => {
                p class="govuk-body" {
                    "Your question will not be put, because it " (question.ground.map(|ground| ground.words(facts.same_months)).unwrap_or_default())
                    " (" (facts.citation) "). The decision was made by " (question.decided_by.as_deref().unwrap_or("the proper officer")) "."
                }
                (ui::inset_text(html! { (reasons) }))
            },
            QuestionState::Merged => p class="govuk-body" { "Someone else has asked the same question. Both will be answered together. We’ll email you any written answer." },
            QuestionState::Withdrawn => p class="govuk-body" { "You withdrew this question. It will not be put or published. You can ask another question until questions close." },
            QuestionState::Put => p class="govuk-body" { "Your question was put at the meeting. The answer is being recorded." },
            QuestionState::NotPut => p class="govuk-body" { "Your question was called at the meeting but was not put because you were not there." },
            QuestionState::AwaitingWrittenAnswer => p class="govuk-body" { "We’ll email you a written answer." },
            QuestionState::Answered => {
                // A written answer that has not been sent is a draft.
                @let written = question.written_answer.clone().filter(|_| question.written_sent_at.is_some());
                @for (label, text) in [
                    ("Answer", &question.answer), ("Your supplementary question", &question.supplementary),
                    ("Answer to your supplementary question", &question.supplementary_answer), ("Written answer", &written),
                ] {
                    @if let Some(text) = text {
                        h2 class="govuk-heading-m" { (label) }
                        @for line in text.lines() { p class="govuk-body" { (line) } }
                    }
                }
            },
        }
    }
}
