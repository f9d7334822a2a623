//! The files that belong to papers: pictures in their text, and attached files. Public files are for everyone; others only for
//! people who may read the paper they belong to.

use crate::{AppState, Error, FileRequest, RequestContext, Result, stored_file};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use files::StoredFile;

/// Nothing in an uploaded file is executed.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NOT_KEPT: HeaderValue = HeaderValue::from_static("private, no-store");

/// Returns the file with these bytes, if the requester may have it.
async fn file_of(state: &AppState, context: &RequestContext, hash: &str, what: &'static str) -> Result<StoredFile> {
    let missing = || Error::NotFound(what);
    let file = files::by_hash(state.db.reading(), hash).await?.ok_or_else(missing)?;
    if file.is_public {
        return Ok(file);
    }
    if context.session.is_some() {
        for files in &state.joined.private_files {
            if files.may_have_file(state, &context.actor, hash).await? {
                return Ok(file);
            }
        }
    }
    Err(missing())
}

/// Returns the cache policy of a file. A public file never changes, since its address is the hash of its bytes.
fn kept(file: &StoredFile) -> HeaderValue {
    if file.is_public { FOR_EVER } else { NOT_KEPT }
}

/// Handles `/pictures/{hash}`.
pub(crate) async fn picture(
    State(state): State<AppState>,
    context: RequestContext,
    asked: FileRequest,
    Path(hash): Path<String>,
) -> Result<Response> {
    let file = file_of(&state, &context, &hash, "Picture").await?;
    let kind =
        ["image/png", "image/jpeg"].into_iter().find(|kind| *kind == file.content_type).ok_or(Error::NotFound("Picture"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, kept(&file)),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
    ];
    Ok((headers, stored_file(&state, &asked, &file, &file.hash).await?).into_response())
}

/// Handles `/attachments/{hash}/{name}`: a file attached to a paper, under the name that the paper gives it.
pub(crate) async fn attachment(
    State(state): State<AppState>,
    context: RequestContext,
    asked: FileRequest,
    Path((hash, name)): Path<(String, String)>,
) -> Result<Response> {
    let file = file_of(&state, &context, &hash, "File").await?;
    let content = stored_file(&state, &asked, &file, &file.hash).await?;
    let handed_out = handed_out(&files::plain_name(&name), &file.content_type, content);
    Ok(([(header::CACHE_CONTROL, kept(&file))], handed_out).into_response())
}

/// Returns an uploaded file, as [`stored_file`] gave it, as a sandboxed download under this name, never shown in the page.
pub fn handed_out(name: &str, content_type: &str, content: Response) -> Response {
    let name: String = name.chars().filter(char::is_ascii).collect();
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(content_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition), (header::CONTENT_SECURITY_POLICY, SANDBOX)];
    (headers, content).into_response()
}
