//! Giving and withdrawing roles.

use crate::access::GRANT;
use crate::account_pages::account_of;
use crate::own_account_pages::role_words;
use crate::role_form;
use crate::{mails, words};
use access::account::GivenRoleId;
use access::{Account, role_store};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Handles `GET /accounts/{id}/roles/give`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let account = account_of(&state, &who, GRANT, &id).await?;
    page(&state, &account, &FormState::default()).await
}

/// Handles `POST /accounts/{id}/roles`.
pub(crate) async fn give(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let account = account_of(&state, &who, GRANT, &id).await?;
    let Some(new) = role_form::read(&mut form, &role_form::choices(&state).await?, state.clock.today()) else {
        return Ok(refused(page(&state, &account, &form).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let given = role_store::give(&transaction, account.id, &new, false, transaction.by()).await?;
    let given = role_store::by_id(&transaction, given).await?.or_not_found("Role")?;
    let what = format!("You have been given a role: {}, {}.", role_words(&state, &given).await?, words::term(given.term));
    mail::queue(&transaction, &mails::changed(&state, &account, &what), state.clock.now()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/accounts/{}", account.id), "given").into_response())
}

/// Handles `POST /accounts/{id}/roles/{role}/withdraw`.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, role)): Path<(String, String)>,
) -> Result<Response> {
    let account = account_of(&state, &who, GRANT, &id).await?;
    let role: GivenRoleId = role.parse().or_not_found("Role")?;
    let given = role_store::by_id(state.db.reading(), role).await?;
    // A role of another account is not found under this one.
    let given = given.filter(|given| given.account == account.id && given.withdrawn_at.is_none()).or_not_found("Role")?;
    if given.account == who.account && given.role == crate::ADMINISTRATOR {
        return Err(Error::NotUnderstood("You cannot remove your own administrator role. Ask another administrator.".into()));
    }
    let transaction = state.begin(&who.actor).await?;
    role_store::withdraw(&transaction, given.id, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/accounts/{}", account.id), "withdrawn").into_response())
}

async fn page(state: &AppState, account: &Account, form: &FormState) -> Result<Markup> {
    let title = form.title("Give a role");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let choices = role_form::choices(state).await?;
    let content = html! {
        (ui::back_link(&account.name, &format!("/accounts/{}", account.id)))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&account.name), "Give a role"))
            form action={ "/accounts/" (account.id) "/roles" } method="post" novalidate {
                (role_form::fields(form, &choices, false))
                (ui::send("Give role"))
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
