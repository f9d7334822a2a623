//! Pages for setting a meeting's own report deadlines, which replace those that follow from the council's settings.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use foundation::civil_date::{self, written_with_weekday};
use foundation::clear_days::is_working_day;
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{Meeting, OwnDeadlines};
use meetings::preparation::deadline::Deadlines;
use meetings::{preparation, rules};
use ui::FormState;
use web::{AppState, NOT_A_DATE, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Returns the deadlines that follow from the settings.
fn usual(state: &AppState, meeting: &Meeting) -> Result<Deadlines> {
    let settings = state.settings();
    let steps = rules::steps(&settings, meeting.held_on);
    preparation::deadline::of(meeting.held_on, steps, &settings.bank_holidays).or_not_found("Deadline")
}

/// Handles `GET /meetings/{id}/deadlines`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let usual = usual(&state, &meeting)?;
    let now = meeting.own_deadlines.unwrap_or(OwnDeadlines { clearance: usual.clearance, final_reports: usual.final_reports });
    let form = FormState::of([
        ("clearance", civil_date::written(now.clearance)),
        ("final_reports", civil_date::written(now.final_reports)),
    ]);
    Ok(page(&state, &meeting, &usual, &form))
}

/// Handles `POST /meetings/{id}/deadlines`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let usual = usual(&state, &meeting)?;
    let own = if form.value("instead") == "usual" {
        None
    } else {
        let Some(own) = read(&state, &mut form, &usual) else {
            return Ok(refused(page(&state, &meeting, &usual, &form)));
        };
        Some(own)
    };
    let transaction = state.begin(&who.actor).await?;
    preparation::deadline_store::set(&transaction, meeting.id, own, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "deadlines").into_response())
}

/// Reads the deadlines. They must be working days, in order, and no later than the day of publication.
fn read(state: &AppState, form: &mut SubmittedForm, usual: &Deadlines) -> Option<OwnDeadlines> {
    let settings = state.settings();
    let mut working_day = |field: &'static str, label: &str| -> Option<NaiveDate> {
        let day = form.date(field).or_fault(NOT_A_DATE)?;
        if !is_working_day(day, &settings.bank_holidays) {
            form.fault(field, format!("{label} must be a working day"));
        }
        Some(day)
    };
    let clearance = working_day("clearance", "Reports for clearance by");
    let final_reports = working_day("final_reports", "Final reports by");
    if final_reports.is_some_and(|day| day > usual.publication) {
        let latest = civil_date::written(usual.publication);
        let fault = format!("Final reports by must be on or before {latest}, when the agenda is published");
        form.fault("final_reports", fault);
    }
    if clearance.zip(final_reports).is_some_and(|(clearance, final_reports)| clearance > final_reports) {
        form.fault("clearance", "Reports for clearance by must be the same as or before final reports by");
    }
    form.accept(OwnDeadlines { clearance: clearance?, final_reports: final_reports? })
}

fn page(state: &AppState, meeting: &Meeting, usual: &Deadlines, form: &FormState) -> Markup {
    const HEADING: &str = "Change the deadlines";
    let title = form.title(HEADING);
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let address = format!("{}/deadlines", meeting.address());
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), HEADING))
            (ui::paragraph("These dates apply to this meeting only. Officers see them with their reports. Moving the meeting brings the usual dates back."))
            (ui::summary_list(&[
                ui::SummaryRow::new("Usual date for clearance", html! { (written_with_weekday(usual.clearance)) }),
                ui::SummaryRow::new("Usual date for final reports", html! { (written_with_weekday(usual.final_reports)) }),
                ui::SummaryRow::new("Publication by", html! { (written_with_weekday(usual.publication)) }),
            ]))
            form action=(address) method="post" novalidate {
                (form.date(&ui::DateInput { name: "clearance", label: "Reports for clearance by", ..Default::default() }))
                (form.date(&ui::DateInput { name: "final_reports", label: "Final reports by", ..Default::default() }))
                (ui::send("Save the deadlines"))
            }
            @if meeting.own_deadlines.is_some() {
                form action=(address) method="post" {
                    (ui::hidden("instead", "usual"))
                    (ui::button(&ui::Button { text: "Use the usual dates", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                }
            }
        }
    };
    ui::page(&page, content)
}
