//! Emergency access to a closed record: the notice, the reason, and the redirect to the record.

use access::Answer;
use access::glass_store::{self, Closed, FEWEST_CHARACTERS, MOST_CHARACTERS};
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, ClosedRecord, OrNotFound, Result, SignedIn, SubmittedForm};

/// Returns the closed record that may be opened, with its name in the ledger. A record that may not be
/// opened this way is not found.
async fn closed(state: &AppState, who: &SignedIn, kind: &str, id: &str) -> Result<(String, ClosedRecord)> {
    let id: i64 = id.parse().or_not_found("Page")?;
    let of_kind = state.joined.closed_records.iter().find(|records| records.kind() == kind).or_not_found("Page")?;
    let found = of_kind.find(state, &who.actor, id).await?;
    let record = found.filter(|record| record.answer == Answer::AfterReason).or_not_found("Page")?;
    Ok((format!("{kind}/{id}"), record))
}

/// Handles `GET /open-for-a-reason/{kind}/{id}`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Markup> {
    let (_, record) = closed(&state, &who, &kind, &id).await?;
    Ok(page(&state, &record, &FormState::default()))
}

/// Handles `POST /open-for-a-reason/{kind}/{id}`.
pub(crate) async fn open(
    State(state): State<AppState>,
    who: SignedIn,
    Path((kind, id)): Path<(String, String)>,
    form: Result<SubmittedForm, FormRejection>,
) -> Result<Response> {
    let (name, record) = closed(&state, &who, &kind, &id).await?;
    let mut form = form.unwrap_or_default();
    let too_short = format!("Reason must be {FEWEST_CHARACTERS} characters or more, so that it can be reviewed");
    let reason = form.lines("reason").at_least(FEWEST_CHARACTERS, &too_short).at_most(MOST_CHARACTERS, "Reason");
    let Some(reason) = reason.required("Enter why you need to open it") else {
        return Ok(page(&state, &record, &form).into_response());
    };
    let closed = Closed { record: &name, title: &record.title, address: &record.address, place: record.place.as_ref() };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    glass_store::open(&transaction, who.account, &closed, &reason, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&record.address).into_response())
}

fn page(state: &AppState, record: &ClosedRecord, form: &FormState) -> Markup {
    let title = form.title("Emergency access");
    let hint = format!("Between {FEWEST_CHARACTERS} and {MOST_CHARACTERS} characters. The monitoring officer will read it.");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::narrowed(html! {
                (form.summary())
                (ui::heading(Some(&record.title), "Emergency access"))
                (ui::paragraph("Your role does not normally allow you to open this record. You can open it if your work needs it now."))
                (ui::warning_text(html! { "You can open it for one hour. Your reason will be reviewed." }))
                (ui::bullets(html! {
                    li { "Your name, the time and your reason are recorded in the ledger and shown on the record." }
                    li { "Everything you open is recorded." }
                    li { "The monitoring officer reviews whether your reason was justified." }
                }))
                form method="post" novalidate {
                    (form.textarea(&ui::Textarea {
                        name: "reason", label: "Why do you need to open it?", hint: Some(&hint),
                        most_characters: u32::try_from(MOST_CHARACTERS).ok(), ..Default::default()
                    }))
                    (ui::button(&ui::Button { text: "Open the record", kind: ui::ButtonKind::Warning, ..Default::default() }))
                }
            }))
    };
    ui::page(&page, content)
}
