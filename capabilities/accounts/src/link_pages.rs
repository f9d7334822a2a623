//! The page that an emailed link leads to, for choosing a password. Viewing the page does not use up the link, because mail
//! programs fetch links too.

use crate::sign_in;
use crate::sign_in_pages::too_many;
use access::account::AccountState;
use access::attempt_store::Bucket;
use access::link_store::{self, Link, Purpose};
use access::session::Stage;
use access::{Account, Token, account_store, password, session_store};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Error, RequestContext, Result, SESSION, SubmittedForm, refused, set_cookie, with_status};

async fn find(state: &AppState, token: &str) -> Result<Option<(Link, Account)>> {
    let Some(token) = Token::received(token) else { return Ok(None) };
    let Some(link) = link_store::find(state.db.reading(), &token, state.clock.now()).await? else { return Ok(None) };
    let account = account_store::by_id(state.db.reading(), link.account).await?;
    Ok(account.filter(|account| account.state != AccountState::Closed).map(|account| (link, account)))
}

/// Handles `GET /link/{token}`.
pub(crate) async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let Some((link, account)) = find(&state, &token).await? else { return Ok(ended(&state)) };
    let mut response = page(&state, &token, &link, &account, &FormState::default()).into_response();
    // The URL is a secret: the page must not be cached, and the site's referrer policy keeps the URL from other sites.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Reads a new password, entered twice, for someone with these names.
pub(crate) fn new_password(form: &mut SubmittedForm, names: &[&str]) -> Option<String> {
    let password = form.value("password").to_owned();
    match password::check(&password, names) {
        Err(fault) => form.fault("password", fault.to_string()),
        Ok(()) if password != form.value("again") => form.fault("again", "Passwords must match"),
        Ok(()) => return Some(password),
    }
    None
}

/// Handles `POST /link/{token}`.
pub(crate) async fn send(
    State(state): State<AppState>,
    Path(token): Path<String>,
    context: RequestContext,
    mut form: SubmittedForm,
) -> Result<Response> {
    let Some((link, account)) = find(&state, &token).await? else { return Ok(ended(&state)) };
    let now = state.clock.now();
    let Some(password) = new_password(&mut form, &[&account.name, &account.mail, &state.council_name()]) else {
        return Ok(refused(page(&state, &token, &link, &account, &form)));
    };
    if !sign_in::take_place(&state, &Bucket::network(&context.origin.network), None, now).await? {
        return Ok(too_many(&state));
    }
    let hash = state.passwords.hash(&password).await?;
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
            (ui::paragraph("It has been used or has expired, or a newer link has been sent."))
            (ui::paragraph(html! {
                "If you were invited, ask the person who invited you to send another link. If you wanted a new password, "
                (ui::link("/forgotten-password", "ask for another link")) "."
            }))
        }
    };
    with_status(StatusCode::NOT_FOUND, ui::page(&page, content))
}

fn page(state: &AppState, token: &str, link: &Link, account: &Account, form: &FormState) -> Markup {
    let heading = match link.purpose {
        Purpose::Invitation => "Choose your password",
        Purpose::NewPassword => "Choose a new password",
    };
    let title = form.title(heading);
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&account.name), heading))
            (password_fields(form, &format!("/link/{token}"), &account.mail, "Continue", Old::NotAskedFor))
        }
    };
    ui::page(&page, content)
}

/// Whether the current password must be entered before a new one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Old {
    /// It need not be: the link proves the person's identity.
    NotAskedFor,
    /// It must be.
    AskedFor,
}

/// Renders the form for choosing a password; someone who already has one must enter it first.
pub(crate) fn password_fields(form: &FormState, action: &str, mail: &str, button: &str, old: Old) -> Markup {
    html! {
        (ui::paragraph(html! { "Use at least " (password::FEWEST_CHARACTERS) " characters. Three random words are easy to remember and hard to guess." }))
        form action=(action) method="post" novalidate {
            // For password managers, which store the password under this name.
            input type="hidden" name="username" autocomplete="username" value=(mail);
            @if matches!(old, Old::AskedFor) {
                (form.input(&ui::Input {
                    name: "old", label: "Current password", kind: ui::InputKind::Password,
                    autocomplete: Some("current-password"), ..Default::default()
                }))
            }
            (form.input(&ui::Input {
                name: "password", label: "New password", kind: ui::InputKind::Password,
                autocomplete: Some("new-password"), ..Default::default()
            }))
            (form.input(&ui::Input {
                name: "again", label: "Confirm new password", kind: ui::InputKind::Password,
                autocomplete: Some("new-password"), ..Default::default()
            }))
            (ui::send(button))
        }
    }
}
