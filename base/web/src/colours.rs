//! The council's own colours, as a style sheet after the site's.

use crate::{AppState, Error, Result};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use settings::Colour;

/// Where the style sheet of a colour stands. The colour is in the address, so that a browser can keep it.
pub(crate) fn address(colour: Colour) -> String {
    format!("/colours/{}/council.css?2", colour.to_string().trim_start_matches('#'))
}

/// What text in the council's colour can be behind: the page, the template around it, panels and tints, as in the site's own sheet.
const LIGHT: [Colour; 4] =
    [Colour::of(0xff, 0xff, 0xff), Colour::of(0xee, 0xf3, 0xf1), Colour::of(0xf3, 0xf7, 0xf6), Colour::of(0xe9, 0xf2, 0xf0)];
/// The same in dark colours.
const DARK: [Colour; 4] =
    [Colour::of(0x14, 0x20, 0x1f), Colour::of(0x0d, 0x17, 0x16), Colour::of(0x1c, 0x2b, 0x29), Colour::of(0x1b, 0x30, 0x2e)];

/// The head and the buttons in the council's colour, and links in the nearest to it that can be read, in light and in dark.
fn sheet(colour: Colour) -> String {
    let (light, dark) = (colour.readable_on(&LIGHT, false), colour.readable_on(&DARK, true));
    format!(
        ":root {{ --govuk-brand-colour: {colour}; --moothall-head: {colour}; --moothall-brand-dark: {}; --moothall-brand-text: {light}; \
         --govuk-link-colour: {light}; --govuk-link-hover-colour: {}; }}\n\
         @media screen and (prefers-color-scheme: dark) {{ :root {{ --govuk-brand-colour: {dark}; --moothall-brand-text: {dark}; \
         --govuk-link-colour: {dark}; --govuk-link-hover-colour: #fff; }} }}\n",
        colour.darker(),
        light.darker(),
    )
}

/// `/colours/{colour}/council.css`.
pub(crate) async fn show(State(state): State<AppState>, Path(asked): Path<String>) -> Result<Response> {
    let colour = state.settings().colour_on(state.clock.today());
    let colour = colour.filter(|colour| colour.to_string().trim_start_matches('#') == asked).ok_or(Error::NotFound("Colour"))?;
    let sheet = sheet(colour);
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, sheet).into_response())
}
