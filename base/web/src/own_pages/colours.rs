//! The council's own colours, as a style sheet that follows the site's.

use crate::{AppState, Error, Result};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use settings::Colour;

/// Returns the address of a colour's style sheet. It contains the colour, so that a browser can cache it.
pub(crate) fn address(colour: Colour) -> String {
    format!("/colours/{}/council.css?2", colour.to_string().trim_start_matches('#'))
}

/// The backgrounds on which text in the council's colour can appear: the page, the template around it, panels and tints, as in
/// the site's own style sheet.
const LIGHT: [Colour; 4] =
    [Colour::of(0xff, 0xff, 0xff), Colour::of(0xee, 0xf3, 0xf1), Colour::of(0xf3, 0xf7, 0xf6), Colour::of(0xe9, 0xf2, 0xf0)];
/// The same in dark mode.
const DARK: [Colour; 4] =
    [Colour::of(0x14, 0x20, 0x1f), Colour::of(0x0d, 0x17, 0x16), Colour::of(0x1c, 0x2b, 0x29), Colour::of(0x1b, 0x30, 0x2e)];

/// Returns the style sheet: the header and buttons in the council's colour, and links in the nearest readable one, in light and
/// dark mode.
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

/// Handles `/colours/{colour}/council.css`.
pub(crate) async fn show(State(state): State<AppState>, Path(asked): Path<String>) -> Result<Response> {
    let colour = state.settings().colour_on(state.clock.today());
    let colour = colour.filter(|colour| colour.to_string().trim_start_matches('#') == asked).ok_or(Error::NotFound("Colour"))?;
    let sheet = sheet(colour);
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, sheet).into_response())
}
