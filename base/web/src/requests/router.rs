//! All routes and the layers around them.

use crate::requests::remembering::ForEveryone;
use crate::responses::stored_files::SentAsItIs;
use crate::{AppState, Routes, own_pages, requests, responses, state};
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest that a response may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// The maximum size of any request, uploads included, in bytes.
pub(crate) const UPLOAD_LIMIT: usize = 64 * 1024 * 1024;

/// Checks whether a response may be compressed here: a stored file may not, and a kept page is compressed once.
fn is_compressed_here(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<SentAsItIs>().is_none() && extensions.get::<ForEveryone>().is_none()
}

/// Returns the base's own routes together with those given.
pub fn all_routes(state: &AppState, routes: impl IntoIterator<Item = Routes>) -> Routes {
    let mut all = Routes::new()
        .get("/assets/{*path}", own_pages::assets::asset)
        .get("/favicon.ico", own_pages::assets::favicon)
        .get("/colours/{colour}/council.css", own_pages::colours::show)
        .get("/health", own_pages::health::live)
        .get("/health/ready", own_pages::health::ready)
        .get("/metrics", own_pages::health::measurements)
        .get("/publications/{id}", own_pages::publications::show)
        .get("/publications/{id}/text", own_pages::publications::text)
        .get("/publications/{id}/data", own_pages::publications::data)
        .get("/prints/{hash}/{name}", responses::prints::show)
        .get("/files/{id}", own_pages::publications::file)
        .get("/pictures/{hash}", responses::paper_files::picture)
        .get("/attachments/{hash}/{name}", responses::paper_files::attachment)
        .get("/contact", own_pages::council::contact)
        .get("/attend", own_pages::council::attend)
        .get("/privacy", own_pages::council::privacy)
        .get("/cookies", own_pages::council::cookies)
        .get("/accessibility", own_pages::information::accessibility)
        .get("/licences", own_pages::information::licences);
    if state.council.shows_style_guide {
        all = all.get("/styleguide", own_pages::information::style_guide);
    }
    routes.into_iter().fold(all, Routes::merge)
}

/// Returns the whole site: the base's own pages, the routes given, and the layers around them.
pub fn router(state: AppState, routes: impl IntoIterator<Item = Routes>) -> Router {
    let routes = all_routes(&state, routes);
    let openings = routes.openings();
    let router = routes.into_router();
    let site = router
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(Extension(state.clone()))
        .layer(RequestBodyLimitLayer::new(UPLOAD_LIMIT))
        .layer(CsrfLayer::new().with_insecure_bypass(move |_, address| Routes::is_open(&openings, address.path())))
        .layer(from_fn(requests::doors::addresses))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR)
        }))
        .layer(from_fn_with_state(state.clone(), requests::layers::error_pages))
        .layer(from_fn_with_state(state.clone(), requests::context::with_context))
        .layer(from_fn(requests::layers::entity_tags))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(DefaultPredicate::new().and(is_compressed_here)),
        )
        .layer(from_fn_with_state(state.clone(), requests::layers::security_headers))
        .layer(from_fn(state::observation::observe))
        .with_state(state.clone());
    Router::new().fallback_service(site).layer(from_fn_with_state(state, requests::remembering::send_kept))
}
