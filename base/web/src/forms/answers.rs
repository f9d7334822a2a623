//! Reading the fields of a form: each into a value or a fault, all of them before the form is refused.
//!
//! A value is `None` if its field has a fault, so a form is read with `?`:
//!
//! ```
//! struct Ending {
//!     name: String,
//!     reason: Option<String>,
//! }
//!
//! fn read(form: &mut web::SubmittedForm) -> Option<Ending> {
//!     let name = form.line("name").at_most(100, "Name").required("Enter a name");
//!     let reason = form.lines("reason").at_most(500, "Reason").optional();
//!     form.accept(())?;
//!     Some(Ending { name: name?, reason: reason? })
//! }
//!
//! let mut form = web::SubmittedForm::of([("name", ""), ("reason", "")]);
//! assert!(read(&mut form).is_none());
//! assert_eq!(form.error("name"), Some("Enter a name"));
//! ```

use crate::SubmittedForm;
use crate::forms::submitted_form::SubmittedFile;
use crate::responses::confirmation_page::CONFIRMED;
use axum::body::Bytes;
use chrono::{Datelike, NaiveDate, NaiveTime};
use foundation::{Count, civil_date, text, time_of_day};
use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The error message of a date that is not one.
pub const NOT_A_DATE: &str = "Enter a real date, like 11 June 2024 or 11/6/2024";

/// The error message of a time that is not one.
pub const NOT_A_TIME: &str = "Enter a time, like 6.30pm";

/// The error message of an email address that is not one.
pub const NOT_AN_EMAIL_ADDRESS: &str = "Email address must be in the correct format, like name@example.com";

/// A text that was read from a field and cleaned.
#[derive(Debug)]
pub struct TextAnswer<'a> {
    form: &'a mut SubmittedForm,
    id: Cow<'static, str>,
    text: String,
    fault: Option<String>,
}

impl TextAnswer<'_> {
    /// Uses another id than the name of the field for its fault, for a page on which the name occurs twice.
    #[must_use]
    pub fn at(self, id: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), ..self }
    }

    /// Requires at most so many characters: ‘Title must be 200 characters or fewer’. Text is never cut short, so that nothing is
    /// lost and reported as saved.
    #[must_use]
    pub fn at_most(self, most: usize, what: &str) -> Self {
        let is_too_long = self.text.chars().count() > most;
        let fault = is_too_long.then(|| format!("{what} must be {} characters or fewer", Count::from(most)));
        Self { fault: self.fault.or(fault), ..self }
    }

    /// Requires at least so many characters, if there is a text at all.
    #[must_use]
    pub fn at_least(self, least: usize, message: &str) -> Self {
        let is_too_short = !self.text.is_empty() && self.text.chars().count() < least;
        let fault = is_too_short.then(|| message.to_owned());
        Self { fault: self.fault.or(fault), ..self }
    }

    /// Returns the text; if it is empty, adds `missing`.
    pub fn required(self, missing: &str) -> Option<String> {
        let fault = if self.text.is_empty() { Some(missing.to_owned()) } else { self.fault };
        Self { fault, ..self }.text()
    }

    /// Returns the text, or `Some(None)` if it is empty.
    pub fn optional(self) -> Option<Option<String>> {
        self.text().map(|text| Some(text).filter(|text| !text.is_empty()))
    }

    /// Returns the text, which may be empty.
    pub fn text(self) -> Option<String> {
        match self.fault {
            Some(fault) => {
                self.form.fault(self.id, fault);
                None
            }
            None => Some(self.text),
        }
    }
}

/// A value that was read from a field.
#[derive(Debug)]
pub struct Answer<'a, T> {
    form: &'a mut SubmittedForm,
    id: Cow<'static, str>,
    is_empty: bool,
    value: Option<T>,
}

impl<T> Answer<'_, T> {
    /// Uses another id than the name of the field for its fault.
    #[must_use]
    pub fn at(self, id: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), ..self }
    }

    /// Keeps the value only if it is suitable.
    #[must_use]
    pub fn filter(self, is_suitable: impl FnOnce(&T) -> bool) -> Self {
        Self { value: self.value.filter(is_suitable), ..self }
    }

    /// Returns the value; if the field is empty, adds `missing`, and if it cannot be understood, `wrong`.
    pub fn required(self, missing: impl Into<Cow<'static, str>>, wrong: impl Into<Cow<'static, str>>) -> Option<T> {
        if self.value.is_none() {
            self.form.fault(self.id, if self.is_empty { missing.into() } else { wrong.into() });
        }
        self.value
    }

    /// Returns the value; if there is none, adds `message`: ‘Select a board’.
    pub fn or_fault(self, message: impl Into<Cow<'static, str>>) -> Option<T> {
        let message = message.into();
        self.required(message.clone(), message)
    }

    /// Returns the value, or `Some(None)` if the field is empty; if it cannot be understood, adds `wrong`.
    pub fn optional(self, wrong: impl Into<Cow<'static, str>>) -> Option<Option<T>> {
        if self.is_empty { Some(None) } else { self.or_fault(wrong).map(Some) }
    }

    /// Returns the value, or the default if the field is empty; if it cannot be understood, adds `wrong`.
    pub fn or_default(self, default: T, wrong: impl Into<Cow<'static, str>>) -> Option<T> {
        self.optional(wrong).map(|value| value.unwrap_or(default))
    }
}

