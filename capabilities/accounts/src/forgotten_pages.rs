//! Requesting a new password. The response and its timing are the same whether or not the account exists.

use crate::{mails, sign_in, sign_in_pages};
use access::account::{AccountState, By, mail_address};
use access::account_store;
use access::attempt_store::Bucket;
use access::link_store::{self, Purpose};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, RequestContext, Result, refused};

/// Handles `GET /forgotten-password`.
pub(crate) async fn show(State(state): State<AppState>) -> Markup {
    page(&state, "", None)
}

/// Form data for the request.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MailForm {
    mail: String,
}

/// Handles `POST /forgotten-password`.
pub(crate) async fn send(State(state): State<AppState>, context: RequestContext, Form(form): Form<MailForm>) -> Result<Response> {
    if !state.sends_mail {
        return Ok(page(&state, "", None).into_response());
    }
    let Some(mail) = mail_address(&form.mail) else {
        return Ok(refused(page(
            &state,
            &form.mail,
            Some("Enter an email address in the correct format, like name@council.example"),
        )));
    };
    let now = state.clock.now();
    if !sign_in::take_place(&state, &Bucket::network(&context.origin.network), None, now).await? {
        return Ok(sign_in_pages::too_many(&state));
    }
    // Run separately from the response, which is sent at once: its duration would reveal whether the account exists.
    let own = state.clone();
    drop(tokio::spawn(async move {
        if let Err(error) = send_link(&own, &mail).await {
            tracing::error!(%error, "an email for a new password could not be written");
        }
    }));
    let page = ui::Page { title: "Check your email", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Check your email"))
            p class="govuk-body" {
                "If this address has an account, we’ve sent it a link to choose a new password. The link works once, for one hour."
            }
            p class="govuk-body" { "If it does not arrive, check your spam folder and that you entered the email address you sign in with." }
        }
    };
    Ok(ui::page(&page, content).into_response())
}

async fn send_link(state: &AppState, mail: &str) -> Result<()> {
    let now = state.clock.now();
    let account = account_store::by_mail(state.db.reading(), mail).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Active && account.has_password) else {
        return Ok(());
    };
    // Limit the emails per quarter of an hour, so that no one can flood another person's inbox.
    if !sign_in::take_place(state, &Bucket::mail(mail), None, now).await? {
        return Ok(());
    }
    let transaction = state.db.begin().await?;
    let by = By { actor: "someone who asked for a new password", at: now };
    let token = link_store::make(&transaction, account.id, Purpose::NewPassword, by).await?;
    mail::queue(&transaction, &mails::new_password(state, &account, &token), now).await?;
    Ok(transaction.commit().await?)
}

fn page(state: &AppState, value: &str, error: Option<&str>) -> Markup {
    let title = ui::form_title("Reset your password", error.is_some());
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if let Some(error) = error { (ui::error_summary(&[(error, "mail")])) }
            (ui::heading(None, "Reset your password"))
            @if !state.sends_mail {
                (ui::inset_text(html! {
                    "This site cannot send email yet. Ask your council’s administrator for a link to choose a new password."
                }))
            } @else {
                (form(value, error))
            }
        }
    };
    ui::page(&page, content)
}

fn form(value: &str, error: Option<&str>) -> Markup {
    html! {
        form action="/forgotten-password" method="post" novalidate {
            (ui::input(&ui::Input {
                name: "mail", label: "Email address", hint: Some("The address you sign in with"), kind: ui::InputKind::Email, value, error,
                autocomplete: Some("username"), ..Default::default()
            }))
            (ui::button(&ui::Button { text: "Send link", once: true, ..Default::default() }))
        }
    }
}
