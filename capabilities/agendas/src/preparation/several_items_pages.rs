//! Pages for adding several items to a draft agenda at once: titles entered one per line, or items selected from the work
//! programme.

use crate::preparation;
use crate::preparation::pages::kinds;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::text::clean_line;
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::meeting::{Meeting, ProgrammeItemId};
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::programme;
use ui::FormState;
use web::{AppState, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// The maximum number of items added at once.
const MOST: usize = 30;

/// Handles `GET /meetings/{id}/items/add-several`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    Ok(page(&state, &meeting, &FormState::of([("kind", ItemKind::Report.word())])))
}

/// Handles `POST /meetings/{id}/items/add-several`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let Some((kind, titles)) = read(&mut form) else { return Ok(refused(page(&state, &meeting, &form))) };
    let transaction = state.begin(&who.actor).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    for title in titles {
        preparation::preparing::add(&transaction, &DraftItem::blank(meeting.id, kind, &title)?, transaction.by()).await?;
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "several").into_response())
}

/// Reads the kind of the items and their titles, one on each line.
fn read(form: &mut SubmittedForm) -> Option<(ItemKind, Vec<String>)> {
    let kind = form.parse("kind", ItemKind::read).or_fault("Select a kind of item");
    let typed = form.lines("titles").required("Enter at least one title").unwrap_or_default();
    let titles: Vec<String> = typed.lines().map(clean_line).filter(|title| !title.is_empty()).collect();
    if titles.len() > MOST {
        form.fault("titles", format!("Enter {MOST} titles or fewer"));
    } else if titles.iter().any(|title| title.chars().count() > 200) {
        form.fault("titles", "Each title must be 200 characters or fewer");
    }
    form.accept((kind?, titles))
}

/// Handles `POST /meetings/{id}/prepare/take`, which adds the selected work programme items. A browser sends the field once for
/// each.
pub(crate) async fn take(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let not_found = || web::Error::NotFound("Item");
    let mut wanted = Vec::new();
    for value in form.values("item").take(100) {
        wanted.push(value.parse::<ProgrammeItemId>().map_err(|_| not_found())?);
    }
    if wanted.is_empty() {
        return Ok(Redirect::to(&format!("{}/prepare?done=none-chosen#programme", meeting.address())).into_response());
    }
    let transaction = state.begin(&who.actor).await?;
    for id in wanted {
        let item = programme::store::by_id(&transaction, id).await?;
        let item = item.filter(|item| item.board == meeting.board).ok_or_else(not_found)?;
        if !preparation::preparing::schedule(&transaction, &item, meeting.id, transaction.by()).await? {
            return Err(not_found());
        }
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "several").into_response())
}

fn page(state: &AppState, meeting: &Meeting, form: &FormState) -> Markup {
    let title = form.title("Add several items");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&format!("Agenda for {}", meeting.short_day())), "Add several items"))
            form action={ (meeting.address()) "/items/add-several" } method="post" novalidate {
                (form.select(&ui::Select { name: "kind", label: "Kind", ..Default::default() }, None, &kinds()))
                (form.textarea(&ui::Textarea { name: "titles", label: "Titles", hint: Some("One on each line, in order"), rows: Some(8), ..Default::default() }))
                (ui::send("Add items"))
            }
        }
    };
    ui::page(&page, content)
}
