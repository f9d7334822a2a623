//! Pages of recommendations to other bodies: sending, answers and overdue ones.

use crate::access::{FOLLOW_RECOMMENDATION, SEE_RECOMMENDATION};
use crate::followed;
use crate::followed::recommendation_store::{Recommendation, RecommendationState};
use crate::sent::Sent;
use access::{Action, Actor, Answer};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use foundation::civil_date;
use maud::{Markup, html};
use meetings::access::{board_place, facts};
use meetings::form::{NOT_A_DAY, day_field, is_too_long, send, text_field, written_day};
use web::{AppState, Done, Error, Result, SignedIn, redirect_done, refused};

fn may(state: &AppState, actor: &Actor, act: Action, one: &Recommendation) -> Answer {
    let place = board_place(one.board_id);
    state.joined.policy.can(actor, act, &facts(one.id, &place, one.exempt, &[]))
}

/// Returns the recommendations that `actor` may read, each checked separately.
pub(crate) async fn readable(state: &AppState, actor: &Actor) -> Result<Vec<Recommendation>> {
    let mut all = followed::recommendation_store::all(state.db.reading()).await?;
    all.retain(|one| may(state, actor, SEE_RECOMMENDATION, one) == Answer::Allowed);
    Ok(all)
}

fn colour(state: RecommendationState) -> ui::TagColour {
    match state {
        RecommendationState::ToSend => ui::TagColour::Yellow,
        RecommendationState::Awaited => ui::TagColour::Blue,
        RecommendationState::Overdue => ui::TagColour::Red,
        RecommendationState::Answered => ui::TagColour::Green,
    }
}

