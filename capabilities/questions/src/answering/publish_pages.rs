//! Publishing question time, and its public page.

use crate::answering::publishing::{question_time, record_name};
use crate::asking::form::{Faults, shown};
use crate::at_meeting::plan_pages::{plan_of, tabs};
use crate::kinds::PUBLISH;
use crate::question::facts::MeetingFacts;
use crate::question::one_line;
use crate::{answering, kind, question};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::civil_date;
use maud::{Markup, html};
use meetings::MeetingId;
use publications::Publishing;
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// Form data for publishing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PublishForm {
    reason: String,
    /// The versions shown on the preview page.
    seen: String,
}

/// Returns the versions of a meeting's questions, so that nothing is published that has changed since the preview.
async fn versions(state: &AppState, facts: &MeetingFacts) -> Result<String> {
    let questions = question::store::of_meeting(state.db.reading(), facts.meeting.id).await?;
    let versions: Vec<String> = questions.iter().map(|question| format!("{}.{}", question.id, question.version)).collect();
    Ok(versions.join("-"))
}

/// Handles `GET /meetings/{id}/questions/publish`: a preview of what will be published.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let facts = plan_of(&state, &who, PUBLISH, &id).await?;
    page(&state, &facts, "", &Faults::new()).await
}

/// Handles `POST /meetings/{id}/questions/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PublishForm>,
) -> Result<Response> {
    let facts = plan_of(&state, &who, PUBLISH, &id).await?;
    let reason = one_line(&form.reason);
    let seen = versions(&state, &facts).await?;
    let is_first = publications::current(state.db.reading(), &record_name(facts.meeting.id)).await?.is_none();
    let fault = if state.clock.today() < facts.meeting.held_on {
        Some("You can publish question time from the day of the meeting".to_owned())
    } else if !is_first && !(4..=300).contains(&reason.chars().count()) {
        Some("Enter a reason for the new version, between 4 and 300 characters".to_owned())
    } else if form.seen != seen {
        Some(
            "Someone else has changed a question since you opened this page. Check what will be published, then publish"
                .to_owned(),
        )
    } else {
        None
    };
    if let Some(fault) = fault {
        return Ok(refused(page(&state, &facts, &form.reason, &vec![(fault, "reason")]).await?));
    }
    let actor = who.actor.ledger_name();
    let at = state.clock.now();
    let transaction = state.db.begin().await?;
    answering::publishing::publish(&transaction, &facts, &Publishing { at, actor: &actor, reason: &reason }).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=published", facts.plan_address())).into_response())
}

async fn page(state: &AppState, facts: &MeetingFacts, reason: &str, faults: &Faults) -> Result<Markup> {
    let connection = state.db.reading();
    let current = publications::current(connection, &record_name(facts.meeting.id)).await?;
    let faults = shown(faults);
    let versions = versions(state, facts).await?;
    let time = question_time(connection, facts).await?;
    let title = ui::form_title("Publish question time", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        @if !faults.is_empty() { (ui::error_summary(&faults)) }
        (ui::heading(Some(&facts.title()), "Publish question time"))
        (tabs(facts, "publish", true, true))
        p class="govuk-body" {
            @if let Some(publication) = &current {
                "Published: " a class="govuk-link" href=(format!("/publications/{}", publication.id)) { "version " (publication.version) }
                " of " (civil_date::written(publication.published_at.date_naive())) "."
            } @else { "Not published yet." }
        }
        h2 class="govuk-heading-l" { "What will be published" }
        (ui::document(&kind::document(&time), 2))
        (ui::warning_text(html! { "Every version stays public. Check that no private individual is named or could be identified." }))
        form class="moothall-measure" action={ (facts.plan_address()) "/publish" } method="post" novalidate {
            input type="hidden" name="seen" value=(versions);
            @if current.is_some() {
                (ui::input(&ui::Input {
                    name: "reason", label: "Reason for the new version", value: reason, error: ui::error_about(&faults, "reason"), ..Default::default()
                }))
            } @else { @for (message, _) in &faults { p class="govuk-error-message" id="reason" { (message) } } }
            (ui::button(&ui::Button { text: "Publish", once: true, ..Default::default() }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /meetings/{id}/questions/published`.
pub(crate) async fn public(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let missing = || Error::NotFound("Page");
    let id: MeetingId = id.parse().map_err(|_| missing())?;
    let publication = publications::current(state.db.reading(), &record_name(id)).await?.ok_or_else(missing)?;
    let facts = MeetingFacts::of(&state, id).await?;
    let time = kind::read(&publication.content)?;
    let page = ui::Page {
        title: &publication.title,
        section: Some(ui::Section::Meetings),
        breadcrumbs: vec![("Home".into(), "/".into()), (facts.title(), facts.meeting.address())],
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&facts.meeting.board_name), &format!("Public questions, {}", facts.meeting.short_day())))
        (ui::document(&kind::document(&time), 1))
        p class="govuk-body-s moothall-data-links" {
            "This as " a class="govuk-link" href=(format!("/publications/{}/text", publication.id)) { "plain text" } ", as "
            a class="govuk-link" href=(format!("/publications/{}/data", publication.id)) { "data" } ", and its "
            a class="govuk-link" href=(format!("/publications/{}", publication.id)) { "versions" }
        }
    };
    Ok(ui::page(&page, content))
}
