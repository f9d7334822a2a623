//! A submitted form, as an extractor, and a form with files, which is read after its handler has asked who sent it.

use crate::requests::sent_parts::{SentParts, SentPartsError};
use crate::{AppState, Result};
use axum::Form;
use axum::body::Bytes;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request};
use std::convert::Infallible;
use std::ops::{Deref, DerefMut};
use ui::FormState;

/// A submitted form: the state of its fields, and its files if it was read from an [`UnreadForm`]. Handlers read its fields with
/// methods such as [`line`](Self::line), each of which returns the value or adds a fault:
///
/// ```
/// let mut form = web::SubmittedForm::of([("name", " Ada  Sample "), ("until", "31 June 2024")]);
/// let name = form.line("name").at_most(100, "Name").required("Enter a name");
/// let until = form.date("until").required("Enter the last day", "Last day must be a real date");
/// assert_eq!((name.as_deref(), until), (Some("Ada Sample"), None));
/// assert_eq!(form.error("until"), Some("Last day must be a real date"));
/// ```
///
/// If it is refused, its state is what the page is shown with again.
#[derive(Debug, Default)]
pub struct SubmittedForm {
    state: FormState,
    pub(crate) files: Vec<SubmittedFile>,
    /// Whether the file was larger than the route accepts. What follows it was not read.
    pub(crate) is_too_large: bool,
}

/// A file in a submitted form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedFile {
    /// The field.
    pub field: String,
    /// The file's name as the sender gave it.
    pub name: String,
    /// Its content.
    pub content: Bytes,
}

impl SubmittedForm {
    /// Creates a form with these values, for tests.
    pub fn of<Value: Into<String>>(values: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self { state: FormState::of(values), ..Self::default() }
    }

    /// Returns the file in a field; `None` if none was selected, which a browser sends as an empty file without a name.
    pub(crate) fn submitted_file(&self, field: &str) -> Option<&SubmittedFile> {
        self.files.iter().find(|file| file.field == field && !(file.name.is_empty() && file.content.is_empty()))
    }

    async fn read_parts(mut parts: SentParts) -> std::result::Result<Self, SentPartsError> {
        let (mut values, mut files, mut is_too_large) = (Vec::new(), Vec::new(), false);
        loop {
            let part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                // The part that follows a file that fills the whole form.
                Err(error) if error.is_too_large() => {
                    is_too_large = true;
                    break;
                }
                Err(error) => return Err(error),
            };
            let field = part.name().unwrap_or_default().to_owned();
            let Some(name) = part.file_name().map(str::to_owned) else {
                values.push((field, part.text().await?));
                continue;
            };
            match part.bytes().await {
                Ok(content) => files.push(SubmittedFile { field, name, content }),
                Err(error) if error.is_too_large() => {
                    is_too_large = true;
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Self { state: FormState::submitted(values), files, is_too_large })
    }
}

impl Deref for SubmittedForm {
    type Target = FormState;

    fn deref(&self) -> &FormState {
        &self.state
    }
}

impl DerefMut for SubmittedForm {
    fn deref_mut(&mut self) -> &mut FormState {
        &mut self.state
    }
}

impl FromRequest<AppState> for SubmittedForm {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &AppState) -> std::result::Result<Self, FormRejection> {
        let Form(values) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
        Ok(Self { state: FormState::submitted(values), ..Self::default() })
    }
}

/// A form with files that has not been read yet. The handler of an [`upload`](crate::Routes::upload) asks first whether the person
/// may send it, so that the server reads and keeps no large file for anyone else.
#[derive(Debug)]
pub struct UnreadForm(Request);

impl UnreadForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Returns [`Error::NotUnderstood`](crate::Error::NotUnderstood) if it is not as a browser sends it, contains a NUL, or has too
    /// much text.
    pub async fn read(self) -> Result<SubmittedForm> {
        let parts = SentParts::of(self.0).await?;
        Ok(SubmittedForm::read_parts(parts).await?)
    }
}

impl FromRequest<AppState> for UnreadForm {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &AppState) -> std::result::Result<Self, Infallible> {
        Ok(Self(request))
    }
}
