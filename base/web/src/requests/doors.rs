//! Checks made before any handler sees a request: that it contains no character that a database cannot store, and that
//! submitted text is not unreasonably long.

use crate::Error;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// The maximum length of the text in a form, all its fields together, in bytes of UTF-8.
pub(crate) const TEXT_LIMIT: usize = 64 * 1024;

/// How many times longer a text may be when encoded: a browser writes each byte that is not a plain letter as three.
pub(crate) const ENCODED: usize = 3;

const NUL: &str = "It contains a NUL character (U+0000), which is not allowed. Remove it and try again.";

/// Returns the error for a request with a NUL character.
pub(crate) fn nul() -> Error {
    Error::NotUnderstood(NUL.to_owned())
}

/// Checks whether percent-encoded text contains a NUL, encoded or not. A percent sign typed by a person is `%25`, so nothing
/// else looks like it.
fn is_nul_encoded(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|three| three == b"%00")
}

/// Checks whether JSON contains a NUL: the escape `\u0000`, unless a backslash before it makes it plain text.
fn is_nul_in_json(text: &[u8]) -> bool {
    let mut bytes = text.iter().enumerate();
    while let Some((place, byte)) = bytes.next() {
        match byte {
            0 => return true,
            b'\\' => {
                if text.get(place + 1..place + 6) == Some(b"u0000".as_slice()) {
                    return true;
                }
                bytes.next();
            }
            _ => {}
        }
    }
    false
}

/// Returns the length of percent-encoded text in bytes once decoded.
fn decoded_length(text: &[u8]) -> usize {
    let mut length = 0;
    let mut rest = text;
    while let Some(first) = rest.first() {
        let is_encoded = *first == b'%' && rest.get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        rest = rest.get(if is_encoded { 3 } else { 1 }..).unwrap_or_default();
        length += 1;
    }
    length
}

/// Refuses an address with a NUL in its path or query.
pub(crate) async fn addresses(request: Request, next: Next) -> Response {
    let uri = request.uri();
    if [uri.path(), uri.query().unwrap_or_default()].iter().any(|part| is_nul_encoded(part.as_bytes())) {
        return nul().into_response();
    }
    next.run(request).await
}

/// The kind of text in a request, as far as the checks differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Form,
    Json,
    Other,
}

/// Returns the kind of the request's text; `None` if it is multipart, which [`crate::UnreadForm`] checks as it is read.
fn kind_sent(headers: &HeaderMap) -> Option<Sent> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    match kind.split(';').next().unwrap_or_default().trim() {
        "multipart/form-data" => None,
        "application/x-www-form-urlencoded" => Some(Sent::Form),
        kind if kind == "application/json" || kind.ends_with("+json") => Some(Sent::Json),
        _ => Some(Sent::Other),
    }
}

/// Refuses text that contains a NUL or is longer than `most` once decoded, and passes on what was read.
pub(crate) async fn text(most: usize, request: Request, next: Next) -> Response {
    let Some(kind) = kind_sent(request.headers()) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let encoded_most = if kind == Sent::Form { most * ENCODED } else { most };
    let content: Bytes = match Limited::new(body, encoded_most).collect().await {
        Ok(content) => content.to_bytes(),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        // The sender disconnected, or the body is invalid.
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let (is_nul, length) = match kind {
        Sent::Form => (is_nul_encoded(&content), decoded_length(&content)),
        Sent::Json => (is_nul_in_json(&content), content.len()),
        Sent::Other => (content.contains(&0), content.len()),
    };
    if is_nul {
        return nul().into_response();
    }
    if length > most {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(Request::from_parts(parts, Body::from(content))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_and_words_that_look_like_one_are_not() {
        for text in ["a=%00", "a%00=b", "%00", "a=b\0c"] {
            assert!(is_nul_encoded(text.as_bytes()), "{text}");
        }
        for text in ["a=%2500", "a=%0", "a=00", "a=%01%10"] {
            assert!(!is_nul_encoded(text.as_bytes()), "{text}");
        }
        for text in [r#"{"a":"\u0000"}"#, r#"{"\\\u0000":1}"#, "\0"] {
            assert!(is_nul_in_json(text.as_bytes()), "{text}");
        }
        for text in [r#"{"a":"\\u0000"}"#, r#"{"a":"\u0001"}"#, r#"{"a":"u0000"}"#, r"\"] {
            assert!(!is_nul_in_json(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_length_is_that_of_what_was_written() {
        for (encoded, length) in [("", 0), ("abc", 3), ("%E2%80%99s", 4), ("%", 1), ("%4", 2), ("%zz", 3), ("a%20b+c", 5)] {
            assert_eq!(decoded_length(encoded.as_bytes()), length, "{encoded}");
        }
    }
}
