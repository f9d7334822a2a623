//! The state of a form: what was typed in each field, and what is wrong with it.

use crate::choices::{Choice, Choices, checkboxes, radios};
use crate::fields::{
    DateInput, FileInput, Input, InputKind, Select, SelectOption, Textarea, date_input, error_summary, file_input, form_title,
    hidden, input, select, textarea,
};
use maud::{Markup, html};
use std::borrow::Cow;
use std::fmt;

/// The state of a form, which is all that a view needs to show it: empty when the page is opened, with the record's values when
/// it is edited, and with what was typed and its faults when it is refused.
///
/// Passwords are never rendered, nor is what was typed written to logs.
///
/// The methods that render fields fill in the value and the error message of a field by its name:
///
/// ```
/// let mut form = ui::FormState::default();
/// form.set("title", "The quay");
/// form.fault("day", "Enter the day of the meeting");
/// let fields = maud::html! {
///     (form.summary())
///     (form.input(&ui::Input { name: "title", label: "Title", ..Default::default() }))
///     (form.date(&ui::DateInput { name: "day", label: "Day", ..Default::default() }))
/// };
/// assert!(fields.into_string().contains("<a href=\"#day\">Enter the day of the meeting</a>"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormState {
    /// The fields as they were submitted, in their order. A field of checkboxes occurs once for each that is ticked.
    values: Vec<(String, String)>,
    /// The faults: the id of the field, and the message.
    faults: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl fmt::Debug for FormState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
        formatter.debug_struct("FormState").field("fields", &names).field("faults", &self.faults).finish()
    }
}

impl FormState {
    /// Creates the state of a form with these values.
    pub fn of<Value: Into<String>>(values: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        Self { values, faults: Vec::new() }
    }

    /// Creates the state of a form from its fields as they were submitted.
    pub fn submitted(values: Vec<(String, String)>) -> Self {
        Self { values, faults: Vec::new() }
    }

    /// Returns what is in a field; empty if nothing is.
    pub fn value(&self, name: &str) -> &str {
        self.values(name).next().unwrap_or_default()
    }

    /// Returns all values of a field, such as the ticked checkboxes.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Returns the names and values of all fields.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Replaces what is in a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(field, _)| field != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// Fills in a field that was not submitted.
    pub fn set_if_absent(&mut self, name: &str, value: impl Into<String>) {
        if self.values(name).next().is_none() {
            self.set(name, value);
        }
    }

    /// Returns this state if `is_back`, and an empty one otherwise: of several forms on a page, only the one that was refused keeps
    /// what was typed.
    #[must_use]
    pub fn only_if(&self, is_back: bool) -> Self {
        if is_back { self.clone() } else { Self::default() }
    }

    /// Ticks a checkbox whose value is `yes`, or unticks it.
    pub fn tick(&mut self, name: &str, is_ticked: bool) {
        self.set(name, if is_ticked { "yes" } else { "" });
    }

    /// Adds an error message about the field with this id. The first message about a field is the one that is shown.
    pub fn fault(&mut self, id: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) {
        let id = id.into();
        if self.error(&id).is_none() {
            self.faults.push((id, message.into()));
        }
    }

    /// Returns the error message about the field with this id, if there is one.
    pub fn error(&self, id: &str) -> Option<&str> {
        self.faults.iter().find(|(field, _)| field == id).map(|(_, message)| message.as_ref())
    }

