//! The form for asking a question: its fields and their validation.

use crate::asking::fitness::Who;
use crate::question::LONGEST_QUESTION;
use crate::question::facts::MeetingFacts;
use foundation::text::clean_line;
use maud::{Markup, html};
use ui::FormState;
use web::{NOT_AN_EMAIL_ADDRESS, SubmittedForm};

/// The validated content of the form.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub who: Who,
    pub item: Option<String>,
    pub text: String,
}

/// Reads the text of a question.
pub(crate) fn read_text(form: &mut SubmittedForm) -> Option<String> {
    let text = clean_line(form.value("text"));
    let length = text.chars().count();
    if length < 10 {
        form.fault("text", "Enter your question");
    } else if length > LONGEST_QUESTION {
        form.fault("text", format!("Your question must be {LONGEST_QUESTION} characters or fewer. It has {length}"));
    } else {
        return Some(text);
    }
    None
}

/// Reads the item of the agenda that a question is about; a meeting without an agenda has none to choose from.
#[expect(clippy::option_option, reason = "the outer is whether the field has a fault, the inner whether there is an item")]
pub(crate) fn read_item(form: &mut SubmittedForm, facts: &MeetingFacts, missing: &'static str) -> Option<Option<String>> {
    if facts.items.is_empty() {
        return Some(None);
    }
    let sent = form.value("item").to_owned();
    let item = facts.items.iter().find(|title| **title == sent).cloned();
    if item.is_none() {
        form.fault("item", missing);
    }
    item.map(Some)
}

/// Reads a question and who asks it.
pub(crate) fn read(form: &mut SubmittedForm, facts: &MeetingFacts) -> Option<Asked> {
    let name = form.line("name").at_most(100, "Name").required("Enter your name");
    let address = form.line("address").at_most(300, "Address").required("Enter your address in the borough");
    let organisation = form.line("organisation").at_most(150, "Organisation").optional();
    let mail = form.email("mail").or_fault(NOT_AN_EMAIL_ADDRESS);
    let text = read_text(form);
    let item = read_item(form, facts, "Select the agenda item that your question is about");
    form.accept(())?;
    let who = Who { name: name?, address: address?, organisation: organisation?, mail: mail? };
    Some(Asked { who, item: item?, text: text? })
}

/// Renders the fields as hidden inputs, to be sent on with the key of the form.
pub(crate) fn hidden(form: &FormState, key: &str) -> Markup {
    html! {
        @for name in ["name", "address", "organisation", "mail", "item", "text"] { (form.hidden(name)) }
        (ui::hidden("form", key))
    }
}

/// Renders the list of agenda items to choose from, if there are any.
pub(crate) fn item_field(form: &FormState, facts: &MeetingFacts, label: &str) -> Markup {
    let items: Vec<(&str, &str)> = facts.items.iter().map(|title| (title.as_str(), title.as_str())).collect();
    html! {
        @if !items.is_empty() {
            (form.select(&ui::Select { name: "item", label, ..Default::default() }, Some("Select an item"), &items))
        }
    }
}

/// Renders the fields to fill in.
pub(crate) fn fields(form: &FormState, facts: &MeetingFacts) -> Markup {
    html! {
        (form.textarea(&ui::Textarea {
            name: "text", label: "Your question", rows: Some(6),
            hint: Some("Ask one question and keep it short. Do not name private individuals."),
            most_characters: u32::try_from(LONGEST_QUESTION).ok(), ..Default::default()
        }))
        (item_field(form, facts, "Which agenda item is it about?"))
        (ui::h2("About you"))
        (form.input(&ui::Input { name: "name", label: "Name", autocomplete: Some("name"), ..Default::default() }))
        (form.textarea(&ui::Textarea {
            name: "address", label: "Address in the borough", rows: Some(3), hint: Some("You must live in the borough to ask a question"),
            ..Default::default()
        }))
        (form.input(&ui::Input {
            name: "organisation", label: "Organisation (optional)", hint: Some("If you are asking for one, such as a residents’ group"),
            ..Default::default()
        }))
        (form.input(&ui::Input {
            name: "mail", label: "Email address", kind: ui::InputKind::Email, hint: Some("We’ll send your receipt and the decision here"),
            autocomplete: Some("email"), ..Default::default()
        }))
    }
}
