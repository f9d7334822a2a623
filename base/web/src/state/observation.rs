//! Counts and times requests, and logs those that fail or are slow. Only the route is recorded, never the full address, the
//! query or a reader's address: what people search for is their own affair.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::{Duration, Instant};

/// Requests slower than this are logged.
const SLOW: Duration = Duration::from_secs(1);

pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let taken = begun.elapsed();
    let status = response.status();
    metrics::counter!("moothall_requests_total", "route" => route.clone(), "status" => status.as_str().to_owned()).increment(1);
    metrics::histogram!("moothall_request_seconds", "route" => route.clone()).record(taken.as_secs_f64());
    let milliseconds = taken.as_millis();
    if status.is_server_error() || taken > SLOW {
        tracing::warn!(%method, route, status = status.as_u16(), milliseconds, "a request failed or was slow");
    } else {
        tracing::debug!(%method, route, status = status.as_u16(), milliseconds, "request");
    }
    response
}
