//! Links and buttons, and the navigation inside a page.

use maud::{Markup, html};

/// A way back, above the heading. In a `nav` of its own, since all content of a page belongs in a landmark.
pub fn back_link(text: &str, address: &str) -> Markup {
    html! { nav aria-label="Back" { (back_link_alone(text, address)) } }
}

pub(crate) fn back_link_alone(text: &str, address: &str) -> Markup {
    html! { a href=(address) class="govuk-back-link" { (text) } }
}

/// The pages above this one, each with its label and address, the highest first.
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

/// A button, or a link that looks like one where `address` is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    /// What happens, as a verb: `Publish minutes`.
    pub text: &'a str,
    /// How it looks.
    pub kind: ButtonKind,
    /// Where it leads; without it, it sends the form.
    pub address: Option<&'a str>,
    /// The name under which its value is sent.
    pub name: Option<&'a str>,
    /// The value that is sent.
    pub value: Option<&'a str>,
    /// Whether a second press within a second is ignored.
    pub once: bool,
}

/// How a button looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing a page is for; at most one.
    #[default]
    Primary,
    /// Everything else.
    Secondary,
    /// What destroys or cannot be undone.
    Warning,
}

/// A button.
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

/// Buttons and links side by side, one under the other on a narrow screen.
pub fn button_group(buttons: Markup) -> Markup {
    html! { div class="govuk-button-group" { (buttons) } }
}

/// The pages of one record as tabs that are links: each with its label, its address, and whether it is the current one.
/// `label` tells this navigation from others: `Meeting`.
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
