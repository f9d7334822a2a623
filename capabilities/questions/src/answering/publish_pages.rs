//! Publishing question time, and its public page.

use crate::access::PUBLISH;
use crate::answering::publishing::{question_time, record_name};
use crate::at_meeting::plan_pages::{plan_of, tabs};
use crate::question::facts::MeetingFacts;
use crate::{answering, kind, question};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use foundation::civil_date;
use foundation::text::clean_line;
use maud::{Markup, html};
use meetings::MeetingId;
use publications::Publishing;
use ui::FormState;
use web::{AppState, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Returns the versions of a meeting's questions, so that nothing is published that has changed since the preview.
async fn versions(state: &AppState, facts: &MeetingFacts) -> Result<String> {
    let questions = question::store::of_meeting(state.db.reading(), facts.meeting.id).await?;
    let versions: Vec<String> = questions.iter().map(|question| format!("{}.{}", question.id, question.version)).collect();
    Ok(versions.join("-"))
}

/// Handles `GET /meetings/{id}/questions/publish`: a preview of what will be published.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let facts = plan_of(&state, &who, PUBLISH, &id).await?;
    page(&state, &facts, &FormState::default()).await
}

/// Handles `POST /meetings/{id}/questions/publish`.
pub(crate) async fn publish(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let facts = plan_of(&state, &who, PUBLISH, &id).await?;
    let reason = clean_line(form.value("reason"));
    let seen = versions(&state, &facts).await?;
    let is_first = publications::current(state.db.reading(), &record_name(facts.meeting.id)).await?.is_none();
    if state.clock.today() < facts.meeting.held_on {
        form.fault("reason", "You can publish question time from the day of the meeting");
    } else if !is_first && !(4..=300).contains(&reason.chars().count()) {
        form.fault("reason", "Enter a reason for the new version, between 4 and 300 characters");
    } else if form.value("seen") != seen {
        form.fault(
            "reason",
            "Someone else has changed a question since you opened this page. Check what will be published, then publish",
        );
    }
    if form.has_faults() {
        return Ok(refused(page(&state, &facts, &form).await?));
    }
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    answering::publishing::publish(&transaction, &facts, &Publishing { at: by.at, actor: by.actor, reason: &reason }).await?;
    transaction.commit().await?;
    Ok(redirect_done(&facts.plan_address(), "published").into_response())
}

async fn page(state: &AppState, facts: &MeetingFacts, form: &FormState) -> Result<Markup> {
    let connection = state.db.reading();
    let current = publications::current(connection, &record_name(facts.meeting.id)).await?;
    let versions = versions(state, facts).await?;
    let time = question_time(connection, facts).await?;
    let title = form.title("Publish question time");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Meeting", &facts.meeting.address()))
        (form.summary())
        (ui::heading(Some(&facts.title()), "Publish question time"))
        (tabs(facts, "publish", true, true))
        (ui::paragraph(html! {
            @if let Some(publication) = &current {
                "Published: " (ui::link(format!("/publications/{}", publication.id), html! { "version " (publication.version) }))
                " of " (civil_date::written(publication.published_at.date_naive())) "."
            } @else { "Not published yet." }
        }))
        (ui::h2_large("What will be published"))
        (ui::document(&kind::document(&time), 2))
        (ui::warning_text(html! { "Every version stays public. Check that no private individual is named or could be identified." }))
        form class="moothall-measure" action={ (facts.plan_address()) "/publish" } method="post" novalidate {
            (ui::hidden("seen", &versions))
            @if current.is_some() {
                (form.line("reason", "Reason for the new version"))
            } @else { (form.message("reason")) }
            (ui::send("Publish"))
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /meetings/{id}/questions/published`.
pub(crate) async fn public(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let id: MeetingId = id.parse().or_not_found("Page")?;
    let publication = publications::current(state.db.reading(), &record_name(id)).await?.or_not_found("Page")?;
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
        (ui::small_as("moothall-data-links", html! {
            "This as " (ui::link(format!("/publications/{}/text", publication.id), "plain text")) ", as "
            (ui::link(format!("/publications/{}/data", publication.id), "data")) ", and its "
            (ui::link(format!("/publications/{}", publication.id), "versions"))
        }))
    };
    Ok(ui::page(&page, content))
}
