//! Addresses and who answers them, with a list that can be looked at: a test holds every one of them against the table of who may do
//! what.

use crate::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{get, post};
use std::convert::Infallible;
use tower_http::limit::RequestBodyLimitLayer;

/// An address as a capability declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// How it is asked.
    pub method: Method,
    /// Its path, with the names of its parts in braces.
    pub path: &'static str,
}

/// The addresses of a part of the site.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    addresses: Vec<Address>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page or a file.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::GET, path, get(handler))
    }

    /// Adds something that is sent.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::POST, path, post(handler))
    }

    /// Adds something with which a file is sent, of at most so many bytes. Everything else takes [`crate::router::REQUEST_LIMIT`].
    #[must_use]
    pub fn upload<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H, most: usize) -> Self {
        let route = post(handler)
            .layer::<_, Infallible>(DefaultBodyLimit::disable())
            .layer::<_, Infallible>(RequestBodyLimitLayer::new(most));
        self.add(Method::POST, path, route)
    }

    fn add(mut self, method: Method, path: &'static str, route: axum::routing::MethodRouter<AppState>) -> Self {
        self.addresses.push(Address { method, path });
        Self { router: self.router.route(path, route), addresses: self.addresses }
    }

    /// Adds those of another part.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        Self { router: self.router.merge(other.router), addresses: self.addresses }
    }

    /// Remembers what those so far answer (`remembered`): for pages that are the same for everybody.
    #[must_use]
    pub fn remembered(self) -> Self {
        let router = if self.addresses.is_empty() {
            self.router
        } else {
            self.router.route_layer(axum::middleware::from_fn(crate::remembered::remember))
        };
        Self { router, addresses: self.addresses }
    }

    /// All addresses, in the order in which they were added.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    pub(crate) fn into_router(self) -> Router<AppState> {
        self.router
    }
}
