//! Columns.

use maud::{Markup, html};

/// Renders the main content with a column beside it of a third of the width, below it on a narrow screen.
pub fn two_thirds(main: Markup, beside: Markup) -> Markup {
    html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" { (main) }
            div class="govuk-grid-column-one-third" { (beside) }
        }
    }
}

/// Renders two columns of the same width, one below the other on a narrow screen.
pub fn halves(first: Markup, second: Markup) -> Markup {
    html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-one-half" { (first) }
            div class="govuk-grid-column-one-half" { (second) }
        }
    }
}

/// Renders content in a column of two thirds of the width, for text on a page whose other content is wide.
pub fn narrowed(content: Markup) -> Markup {
    html! { div class="govuk-grid-row" { div class="govuk-grid-column-two-thirds" { (content) } } }
}
