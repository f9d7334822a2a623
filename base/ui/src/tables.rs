//! Tables, and lists of facts about one thing.

use maud::{Markup, html};

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// What the table shows; screen readers announce it, and it names the region that scrolls.
    pub caption: &'a str,
    /// Whether the caption is only for screen readers, because the heading just above says the same.
    pub caption_is_hidden: bool,
    /// The columns.
    pub columns: Vec<Column<'a>>,
    /// The rows, with a cell for each column.
    pub rows: Vec<Vec<Markup>>,
    /// Whether the first cell of a row is its heading.
    pub row_headings: bool,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column<'a> {
    /// Its heading.
    pub heading: &'a str,
    /// Whether it contains numbers, which are aligned right with digits of equal width.
    pub numeric: bool,
}

impl<'a> Column<'a> {
    /// Creates a column of words.
    pub fn words(heading: &'a str) -> Self {
        Self { heading, numeric: false }
    }

    /// Creates a column of numbers.
    pub fn numbers(heading: &'a str) -> Self {
        Self { heading, numeric: true }
    }
}

/// Renders a table, in a region that scrolls sideways if the screen is narrower than the table.
pub fn table(table: &Table) -> Markup {
    html! {
        div class="moothall-scroll" role="region" tabindex="0" aria-label=(table.caption) { (table_alone(table)) }
    }
}

pub(crate) fn table_alone(table: &Table) -> Markup {
    let numeric = |position: usize| table.columns.get(position).is_some_and(|column| column.numeric);
    let caption_class = if table.caption_is_hidden { "govuk-visually-hidden" } else { "govuk-table__caption--m" };
    html! {
        table class="govuk-table" {
            caption class={ "govuk-table__caption " (caption_class) } { (table.caption) }
            thead class="govuk-table__head" {
                tr class="govuk-table__row" {
                    @for column in &table.columns {
                        th scope="col" class={ "govuk-table__header" @if column.numeric { " govuk-table__header--numeric" } } {
                            (column.heading)
                        }
                    }
                }
            }
            tbody class="govuk-table__body" {
                @for row in &table.rows {
                    tr class="govuk-table__row" {
                        @for (position, cell) in row.iter().enumerate() {
                            @if position == 0 && table.row_headings {
                                th scope="row" class="govuk-table__header" { (cell) }
                            } @else {
                                td class={ "govuk-table__cell" @if numeric(position) { " govuk-table__cell--numeric" } } { (cell) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A fact about a thing: its name and value, with the actions that can change it.
#[derive(Clone, Debug)]
pub struct SummaryRow<'a> {
    /// Its name: `Place`.
    pub key: &'a str,
    /// Its value.
    pub value: Markup,
    /// The actions that can change it.
    pub actions: Vec<RowAction<'a>>,
}

impl<'a> SummaryRow<'a> {
    /// Creates a fact without actions.
    pub fn new(key: &'a str, value: Markup) -> Self {
        Self { key, value, actions: Vec::new() }
    }
}

/// An action on a fact.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowAction<'a> {
    /// The verb: `Change`.
    pub text: &'a str,
    /// The object of the verb, for screen readers, which read links without the row around them: `place`.
    pub object: &'a str,
    /// The address of the page for it.
    pub address: &'a str,
}

/// Renders facts about one thing, each with its name.
pub fn summary_list(rows: &[SummaryRow]) -> Markup {
    let any_actions = rows.iter().any(|row| !row.actions.is_empty());
    html! {
        dl class="govuk-summary-list" {
            @for row in rows {
                @let without = any_actions && row.actions.is_empty();
                div class={ "govuk-summary-list__row" @if without { " govuk-summary-list__row--no-actions" } } {
                    dt class="govuk-summary-list__key" { (row.key) }
                    dd class="govuk-summary-list__value" { (row.value) }
                    @if let [action] = row.actions.as_slice() {
                        dd class="govuk-summary-list__actions" { (row_action(action)) }
                    } @else if !row.actions.is_empty() {
                        dd class="govuk-summary-list__actions" {
                            ul class="govuk-summary-list__actions-list" {
                                @for action in &row.actions { li class="govuk-summary-list__actions-list-item" { (row_action(action)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn row_action(action: &RowAction) -> Markup {
    html! {
        a class="govuk-link" href=(action.address) {
            (action.text) @if !action.object.is_empty() { span class="govuk-visually-hidden" { " " (action.object) } }
        }
    }
}
