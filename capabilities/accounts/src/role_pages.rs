//! Giving and withdrawing roles.

use crate::account_pages::account_of;
use crate::kinds::GRANT;
use crate::own_account_pages::role_words;
use crate::role_form::{self, Fault, RoleForm};
use crate::{mails, words};
use access::account::GivenRoleId;
use access::{Account, role_store};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use web::{AppState, Error, Result, SignedIn, refused};

/// Handles `GET /accounts/{id}/roles/give`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let account = account_of(&state, &who, GRANT, &id).await?;
    page(&state, &account, &RoleForm::default(), &[]).await
}

/// Handles `POST /accounts/{id}/roles`.
pub(crate) async fn give(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response> {
    let account = account_of(&state, &who, GRANT, &id).await?;
    let new = match form.read(&role_form::choices(&state).await?, state.clock.today()) {
        Ok(new) => new,
        Err(faults) => return Ok(refused(page(&state, &account, &form, &faults).await?)),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let given = role_store::give(&transaction, account.id, &new, false, state.by(&actor)).await?;
    let given = role_store::by_id(&transaction, given).await?.ok_or(Error::NotFound("Role"))?;
    let what = format!("You have been given a role: {}, {}.", role_words(&state, &given).await?, words::term(given.term));
    mail::queue(&transaction, &mails::changed(&state, &account, &what), state.clock.now()).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/accounts/{}?done=given", account.id)).into_response())
}

/// Handles `POST /accounts/{id}/roles/{role}/withdraw`.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, role)): Path<(String, String)>,
) -> Result<Response> {
    let account = account_of(&state, &who, GRANT, &id).await?;
    let role: GivenRoleId = role.parse().map_err(|_| Error::NotFound("Role"))?;
    let given = role_store::by_id(state.db.reading(), role).await?;
    // A role of another account is not found under this one.
    let given =
        given.filter(|given| given.account == account.id && given.withdrawn_at.is_none()).ok_or(Error::NotFound("Role"))?;
    if given.account == who.account && given.role == crate::ADMINISTRATOR {
        return Err(Error::NotUnderstood("You cannot remove your own administrator role. Ask another administrator.".into()));
    }
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    role_store::withdraw(&transaction, given.id, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/accounts/{}?done=withdrawn", account.id)).into_response())
}

async fn page(state: &AppState, account: &Account, form: &RoleForm, faults: &[Fault]) -> Result<Markup> {
    let title = ui::form_title("Give a role", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choices = role_form::choices(state).await?;
    let content = html! {
        (ui::back_link(&account.name, &format!("/accounts/{}", account.id)))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&account.name), "Give a role"))
            form action={ "/accounts/" (account.id) "/roles" } method="post" novalidate {
                (form.fields(&choices, false, faults))
                (ui::button(&ui::Button { text: "Give role", once: true, ..Default::default() }))
            }
            (ui::details("What each role can do", html! {
                dl class="moothall-definitions" {
                    @for role in state.joined.policy.roles() { dt { (role.name) } dd { (role.description) } }
                }
            }))
        }
    };
    Ok(ui::page(&page, content))
}
