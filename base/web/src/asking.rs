//! Who asks: found once for each request that brings a session, and handed to whoever answers it.

use crate::remembered::{CONFIRMED_PRINTS, Position};
use crate::{AppState, Error, PeerAddress, Result, layers};
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

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// What they hold; nobody where nobody is signed in.
    pub actor: Actor,
    /// Their session, finished or not.
    pub session: Option<Session>,
    /// Where the request comes from.
    pub origin: Origin,
    /// How far the record had come when the session was found; `None` where no session was.
    pub(crate) position: Option<Position>,
}

tokio::task_local! {
    /// Who asks, for the head of whatever page is made while the request is answered.
    pub(crate) static ASKING: Arc<Asking>;
}

/// Who asks at this moment, where a request is being answered.
pub(crate) fn asking_now() -> Option<Arc<Asking>> {
    ASKING.try_with(Clone::clone).ok()
}

/// Finds out who asks, and hands it on.
pub(crate) async fn who_asks(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<PeerAddress>().map(|peer| peer.0.ip());
    let is_asset = needs_no_database(request.uri().path());
    let headers = request.headers().clone();
    let asking = match find(&state, peer, &headers, is_asset).await {
        Ok(asking) => Arc::new(asking),
        Err(error) => return layers::with_page(&state, error.into_response()),
    };
    let settings = match asking.position {
        // The session came with the ledger's position, so that these settings are known to be those of this moment.
        Some(position) => state.settings_at(position.ledger).await,
        None if is_asset => Ok(()),
        None => state.refresh_settings().await,
    };
    if let Err(error) = settings {
        return layers::with_page(&state, Error::from(error).into_response());
    }
    request.extensions_mut().insert(asking.clone());
    let is_signed_in = asking.session.is_some();
    let mut response = ASKING.scope(asking, next.run(request)).await;
    if is_signed_in && !response.headers().contains_key(header::CACHE_CONTROL) {
        // What somebody signed in saw stays in no cache, and is not shown by the browser's way back after signing out.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether what stands at an address is the same whoever asks, and is told even while the database is away.
fn needs_no_database(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/favicon.ico" | "/health" | "/health/ready" | "/metrics")
}

async fn find(state: &AppState, peer: Option<IpAddr>, headers: &HeaderMap, is_asset: bool) -> Result<Asking> {
    let address = reader_address(peer, headers, &state.site.trusted_proxies);
    let browser = headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    let network = address.map(access::attempt_store::network_of).unwrap_or_default();
    let origin = Origin { network, browser: browser.to_owned() };
    let token = cookie_value(state, headers, SESSION).and_then(|value| Token::received(&value));
    let (Some(token), false) = (token, is_asset) else {
        return Ok(Asking { origin, ..Asking::default() });
    };
    let now = state.clock.now();
    let limits = SessionLimits::default();
    let Some(found) = session_store::find(&state.db, &token, limits, now, CONFIRMED_PRINTS).await? else {
        return Ok(Asking { origin, ..Asking::default() });
    };
    let actor = state.kept_holdings().actor(state.db.reading(), &found, state.clock.today(), now).await?;
    let position = Some(Position { ledger: found.ledger, prints: found.beside });
    // The session of an account that was closed is worth nothing.
    Ok(match actor {
        Some(actor) => Asking { actor, session: Some(found.session), origin, position },
        None => Asking { origin, position, ..Asking::default() },
    })
}

/// Where a request comes from: the other end of the connection, or, where that is a trusted proxy, what it says of the one before.
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

/// The cookie of the session.
pub const SESSION: &str = "session";

/// A cookie's whole name: browsers hold one that begins with `__Host-` to this host and to HTTPS (RFC 6265bis, section 4.1.3.2).
pub(crate) fn cookie_name(state: &AppState, name: &str) -> String {
    if state.site.is_https() { format!("__Host-moothall-{name}") } else { format!("moothall-{name}") }
}

/// What a cookie of this site holds.
pub fn cookie_value(state: &AppState, headers: &HeaderMap, name: &str) -> Option<String> {
    let name = cookie_name(state, name);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(Cookie::split_parse)
        .filter_map(std::result::Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// The header that leaves a cookie with the browser, out of scripts' reach; without days, until the browser is closed.
pub fn set_cookie(state: &AppState, name: &str, value: &str, days: Option<i64>) -> HeaderValue {
    let mut cookie = Cookie::new(cookie_name(state, name), value.to_owned());
    cookie.set_path("/");
    cookie.set_http_only(true);
    // Lax, so that a link in a mail finds whoever follows it signed in.
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(state.site.is_https());
    if let Some(days) = days {
        cookie.set_max_age(cookie::time::Duration::days(days));
    }
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(parts.extensions.get::<Arc<Self>>().map(|asking| Self::clone(asking)).unwrap_or_default())
    }
}

/// Somebody signed in; whoever is not is led to the page for it, and told nothing of what stands at the address.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
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
        let asking = Asking::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let Asking { actor, session, origin, .. } = asking;
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
    /// Asks whether `actor` may do `action` with `record`, and says what to answer where not.
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

    /// Who does something now, as the ledger names them.
    pub fn by<'a>(&self, actor: &'a str) -> By<'a> {
        By { actor, at: self.clock.now() }
    }

    /// Asks whether somebody could do `action` with some record of its kind; for pages that belong to no record.
    pub fn ask_any(&self, actor: &Actor, action: Action) -> Result<()> {
        if self.joined.policy.could(actor, action) { Ok(()) } else { Err(Error::NotFound("Page")) }
    }

    /// Returns what people call a place: the board's name, the agency's. One that cannot be found is named by its kind, never by its key.
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
