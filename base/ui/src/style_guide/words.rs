//! Samples of headings, messages, links and tables.

use super::{Sample, renamed};
use crate::{
    Button, ButtonKind, Column, RowAction, SummaryRow, Table, TagColour, back_link, breadcrumbs, button, button_group, details,
    details_shown, done, empty_state, heading, inset_text, notification_banner, older_entries, pagination, panel, sub_navigation,
    summary_list, table, tag, warning_text,
};
use maud::html;

pub(super) fn samples() -> Vec<Sample> {
    [text(), messages(), navigation(), facts()].concat()
}

fn text() -> Vec<Sample> {
    vec![
        Sample::new(
            "Heading",
            "The page's own heading, with what it belongs to above it. ui::heading",
            heading(Some("Safer Communities Board"), "Minutes of 6 February 2024"),
        ),
        Sample::new(
            "Text",
            "Paragraphs and lists keep to a measure of about 66 characters. Numbers hang in the margin where there is room.",
            html! {
                p class="govuk-body-l" { "The Board looks at how the council and the police keep Anytown safe, and says what should change." }
                div class="moothall-paragraph" id="paragraph-3.1" {
                    span class="moothall-paragraph__number" { "3.1" }
                    p class="govuk-body" {
                        "In the six months to 31 March 2024 officers dealt with 160 incidents. They led to 116 actions: 15 fixed "
                        "penalties, 12 statutory notices and 89 warnings. The figures are published at "
                        a class="govuk-link moothall-address" href="https://example.org/enforcement/2024/first-half-year-figures.csv" rel="external" {
                            "https://example.org/enforcement/2024/first-half-year-figures.csv"
                        } "."
                    }
                }
                div class="moothall-paragraph" id="paragraph-3.2" {
                    span class="moothall-paragraph__number" { "3.2" }
                    p class="govuk-body" { "Three kinds of place were visited most:" }
                }
                ul class="govuk-list govuk-list--bullet" {
                    li { "parks and play areas," } li { "the market and the streets around it, and" } li { "the canal towpath." }
                }
                ol class="govuk-list moothall-list--marked" {
                    li { span class="moothall-list__marker" { "(i) " } div { "The first marker is kept as it was printed." } }
                    li { span class="moothall-list__marker" { "(iv) " } div { "So is the fourth, though two between were struck out, and long items keep their words clear of the marker." } }
                }
            },
        ),
        Sample::new(
            "Tag",
            "A state in one or two words. The words say all; the colour helps the eye. ui::tag",
            html! {
                p class="govuk-body" {
                    @for (words, colour) in [
                        ("Published", TagColour::Plain), ("Closed", TagColour::Grey), ("Done", TagColour::Green),
                        ("In hand", TagColour::Teal), ("Upcoming", TagColour::Blue), ("Under review", TagColour::Purple),
                        ("Part II", TagColour::Magenta), ("Cancelled", TagColour::Red), ("Due soon", TagColour::Orange),
                        ("Awaited", TagColour::Yellow),
                    ] { (tag(words, colour)) " " }
                }
            },
        ),
    ]
}

