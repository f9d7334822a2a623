//! Form fields for choosing: radios and checkboxes.

use crate::fields::{described_by, error_message, group, hint};
use maud::{Markup, html};

/// A question with answers to choose from.
#[derive(Clone, Debug, Default)]
pub struct Choices<'a> {
    /// The name under which the answer is submitted.
    pub name: &'a str,
    /// The beginning of the ids, if it cannot be the name. The first answer has it as its id, so that an error message links to
    /// it.
    pub id: Option<&'a str>,
    /// The question.
    pub legend: &'a str,
    /// Whether the question is the page's heading.
    pub legend_is_heading: bool,
    /// The hint under the question.
    pub hint: Option<&'a str>,
    /// The error message: what is wrong and how to fix it.
    pub error: Option<&'a str>,
    /// The answers.
    pub choices: Vec<Choice<'a>>,
    /// Whether the boxes are smaller, as in a filter panel.
    pub small: bool,
}

/// One answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// The value that is submitted.
    pub value: &'a str,
    /// The text that is shown.
    pub text: &'a str,
    /// The hint under it.
    pub hint: Option<&'a str>,
    /// Whether it is selected.
    pub chosen: bool,
}

/// Renders radios, of which one can be selected.
pub fn radios(choices: &Choices) -> Markup {
    answers(choices, "radio", "govuk-radios")
}

/// Renders checkboxes, of which any number can be selected.
pub fn checkboxes(choices: &Choices) -> Markup {
    answers(choices, "checkbox", "govuk-checkboxes")
}

/// Renders one small checkbox without a question around it, in an element with a class of our styles: `moothall-…`. Its value is
/// `yes`.
pub fn one_checkbox(class: &str, id: &str, name: &str, label: &str, is_ticked: bool) -> Markup {
    html! {
        div class={ "govuk-checkboxes govuk-checkboxes--small " (class) } {
            div class="govuk-checkboxes__item" {
                input class="govuk-checkboxes__input" id=(id) name=(name) type="checkbox" value="yes" checked[is_ticked];
                label class="govuk-label govuk-checkboxes__label" for=(id) { (label) }
            }
        }
    }
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
    group(choices.error, fieldset(choices.legend, choices.legend_is_heading, described, content))
}

/// Renders fields that belong together under one legend.
pub fn field_group(legend: &str, fields: Markup) -> Markup {
    html! {
        fieldset class="govuk-fieldset" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (legend) }
            (fields)
        }
    }
}

fn fieldset(legend: &str, heading: bool, described: Option<String>, content: Markup) -> Markup {
    html! {
        fieldset class="govuk-fieldset" aria-describedby=[described] {
            @if heading {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--l" { h1 class="govuk-fieldset__heading" { (legend) } }
            } @else {
                legend class="govuk-fieldset__legend" { (legend) }
            }
            (content)
        }
    }
}