    /// Returns the error messages, in the order in which they were found.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.faults.iter().map(|(_, message)| message.as_ref())
    }

    /// Returns whether any field has a fault.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Returns the value if no field has a fault.
    pub fn accept<T>(&self, value: T) -> Option<T> {
        (!self.has_faults()).then_some(value)
    }

    /// Returns the title of the form's page. If the form has faults, the title says so first.
    pub fn title(&self, title: &str) -> String {
        form_title(title, self.has_faults())
    }

    /// Renders the error summary for the top of the page; nothing if there are no faults.
    pub fn summary(&self) -> Markup {
        let faults: Vec<(&str, &str)> = self.faults.iter().map(|(id, message)| (message.as_ref(), id.as_ref())).collect();
        html! { @if self.has_faults() { (error_summary(&faults)) } }
    }

    /// Renders the error message with this id alone, for a fault that belongs to no field that the page has.
    pub fn message(&self, id: &str) -> Markup {
        html! { @if let Some(message) = self.error(id) { p class="govuk-error-message" id=(id) { (message) } } }
    }

    /// Renders a text field of one line.
    pub fn input(&self, field: &Input) -> Markup {
        let id = field.id.unwrap_or(field.name);
        let value = if field.kind == InputKind::Password { "" } else { self.value(field.name) };
        input(&Input { value, error: self.error(id), ..*field })
    }

    /// Renders a text field of one line that has only a label.
    pub fn line(&self, name: &str, label: &str) -> Markup {
        self.input(&Input { name, label, ..Input::default() })
    }

    /// Renders a text field of one line with this id, since its name occurs more than once on the page.
    pub fn line_at(&self, (id, name): (&str, &str), label: &str, hint: Option<&str>) -> Markup {
        self.input(&Input { name, id: Some(id), label, hint, ..Input::default() })
    }

    /// Renders a text field of several lines.
    pub fn textarea(&self, area: &Textarea) -> Markup {
        let id = area.id.unwrap_or(area.name);
        textarea(&Textarea { value: self.value(area.name), error: self.error(id), ..*area })
    }

    /// Renders a field for a date.
    pub fn date(&self, date: &DateInput) -> Markup {
        date_input(&DateInput { value: self.value(date.name), error: self.error(date.name), ..*date })
    }

    /// Renders a field for a time of day.
    pub fn time(&self, name: &str, label: &str) -> Markup {
        self.input(&Input { name, label, hint: Some("For example, 6.30pm"), width: Some(10), ..Input::default() })
    }

    /// Renders a field for uploading a file. A browser does not send back the name of a file, so it is always empty.
    ///
    /// It is the last field of its form: if the file is too large, nothing that follows it is read.
    pub fn file(&self, file: &FileInput) -> Markup {
        file_input(&FileInput { error: self.error(file.name), ..*file })
    }

    /// Renders a list from which one option is selected. `first` is shown as long as none is.
    pub fn select<Value: AsRef<str>, Text: AsRef<str>>(
        &self,
        field: &Select,
        first: Option<&str>,
        options: &[(Value, Text)],
    ) -> Markup {
        let id = field.id.unwrap_or(field.name);
        let options = first
            .map(|text| SelectOption { value: "", text })
            .into_iter()
            .chain(options.iter().map(|(value, text)| SelectOption { value: value.as_ref(), text: text.as_ref() }))
            .collect();
        select(&Select { value: Some(self.value(field.name)), error: self.error(id), options, ..field.clone() })
    }

    /// Renders radios, of which the submitted one is selected.
    pub fn radios(&self, choices: &Choices) -> Markup {
        radios(&self.filled(choices))
    }

    /// Renders checkboxes, of which the submitted ones are ticked.
    pub fn checkboxes(&self, choices: &Choices) -> Markup {
        checkboxes(&self.filled(choices))
    }

    /// Renders one checkbox under a legend. Its value is `yes`.
    pub fn checkbox(&self, name: &str, legend: &str, text: &str, hint: Option<&str>) -> Markup {
        let choices = vec![Choice { value: "yes", text, hint, chosen: !self.value(name).is_empty() }];
        checkboxes(&Choices { name, legend, choices, error: self.error(name), ..Choices::default() })
    }

    fn filled<'a>(&'a self, choices: &Choices<'a>) -> Choices<'a> {
        let is_sent = |value: &str| self.values(choices.name).any(|sent| sent == value);
        let filled = choices.choices.iter().map(|choice| Choice { chosen: is_sent(choice.value), ..*choice }).collect();
        Choices { error: self.error(choices.id.unwrap_or(choices.name)), choices: filled, ..choices.clone() }
    }

    /// Renders a hidden field with its value.
    pub fn hidden(&self, name: &str) -> Markup {
        hidden(name, self.value(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused() -> FormState {
        let mut form = FormState::of([("title", "<Quay>"), ("wanted", "agendas"), ("wanted", "minutes")]);
        form.fault("title", "Title must be 3 characters or fewer");
        form.fault("title", "A second message");
        form
    }

    #[test]
    fn fields_keep_what_was_typed_and_say_what_is_wrong() {
        let form = refused();
        let html = form.line("title", "Title").into_string();
        assert!(html.contains("value=\"&lt;Quay&gt;\"") && html.contains("Title must be 3 characters or fewer"), "{html}");
        assert!(form.summary().into_string().contains("href=\"#title\""));
        assert!(!form.summary().into_string().contains("second"), "one message for a field");
        assert_eq!(form.title("Add"), "Error: Add");
        assert_eq!(form.accept(1), None);
    }

    #[test]
    fn a_fault_belongs_to_the_field_with_its_id() {
        let mut form = FormState::of([("reason", "It moved")]);
        form.fault("end-reason", "Enter a reason");
        let at = |id| form.line_at((id, "reason"), "Reason", None).into_string();
        assert!(at("end-reason").contains("Enter a reason"));
        assert!(!at("name-reason").contains("Enter a reason"));
    }

    #[test]
    fn only_the_form_that_was_refused_keeps_what_was_typed() {
        let stored = |is_back| {
            let mut form = refused().only_if(is_back);
            form.set_if_absent("title", "Stored");
            (form.value("title").to_owned(), form.has_faults())
        };
        assert_eq!(stored(true), ("<Quay>".to_owned(), true));
        assert_eq!(stored(false), ("Stored".to_owned(), false));
    }

    #[test]
    fn a_password_is_never_shown() {
        let form = FormState::of([("password", "three random words")]);
        let field = Input { name: "password", label: "Password", kind: InputKind::Password, ..Input::default() };
        let shown = format!("{} {form:?}", form.input(&field).into_string());
        assert!(!shown.contains("random") && shown.contains("password"), "{shown}");
    }

    #[test]
    fn ticked_boxes_stay_ticked() {
        let choice = |value| Choice { value, text: value, ..Choice::default() };
        let choices = vec![choice("agendas"), choice("minutes"), choice("meetings")];
        let html = refused().checkboxes(&Choices { name: "wanted", legend: "What", choices, ..Choices::default() }).into_string();
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
    }

    #[test]
    fn a_single_box_is_ticked_by_any_value() {
        let mut form = FormState::of([("confirmed", "on")]);
        let html = |form: &FormState| form.checkbox("confirmed", "Before you publish", "I have read it", None).into_string();
        assert!(html(&form).contains("value=\"yes\" checked"), "{}", html(&form));
        form.tick("confirmed", false);
        assert!(!html(&form).contains(" checked"));
    }

    #[test]
    fn the_chosen_option_is_selected_and_a_foreign_one_is_not_offered() {
        let select = Select { name: "board", label: "Board", ..Select::default() };
        let of =
            |value| FormState::of([("board", value)]).select(&select, Some("Select a board"), &[("1", "Quay"), ("2", "Pier")]);
        assert!(of("2").into_string().contains("<option value=\"2\" selected>Pier"));
        assert!(!of("9").into_string().contains(" selected"));
    }

    #[test]
    fn an_empty_form_has_no_faults() {
        let form = FormState::default();
        assert_eq!((form.summary().into_string().as_str(), form.value("title")), ("", ""));
        assert_eq!((form.title("Add"), form.accept(1)), ("Add".to_owned(), Some(1)));
    }
}
