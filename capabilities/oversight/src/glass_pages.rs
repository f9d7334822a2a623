//! Emergency access to a closed record: the notice, the reason, and the redirect to the record.

use access::Answer;
use access::glass_store::{self, Closed, FEWEST_CHARACTERS, MOST_CHARACTERS};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, ClosedRecord, Error, Result, SignedIn};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReasonForm {
    reason: String,
}

/// Returns the closed record that may be opened, with its name in the ledger. A record that may not be
/// opened this way is not found.
async fn closed(state: &AppState, who: &SignedIn, kind: &str, id: &str) -> Result<(String, ClosedRecord)> {
    let missing = || Error::NotFound("Page");
    let id: i64 = id.parse().map_err(|_| missing())?;
    let of_kind = state.joined.closed_records.iter().find(|records| records.kind() == kind).ok_or_else(missing)?;
    let found = of_kind.find(state, &who.actor, id).await?;
    let record = found.filter(|record| record.answer == Answer::AfterReason).ok_or_else(missing)?;
    Ok((format!("{kind}/{id}"), record))
}

/// Handles `GET /open-for-a-reason/{kind}/{id}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Markup> {
    let (_, record) = closed(&state, &who, &kind, &id).await?;
    Ok(page(&state, &record, "", None))
}

/// Handles `POST /open-for-a-reason/{kind}/{id}`.
pub(crate) async fn open(
    State(state): State<AppState>,
    who: SignedIn,
    Path((kind, id)): Path<(String, String)>,
    form: Result<Form<ReasonForm>, FormRejection>,
) -> Result<Response> {
    let (name, record) = closed(&state, &who, &kind, &id).await?;
    let Form(ReasonForm { reason }) = form.unwrap_or_default();
    // Browsers send line breaks as two characters, but users count them as one.
    let reason = reason.replace("\r\n", "\n").trim().to_owned();
    let error = match reason.chars().count() {
        0 => Some("Enter why you need to open it".to_owned()),
        count if count < FEWEST_CHARACTERS => {
            Some(format!("Reason must be {FEWEST_CHARACTERS} characters or more, so that it can be reviewed"))
        }
        count if count > MOST_CHARACTERS => Some(format!("Enter {MOST_CHARACTERS} characters or fewer")),
        _ => None,
    };
    if let Some(error) = error {
        return Ok(page(&state, &record, &reason, Some(&error)).into_response());
    }
    let closed = Closed { record: &name, title: &record.title, address: &record.address, place: record.place.as_ref() };
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    glass_store::open(&transaction, who.account, &closed, &reason, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&record.address).into_response())
}

fn page(state: &AppState, record: &ClosedRecord, reason: &str, error: Option<&str>) -> Markup {
    let title = ui::form_title("Emergency access", error.is_some());
    let hint = format!("Between {FEWEST_CHARACTERS} and {MOST_CHARACTERS} characters. The monitoring officer will read it.");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                @if let Some(error) = error { (ui::error_summary(&[(error, "reason")])) }
                (ui::heading(Some(&record.title), "Emergency access"))
                p class="govuk-body" { "Your role does not normally allow you to open this record. You can open it if your work needs it now." }
                (ui::warning_text(html! { "You can open it for one hour. Your reason will be reviewed." }))
                ul class="govuk-list govuk-list--bullet" {
                    li { "Your name, the time and your reason are recorded in the ledger and shown on the record." }
                    li { "Everything you open is recorded." }
                    li { "The monitoring officer reviews whether your reason was justified." }
                }
                form method="post" novalidate {
                    (ui::textarea(&ui::Textarea {
                        name: "reason", label: "Why do you need to open it?", hint: Some(&hint), value: reason, error,
                        most_characters: u32::try_from(MOST_CHARACTERS).ok(), ..Default::default()
                    }))
                    (ui::button(&ui::Button { text: "Open the record", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }
        }
    };
    ui::page(&page, content)
}
