//! One instance of emergency access, and its review.

use crate::opening_pages::outcome;
use crate::permissions::{READ_OPENING, REVIEW_OPENING};
use access::Record;
use access::glass_store::{self, GlassOpening, MOST_CHARACTERS, OpeningId, Outcome};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReviewForm {
    outcome: String,
    remark: String,
}

/// Returns the opening if this person may read it.
async fn opening(state: &AppState, who: &SignedIn, id: &str) -> Result<(OpeningId, GlassOpening)> {
    let missing = || Error::NotFound("Opening");
    state.ask_any(&who.actor, READ_OPENING)?;
    let id: OpeningId = id.parse().map_err(|_| missing())?;
    let opening = glass_store::by_id(state.db.reading(), id).await?.ok_or_else(missing)?;
    state.ask(&who.actor, READ_OPENING, &Record { id: id.get(), ..Record::default() })?;
    Ok((id, opening))
}

/// Checks that this person may review the opening. Having opened the record is a conflict of interest: no one reviews their own.
fn ask_to_review(state: &AppState, who: &SignedIn, opening: &GlassOpening) -> Result<()> {
    let record = Record { id: opening.id.get(), conflicted: &[opening.account_id], ..Record::default() };
    state.ask(&who.actor, REVIEW_OPENING, &record)
}

/// Handles `GET /openings/{id}`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let (_, opening) = opening(&state, &who, &id).await?;
    Ok(page(&state, &who, &opening, &ReviewForm::default(), &[], None))
}

/// Handles `POST /openings/{id}/review`.
pub(crate) async fn review(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: Result<Form<ReviewForm>, FormRejection>,
) -> Result<Response> {
    let (id, opening) = opening(&state, &who, &id).await?;
    ask_to_review(&state, &who, &opening)?;
    let Form(mut form) = form.unwrap_or_default();
    let remark = form.remark.replace("\r\n", "\n");
    remark.trim().clone_into(&mut form.remark);
    let chosen = Outcome::ALL.into_iter().find(|outcome| outcome.word() == form.outcome);
    let too_long = format!("Enter {MOST_CHARACTERS} characters or fewer");
    let mut faults = Vec::new();
    if chosen.is_none() {
        faults.push(("Select whether the reason was justified", "outcome"));
    }
    if form.remark.chars().count() > MOST_CHARACTERS {
        faults.push((too_long.as_str(), "remark"));
    } else if chosen == Some(Outcome::NotJustified) && form.remark.is_empty() {
        faults.push(("Enter why it was not justified, and what happens next", "remark"));
    }
    if opening.reviewed_at.is_none()
        && let (Some(outcome), true) = (chosen, faults.is_empty())
    {
        let actor = who.actor.ledger_name();
        let by = state.by(&actor);
        let transaction = state.db.begin().await?;
        if glass_store::review(&transaction, id, who.account, outcome, &form.remark, by).await? {
            transaction.commit().await?;
            return Ok(Redirect::to("/openings").into_response());
        }
    } else if opening.reviewed_at.is_none() {
        return Ok(page(&state, &who, &opening, &form, &faults, None).into_response());
    }
    // Someone else was quicker, or the form was sent twice.
    let opening = glass_store::by_id(state.db.reading(), id).await?.ok_or(Error::NotFound("Opening"))?;
    let note = "This has already been reviewed. Nothing has changed.";
    Ok(page(&state, &who, &opening, &form, &[], Some(note)).into_response())
}

fn page(
    state: &AppState,
    who: &SignedIn,
    opening: &GlassOpening,
    form: &ReviewForm,
    faults: &[(&str, &str)],
    note: Option<&str>,
) -> Markup {
    let title = ui::form_title("Emergency access", !faults.is_empty());
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Work),
        breadcrumbs: vec![("Emergency access".to_owned(), "/openings".to_owned())],
        ..state.page()
    };
    let is_own = who.account == opening.account_id;
    let may_review = ask_to_review(state, who, opening).is_ok();
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(note) = note { (ui::notification_banner("Important", html! { (note) })) }
        (ui::heading(Some("Emergency access"), &opening.title))
        (ui::summary_list(&facts(opening)))
        @if opening.reviewed_at.is_some() {}
        @else if may_review { (review_form(opening, form, faults)) }
        @else if is_own { (ui::inset_text(html! { "You opened this record yourself. Someone else must review it." })) }
    };
    ui::page(&page, content)
}

fn facts(opening: &GlassOpening) -> Vec<ui::SummaryRow<'_>> {
    let mut facts = vec![
        ui::SummaryRow::new("Review", outcome(opening)),
        ui::SummaryRow::new("Opened by", html! { (opening.account_name) }),
        ui::SummaryRow::new("From", html! { (london::on_page(opening.opened_at)) }),
        ui::SummaryRow::new("Until", html! { (london::on_page(opening.closes_at)) }),
        ui::SummaryRow::new("Reason", html! { (opening.reason) }),
        ui::SummaryRow::new("Record in the ledger", html! { (opening.record) }),
    ];
    if let Some(at) = opening.reviewed_at {
        let reviewer = opening.reviewer_name.as_deref().unwrap_or_default();
        facts.push(ui::SummaryRow::new("Reviewed by", html! { (reviewer) ", " (london::on_page(at)) }));
    }
    if let Some(remark) = opening.remark.as_deref().filter(|remark| !remark.is_empty()) {
        facts.push(ui::SummaryRow::new("Remark", html! { (remark) }));
    }
    facts
}

fn review_form(opening: &GlassOpening, form: &ReviewForm, faults: &[(&str, &str)]) -> Markup {
    let error = |id: &str| ui::error_about(faults, id);
    let choices = Outcome::ALL
        .iter()
        .map(|outcome| ui::Choice {
            value: outcome.word(),
            text: outcome.label(),
            chosen: outcome.word() == form.outcome,
            ..Default::default()
        })
        .collect();
    html! {
        h2 class="govuk-heading-m" { "Your review" }
        p class="govuk-body" { "Your review is recorded in the ledger. You cannot change it later." }
        form action=(format!("/openings/{}/review", opening.id)) method="post" novalidate {
            (ui::radios(&ui::Choices {
                name: "outcome", legend: "Was the reason justified?", error: error("outcome"), choices, ..Default::default()
            }))
            (ui::textarea(&ui::Textarea {
                name: "remark", label: "Remark", hint: Some("Enter a remark if it was not justified"), value: &form.remark,
                error: error("remark"), most_characters: u32::try_from(MOST_CHARACTERS).ok(), ..Default::default()
            }))
            (ui::button(&ui::Button { text: "Save review", once: true, ..Default::default() }))
        }
    }
}
