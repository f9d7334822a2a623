//! The standing items of a board: what stands on every agenda, in its order.

use crate::board_desk_pages::{board_of, trail};
use crate::board_store::Board;
use crate::draft_item::ItemKind;
use crate::form::{line, send};
use crate::people::PLAN_YEAR;
use crate::programme_store::{self, StandingItem};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Done, Result, SignedIn, refused};

/// The most standing items that a board has.
const MOST: usize = 12;

/// What is sent: a line for each item, its kind before its title.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct StandingForm {
    #[serde(default)]
    items: String,
}

/// What a board has that never set any: the fixed opening of its published minutes.
pub(crate) fn usual() -> Vec<StandingItem> {
    [ItemKind::Announcements, ItemKind::Minutes, ItemKind::Declarations, ItemKind::Questions]
        .into_iter()
        .map(|kind| StandingItem { kind, title: kind.label().to_owned() })
        .collect()
}

/// `/boards/{slug}/standing-items`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let mut items = programme_store::standing_items(state.db.reading(), board.id).await?;
    if items.is_empty() {
        items = usual();
    }
    let lines: Vec<String> = items.iter().map(|item| format!("{}: {}", item.kind.label(), item.title)).collect();
    Ok(page(&state, &board, &lines.join("\n"), &[], &done))
}

/// `POST /boards/{slug}/standing-items`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<StandingForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let items = match read(&form.items) {
        Ok(items) => items,
        Err(fault) => return Ok(refused(page(&state, &board, &form.items, &[(&fault, "items")], ""))),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    programme_store::set_standing_items(&transaction, board.id, &items, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/standing-items?done=changed", board.slug)).into_response())
}

/// Reads `Kind: title`, a line to each; the kind is one of the labels, whatever the case and the apostrophe.
fn read(text: &str) -> std::result::Result<Vec<StandingItem>, String> {
    let key = foundation::text::title_key;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() || lines.len() > MOST {
        return Err(format!("Enter from 1 to {MOST} items, one on each line"));
    }
    let item = |text: &&str| {
        let shown: String = text.chars().take(60).collect();
        let (kind, title) = text.split_once(':').unwrap_or((text, text));
        let kind = ItemKind::ALL.into_iter().find(|known| key(known.label()) == key(kind));
        let kind = kind.ok_or_else(|| format!("“{shown}” does not begin with one of the kinds and a colon"))?;
        let title = line(title, 120);
        if title.is_empty() { Err(format!("“{shown}” has no title")) } else { Ok(StandingItem { kind, title }) }
    };
    lines.iter().map(item).collect()
}

fn page(state: &AppState, board: &Board, items: &str, faults: &[ui::Fault<'_>], done: &str) -> Markup {
    let title = ui::form_title("Standing items", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let kinds: Vec<&str> = ItemKind::ALL.iter().map(|kind| kind.label()).collect();
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            @if done == "changed" { (ui::done("The standing items were saved. Agendas begun from now on have them.")) }
            (ui::heading(Some(&board.name), "Standing items"))
            p class="govuk-body" { "These stand on every agenda of the board, in this order. Each line is the kind, a colon, and the title as the agenda prints it." }
            form action=(format!("/boards/{}/standing-items", board.slug)) method="post" novalidate {
                (ui::textarea(&ui::Textarea {
                    name: "items", label: "Standing items", value: items, rows: Some(8), error: ui::error_about(faults, "items"),
                    hint: Some(&format!("The kinds are: {}", kinds.join(", "))), ..Default::default()
                }))
                (send("Save"))
            }
        }
    };
    ui::page(&page, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whatever_their_case() {
        let items =
            read("chair's announcements: Chair’s announcements (if any)\n\nPublic Question Time: Public Question Time\nMinutes")
                .expect("items");
        let kinds: Vec<ItemKind> = items.iter().map(|item| item.kind).collect();
        assert_eq!(kinds, [ItemKind::Announcements, ItemKind::Questions, ItemKind::Minutes]);
        assert_eq!((items[0].title.as_str(), items[2].title.as_str()), ("Chair’s announcements (if any)", "Minutes"));
        assert!(read("Dancing: all").is_err_and(|fault| fault.contains("Dancing")));
        assert!(read("").is_err() && read(&"Minutes\n".repeat(13)).is_err());
    }
}
