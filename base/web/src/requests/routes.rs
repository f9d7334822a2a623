//! Routes and their handlers, with a list of all addresses: a test compares every one of them with the table of permissions.

use crate::requests::doors::{ENCODED, TEXT_LIMIT};
use crate::{AppState, requests};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use std::convert::Infallible;
use tower_http::limit::RequestBodyLimitLayer;

/// An address as declared by a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its HTTP method.
    pub method: Method,
    /// Its path, with the names of its parameters in braces.
    pub path: &'static str,
}

/// The routes of a part of the site.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    addresses: Vec<Address>,
    /// The beginnings of the paths that accept requests from other sites.
    from_anywhere: Vec<&'static str>,
}

impl Routes {
    /// Creates an empty set of routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a route for a page or a file.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::GET, path, get(handler))
    }

    /// Adds a route for a form whose texts are at most [`TEXT_LIMIT`] bytes together.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.post_text(path, handler, TEXT_LIMIT)
    }

    /// Adds a route for a form with longer text, of at most `most` bytes of UTF-8 for all fields together.
    #[must_use]
    pub fn post_text<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H, most: usize) -> Self {
        let route = post(handler)
            .layer::<_, Infallible>(DefaultBodyLimit::max(most * ENCODED))
            .layer::<_, Infallible>(from_fn(move |request, next| requests::doors::text(most, request, next)));
        self.add(Method::POST, path, route)
    }

    /// Adds a route for a file upload of at most `most` bytes; the handler takes [`crate::UnreadForm`].
    #[must_use]
    pub fn upload<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H, most: usize) -> Self {
        let route = post(handler)
            .layer::<_, Infallible>(DefaultBodyLimit::disable())
            .layer::<_, Infallible>(RequestBodyLimitLayer::new(most));
        self.add(Method::POST, path, route)
    }

    /// Adds a route for requests from other people's programs, without a page of this site: the last part of its path is a
    /// secret that alone grants access, so the handler must not rely on a cookie. It bypasses the layer that refuses requests
    /// from other sites' pages.
    #[must_use]
    pub fn post_from_anywhere<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        let mut added = self.post(path, handler);
        added.from_anywhere.extend(path.find('{').and_then(|place| path.get(..place)));
        added
    }

    /// Checks whether requests to `path` may come from other sites.
    pub(crate) fn is_open(openings: &[&'static str], path: &str) -> bool {
        openings.iter().any(|begin| path.strip_prefix(begin).is_some_and(|rest| !rest.is_empty() && !rest.contains(['/', '%'])))
    }

    /// Returns the beginnings of the paths that accept requests from other sites.
    pub(crate) fn openings(&self) -> Vec<&'static str> {
        self.from_anywhere.clone()
    }

    fn add(mut self, method: Method, path: &'static str, route: axum::routing::MethodRouter<AppState>) -> Self {
        self.addresses.push(Address { method, path });
        self.router = self.router.route(path, route);
        self
    }

    /// Adds the routes of another part.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        self.from_anywhere.extend(other.from_anywhere);
        self.router = self.router.merge(other.router);
        self
    }

    /// Caches the responses of the routes so far (`remembered`): for pages that are the same for everyone.
    #[must_use]
    pub fn remembered(self) -> Self {
        let router = if self.addresses.is_empty() {
            self.router
        } else {
            self.router.route_layer(axum::middleware::from_fn(requests::remembering::remember))
        };
        Self { router, ..self }
    }

    /// Returns all addresses, in the order in which they were added.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    pub(crate) fn into_router(self) -> Router<AppState> {
        self.router
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_addresses_that_were_named_take_what_another_site_sends() {
        let routes = Routes::new()
            .post("/papers/{id}", || async {})
            .merge(Routes::new().post_from_anywhere("/leave/{token}", || async {}).remembered());
        let openings = routes.openings();
        assert!(Routes::is_open(&openings, "/leave/7-abc"));
        for path in ["/leave/", "/leave", "/papers/7", "/leave/7/other", "/leave/..%2Fpapers%2F7", "/"] {
            assert!(!Routes::is_open(&openings, path), "{path}");
        }
    }
}
