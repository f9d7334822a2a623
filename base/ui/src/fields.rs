//! Form fields for typing or for selecting from a list, and the error summary.
//!
//! A field's id is its name unless another is given; messages in the error summary link to that id.

use crate::text::visually_hidden;
use maud::{Markup, html};
use std::fmt::Display;

/// A text field of one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The name under which it is submitted.
    pub name: &'a str,
    /// Its id, if it cannot be its name.
    pub id: Option<&'a str>,
    /// Its label.
    pub label: &'a str,
    /// What the field is about, after the label for screen readers only: ` of the quay`. For a page with a field like this in each
    /// row.
    pub object: Option<&'a str>,
    /// Whether the label is the page's heading, as on a page that asks one thing.
    pub label_is_heading: bool,
    /// The hint under the label.
    pub hint: Option<&'a str>,
    /// The error message: what is wrong and how to fix it.
    pub error: Option<&'a str>,
    /// Its current value.
    pub value: &'a str,
    /// The kind of value that it accepts.
    pub kind: InputKind,
    /// Its width in characters: 2, 3, 4, 5, 10, 20 or 30; otherwise as wide as its column.
    pub width: Option<u8>,
    /// What a browser may autofill: `name`, `email`.
    pub autocomplete: Option<&'a str>,
}

/// The kind of value that a text field accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// A whole number; the keyboard shows digits.
    Number,
    /// An email address.
    Email,
    /// A telephone number.
    Telephone,
    /// A web address.
    Address,
    /// A password, not shown.
    Password,
}

impl InputKind {
    fn html_type(self) -> &'static str {
        match self {
            // GOV.UK found that type=number discards whatever it does not understand, so only the keyboard is for digits.
            Self::Text | Self::Number => "text",
            Self::Email => "email",
            Self::Telephone => "tel",
            Self::Address => "url",
            Self::Password => "password",
        }
    }
}

/// A date as people write it, in one field: `11 June 2024`, `11/6/2024`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateInput<'a> {
    /// The name under which it is submitted.
    pub name: &'a str,
    /// Its label.
    pub label: &'a str,
    /// The hint under the label; an example of a date if there is none.
    pub hint: Option<&'a str>,
    /// The error message: what is wrong and how to fix it.
    pub error: Option<&'a str>,
    /// The date as it was submitted.
    pub value: &'a str,
}

/// Renders a field for a date.
pub fn date_input(date: &DateInput) -> Markup {
    input(&Input {
        name: date.name,
        label: date.label,
        hint: date.hint.or(Some("For example, 11 June 2024")),
        error: date.error,
        value: date.value,
        width: Some(20),
        ..Input::default()
    })
}

/// Renders a text field of one line.
pub fn input(input: &Input) -> Markup {
    let id = input.id.unwrap_or(input.name);
    group(
        input.error,
        html! {
            @if let Some(object) = input.object {
                label class="govuk-label" for=(id) { (input.label) (visually_hidden(object)) }
            } @else {
                (label(id, input.label, input.label_is_heading))
            }
            (hint(id, input.hint))
            (error_message(id, input.error))
            (input_alone(input))
        },
    )
}

/// Renders a text field of one line for one row of a list: its label, which names the row, is for screen readers only.
pub fn row_input(input: &Input) -> Markup {
    html! {
        label class="govuk-visually-hidden" for=(input.id.unwrap_or(input.name)) { (input.label) }
        (input_alone(input))
    }
}

/// Renders a short text field beside its label, which has a class of our styles: `moothall-…`.
pub fn short_input(label_class: &str, input: &Input) -> Markup {
    html! {
        label class={ "govuk-label " (label_class) } for=(input.id.unwrap_or(input.name)) {
            (input.label) @if let Some(object) = input.object { (visually_hidden(object)) }
        }
        (input_alone(input))
    }
}

fn input_alone(input: &Input) -> Markup {
    let id = input.id.unwrap_or(input.name);
    let width = input.width.map(|width| format!(" govuk-input--width-{width}")).unwrap_or_default();
    let error = if input.error.is_some() { " govuk-input--error" } else { "" };
    html! {
        input class={ "govuk-input" (width) (error) } id=(id) name=(input.name) type=(input.kind.html_type())
            inputmode=[(input.kind == InputKind::Number).then_some("numeric")] value=[filled(input.value)]
            aria-describedby=[described_by(id, None, input.hint, input.error)] autocomplete=[input.autocomplete];
    }
}

/// A text field of several lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Textarea<'a> {
    /// The name under which it is submitted.
    pub name: &'a str,
    /// Its id, if it cannot be its name.
    pub id: Option<&'a str>,
    /// Its label.
    pub label: &'a str,
    /// Whether the label is the page's heading.
    pub label_is_heading: bool,
    /// The hint under the label.
    pub hint: Option<&'a str>,
    /// The error message: what is wrong and how to fix it.
    pub error: Option<&'a str>,
    /// Its current value.
    pub value: &'a str,
    /// The number of lines shown; 5 if not given.
    pub rows: Option<u8>,
    /// The maximum number of characters. The field counts them while a person types but accepts more, since truncating the text
    /// would be worse.
    pub most_characters: Option<u32>,
}