/// A file of a kind that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedFile {
    /// Its name as the sender gave it.
    pub name: String,
    /// Its media type, found from its content.
    pub content_type: &'static str,
    /// Its content.
    pub content: Bytes,
}

impl SubmittedForm {
    /// Reads a text of one line, cleaned.
    pub fn line(&mut self, name: impl Into<Cow<'static, str>>) -> TextAnswer<'_> {
        let id = name.into();
        let text = text::clean_line(self.value(&id));
        TextAnswer { form: self, id, text, fault: None }
    }

    /// Reads a text of several lines, cleaned.
    pub fn lines(&mut self, name: impl Into<Cow<'static, str>>) -> TextAnswer<'_> {
        let id = name.into();
        let text = text::clean_lines(self.value(&id));
        TextAnswer { form: self, id, text, fault: None }
    }

    /// Reads a value in a way of its own. `parse` is given the text as one clean line.
    pub fn parse<T>(&mut self, name: impl Into<Cow<'static, str>>, parse: impl FnOnce(&str) -> Option<T>) -> Answer<'_, T> {
        let id = name.into();
        let text = text::clean_line(self.value(&id));
        let value = if text.is_empty() { None } else { parse(&text) };
        Answer { form: self, id, is_empty: text.is_empty(), value }
    }

    /// Reads one of several options.
    pub fn choice<T: Clone>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        options: &[T],
        value_of: impl Fn(&T) -> String,
    ) -> Answer<'_, T> {
        self.parse(name, |text| options.iter().find(|option| value_of(option) == text).cloned())
    }

    /// Reads a record's key, or another value in its usual notation.
    pub fn key<T: FromStr>(&mut self, name: impl Into<Cow<'static, str>>) -> Answer<'_, T> {
        self.parse(name, |text| text.parse().ok())
    }

    /// Reads a date as people write it: [`read_date`].
    pub fn date(&mut self, name: impl Into<Cow<'static, str>>) -> Answer<'_, NaiveDate> {
        self.parse(name, read_date)
    }

    /// Reads a time of day as people write it: `6.30pm`, `18:30`.
    pub fn time(&mut self, name: impl Into<Cow<'static, str>>) -> Answer<'_, NaiveTime> {
        self.parse(name, time_of_day::read)
    }

    /// Reads a whole number.
    pub fn number<T: FromStr + PartialOrd>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        from_to: RangeInclusive<T>,
    ) -> Answer<'_, T> {
        self.parse(name, |text| text.parse().ok().filter(|number| from_to.contains(number)))
    }

    /// Reads an email address.
    pub fn email(&mut self, name: impl Into<Cow<'static, str>>) -> Answer<'_, String> {
        self.parse(name, access::account::mail_address)
    }

    /// Returns whether a checkbox is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// Returns whether the form was sent from its confirmation page.
    pub fn is_confirmed(&self) -> bool {
        self.is_ticked(CONFIRMED)
    }

    /// Returns the version of the record that the form was opened with, from its hidden field; 0 if it is not a number, which no
    /// record has.
    pub fn version(&self) -> i64 {
        self.value("version").parse().unwrap_or(0)
    }

    /// Reads a file of a kind that is accepted. `limit` is the most that the route takes, as people write it: `32 MB`.
    pub fn accepted_file(&mut self, name: &'static str, limit: &str) -> Option<AcceptedFile> {
        let SubmittedFile { name: file_name, content, .. } = self.any_file(name, limit)?;
        match files::kind_of(&content) {
            Ok(content_type) => Some(AcceptedFile { name: file_name, content_type, content }),
            Err(fault) => {
                self.fault(name, fault.message());
                None
            }
        }
    }

    /// Reads a file of any kind that is not empty.
    pub fn any_file(&mut self, name: &'static str, limit: &str) -> Option<SubmittedFile> {
        if self.is_too_large {
            self.fault(name, format!("The selected file must be smaller than {limit}"));
            return None;
        }
        let file = self.submitted_file(name).cloned();
        match &file {
            None => self.fault(name, "Select a file"),
            Some(file) if file.content.is_empty() => self.fault(name, files::ContentFault::Empty.message()),
            Some(_) => {}
        }
        file.filter(|file| !file.content.is_empty())
    }
}

/// Reads a date as people write it: `11 June 2024`, `11/6/2024`. It must be in the years from 1972 to 2199, so that a slip is
/// noticed.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    civil_date::read(text).filter(|day| (1972..2200).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(value: &str) -> SubmittedForm {
        SubmittedForm::of([("field", value)])
    }

    #[test]
    fn texts_are_cleaned_and_never_cut() {
        assert_eq!(form(" A\u{7}  line\r\nof words ").line("field").required("Enter").as_deref(), Some("A line of words"));
        assert_eq!(form("One\r\n\r\nTwo\u{0} ").lines("field").optional(), Some(Some("One\n\nTwo".to_owned())));
        assert_eq!(form(" \n").line("field").optional(), Some(None));
        let mut long = form(&"é".repeat(2_001));
        assert_eq!(long.lines("field").at_most(2_000, "Summary").optional(), None);
        assert_eq!(long.error("field"), Some("Summary must be 2,000 characters or fewer"));
        assert_eq!(long.value("field").chars().count(), 2_001, "what was typed is kept");
        assert!(form(&"é".repeat(2_000)).lines("field").at_most(2_000, "Summary").optional().is_some());
        let mut short = form("No");
        assert_eq!(short.line("field").at_least(5, "Enter the grounds").required("Enter the grounds"), None);
        assert_eq!(short.error("field"), Some("Enter the grounds"));
    }

    #[test]
    fn what_is_missing_and_what_is_wrong_are_told_apart() {
        for (value, message) in [
            ("", "Enter the day"),
            ("  ", "Enter the day"),
            ("31 June 2024", "Real"),
            ("1 May 0024", "Real"),
            ("0001-01-01", "Real"),
        ] {
            let mut form = form(value);
            assert_eq!(form.date("field").required("Enter the day", "Real"), None, "{value}");
            assert_eq!(form.error("field"), Some(message), "{value}");
        }
        assert_eq!(form("").date("field").optional("Real"), Some(None));
        assert_eq!(form("soon").date("field").optional("Real"), None);
        assert_eq!(form("11/6/24").date("field").optional("Real"), Some(NaiveDate::from_ymd_opt(2024, 6, 11)));
        assert_eq!(form("6.30 pm").time("field").or_fault("Time"), NaiveTime::from_hms_opt(18, 30, 0));
    }

    #[test]
    fn numbers_and_choices_are_within_what_is_offered() {
        for (value, number) in
            [("1", Some(1)), (" 600 ", Some(600)), ("0", None), ("601", None), ("1.5", None), ("99999999999999999999", None)]
        {
            assert_eq!(form(value).number("field", 1..=600).or_fault("Number"), number, "{value}");
        }
        let options = ["chair".to_owned(), "officer".to_owned()];
        assert_eq!(form("officer").choice("field", &options, Clone::clone).or_fault("Select"), Some("officer".to_owned()));
        assert_eq!(form("mayor").choice("field", &options, Clone::clone).or_fault("Select"), None);
        assert_eq!(form(" Ada@Example.COM ").email("field").or_fault("Email"), Some("ada@example.com".to_owned()));
        assert_eq!(form("ada").email("field").or_fault("Email"), None);
    }

    #[test]
    fn all_faults_are_found_at_once() {
        let mut form = SubmittedForm::of([("title", ""), ("day", "x"), ("board", "9")]);
        let read = |form: &mut SubmittedForm| {
            let title = form.line("title").required("Enter a title");
            let day = form.date("day").required("Enter a date", NOT_A_DATE);
            let board = form.key::<access::AccountId>("board").filter(|id| id.get() == 1).or_fault("Select a board");
            form.accept(())?;
            Some((title?, day?, board?))
        };
        assert_eq!(read(&mut form), None);
        let found = ["title", "day", "board"].map(|field| form.error(field).is_some());
        assert_eq!(found, [true; 3]);
    }

    #[test]
    fn a_field_of_a_row_has_a_name_and_an_id_of_its_own() {
        let mut form = SubmittedForm::of([("title-1", "Quay"), ("title-2", " "), ("confirmed", "yes")]);
        let titles: Vec<Option<String>> =
            (1..3).map(|row| form.line(format!("title-{row}")).at(format!("row-{row}")).required("Enter a title")).collect();
        assert_eq!(titles, [Some("Quay".to_owned()), None]);
        assert_eq!((form.error("row-2"), form.error("title-2")), (Some("Enter a title"), None));
        assert!(form.is_confirmed() && !SubmittedForm::default().is_confirmed());
    }

    #[test]
    fn a_missing_file_is_told_from_a_wrong_one() {
        let with = |name: &str, content: &'static [u8]| SubmittedFile {
            field: "file".to_owned(),
            name: name.to_owned(),
            content: Bytes::from_static(content),
        };
        for (files, is_too_large, message) in [
            (Vec::new(), false, "Select a file"),
            (vec![with("", b"")], false, "Select a file"),
            (vec![with("lease.pdf", b"")], false, "The selected file is empty"),
            (Vec::new(), true, "The selected file must be smaller than 32 MB"),
        ] {
            let mut form = SubmittedForm::default();
            (form.files, form.is_too_large) = (files, is_too_large);
            assert_eq!(form.any_file("file", "32 MB"), None, "{message}");
            assert_eq!(form.error("file"), Some(message));
        }
        let mut form = SubmittedForm::default();
        form.files = vec![with("notes.txt", b"Notes")];
        assert_eq!(form.accepted_file("file", "32 MB").map(|file| file.content_type), Some("text/plain; charset=utf-8"));
    }
}
