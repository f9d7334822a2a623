//! Finding entries in a long list: a search box, and a panel of filters whose state is in the address.

use maud::{Markup, html};

/// A search box with its button.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchBox<'a> {
    /// The address to which the words are submitted, by GET.
    pub action: &'a str,
    /// The name under which they are submitted: `q`.
    pub name: &'a str,
    /// The label, which says what is searched: `Search decisions`.
    pub label: &'a str,
    /// The hint under the label.
    pub hint: Option<&'a str>,
    /// The words as they were submitted.
    pub value: &'a str,
}

/// Renders a search box with its button.
pub fn search_box(search: &SearchBox) -> Markup {
    let id = format!("{}-box", search.name);
    html! {
        form class="moothall-search" action=(search.action) method="get" role="search" aria-label=(search.label) {
            label class="govuk-label govuk-label--m" for=(id) { (search.label) }
            @if let Some(hint) = search.hint { div id={ (id) "-hint" } class="govuk-hint" { (hint) } }
            div class="moothall-search__row" {
                input class="govuk-input" id=(id) name=(search.name) type="search" value=(search.value)
                    aria-describedby=[search.hint.map(|_| format!("{id}-hint"))];
                button type="submit" class="govuk-button" data-module="govuk-button" { "Search" }
            }
        }
    }
}

/// A panel of filters.
#[derive(Clone, Debug)]
pub struct FilterPanel<'a> {
    /// The address to which the form is submitted, by GET: that of the list itself.
    pub action: &'a str,
    /// The heading level of the panel, 2 if the list comes directly under the page's heading.
    pub heading_level: u8,
    /// The active filters, by the field they belong to.
    pub selected: Vec<FilterGroup<'a>>,
    /// The list's address without any filter.
    pub clear_address: &'a str,
    /// The fields of the form.
    pub fields: Markup,
}

/// The active filters of one field.
#[derive(Clone, Debug, Default)]
pub struct FilterGroup<'a> {
    /// The name of the field: `Board`.
    pub heading: &'a str,
    /// Each filter with the list's address without it.
    pub filters: Vec<(String, String)>,
}

/// Renders a panel of filters: the active ones, each a link that removes it, then the form, which is collapsed on a narrow
/// screen.
pub fn filter_panel(panel: &FilterPanel) -> Markup {
    html! {
        form class="moj-filter moothall-filter" action=(panel.action) method="get" aria-label="Filters" {
            div class="moj-filter__header" {
                div class="moj-filter__header-title" { (heading(panel.heading_level, "govuk-heading-m", "Filters")) }
            }
            div class="moj-filter__content" {
                @if !panel.selected.is_empty() {
                    div class="moj-filter__selected" {
                        div class="moj-filter__selected-heading" {
                            div class="moj-filter__heading-title" {
                                (heading(panel.heading_level + 1, "govuk-heading-s", "Selected filters"))
                            }
                            div class="moj-filter__heading-action" {
                                p { a class="govuk-link govuk-link--no-visited-state" href=(panel.clear_address) { "Clear filters" } }
                            }
                        }
                        @for group in &panel.selected {
                            p class="moothall-filter__field" { (group.heading) }
                            ul class="moj-filter-tags" {
                                @for (label, address) in &group.filters {
                                    li {
                                        a class="moj-filter__tag" href=(address) {
                                            span class="govuk-visually-hidden" { "Remove this filter: " } (label)
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                details class="moothall-filter__fields" {
                    summary class="moothall-filter__summary" { "Choose filters" }
                    div class="moj-filter__options" {
                        (panel.fields)
                        button type="submit" class="govuk-button" data-module="govuk-button" { "Apply filters" }
                    }
                }
            }
        }
    }
}

/// Renders a panel of filters beside the results, or above them on a narrow screen.
pub fn with_filters(panel: &FilterPanel, results: Markup) -> Markup {
    html! {
        div class="moothall-filtered" {
            div class="moothall-filtered__panel" { (filter_panel(panel)) }
            div class="moothall-filtered__results" { (results) }
        }
    }
}

/// Renders a heading of a level that only the page knows, from 2 to 6.
pub(crate) fn heading(level: u8, class: &str, text: &str) -> Markup {
    heading_of(level, class, &html! { (text) })
}

pub(crate) fn heading_of(level: u8, class: &str, content: &Markup) -> Markup {
    match level {
        0..=2 => html! { h2 class=(class) { (content) } },
        3 => html! { h3 class=(class) { (content) } },
        4 => html! { h4 class=(class) { (content) } },
        5 => html! { h5 class=(class) { (content) } },
        _ => html! { h6 class=(class) { (content) } },
    }
}
