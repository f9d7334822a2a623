//! The context of a request: who makes it. It is found once for each request and passed to the handler.

use crate::state::positions::{CONFIRMED_PRINTS, Position};
use crate::{AppState, Error, PeerAddress, Result, requests};
use access::session::{Session, SessionLimits};
use access::session_store::{self, Origin};
use access::{Action, Actor, Answer, Place, Record, Token};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use cookie::{Cookie, SameSite};
use foundation::text::address_part;
use ledger::By;
use std::net::IpAddr;
use std::sync::Arc;

/// The context of a request.
#[derive(Clone, Debug, Default)]
pub struct RequestContext {
    /// The person and what they may do; an anonymous actor if no one is signed in.
    pub actor: Actor,
    /// Their session, whether or not they have finished signing in.
    pub session: Option<Session>,
    /// Where the request comes from.
    pub origin: Origin,
    /// How far the record had come when the session was found; `None` if there was no session.
    pub(crate) position: Option<Position>,
}

tokio::task_local! {
    /// The context of the current request, for the header of any page made while it is handled.
    pub(crate) static CONTEXT: Arc<RequestContext>;
}

/// Returns the context of the current request, if one is being handled.
pub(crate) fn current_context() -> Option<Arc<RequestContext>> {
    CONTEXT.try_with(Clone::clone).ok()
}

