//! Asking a question without an account: the form, checking the answers, and sending them.

use crate::access::RETENTION;
use crate::asking::fitness::{hints, is_same_asker};
use crate::asking::form::{Asked, fields, hidden, read};
use crate::asking::similar::published_like;
use crate::asking::store::NewQuestion;
use crate::question::facts::{MeetingFacts, prefix_of};
use crate::{asking, mails, notice};
use access::attempt_store::{self, Bucket};
use access::{By, Token};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use db::Connection;
use foundation::london;
use maud::{Markup, html};
use std::fmt::Write as _;
use ui::FormState;
use web::{AppState, Error, RequestContext, Result, SubmittedForm, redirect_done, refused, with_status};

/// How many forms one network may check in a quarter of an hour, and how many it may send.
const LOOKED_AT: i64 = 40;
const SENT: i64 = 10;

/// The name of the questioner in the ledger.
pub(crate) const RESIDENT: &str = "a resident";

/// Handles `GET /meetings/{id}/ask`.
pub(crate) async fn form(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let facts = MeetingFacts::find(&state, &id).await?;
    if !facts.takes_questions(&state) {
        return Ok(closed_page(&state, &facts, None).into_response());
    }
    Ok(form_page(&state, &facts, &FormState::default()).into_response())
}

/// Handles `POST /meetings/{id}/ask`: shows the answers to check, or the fields again.
pub(crate) async fn check(
    State(state): State<AppState>,
    context: RequestContext,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let facts = MeetingFacts::find(&state, &id).await?;
    if !facts.takes_questions(&state) {
        return Ok(refused(closed_page(&state, &facts, Some(&form))));
    }
    let bucket = Bucket::form("question looked at", &context.origin.network, LOOKED_AT);
    if !attempt_store::take_place(&state.db, &[&bucket], state.clock.now()).await? {
        return Ok(too_many(&state));
    }
    if form.value("step") == "change" {
        return Ok(form_page(&state, &facts, &form).into_response());
    }
    let Some(asked) = read(&mut form, &facts) else { return Ok(refused(form_page(&state, &facts, &form))) };
    if let Some(fault) = second_question(state.db.reading(), &facts, &asked).await? {
        form.fault("name", fault);
        return Ok(refused(form_page(&state, &facts, &form)));
    }
    Ok(check_page(&state, &facts, &form, &asked).await?.into_response())
}

/// Handles `POST /meetings/{id}/ask/send`.
pub(crate) async fn send(
    State(state): State<AppState>,
    context: RequestContext,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    // Take the time of receipt first: what follows may have to wait for other requests.
    let by = state.by(RESIDENT);
    let facts = MeetingFacts::find(&state, &id).await?;
    let once = Token::received(form.value("form"));
    // A form that was received before gets the same response, even if notice has ended since.
    if let Some(once) = &once
        && asking::store::of_form(state.db.reading(), once).await?.is_some()
    {
        return Ok(to_tracking(&tracking_token(&state, once)));
    }
    if !facts.takes_questions(&state) {
        return Ok(refused(closed_page(&state, &facts, Some(&form))));
    }
    let bucket = Bucket::form("question sent", &context.origin.network, SENT);
    if !attempt_store::take_place(&state.db, &[&bucket], state.clock.now()).await? {
        return Ok(too_many(&state));
    }
    let Some(asked) = read(&mut form, &facts) else { return Ok(refused(form_page(&state, &facts, &form))) };
    // The page for checking answers was skipped, so show it first.
    let Some(once) = once else { return Ok(check_page(&state, &facts, &form, &asked).await?.into_response()) };
    match take_in(&state, &facts, &asked, &once, by).await? {
        Ok(token) => Ok(to_tracking(&token)),
        Err(fault) => {
            form.fault("name", fault);
            Ok(refused(form_page(&state, &facts, &form)))
        }
    }
}

