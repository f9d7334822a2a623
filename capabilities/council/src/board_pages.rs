//! The boards, and the prefixes of their minutes' numbers.

use crate::access::{CHANGE, READ};
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use meetings::board::BoardRegister;
use meetings::{Board, BoardId};
use publications::Publishing;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, confirmation, redirect_done};

async fn register(state: &AppState, board: BoardId) -> Result<BoardRegister> {
    let current = publications::current(state.db.reading(), &format!("board/{board}")).await?.or_not_found("Board")?;
    serde_json::from_str(&current.content).map_err(|error| Error::Content(error.to_string()))
}

/// Handles `GET /settings/boards`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let mut rows = Vec::new();
    for board in meetings::boards(state.db.reading()).await? {
        let prefix = register(&state, board.id).await?.reference_prefix.unwrap_or_default();
        rows.push(row(&board, &prefix));
    }
    let page = ui::Page { title: "Boards", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::back_link("Settings", "/settings"))
        (confirmation(&done, &[("set", "Changes saved")]))
        (ui::heading(None, "Boards"))
        (ui::paragraph("The letters before the numbers of a board’s minutes, like ABC in ABC27. Each change is published as a new version of the board’s details."))
        @if rows.is_empty() { (ui::empty_state("No boards yet", html! { (ui::paragraph("Boards appear here when a clerk creates one, or when a pack is imported.")) })) }
        @else {
            (ui::table(&ui::Table {
                caption: "Boards", caption_is_hidden: true,
                columns: vec![ui::Column::words("Board"), ui::Column::words("Prefix")], rows, row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

fn row(board: &Board, prefix: &str) -> Vec<Markup> {
    let id = format!("prefix-{}", board.id);
    vec![
        html! { (board.name) },
        html! {
            form action={ "/settings/boards/" (board.id) "/prefix" } method="post" class="moothall-row-form" {
                (ui::row_input(&ui::Input { name: "prefix", id: Some(&id), label: &format!("Prefix of {}", board.name), value: prefix, width: Some(5), ..Default::default() }))
                (ui::row_button("Change", html! { " the prefix of " (board.name) }))
            }
        },
    ]
}

/// Handles `POST /settings/boards/{id}/prefix`.
pub(crate) async fn set_prefix(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let id: BoardId = id.parse().or_not_found("Board")?;
    let is_prefix = |prefix: &String| prefix.len() <= 6 && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    let prefix = form.key("prefix").filter(is_prefix).or_fault("Prefix must be 1 to 6 capital letters, like ABC");
    let prefix = prefix.ok_or_else(|| Error::NotUnderstood("Prefix must be 1 to 6 capital letters, like ABC.".to_owned()))?;
    let changed = BoardRegister { reference_prefix: Some(prefix), ..register(&state, id).await? };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let publishing = Publishing { at: by.at, actor: by.actor, reason: "Letters before minute numbers changed" };
    meetings::publish_board_of(&transaction, id, &changed, &publishing).await?.or_not_found("Board")?;
    transaction.commit().await?;
    Ok(redirect_done("/settings/boards", "set"))
}
