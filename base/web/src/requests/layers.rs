//! The layers around every request: they turn errors into pages, and add entity tags and security headers.

use crate::AppState;
use crate::error::Problem;
use crate::requests::remembering::ForEveryone;
use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use maud::{Markup, html};
use serde_json::json;
use std::sync::Arc;
use ui::FormState;

/// Gives every error that has no page of its own the page that says what is wrong and where to go.
pub(crate) async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    with_page(&state, next.run(request).await)
}

/// Marks an error response that already has its page, such as a form shown again.
#[derive(Clone, Copy, Debug)]
struct HasPage;

/// Returns a form with error messages, under the status 422.
pub fn refused(page: Markup) -> Response {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// Returns the first message about a refused form, for the script that saves a text while it is typed, under the status 422.
pub fn refused_to_script(form: &FormState) -> Response {
    let told = json!({ "message": form.messages().next() });
    as_it_is((StatusCode::UNPROCESSABLE_ENTITY, [(header::CACHE_CONTROL, "no-store")], Json(told)))
}

/// Returns a form with both versions of what someone else has changed since it was opened, under the status 409.
pub fn edit_refused(page: Markup) -> Response {
    with_status(StatusCode::CONFLICT, page)
}

/// Returns a page of its own under an error's status.
pub fn with_status(status: StatusCode, page: Markup) -> Response {
    let mut response = (status, page).into_response();
    response.extensions_mut().insert(HasPage);
    response
}

/// Returns an error response for a program, which is sent unchanged.
pub fn as_it_is(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.extensions_mut().insert(HasPage);
    response
}

/// Returns the response itself, or if it is an error, the page that says what is wrong.
pub(crate) fn with_page(state: &AppState, response: Response) -> Response {
    let status = response.status();
    let problem = response.extensions().get::<Arc<Problem>>().cloned();
    if problem.is_none() && (status.as_u16() < 400 || response.extensions().get::<HasPage>().is_some()) {
        return response;
    }
    let problem = problem.unwrap_or_else(|| Arc::new(Problem::of_status(status)));
    let page = ui::Page { title: &problem.title, ..state.page() };
    let content = html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                (ui::heading(None, &problem.title))
                p class="govuk-body" { (problem.message) }
                p class="govuk-body" { (problem.advice) }
                p class="govuk-body" {
                    a class="govuk-link" href="/" { "Go to the home page" } " or "
                    a class="govuk-link" href="/search" { "search the record" } "."
                }
            }
        }
    };
    (status, ui::page(&page, content)).into_response()
}

/// Responses of a known size up to this get an entity tag; larger ones, and those of unknown size, are passed on unchanged.
const TAGGED_UP_TO: u64 = 8 * 1024 * 1024;

/// Tags each page with the hash of its content, and answers 304 if the reader already has it.
pub(crate) async fn entity_tags(request: Request, next: Next) -> Response {
    let is_get = request.method() == Method::GET;
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !is_get || response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
        return response;
    }
    if response.body().size_hint().exact().is_none_or(|size| size > TAGGED_UP_TO) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(content) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = format!("W/\"{}\"", &blake3::hash(&content).to_hex()[..24]);
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, value);
    }
    if known.is_some_and(|known| matches(&known, &tag)) && parts.extensions.get::<ForEveryone>().is_none() {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::from(Bytes::new()));
    }
    Response::from_parts(parts, Body::from(content))
}

/// Checks whether `If-None-Match` names this tag. The comparison is weak (RFC 9110, section 13.1.2).
pub(crate) fn matches(known: &HeaderValue, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.to_str().is_ok_and(|known| known.trim() == "*" || known.split(',').any(|one| opaque(one) == opaque(tag)))
}

/// Everything from this host only, nothing inline, never inside another site's frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the headers that every response has.
pub(crate) async fn security_headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // An uploaded file has a stricter policy of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if state.site.is_https() {
        // One year, as the National Cyber Security Centre and OWASP recommend.
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_compare_weakly_and_in_lists() {
        let known = |value: &'static str| HeaderValue::from_static(value);
        assert!(matches(&known("\"abc\", W/\"def\""), "W/\"abc\""));
        assert!(matches(&known("*"), "W/\"abc\""));
        assert!(!matches(&known("W/\"abcd\""), "W/\"abc\""));
    }
}
