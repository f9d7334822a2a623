//! Tables, and lists of facts about one thing.

use maud::{Markup, html};

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// What the table shows; a screen reader says it, and it names the region that scrolls.
    pub caption: &'a str,
    /// Whether the caption is for screen readers alone, since the heading just above says the same.
    pub caption_is_hidden: bool,
    /// The columns.
    pub columns: Vec<Column<'a>>,
    /// The rows, a cell to each column.
    pub rows: Vec<Vec<Markup>>,
    /// Whether the first cell of a row is its heading.
    pub row_headings: bool,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column<'a> {
    /// Its heading.
    pub heading: &'a str,
    /// Whether it holds numbers, which stand at the right with digits of equal width.
    pub numeric: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub fn words(heading: &'a str) -> Self {
        Self { heading, numeric: false }
    }

    /// A column of numbers.
    pub fn numbers(heading: &'a str) -> Self {
        Self { heading, numeric: true }
    }
}

/// A table, in a region that scrolls sideways by itself where the screen is narrower than the table.
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

/// A fact about a thing: what it is called and what it is, with what can be done about it.
#[derive(Clone, Debug)]
pub struct SummaryRow<'a> {
    /// What it is called: `Place`.
    pub key: &'a str,
    /// What it is.
    pub value: Markup,
    /// What can be done about it.
    pub actions: Vec<RowAction<'a>>,
}

impl<'a> SummaryRow<'a> {
    /// A fact about which nothing can be done.
    pub fn new(key: &'a str, value: Markup) -> Self {
        Self { key, value, actions: Vec::new() }
    }
}

/// What can be done about a fact.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowAction<'a> {
    /// The verb: `Change`.
    pub text: &'a str,
    /// To what, for a screen reader, which hears links without the row around them: `place`.
    pub object: &'a str,
    /// Where it is done.
    pub address: &'a str,
}

/// Facts about one thing, each with its name.
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
