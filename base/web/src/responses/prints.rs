//! Documents as PDF: what a capability can print, the addresses of prints, and making them before anyone asks.

use crate::{AppState, Error, FileRequest, Result, stored_file};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use documents::{Print, TypesetError};
use printing::{KeptPrint, PrintError};
use publications::Publication;
use std::collections::BTreeSet;
use std::time::Duration;

/// A kind of document that is available as PDF: a pack, the minutes of a meeting, a report.
#[async_trait::async_trait]
pub trait PrintedKind: Send + Sync {
    /// Returns the word before the key in a print's name: `pack` in `pack/4`.
    fn kind(&self) -> &'static str;

    /// Returns what readers call it: `Pack`.
    fn label(&self) -> &'static str;

    /// Returns the current document of the thing with this key; `None` if there is nothing to print.
    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>>;

    /// Returns the keys of the things whose document this publication changes.
    async fn changed_by(&self, state: &AppState, publication: &Publication) -> Result<Vec<i64>>;
}

/// Returns the name of a print: `pack/4`.
pub fn print_name(kind: &str, id: i64) -> String {
    format!("{kind}/{id}")
}

/// Returns the current print of the thing with this key, making it if it does not exist yet.
pub async fn print_of(state: &AppState, kind: &str, id: i64) -> Result<KeptPrint> {
    let printed = state.printed_kind(kind).ok_or(Error::NotFound("Document"))?;
    let printing = state.printing.as_ref().ok_or(Error::NotFound("Document"))?;
    let print = printed.print(state, id).await?.ok_or(Error::NotFound(printed.label()))?;
    Ok(printing.print(&print_name(kind, id), print, state.clock.now()).await?)
}

/// How long a reader waits for a print in progress before being asked to come back.
const WAIT: Duration = Duration::from_secs(15);

/// Redirects to the current print of the thing with this key.
pub async fn redirect_to_print(state: &AppState, kind: &str, id: i64) -> Result<Redirect> {
    match tokio::time::timeout(WAIT, print_of(state, kind, id)).await {
        Ok(kept) => Ok(Redirect::to(&kept?.address())),
        Err(_) => Err(Error::NotReady),
    }
}

/// Handles `/prints/{hash}/{name}`: one print, whose bytes never change.
pub(crate) async fn show(
    State(state): State<AppState>,
    asked: FileRequest,
    Path((hash, name)): Path<(String, String)>,
) -> Result<Response> {
    let kept = printing::by_hash(state.db.reading(), &hash).await?.ok_or(Error::NotFound("Document"))?;
    let address = kept.address();
    if !address.ends_with(&format!("/{name}")) {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let file = files::by_id(state.db.reading(), kept.file).await?.ok_or(Error::NotFound("Document"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, stored_file(&state, &asked, &file, &hash).await?).into_response())
}

/// Returns the prints that these publications change, each with its kind and key.
pub(crate) async fn changed_by(state: &AppState, published: &[Publication]) -> Result<BTreeSet<(&'static str, i64)>> {
    let mut changed = BTreeSet::new();
    for publication in published {
        for kind in &state.joined.printed_kinds {
            changed.extend(kind.changed_by(state, publication).await?.into_iter().map(|id| (kind.kind(), id)));
        }
    }
    Ok(changed)
}

impl From<PrintError> for Error {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::Typeset(TypesetError::NotStarted(why)) => {
                tracing::warn!(%why, "typesetting could not be started");
                Self::NotReady
            }
            PrintError::Typeset(error) => Self::NotPrintable(error.to_string()),
            other => Self::Content(other.to_string()),
        }
    }
}
