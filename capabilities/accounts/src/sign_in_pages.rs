//! The pages for signing in and out.

use crate::sign_in::{self, FirstStep, KNOWN, KNOWN_FOR, Refusal, Through};
use access::Token;
use access::session::{Session, Stage};
use access::session_store;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::text::address_part;
use maud::{Markup, html};
use serde::Deserialize;
use ui::FormState;
use web::{
    AppState, RequestContext, Result, SESSION, SignedIn, SubmittedForm, cookie_value, refused, safe_redirect, set_cookie,
    with_status,
};

/// Query parameters: the page to redirect to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Next {
    pub next: String,
}

/// Handles `GET /sign-in`.
pub(crate) async fn show(State(state): State<AppState>, context: RequestContext, Query(Next { next }): Query<Next>) -> Response {
    if context.actor.is_signed_in() {
        return Redirect::to(safe_redirect(&next, "/work")).into_response();
    }
    page(&state, &FormState::of([("next", next)])).into_response()
}

/// Handles `POST /sign-in`.
pub(crate) async fn send(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (mail, password) = (form.value("mail"), form.value("password"));
    if mail.trim().is_empty() || password.is_empty() {
        form.fault("mail", "Enter your email address and password");
        return Ok(refused(page(&state, &form)));
    }
    let known = cookie_value(&state, &headers, KNOWN).and_then(|value| Token::received(&value));
    let step = sign_in::first_step(&state, (mail, password), form.value("next"), known.as_ref(), &context.origin).await?;
    Ok(match step {
        FirstStep::Right(token, stage) => {
            let to = if stage == Stage::CodeToCome { "/sign-in/code" } else { "/sign-in/set-up" };
            ([(header::SET_COOKIE, set_cookie(&state, SESSION, token.secret(), None))], Redirect::to(to)).into_response()
        }
        FirstStep::Wrong => {
            form.fault("mail", "The email address or password is incorrect");
            refused(page(&state, &form))
        }
        FirstStep::TooMany => too_many(&state),
    })
}

/// Renders the page that asks someone to wait.
pub(crate) fn too_many(state: &AppState) -> Response {
    let page = ui::Page { title: "Too many attempts", ..state.page() };
    let content = html! {
        (ui::heading(None, "Too many attempts"))
        (ui::paragraph("There have been too many attempts to sign in from your network. Wait 15 minutes and try again."))
        (ui::paragraph(ui::link("/forgotten-password", "Forgotten your password?")))
    };
    with_status(StatusCode::TOO_MANY_REQUESTS, ui::page(&page, content))
}

fn page(state: &AppState, form: &FormState) -> Markup {
    let title = form.title("Sign in");
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Sign in"))
            (ui::paragraph("Councillors, officers and partner agencies can sign in here. You do not need an account to read what is public."))
            @if let Some(provider) = &state.provider {
                (ui::button(&ui::Button {
                    text: &format!("Sign in with {}", provider.name()),
                    address: Some(&format!("/sign-in/provider?next={}", address_part(form.value("next")))),
                    ..Default::default()
                }))
                (ui::h2("Or with a password"))
            }
            form action="/sign-in" method="post" novalidate {
                (form.hidden("next"))
                (form.input(&ui::Input {
                    name: "mail", label: "Email address", kind: ui::InputKind::Email,
                    autocomplete: Some("username"), ..Default::default()
                }))
                (form.input(&ui::Input {
                    name: "password", label: "Password", kind: ui::InputKind::Password, autocomplete: Some("current-password"),
                    ..Default::default()
                }))
                (ui::send("Continue"))
            }
            (ui::paragraph(ui::link("/forgotten-password", "Forgotten your password?")))
        }
        @if state.council.is_demonstration {
            (ui::h2("Accounts of this demonstration"))
            (ui::paragraph("These people are invented. You do not need a password. A council’s own site does not have this list."))
            (ui::table(&ui::Table {
                caption: "Accounts of this demonstration",
                caption_is_hidden: true,
                columns: vec![ui::Column::words("Name"), ui::Column::words("Role"), ui::Column::words("Sign in")],
                rows: state.joined.demonstration.people().map(|person| vec![
                    html! { (person.name) },
                    html! { (person.part) },
                    html! {
                        form action="/demonstration/sign-in" method="post" {
                            input type="hidden" name="mail" value=(person.mail);
                            (form.hidden("next"))
                            (ui::row_button("Sign in", html! { " as " (person.name) }))
                        }
                    },
                ]).collect(),
                row_headings: true,
            }))
            (ui::paragraph(ui::link("/demonstration/mails", "Emails that would have been sent")))
        }
    };
    ui::page(&page, content)
}

