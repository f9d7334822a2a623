//! The boards, and the prefixes of their minutes' numbers.

use crate::permissions::{CHANGE, READ};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use meetings::board::BoardRegister;
use meetings::{Board, BoardId};
use publications::Publishing;
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn};

async fn register(state: &AppState, board: BoardId) -> Result<BoardRegister> {
    let current = publications::current(state.db.reading(), &format!("board/{board}")).await?.ok_or(Error::NotFound("Board"))?;
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
        @if done == "set" { (ui::done("Changes saved")) }
        (ui::heading(None, "Boards"))
        p class="govuk-body" { "The letters before the numbers of a board’s minutes, like ABC in ABC27. Each change is published as a new version of the board’s details." }
        @if rows.is_empty() { (ui::empty_state("No boards yet", html! { p class="govuk-body" { "Boards appear here when a clerk creates one, or when a pack is imported." } })) }
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
                label class="govuk-visually-hidden" for=(id) { "Prefix of " (board.name) }
                input class="govuk-input govuk-input--width-5" id=(id) name="prefix" value=(prefix);
                button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                    "Change" span class="govuk-visually-hidden" { " the prefix of " (board.name) }
                }
            }
        },
    ]
}

/// Form data for a prefix.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PrefixForm {
    prefix: String,
}

/// Handles `POST /settings/boards/{id}/prefix`.
pub(crate) async fn set_prefix(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PrefixForm>,
) -> Result<Redirect> {
    state.ask_any(&who.actor, CHANGE)?;
    let id: BoardId = id.parse().map_err(|_| Error::NotFound("Board"))?;
    let prefix = form.prefix.trim();
    let is_prefix = (1..=6).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_prefix {
        return Err(Error::NotUnderstood("Prefix must be 1 to 6 capital letters, like ABC.".to_owned()));
    }
    let changed = BoardRegister { reference_prefix: Some(prefix.to_owned()), ..register(&state, id).await? };
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: "Letters before minute numbers changed" };
    let transaction = state.db.begin().await?;
    meetings::publish_board_of(&transaction, id, &changed, &publishing).await?.ok_or(Error::NotFound("Board"))?;
    transaction.commit().await?;
    Ok(Redirect::to("/settings/boards?done=set"))
}
