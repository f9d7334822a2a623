//! Setting up two-step verification, and the recovery codes, which are shown once.

use crate::sign_in;
use crate::sign_in_pages::{cookies, too_many, unfinished};
use access::account_store;
use access::attempt_store::{self, Bucket};
use access::second_factor::{FactorKey, Squares, new_recovery_codes};
use access::session::{Session, Stage};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;
use ui::FormState;
use web::{AppState, Error, OrNotFound, RequestContext, Result, SubmittedForm, refused, safe_redirect};

/// Returns the key to set up in this session. It is derived from the installation's secret, so nothing is
/// stored until it is confirmed.
fn key(state: &AppState, session: &Session) -> Result<FactorKey> {
    let bytes = state.secret.derive(&format!("app for codes, session/{}", session.id));
    FactorKey::from_bytes(&bytes[..20]).ok_or_else(|| Error::Content("a key has another length".into()))
}

/// Handles `GET /sign-in/set-up`.
pub(crate) async fn show(State(state): State<AppState>, context: RequestContext) -> Result<Response> {
    match unfinished(&context, Stage::FactorToSetUp) {
        Ok(session) => Ok(page(&state, &session, &FormState::default()).await?.into_response()),
        Err(elsewhere) => Ok(*elsewhere),
    }
}

/// Handles `POST /sign-in/set-up`.
pub(crate) async fn send(State(state): State<AppState>, context: RequestContext, mut form: SubmittedForm) -> Result<Response> {
    let session = match unfinished(&context, Stage::FactorToSetUp) {
        Ok(session) => session,
        Err(elsewhere) => return Ok(*elsewhere),
    };
    let now = state.clock.now();
    let bucket = Bucket::code(session.account, &context.origin.network);
    if !sign_in::take_place(&state, &bucket, None, now).await? {
        return Ok(too_many(&state));
    }
    let key = key(&state, &session)?;
    let seconds = u64::try_from(state.clock.as_elsewhere().timestamp()).unwrap_or_default();
    let Some(step) = key.step_of(form.value("code"), seconds, None) else {
        form.fault("code", "Enter the 6-digit code that your app shows now");
        return Ok(refused(page(&state, &session, &form).await?));
    };
    let codes = new_recovery_codes();
    let transaction = state.db.begin().await?;
    attempt_store::clear(&transaction, &bucket).await?;
    let actor = account_store::record_name(session.account);
    let by = state.by(&actor);
    if !account_store::set_second_factor(&transaction, &state.secret, session.account, (&key, step), &codes, by).await? {
        drop(transaction);
        form.fault("code", "Two-step verification is already set up. Sign in again");
        return Ok(refused(page(&state, &session, &form).await?));
    }
    let through = sign_in::finish(&transaction, &session, &context.origin, now).await?;
    transaction.commit().await?;
    let next = session.pending.as_deref().unwrap_or_default();
    Ok((cookies(&state, &through), recovery_codes_page(&state, &codes, safe_redirect(next, "/work"))).into_response())
}

/// Renders the page that shows recovery codes once.
pub(crate) fn recovery_codes_page(state: &AppState, codes: &[String], next: &str) -> Markup {
    let page = ui::Page { title: "Save your recovery codes", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Save your recovery codes"))
            (ui::paragraph(html! {
                "If you lose your phone, you can use one of these instead of a code from your app. Each code works once. "
                "Print this page or copy the codes to a safe place. They will not be shown again."
            }))
            (ui::list_as("moothall-codes", html! { @for code in codes { li { code { (code) } } } }))
            (ui::button(&ui::Button { text: "I’ve saved my codes", address: Some(next), ..Default::default() }))
        }
    };
    ui::page(&page, content)
}

async fn page(state: &AppState, session: &Session, form: &FormState) -> Result<Markup> {
    let account = account_store::by_id(state.db.reading(), session.account).await?.or_not_found("Account")?;
    let key = key(state, session)?;
    let council = state.council_name();
    let title = form.title("Set up two-step verification");
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some("Sign in"), "Set up two-step verification"))
            (ui::paragraph(html! {
                "When you sign in, you’ll also enter a code from an authenticator app on your phone. Use the app that your council "
                "recommends, or any other authenticator app."
            }))
            (ui::spaced_numbered(html! {
                li { "Open the app and choose to add an account." }
                li {
                    "Scan the QR code."
                    @if let Some(squares) = key.squares(&council, &account.mail) { (picture(&squares)) }
                    (ui::details("I cannot scan the QR code", html! {
                        p { "Enter this key in the app and choose a time-based code:" }
                        p class="moothall-key" { code { (key.written()) } }
                    }))
                }
                li { "Enter the 6-digit code that the app shows." }
            }))
            form action="/sign-in/set-up" method="post" novalidate {
                (ui::input(&ui::Input {
                    name: "code", label: "Code from the app", error: form.error("code"), width: Some(10), kind: ui::InputKind::Number,
                    autocomplete: Some("one-time-code"), ..Default::default()
                }))
                (ui::send("Continue"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the QR code as an image, with the quiet zone of four modules that readers need (ISO/IEC 18004).
fn picture(squares: &Squares) -> Markup {
    let mut path = String::new();
    for (column, row) in &squares.dark {
        let _ = write!(path, "M{} {}h1v1h-1z", column + 4, row + 4);
    }
    let size = squares.size + 8;
    html! {
        svg class="moothall-squares" role="img" aria-label="QR code" viewBox={ "0 0 " (size) " " (size) } width="220" height="220"
            shape-rendering="crispEdges" {
            (PreEscaped(format!("<path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path fill=\"#000\" d=\"{path}\"/>")))
        }
    }
}
