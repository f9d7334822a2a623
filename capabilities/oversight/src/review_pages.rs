//! One instance of emergency access, and its review.

use crate::access::{READ_OPENING, REVIEW_OPENING};
use crate::opening_pages::outcome;
use access::Record;
use access::glass_store::{self, GlassOpening, MOST_CHARACTERS, OpeningId, Outcome};
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, OrNotFound, Result, SignedIn, SubmittedForm};

/// Returns the opening if this person may read it.
async fn opening(state: &AppState, who: &SignedIn, id: &str) -> Result<(OpeningId, GlassOpening)> {
    state.ask_any(&who.actor, READ_OPENING)?;
    let id: OpeningId = id.parse().or_not_found("Opening")?;
    let opening = glass_store::by_id(state.db.reading(), id).await?.or_not_found("Opening")?;
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
    Ok(page(&state, &who, &opening, &FormState::default(), None))
}

/// Handles `POST /openings/{id}/review`.
pub(crate) async fn review(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: Result<SubmittedForm, FormRejection>,
) -> Result<Response> {
    let (id, opening) = opening(&state, &who, &id).await?;
    ask_to_review(&state, &who, &opening)?;
    let mut form = form.unwrap_or_default();
    if opening.reviewed_at.is_none() {
        let Some((outcome, remark)) = read(&mut form) else {
            return Ok(page(&state, &who, &opening, &form, None).into_response());
        };
        let transaction = state.begin(&who.actor).await?;
        if glass_store::review(&transaction, id, who.account, outcome, &remark, transaction.by()).await? {
            transaction.commit().await?;
            return Ok(Redirect::to("/openings").into_response());
        }
    }
    // Someone else was quicker, or the form was sent twice.
    let opening = glass_store::by_id(state.db.reading(), id).await?.or_not_found("Opening")?;
    let note = "This has already been reviewed. Nothing has changed.";
    Ok(page(&state, &who, &opening, &FormState::default(), Some(note)).into_response())
}

fn read(form: &mut SubmittedForm) -> Option<(Outcome, String)> {
    let outcome = form.choice("outcome", &Outcome::ALL, |outcome| outcome.word().to_owned());
    let outcome = outcome.or_fault("Select whether the reason was justified");
    let remark = form.lines("remark").at_most(MOST_CHARACTERS, "Remark");
    let remark = if outcome == Some(Outcome::NotJustified) {
        remark.required("Enter why it was not justified, and what happens next")
    } else {
        remark.text()
    };
    Some((outcome?, remark?))
}

fn page(state: &AppState, who: &SignedIn, opening: &GlassOpening, form: &FormState, note: Option<&str>) -> Markup {
    let title = form.title("Emergency access");
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Work),
        breadcrumbs: vec![("Emergency access".to_owned(), "/openings".to_owned())],
        ..state.page()
    };
    let is_own = who.account == opening.account_id;
    let may_review = ask_to_review(state, who, opening).is_ok();
    let content = html! {
        (form.summary())
        @if let Some(note) = note { (ui::notification_banner("Important", html! { (note) })) }
        (ui::heading(Some("Emergency access"), &opening.title))
        (ui::summary_list(&facts(opening)))
        @if opening.reviewed_at.is_some() {}
        @else if may_review { (review_form(opening, form)) }
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

fn review_form(opening: &GlassOpening, form: &FormState) -> Markup {
    let choices = Outcome::ALL
        .iter()
        .map(|outcome| ui::Choice { value: outcome.word(), text: outcome.label(), ..Default::default() })
        .collect();
    html! {
        (ui::h2("Your review"))
        (ui::paragraph("Your review is recorded in the ledger. You cannot change it later."))
        form action=(format!("/openings/{}/review", opening.id)) method="post" novalidate {
            (form.radios(&ui::Choices { name: "outcome", legend: "Was the reason justified?", choices, ..Default::default() }))
            (form.textarea(&ui::Textarea {
                name: "remark", label: "Remark", hint: Some("Enter a remark if it was not justified"), most_characters: u32::try_from(MOST_CHARACTERS).ok(), ..Default::default()
            }))
            (ui::send("Save review"))
        }
    }
}
