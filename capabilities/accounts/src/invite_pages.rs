//! Inviting people. If the site sends no email, the administrator is shown the link once.

use crate::account_pages::account_of;
use crate::invitation::{self, InvitationError};
use crate::kinds::CHANGE;
use crate::role_form::{self, Fault, RoleForm};
use access::account::AccountState;
use access::link_store::{self, Purpose};
use access::{AccessError, Account, AccountId, Token, account_store};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// Handles `GET /accounts/invite`.
pub(crate) async fn invite(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, CHANGE)?;
    invite_page(&state, &InviteForm::default(), &[]).await
}

/// Form data for an invitation. Any other fields are ignored.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct InviteForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    mail: String,
    #[serde(flatten)]
    role: RoleForm,
}

/// Handles `POST /accounts/invite`.
pub(crate) async fn send_invitation(
    State(state): State<AppState>,
    who: SignedIn,
    Form(form): Form<InviteForm>,
) -> Result<Response> {
    state.ask_any(&who.actor, CHANGE)?;
    let roles = if form.role.role.is_empty() {
        Vec::new()
    } else {
        match form.role.read(&role_form::choices(&state).await?, state.clock.today()) {
            Ok(role) => vec![role],
            Err(faults) => return Ok(refused(invite_page(&state, &form, &faults).await?)),
        }
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let invited =
        invitation::invite(&state, &transaction, (&form.name, &form.mail), &roles, state.by(&actor), state.sends_mail).await;
    let fault: Fault = match invited {
        Ok((id, token)) => {
            transaction.commit().await?;
            return after_invitation(&state, id, &token).await;
        }
        Err(InvitationError::NoName) => ("Enter the person’s name", "name"),
        Err(InvitationError::NoMailAddress) => {
            ("Enter an email address in the correct format, like name@council.example", "mail")
        }
        Err(InvitationError::Access(AccessError::MailTaken)) => ("There is already an account with this email address", "mail"),
        Err(InvitationError::Access(error)) => return Err(error.into()),
    };
    drop(transaction);
    Ok(refused(invite_page(&state, &form, &[fault]).await?))
}

async fn invite_page(state: &AppState, form: &InviteForm, faults: &[Fault]) -> Result<Markup> {
    let title = ui::form_title("Invite someone", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let error = |id: &str| ui::error_about(faults, id);
    let choices = role_form::choices(state).await?;
    let content = html! {
        (ui::back_link("Accounts", "/accounts"))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "Invite someone"))
            p class="govuk-body" {
                @if state.sends_mail { "We’ll email them a link. It works once, for 72 hours." }
                @else { "Email is not set up on this site. You’ll get a link to give to them. It works once, for 72 hours." }
                " You can give them more roles later."
            }
            form action="/accounts/invite" method="post" novalidate {
                (ui::input(&ui::Input { name: "name", label: "Name", value: &form.name, error: error("name"), ..Default::default() }))
                (ui::input(&ui::Input {
                    name: "mail", label: "Email address", kind: ui::InputKind::Email, value: &form.mail, error: error("mail"), ..Default::default()
                }))
                (form.role.fields(&choices, true, faults))
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
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let token = match invitation::invite_again(&state, &transaction, account.id, state.by(&actor), state.sends_mail).await {
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
        return Ok(Redirect::to(&format!("/accounts/{id}?done=invited")).into_response());
    }
    let account = account_store::by_id(state.db.reading(), id).await?.ok_or(Error::NotFound("Account"))?;
    Ok(link_page(state, &account, token, ("no invitation was sent", "72 hours")))
}

/// Handles `POST /accounts/{id}/password-link`: creates a link for choosing a new password, for a site that sends no email.
pub(crate) async fn password_link(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    if state.sends_mail || account.state != AccountState::Active || !account.has_password {
        return Err(Error::NotUnderstood("Ask the person to use ‘Forgotten your password?’ on the sign-in page.".into()));
    }
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let token = link_store::make(&transaction, account.id, Purpose::NewPassword, state.by(&actor)).await?;
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
            p class="govuk-body" {
                "Email is not set up on this site, so " (what) ". Send this link to " (account.name) " (" (account.mail)
                ") yourself, in a way that only they can read. It works once, for " (hours) "."
            }
            p class="govuk-body moothall-key" { code { (link) } }
            p class="govuk-body" { "The link is not shown again. You can create another one from the account." }
            (ui::button(&ui::Button { text: "Continue to the account", address: Some(&format!("/accounts/{}", account.id)), ..Default::default() }))
        }
    };
    let mut response = ui::page(&page, content).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