/// Returns the unfinished session at this stage, or a redirect to the sign-in page.
pub(crate) fn unfinished(context: &RequestContext, stage: Stage) -> Result<Session, Box<Response>> {
    match &context.session {
        Some(session) if session.stage == stage => Ok(session.clone()),
        Some(session) if session.stage == Stage::SignedIn => Err(Box::new(Redirect::to("/work").into_response())),
        _ => Err(Box::new(Redirect::to("/sign-in").into_response())),
    }
}

/// Handles `GET /sign-in/code`.
pub(crate) async fn code(State(state): State<AppState>, context: RequestContext) -> Response {
    match unfinished(&context, Stage::CodeToCome) {
        Ok(_) => code_page(&state, &FormState::default()).into_response(),
        Err(elsewhere) => *elsewhere,
    }
}

/// Handles `POST /sign-in/code`.
pub(crate) async fn send_code(
    State(state): State<AppState>,
    context: RequestContext,
    mut form: SubmittedForm,
) -> Result<Response> {
    let session = match unfinished(&context, Stage::CodeToCome) {
        Ok(session) => session,
        Err(elsewhere) => return Ok(*elsewhere),
    };
    let Some(code) = form.line("code").required("Enter the code from your app") else {
        return Ok(refused(code_page(&state, &form)));
    };
    match sign_in::second_step(&state, &session, &code, &context.origin).await {
        Ok(Some(through)) => Ok(go_on(&state, &through, session.pending.as_deref().unwrap_or_default())),
        Ok(None) => {
            form.fault("code", "The code is incorrect. Codes change every 30 seconds and work once. Wait for the next one");
            Ok(refused(code_page(&state, &form)))
        }
        Err(Refusal::TooMany) => Ok(too_many(&state)),
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// Returns the cookies after signing in.
pub(crate) fn cookies(state: &AppState, through: &Through) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.append(header::SET_COOKIE, set_cookie(state, SESSION, through.session.secret(), None));
    headers.append(header::SET_COOKIE, set_cookie(state, KNOWN, through.known.secret(), Some(KNOWN_FOR)));
    headers
}

/// Redirects someone who has signed in to the page they wanted.
pub(crate) fn go_on(state: &AppState, through: &Through, next: &str) -> Response {
    (cookies(state, through), Redirect::to(safe_redirect(next, "/work"))).into_response()
}

fn code_page(state: &AppState, form: &FormState) -> Markup {
    let title = form.title("Enter your code");
    let page = ui::Page { title: &title, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some("Sign in"), "Enter your code"))
            form action="/sign-in/code" method="post" novalidate {
                (ui::input(&ui::Input {
                    name: "code", label: "Code", hint: Some("The 6 digits in your authenticator app, or one of your recovery codes"), error: form.error("code"),
                    width: Some(20), autocomplete: Some("one-time-code"), ..Default::default()
                }))
                (ui::send("Sign in"))
            }
            (ui::details("I do not have my phone or a recovery code", html! {
                p { "Ask your council’s administrator to reset two-step verification. You’ll set it up again when you next sign in." }
            }))
        }
    };
    ui::page(&page, content)
}

/// Handles `POST /sign-out`.
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    SignedIn { actor, account, session, .. }: SignedIn,
) -> Result<Response> {
    let transaction = state.begin(&actor).await?;
    session_store::end(&transaction, account, session.id, transaction.by()).await?;
    transaction.commit().await?;
    let cookie = set_cookie(&state, SESSION, "", Some(0));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}
