//! Pages for a board's standing items: what is on every agenda, in order. A template can fill the form.

use crate::preparation::pages::kinds;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use meetings::access::PLAN_YEAR;
use meetings::board::managing::{board_of, trail};
use meetings::board::store::Board;
use meetings::preparation::item::ItemKind;
use meetings::programme;
use meetings::programme::store::StandingItem;
use serde::Deserialize;
use ui::FormState;
use web::{AppState, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// The maximum number of standing items of a board.
const MOST: usize = 12;

/// A set of standing items from which a board can start.
struct Template {
    key: &'static str,
    name: &'static str,
    kinds: &'static [ItemKind],
}

const TEMPLATES: [Template; 3] = [
    Template {
        key: "usual",
        name: "Announcements, minutes, declarations and public questions",
        kinds: &[ItemKind::Announcements, ItemKind::Minutes, ItemKind::Declarations, ItemKind::Questions],
    },
    Template {
        key: "full",
        name: "The same with apologies, urgent business and exclusion of the public",
        kinds: &[
            ItemKind::Apologies,
            ItemKind::Announcements,
            ItemKind::Minutes,
            ItemKind::Declarations,
            ItemKind::Questions,
            ItemKind::UrgentBusiness,
            ItemKind::Exclusion,
        ],
    },
    Template {
        key: "short",
        name: "Apologies, declarations and minutes only",
        kinds: &[ItemKind::Apologies, ItemKind::Declarations, ItemKind::Minutes],
    },
];

/// The query parameters of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StandingQuery {
    done: String,
    template: String,
}

/// Returns the standing items of a board that has not set any: the fixed opening of its published minutes.
pub(crate) fn usual() -> Vec<StandingItem> {
    TEMPLATES.first().map(items_of).unwrap_or_default()
}

fn items_of(template: &Template) -> Vec<StandingItem> {
    template.kinds.iter().map(|kind| StandingItem { kind: *kind, title: kind.label().to_owned() }).collect()
}

/// Returns the form with these items: for each row a kind and a title, `kind-0`, `title-0` and so on.
fn form_of(items: &[StandingItem]) -> FormState {
    let mut form = FormState::default();
    for (row, item) in items.iter().enumerate() {
        form.set(&format!("kind-{row}"), item.kind.word());
        form.set(&format!("title-{row}"), item.title.as_str());
    }
    form
}

/// Reads the items of the rows that have a kind, in order.
fn read(form: &mut SubmittedForm) -> Option<Vec<StandingItem>> {
    let mut items: Vec<StandingItem> = Vec::new();
    for row in 0..MOST {
        let (kind_field, title_field) = (format!("kind-{row}"), format!("title-{row}"));
        if [&kind_field, &title_field].iter().all(|field| form.value(field).trim().is_empty()) {
            continue;
        }
        let kind = form.parse(kind_field.clone(), ItemKind::read).or_fault("Select a kind of item");
        let (Some(kind), Some(title)) = (kind, form.line(title_field).at_most(120, "Title").text()) else { continue };
        if !kind.is_business() && items.iter().any(|known| known.kind == kind) {
            form.fault(kind_field, "Select each kind of standing item only once");
        }
        items.push(StandingItem { kind, title: if title.is_empty() { kind.label().to_owned() } else { title } });
    }
    if items.is_empty() && !form.has_faults() {
        form.fault("kind-0", "Select at least one item");
    }
    form.accept(items)
}

/// Handles `GET /boards/{slug}/standing-items`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(query): Query<StandingQuery>,
) -> Result<Markup> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let items = match TEMPLATES.iter().find(|template| template.key == query.template) {
        Some(template) => items_of(template),
        None => programme::store::standing_items(state.db.reading(), board.id).await?,
    };
    let items = if items.is_empty() { usual() } else { items };
    Ok(page(&state, &board, &form_of(&items), &query.done))
}

