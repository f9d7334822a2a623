//! What a person sees when someone else has changed the same thing: both versions, and the way to go on.

use crate::FormState;
use crate::fields::{Textarea, hidden, textarea};
use crate::links::{Button, button};
use crate::messages::{heading, notification_banner};
use crate::tables::{SummaryRow, summary_list};
use crate::text::{h2, paragraph};
use maud::{Markup, html};

/// A change that someone else made to a record after a form about it was opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct EditConflict<'a> {
    /// What was changed: `item`.
    pub thing: &'a str,
    /// Who changed it and when, as a sentence without its full stop: `Changed by Ada Sample on 4 June 2024 at 6pm`.
    pub change: Option<&'a str>,
    /// The fields: label, current value, and the reader's value, as [`compared`] returns them. Those that are the same are left out.
    pub fields: &'a [(&'a str, &'a str, &'a str)],
    /// The address at which the reader can leave the current version as it is.
    pub address: &'a str,
}

/// Renders the message that someone else has changed a record, above the form with the reader's version. Sending the form
/// again keeps that version.
pub fn edit_conflict(conflict: &EditConflict) -> Markup {
    let differs = |(_, current, own): &&(&str, &str, &str)| plain(current) != plain(own);
    let rows: Vec<SummaryRow> = conflict
        .fields
        .iter()
        .filter(differs)
        .map(|(label, current, _)| SummaryRow::new(label, html! { @if current.is_empty() { "None" } @else { (current) } }))
        .collect();
    html! {
        (notification_banner("Not saved", html! {
            "Someone else has changed this " (conflict.thing) " since you opened it. Your version is below and has not been saved. "
            "Compare both versions, then save again to keep yours, or "
            a class="govuk-notification-banner__link" href=(conflict.address) { "leave it unchanged" } "."
        }))
        @if conflict.change.is_some() || !rows.is_empty() { (h2("Current version")) }
        @if let Some(change) = conflict.change { (paragraph(html! { (change) "." })) }
        @if !rows.is_empty() { (summary_list(&rows)) }
        (h2("Your version"))
    }
}

/// Returns the current value and the reader's of fields that are given as label and name, for [`EditConflict::fields`].
///
/// Both forms are as [`FormState::tick`] leaves them, so a field that is `yes` in one of them is a checkbox and is shown as ‘Yes’ or
/// ‘No’. A stored word has to be replaced by its label first.
pub fn compared<'a>(current: &'a FormState, own: &'a FormState, fields: &[(&'a str, &str)]) -> Vec<(&'a str, &'a str, &'a str)> {
    let in_words = |value: &'a str, is_checkbox: bool| match value {
        "" if is_checkbox => "No",
        _ if is_checkbox => "Yes",
        value => value,
    };
    let values = |(label, name): &(&'a str, &str)| {
        let (current, own) = (current.value(name), own.value(name));
        let is_checkbox = current == "yes" || own == "yes";
        (*label, in_words(current, is_checkbox), in_words(own, is_checkbox))
    };
    fields.iter().map(values).collect()
}

/// Returns a text with line ends of one kind, since browsers send other ones than they were given.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// A text that two people have written at the same time.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextVersions<'a> {
    /// What the text is of, above the heading: `Background`.
    pub caption: &'a str,
    /// What there are two versions of: `this section`.
    pub thing: &'a str,
    /// Who wrote the current text and when: `Ada Sample changed this section on 4 June 2024 at 6pm`.
    pub change: &'a str,
    /// The address to which the chosen text is sent, with the fields `text` and `version`.
    pub action: &'a str,
    /// The version of the current text, which the chosen one replaces.
    pub version: i64,
    /// Other fields that the form has, by name.
    pub fields: &'a [(&'a str, &'a str)],
    /// The current text.
    pub current: &'a str,
    /// The reader's text.
    pub own: &'a str,
}

/// Renders both texts and the two joined, each in a form that keeps it, so that nothing is lost.
pub fn text_versions(versions: &TextVersions) -> Markup {
    let choice = |id: &str, label: &str, text: &str, keep: &str| {
        html! {
            (h2(label))
            form action=(versions.action) method="post" {
                (hidden("version", versions.version))
                @for (name, value) in versions.fields { (hidden(name, value)) }
                (textarea(&Textarea { name: "text", id: Some(id), label, value: text, rows: Some(8), ..Textarea::default() }))
                (button(&Button { text: keep, once: true, ..Button::default() }))
            }
        }
    };
    html! {
        (heading(Some(versions.caption), &format!("Two versions of {}", versions.thing)))
        (paragraph(html! { (versions.change) ", while you were writing. Choose which text to keep. You can edit it first." }))
        (choice("now", "Current text", versions.current, "Keep the current text"))
        (choice("typed", "Your text", versions.own, "Use your text"))
        (choice("joined", "Both, one after the other", &format!("{}\n\n{}", versions.current, versions.own), "Keep both"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_compared() {
        let fields = [("Title", "The <pier>", "The quay"), ("Summary", "One\ntwo", "One\r\ntwo "), ("Officer", "", "Ada Sample")];
        let conflict = EditConflict { thing: "item", fields: &fields, address: "/items/1", ..EditConflict::default() };
        let html = edit_conflict(&conflict).into_string();
        assert!(html.contains("The &lt;pier&gt;") && html.contains("Officer") && html.contains("None"), "{html}");
        assert!(!html.contains("Summary"), "{html}");
    }

    #[test]
    fn a_checkbox_is_compared_in_words() {
        let form = |is_private: bool, kind: &str| {
            let mut form = FormState::of([("kind", kind), ("urgency", "")]);
            form.tick("is_private", is_private);
            form.tick("to_follow", true);
            form
        };
        let (current, own) = (form(true, "Report"), form(false, "Presentation"));
        let fields =
            [("Kind", "kind"), ("Special circumstances", "urgency"), ("Private", "is_private"), ("To follow", "to_follow")];
        let compared = compared(&current, &own, &fields);
        let expected = [
            ("Kind", "Report", "Presentation"),
            ("Special circumstances", "", ""),
            ("Private", "Yes", "No"),
            ("To follow", "Yes", "Yes"),
        ];
        assert_eq!(compared, expected);
    }
}
