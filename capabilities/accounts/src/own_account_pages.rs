//! The user's own account: roles, sessions, password, recovery codes.

use crate::link_pages::{Old, PasswordForm, password_fields};
use crate::set_up_pages::recovery_codes_page;
use crate::{mails, sign_in, words};
use access::account::GivenRole;
use access::attempt_store::Bucket;
use access::second_factor::new_recovery_codes;
use access::session::{Session, SessionId, SessionLimits};
use access::{Account, account_store, role_store, session_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// Handles `GET /account`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    let connection = state.db.reading();
    let account = account_store::by_id(connection, who.account).await?.ok_or(Error::NotFound("Account"))?;
    let given = role_store::of_account(connection, account.id).await?;
    let sessions = session_store::of_account(connection, account.id, SessionLimits::default(), state.clock.now()).await?;
    let codes = account_store::recovery_codes_left(connection, account.id).await?;
    let standing: Vec<&GivenRole> = given.iter().filter(|given| given.withdrawn_at.is_none()).collect();
    let roles = role_list(&state, &standing).await?;
    let page = ui::Page { title: "Your account", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        @match done.as_str() {
            "password" => (ui::done("Password changed. You’ve been signed out everywhere else.")),
            "session" => (ui::done("Session ended")),
            _ => {}
        }
        (ui::heading(None, "Your account"))
        (ui::summary_list(&facts(&account, &roles, codes)))
        @if account.has_second_factor {
            form action="/account/recovery-codes" method="post" {
                (ui::button(&ui::Button { text: "Create new recovery codes", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
        h2 class="govuk-heading-l" { "Where you are signed in" }
        (session_table(&sessions, who.session.id))
        @if sessions.len() > 1 {
            form action="/account/sessions/end-others" method="post" {
                (ui::button(&ui::Button { text: "End all other sessions", kind: ui::ButtonKind::Secondary, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn facts<'a>(account: &Account, roles: &Markup, codes: i64) -> Vec<ui::SummaryRow<'a>> {
    let mut rows = vec![
        ui::SummaryRow::new("Name", html! { (account.name) }),
        ui::SummaryRow::new("Email address", html! { (account.mail) }),
        ui::SummaryRow::new("Roles", roles.clone()),
    ];
    if account.has_password {
        let change = ui::RowAction { text: "Change", object: "password", address: "/account/password" };
        rows.push(ui::SummaryRow { key: "Password", value: html! { "Set" }, actions: vec![change] });
    }
    if account.has_second_factor {
        rows.push(ui::SummaryRow::new(
            "Two-step verification",
            html! { "On, with " (codes) @if codes == 1 { " recovery code" } @else { " recovery codes" } " left" },
        ));
    }
    if account.has_provider {
        rows.push(ui::SummaryRow::new("Council account", html! { "You can also sign in with it" }));
    }
    rows
}

/// Renders the roles that someone has been given.
pub(crate) async fn role_list(state: &AppState, given: &[&GivenRole]) -> Result<Markup> {
    let mut lines = Vec::new();
    for given in given {
        lines.push((role_words(state, given).await?, words::term(given.term)));
    }
    Ok(html! {
        @if lines.is_empty() { "None" }
        @else { ul class="govuk-list" { @for (role, term) in &lines { li { (role) span class="govuk-hint moothall-inline-hint" { " " (term) } } } } }
    })
}

/// Formats a given role with its place: `Clerk (democratic services), Harbour Safety Board`.
pub(crate) async fn role_words(state: &AppState, given: &GivenRole) -> Result<String> {
    let role = state.joined.policy.role(&given.role);
    let name = role.map_or(given.role.as_str(), |role| role.name);
    Ok(match (&given.place, role.and_then(|role| role.within)) {
        (Some(place), _) => format!("{name}, {}", state.place_name(place).await?),
        (None, Some(kind)) => format!("{name}, {}", all_places(state, kind)),
        (None, None) => name.to_owned(),
    })
}

/// Returns the scope of a role given for no particular place: `all boards`.
pub(crate) fn all_places(state: &AppState, kind: &str) -> String {
    let known = state.joined.policy.place_kinds().iter().find(|known| known.key == kind);
    let name = known.map_or(kind, |known| known.name).to_lowercase();
    name.strip_suffix('y').map_or_else(|| format!("all {name}s"), |stem| format!("all {stem}ies"))
}

fn session_table(sessions: &[Session], own: SessionId) -> Markup {
    ui::table(&ui::Table {
        caption: "Where you are signed in",
        caption_is_hidden: true,
        columns: vec![ui::Column::words("Browser"), ui::Column::words("Signed in"), ui::Column::words("Last used"), ui::Column::words("Action")],
        rows: sessions
            .iter()
            .map(|session| {
                vec![
                    html! { (words::browser(&session.browser)) @if !session.network.is_empty() { br; span class="govuk-hint" { "from " (session.network) } } },
                    html! { (london::on_page(session.begun_at)) },
                    html! { (london::on_page(session.seen_at)) },
                    html! {
                        @if session.id == own { "Current session" }
                        @else {
                            form action={ "/account/sessions/" (session.id) "/end" } method="post" {
                                button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                                    "End" span class="govuk-visually-hidden" { " the session of " (london::on_page(session.begun_at)) }
                                }
                            }
                        }
                    },
                ]
            })
            .collect(),
        row_headings: false,
    })
}

/// Handles `POST /account/sessions/{id}/end`.
pub(crate) async fn end_session(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let id: SessionId = id.parse().map_err(|_| Error::NotFound("Session"))?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    // Only the user's own sessions: anyone else's is not found.
    if !session_store::end(&transaction, who.account, id, state.by(&actor)).await? {
        return Err(Error::NotFound("Session"));
    }
    transaction.commit().await?;
    Ok(Redirect::to("/account?done=session"))
}

/// Handles `POST /account/sessions/end-others`.
pub(crate) async fn end_other_sessions(State(state): State<AppState>, who: SignedIn) -> Result<Redirect> {
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    session_store::end_others(&transaction, who.account, Some(who.session.id), state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to("/account?done=session"))
}

/// Handles `POST /account/recovery-codes`.
pub(crate) async fn renew_recovery_codes(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    let now = state.clock.now();
    let account = account_store::by_id(state.db.reading(), who.account).await?.ok_or(Error::NotFound("Account"))?;
    if !account.has_second_factor {
        return Err(Error::NotFound("Page"));
    }
    let codes = new_recovery_codes();
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    account_store::renew_recovery_codes(&transaction, who.account, &codes, state.by(&actor)).await?;
    mail::queue(&transaction, &mails::changed(&state, &account, "New recovery codes were created."), now).await?;
    transaction.commit().await?;
    Ok(recovery_codes_page(&state, &codes, "/account"))
}

/// Handles `GET /account/password`.
pub(crate) async fn password(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    let account = with_password(&state, &who).await?;
    Ok(password_page(&state, &account, &[]))
}

async fn with_password(state: &AppState, who: &SignedIn) -> Result<Account> {
    let account = account_store::by_id(state.db.reading(), who.account).await?;
    account.filter(|account| account.has_password).ok_or(Error::NotFound("Page"))
}

/// Form data: the old password, and the new one twice.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeForm {
    old: String,
    password: String,
    again: String,
}

/// Handles `POST /account/password`.
pub(crate) async fn send_password(
    State(state): State<AppState>,
    who: SignedIn,
    Form(form): Form<ChangeForm>,
) -> Result<Response> {
    let account = with_password(&state, &who).await?;
    let now = state.clock.now();
    let again = |faults: &[(&str, &str)]| refused(password_page(&state, &account, faults));
    let new = PasswordForm { password: form.password, again: form.again };
    let faults = new.faults(&[&account.name, &account.mail, &state.council_name()]);
    if !faults.is_empty() {
        let faults: Vec<(&str, &str)> = faults.iter().map(|(message, id)| (message.as_str(), *id)).collect();
        return Ok(again(&faults));
    }
    if !sign_in::take_place(&state, &Bucket::password(&account.mail, &who.origin.network), None, now).await? {
        return Ok(crate::sign_in_pages::too_many(&state));
    }
    let kept = account_store::password_hash(state.db.reading(), account.id).await?;
    if !state.passwords.is_right(&form.old, kept.as_deref()).await? {
        return Ok(again(&[("Current password is incorrect", "old")]));
    }
    let hash = state.passwords.hash(&new.password).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    account_store::set_password(&transaction, account.id, &hash, by).await?;
    session_store::end_others(&transaction, account.id, Some(who.session.id), by).await?;
    mail::queue(&transaction, &mails::changed(&state, &account, "Your password was changed."), now).await?;
    transaction.commit().await?;
    Ok(Redirect::to("/account?done=password").into_response())
}

fn password_page(state: &AppState, account: &Account, faults: &[(&str, &str)]) -> Markup {
    let title = ui::form_title("Change your password", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let old = faults.iter().find(|(_, id)| *id == "old").map(|(message, _)| *message);
    let content = html! {
        (ui::back_link("Your account", "/account"))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "Change your password"))
            (password_fields("/account/password", &account.mail, "Change password", faults, Old::AskedFor { error: old }))
        }
    };
    ui::page(&page, content)
}
