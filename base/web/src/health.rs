//! Whether the program lives, whether it can serve, and what it measured.

use crate::AppState;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// `/health`: the program runs.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// `/health/ready`: the database answers.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    match publications::last_id(state.db.reading()).await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Who is at the other end of the connection; put into each request by the server that accepts connections.
#[derive(Clone, Copy, Debug)]
pub struct PeerAddress(pub SocketAddr);

/// `/metrics`, for a program on the same machine that asks directly: a request from elsewhere, or one that came through a proxy, is
/// told nothing.
pub(crate) async fn measurements(
    State(state): State<AppState>,
    peer: Option<Extension<PeerAddress>>,
    headers: HeaderMap,
) -> Response {
    let is_near = peer.is_some_and(|Extension(PeerAddress(address))| address.ip().to_canonical().is_loopback());
    let came_through_a_proxy =
        ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
    match &state.measurements {
        Some(measurements) if is_near && !came_through_a_proxy => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], measurements()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
