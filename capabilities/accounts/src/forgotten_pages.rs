//! Requesting a new password. The response and its timing are the same whether or not the account exists.

use crate::{mails, sign_in, sign_in_pages};
use access::account::{AccountState, By};
use access::account_store;
use access::attempt_store::Bucket;
use access::link_store::{self, Purpose};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, RequestContext, Result, SubmittedForm, refused};

/// Handles `GET /forgotten-password`.
pub(crate) async fn show(State(state): State<AppState>) -> Markup {
    page(&state, &FormState::default())
}

/// Handles `POST /forgotten-password`.
pub(crate) async fn send(State(state): State<AppState>, context: RequestContext, mut form: SubmittedForm) -> Result<Response> {
    if !state.sends_mail {
        return Ok(page(&state, &FormState::default()).into_response());
    }
    let Some(mail) = form.email("mail").or_fault("Enter an email address in the correct format, like name@council.example")
    else {
        return Ok(refused(page(&state, &form)));
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
            (ui::paragraph("If this address has an account, we’ve sent it a link to choose a new password. The link works once, for one hour."))
            (ui::paragraph("If it does not arrive, check your spam folder and that you entered the email address you sign in with."))
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

fn page(state: &AppState, form: &FormState) -> Markup {
    let title = form.title("Reset your password");
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Reset your password"))
            @if !state.sends_mail {
                (ui::inset_text(html! {
                    "This site cannot send email yet. Ask your council’s administrator for a link to choose a new password."
                }))
            } @else {
                (fields(form))
            }
        }
    };
    ui::page(&page, content)
}

fn fields(form: &FormState) -> Markup {
    html! {
        form action="/forgotten-password" method="post" novalidate {
            (form.input(&ui::Input {
                name: "mail", label: "Email address", hint: Some("The address you sign in with"), kind: ui::InputKind::Email,
                autocomplete: Some("username"), ..Default::default()
            }))
            (ui::send("Send link"))
        }
    }
}
