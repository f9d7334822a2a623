//! Lists as CSV files.

use crate::{Error, Result};
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use foundation::text::inert;
use futures_util::{StreamExt, stream};

/// Returns lines as CSV, after a line of headings if there is one; no cell is a formula to a spreadsheet.
fn written(headings: Option<&[&str]>, lines: impl IntoIterator<Item = Vec<String>>) -> Result<Bytes> {
    let failed = |error: csv::Error| Error::Content(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(headings) = headings {
        writer.write_record(headings).map_err(failed)?;
    }
    for line in lines {
        writer.write_record(line.iter().map(|cell| inert(cell))).map_err(failed)?;
    }
    writer.into_inner().map(Bytes::from).map_err(|error| Error::Content(error.to_string()))
}

fn named(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (headers, body).into_response()
}

/// Returns a CSV file of this name, with a line of headings.
pub fn csv_file(name: &str, headings: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> Result<Response> {
    Ok(named(name, Body::from(written(Some(headings), lines)?)))
}

/// Returns a CSV file of this name that is sent while it is read, so that a long one needs no more memory than one batch of its
/// lines. `next` reads the batch after the position at which the last one ended, and returns its own end position, which is
/// `None` for the last batch.
///
/// # Errors
/// The error of `next` for the first batch. If a later batch cannot be read, the connection ends before the file does.
pub async fn csv_in_batches<P, F>(
    name: &str,
    headings: &[&str],
    mut next: impl FnMut(Option<P>) -> F + Send + 'static,
) -> Result<Response>
where
    P: Send + 'static,
    F: Future<Output = Result<(Vec<Vec<String>>, Option<P>)>> + Send + 'static,
{
    let (first, after) = next(None).await?;
    let begun = written(Some(headings), first)?;
    let rest = stream::try_unfold((next, after), move |(mut next, after)| async move {
        let Some(after) = after else { return Ok::<_, Error>(None) };
        let (batch, after) =
            next(Some(after)).await.inspect_err(|error| tracing::error!(%error, "a CSV file could not be read on"))?;
        Ok(Some((written(None, batch)?, (next, after))))
    });
    Ok(named(name, Body::from_stream(stream::iter([Ok(begun)]).chain(rest))))
}
