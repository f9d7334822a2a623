//! The text of a page: headings, paragraphs, links and lists.
//!
//! Each takes what it contains as anything that can be rendered: a string, or `html! { … }`.

use maud::{Markup, Render, html};

/// Renders the heading of a section.
pub fn h2(content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-m" { (content) } }
}

/// Renders the heading of a section with an id, for links to it.
pub fn h2_at(id: impl Render, content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-m" id=(id) { (content) } }
}

/// Renders the heading of a main part of a long page.
pub fn h2_large(content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-l" { (content) } }
}

/// Renders the heading of a main part of a long page with an id, for links to it.
pub fn h2_large_at(id: impl Render, content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-l" id=(id) { (content) } }
}

/// Renders the heading of a short section, such as one beside the text.
pub fn h2_small(content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-s" { (content) } }
}

/// Renders the heading of a short section with an id, for what is labelled by it.
pub fn h2_small_at(id: impl Render, content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-s" id=(id) { (content) } }
}

/// Renders the heading of a section that a page moves the focus to, such as what was chosen from a list above it.
pub fn h2_focused(id: impl Render, content: impl Render) -> Markup {
    html! { h2 class="govuk-heading-m" id=(id) tabindex="-1" { (content) } }
}

/// Renders the heading of a subsection.
pub fn h3(content: impl Render) -> Markup {
    html! { h3 class="govuk-heading-s" { (content) } }
}

/// Renders the heading of a short section with a look of its own, by a class of our styles: `moothall-…`.
pub fn h2_as(class: &str, id: Option<&str>, content: impl Render) -> Markup {
    html! { h2 class={ "govuk-heading-s " (class) } id=[id] { (content) } }
}

/// Renders the heading of a subsection with a look of its own, by a class of our styles: `moothall-…`.
pub fn h3_as(class: &str, id: Option<&str>, content: impl Render) -> Markup {
    html! { h3 class={ "govuk-heading-s " (class) } id=[id] { (content) } }
}

/// Renders the heading of a subsection with little space under it, in a list of many.
pub fn tight_h3(content: impl Render) -> Markup {
    html! { h3 class="govuk-heading-s govuk-!-margin-bottom-1" { (content) } }
}

/// Renders a paragraph.
pub fn paragraph(content: impl Render) -> Markup {
    html! { p class="govuk-body" { (content) } }
}

/// Renders a paragraph with an id, for links to it.
pub fn paragraph_at(id: impl Render, content: impl Render) -> Markup {
    html! { p class="govuk-body" id=(id) { (content) } }
}

/// Renders a paragraph with little space under it, in a list of many.
pub fn tight_paragraph(content: impl Render) -> Markup {
    html! { p class="govuk-body govuk-!-margin-bottom-1" { (content) } }
}

/// Renders a paragraph with a look of its own, by a class of our styles: `moothall-…`.
pub fn paragraph_as(class: &str, content: impl Render) -> Markup {
    html! { p class={ "govuk-body " (class) } { (content) } }
}

/// Renders a paragraph on a page whose other content is wide: its lines are no longer than is comfortable to read.
pub fn measured(content: impl Render) -> Markup {
    paragraph_as("moothall-measure", content)
}

/// Renders the line above a list that says how many entries there are, and in what other forms.
pub fn summary_line(content: impl Render) -> Markup {
    paragraph_as("moothall-summary", content)
}

/// Renders a paragraph in larger type, for the one fact that a page is about.
pub fn lead(content: impl Render) -> Markup {
    html! { p class="govuk-body-l" { (content) } }
}

/// Renders a paragraph in smaller type, for versions, sources and other forms of a page.
pub fn small(content: impl Render) -> Markup {
    html! { p class="govuk-body-s" { (content) } }
}

/// Renders a paragraph in smaller type with a look of its own, by a class of our styles: `moothall-…`.
pub fn small_as(class: &str, content: impl Render) -> Markup {
    html! { p class={ "govuk-body-s " (class) } { (content) } }
}

/// Renders a remark in grey, in a paragraph of its own.
pub fn hint_paragraph(content: impl Render) -> Markup {
    html! { p class="govuk-hint" { (content) } }
}

/// Renders a remark in grey on a line of its own, under the words that it follows in a cell or an entry.
pub fn hint(content: impl Render) -> Markup {
    html! { span class="govuk-hint" { (content) } }
}

