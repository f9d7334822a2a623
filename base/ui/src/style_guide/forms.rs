//! Samples of forms and filters.

use super::Sample;
use crate::{
    Choice, Choices, DateInput, FileInput, FilterGroup, FilterPanel, Input, InputKind, SearchBox, Select, SelectOption, Textarea,
    checkboxes, date_input, error_summary, file_input, filter_panel, hidden, input, radios, search_box, select, textarea,
};
use maud::{Markup, html};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::new(
            "Error summary",
            "All errors of a form, at the top of its page. Each message links to its field and is shown there too. The page’s title starts with ‘Error’. ui::error_summary, ui::error_about, ui::form_title. A ui::FormState makes it from a form’s faults, and the fields with what was typed.",
            error_summary(&[
                ("Enter the title of the item", "sample-title"),
                ("The meeting must be in the future", "sample-day"),
            ]),
        ),
        Sample::new(
            "Text input",
            "An answer of one line. ui::input, or ui::row_input and ui::short_input in a row of a list; a hidden value, ui::hidden",
            html! { (inputs()) (hidden("sample-version", 3)) },
        ),
        Sample::new(
            "File",
            "A file to send. ui::file_input",
            file_input(&FileInput { name: "paper", label: "Paper", hint: Some("PDF or Word, smaller than 32 MB"), error: None }),
        ),
        Sample::new(
            "Textarea",
            "An answer of several lines, which may count its characters. ui::textarea",
            textarea(&Textarea {
                name: "sample-question",
                label: "Your question to the Board",
                hint: Some("It is read out at the meeting and answered in public."),
                most_characters: Some(600),
                ..Textarea::default()
            }),
        ),
        Sample::new("Select", "One of many. ui::select", boards("sample-board")),
        Sample::new(
            "Radios",
            "One of a few. ui::radios",
            radios(&Choices {
                name: "sample-answer",
                legend: "How should we answer?",
                choices: vec![
                    Choice {
                        value: "meeting",
                        text: "At the meeting",
                        hint: Some("The answer is also minuted."),
                        ..Choice::default()
                    },
                    Choice { value: "writing", text: "In writing", chosen: true, ..Choice::default() },
                ],
                ..Choices::default()
            }),
        ),
        Sample::new(
            "Checkboxes",
            "Any number of a few. ui::checkboxes, in a ui::field_group with other fields, or ui::one_checkbox alone in a row of a list",
            kinds("sample-kind", false),
        ),
        Sample::new(
            "Date input",
            "A date as people write it. ui::date_input",
            date_input(&DateInput {
                name: "sample-day",
                label: "Day of the meeting",
                error: Some("The meeting must be in the future"),
                value: "6 Feb 2024",
                ..DateInput::default()
            }),
        ),
        Sample::new(
            "Search box",
            "Finding by words. ui::search_box",
            search_box(&SearchBox {
                action: "/search",
                name: "q",
                label: "Search decisions",
                value: "",
                hint: Some("Try a place, a street or a minute’s reference."),
            }),
        ),
        Sample::new(
            "Filter panel",
            "Narrowing a list. The filters in force are links that remove them; ui::with_filters sets the panel beside the list. ui::filter_panel",
            filter_panel(&FilterPanel {
                action: "#",
                heading_level: 3,
                selected: vec![
                    FilterGroup { heading: "Board", filters: vec![("Safer Communities Board".to_owned(), "#".to_owned())] },
                    FilterGroup {
                        heading: "Year",
                        filters: vec![("2023/24".to_owned(), "#".to_owned()), ("2022/23".to_owned(), "#".to_owned())],
                    },
                ],
                clear_address: "#",
                fields: html! { (boards("filter-board")) (kinds("filter-kind", true)) },
            }),
        ),
    ]
}

fn inputs() -> Markup {
    html! {
        (input(&Input {
            name: "sample-title",
            label: "Title of the item",
            hint: Some("As it should appear on the agenda."),
            error: Some("Enter the title of the item"),
            ..Input::default()
        }))
        (input(&Input { name: "sample-number", label: "Item number", kind: InputKind::Number, width: Some(3), value: "5", ..Input::default() }))
    }
}

fn boards(name: &str) -> Markup {
    select(&Select {
        name,
        label: "Board",
        options: vec![
            SelectOption { value: "", text: "Every board" },
            SelectOption { value: "scb", text: "Safer Communities Board" },
            SelectOption { value: "hwb", text: "Health and Wellbeing Board" },
        ],
        value: Some("scb"),
        ..Select::default()
    })
}

fn kinds(name: &str, small: bool) -> Markup {
    checkboxes(&Choices {
        name,
        legend: "Kind",
        choices: vec![
            Choice { value: "minutes", text: "Minutes", chosen: true, ..Choice::default() },
            Choice { value: "reports", text: "Reports", ..Choice::default() },
            Choice { value: "agendas", text: "Agendas", ..Choice::default() },
        ],
        small,
        ..Choices::default()
    })
}