/// Stores a question with its number, the questioner and the receipt, in one transaction.
async fn take_in(
    state: &AppState,
    facts: &MeetingFacts,
    asked: &Asked,
    once: &Token,
    by: By<'_>,
) -> Result<Result<Token, String>> {
    let token = tracking_token(state, once);
    let year = facts.meeting.municipal_year();
    let transaction = state.db.begin().await?;
    asking::store::hold_numbers(&transaction, &facts.board, year).await?;
    if asking::store::of_form(&transaction, once).await?.is_some() {
        return Ok(Ok(token));
    }
    if let Some(fault) = second_question(&transaction, facts, asked).await? {
        return Ok(Err(fault));
    }
    let prefix = prefix_of(&transaction, &facts.board).await?;
    let new = NewQuestion {
        meeting: facts.meeting.id,
        board: &facts.board,
        year,
        prefix: prefix.as_deref(),
        text: &asked.text,
        item: asked.item.as_deref(),
        who: &asked.who,
        form: once,
        token: &token,
    };
    let question = asking::store::insert(&transaction, &new, by).await?;
    mail::queue(&transaction, &mails::receipt(state, facts, &question, &asked.who, &token), by.at).await?;
    transaction.commit().await?;
    Ok(Ok(token))
}

/// Returns the token with which the questioner tracks the question: the same each time the form is sent, and unpredictable
/// without this installation's secret.
fn tracking_token(state: &AppState, once: &Token) -> Token {
    let mut digits = String::new();
    for byte in state.secret.derive(&format!("tracking of the question sent with {}", once.secret())) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Token::received(&digits).unwrap_or_default()
}

fn to_tracking(token: &Token) -> Response {
    redirect_done(&format!("/questions/track/{}", token.secret()), "received").into_response()
}

/// Returns an error if the person or organisation already has its question at the meeting.
async fn second_question(connection: &Connection, facts: &MeetingFacts, asked: &Asked) -> Result<Option<String>> {
    let askers = asking::store::askers(connection, facts.meeting.id).await?;
    let own = askers.iter().filter(|(_, who)| is_same_asker(who, &asked.who)).count();
    if own < facts.questions_each {
        return Ok(None);
    }
    let allowed =
        if facts.questions_each == 1 { "one question".to_owned() } else { format!("{} questions", facts.questions_each) };
    Ok(Some(format!("You can ask {allowed} at a meeting ({}), and you have already done so", facts.citation)))
}

fn too_many(state: &AppState) -> Response {
    let page = ui::Page { title: "Too many questions at once", section: Some(ui::Section::Meetings), ..state.page() };
    let content = html! {
        (ui::heading(None, "Too many questions at once"))
        (ui::paragraph("We received many questions from your network in a short time, so this one was not saved. Wait 15 minutes, then send it again."))
        (ui::paragraph("If questions close before then, send your question to the council in writing another way."))
    };
    with_status(StatusCode::TOO_MANY_REQUESTS, ui::page(&page, content))
}

fn closed_page(state: &AppState, facts: &MeetingFacts, sent: Option<&FormState>) -> Markup {
    let title = ui::form_title("Questions are closed", sent.is_some());
    let page = ui::Page { title: &title, section: Some(ui::Section::Meetings), ..state.page() };
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        div class="moothall-measure" {
            @if let Some(form) = sent.filter(|form| !form.value("text").is_empty()) {
                (ui::error_summary(&[("Your question was too late for this meeting", "own-words")]))
                (closed_words(facts))
                (ui::h2("Your question"))
                div id="own-words" { (ui::inset_text(html! { (form.value("text")) })) }
            } @else { (closed_words(facts)) }
        }
    };
    ui::page(&page, content)
}

fn closed_words(facts: &MeetingFacts) -> Markup {
    html! {
        (ui::heading(Some(&facts.title()), "Questions are closed"))
        @match facts.notice_ends {
            Some(ends) => (ui::paragraph(html! {
                "Questions for this meeting closed at " strong { (notice::written(ends)) } " (" (facts.citation) ")."
            })),
            None => (ui::paragraph("You cannot ask a question yet because the date of this meeting is not known.")),
        }
        (ui::paragraph(html! { (ui::link("/meetings", "Find a later meeting")) "." }))
    }
}

