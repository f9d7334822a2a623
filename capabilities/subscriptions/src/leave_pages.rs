//! Unsubscribing, by a button on a page or with one click in the reader's mail program (RFC 8058). The URL is sufficient proof,
//! so no cookie is needed, and the response is the same whether or not the person still followed.

use crate::following::ACTOR;
use crate::subscription::read_way_out;
use crate::subscription_store;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use web::{AppState, Result};

/// Handles `GET /subscriptions/leave/{token}`. Viewing the page changes nothing, because mail programs fetch links too.
pub(crate) async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let page = ui::Page { title: "Unsubscribe from this board", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "Unsubscribe from this board"))
            (ui::paragraph("We’ll delete your email address and stop emailing you about this board."))
            form action=(format!("/subscriptions/leave/{}", foundation::text::address_part(&token))) method="post" {
                (ui::send("Unsubscribe"))
            }
        }
    };
    let mut response = ui::page(&page, content).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Handles `POST /subscriptions/leave/{token}`. The request body is ignored.
pub(crate) async fn leave(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    if let Some(id) = read_way_out(&state.secret, &token) {
        let transaction = state.db.begin().await?;
        if subscription_store::erase(&transaction, id, "left", state.by(ACTOR)).await? {
            transaction.commit().await?;
        }
    }
    let page = ui::Page { title: "You have unsubscribed", ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (ui::heading(None, "You have unsubscribed"))
            (ui::paragraph("We’ve deleted your email address for this board. You may still get an email that was already being sent."))
            (ui::paragraph(ui::link("/boards", "All boards")))
        }
    };
    Ok(ui::page(&page, content).into_response())
}
