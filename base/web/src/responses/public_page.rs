//! A response that is the same for everyone who is not signed in, kept as it is sent: with all its headers, plain and compressed.

use crate::requests::layers::matches;
use crate::state::observation::Observed;
use axum::body::{Body, Bytes};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::time::Duration;

/// Bodies up to this size are not compressed, in bytes.
const NOT_COMPRESSED: usize = 256;

/// What a kept response takes besides its body, in bytes: its headers, three times.
const HEADERS: usize = 4 * 1024;

/// A kept response.
#[derive(Debug)]
pub(crate) struct PublicPage {
    status: StatusCode,
    plain: Form,
    /// Compressed, for readers who accept it; `None` if that is not shorter.
    compressed: Option<Form>,
    /// The entity tag, and the headers for a reader who has the page already.
    known: Option<(String, HeaderMap)>,
    observed: Observed,
}

#[derive(Debug)]
struct Form {
    headers: HeaderMap,
    body: Bytes,
}

impl PublicPage {
    /// Keeps a response of the route `route` with the headers that all layers gave it.
    pub(crate) fn new(parts: &Parts, body: Bytes, route: &str) -> Self {
        let mut headers = parts.headers.clone();
        let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        if !body.is_empty() {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        let known = tag.map(|tag| {
            let mut headers = headers.clone();
            headers.remove(header::CONTENT_TYPE);
            headers.remove(header::CONTENT_LENGTH);
            (tag, headers)
        });
        let compressed = (body.len() > NOT_COMPRESSED).then(|| compress(&body)).flatten();
        let compressed = compressed.filter(|compressed| compressed.len() < body.len()).map(|compressed| {
            let mut headers = headers.clone();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Form::of(headers, compressed)
        });
        Self {
            status: parts.status,
            plain: Form::of(headers, body),
            compressed,
            known,
            observed: Observed::of(route, parts.status),
        }
    }

    /// Returns the response to a request with these headers.
    pub(crate) fn answer(&self, request: &HeaderMap) -> Response {
        if let (Some((tag, headers)), Some(has)) = (&self.known, request.get(header::IF_NONE_MATCH))
            && matches(has, tag)
        {
            return with(StatusCode::NOT_MODIFIED, headers, Bytes::new());
        }
        let form = self.compressed.as_ref().filter(|_| accepts_gzip(request)).unwrap_or(&self.plain);
        with(self.status, &form.headers, form.body.clone())
    }

    /// Counts an answer that took so long, as the layer around all other requests does.
    pub(crate) fn observe(&self, answered: StatusCode, taken: Duration) {
        self.observed.note(answered, taken);
    }

    /// Returns the memory that it takes, in bytes.
    pub(crate) fn size(&self) -> usize {
        HEADERS + self.plain.body.len() + self.compressed.as_ref().map_or(0, |form| form.body.len())
    }
}

impl Form {
    fn of(mut headers: HeaderMap, body: Bytes) -> Self {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        Self { headers, body }
    }
}

fn with(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers.clone();
    response
}

fn compress(body: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Checks whether a reader accepts gzip (RFC 9110, section 12.5.3).
fn accepts_gzip(request: &HeaderMap) -> bool {
    let lists = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let (mut named, mut any) = (None, None);
    for coding in lists.flat_map(|list| list.split(',')) {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.trim().parse() == Ok(0.0));
        match name.trim() {
            name if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => named = Some(!is_refused),
            "*" => any = Some(!is_refused),
            _ => {}
        }
    }
    named.or(any).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_accept_it() {
        let accepts = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts_gzip(&headers)
        };
        for value in ["gzip", "gzip, deflate, br, zstd", "br;q=1.0, GZIP;q=0.5", "*", "identity, *;q=0.1", "x-gzip"] {
            assert!(accepts(value), "{value}");
        }
        for value in ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, *", "*;q=0", "gzipped"] {
            assert!(!accepts(value), "{value}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
