//! Pages about the site itself.

use crate::AppState;
use axum::extract::State;
use maud::{Markup, html};

/// `/accessibility`.
pub(crate) async fn accessibility(State(state): State<AppState>) -> Markup {
    let page = ui::Page { title: "Accessibility", ..state.page() };
    let content = html! {
        div class="govuk-grid-row" { div class="govuk-grid-column-two-thirds" {
            (ui::heading(None, "Accessibility"))
            p class="govuk-body" {
                "These pages are made to meet the Web Content Accessibility Guidelines version 2.2 at level AA. They work with a keyboard "
                "alone, with a screen reader, at four times the usual size, on a narrow screen and without JavaScript."
            }
            h2 class="govuk-heading-m" { "How it is checked" }
            p class="govuk-body" {
                "Every kind of page is checked by a program in a real browser, wide and narrow, each time the software changes. "
                "Such a program finds some faults and not others; nobody who relies on assistive technology has yet tried this version."
            }
            h2 class="govuk-heading-m" { "What we know is not good enough" }
            p class="govuk-body" {
                "Papers that were read from packs published as text keep the words and their order. "
                "Diagrams and pictures in those packs are not shown, and a table may come out as lines of text."
            }
            h2 class="govuk-heading-m" { "If something does not work for you" }
            p class="govuk-body" { "Tell " (state.council_name()) ", who answer for this site, which page it was and what you needed." }
        } }
    };
    ui::page(&page, content)
}

/// `/licences`: the notices of what is embedded in these pages.
pub(crate) async fn licences(State(state): State<AppState>) -> Markup {
    let page = ui::Page { title: "Licences", ..state.page() };
    let content = html! {
        div class="govuk-grid-row" { div class="govuk-grid-column-two-thirds" {
            (ui::heading(None, "Licences"))
            p class="govuk-body" {
                "Moothall is free software under the MIT licence or the Apache licence 2.0, as you choose. "
                "These pages carry the work of others under the licences below."
            }
            @for (name, text) in assets::notices() {
                h2 class="govuk-heading-m" { (name) }
                pre class="moothall-licence" tabindex="0" role="region" aria-label=(format!("Licence of {name}")) { (text) }
            }
        } }
    };
    ui::page(&page, content)
}

/// `/styleguide`: every component with its sample; in the demonstration only.
pub(crate) async fn style_guide(State(state): State<AppState>) -> Markup {
    ui::style_guide_page(&state.council_name())
}
