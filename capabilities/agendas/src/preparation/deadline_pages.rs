//! Pages for setting a meeting's own report deadlines, which replace those that follow from the council's settings.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use foundation::civil_date::{self, written_with_weekday};
use foundation::clear_days::is_working_day;
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::form::{NOT_A_DAY, day, day_field, send, written_day};
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{Meeting, OwnDeadlines};
use meetings::preparation::deadline::Deadlines;
use meetings::{preparation, rules};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeadlineForm {
    clearance: String,
    final_reports: String,
    /// `usual` to restore the usual deadlines.
    instead: String,
}

/// Returns the deadlines that follow from the settings.
fn usual(state: &AppState, meeting: &Meeting) -> Result<Deadlines> {
    let settings = state.settings();
    let steps = rules::steps(&settings, meeting.held_on);
    preparation::deadline::of(meeting.held_on, steps, &settings.bank_holidays).ok_or(Error::NotFound("Deadline"))
}

/// Handles `GET /meetings/{id}/deadlines`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let usual = usual(&state, &meeting)?;
    let now = meeting.own_deadlines.unwrap_or(OwnDeadlines { clearance: usual.clearance, final_reports: usual.final_reports });
    let form = DeadlineForm {
        clearance: written_day(Some(now.clearance)),
        final_reports: written_day(Some(now.final_reports)),
        ..DeadlineForm::default()
    };
    Ok(page(&state, &meeting, &usual, &form, &[]))
}

/// Handles `POST /meetings/{id}/deadlines`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<DeadlineForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let usual = usual(&state, &meeting)?;
    let own = if form.instead == "usual" {
        None
    } else {
        match read(&state, &form, &usual) {
            Ok(own) => Some(own),
            Err(faults) => {
                let faults: Vec<ui::Fault<'_>> = faults.iter().map(|(text, field)| (text.as_str(), *field)).collect();
                return Ok(refused(page(&state, &meeting, &usual, &form, &faults)));
            }
        }
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    preparation::deadline_store::set(&transaction, meeting.id, own, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=deadlines", meeting.address())).into_response())
}

/// An error message and the field that it concerns.
type OwnedFault = (String, &'static str);

/// Parses the submitted deadlines. They must be working days, in order, and no later than the day of publication.
fn read(state: &AppState, form: &DeadlineForm, usual: &Deadlines) -> std::result::Result<OwnDeadlines, Vec<OwnedFault>> {
    let mut faults = Vec::new();
    let settings = state.settings();
    let mut working_day = |text: &str, label: &str, field: &'static str| -> Option<NaiveDate> {
        let Some(day) = day(text) else {
            faults.push((NOT_A_DAY.to_owned(), field));
            return None;
        };
        if !is_working_day(day, &settings.bank_holidays) {
            faults.push((format!("{label} must be a working day"), field));
            return None;
        }
        Some(day)
    };
    let clearance = working_day(&form.clearance, "Reports for clearance by", "clearance");
    let final_reports = working_day(&form.final_reports, "Final reports by", "final_reports");
    if final_reports.is_some_and(|day| day > usual.publication) {
        let latest = civil_date::written(usual.publication);
        faults.push((format!("Final reports by must be on or before {latest}, when the agenda is published"), "final_reports"));
    }
    if clearance.zip(final_reports).is_some_and(|(clearance, final_reports)| clearance > final_reports) {
        faults.push(("Reports for clearance by must be the same as or before final reports by".to_owned(), "clearance"));
    }
    match (clearance, final_reports) {
        (Some(clearance), Some(final_reports)) if faults.is_empty() => Ok(OwnDeadlines { clearance, final_reports }),
        _ => Err(faults),
    }
}

fn page(state: &AppState, meeting: &Meeting, usual: &Deadlines, form: &DeadlineForm, faults: &[ui::Fault<'_>]) -> Markup {
    const HEADING: &str = "Change the deadlines";
    let title = ui::form_title(HEADING, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = format!("{}/deadlines", meeting.address());
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), HEADING))
            p class="govuk-body" { "These dates apply to this meeting only. Officers see them with their reports. Moving the meeting brings the usual dates back." }
            (ui::summary_list(&[
                ui::SummaryRow::new("Usual date for clearance", html! { (written_with_weekday(usual.clearance)) }),
                ui::SummaryRow::new("Usual date for final reports", html! { (written_with_weekday(usual.final_reports)) }),
                ui::SummaryRow::new("Publication by", html! { (written_with_weekday(usual.publication)) }),
            ]))
            form action=(address) method="post" novalidate {
                (day_field("clearance", "Reports for clearance by", &form.clearance, None, faults))
                (day_field("final_reports", "Final reports by", &form.final_reports, None, faults))
                (send("Save the deadlines"))
            }
            @if meeting.own_deadlines.is_some() {
                form action=(address) method="post" {
                    (meetings::form::hidden("instead", "usual"))
                    (ui::button(&ui::Button { text: "Use the usual dates", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                }
            }
        }
    };
    ui::page(&page, content)
}
