//! Links, buttons, and the navigation inside a page.

use crate::text::visually_hidden;
use maud::{Markup, Render, html};

/// Renders a back link above the heading. It is in a `nav` of its own, since all content of a page belongs in a landmark.
pub fn back_link(text: &str, address: &str) -> Markup {
    html! { nav aria-label="Back" { (back_link_alone(text, address)) } }
}

pub(crate) fn back_link_alone(text: &str, address: &str) -> Markup {
    html! { a href=(address) class="govuk-back-link" { (text) } }
}

/// Renders the pages above this one, each with its label and address, the highest first.
pub fn breadcrumbs(pages: &[(String, String)]) -> Markup {
    html! {
        nav class="govuk-breadcrumbs" aria-label="Breadcrumb" {
            ol class="govuk-breadcrumbs__list" {
                @for (label, address) in pages {
                    li class="govuk-breadcrumbs__list-item" { a class="govuk-breadcrumbs__link" href=(address) { (label) } }
                }
            }
        }
    }
}

/// A button, or a link that looks like one if `address` is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    /// What it does, beginning with a verb: `Publish minutes`.
    pub text: &'a str,
    /// Its appearance.
    pub kind: ButtonKind,
    /// The address that it leads to; if `None`, it submits the form.
    pub address: Option<&'a str>,
    /// The name under which its value is submitted.
    pub name: Option<&'a str>,
    /// The value that is submitted.
    pub value: Option<&'a str>,
    /// Whether a second press within a second is ignored.
    pub once: bool,
}

/// The appearance of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main action of a page; at most one.
    #[default]
    Primary,
    /// Any other action.
    Secondary,
    /// An action that destroys something or cannot be undone.
    Warning,
}

/// Renders a button.
pub fn button(button: &Button) -> Markup {
    let class = match button.kind {
        ButtonKind::Primary => "govuk-button",
        ButtonKind::Secondary => "govuk-button govuk-button--secondary",
        ButtonKind::Warning => "govuk-button govuk-button--warning",
    };
    html! {
        @if let Some(address) = button.address {
            a href=(address) role="button" draggable="false" class=(class) data-module="govuk-button" { (button.text) }
        } @else {
            button type="submit" class=(class) name=[button.name] value=[button.value] data-module="govuk-button"
                data-prevent-double-click=[button.once.then_some("true")] { (button.text) }
        }
    }
}

/// Renders the button that submits a form; a second press within a second is ignored.
pub fn send(text: &str) -> Markup {
    button(&Button { text, once: true, ..Button::default() })
}

/// Renders a small button for one row of a list. `object` is what it acts on, for screen readers, which read buttons without the
/// row around them: `End`, ` the sharing with Harbour Police`.
pub fn row_button(text: impl Render, object: impl Render) -> Markup {
    html! {
        button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" { (text) (visually_hidden(object)) }
    }
}

/// Renders a small button for one entry of a list whose order or state it changes, with what it acts on for screen readers.
pub fn order_button(text: impl Render, object: impl Render) -> Markup {
    html! {
        button type="submit" class="govuk-button govuk-button--secondary moothall-order__button" data-module="govuk-button" {
            (text) (visually_hidden(object))
        }
    }
}

/// Renders buttons and links side by side, or one below the other on a narrow screen.
pub fn button_group(buttons: Markup) -> Markup {
    html! { div class="govuk-button-group" { (buttons) } }
}

/// Renders the pages of one record as tabs that are links: each with its label, its address, and whether it is the current one.
/// `label` distinguishes this navigation from others: `Meeting`.
pub fn sub_navigation(label: &str, pages: &[(&str, &str, bool)]) -> Markup {
    html! {
        nav class="moj-sub-navigation" aria-label=(label) {
            ul class="moj-sub-navigation__list" {
                @for (label, address, current) in pages {
                    li class="moj-sub-navigation__item" {
                        a class="moj-sub-navigation__link" aria-current=[current.then_some("page")] href=(address) { (label) }
                    }
                }
            }
        }
    }
}