fn form_page(state: &AppState, facts: &MeetingFacts, form: &FormState) -> Markup {
    let title = form.title("Ask a question");
    let page = ui::Page { title: &title, section: Some(ui::Section::Meetings), ..state.page() };
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&facts.title()), "Ask a question"))
            (rules(facts))
            form action={ (facts.meeting.address()) "/ask" } method="post" novalidate {
                (fields(form, facts))
                (privacy(state))
                (ui::button(&ui::Button { text: "Continue", ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

fn rules(facts: &MeetingFacts) -> Markup {
    html! {
        @if let Some(ends) = facts.notice_ends {
            (ui::inset_text(html! { "Your question must be received by " strong { (notice::written(ends)) } "." }))
        }
        (ui::details("What you can ask", html! {
            (ui::bullets(html! {
                li { "You must live in the borough, and your question must be about an item on the agenda." }
                li {
                    "A person or organisation can ask "
                    @if facts.questions_each == 1 { "one question" } @else { (facts.questions_each) " questions" } " at a meeting, in up to "
                    (facts.each) " minutes. There are " (facts.total) " minutes for all questions."
                }
                @if facts.supplementary > 0 { li { "After the answer you can ask one supplementary question on the same subject." } }
                li { "You cannot ask about a planning or licensing application, or about a private item." }
                li {
                    "The Chair or an officer can reject a question that is not the Council’s responsibility and does not affect the borough, that is "
                    "defamatory, frivolous, offensive, abusive or racist, that was put in the last " (facts.same_months) " months, or that "
                    "needs confidential or exempt information. We’ll tell you why."
                }
                li { "If your question is not answered at the meeting, you get a written answer." }
            }))
            p { "These are set by " (facts.citation) "." }
        }))
    }
}

/// Renders the privacy notice for questioners.
fn privacy(state: &AppState) -> Markup {
    let kept = state.settings().number_on(&RETENTION, state.clock.today());
    ui::details(
        "How we use your name and address",
        html! {
            p { "The Board’s clerks use them to check that you live in the borough and to answer you. Only they can see them, and each time they do is recorded." }
            p {
                "They are not published. Your question and the answer are published, with your name only if you agree at the meeting."
            }
            p {
                "They are deleted when they are no longer needed"
                @if let Some(months) = kept { ", " (months) @if months == 1 { " month" } @else { " months" } " after the meeting" } "."
            }
        },
    )
}

async fn check_page(state: &AppState, facts: &MeetingFacts, form: &FormState, asked: &Asked) -> Result<Markup> {
    let alike = published_like(state, &asked.text, facts.same_months).await?;
    let hints = hints(&asked.text, &facts.private);
    let page = ui::Page { title: "Check your question", section: Some(ui::Section::Meetings), ..state.page() };
    let send = format!("{}/ask/send", facts.meeting.address());
    let change = format!("{}/ask", facts.meeting.address());
    let mut rows = vec![ui::SummaryRow::new("Question", html! { (asked.text) })];
    if let Some(item) = &asked.item {
        rows.push(ui::SummaryRow::new("About", html! { (item) }));
    }
    rows.push(ui::SummaryRow::new("Name", html! { (asked.who.name) }));
    rows.push(ui::SummaryRow::new("Address", html! { (asked.who.address) }));
    if let Some(organisation) = &asked.who.organisation {
        rows.push(ui::SummaryRow::new("Organisation", html! { (organisation) }));
    }
    rows.push(ui::SummaryRow::new("Email address", html! { (asked.who.mail) }));
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(Some(&facts.title()), "Check your question"))
            @if let Some(ends) = facts.notice_ends {
                (ui::paragraph(html! { "You have not sent your question yet. It must be received by " strong { (notice::written(ends)) } "." }))
            }
            @for hint in &hints { (ui::warning_text(html! { (hint.words()) })) }
            @if !hints.is_empty() { (ui::paragraph("You can still send your question. A clerk will check it.")) }
            @for one in &alike {
                (ui::inset_text(html! {
                    (ui::paragraph(html! { strong { "A similar question was asked on " (one.day) ":" } }))
                    (ui::paragraph(&one.question))
                    @for answer in &one.answer { (ui::paragraph(answer)) }
                    (ui::paragraph(ui::link(&one.address, html! { "Question " (one.reference) " and its answer" })))
                }))
            }
            (ui::summary_list(&rows))
            form action=(send) method="post" {
                (hidden(form, Token::new().secret()))
                (ui::send("Send question"))
            }
            form action=(change) method="post" {
                (hidden(form, ""))
                (ui::button(&ui::Button {
                    text: "Change your answers", kind: ui::ButtonKind::Secondary, name: Some("step"), value: Some("change"), ..Default::default()
                }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Formats the time of receipt.
pub(crate) fn received(question: &crate::question::Question) -> String {
    london::on_page(question.received_at)
}

/// Returns the error for a private address that leads to no question.
pub(crate) fn missing() -> Error {
    Error::NotFound("Question")
}
