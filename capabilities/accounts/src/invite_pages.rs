//! Inviting people. If the site sends no email, the administrator is shown the link once.

use crate::access::CHANGE;
use crate::account_pages::account_of;
use crate::invitation::{self, InvitationError};
use crate::role_form;
use access::account::AccountState;
use access::link_store::{self, Purpose};
use access::role_store::NewRole;
use access::{AccessError, Account, AccountId, Token, account_store};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Handles `GET /accounts/invite`.
pub(crate) async fn invite(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, CHANGE)?;
    invite_page(&state, &FormState::default()).await
}

/// Handles `POST /accounts/invite`.
pub(crate) async fn send_invitation(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let role = if form.value("role").is_empty() {
        Some(None)
    } else {
        role_form::read(&mut form, &role_form::choices(&state).await?, state.clock.today()).map(Some)
    };
    let name = form.line("name").at_most(100, "Name").required("Enter the person’s name");
    let mail = form.email("mail").or_fault("Enter an email address in the correct format, like name@council.example");
    let (Some(role), Some(name), Some(mail)) = (role, name, mail) else {
        return Ok(refused(invite_page(&state, &form).await?));
    };
    let roles: Vec<NewRole> = role.into_iter().collect();
    let transaction = state.begin(&who.actor).await?;
    match invitation::invite(&state, &transaction, (&name, &mail), &roles, transaction.by(), state.sends_mail).await {
        Ok((id, token)) => {
            transaction.commit().await?;
            after_invitation(&state, id, &token).await
        }
        Err(InvitationError::Access(AccessError::MailTaken)) => {
            drop(transaction);
            form.fault("mail", "There is already an account with this email address");
            Ok(refused(invite_page(&state, &form).await?))
        }
        Err(InvitationError::Access(error)) => Err(error.into()),
        Err(error) => Err(Error::NotUnderstood(error.to_string())),
    }
}

async fn invite_page(state: &AppState, form: &FormState) -> Result<Markup> {
    let title = form.title("Invite someone");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choices = role_form::choices(state).await?;
    let content = html! {
        (ui::back_link("Accounts", "/accounts"))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Invite someone"))
            (ui::paragraph(html! {
                @if state.sends_mail { "We’ll email them a link. It works once, for 72 hours." }
                @else { "Email is not set up on this site. You’ll get a link to give to them. It works once, for 72 hours." }
                " You can give them more roles later."
            }))
            form action="/accounts/invite" method="post" novalidate {
                (form.line("name", "Name"))
                (form.input(&ui::Input { name: "mail", label: "Email address", kind: ui::InputKind::Email, ..Default::default() }))
                (role_form::fields(form, &choices, true))
                (ui::button(&ui::Button { text: if state.sends_mail { "Send invitation" } else { "Create invitation link" }, once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /accounts/{id}/invite-again`.
pub(crate) async fn invite_again(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    if account.state != AccountState::Invited {
        return Err(Error::NotUnderstood(
            "This person has already signed in. Only people who have not signed in yet can be invited again.".into(),
        ));
    }
    let transaction = state.begin(&who.actor).await?;
    let token = match invitation::invite_again(&state, &transaction, account.id, transaction.by(), state.sends_mail).await {
        Ok(token) => token,
        Err(InvitationError::Access(error)) => return Err(error.into()),
        Err(error) => return Err(Error::Content(error.to_string())),
    };
    transaction.commit().await?;
    after_invitation(&state, account.id, &token).await
}

/// Returns the response after an invitation: the account's page if it was emailed, or else a page that shows the link once.
async fn after_invitation(state: &AppState, id: AccountId, token: &Token) -> Result<Response> {
    if state.sends_mail {
        return Ok(redirect_done(&format!("/accounts/{id}"), "invited").into_response());
    }
    let account = account_store::by_id(state.db.reading(), id).await?.or_not_found("Account")?;
    Ok(link_page(state, &account, token, ("no invitation was sent", "72 hours")))
}

/// Handles `POST /accounts/{id}/password-link`: creates a link for choosing a new password, for a site that sends no email.
pub(crate) async fn password_link(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    if state.sends_mail || account.state != AccountState::Active || !account.has_password {
        return Err(Error::NotUnderstood("Ask the person to use ‘Forgotten your password?’ on the sign-in page.".into()));
    }
    let transaction = state.begin(&who.actor).await?;
    let token = link_store::make(&transaction, account.id, Purpose::NewPassword, transaction.by()).await?;
    transaction.commit().await?;
    Ok(link_page(&state, &account, &token, ("no email was sent", "1 hour")))
}

/// Renders the page that shows a link once. It must not be cached.
fn link_page(state: &AppState, account: &Account, token: &Token, (what, hours): (&str, &str)) -> Response {
    let link = state.site.in_full(&format!("/link/{}", token.secret()));
    let page = ui::Page { title: "Give this link to the person", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Accounts", "/accounts"))
        div class="moothall-measure" {
            (ui::heading(Some(&account.name), "Give this link to the person"))
            (ui::paragraph(html! {
                "Email is not set up on this site, so " (what) ". Send this link to " (account.name) " (" (account.mail)
                ") yourself, in a way that only they can read. It works once, for " (hours) "."
            }))
            (ui::paragraph_as("moothall-key", html! { code { (link) } }))
            (ui::paragraph("The link is not shown again. You can create another one from the account."))
            (ui::button(&ui::Button { text: "Continue to the account", address: Some(&format!("/accounts/{}", account.id)), ..Default::default() }))
        }
    };
    let mut response = ui::page(&page, content).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
