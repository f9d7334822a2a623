//! A submitted form, with or without files, as one extractor.

use crate::{AppState, SentParts, SentPartsError};
use axum::Form;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::ops::{Deref, DerefMut};
use ui::FormState;

/// A submitted form: the state of its fields, and its files. Handlers read its fields with methods such as
/// [`line`](Self::line), each of which returns the value or adds a fault:
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
    files: Vec<SubmittedFile>,
    /// The field whose file was larger than the route accepts. What follows it was not read.
    pub(crate) too_large: Option<String>,
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
    pub fn submitted_file(&self, field: &str) -> Option<&SubmittedFile> {
        self.files.iter().find(|file| file.field == field && !(file.name.is_empty() && file.content.is_empty()))
    }

    /// Returns the field whose file was larger than the route accepts.
    pub fn too_large(&self) -> Option<&str> {
        self.too_large.as_deref()
    }

    async fn read_parts(mut parts: SentParts) -> Result<Self, SentPartsError> {
        let (mut values, mut files, mut too_large) = (Vec::new(), Vec::new(), None);
        loop {
            let part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                // The part that follows a file that fills the whole form.
                Err(error) if error.is_too_large() => {
                    too_large = files.pop().map(|file: SubmittedFile| file.field).or(Some(String::new()));
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
                    too_large = Some(field);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Self { state: FormState::submitted(values), files, too_large })
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
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            let parts = SentParts::from_request(request, state).await.map_err(IntoResponse::into_response)?;
            return Self::read_parts(parts).await.map_err(|error| crate::Error::from(error).into_response());
        }
        let Form(values) =
            Form::<Vec<(String, String)>>::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self { state: FormState::submitted(values), ..Self::default() })
    }
}