/// Handles `POST /boards/{slug}/standing-items`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let Some(items) = read(&mut form) else { return Ok(refused(page(&state, &board, &form, ""))) };
    let transaction = state.begin(&who.actor).await?;
    programme::store::set_standing_items(&transaction, board.id, &items, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/standing-items", board.slug), "changed").into_response())
}

fn page(state: &AppState, board: &Board, form: &FormState, done: &str) -> Markup {
    let title = form.title("Standing items");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let address = format!("/boards/{}/standing-items", board.slug);
    let kinds = kinds();
    let row = |row: usize| {
        let (kind, title) = (format!("kind-{row}"), format!("title-{row}"));
        let (kind_label, title_label) = (format!("Kind of item {}", row + 1), format!("Title of item {}", row + 1));
        html! {
            div class="moothall-standing" {
                (form.select(&ui::Select { name: &kind, label: &kind_label, ..Default::default() }, Some("None"), &kinds))
                (form.line(&title, &title_label))
            }
        }
    };
    let content = html! {
        (form.summary())
        @if done == "changed" { (ui::done("Standing items saved")) }
        (ui::heading(Some(&board.name), "Standing items"))
        (ui::measured("Every new agenda of this board starts with these items. Urgent business and exclusion of the public are placed after the reports."))
        (ui::details("Start from a template", html! {
            (ui::spaced_list(html! {
                @for template in &TEMPLATES { li { (ui::link(format!("{address}?template={}", template.key), template.name)) } }
            }))
            (ui::paragraph("A template fills in the form below. Nothing is saved until you select ‘Save standing items’."))
        }))
        form action=(address) method="post" novalidate {
            @for number in 0..MOST { (row(number)) }
            (ui::send("Save standing items"))
        }
    };
    ui::page(&page, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads these rows: the items, or the fields that have a fault.
    fn read_rows(rows: &[(&str, &str)]) -> std::result::Result<Vec<StandingItem>, Vec<String>> {
        let mut form = SubmittedForm::default();
        for (field, value) in rows {
            form.set(field, *value);
        }
        read(&mut form).ok_or_else(|| {
            let fields = (0..MOST).flat_map(|row| [format!("kind-{row}"), format!("title-{row}")]);
            fields.filter(|field| form.error(field).is_some()).collect()
        })
    }

    #[test]
    fn rows_become_items_and_empty_ones_are_left_out() {
        let rows = [("kind-0", "apologies"), ("title-0", "Apologies (if any)"), ("kind-4", "exclusion"), ("title-4", "")];
        let items = read_rows(&rows).expect("items");
        assert_eq!(items.iter().map(|item| item.kind).collect::<Vec<_>>(), [ItemKind::Apologies, ItemKind::Exclusion]);
        assert_eq!(
            (items[0].title.as_str(), items[1].title.as_str()),
            ("Apologies (if any)", "Exclusion of the press and public")
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let fields = |rows: &[(&str, &str)]| read_rows(rows).err().unwrap_or_default();
        assert_eq!(fields(&[("title-2", "A title without a kind")]), ["kind-2"]);
        assert_eq!(fields(&[("kind-0", "dancing")]), ["kind-0"]);
        assert_eq!(fields(&[("kind-0", "minutes"), ("kind-1", "minutes")]), ["kind-1"]);
        assert_eq!(fields(&[("kind-0", "report"), ("title-0", &"x".repeat(121))]), ["title-0"]);
        assert_eq!(fields(&[]), ["kind-0"]);
        assert!(read_rows(&[("kind-0", "report"), ("kind-1", "report")]).is_ok(), "every agenda may have several reports");
    }

    #[test]
    fn every_template_is_a_form_that_can_be_saved() {
        for template in &TEMPLATES {
            let form = form_of(&items_of(template));
            let rows: Vec<(&str, &str)> = form.all().collect();
            assert_eq!(read_rows(&rows).expect("items").len(), template.kinds.len());
        }
    }
}
