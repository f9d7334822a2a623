//! Form fields in which one writes or picks from a list, and the summary of what is wrong with them.
//!
//! A field's id is its name, unless it is given one; a message in the error summary leads to it by that id.

use maud::{Markup, html};

/// A field of one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The name under which it is sent.
    pub name: &'a str,
    /// Its id where it cannot be its name.
    pub id: Option<&'a str>,
    /// What to write in it.
    pub label: &'a str,
    /// Whether the label is the page's heading, as on a page that asks one thing.
    pub label_is_heading: bool,
    /// Help that stands under the label.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do.
    pub error: Option<&'a str>,
    /// What stands in it.
    pub value: &'a str,
    /// What kind of thing it takes.
    pub kind: InputKind,
    /// For how many characters it is wide: 2, 3, 4, 5, 10, 20 or 30; otherwise as wide as its column.
    pub width: Option<u8>,
    /// What a browser may fill in: `name`, `email`.
    pub autocomplete: Option<&'a str>,
}

/// What kind of thing a field of one line takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// A whole number; the keyboard shows digits.
    Number,
    /// An e-mail address.
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
            // GOV.UK found type=number to swallow what it does not understand, so digits are a matter of the keyboard only.
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
    /// The name under which it is sent.
    pub name: &'a str,
    /// What it is.
    pub label: &'a str,
    /// Help that stands under the label; an example of a date if there is none.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do.
    pub error: Option<&'a str>,
    /// The date as it was written.
    pub value: &'a str,
}

/// A date in one field.
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

/// A field of one line.
pub fn input(input: &Input) -> Markup {
    let id = input.id.unwrap_or(input.name);
    let width = input.width.map(|width| format!(" govuk-input--width-{width}")).unwrap_or_default();
    let error = if input.error.is_some() { " govuk-input--error" } else { "" };
    group(
        input.error,
        html! {
            (label(id, input.label, input.label_is_heading))
            (hint(id, input.hint))
            (error_message(id, input.error))
            input class={ "govuk-input" (width) (error) } id=(id) name=(input.name) type=(input.kind.html_type())
                inputmode=[(input.kind == InputKind::Number).then_some("numeric")] value=[filled(input.value)]
                aria-describedby=[described_by(id, None, input.hint, input.error)] autocomplete=[input.autocomplete];
        },
    )
}

/// A field of several lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Textarea<'a> {
    /// The name under which it is sent.
    pub name: &'a str,
    /// Its id where it cannot be its name.
    pub id: Option<&'a str>,
    /// What to write in it.
    pub label: &'a str,
    /// Whether the label is the page's heading.
    pub label_is_heading: bool,
    /// Help that stands under the label.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do.
    pub error: Option<&'a str>,
    /// What stands in it.
    pub value: &'a str,
    /// How many lines are shown; 5 where none is given.
    pub rows: Option<u8>,
    /// How many characters it takes; it counts them while one writes, and takes more, since a cut text is worse.
    pub most_characters: Option<u32>,
}

/// A field of several lines.
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
            // HTML drops a line break that stands first in the field.
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

/// A field with which a file is sent; its form needs `enctype="multipart/form-data"`.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileInput<'a> {
    /// The name under which it is sent.
    pub name: &'a str,
    /// What to choose.
    pub label: &'a str,
    /// Help that stands under the label.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do.
    pub error: Option<&'a str>,
}

/// A field with which a file is sent.
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

/// A list from which one is picked.
#[derive(Clone, Debug, Default)]
pub struct Select<'a> {
    /// The name under which it is sent.
    pub name: &'a str,
    /// Its id where it cannot be its name.
    pub id: Option<&'a str>,
    /// What to pick.
    pub label: &'a str,
    /// Whether the label is the page's heading.
    pub label_is_heading: bool,
    /// Help that stands under the label.
    pub hint: Option<&'a str>,
    /// What is wrong with what was sent, and what to do.
    pub error: Option<&'a str>,
    /// What there is to pick from.
    pub options: Vec<SelectOption<'a>>,
    /// The value picked.
    pub value: Option<&'a str>,
}

/// One entry of a list from which one is picked.
#[derive(Clone, Copy, Debug, Default)]
pub struct SelectOption<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What is shown.
    pub text: &'a str,
}

/// A list from which one is picked.
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

/// All that is wrong with what was sent, at the head of the page: each message with the id of its field.
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

/// A message about a field, and the field's id: what is wrong with what was sent.
pub type Fault<'a> = (&'a str, &'a str);

/// The message about the field with this id, where there is one.
pub fn error_about<'a>(faults: &[Fault<'a>], id: &str) -> Option<&'a str> {
    faults.iter().find(|(_, field)| *field == id).map(|(message, _)| *message)
}

/// The title of a page with a form: one that came back says so first, since a screen reader begins with it.
pub fn form_title(title: &str, came_back: bool) -> String {
    if came_back { format!("Error: {title}") } else { title.to_owned() }
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

/// The ids of what describes a field, in the order in which a screen reader should say them.
pub(crate) fn described_by(id: &str, first: Option<&str>, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    let ids = [first.map(str::to_owned), hint.map(|_| format!("{id}-hint")), error.map(|_| format!("{id}-error"))];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(crate) fn filled(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}