/// Renders a remark in grey with a look of its own, by a class of our styles: `moothall-…`.
pub fn hint_as(class: &str, content: impl Render) -> Markup {
    html! { span class={ "govuk-hint " (class) } { (content) } }
}

/// Renders a remark in grey that follows other words on the same line.
pub fn inline_hint(content: impl Render) -> Markup {
    html! { span class="govuk-hint moothall-inline-hint" { (content) } }
}

/// Renders words for screen readers only, such as the object of a link that others see beside it.
pub fn visually_hidden(content: impl Render) -> Markup {
    html! { span class="govuk-visually-hidden" { (content) } }
}

/// Renders the caption of a table that a page makes itself, for screen readers only.
pub fn hidden_caption(content: impl Render) -> Markup {
    html! { caption class="govuk-visually-hidden" { (content) } }
}

/// Renders a link.
pub fn link(address: impl Render, content: impl Render) -> Markup {
    html! { a class="govuk-link" href=(address) { (content) } }
}

/// Renders a link whose text needs its object for screen readers, which read links without the words around them:
/// `Private report`, `: The quay`.
pub fn link_to(address: impl Render, text: impl Render, object: impl Render) -> Markup {
    link(address, html! { (text) (visually_hidden(object)) })
}

/// Renders a link to one of a few main things on a page, in larger type.
pub fn main_link(address: impl Render, content: impl Render) -> Markup {
    html! { a class="govuk-link govuk-!-font-size-24" href=(address) { (content) } }
}

/// Renders a link with a look of its own, by a class of our styles: `moothall-…`.
pub fn link_as(class: &str, address: impl Render, content: impl Render) -> Markup {
    html! { a class={ "govuk-link " (class) } href=(address) { (content) } }
}

/// Renders a link in a list of which one entry is shown on the page: that one is marked as current.
pub fn link_current(address: impl Render, is_current: bool, content: impl Render) -> Markup {
    html! { a class="govuk-link" href=(address) aria-current=[is_current.then_some("true")] { (content) } }
}

/// Renders a link to the page before or after this one (`relation`: `prev`, `next`).
pub fn link_along(address: impl Render, relation: &str, content: impl Render) -> Markup {
    html! { a class="govuk-link" href=(address) rel=(relation) { (content) } }
}

/// Renders a link beside the editor of a text. The script adds the place of the cursor (`place`: `words`, `figure`, `image`).
pub fn place_link(address: impl Render, place: &str, content: impl Render) -> Markup {
    html! { a class="govuk-link" href=(address) data-moothall-place=(place) { (content) } }
}

/// Renders the line in which the script says that a text was saved while it was being written.
pub fn autosave_status() -> Markup {
    html! { p class="govuk-hint" role="status" data-moothall-autosave-status {} }
}

/// Renders the line in which the script tells screen readers where an entry was moved to.
pub fn order_status() -> Markup {
    html! { p class="govuk-visually-hidden" role="status" data-moothall-order-status {} }
}

/// Renders a list without marks. Its content is `li` elements.
pub fn list(items: Markup) -> Markup {
    html! { ul class="govuk-list" { (items) } }
}

/// Renders a list with a look of its own, by a class of our styles: `moothall-…`.
pub fn list_as(class: &str, items: Markup) -> Markup {
    html! { ul class={ "govuk-list " (class) } { (items) } }
}

/// Renders a list without marks with space between its entries, for entries of several lines.
pub fn spaced_list(items: Markup) -> Markup {
    list_as("govuk-list--spaced", items)
}

/// Renders a list with bullet points.
pub fn bullets(items: Markup) -> Markup {
    list_as("govuk-list--bullet", items)
}

/// Renders a list with bullet points and space between its entries, for entries that are sentences.
pub fn spaced_bullets(items: Markup) -> Markup {
    list_as("govuk-list--bullet govuk-list--spaced", items)
}

/// Renders a numbered list.
pub fn numbered(items: Markup) -> Markup {
    html! { ol class="govuk-list govuk-list--number" { (items) } }
}

/// Renders a numbered list with space between its entries, for steps that are sentences.
pub fn spaced_numbered(items: Markup) -> Markup {
    html! { ol class="govuk-list govuk-list--number govuk-list--spaced" { (items) } }
}
