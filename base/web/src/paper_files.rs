//! The files that belong to papers: pictures among their words, and files that go with them. Public ones for everybody; others for those who
//! may read the paper that bears them.

use crate::{AppState, Asking, Error, FileRequest, Result, stored_file};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use files::StoredFile;

/// Nothing in a file that somebody sent is run.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NOT_KEPT: HeaderValue = HeaderValue::from_static("private, no-store");

/// The file with these bytes, where whoever asks may have it.
async fn file_of(state: &AppState, asking: &Asking, hash: &str, what: &'static str) -> Result<StoredFile> {
    let missing = || Error::NotFound(what);
    let file = files::by_hash(state.db.reading(), hash).await?.ok_or_else(missing)?;
    if file.is_public {
        return Ok(file);
    }
    if asking.session.is_some() {
        for papers in &state.joined.item_papers {
            if papers.may_have_file(state, &asking.actor, hash).await? {
                return Ok(file);
            }
        }
    }
    Err(missing())
}

/// What is public stays the same for ever, since its address is the hash of its bytes.
fn kept(file: &StoredFile) -> HeaderValue {
    if file.is_public { FOR_EVER } else { NOT_KEPT }
}

/// `/pictures/{hash}`.
pub(crate) async fn picture(
    State(state): State<AppState>,
    asking: Asking,
    asked: FileRequest,
    Path(hash): Path<String>,
) -> Result<Response> {
    let file = file_of(&state, &asking, &hash, "Picture").await?;
    let kind =
        ["image/png", "image/jpeg"].into_iter().find(|kind| *kind == file.content_type).ok_or(Error::NotFound("Picture"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, kept(&file)),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
    ];
    Ok((headers, stored_file(&state, &asked, &file, &file.hash).await?).into_response())
}

/// `/attachments/{hash}/{name}`: a file that goes with a paper, under the name that the paper gives it.
pub(crate) async fn attachment(
    State(state): State<AppState>,
    asking: Asking,
    asked: FileRequest,
    Path((hash, name)): Path<(String, String)>,
) -> Result<Response> {
    let file = file_of(&state, &asking, &hash, "File").await?;
    let content = stored_file(&state, &asked, &file, &file.hash).await?;
    let handed_out = handed_out(&files::plain_name(&name), &file.content_type, content);
    Ok(([(header::CACHE_CONTROL, kept(&file))], handed_out).into_response())
}

/// A file that somebody sent, as [`stored_file`] gave it, handed out under this name to be kept and not to be shown, in a sandbox.
pub fn handed_out(name: &str, content_type: &str, content: Response) -> Response {
    let name: String = name.chars().filter(char::is_ascii).collect();
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(content_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition), (header::CONTENT_SECURITY_POLICY, SANDBOX)];
    (headers, content).into_response()
}
