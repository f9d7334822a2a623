//! Signing in with the council's own identity provider.

use crate::sign_in::Through;
use crate::sign_in_pages::{Next, go_on};
use access::account::{AccountState, By};
use access::provider::{ProviderError, Vouched};
use access::{Account, Token, account_store, role_store};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;
use web::{AppState, OrNotFound, RequestContext, Result, cookie_value, set_cookie, with_status};

/// The cookie that identifies a browser when it returns from the provider.
const AWAY: &str = "away";

/// Handles `GET /sign-in/provider`. This is a link rather than a form, because the content security policy (`form-action`) does
/// not let a form redirect to another site.
pub(crate) async fn send_away(State(state): State<AppState>, Query(Next { next }): Query<Next>) -> Result<Response> {
    let provider = state.provider.as_ref().or_not_found("Page")?;
    match provider.send_away(&state.db, &next, state.clock.now()).await {
        Ok(sent) => {
            let cookie = set_cookie(&state, AWAY, sent.browser.secret(), None);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&sent.address)).into_response())
        }
        Err(error) => failed(&state, error),
    }
}

/// The parameters with which the provider sends the browser back.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    code: String,
    state: String,
    error: String,
}

/// Handles `GET /sign-in/provider/back`.
pub(crate) async fn come_back(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response> {
    let provider = state.provider.as_ref().or_not_found("Page")?;
    let browser = cookie_value(&state, &headers, AWAY).and_then(|value| Token::received(&value));
    let (Some(browser), Some(token)) = (browser, Token::received(&back.state)) else {
        return failed(&state, ProviderError::NotAsked);
    };
    if !back.error.is_empty() {
        return failed(&state, ProviderError::Claims("the provider did not sign you in".into()));
    }
    let now = state.clock.now();
    let vouched = match provider.come_back(&state.db, &token, &browser, back.code, now).await {
        Ok(vouched) => vouched,
        Err(error) => return failed(&state, error),
    };
    let Some(account) = admit(&state, &vouched).await? else {
        let what = "you have not been invited, and none of your groups has a role here";
        return failed(&state, ProviderError::Claims(what.into()));
    };
    let transaction = state.db.begin().await?;
    let through = Through::begin(&transaction, account.id, "provider", &context.origin, now).await?;
    transaction.commit().await?;
    let away = [(header::SET_COOKIE, set_cookie(&state, AWAY, "", Some(0)))];
    Ok((AppendHeaders(away), go_on(&state, &through, &vouched.next)).into_response())
}

/// Returns the account of someone whom the provider has authenticated, with the roles of its groups: the account linked to that
/// person, the one created for the same email address, or a new one if a group gives a role.
async fn admit(state: &AppState, vouched: &Vouched) -> Result<Option<Account>> {
    let transaction = state.db.begin().await?;
    let by = By { actor: "the council's provider", at: state.clock.now() };
    let tied = account_store::by_provider(&transaction, &vouched.issuer, &vouched.subject).await?;
    let account = match (tied, &vouched.mail) {
        (Some(account), _) => account,
        (None, Some(mail)) => {
            let id = match account_store::by_mail(&transaction, mail).await? {
                // An account linked to another subject belongs to another person, even if the address is the same.
                Some(account) if account.has_provider => return Ok(None),
                Some(account) => account.id,
                None if vouched.roles.is_empty() => return Ok(None),
                None => {
                    let name = vouched.name.as_deref().unwrap_or(mail);
                    let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
                    account_store::insert(&transaction, mail, &name, by).await?
                }
            };
            account_store::set_provider(&transaction, id, &vouched.issuer, &vouched.subject, by).await?;
            account_store::by_id(&transaction, id).await?.or_not_found("Account")?
        }
        (None, None) => return Ok(None),
    };
    if account.state == AccountState::Closed {
        return Ok(None);
    }
    if account.state == AccountState::Invited {
        account_store::set_state(&transaction, account.id, AccountState::Active, by).await?;
    }
    role_store::follow_provider(&transaction, account.id, &vouched.roles, by, state.clock.today()).await?;
    transaction.commit().await?;
    Ok(Some(account))
}

fn failed(state: &AppState, error: ProviderError) -> Result<Response> {
    let (status, sentence) = match error {
        ProviderError::Database(error) => return Err(error.into()),
        ProviderError::Settings(_) | ProviderError::Provider(_) => {
            tracing::error!(%error, "sign-in with the provider failed");
            let sentence = "Your council’s sign-in service is not working properly. The error has been recorded.";
            (StatusCode::BAD_GATEWAY, sentence.to_owned())
        }
        ProviderError::NotAsked => {
            let sentence = "Signing in took too long, or you came back in a different browser.";
            (StatusCode::BAD_REQUEST, sentence.to_owned())
        }
        ProviderError::Claims(what) => {
            tracing::warn!(what, "sign-in with the provider was refused");
            (
                StatusCode::FORBIDDEN,
                "Either your council’s sign-in service did not sign you in, or you have not been given a role on this site."
                    .to_owned(),
            )
        }
    };
    let page = ui::Page { title: "You were not signed in", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "You were not signed in"))
            (ui::paragraph(&sentence))
            (ui::paragraph(html! { (ui::link("/sign-in", "Try again")) ", or ask your council’s administrator." }))
        }
    };
    Ok(with_status(status, ui::page(&page, content)))
}
