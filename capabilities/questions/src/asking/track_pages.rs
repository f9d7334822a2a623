//! The page on which questioners track their question, at its private address.

use crate::asking::form::read_text;
use crate::asking::pages::{RESIDENT, missing, received};
use crate::question::facts::MeetingFacts;
use crate::question::state::{Act, State as QuestionState, Who, next};
use crate::question::{LONGEST_QUESTION, Question};
use crate::{asking, notice, question};
use access::Token;
use access::attempt_store::{self, Bucket};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;
use ui::FormState;
use web::{AppState, Done, RequestContext, Result, SubmittedForm, confirmation, redirect_done, refused, with_status};

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
    let page = page(&state, &facts, &question, &token, &done, &with_text(&question));
    Ok(private(page.into_response()))
}

/// Returns the form for a new wording, with the current one.
fn with_text(question: &Question) -> FormState {
    FormState::of([("text", question.text.as_str())])
}

/// What is said when a question was changed since its page was opened.
const CHANGED: &str = "Someone else has changed this question since you opened it. Check its current status";

/// Handles `POST /questions/track/{token}`: a new wording of a question that was sent back.
pub(crate) async fn reword(
    State(state): State<AppState>,
    context: RequestContext,
    Path(token): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (question, facts) = found(&state, &token).await?;
    let by = state.by(RESIDENT);
    let Some(after) = next(question.state, Act::Reword, Who::Asker, &facts.moment(&state)) else {
        form.fault("text", "New wording can no longer be accepted");
        return Ok(private(refused(page(&state, &facts, &question, &token, "", &form))));
    };
    let Some(text) = read_text(&mut form) else {
        return Ok(private(refused(page(&state, &facts, &question, &token, "", &form))));
    };
    let bucket = Bucket::form("question reworded", &context.origin.network, SENT);
    if !attempt_store::take_place(&state.db, &[&bucket], by.at).await? {
        return Ok(private(with_status(StatusCode::TOO_MANY_REQUESTS, page(&state, &facts, &question, &token, "", &form))));
    }
    let transaction = state.db.begin().await?;
    let now = Question { state: after, earlier_text: Some(question.text.clone()), text, reasons: None, ..question.clone() };
    let is_current = form.version() == question.version;
    let changed = is_current && question::store::act(&transaction, &now, Act::Reword, json!({}), by).await?.is_some();
    if !changed {
        drop(transaction);
        form.fault("text", CHANGED);
        return Ok(private(refused(page(&state, &facts, &question, &token, "", &form))));
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/questions/track/{token}"), "reworded").into_response())
}

/// Handles `POST /questions/track/{token}/withdraw`: withdraws the question. The questioner's details are no longer needed and
/// are erased at once; they may then ask another question.
pub(crate) async fn withdraw(State(state): State<AppState>, Path(token): Path<String>, form: SubmittedForm) -> Result<Response> {
    let (question, facts) = found(&state, &token).await?;
    let by = state.by(RESIDENT);
    let transaction = state.db.begin().await?;
    let changed = match next(question.state, Act::Withdraw, Who::Asker, &facts.moment(&state)) {
        Some(after) if form.version() == question.version => {
            let now = Question { state: after, position: None, ..question.clone() };
            question::store::act(&transaction, &now, Act::Withdraw, json!({}), by).await?
        }
        _ => None,
    };
    let Some(changed) = changed else {
        drop(transaction);
        let mut form = with_text(&question);
        form.fault("withdraw", CHANGED);
        return Ok(private(refused(page(&state, &facts, &question, &token, "", &form))));
    };
    asking::store::erase(&transaction, &changed, by).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/questions/track/{token}"), "withdrawn").into_response())
}

fn page(state: &AppState, facts: &MeetingFacts, question: &Question, token: &str, done: &str, form: &FormState) -> Markup {
    let title = form.title(&format!("Your question {}", question.reference));
    let page = ui::Page { title: &title, section: Some(ui::Section::Meetings), ..state.page() };
    let may_reword = next(question.state, Act::Reword, Who::Asker, &facts.moment(state)).is_some();
    let may_withdraw = next(question.state, Act::Withdraw, Who::Asker, &facts.moment(state)).is_some();
    let is_about_text = form.error("text").is_some();
    let meeting = html! { (ui::link(facts.meeting.address(), facts.title())) };
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
            (form.summary())
            @if done == "received" {
                (ui::panel("Question received", html! { "Your reference is " br; strong { (question.reference) } }))
                (ui::paragraph("We’ve emailed you a link to this page. Do not share the link: anyone who has it can read your question."))
                (ui::h2("Your question"))
            } @else {
                (confirmation(done, &[("reworded", "New wording received"), ("withdrawn", "Question withdrawn. Your name and address have been deleted.")]))
                (ui::heading(None, &format!("Your question {}", question.reference)))
            }
            (ui::summary_list(&rows))
            (standing(facts, question))
            @if may_reword {
                (ui::h2("Change the wording"))
                form action=(format!("/questions/track/{token}")) method="post" novalidate {
                    (ui::hidden("version", question.version))
                    (form.textarea(&ui::Textarea {
                        name: "text", label: "Your question", rows: Some(6), most_characters: u32::try_from(LONGEST_QUESTION).ok(), ..Default::default()
                    }))
                    (ui::send("Send new wording"))
                }
            } @else if is_about_text {
                div id="text" { (ui::inset_text(html! { "We could not accept: " (form.value("text")) })) }
            }
            @if may_withdraw || form.error("withdraw").is_some() {
                (ui::h2_at("withdraw", "Withdraw your question"))
                (ui::paragraph("If you withdraw, your name and address are deleted. The clerk keeps the text of the question, which is not published."))
                @if may_withdraw {
                    form action=(format!("/questions/track/{token}/withdraw")) method="post" {
                        (ui::hidden("version", question.version))
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
            QuestionState::Received => (ui::paragraph("A clerk will check your question. We’ll email you with the decision.")),
            QuestionState::Returned => {
                (ui::paragraph("Your question needs to change before it can be put. What to change:"))
                (ui::inset_text(html! { (reasons) }))
                @if let Some(ends) = facts.notice_ends { (ui::paragraph(html! { "You can send new wording until " strong { (notice::written(ends)) } "." })) }
            },
            QuestionState::Accepted => (ui::paragraph(html! {
                "Your question will be put at the meeting. You need to attend and have up to " (facts.each) " minutes."
                @if facts.supplementary > 0 { " After the answer you can ask one supplementary question on the same subject." }
            })),
            QuestionState::Rejected => {
                (ui::paragraph(html! {
                    "Your question will not be put, because it " (question.ground.map(|ground| ground.words(facts.same_months)).unwrap_or_default())
                    " (" (facts.citation) "). The decision was made by " (question.decided_by.as_deref().unwrap_or("the proper officer")) "."
                }))
                (ui::inset_text(html! { (reasons) }))
            },
            QuestionState::Merged => (ui::paragraph("Someone else has asked the same question. Both will be answered together. We’ll email you any written answer.")),
            QuestionState::Withdrawn => (ui::paragraph("You withdrew this question. It will not be put or published. You can ask another question until questions close.")),
            QuestionState::Put => (ui::paragraph("Your question was put at the meeting. The answer is being recorded.")),
            QuestionState::NotPut => (ui::paragraph("Your question was called at the meeting but was not put because you were not there.")),
            QuestionState::AwaitingWrittenAnswer => (ui::paragraph("We’ll email you a written answer.")),
            QuestionState::Answered => {
                // A written answer that has not been sent is a draft.
                @let written = question.written_answer.clone().filter(|_| question.written_sent_at.is_some());
                @for (label, text) in [
                    ("Answer", &question.answer), ("Your supplementary question", &question.supplementary),
                    ("Answer to your supplementary question", &question.supplementary_answer), ("Written answer", &written),
                ] {
                    @if let Some(text) = text {
                        (ui::h2(label))
                        @for line in text.lines() { (ui::paragraph(line)) }
                    }
                }
            },
        }
    }
}
