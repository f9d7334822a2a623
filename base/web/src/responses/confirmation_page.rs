//! The page that asks for confirmation before an action that others will see or that cannot be undone.

use crate::AppState;
use maud::{Markup, html};

/// The field that a form has if it was sent from its confirmation page.
pub const CONFIRMED: &str = "confirmed";

/// The content of a confirmation page.
#[derive(Default)]
pub struct Confirmation<'a> {
    /// The question: `Are you sure you want to end the meeting?`
    pub heading: &'a str,
    /// Anything unusual, such as a meeting date that is still in the future.
    pub warning: Option<String>,
    /// What will happen, one sentence each.
    pub will: Vec<String>,
    /// What to check first, one sentence each.
    pub check: Vec<String>,
    /// Other content, such as the old date beside the new one.
    pub shown: Option<Markup>,
    /// The address to which the form is submitted.
    pub address: &'a str,
    /// The fields to submit again, by name.
    pub fields: Vec<(&'a str, &'a str)>,
    /// The text of the button.
    pub button: &'a str,
    /// Whether the action cannot be undone.
    pub is_final: bool,
    /// The address and text of the link back.
    pub back: (&'a str, &'a str),
}

/// Renders the page. `caption` is the name of the record that the action is about. The button submits the fields again, and then
/// the form [`is_confirmed`](crate::SubmittedForm::is_confirmed).
pub fn confirmation_page(
    state: &AppState,
    caption: &str,
    breadcrumbs: Vec<(String, String)>,
    confirmation: &Confirmation<'_>,
) -> Markup {
    let page = ui::Page { title: confirmation.heading, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(Some(caption), confirmation.heading))
            @if let Some(warning) = &confirmation.warning { (ui::warning_text(html! { (warning) })) }
            @if let Some(shown) = &confirmation.shown { (shown) }
            @if !confirmation.check.is_empty() {
                (ui::h2("Check first"))
                (sentences(&confirmation.check))
            }
            (ui::h2("What will happen"))
            (sentences(&confirmation.will))
            form action=(confirmation.address) method="post" {
                @for (name, value) in &confirmation.fields { (ui::hidden(name, value)) }
                (ui::hidden(CONFIRMED, "yes"))
                (ui::button_group(html! {
                    (ui::button(&ui::Button {
                        text: confirmation.button, once: true,
                        kind: if confirmation.is_final { ui::ButtonKind::Warning } else { ui::ButtonKind::Primary },
                        ..Default::default()
                    }))
                    (ui::link(confirmation.back.1, confirmation.back.0))
                }))
            }
        }
    };
    ui::page(&page, content)
}

fn sentences(sentences: &[String]) -> Markup {
    ui::spaced_bullets(html! { @for sentence in sentences { li { (sentence) } } })
}
