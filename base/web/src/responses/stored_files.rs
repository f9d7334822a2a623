//! Responses with stored files: streamed from disk, whole or in part, and not sent again to a reader who already has them.

use crate::{AppState, Error, Result, as_it_is};
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use files::StoredFile;
use std::ops::Range;

/// Marks a response that is sent unchanged and never compressed: most files are already compressed, and a part of one must be
/// the same bytes for everyone.
#[derive(Clone, Copy, Debug)]
pub struct SentAsItIs;

/// The headers of a request for a file: the version that the reader has, and the part that they want.
#[derive(Clone, Debug, Default)]
pub struct FileRequest {
    if_none_match: Option<HeaderValue>,
    if_range: Option<HeaderValue>,
    range: Option<HeaderValue>,
}

impl<S: Send + Sync> FromRequestParts<S> for FileRequest {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(Self::of(&parts.headers))
    }
}

/// The part of a file to send.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Only(Range<u64>),
    /// None of the requested range is in the file.
    Outside,
}

impl FileRequest {
    fn of(headers: &HeaderMap) -> Self {
        let header = |name: HeaderName| headers.get(name).cloned();
        Self { if_none_match: header(header::IF_NONE_MATCH), if_range: header(header::IF_RANGE), range: header(header::RANGE) }
    }

    /// Returns the part to send from a file of this size and tag. For an invalid range, or several at once, it is the whole
    /// file, as RFC 9110, section 14.2 allows.
    fn part(&self, size: u64, tag: &str) -> Part {
        let Some(range) = self.range.as_ref().and_then(|range| range.to_str().ok()) else { return Part::Whole };
        if self.if_range.as_ref().is_some_and(|known| known != tag) {
            return Part::Whole;
        }
        let Ok(ranges) = http_range_header::parse_range_header(range) else { return Part::Whole };
        if ranges.ranges.len() != 1 {
            return Part::Whole;
        }
        match ranges.validate(size).ok().and_then(|ranges| ranges.into_iter().next()) {
            Some(range) => Part::Only(*range.start()..range.end().saturating_add(1)),
            None => Part::Outside,
        }
    }
}

/// Responds with a stored file: all of it, the requested part (206, or 416 if there is no such part), or 304 if the reader
/// already has it. `version` identifies its bytes: every file has a different one.
///
/// # Errors
/// [`Error::File`] if the file is not in this server's folder or cannot be read.
pub async fn stored_file(state: &AppState, asked: &FileRequest, file: &StoredFile, version: &str) -> Result<Response> {
    let tag = format!("\"{version}\"");
    let tag_value = HeaderValue::from_str(&tag).map_err(|error| Error::Content(error.to_string()))?;
    let known = [(header::ETAG, tag_value), (header::ACCEPT_RANGES, HeaderValue::from_static("bytes"))];
    if asked.if_none_match.as_ref().is_some_and(|known| crate::requests::layers::matches(known, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, known).into_response());
    }
    let opened = state.files.open_file(file).await?;
    let size = opened.size();
    let (status, range) = match asked.part(size, &tag) {
        Part::Whole => (StatusCode::OK, 0..size),
        Part::Only(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::Outside => {
            let of = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok(as_it_is((StatusCode::RANGE_NOT_SATISFIABLE, known, of)));
        }
    };
    let length = [(header::CONTENT_LENGTH, range.end.saturating_sub(range.start))];
    let place = (status == StatusCode::PARTIAL_CONTENT)
        .then(|| [(header::CONTENT_RANGE, format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1)))]);
    let mut response = (status, known, length, Body::from_stream(opened.pieces(range))).into_response();
    if let Some([(name, value)]) = place
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        response.headers_mut().insert(name, value);
    }
    response.extensions_mut().insert(SentAsItIs);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(headers: &[(HeaderName, &'static str)]) -> FileRequest {
        FileRequest::of(&headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect())
    }

    #[test]
    fn the_part_that_is_asked_for_is_found() {
        let part = |range: &'static str| asking(&[(header::RANGE, range)]).part(1_000, "\"abc\"");
        assert_eq!(FileRequest::default().part(1_000, "\"abc\""), Part::Whole);
        assert_eq!(part("bytes=0-99"), Part::Only(0..100));
        assert_eq!(part("bytes=900-"), Part::Only(900..1_000));
        assert_eq!(part("bytes=-10"), Part::Only(990..1_000));
        assert_eq!(part("bytes=990-5000"), Part::Only(990..1_000));
        assert_eq!(part("bytes=1000-"), Part::Outside);
        for whole in ["bytes=0-1,5-9", "pages=1-2", "bytes=x", ""] {
            assert_eq!(part(whole), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn a_part_of_another_version_is_the_whole_file() {
        let part = |known| asking(&[(header::RANGE, "bytes=0-99"), (header::IF_RANGE, known)]).part(1_000, "\"abc\"");
        assert_eq!(part("\"abc\""), Part::Only(0..100));
        assert_eq!(part("\"abd\""), Part::Whole);
        assert_eq!(part("W/\"abc\""), Part::Whole);
    }
}
