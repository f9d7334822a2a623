//! Health, readiness and measurements of the program.

use crate::{AppState, requests};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Handles `/health`: the program is running.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// Handles `/health/ready`: the database responds, and the disk can be written.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    match state.readiness().check(&state).await {
        Ok(()) => "ready\n".into_response(),
        Err(why) => requests::layers::as_it_is((StatusCode::SERVICE_UNAVAILABLE, why)),
    }
}

/// How long the database may take to respond before it counts as unavailable.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// How long the result of a test write is reused: the test writes to the disk, and anyone may ask for it.
const BELIEVED_FOR: Duration = Duration::from_secs(10);

/// What is wrong with the site, for the person or program asking; the log says more.
type Unready = &'static str;

/// Whether the site can serve, as last checked.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<Option<(Instant, Result<(), Unready>)>>);

impl Readiness {
    async fn check(&self, state: &AppState) -> Result<(), Unready> {
        answers(state).await?;
        // The lock is held during the test, so that of many concurrent requests one tests and the others use its result.
        let mut known = self.0.lock().await;
        if let Some((at, result)) = *known
            && at.elapsed() < BELIEVED_FOR
        {
            return result;
        }
        let result = takes_writes(state).await;
        *known = Some((Instant::now(), result));
        result
    }
}

async fn answers(state: &AppState) -> Result<(), Unready> {
    let advice = "start the database server, or correct its address in the configuration";
    match tokio::time::timeout(ANSWER_WITHIN, publications::last_id(state.db.reading())).await {
        Ok(Ok(_)) => return Ok(()),
        Ok(Err(error)) => tracing::error!(%error, advice, "not ready: the database does not answer"),
        Err(_) => tracing::error!(advice, "not ready: the database does not answer in time"),
    }
    Err("the database does not answer\n")
}

async fn takes_writes(state: &AppState) -> Result<(), Unready> {
    if let Err(error) = state.db.try_writing().await {
        let advice = "free space on the disk of the database, and check that it can be written; `moothall doctor` says more";
        tracing::error!(%error, advice, "not ready: cannot write to the database");
        return Err("cannot write to the database\n");
    }
    if let Err(error) = state.files.try_writing().await {
        let advice =
            "free space on the disk of the installation's folder, and check that it can be written; `moothall doctor` says more";
        tracing::error!(%error, advice, "not ready: cannot write to the folder for files");
        return Err("cannot write to the folder\n");
    }
    Ok(())
}

/// The address at the other end of the connection; added to each request by the server that accepts connections.
#[derive(Clone, Copy, Debug)]
pub struct PeerAddress(pub SocketAddr);

/// Handles `/metrics`, for a program on the same machine that connects directly: requests from elsewhere, or through a proxy,
/// get nothing.
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
            if let Err(error) = jobs::measure(&state).await {
                tracing::warn!(%error, "the jobs could not be counted for the measurements");
            }
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], measurements()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
