//! Lists as CSV files.

use crate::{Error, Result};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use foundation::text::inert;

/// A CSV file of this name, with a line of headings; no cell of it is a formula to a spreadsheet.
pub fn csv_file(name: &str, headings: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> Result<Response> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Error::Content(error.to_string());
    writer.write_record(headings).map_err(failed)?;
    for line in lines {
        writer.write_record(line.iter().map(|cell| inert(cell))).map_err(failed)?;
    }
    let content = writer.into_inner().map_err(|error| Error::Content(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    Ok((headers, content).into_response())
}
