//! The user's own account: roles, sessions, password, recovery codes.

use crate::link_pages::{Old, new_password, password_fields};
use crate::set_up_pages::recovery_codes_page;
use crate::{mails, sign_in, words};
use access::account::GivenRole;
use access::attempt_store::Bucket;
use access::second_factor::new_recovery_codes;
use access::session::{Session, SessionId, SessionLimits};
use access::{Account, account_store, role_store, session_store};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

/// Handles `GET /account`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    let connection = state.db.reading();
    let account = account_store::by_id(connection, who.account).await?.or_not_found("Account")?;
    let given = role_store::of_account(connection, account.id).await?;
    let sessions = session_store::of_account(connection, account.id, SessionLimits::default(), state.clock.now()).await?;
    let codes = account_store::recovery_codes_left(connection, account.id).await?;
    let standing: Vec<&GivenRole> = given.iter().filter(|given| given.withdrawn_at.is_none()).collect();
    let roles = role_list(&state, &standing).await?;
    let page = ui::Page { title: "Your account", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (confirmation(&done, &[("password", "Password changed. You’ve been signed out everywhere else."), ("session", "Session ended")]))
        (ui::heading(None, "Your account"))
        (ui::summary_list(&facts(&account, &roles, codes)))
        @if account.has_second_factor {
            form action="/account/recovery-codes" method="post" {
                (ui::button(&ui::Button { text: "Create new recovery codes", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
        (ui::h2_large("Where you are signed in"))
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
        @else { (ui::list(html! { @for (role, term) in &lines { li { (role) (ui::inline_hint(html! { " " (term) })) } } })) }
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
                    html! { (words::browser(&session.browser)) @if !session.network.is_empty() { br; (ui::hint(html! { "from " (session.network) })) } },
                    html! { (london::on_page(session.begun_at)) },
                    html! { (london::on_page(session.seen_at)) },
                    html! {
                        @if session.id == own { "Current session" }
                        @else {
                            form action={ "/account/sessions/" (session.id) "/end" } method="post" {
                                (ui::row_button("End", html! { " the session of " (london::on_page(session.begun_at)) }))
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
    let id: SessionId = id.parse().or_not_found("Session")?;
    let transaction = state.begin(&who.actor).await?;
    // Only the user's own sessions: anyone else's is not found.
    if !session_store::end(&transaction, who.account, id, transaction.by()).await? {
        return Err(Error::NotFound("Session"));
    }
    transaction.commit().await?;
    Ok(redirect_done("/account", "session"))
}

/// Handles `POST /account/sessions/end-others`.
pub(crate) async fn end_other_sessions(State(state): State<AppState>, who: SignedIn) -> Result<Redirect> {
    let transaction = state.begin(&who.actor).await?;
    session_store::end_others(&transaction, who.account, Some(who.session.id), transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done("/account", "session"))
}

/// Handles `POST /account/recovery-codes`.
pub(crate) async fn renew_recovery_codes(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    let now = state.clock.now();
    let account = account_store::by_id(state.db.reading(), who.account).await?.or_not_found("Account")?;
    if !account.has_second_factor {
        return Err(Error::NotFound("Page"));
    }
    let codes = new_recovery_codes();
    let transaction = state.begin(&who.actor).await?;
    account_store::renew_recovery_codes(&transaction, who.account, &codes, transaction.by()).await?;
    mail::queue(&transaction, &mails::changed(&state, &account, "New recovery codes were created."), now).await?;
    transaction.commit().await?;
    Ok(recovery_codes_page(&state, &codes, "/account"))
}

/// Handles `GET /account/password`.
pub(crate) async fn password(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    let account = with_password(&state, &who).await?;
    Ok(password_page(&state, &account, &FormState::default()))
}

async fn with_password(state: &AppState, who: &SignedIn) -> Result<Account> {
    let account = account_store::by_id(state.db.reading(), who.account).await?;
    account.filter(|account| account.has_password).or_not_found("Page")
}

/// Handles `POST /account/password`.
pub(crate) async fn send_password(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    let account = with_password(&state, &who).await?;
    let now = state.clock.now();
    let Some(new) = new_password(&mut form, &[&account.name, &account.mail, &state.council_name()]) else {
        return Ok(refused(password_page(&state, &account, &form)));
    };
    if !sign_in::take_place(&state, &Bucket::password(&account.mail, &who.origin.network), None, now).await? {
        return Ok(crate::sign_in_pages::too_many(&state));
    }
    let kept = account_store::password_hash(state.db.reading(), account.id).await?;
    if !state.passwords.is_right(form.value("old"), kept.as_deref()).await? {
        form.fault("old", "Current password is incorrect");
        return Ok(refused(password_page(&state, &account, &form)));
    }
    let hash = state.passwords.hash(&new).await?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    account_store::set_password(&transaction, account.id, &hash, by).await?;
    session_store::end_others(&transaction, account.id, Some(who.session.id), by).await?;
    mail::queue(&transaction, &mails::changed(&state, &account, "Your password was changed."), now).await?;
    transaction.commit().await?;
    Ok(redirect_done("/account", "password").into_response())
}

fn password_page(state: &AppState, account: &Account, form: &FormState) -> Markup {
    let title = form.title("Change your password");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Your account", "/account"))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Change your password"))
            (password_fields(form, "/account/password", &account.mail, "Change password", Old::AskedFor))
        }
    };
    ui::page(&page, content)
}
