//! Pages that are the same for everybody are made once and remembered until the record changes.
//!
//! A hundred readers of one meeting's page cause one making of it. Whether the record has changed is asked each time, with one
//! statement: every write appends to the ledger in its own transaction, so the ledger's head tells; prints have a count of their own.
//! Nothing old is ever shown.

use crate::AppState;
use axum::Extension;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, FromQueryResult};
use http_body_util::BodyExt;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The most that is remembered in all, in bytes; then everything is forgotten.
const MOST: usize = 24 * 1024 * 1024;

/// The largest page that is remembered, in bytes.
const LARGEST: u64 = 256 * 1024;

/// The longest address that is remembered, in bytes.
const LONGEST_ADDRESS: usize = 300;

/// What a page depends on besides its address: how far the record has come, and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    ledger: i64,
    prints: i64,
    today: NaiveDate,
}

/// The pages that were made at one moment.
#[derive(Debug, Default)]
pub(crate) struct RememberedPages(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    moment: Option<Moment>,
    by_address: HashMap<String, Bytes>,
    bytes: usize,
}

impl RememberedPages {
    fn find(&self, moment: Moment, address: &str) -> Option<Bytes> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.moment == Some(moment) { pages.by_address.get(address).cloned() } else { None }
    }

    fn keep(&self, moment: Moment, address: String, page: Bytes) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.moment != Some(moment) || pages.bytes + page.len() > MOST {
            *pages = Pages { moment: Some(moment), ..Pages::default() };
        }
        pages.bytes += address.len() + page.len();
        if let Some(before) = pages.by_address.insert(address, page) {
            pages.bytes = pages.bytes.saturating_sub(before.len());
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    ledger: i64,
    prints: i64,
}

async fn moment(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Moment, DbError> {
    let sql = "SELECT COALESCE((SELECT MAX(position) FROM ledger_head), 0) AS ledger, COALESCE((SELECT MAX(confirmed) FROM print), 0) \
               AS prints";
    let row = db::row::<Row>(connection, sql, []).await?;
    let Row { ledger, prints } = row.ok_or_else(|| DbError::Value("a count gave no row".to_owned()))?;
    Ok(Moment { ledger, prints, today })
}

/// A layer for the routes of pages that are the same for everybody: it remembers what they answered. A request that says who asks
/// (a cookie, an authorisation) passes by.
pub(crate) async fn remember(Extension(state): Extension<AppState>, request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map(|address| address.as_str().to_owned());
    let address = address.filter(|address| address.len() <= LONGEST_ADDRESS);
    let is_anybodys = request.method() == Method::GET
        && !request.headers().contains_key(header::COOKIE)
        && !request.headers().contains_key(header::AUTHORIZATION);
    let (Some(address), true) = (address, is_anybodys) else { return next.run(request).await };
    // Read before the page is made: what is written meanwhile makes another moment, at which the page is made anew.
    let moment = match moment(state.db.reading(), state.clock.today()).await {
        Ok(moment) => moment,
        Err(error) => return crate::Error::from(error).into_response(),
    };
    if let Some(page) = state.remembered().find(moment, &address) {
        return html(page);
    }
    // The page shows something of the settings, and is to show those of this moment.
    if let Err(error) = state.settings_at(moment.ledger).await {
        return crate::Error::from(error).into_response();
    }
    let response = next.run(request).await;
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let is_small = response.body().size_hint().exact().is_some_and(|size| size <= LARGEST);
    if response.status() != StatusCode::OK || !is_page || !is_small {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(page) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    state.remembered().keep(moment, address, page.clone());
    Response::from_parts(parts, Body::from(page))
}

fn html(page: Bytes) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_another_moment_are_forgotten_and_memory_has_its_bound() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        let first = Moment { ledger: 1, prints: 0, today: day };
        let second = Moment { ledger: 2, ..first };
        let pages = RememberedPages::default();
        pages.keep(first, "/meetings/1".into(), Bytes::from_static(b"old"));
        assert_eq!(pages.find(first, "/meetings/1"), Some(Bytes::from_static(b"old")));
        assert_eq!(pages.find(second, "/meetings/1"), None);
        assert_eq!(pages.find(first, "/meetings/2"), None);
        pages.keep(second, "/meetings/1".into(), Bytes::from_static(b"new"));
        assert_eq!(pages.find(first, "/meetings/1"), None);
        for number in 0..400 {
            pages.keep(second, format!("/meetings/{number}"), Bytes::from(vec![0; 200 * 1024]));
            assert!(pages.0.lock().unwrap().bytes <= MOST + LONGEST_ADDRESS);
        }
        assert!(pages.find(second, "/meetings/399").is_some());
    }
}
