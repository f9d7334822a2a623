//! Pages about the site itself: accessibility, licences, the style guide.

use crate::AppState;
use axum::extract::State;
use maud::{Markup, html};

/// The date on which the statement was last reviewed.
const STATEMENT_UPDATED: &str = "29 November 2026";

/// Handles `/accessibility`.
pub(crate) async fn accessibility(State(state): State<AppState>) -> Markup {
    let page = ui::Page { title: "Accessibility statement", updated: Some(STATEMENT_UPDATED.to_owned()), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Accessibility statement"))
            p class="govuk-body" {
                "This statement is about this website, which is run by " (state.council_name())
                ". We want as many people as possible to be able to use it. You should be able to:"
            }
            ul class="govuk-list govuk-list--bullet" {
                li { "zoom in up to 400% without text running off the screen" }
                li { "use most of the website with a keyboard or speech recognition software" }
                li { "listen to most of the website with a screen reader" }
                li { "read it in light or dark colours, as your device is set" }
                li { "use all of it without JavaScript" }
            }
            h2 class="govuk-heading-m" { "How accessible this website is" }
            p class="govuk-body" { "We know that some parts are not fully accessible:" }
            ul class="govuk-list govuk-list--bullet" {
                li { "agendas and reports published before this website was used can lack their diagrams and images, and some tables appear as lines of text" }
                li { "PDF and Word files that officers attach to reports may not be accessible" }
                li { "PDFs of agendas, minutes and packs are tagged, but have not been tested with every screen reader" }
            }
            p class="govuk-body" { "Agendas, reports and minutes that were written on this website are also available as web pages." }
            h2 class="govuk-heading-m" { "Feedback and contact information" }
            p class="govuk-body" {
                "If you need something in a different format, like large print, easy read or audio, or find a problem that is not listed here, "
                a class="govuk-link" href="/contact" { "contact us" } ". Tell us which page it is and what you need."
            }
            h2 class="govuk-heading-m" { "Enforcement procedure" }
            p class="govuk-body" {
                "The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
                "Accessibility Regulations 2018. If you are not happy with how we respond to your complaint, contact the "
                a class="govuk-link" href="https://www.equalityadvisoryservice.com/" { "Equality Advisory and Support Service" } "."
            }
            h2 class="govuk-heading-m" { "Technical information" }
            p class="govuk-body" {
                (state.council_name()) " is committed to making its website accessible, in accordance with these regulations. This website is "
                "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, because of the parts listed above."
            }
            h2 class="govuk-heading-m" { "How this website was tested" }
            p class="govuk-body" {
                "The software is tested with automated tools in a browser each time it changes: at wide and narrow widths, in light and dark "
                "colours, with a keyboard only and without JavaScript. It has not yet been tested by people who use assistive technology."
            }
        }
    };
    ui::page(&page, content)
}

/// Handles `/licences`: the licence notices of what is embedded in these pages.
pub(crate) async fn licences(State(state): State<AppState>) -> Markup {
    let page = ui::Page { title: "Licences", ..state.page() };
    let content = html! {
        div class="govuk-grid-row" { div class="govuk-grid-column-two-thirds" {
            (ui::heading(None, "Licences"))
            p class="govuk-body" {
                "Moothall is free software. You can use it under the MIT licence or the Apache licence 2.0. "
                "These pages also include software by others, under the licences below."
            }
            @for (name, text) in assets::notices() {
                h2 class="govuk-heading-m" { (name) }
                pre class="moothall-licence" tabindex="0" role="region" aria-label=(format!("Licence of {name}")) { (text) }
            }
        } }
    };
    ui::page(&page, content)
}

/// Handles `/styleguide`: every component with its sample; only in the demonstration.
pub(crate) async fn style_guide(State(state): State<AppState>) -> Markup {
    ui::style_guide_page(&state.council_name())
}