/// Renders a text field of several lines.
pub fn textarea(area: &Textarea) -> Markup {
    let id = area.id.unwrap_or(area.name);
    let counted = area.most_characters.is_some();
    let error = if area.error.is_some() { " govuk-textarea--error" } else { "" };
    let info = area.most_characters.map(|_| format!("{id}-info"));
    let field = html! {
        (label(id, area.label, area.label_is_heading))
        (hint(id, area.hint))
        (error_message(id, area.error))
        textarea class={ "govuk-textarea" (error) @if counted { " govuk-js-character-count" } } id=(id) name=(area.name)
            rows=(area.rows.unwrap_or(5)) aria-describedby=[described_by(id, info.as_deref(), area.hint, area.error)] {
            // HTML drops a line break at the beginning of the field.
            @if area.value.starts_with('\n') { "\n" }
            (area.value)
        }
        @if let (Some(most), Some(info)) = (area.most_characters, &info) {
            div id=(info) class="govuk-hint govuk-character-count__message" { "You can enter up to " (most) " characters" }
        }
    };
    html! {
        div class={ "govuk-form-group" @if area.error.is_some() { " govuk-form-group--error" } @if counted { " govuk-character-count" } }
            data-module=[counted.then_some("govuk-character-count")] data-maxlength=[area.most_characters] { (field) }
    }
}

/// A field for uploading a file; its form needs `enctype="multipart/form-data"`.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileInput<'a> {
    /// The name under which it is submitted.
    pub name: &'a str,
    /// Its label.
    pub label: &'a str,
    /// The hint under the label.
    pub hint: Option<&'a str>,
    /// The error message: what is wrong and how to fix it.
    pub error: Option<&'a str>,
}

/// Renders a field for uploading a file.
pub fn file_input(input: &FileInput) -> Markup {
    let error = if input.error.is_some() { " govuk-file-upload--error" } else { "" };
    group(
        input.error,
        html! {
            (label(input.name, input.label, false))
            (hint(input.name, input.hint))
            (error_message(input.name, input.error))
            input class={ "govuk-file-upload" (error) } id=(input.name) name=(input.name) type="file"
                aria-describedby=[described_by(input.name, None, input.hint, input.error)];
        },
    )
}

/// A list from which one option is selected.
#[derive(Clone, Debug, Default)]
pub struct Select<'a> {
    /// The name under which it is submitted.
    pub name: &'a str,
    /// Its id, if it cannot be its name.
    pub id: Option<&'a str>,
    /// Its label.
    pub label: &'a str,
    /// Whether the label is the page's heading.
    pub label_is_heading: bool,
    /// The hint under the label.
    pub hint: Option<&'a str>,
    /// The error message: what is wrong and how to fix it.
    pub error: Option<&'a str>,
    /// The options.
    pub options: Vec<SelectOption<'a>>,
    /// The selected value.
    pub value: Option<&'a str>,
}

/// An option in a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct SelectOption<'a> {
    /// The value that is submitted.
    pub value: &'a str,
    /// The text that is shown.
    pub text: &'a str,
}

/// Renders a list from which one option is selected.
pub fn select(select: &Select) -> Markup {
    let id = select.id.unwrap_or(select.name);
    let error = if select.error.is_some() { " govuk-select--error" } else { "" };
    group(
        select.error,
        html! {
            (label(id, select.label, select.label_is_heading))
            (hint(id, select.hint))
            (error_message(id, select.error))
            select class={ "govuk-select" (error) } id=(id) name=(select.name)
                aria-describedby=[described_by(id, None, select.hint, select.error)] {
                @for option in &select.options {
                    option value=(option.value) selected[select.value == Some(option.value)] { (option.text) }
                }
            }
        },
    )
}

/// Renders the error summary at the top of the page: each message with the id of its field.
pub fn error_summary(errors: &[(&str, &str)]) -> Markup {
    html! {
        div class="govuk-error-summary" data-module="govuk-error-summary" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        @for (message, id) in errors { li { a href={ "#" (id) } { (message) } } }
                    }
                }
            }
        }
    }
}

/// An error message, and the id of the field it is about.
pub type Fault<'a> = (&'a str, &'a str);

/// Returns the message about the field with this id, if there is one.
pub fn error_about<'a>(faults: &[Fault<'a>], id: &str) -> Option<&'a str> {
    faults.iter().find(|(_, field)| *field == id).map(|(message, _)| *message)
}

/// Returns the title of a page with a form. If the form has errors, the title says so first, since screen readers begin with
/// it.
pub fn form_title(title: &str, came_back: bool) -> String {
    if came_back { format!("Error: {title}") } else { title.to_owned() }
}

/// Renders a hidden field.
pub fn hidden(name: &str, value: impl Display) -> Markup {
    html! { input type="hidden" name=(name) value=(value.to_string()); }
}

pub(crate) fn group(error: Option<&str>, content: Markup) -> Markup {
    html! { div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } { (content) } }
}

fn label(id: &str, text: &str, heading: bool) -> Markup {
    html! {
        @if heading {
            h1 class="govuk-label-wrapper" { label class="govuk-label govuk-label--l" for=(id) { (text) } }
        } @else {
            label class="govuk-label" for=(id) { (text) }
        }
    }
}

pub(crate) fn hint(id: &str, hint: Option<&str>) -> Markup {
    html! { @if let Some(hint) = hint { div id={ (id) "-hint" } class="govuk-hint" { (hint) } } }
}

pub(crate) fn error_message(id: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(error) = error {
            p id={ (id) "-error" } class="govuk-error-message" { span class="govuk-visually-hidden" { "Error:" } " " (error) }
        }
    }
}

/// Returns the ids of the elements that describe a field, in the order in which screen readers should announce them.
pub(crate) fn described_by(id: &str, first: Option<&str>, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    let ids = [first.map(str::to_owned), hint.map(|_| format!("{id}-hint")), error.map(|_| format!("{id}-error"))];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(crate) fn filled(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}
