//! Counts and times requests, and logs those that fail or are slow. Only the route is recorded, never the full address, the
//! query or a reader's address: what people search for is their own affair.

use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{Counter, Histogram};
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
    counter(&route, status).increment(1);
    histogram(&route).record(taken.as_secs_f64());
    let milliseconds = taken.as_millis();
    if status.is_server_error() || taken > SLOW {
        tracing::warn!(%method, route, status = status.as_u16(), milliseconds, "a request failed or was slow");
    } else {
        tracing::debug!(%method, route, status = status.as_u16(), milliseconds, "request");
    }
    response
}

fn counter(route: &str, status: StatusCode) -> Counter {
    metrics::counter!("moothall_requests_total", "route" => route.to_owned(), "status" => status.as_str().to_owned())
}

fn histogram(route: &str) -> Histogram {
    metrics::histogram!("moothall_request_seconds", "route" => route.to_owned())
}

/// The counters of a route whose response is kept, found once instead of at each request.
pub(crate) struct Observed {
    route: String,
    whole: (StatusCode, Counter),
    not_modified: Counter,
    seconds: Histogram,
}

impl std::fmt::Debug for Observed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Observed").field(&self.route).finish()
    }
}

impl Observed {
    /// Returns the counters of a route that responds with `status`, or with 304.
    pub(crate) fn of(route: &str, status: StatusCode) -> Self {
        Self {
            route: route.to_owned(),
            whole: (status, counter(route, status)),
            not_modified: counter(route, StatusCode::NOT_MODIFIED),
            seconds: histogram(route),
        }
    }

    /// Counts and times a response.
    pub(crate) fn note(&self, status: StatusCode, taken: Duration) {
        let counter = if status == self.whole.0 { &self.whole.1 } else { &self.not_modified };
        counter.increment(1);
        self.seconds.record(taken.as_secs_f64());
        let (route, milliseconds) = (self.route.as_str(), taken.as_millis());
        if taken > SLOW {
            tracing::warn!(route, status = status.as_u16(), milliseconds, "a request was slow");
        } else {
            tracing::debug!(route, status = status.as_u16(), milliseconds, "request");
        }
    }
}