/// Finds the context of a request, and passes it on.
pub(crate) async fn with_context(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<PeerAddress>().map(|peer| peer.0.ip());
    let is_asset = needs_no_database(request.uri().path());
    let headers = request.headers().clone();
    let context = match find(&state, peer, &headers, is_asset).await {
        Ok(context) => Arc::new(context),
        Err(error) => return requests::layers::with_page(&state, error.into_response()),
    };
    let settings = match context.position {
        // The position of the ledger was read with the session, so these settings are known to be current.
        Some(position) => state.settings_at(position.ledger).await,
        None if is_asset => Ok(()),
        None => state.refresh_settings().await,
    };
    if let Err(error) = settings {
        return requests::layers::with_page(&state, Error::from(error).into_response());
    }
    request.extensions_mut().insert(context.clone());
    let is_signed_in = context.session.is_some();
    let mut response = CONTEXT.scope(context, next.run(request)).await;
    if is_signed_in && !response.headers().contains_key(header::CACHE_CONTROL) {
        // What a signed-in person saw is not cached, so the browser's back button does not show it after they sign out.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Checks whether an address gives everyone the same response, even while the database is unavailable.
fn needs_no_database(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/favicon.ico" | "/health" | "/health/ready" | "/metrics")
}

async fn find(state: &AppState, peer: Option<IpAddr>, headers: &HeaderMap, is_asset: bool) -> Result<RequestContext> {
    let address = reader_address(peer, headers, &state.site.trusted_proxies);
    let browser = headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    let network = address.map(access::attempt_store::network_of).unwrap_or_default();
    let origin = Origin { network, browser: browser.to_owned() };
    let token = cookie_value(state, headers, SESSION).and_then(|value| Token::received(&value));
    let (Some(token), false) = (token, is_asset) else {
        return Ok(RequestContext { origin, ..RequestContext::default() });
    };
    let now = state.clock.now();
    let limits = SessionLimits::default();
    let Some(found) = session_store::find(&state.db, &token, limits, now, CONFIRMED_PRINTS).await? else {
        return Ok(RequestContext { origin, ..RequestContext::default() });
    };
    let actor = state.kept_holdings().actor(state.db.reading(), &found, state.clock.today(), now).await?;
    let position = Some(Position { ledger: found.ledger, prints: found.beside });
    // The session of a closed account is not valid.
    Ok(match actor {
        Some(actor) => RequestContext { actor, session: Some(found.session), origin, position },
        None => RequestContext { origin, position, ..RequestContext::default() },
    })
}

/// Returns the address that a request comes from: the other end of the connection, or, if that is a trusted proxy, the address
/// it forwards.
pub fn reader_address(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let mut address = peer?.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    for before in chain.into_iter().rev() {
        if !trusted.contains(&address) {
            break;
        }
        let Ok(before) = before.parse::<IpAddr>() else { break };
        address = before.to_canonical();
    }
    Some(address)
}

/// The name of the session cookie.
pub const SESSION: &str = "session";

/// Returns the full name of a cookie: browsers restrict names that begin with `__Host-` to this host and to HTTPS (RFC 6265bis,
/// section 4.1.3.2).
pub(crate) fn cookie_name(state: &AppState, name: &str) -> String {
    if state.site.is_https() { format!("__Host-moothall-{name}") } else { format!("moothall-{name}") }
}

/// Returns the value of one of this site's cookies.
pub fn cookie_value(state: &AppState, headers: &HeaderMap, name: &str) -> Option<String> {
    let name = cookie_name(state, name);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(Cookie::split_parse)
        .filter_map(std::result::Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// Returns the header that sets a cookie, hidden from scripts; without days, it lasts until the browser is closed.
pub fn set_cookie(state: &AppState, name: &str, value: &str, days: Option<i64>) -> HeaderValue {
    let mut cookie = Cookie::new(cookie_name(state, name), value.to_owned());
    cookie.set_path("/");
    cookie.set_http_only(true);
    // Lax, so that people who follow a link in an email are signed in.
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(state.site.is_https());
    if let Some(days) = days {
        cookie.set_max_age(cookie::time::Duration::days(days));
    }
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(parts.extensions.get::<Arc<Self>>().map(|context| Self::clone(context)).unwrap_or_default())
    }
}

/// Requires a signed-in person; anyone else is redirected to the sign-in page, and learns nothing about the address.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The person.
    pub actor: Actor,
    /// Their account.
    pub account: access::AccountId,
    /// Their session.
    pub session: Session,
    /// Where the request comes from.
    pub origin: Origin,
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> std::result::Result<Self, Response> {
        let context = RequestContext::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let RequestContext { actor, session, origin, .. } = context;
        if let (Some(account), Some(session)) = (actor.account, session) {
            return Ok(Self { actor, account, session, origin });
        }
        let next = if parts.method == Method::GET {
            let address = parts.uri.path_and_query().map_or("/", |address| address.as_str());
            format!("/sign-in?next={}", address_part(address))
        } else {
            "/sign-in".to_owned()
        };
        Err(Redirect::to(&next).into_response())
    }
}

impl AppState {
    /// Checks that `actor` may do `action` with `record`, or returns the error to respond with.
    pub fn ask(&self, actor: &Actor, action: Action, record: &Record<'_>) -> Result<()> {
        match self.joined.policy.can(actor, action, record) {
            Answer::Allowed => Ok(()),
            Answer::AfterReason => Err(Error::ReasonNeeded { kind: action.record, id: record.id }),
            Answer::Denied => Err(Error::Forbidden),
            Answer::Hidden => {
                Err(Error::NotFound(self.joined.policy.record_kind(action.record).map_or("Page", |kind| kind.name)))
            }
        }
    }

    /// Returns the author and time of an action done now, as the ledger records them.
    pub fn by<'a>(&self, actor: &'a str) -> By<'a> {
        By { actor, at: self.clock.now() }
    }

    /// Checks that the actor could do `action` with some record of its kind; for pages that do not belong to a record.
    pub fn ask_any(&self, actor: &Actor, action: Action) -> Result<()> {
        if self.joined.policy.could(actor, action) { Ok(()) } else { Err(Error::NotFound("Page")) }
    }

    /// Returns what people call a place: the board's name, the agency's. One that cannot be found is called by its kind, never
    /// by its key.
    pub async fn place_name(&self, place: &Place) -> Result<String> {
        for places in &self.joined.places {
            if places.kind() == place.kind()
                && let Some(name) = places.name(self, place.id()).await?
            {
                return Ok(name);
            }
        }
        let kind = self.joined.policy.place_kinds().iter().find(|known| known.key == place.kind());
        Ok(format!("{} not found", kind.map_or("Place", |known| known.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 198.51.100.4, 10.0.0.2"));
        let peer = Some(address("10.0.0.1"));
        assert_eq!(reader_address(peer, &headers, &[]), Some(address("10.0.0.1")));
        let one = [address("10.0.0.1")];
        assert_eq!(reader_address(peer, &headers, &one), Some(address("10.0.0.2")));
        let both = [address("10.0.0.1"), address("10.0.0.2")];
        assert_eq!(reader_address(peer, &headers, &both), Some(address("198.51.100.4")));
        headers.insert("x-forwarded-for", HeaderValue::from_static("nonsense"));
        assert_eq!(reader_address(peer, &headers, &both), Some(address("10.0.0.1")));
        assert_eq!(reader_address(None, &headers, &both), None);
    }
}
