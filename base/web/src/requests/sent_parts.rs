//! Forms with files: read part by part, like axum's `Multipart`, with the checks that apply to all submitted text.

use crate::requests::doors::TEXT_LIMIT;
use crate::{Error, requests};
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

/// The parts of a form with a file. Its texts contain no NUL, and together are no longer than those of any other form.
#[derive(Debug)]
pub(crate) struct SentParts {
    parts: Multipart,
    /// The number of bytes of text that may still follow.
    room: usize,
}

/// A part: a text or a file.
#[derive(Debug)]
pub(crate) struct SentPart<'a> {
    field: Field<'a>,
    room: &'a mut usize,
}

/// Why the parts of a form cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SentPartsError {
    /// The request is not a form with files.
    #[error("The form was not sent in the way in which a browser sends a file.")]
    NotParts,
    /// They are not as a browser sends them, or larger than the route accepts.
    #[error(transparent)]
    Parts(#[from] MultipartError),
    /// A name or text contains a NUL.
    #[error("A field contains a NUL character.")]
    Nul,
    /// The texts are too long in total.
    #[error("The text in this form is too long. Shorten it, or upload part of it as a file.")]
    TooLong,
}

impl SentPartsError {
    /// Checks whether the whole form is larger than the route accepts, which only a file can cause.
    pub(crate) fn is_too_large(&self) -> bool {
        matches!(self, Self::Parts(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE)
    }
}

impl From<SentPartsError> for Error {
    fn from(error: SentPartsError) -> Self {
        match error {
            SentPartsError::Nul => requests::doors::nul(),
            other => Self::NotUnderstood(other.to_string()),
        }
    }
}

impl SentParts {
    /// Returns the parts of a request.
    pub(crate) async fn of(request: Request) -> Result<Self, SentPartsError> {
        let parts = Multipart::from_request(request, &()).await.map_err(|_| SentPartsError::NotParts)?;
        Ok(Self { parts, room: TEXT_LIMIT })
    }

    /// Reads the next part; returns `None` after the last.
    pub(crate) async fn next_field(&mut self) -> Result<Option<SentPart<'_>>, SentPartsError> {
        let Some(field) = self.parts.next_field().await? else { return Ok(None) };
        if [field.name(), field.file_name()].into_iter().flatten().any(|name| name.contains('\0')) {
            return Err(SentPartsError::Nul);
        }
        Ok(Some(SentPart { field, room: &mut self.room }))
    }
}

impl SentPart<'_> {
    /// Returns the field's name.
    pub(crate) fn name(&self) -> Option<&str> {
        self.field.name()
    }

    /// Returns the file's name as the sender gave it.
    pub(crate) fn file_name(&self) -> Option<&str> {
        self.field.file_name()
    }

    /// Reads a text.
    pub(crate) async fn text(mut self) -> Result<String, SentPartsError> {
        let mut text = Vec::new();
        while let Some(piece) = self.field.chunk().await? {
            *self.room = self.room.checked_sub(piece.len()).ok_or(SentPartsError::TooLong)?;
            text.extend_from_slice(&piece);
        }
        if text.contains(&0) {
            return Err(SentPartsError::Nul);
        }
        Ok(String::from_utf8(text).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// Reads a file.
    pub(crate) async fn bytes(self) -> Result<Bytes, SentPartsError> {
        Ok(self.field.bytes().await?)
    }
}
