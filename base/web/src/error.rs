//! Errors in handling a request, and the page that explains them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// The result of a handler.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request could not be handled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the reader may not know that it does.
    #[error("{0} was not found")]
    NotFound(&'static str),
    /// The address or form cannot be understood.
    #[error("{0}")]
    NotUnderstood(String),
    /// The reader may know about it, but not do this.
    #[error("this is not allowed")]
    Forbidden,
    /// The record can be opened only for a reason.
    #[error("a reason is needed to open {kind}/{id}")]
    ReasonNeeded {
        /// The kind of record.
        kind: &'static str,
        /// Its key.
        id: i64,
    },
    /// The request was turned away because too many others are doing something expensive.
    #[error("too many people are signing in at this moment")]
    Busy,
    /// Accounts or signing in failed.
    #[error(transparent)]
    Access(access::AccessError),
    /// The ledger returned an error.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// Publications could not be read.
    #[error(transparent)]
    Publication(publications::PublicationError),
    /// The search index failed.
    #[error(transparent)]
    Search(#[from] search::SearchError),
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] files::FileError),
    /// A document cannot be made into a PDF; the sentence names the place that prevents it.
    #[error("{0}")]
    NotPrintable(String),
    /// A document is being made and is not ready yet.
    #[error("the document is not ready yet")]
    NotReady,
    /// The content of a publication does not match its kind.
    #[error("publication content cannot be read: {0}")]
    Content(String),
}

/// The text of an error's page, added to the response for the layer that has the state to make the page.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub title: String,
    pub message: String,
    pub advice: &'static str,
}

impl Problem {
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (title, message, advice) = match status {
            StatusCode::NOT_FOUND => (
                "Page not found",
                "We could not find a page at this address.",
                "If you typed the address, check that it is correct. If you followed a link, the page may have moved.",
            ),
            StatusCode::FORBIDDEN => (
                "You cannot do this",
                "Your role does not allow it, or the request did not come from this site.",
                "If you think you should be able to, ask your council’s administrator.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => (
                "This page cannot be used that way",
                "This address does not accept that kind of request.",
                "Go back and follow a link.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => ("That is too large", "What you sent is too large.", "Send something smaller."),
            StatusCode::BAD_REQUEST | StatusCode::URI_TOO_LONG | StatusCode::UNPROCESSABLE_ENTITY => (
                "There is a problem with your request",
                "Part of the address is not in the right format.",
                "Go back and try again, or start from the home page.",
            ),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                ("The page took too long", "The page was not ready in time.", "Try again in a moment.")
            }
            _ => (
                "Sorry, there is a problem with the service",
                "We could not show this page. The error has been recorded.",
                "Try again later.",
            ),
        };
        Self { title: title.to_owned(), message: message.to_owned(), advice }
    }
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::NotUnderstood(_) => StatusCode::BAD_REQUEST,
            Self::NotReady | Self::Busy | Self::File(files::FileError::NotHere { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Database(error) if error.is_unreachable() => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::ReasonNeeded { kind, id } = self {
            return Redirect::to(&format!("/open-for-a-reason/{kind}/{id}")).into_response();
        }
        let status = self.status();
        let mut problem = Problem::of_status(status);
        match &self {
            Self::NotFound(what) => {
                problem.title = format!("{what} not found");
                problem.message = format!("There is no such {} at this address.", what.to_lowercase());
            }
            Self::NotUnderstood(message) => problem.message.clone_from(message),
            Self::Forbidden => {}
            Self::Busy => "Too many people are signing in at the moment.".clone_into(&mut problem.message),
            Self::NotReady => {
                "The document is not ready yet".clone_into(&mut problem.title);
                "Long documents take a while to create.".clone_into(&mut problem.message);
                problem.advice = "Try again in a minute. The address will stay the same.";
            }
            Self::File(error @ files::FileError::NotHere { .. }) => {
                tracing::error!(%error, "a stored file is missing");
                "This file is not on this server".clone_into(&mut problem.title);
                "It was added on another of the council’s servers.".clone_into(&mut problem.message);
                problem.advice = "Tell the people who run this site that the servers must share one folder for files.";
            }
            Self::NotPrintable(message) => {
                // The message quotes the text at that place, which may be private: it is shown to the reader, never logged.
                tracing::error!("a document could not be printed");
                "This document cannot be turned into a PDF".clone_into(&mut problem.title);
                message.clone_into(&mut problem.message);
                problem.advice = "You can read the same text on the meeting’s pages. The clerk can correct the part named above.";
            }
            // A database error may contain personal details: it is logged, never shown on the page.
            error => tracing::error!(%error, "a request failed"),
        }
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(problem));
        response
    }
}

impl<S, T, W, C> From<lifecycle::Refused<S, T, W, C>> for Error
where
    S: lifecycle::Words,
    T: lifecycle::Words,
    W: lifecycle::Words,
    C: lifecycle::Words,
{
    fn from(refused: lifecycle::Refused<S, T, W, C>) -> Self {
        Self::NotUnderstood(refused.to_string())
    }
}

impl From<access::AccessError> for Error {
    fn from(error: access::AccessError) -> Self {
        use access::AccessError;
        use access::password::PasswordError;
        match error {
            AccessError::Password(PasswordError::Busy) => Self::Busy,
            AccessError::Database(error) => Self::Database(error),
            AccessError::NoAccount => Self::NotFound("Account"),
            other => Self::Access(other),
        }
    }
}

impl From<publications::PublicationError> for Error {
    fn from(error: publications::PublicationError) -> Self {
        match error {
            publications::PublicationError::Overtaken(_) => Self::NotUnderstood(
                "Someone else has published a new version at the same moment, so nothing was saved. Go back and try again."
                    .into(),
            ),
            publications::PublicationError::Database(error) => Self::Database(error),
            error @ publications::PublicationError::Ledger(_) => Self::Publication(error),
        }
    }
}

impl From<access::password::PasswordError> for Error {
    fn from(error: access::password::PasswordError) -> Self {
        access::AccessError::from(error).into()
    }
}
