//! Features of the demonstration only: signing in without a password, and the emails that would have been sent. Elsewhere
//! these paths are not found.

use crate::sign_in::Through;
use crate::sign_in_pages::go_on;
use access::account_store;
use axum::extract::{Path, State};
use axum::response::Response;
use foundation::london;
use maud::{Markup, html};
use web::{AppState, OrNotFound, RequestContext, Result, SubmittedForm};

/// Returns an error if this is not the demonstration.
fn only_in_the_demonstration(state: &AppState) -> Result<()> {
    state.council.is_demonstration.then_some(()).or_not_found("Page")
}

/// Handles `POST /demonstration/sign-in`.
pub(crate) async fn sign_in(State(state): State<AppState>, context: RequestContext, form: SubmittedForm) -> Result<Response> {
    only_in_the_demonstration(&state)?;
    let known = state.joined.demonstration.people().find(|person| person.mail == form.value("mail"));
    let person = known.or_not_found("Account")?;
    let account = account_store::by_mail(state.db.reading(), person.mail).await?.or_not_found("Account")?;
    let now = state.clock.now();
    let transaction = state.db.begin().await?;
    let through = Through::begin(&transaction, account.id, "demonstration", &context.origin, now).await?;
    transaction.commit().await?;
    Ok(go_on(&state, &through, form.value("next")))
}

/// Handles `GET /demonstration/mails`.
pub(crate) async fn mails(State(state): State<AppState>) -> Result<Markup> {
    only_in_the_demonstration(&state)?;
    let mails = mail::all(state.db.reading(), 100).await?;
    let page = ui::Page { title: "Emails that would have been sent", ..state.page() };
    let content = html! {
        (ui::heading(Some("Demonstration"), "Emails that would have been sent"))
        @if mails.is_empty() {
            (ui::empty_state("No emails yet", html! { (ui::paragraph("Emails appear here when someone is invited or asks for a new password.")) }))
        } @else {
            (ui::table(&ui::Table {
                caption: "Emails", caption_is_hidden: true,
                columns: vec![ui::Column::words("Subject"), ui::Column::words("To"), ui::Column::words("Created")],
                rows: mails.iter().map(|mail| vec![
                    html! { (ui::link(format!("/demonstration/mails/{}", mail.id), &mail.subject)) },
                    html! { (mail.to_name) br; (ui::hint(&mail.to_address)) },
                    html! { (london::on_page(mail.queued_at)) },
                ]).collect(),
                row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /demonstration/mails/{id}`.
pub(crate) async fn mail(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    only_in_the_demonstration(&state)?;
    let id: i64 = id.parse().or_not_found("Email")?;
    let mail = mail::by_id(state.db.reading(), id).await?.or_not_found("Email")?;
    let page = ui::Page { title: &mail.subject, ..state.page() };
    let content = html! {
        (ui::back_link("Emails", "/demonstration/mails"))
        (ui::heading(Some("Email"), &mail.subject))
        (ui::summary_list(&[
            ui::SummaryRow::new("To", html! { (mail.to_name) ", " (mail.to_address) }),
            ui::SummaryRow::new("Created", html! { (london::on_page(mail.queued_at)) }),
        ]))
        div class="moothall-mail" {
            @for line in mail.text.lines() {
                @if let Some(address) = line.strip_prefix(state.site.address.as_str()) {
                    (ui::paragraph(ui::link(address, line)))
                } @else if !line.is_empty() {
                    (ui::paragraph(line))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}
