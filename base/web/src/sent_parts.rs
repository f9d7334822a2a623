//! Forms with files: read part by part, as axum's `Multipart` reads them, with what holds for every text that is sent.

use crate::doors::{self, TEXT_LIMIT};
use crate::{AppState, Error};
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

/// The parts of a form with a file. Its texts hold no NUL and are no longer together than those of another form.
#[derive(Debug)]
pub struct SentParts {
    parts: Multipart,
    /// Bytes of text that may still come.
    room: usize,
}

/// A part: a text or a file.
#[derive(Debug)]
pub struct SentPart<'a> {
    field: Field<'a>,
    room: &'a mut usize,
}

/// Why parts cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SentPartsError {
    /// They are not as a browser sends them, or larger than the address takes.
    #[error(transparent)]
    Parts(#[from] MultipartError),
    /// A name or a text holds a NUL.
    #[error("A field contains a NUL character.")]
    Nul,
    /// The texts are too long together.
    #[error("The text in this form is too long. Shorten it, or upload part of it as a file.")]
    TooLong,
}

impl SentPartsError {
    /// Whether the whole is larger than the address takes, which only a file can make it.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Parts(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE)
    }
}

impl From<SentPartsError> for Error {
    fn from(error: SentPartsError) -> Self {
        match error {
            SentPartsError::Nul => doors::nul(),
            other => Self::NotUnderstood(other.to_string()),
        }
    }
}

impl FromRequest<AppState> for SentParts {
    type Rejection = MultipartRejection;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, MultipartRejection> {
        Ok(Self { parts: Multipart::from_request(request, state).await?, room: TEXT_LIMIT })
    }
}

impl SentParts {
    /// Reads on to the next part; `None` after the last.
    pub async fn next_field(&mut self) -> Result<Option<SentPart<'_>>, SentPartsError> {
        let Some(field) = self.parts.next_field().await? else { return Ok(None) };
        if [field.name(), field.file_name()].into_iter().flatten().any(|name| name.contains('\0')) {
            return Err(SentPartsError::Nul);
        }
        Ok(Some(SentPart { field, room: &mut self.room }))
    }
}

impl SentPart<'_> {
    /// Returns the field's name.
    pub fn name(&self) -> Option<&str> {
        self.field.name()
    }

    /// Returns the file's name as the sender gave it.
    pub fn file_name(&self) -> Option<&str> {
        self.field.file_name()
    }

    /// Reads a text.
    pub async fn text(mut self) -> Result<String, SentPartsError> {
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
    pub async fn bytes(self) -> Result<Bytes, SentPartsError> {
        Ok(self.field.bytes().await?)
    }
}
