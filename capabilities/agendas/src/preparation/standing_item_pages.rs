//! Pages for a board's standing items: what is on every agenda, in order. A template can fill the form.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use meetings::access::PLAN_YEAR;
use meetings::board::managing::{board_of, trail};
use meetings::board::store::Board;
use meetings::form::{is_too_long, line, send};
use meetings::preparation::item::ItemKind;
use meetings::programme;
use meetings::programme::store::StandingItem;
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Result, SignedIn, redirect_done, refused};

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

/// The submitted form: for each row a kind and a title, `kind-0`, `title-0` and so on.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct StandingForm {
    #[serde(flatten)]
    rows: HashMap<String, String>,
}

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

impl StandingForm {
    fn of(items: &[StandingItem]) -> Self {
        let mut rows = HashMap::new();
        for (row, item) in items.iter().enumerate() {
            rows.insert(format!("kind-{row}"), item.kind.word().to_owned());
            rows.insert(format!("title-{row}"), item.title.clone());
        }
        Self { rows }
    }

    fn text(&self, field: &str) -> &str {
        self.rows.get(field).map(String::as_str).unwrap_or_default()
    }

    /// Returns the items of the rows that have a kind, in order, or the faults, each with its field.
    fn read(&self) -> std::result::Result<Vec<StandingItem>, Vec<(&'static str, String)>> {
        let (mut items, mut faults): (Vec<StandingItem>, Vec<(&'static str, String)>) = (Vec::new(), Vec::new());
        for row in 0..MOST {
            let (kind_field, title_field) = (format!("kind-{row}"), format!("title-{row}"));
            let (word, title) = (self.text(&kind_field), line(self.text(&title_field), 120));
            match ItemKind::read(word) {
                None if word.is_empty() && title.is_empty() => {}
                None => faults.push(("Select a kind of item", kind_field)),
                Some(_) if is_too_long(self.text(&title_field), 120) => {
                    faults.push(("Title must be 120 characters or fewer", title_field));
                }
                Some(kind) if !kind.is_business() && items.iter().any(|known| known.kind == kind) => {
                    faults.push(("Select each kind of standing item only once", kind_field));
                }
                Some(kind) => {
                    items.push(StandingItem { kind, title: if title.is_empty() { kind.label().to_owned() } else { title } });
                }
            }
        }
        if items.is_empty() && faults.is_empty() {
            faults.push(("Select at least one item", "kind-0".to_owned()));
        }
        if faults.is_empty() { Ok(items) } else { Err(faults) }
    }
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
    Ok(page(&state, &board, &StandingForm::of(&items), &[], &query.done))
}

/// Handles `POST /boards/{slug}/standing-items`.
pub(crate) async fn set(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<StandingForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, PLAN_YEAR, &slug).await?;
    let items = match form.read() {
        Ok(items) => items,
        Err(faults) => {
            let faults: Vec<ui::Fault<'_>> = faults.iter().map(|(message, field)| (*message, field.as_str())).collect();
            return Ok(refused(page(&state, &board, &form, &faults, "")));
        }
    };
    let transaction = state.begin(&who.actor).await?;
    programme::store::set_standing_items(&transaction, board.id, &items, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/standing-items", board.slug), "changed").into_response())
}

fn page(state: &AppState, board: &Board, form: &StandingForm, faults: &[ui::Fault<'_>], done: &str) -> Markup {
    let title = ui::form_title("Standing items", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let address = format!("/boards/{}/standing-items", board.slug);
    let mut kinds = vec![ui::SelectOption { value: "", text: "None" }];
    kinds.extend(ItemKind::ALL.iter().map(|kind| ui::SelectOption { value: kind.word(), text: kind.label() }));
    let row = |row: usize| {
        let (kind, title) = (format!("kind-{row}"), format!("title-{row}"));
        let (kind_label, title_label) = (format!("Kind of item {}", row + 1), format!("Title of item {}", row + 1));
        html! {
            div class="moothall-standing" {
                (ui::select(&ui::Select {
                    name: &kind, label: &kind_label, value: Some(form.text(&kind)), options: kinds.clone(),
                    error: ui::error_about(faults, &kind), ..Default::default()
                }))
                (ui::input(&ui::Input {
                    name: &title, label: &title_label, value: form.text(&title), error: ui::error_about(faults, &title), ..Default::default()
                }))
            }
        }
    };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
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
            (send("Save standing items"))
        }
    };
    ui::page(&page, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rows: &[(&str, &str)]) -> StandingForm {
        StandingForm { rows: rows.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect() }
    }

    #[test]
    fn rows_become_items_and_empty_ones_are_left_out() {
        let items = form(&[("kind-0", "apologies"), ("title-0", "Apologies (if any)"), ("kind-4", "exclusion"), ("title-4", "")]);
        let items = items.read().expect("items");
        assert_eq!(items.iter().map(|item| item.kind).collect::<Vec<_>>(), [ItemKind::Apologies, ItemKind::Exclusion]);
        assert_eq!(
            (items[0].title.as_str(), items[1].title.as_str()),
            ("Apologies (if any)", "Exclusion of the press and public")
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let fields =
            |form: StandingForm| form.read().err().unwrap_or_default().into_iter().map(|(_, field)| field).collect::<Vec<_>>();
        assert_eq!(fields(form(&[("title-2", "A title without a kind")])), ["kind-2"]);
        assert_eq!(fields(form(&[("kind-0", "dancing")])), ["kind-0"]);
        assert_eq!(fields(form(&[("kind-0", "minutes"), ("kind-1", "minutes")])), ["kind-1"]);
        assert_eq!(fields(form(&[("kind-0", "report"), ("title-0", &"x".repeat(121))])), ["title-0"]);
        assert_eq!(fields(form(&[])), ["kind-0"]);
        assert!(form(&[("kind-0", "report"), ("kind-1", "report")]).read().is_ok(), "several reports may stand on every agenda");
    }

    #[test]
    fn every_template_is_a_form_that_can_be_saved() {
        for template in &TEMPLATES {
            assert_eq!(StandingForm::of(&items_of(template)).read().expect("items").len(), template.kinds.len());
        }
    }
}
