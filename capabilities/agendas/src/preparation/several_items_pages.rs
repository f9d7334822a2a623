//! Pages for adding several items to a draft agenda at once: titles entered one per line, or items selected from the work
//! programme.

use crate::preparation;
use crate::preparation::pages::kinds;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::form::{line, select_field, send, text_field};
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{Meeting, ProgrammeItemId};
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::programme;
use meetings::programme::ProgrammeState;
use serde::Deserialize;
use web::{AppState, Result, SignedIn, refused};

/// The maximum number of items added at once.
const MOST: usize = 30;

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SeveralForm {
    kind: String,
    titles: String,
}

/// Handles `GET /meetings/{id}/items/add-several`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    Ok(page(&state, &meeting, &SeveralForm { kind: ItemKind::Report.word().to_owned(), ..SeveralForm::default() }, &[]))
}

/// Handles `POST /meetings/{id}/items/add-several`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<SeveralForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let kind = ItemKind::read(&form.kind);
    let titles: Vec<&str> = form.titles.lines().map(str::trim).filter(|title| !title.is_empty()).collect();
    let mut faults = Vec::new();
    if kind.is_none() {
        faults.push(("Select a kind of item", "kind"));
    }
    if titles.is_empty() {
        faults.push(("Enter at least one title", "titles"));
    } else if titles.len() > MOST {
        faults.push(("Enter 30 titles or fewer", "titles"));
    } else if titles.iter().any(|title| title.chars().count() > 200) {
        faults.push(("Each title must be 200 characters or fewer", "titles"));
    }
    let (Some(kind), true) = (kind, faults.is_empty()) else { return Ok(refused(page(&state, &meeting, &form, &faults))) };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    for title in titles {
        preparation::preparing::add(&transaction, &DraftItem::blank(meeting.id, kind, &line(title, 200))?, state.by(&actor))
            .await?;
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=several", meeting.address())).into_response())
}

/// Handles `POST /meetings/{id}/prepare/take`, which adds the selected work programme items. A browser sends the field once for
/// each.
pub(crate) async fn take(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let not_found = || web::Error::NotFound("Item");
    let mut wanted = Vec::new();
    for (_, value) in fields.iter().filter(|(name, _)| name == "item").take(100) {
        wanted.push(value.parse::<ProgrammeItemId>().map_err(|_| not_found())?);
    }
    if wanted.is_empty() {
        return Ok(Redirect::to(&format!("{}/prepare?done=none-chosen#programme", meeting.address())).into_response());
    }
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    for id in wanted {
        let item = programme::store::by_id(&transaction, id).await?;
        let item =
            item.filter(|item| item.board == meeting.board && item.state == ProgrammeState::Planned).ok_or_else(not_found)?;
        preparation::preparing::schedule(&transaction, &item, meeting.id, state.by(&actor)).await?;
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=several", meeting.address())).into_response())
}

fn page(state: &AppState, meeting: &Meeting, form: &SeveralForm, faults: &[ui::Fault<'_>]) -> Markup {
    let title = ui::form_title("Add several items", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("Agenda for {}", meeting.short_day())), "Add several items"))
            form action={ (meeting.address()) "/items/add-several" } method="post" novalidate {
                (select_field("kind", "Kind", &form.kind, &kinds(), faults))
                (text_field("titles", "Titles", &form.titles, Some("One on each line, in order"), 8, faults))
                (send("Add items"))
            }
        }
    };
    ui::page(&page, content)
}
