//! All addresses and the layers around them.

use crate::{AppState, assets_routes, health, information_pages, layers, observation, prints, publication_pages};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router, routing::get};
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest that an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// The largest request that a public page takes, in bytes.
const REQUEST_LIMIT: usize = 64 * 1024;

/// The whole site: the base's own pages, the routes given, and around them the layers.
pub fn router(state: AppState, routes: impl IntoIterator<Item = Router<AppState>>) -> Router {
    let mut router = Router::new()
        .route("/assets/{*path}", get(assets_routes::asset))
        .route("/favicon.ico", get(assets_routes::favicon))
        .route("/health", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::measurements))
        .route("/publications/{id}", get(publication_pages::show))
        .route("/publications/{id}/text", get(publication_pages::text))
        .route("/publications/{id}/data", get(publication_pages::data))
        .route("/prints/{hash}/{name}", get(prints::show))
        .route("/files/{id}", get(publication_pages::file))
        .route("/accessibility", get(information_pages::accessibility))
        .route("/licences", get(information_pages::licences));
    if state.council.shows_style_guide {
        router = router.route("/styleguide", get(information_pages::style_guide));
    }
    for more in routes {
        router = router.merge(more);
    }
    router
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(Extension(state.clone()))
        .layer(RequestBodyLimitLayer::new(REQUEST_LIMIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR)
        }))
        .layer(from_fn_with_state(state.clone(), layers::error_pages))
        .layer(from_fn(layers::entity_tags))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(layers::security_headers))
        .layer(from_fn(observation::observe))
        .with_state(state)
}
