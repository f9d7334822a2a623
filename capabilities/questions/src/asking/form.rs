//! The form for asking a question: its fields and their validation.

use crate::asking::fitness::Who;
use crate::question::facts::MeetingFacts;
use crate::question::{LONGEST_QUESTION, one_line};
use access::account::mail_address;
use maud::{Markup, html};
use serde::Deserialize;

/// Form data for a question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    pub name: String,
    pub address: String,
    pub organisation: String,
    pub mail: String,
    pub item: String,
    pub text: String,
    /// Identifies this form, so that sending it twice creates only one question.
    pub form: String,
    /// `change` goes back to the fields.
    pub step: String,
}

/// The validated content of the form.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub who: Who,
    pub item: Option<String>,
    pub text: String,
}

/// A message about a field, and the field's id.
pub(crate) type Faults = Vec<(String, &'static str)>;

/// Converts the faults to the form that the components take.
pub(crate) fn shown(faults: &Faults) -> Vec<(&str, &str)> {
    faults.iter().map(|(message, field)| (message.as_str(), *field)).collect()
}

/// Returns the error message for a question's text, if it is invalid.
pub(crate) fn text_fault(text: &str) -> Option<String> {
    let length = text.chars().count();
    if length < 10 {
        return Some("Enter your question".to_owned());
    }
    (length > LONGEST_QUESTION).then(|| format!("Your question must be {LONGEST_QUESTION} characters or fewer. It has {length}"))
}

impl AskForm {
    /// Validates the form and returns its content, or the faults.
    pub(crate) fn read(&self, facts: &MeetingFacts) -> Result<Asked, Faults> {
        let mut faults = Faults::new();
        let mut field = |value: &str, most: usize, missing: &str, id: &'static str| {
            let value = one_line(value);
            if value.is_empty() && !missing.is_empty() {
                faults.push((missing.to_owned(), id));
            } else if value.chars().count() > most {
                faults.push((format!("This must be {most} characters or fewer"), id));
            }
            value
        };
        let name = field(&self.name, 100, "Enter your name", "name");
        let address = field(&self.address, 300, "Enter your address in the borough", "address");
        let organisation = field(&self.organisation, 150, "", "organisation");
        let mail = mail_address(&self.mail);
        if mail.is_none() {
            faults.push(("Email address must be in the correct format, like name@example.com".to_owned(), "mail"));
        }
        let text = one_line(&self.text);
        if let Some(fault) = text_fault(&text) {
            faults.push((fault, "text"));
        }
        let item = facts.items.iter().find(|title| **title == self.item).cloned();
        if item.is_none() && !facts.items.is_empty() {
            faults.push(("Select the agenda item that your question is about".to_owned(), "item"));
        }
        match mail {
            Some(mail) if faults.is_empty() => {
                let organisation = Some(organisation).filter(|name| !name.is_empty());
                Ok(Asked { who: Who { name, address, organisation, mail }, item, text })
            }
            _ => Err(faults),
        }
    }

    /// Renders the fields as hidden inputs, to be sent on.
    pub(crate) fn hidden(&self, form: &str) -> Markup {
        let fields = [
            ("name", self.name.as_str()),
            ("address", &self.address),
            ("organisation", &self.organisation),
            ("mail", &self.mail),
            ("item", &self.item),
            ("text", &self.text),
            ("form", form),
        ];
        html! { @for (name, value) in fields { input type="hidden" name=(name) value=(value); } }
    }

    /// Renders the fields to fill in.
    pub(crate) fn fields(&self, facts: &MeetingFacts, faults: &[(&str, &str)]) -> Markup {
        let error = |id: &str| ui::error_about(faults, id);
        html! {
            (ui::textarea(&ui::Textarea {
                name: "text", label: "Your question", rows: Some(6), value: &self.text, error: error("text"),
                hint: Some("Ask one question and keep it short. Do not name private individuals."),
                most_characters: u32::try_from(LONGEST_QUESTION).ok(), ..Default::default()
            }))
            @if !facts.items.is_empty() {
                (ui::select(&ui::Select {
                    name: "item", label: "Which agenda item is it about?", value: Some(&self.item), error: error("item"),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Select an item" })
                        .chain(facts.items.iter().map(|title| ui::SelectOption { value: title, text: title })).collect(),
                    ..Default::default()
                }))
            }
            h2 class="govuk-heading-m" { "About you" }
            (ui::input(&ui::Input {
                name: "name", label: "Name", value: &self.name, error: error("name"), autocomplete: Some("name"), ..Default::default()
            }))
            (ui::textarea(&ui::Textarea {
                name: "address", label: "Address in the borough", rows: Some(3), value: &self.address, error: error("address"),
                hint: Some("You must live in the borough to ask a question"), ..Default::default()
            }))
            (ui::input(&ui::Input {
                name: "organisation", label: "Organisation (optional)", value: &self.organisation, error: error("organisation"),
                hint: Some("If you are asking for one, such as a residents’ group"), ..Default::default()
            }))
            (ui::input(&ui::Input {
                name: "mail", label: "Email address", kind: ui::InputKind::Email, value: &self.mail, error: error("mail"),
                hint: Some("We’ll send your receipt and the decision here"), autocomplete: Some("email"), ..Default::default()
            }))
        }
    }
}