fn messages() -> Vec<Sample> {
    vec![
        Sample::new(
            "Inset text",
            "A passage set apart from the text around it. ui::inset_text",
            inset_text(
                html! { p class="govuk-body" { "These minutes are a draft until the Board has agreed them at its next meeting." } },
            ),
        ),
        Sample::new(
            "Warning text",
            "A consequence a reader must know of. ui::warning_text",
            warning_text(html! { "Once published, minutes can be corrected but not withdrawn." }),
        ),
        Sample::new(
            "Details",
            "What only some readers need. ui::details",
            details(
                "How the reference is made up",
                html! {
                    p class="govuk-body" { "Three letters for the board, then a number that runs through the municipal year." }
                },
            ),
        ),
        Sample::new(
            "Details that are open",
            "A form inside details that was refused comes back open. ui::details_shown",
            details_shown(
                "Record a vote",
                true,
                html! { p class="govuk-body" { "The fields of the form, with what is wrong." } },
            ),
        ),
        Sample::new(
            "Notification banner",
            "A message that no one should miss. At most one on a page. ui::notification_banner",
            notification_banner("Important", html! { "This report was replaced on 9 May 2024." }),
        ),
        Sample::new(
            "Success banner",
            "What was just sent has been done; one sentence is ui::done, with what can follow ui::done_with. ui::success_banner",
            // The component's id is fixed, since a page has only one of them; here there are two.
            renamed(done("The minutes are published."), "govuk-notification-banner-title", "success-title"),
        ),
        Sample::new(
            "Panel",
            "The last page of a form: its heading is the page's heading. ui::panel",
            panel("Minutes published", html! { "Their reference is " strong { "SCB 2024/02" } }),
        ),
        Sample::new(
            "Empty state",
            "Shown instead of an empty list: why it is empty, and where to go. ui::empty_state",
            empty_state(
                "No meetings in August",
                html! {
                    p class="govuk-body" { "The Board does not meet in August. " a class="govuk-link" href="#" { "See September" } "." }
                },
            ),
        ),
    ]
}

fn navigation() -> Vec<Sample> {
    vec![
        Sample::new(
            "Button",
            "A form's way on. One primary button on a page; a link may look like a button. ui::button, ui::button_group; the one that sends a form once, ui::send",
            button_group(html! {
                (button(&Button { text: "Publish minutes", once: true, ..Button::default() }))
                (button(&Button { text: "Preview", kind: ButtonKind::Secondary, address: Some("#"), ..Button::default() }))
                (button(&Button { text: "Destroy draft", kind: ButtonKind::Warning, ..Button::default() }))
                a class="govuk-link" href="#" { "Cancel" }
            }),
        ),
        Sample::new("Back link", "A step back in a form. ui::back_link", back_link("Back to the draft", "#")),
        Sample::new(
            "Breadcrumbs",
            "The pages above this one; the page shell shows them. ui::breadcrumbs",
            breadcrumbs(&[
                ("Home".to_owned(), "#".to_owned()),
                ("Boards".to_owned(), "#".to_owned()),
                ("Safer Communities Board".to_owned(), "#".to_owned()),
            ]),
        ),
        Sample::new(
            "Sub-navigation",
            "The pages of one record. ui::sub_navigation",
            sub_navigation(
                "Meeting",
                &[("Agenda", "#", false), ("Reports", "#", false), ("Minutes", "#", true), ("Attendance", "#", false)],
            ),
        ),
        Sample::new("Pagination", "A long list in pages. ui::pagination", pagination(10, 40, |number| format!("#page-{number}"))),
        Sample::new(
            "Older entries",
            "A list that only grows, the newest first, whose pages have no numbers. ui::older_entries",
            older_entries(Some("#"), Some("#")),
        ),
    ]
}

fn facts() -> Vec<Sample> {
    vec![
        Sample::new(
            "Summary list",
            "Facts about one thing. ui::summary_list",
            summary_list(&[
                SummaryRow::new("Day", html! { "Tuesday 6 February 2024, 6.30pm" }),
                SummaryRow {
                    key: "Place",
                    value: html! { "Council Chamber, Town Hall" },
                    actions: vec![RowAction { text: "Change", object: "place", address: "#" }],
                },
                SummaryRow::new("Chair", html! { a class="govuk-link" href="#" { "Councillor A. Example" } }),
            ]),
        ),
        Sample::new(
            "Table",
            "Figures are on the right, with digits of equal width. On a narrow screen the table scrolls in its own frame. ui::table",
            table(&Table {
                caption: "Actions taken, October 2023 to March 2024",
                columns: vec![Column::words("Action"), Column::numbers("Number"), Column::numbers("Share")],
                rows: vec![
                    vec![html! { "Warnings" }, html! { "89" }, html! { "76.7%" }],
                    vec![html! { "Fixed penalties" }, html! { "15" }, html! { "12.9%" }],
                    vec![html! { "Statutory notices" }, html! { "12" }, html! { "10.3%" }],
                ],
                row_headings: true,
                ..Table::default()
            }),
        ),
    ]
}