/// Handles `GET /recommendations`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_RECOMMENDATION)?;
    let all = readable(&state, &who.actor).await?;
    let today = state.clock.today();
    let page = ui::Page { title: "Recommendations to other bodies", section: Some(ui::Section::Work), ..state.page() };
    let row = |one: &Recommendation| {
        let stands = one.state(today);
        vec![
            html! { (ui::link(format!("/recommendations/{}", one.id), &one.text)) },
            html! { (one.body) },
            html! { (one.board_name) ", " (civil_date::written(one.made_on)) },
            html! { @match one.due_on { Some(due) => (civil_date::written(due)), None => "No due date" } },
            html! { (ui::tag(stands.label(), colour(stands))) },
        ]
    };
    let content = html! {
        @if done == "changed" { (ui::done("Recommendation updated")) }
        (ui::heading(None, "Recommendations to other bodies"))
        @if all.is_empty() { (ui::empty_state("No recommendations yet", html! { (ui::paragraph("Recommendations appear here once they are recorded at a meeting.")) })) }
        @else {
            (ui::table(&ui::Table {
                caption: "Recommendations", caption_is_hidden: true,
                columns: ["Recommendation", "To", "Made by", "Response due", "Status"].map(ui::Column::words).to_vec(),
                rows: all.iter().map(row).collect(), row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

async fn one_of(state: &AppState, who: &SignedIn, act: Action, id: &str) -> Result<Recommendation> {
    let not_found = || Error::NotFound("Recommendation");
    let id = id.parse::<i64>().map_err(|_| not_found())?;
    let one = followed::recommendation_store::by_id(state.db.reading(), id).await?.ok_or_else(not_found)?;
    match may(state, &who.actor, act, &one) {
        Answer::Allowed => Ok(one),
        Answer::Denied | Answer::AfterReason => Err(Error::Forbidden),
        Answer::Hidden => Err(not_found()),
    }
}

/// Handles `GET /recommendations/{id}`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let one = one_of(&state, &who, SEE_RECOMMENDATION, &id).await?;
    Ok(page(&state, &who, &one, &Sent::default(), &[]))
}

fn page(state: &AppState, who: &SignedIn, one: &Recommendation, sent: &Sent, faults: &[ui::Fault<'_>]) -> Markup {
    let follows = may(state, &who.actor, FOLLOW_RECOMMENDATION, one) == Answer::Allowed;
    let stands = one.state(state.clock.today());
    let title = ui::form_title(&format!("Recommendation to {}", one.body), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let own = format!("/recommendations/{}", one.id);
    let today = written_day(Some(state.clock.today()));
    let day = |name: &str| if sent.has(name) { sent.text(name).to_owned() } else { today.clone() };
    let content = html! {
        (ui::back_link("Recommendations to other bodies", "/recommendations"))
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (ui::heading(Some(&one.board_name), &format!("Recommendation to {}", one.body)))
        (ui::measured(&one.text))
        (ui::summary_list(&[
            ui::SummaryRow::new("Status", ui::tag(stands.label(), colour(stands))),
            ui::SummaryRow::new("Made", html! { (ui::link(format!("/meetings/{}", one.meeting_id), civil_date::written(one.made_on))) }),
            ui::SummaryRow::new("Response due", html! { @match one.due_on { Some(due) => (civil_date::written(due)), None => "No due date" } }),
            ui::SummaryRow::new("Sent", html! { @match one.sent_on { Some(on) => (civil_date::written(on)), None => "Not yet" } }),
            ui::SummaryRow::new("Response received", html! { @match one.answered_on { Some(on) => (civil_date::written(on)), None => "Not yet" } }),
        ]))
        @if let Some(answer) = &one.answer { (ui::h2("Response")) div class="moothall-typed" { (answer) } }
        @if follows && one.sent_on.is_none() && one.answered_on.is_none() {
            form action={ (own) "/sent" } method="post" novalidate {
                (day_field("sent_on", "Sent on", &day("sent_on"), None, faults))
                (send("Mark as sent"))
            }
        }
        @if follows && one.answered_on.is_none() {
            form action={ (own) "/answered" } method="post" novalidate {
                (ui::h2("Record the response"))
                (day_field("answered_on", "Received on", &day("answered_on"), None, faults))
                (text_field("answer", "Response", sent.text("answer"), Some("The written response, word for word"), 6, faults))
                (ui::button(&ui::Button { text: "Record response", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// Parses a date from a field. It must be between the date of the recommendation and today.
fn past_day(state: &AppState, one: &Recommendation, form: &Sent, field: &str) -> std::result::Result<NaiveDate, &'static str> {
    match form.some_day(field) {
        Err(()) => Err(NOT_A_DAY),
        Ok(None) => Err("Enter a date"),
        Ok(Some(day)) if day < one.made_on => Err("Date must be the same as or after the day of the recommendation"),
        Ok(Some(day)) if day > state.clock.today() => Err("Date must be today or in the past"),
        Ok(Some(day)) => Ok(day),
    }
}

/// Handles `POST /recommendations/{id}/sent`.
pub(crate) async fn sent(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let one = one_of(&state, &who, FOLLOW_RECOMMENDATION, &id).await?;
    let form = Sent::from(fields);
    let on = match past_day(&state, &one, &form, "sent_on") {
        Ok(on) => on,
        Err(message) => return Ok(refused(page(&state, &who, &one, &form, &[(message, "sent_on")]))),
    };
    let transaction = state.begin(&who.actor).await?;
    followed::recommendation_store::sent(&transaction, one.id, on, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done("/recommendations", "changed").into_response())
}

/// Handles `POST /recommendations/{id}/answered`.
pub(crate) async fn answered(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let one = one_of(&state, &who, FOLLOW_RECOMMENDATION, &id).await?;
    let form = Sent::from(fields);
    let mut faults = Vec::new();
    let on = past_day(&state, &one, &form, "answered_on");
    if let Err(message) = on {
        faults.push((message, "answered_on"));
    }
    if is_too_long(form.text("answer"), 20_000) {
        faults.push(("Response must be 20,000 characters or fewer", "answer"));
    }
    let answer = form.some_text("answer", 20_000);
    if answer.is_none() {
        faults.push(("Enter the response", "answer"));
    }
    let (Ok(on), Some(answer), true) = (on, answer, faults.is_empty()) else {
        return Ok(refused(page(&state, &who, &one, &form, &faults)));
    };
    let transaction = state.begin(&who.actor).await?;
    followed::recommendation_store::answered(&transaction, one.id, on, &answer, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done("/recommendations", "changed").into_response())
}
