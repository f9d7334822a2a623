//! Form fields in which one chooses: radios, checkboxes; and a date in its three parts.

use crate::fields::{described_by, error_message, filled, group, hint};
use maud::{Markup, html};

/// A question with answers to choose from.
#[derive(Clone, Debug, Default)]
pub struct Choices<'a> {
    /// The name under which the answer is sent.
    pub name: &'a str,
    /// The start of the ids where it cannot be the name. The first answer bears it as it is, so that a message leads there.
    pub id: Option<&'a str>,
    /// The question.
    pub legend: &'a str,
    /// Whether the question is the page's heading.
    pub legend_is_heading: bool,
    /// Help that stands under the question.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do.
    pub error: Option<&'a str>,
    /// The answers.
    pub choices: Vec<Choice<'a>>,
    /// Whether the boxes are smaller, as in a filter panel.
    pub small: bool,
}

/// One answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What is shown.
    pub text: &'a str,
    /// Help under it.
    pub hint: Option<&'a str>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Answers of which one is chosen.
pub fn radios(choices: &Choices) -> Markup {
    answers(choices, "radio", "govuk-radios")
}

/// Answers of which any number is chosen.
pub fn checkboxes(choices: &Choices) -> Markup {
    answers(choices, "checkbox", "govuk-checkboxes")
}

fn answers(choices: &Choices, kind: &str, class: &str) -> Markup {
    let id = choices.id.unwrap_or(choices.name);
    let described = described_by(id, None, choices.hint, choices.error);
    let content = html! {
        (hint(id, choices.hint))
        (error_message(id, choices.error))
        div class={ (class) @if choices.small { " " (class) "--small" } } data-module=(class) {
            @for (position, choice) in choices.choices.iter().enumerate() {
                @let choice_id = if position == 0 { id.to_owned() } else { format!("{id}-{}", position + 1) };
                div class={ (class) "__item" } {
                    input class={ (class) "__input" } id=(choice_id) name=(choices.name) type=(kind) value=(choice.value)
                        checked[choice.chosen] aria-describedby=[choice.hint.map(|_| format!("{choice_id}-item-hint"))];
                    label class={ "govuk-label " (class) "__label" } for=(choice_id) { (choice.text) }
                    @if let Some(hint) = choice.hint {
                        div id={ (choice_id) "-item-hint" } class={ "govuk-hint " (class) "__hint" } { (hint) }
                    }
                }
            }
        }
    };
    group(choices.error, fieldset(choices.legend, choices.legend_is_heading, None, described, content))
}

/// A date as day, month and year, which people get right more often than a calendar.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateInput<'a> {
    /// The name of the date: its parts are sent as `{name}-day`, `{name}-month` and `{name}-year`.
    pub name: &'a str,
    /// The question.
    pub legend: &'a str,
    /// Whether the question is the page's heading.
    pub legend_is_heading: bool,
    /// Help that stands under the question.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do. A message in the summary leads to `{name}-day`.
    pub error: Option<&'a str>,
    /// Day, month and year as they were written.
    pub value: [&'a str; 3],
}

/// A date as day, month and year.
pub fn date_input(date: &DateInput) -> Markup {
    let id = date.name;
    let error = if date.error.is_some() { " govuk-input--error" } else { "" };
    let described = described_by(id, None, date.hint, date.error);
    let parts = [("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4)];
    let content = html! {
        (hint(id, date.hint))
        (error_message(id, date.error))
        div class="govuk-date-input" id=(id) {
            @for ((part, label, width), value) in parts.into_iter().zip(date.value) {
                @let part = format!("{id}-{part}");
                div class="govuk-date-input__item" {
                    div class="govuk-form-group" {
                        label class="govuk-label govuk-date-input__label" for=(part) { (label) }
                        input class={ "govuk-input govuk-date-input__input" (error) " govuk-input--width-" (width) } id=(part) name=(part)
                            type="text" inputmode="numeric" value=[filled(value)];
                    }
                }
            }
        }
    };
    group(date.error, fieldset(date.legend, date.legend_is_heading, Some("group"), described, content))
}

fn fieldset(legend: &str, heading: bool, role: Option<&str>, described: Option<String>, content: Markup) -> Markup {
    html! {
        fieldset class="govuk-fieldset" role=[role] aria-describedby=[described] {
            @if heading {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--l" { h1 class="govuk-fieldset__heading" { (legend) } }
            } @else {
                legend class="govuk-fieldset__legend" { (legend) }
            }
            (content)
        }
    }
}
