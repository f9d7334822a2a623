//! Keeps the responses of routes that depend only on the record and on the reader, and sends them again.
//!
//! [`remember`] is around the handlers of those routes. [`send_kept`] is around everything: for a reader who is not signed in it
//! sends a kept response at once, without the other layers, whose work the kept response contains.

use crate::AppState;
use crate::requests::context::{RequestContext, SESSION, cookie_value};
use crate::responses::public_page::PublicPage;
use crate::state::remembered::{Moment, OwnPage, Seen};
use axum::Extension;
use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::Arc;
use std::time::Instant;

/// The largest body that is kept, in bytes.
const LARGEST: u64 = 256 * 1024;

/// The longest address whose response is kept, in bytes.
const LONGEST_ADDRESS: usize = 300;

/// Marks a request whose response may be kept for everyone, with the moment if it was asked for already.
#[derive(Clone, Copy, Debug)]
struct FromAnyone(Option<Moment>);

/// Marks a response that is kept for everyone: the layers leave it whole, neither compressed nor replaced by a 304, which
/// depends on the reader.
#[derive(Clone, Debug)]
pub(crate) struct ForEveryone {
    moment: Moment,
    route: String,
}

/// Sends the kept response, if there is one, to a reader who is not signed in; otherwise keeps the response that is made, if it
/// may be kept.
pub(crate) async fn send_kept(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    if !may_be_kept(&state, &request) {
        return next.run(request).await;
    }
    let mut moment = None;
    if let Some(address) = request.uri().path_and_query()
        && state.remembered().has_for_everyone(address.as_str())
        && let Ok(now) = state.moment().await
    {
        if let Some(page) = state.remembered().for_everyone(now, address.as_str()) {
            let response = page.answer(request.headers());
            page.observe(response.status(), begun.elapsed());
            return response;
        }
        moment = Some(now);
    }
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    request.extensions_mut().insert(FromAnyone(moment));
    let mut response = next.run(request).await;
    let Some(ForEveryone { moment, route }) = response.extensions_mut().remove() else { return response };
    let (parts, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = Arc::new(PublicPage::new(&parts, body, &route));
    let response = page.answer(&headers);
    if let Some(address) = uri.path_and_query() {
        state.remembered().keep_for_everyone(moment, address.as_str().to_owned(), page);
    }
    response
}

/// Checks whether the response to a request may be one for everyone. Requests that authenticate by other means than a session
/// have responses of their own.
fn may_be_kept(state: &AppState, request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::GET
        && request.body().is_end_stream()
        && request.uri().path_and_query().is_some_and(|address| address.as_str().len() <= LONGEST_ADDRESS)
        && !headers.contains_key(header::AUTHORIZATION)
        && (!headers.contains_key(header::COOKIE) || cookie_value(state, headers, SESSION).is_none())
}

/// Keeps the responses of the routes that it is around: for a signed-in person here, for everyone else in [`send_kept`].
pub(crate) async fn remember(Extension(state): Extension<AppState>, request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map(|address| address.as_str().to_owned());
    let address = address.filter(|address| address.len() <= LONGEST_ADDRESS);
    let is_asked = request.method() == Method::GET && !request.headers().contains_key(header::AUTHORIZATION);
    let context = request.extensions().get::<Arc<RequestContext>>().cloned();
    let (Some(address), Some(context), true) = (address, context, is_asked) else { return next.run(request).await };
    let from_anyone = request.extensions().get::<FromAnyone>().copied();
    // Read before the page is made: a concurrent write changes the moment, and the page is then made again.
    let moment = match (context.position, from_anyone) {
        (Some(position), _) => Some(Moment { position, today: state.clock.today() }),
        (None, Some(FromAnyone(Some(moment)))) => Some(moment),
        (None, _) => state.moment().await.ok(),
    };
    // Without a database the handler itself finds what to respond.
    let Some(moment) = moment else { return next.run(request).await };
    let seen = context.actor.is_signed_in().then(|| Seen { address: address.clone(), by: context.actor.clone() });
    let kept = match &seen {
        Some(seen) => state.remembered().for_person(moment, seen).map(OwnPage::answer),
        // The cookie of a session that has ended: its reader is like anyone else.
        None => state.remembered().for_everyone(moment, &address).map(|page| page.answer(request.headers())),
    };
    if let Some(kept) = kept {
        return kept;
    }
    // The page shows some of the settings, which must be those of this moment.
    if let Err(error) = state.settings_at(moment.position.ledger).await {
        return crate::Error::from(error).into_response();
    }
    let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    if !is_page(&response) && !is_redirect(&response) {
        return response;
    }
    let Some(seen) = seen else {
        if from_anyone.is_some() {
            response.extensions_mut().insert(ForEveryone { moment, route });
        }
        return response;
    };
    let (parts, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = OwnPage { status: parts.status, headers: parts.headers.clone(), body: body.clone() };
    state.remembered().keep_for_person(moment, seen, page);
    Response::from_parts(parts, Body::from(body))
}

/// Checks whether a response is a page without other headers, such as a cookie or cache control.
fn is_page(response: &Response) -> bool {
    response.status() == StatusCode::OK
        && response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
        && response.headers().keys().all(|name| [header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name))
        && response.body().size_hint().exact().is_some_and(|size| size <= LARGEST)
}

/// Checks whether a response only leads to another address, as to the current print of a document.
fn is_redirect(response: &Response) -> bool {
    [StatusCode::SEE_OTHER, StatusCode::PERMANENT_REDIRECT].contains(&response.status())
        && response.headers().contains_key(header::LOCATION)
        && response.headers().keys().all(|name| [header::LOCATION, header::CONTENT_LENGTH].contains(name))
        && response.body().size_hint().exact() == Some(0)
}
