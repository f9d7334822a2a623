//! Styles, script, typeface and pictures. Their names contain the hash of their content, so a browser may cache them without
//! limit.

use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Marks a response whose bytes are part of the program: they are in memory only once, however many readers wait for them.
#[derive(Clone, Copy, Debug)]
pub struct PartOfTheProgram;

/// Handles `/assets/{hash}/{name}`.
pub(crate) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let takes_gzip =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("gzip"));
    let known = [
        (header::CACHE_CONTROL, FOR_EVER),
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::ETAG, HeaderValue::from_static(asset.etag)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == asset.etag) {
        return (StatusCode::NOT_MODIFIED, known).into_response();
    }
    match asset.gzip.filter(|_| takes_gzip) {
        Some(gzip) => (Extension(PartOfTheProgram), known, [(header::CONTENT_ENCODING, "gzip")], gzip).into_response(),
        None => (Extension(PartOfTheProgram), known, asset.bytes).into_response(),
    }
}

/// Redirects `/favicon.ico`, which browsers request on their own.
pub(crate) async fn favicon() -> Redirect {
    Redirect::permanent(assets::address("favicon.svg"))
}
