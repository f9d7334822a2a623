//! The council's own colours, as a style sheet after the site's.

use crate::{AppState, Error, Result};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use settings::Colour;

/// Where the style sheet of a colour stands. The colour is in the address, so that a browser may keep it for ever.
pub(crate) fn address(colour: Colour) -> String {
    format!("/colours/{}/council.css", colour.to_string().trim_start_matches('#'))
}

/// `/colours/{colour}/council.css`.
pub(crate) async fn show(State(state): State<AppState>, Path(asked): Path<String>) -> Result<Response> {
    let colour = state.settings().colour_on(state.clock.today());
    let colour = colour.filter(|colour| colour.to_string().trim_start_matches('#') == asked).ok_or(Error::NotFound("Colour"))?;
    let sheet = format!(":root {{ --govuk-brand-colour: {colour}; --moothall-brand-dark: {}; }}\n", colour.darker());
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, sheet).into_response())
}
