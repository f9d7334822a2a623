//! Pages of recommendations to other bodies: sending, answers and overdue ones.

use crate::access::{FOLLOW_RECOMMENDATION, SEE_RECOMMENDATION};
use crate::followed;
use crate::followed::recommendation_store::{Recommendation, RecommendationState};
use access::{Action, Actor, Answer};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use foundation::civil_date;
use maud::{Markup, html};
use meetings::access::{board_place, facts};
use ui::FormState;
use web::{AppState, Done, Error, NOT_A_DATE, Result, SignedIn, SubmittedForm, redirect_done, refused};

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
    Ok(page(&state, &who, &one, &FormState::default()))
}

fn page(state: &AppState, who: &SignedIn, one: &Recommendation, form: &FormState) -> Markup {
    let mut form = form.clone();
    for field in ["sent_on", "answered_on"] {
        if form.values(field).next().is_none() {
            form.set(field, civil_date::written(state.clock.today()));
        }
    }
    let follows = may(state, &who.actor, FOLLOW_RECOMMENDATION, one) == Answer::Allowed;
    let stands = one.state(state.clock.today());
    let title = form.title(&format!("Recommendation to {}", one.body));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let own = format!("/recommendations/{}", one.id);
    let content = html! {
        (ui::back_link("Recommendations to other bodies", "/recommendations"))
        (form.summary())
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
                (form.date(&ui::DateInput { name: "sent_on", label: "Sent on", ..Default::default() }))
                (ui::send("Mark as sent"))
            }
        }
        @if follows && one.answered_on.is_none() {
            form action={ (own) "/answered" } method="post" novalidate {
                (ui::h2("Record the response"))
                (form.date(&ui::DateInput { name: "answered_on", label: "Received on", ..Default::default() }))
                (form.textarea(&ui::Textarea { name: "answer", label: "Response", hint: Some("The written response, word for word"), rows: Some(6), ..Default::default() }))
                (ui::button(&ui::Button { text: "Record response", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// Reads a date, which must be between the date of the recommendation and today.
fn past_day(state: &AppState, one: &Recommendation, form: &mut SubmittedForm, field: &'static str) -> Option<NaiveDate> {
    let day = form.date(field).required("Enter a date", NOT_A_DATE)?;
    if day < one.made_on {
        form.fault(field, "Date must be the same as or after the day of the recommendation");
    } else if day > state.clock.today() {
        form.fault(field, "Date must be today or in the past");
    }
    form.error(field).is_none().then_some(day)
}

/// Handles `POST /recommendations/{id}/sent`.
pub(crate) async fn sent(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let one = one_of(&state, &who, FOLLOW_RECOMMENDATION, &id).await?;
    let Some(on) = past_day(&state, &one, &mut form, "sent_on") else {
        return Ok(refused(page(&state, &who, &one, &form)));
    };
    let transaction = state.begin(&who.actor).await?;
    if !followed::recommendation_store::sent(&transaction, one.id, on, transaction.by()).await? {
        drop(transaction);
        return changed_by_another(&state, &who, &id, form, "sent_on").await;
    }
    transaction.commit().await?;
    Ok(redirect_done("/recommendations", "changed").into_response())
}

/// Handles `POST /recommendations/{id}/answered`.
pub(crate) async fn answered(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let one = one_of(&state, &who, FOLLOW_RECOMMENDATION, &id).await?;
    let on = past_day(&state, &one, &mut form, "answered_on");
    let answer = form.lines("answer").at_most(20_000, "Response").required("Enter the response");
    let (Some(on), Some(answer)) = (on, answer) else { return Ok(refused(page(&state, &who, &one, &form))) };
    let transaction = state.begin(&who.actor).await?;
    if !followed::recommendation_store::answered(&transaction, one.id, on, &answer, transaction.by()).await? {
        drop(transaction);
        return changed_by_another(&state, &who, &id, form, "answered_on").await;
    }
    transaction.commit().await?;
    Ok(redirect_done("/recommendations", "changed").into_response())
}

/// Returns the recommendation as it is now, with a fault that says why nothing was recorded.
async fn changed_by_another(
    state: &AppState,
    who: &SignedIn,
    id: &str,
    mut form: SubmittedForm,
    field: &'static str,
) -> Result<Response> {
    let now = one_of(state, who, FOLLOW_RECOMMENDATION, id).await?;
    form.fault(field, "Someone else has recorded this since you opened the recommendation. Check its current status");
    Ok(refused(page(state, who, &now, &form)))
}
