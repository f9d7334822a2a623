//! The page that an emailed link leads to, for choosing a password. Viewing the page does not use up the link, because mail
//! programs fetch links too.

use crate::sign_in;
use crate::sign_in_pages::too_many;
use access::account::AccountState;
use access::attempt_store::Bucket;
use access::link_store::{self, Link, Purpose};
use access::session::Stage;
use access::{Account, Token, account_store, password, session_store};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, RequestContext, Result, SESSION, refused, set_cookie, with_status};

async fn find(state: &AppState, token: &str) -> Result<Option<(Link, Account)>> {
    let Some(token) = Token::received(token) else { return Ok(None) };
    let Some(link) = link_store::find(state.db.reading(), &token, state.clock.now()).await? else { return Ok(None) };
    let account = account_store::by_id(state.db.reading(), link.account).await?;
    Ok(account.filter(|account| account.state != AccountState::Closed).map(|account| (link, account)))
}

/// Handles `GET /link/{token}`.
pub(crate) async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let Some((link, account)) = find(&state, &token).await? else { return Ok(ended(&state)) };
    let mut response = page(&state, &token, &link, &account, &[]).into_response();
    // The URL is a secret: the page must not be cached, and the site's referrer policy keeps the URL from other sites.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Form data: a new password, entered twice.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PasswordForm {
    pub password: String,
    pub again: String,
}

impl PasswordForm {
    /// Returns what is wrong with the password for someone with these names, each fault with the id of its field.
    pub(crate) fn faults(&self, names: &[&str]) -> Vec<(String, &'static str)> {
        match password::check(&self.password, names) {
            Err(fault) => vec![(fault.to_string(), "password")],
            Ok(()) if self.password != self.again => vec![("Passwords must match".to_owned(), "again")],
            Ok(()) => Vec::new(),
        }
    }
}

/// Handles `POST /link/{token}`.
pub(crate) async fn send(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let Some((link, account)) = find(&state, &token).await? else { return Ok(ended(&state)) };
    let now = state.clock.now();
    let faults = form.faults(&[&account.name, &account.mail, &state.council_name()]);
    if !faults.is_empty() {
        let faults: Vec<(&str, &str)> = faults.iter().map(|(message, id)| (message.as_str(), *id)).collect();
        return Ok(refused(page(&state, &token, &link, &account, &faults)));
    }
    if !sign_in::take_place(&state, &Bucket::network(&context.origin.network), None, now).await? {
        return Ok(too_many(&state));
    }
    let hash = state.passwords.hash(&form.password).await?;
    let transaction = state.db.begin().await?;
    if !link_store::use_up(&transaction, &link, now).await? {
        return Ok(ended(&state));
    }
    let actor = account_store::record_name(account.id);
    let by = state.by(&actor);
    account_store::set_password(&transaction, account.id, &hash, by).await?;
    if account.state == AccountState::Invited {
        account_store::set_state(&transaction, account.id, AccountState::Active, by).await?;
    }
    // Sessions started with the old password end.
    session_store::end_others(&transaction, account.id, None, by).await?;
    // The link proves only access to the email address: if two-step verification is set up, its code comes next.
    let (stage, to) =
        if account.has_second_factor { (Stage::CodeToCome, "/sign-in/code") } else { (Stage::FactorToSetUp, "/sign-in/set-up") };
    let session = session_store::begin(&transaction, account.id, stage, "password", None, &context.origin, now).await?;
    transaction.commit().await.map_err(Error::from)?;
    Ok(([(header::SET_COOKIE, set_cookie(&state, SESSION, session.secret(), None))], Redirect::to(to)).into_response())
}

fn ended(state: &AppState) -> Response {
    let page = ui::Page { title: "This link no longer works", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "This link no longer works"))
            p class="govuk-body" { "It has been used or has expired, or a newer link has been sent." }
            p class="govuk-body" {
                "If you were invited, ask the person who invited you to send another link. If you wanted a new password, "
                a class="govuk-link" href="/forgotten-password" { "ask for another link" } "."
            }
        }
    };
    with_status(StatusCode::NOT_FOUND, ui::page(&page, content))
}

fn page(state: &AppState, token: &str, link: &Link, account: &Account, faults: &[(&str, &str)]) -> Markup {
    let heading = match link.purpose {
        Purpose::Invitation => "Choose your password",
        Purpose::NewPassword => "Choose a new password",
    };
    let title = ui::form_title(heading, !faults.is_empty());
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&account.name), heading))
            (password_fields(&format!("/link/{token}"), &account.mail, "Continue", faults, Old::NotAskedFor))
        }
    };
    ui::page(&page, content)
}

/// Whether the current password must be entered before a new one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Old<'a> {
    /// It need not be: the link proves the person's identity.
    NotAskedFor,
    /// It must be, and this is what was wrong with it.
    AskedFor {
        /// The error message.
        error: Option<&'a str>,
    },
}

/// Renders the form for choosing a password; someone who already has one must enter it first.
pub(crate) fn password_fields(action: &str, mail: &str, button: &str, faults: &[(&str, &str)], old: Old<'_>) -> Markup {
    let error = |id: &str| ui::error_about(faults, id);
    html! {
        p class="govuk-body" { "Use at least " (password::FEWEST_CHARACTERS) " characters. Three random words are easy to remember and hard to guess." }
        form action=(action) method="post" novalidate {
            // For password managers, which store the password under this name.
            input type="hidden" name="username" autocomplete="username" value=(mail);
            @if let Old::AskedFor { error } = old {
                (ui::input(&ui::Input {
                    name: "old", label: "Current password", kind: ui::InputKind::Password, error,
                    autocomplete: Some("current-password"), ..Default::default()
                }))
            }
            (ui::input(&ui::Input {
                name: "password", label: "New password", kind: ui::InputKind::Password, error: error("password"),
                autocomplete: Some("new-password"), ..Default::default()
            }))
            (ui::input(&ui::Input {
                name: "again", label: "Confirm new password", kind: ui::InputKind::Password, error: error("again"),
                autocomplete: Some("new-password"), ..Default::default()
            }))
            (ui::button(&ui::Button { text: button, once: true, ..Default::default() }))
        }
    }
}
