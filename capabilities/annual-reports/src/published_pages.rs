//! The pages of published annual reports.

use crate::draft::published_record;
use crate::published::{page_address, read};
use crate::{draft_store, report_document};
use axum::extract::{Path, State};
use axum::response::Redirect;
use documents::{Document, Entry};
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use meetings::{Board, BoardId};
use web::{AppState, Error, OrNotFound, Result};

const MISSING: Error = Error::NotFound("Annual report");

/// Returns the board and year that a URL names.
pub(crate) async fn board_and_year(state: &AppState, slug: &str, year: &str) -> Result<(Board, MunicipalYear)> {
    let board = meetings::board_by_slug(state.db.reading(), slug).await?.or_not_found("Board")?;
    let year = year.parse().ok().and_then(MunicipalYear::beginning_in).ok_or(MISSING)?;
    Ok((board, year))
}

/// Returns the breadcrumbs above a board's reports.
pub(crate) fn trail(board: &Board) -> Vec<(String, String)> {
    vec![("Home".into(), "/".into()), (board.name.clone(), format!("/boards/{}", board.slug))]
}

/// Returns a report's table of contents: its sections.
pub(crate) fn contents(report: &Document) -> Vec<ui::ContentsEntry> {
    let sections = report.entries.iter().filter_map(|entry| match entry {
        Entry::Section(section) => Some(ui::ContentsEntry::new(section.title.clone(), format!("#{}", section.anchor))),
        _ => None,
    });
    sections.collect()
}

/// Handles `GET /annual-reports/{board}/{year}`: redirects to the report, given the board's key.
pub(crate) async fn by_key(State(state): State<AppState>, Path((board, year)): Path<(String, String)>) -> Result<Redirect> {
    let board: BoardId = board.parse().map_err(|_| MISSING)?;
    let board = meetings::board_by_id(state.db.reading(), board).await?.ok_or(MISSING)?;
    let year = year.parse().ok().and_then(MunicipalYear::beginning_in).ok_or(MISSING)?;
    Ok(Redirect::permanent(&page_address(&board.slug, year)))
}

/// Handles `GET /boards/{slug}/annual-reports/{year}`.
pub(crate) async fn show(State(state): State<AppState>, Path((slug, year)): Path<(String, String)>) -> Result<Markup> {
    let (board, year) = board_and_year(&state, &slug, &year).await?;
    let connection = state.db.reading();
    let publication = publications::current(connection, &published_record(board.id, year)).await?.ok_or(MISSING)?;
    let report = report_document::document(&read(&publication.content)?);
    let mut breadcrumbs = trail(&board);
    breadcrumbs.push(("Annual reports".into(), format!("/boards/{}/annual-reports", board.slug)));
    let page = ui::Page { title: &publication.title, section: Some(ui::Section::Boards), breadcrumbs, ..state.page() };
    let document = html! {
        (ui::document(&report, 1))
        (ui::small(html! {
            "Published " (civil_date::written(publication.published_at.date_naive())) ", version " (publication.version) ". "
            (ui::link(format!("/publications/{}", publication.id), "Versions, seal and data of this report"))
        }))
    };
    let content = html! {
        (ui::heading(Some(&board.name), &report.title))
        (pdf_link(&state, &board, year).await?)
        (ui::with_contents(&contents(&report), document))
    };
    Ok(ui::page(&page, content))
}

async fn pdf_link(state: &AppState, board: &Board, year: MunicipalYear) -> Result<Markup> {
    let draft = draft_store::of_year(state.db.reading(), board.id, year).await?;
    let (Some(draft), true) = (draft, state.printing.is_some()) else { return Ok(html! {}) };
    let kept = printing::current(state.db.reading(), &web::print_name("annual-report", draft.id.get())).await?;
    Ok(ui::documents(&[ui::DocumentLink {
        title: "Download this report",
        address: &format!("{}/annual-report.pdf", page_address(&board.slug, year)),
        format: "PDF",
        bytes: kept.as_ref().map(|kept| kept.size),
        pages: kept.as_ref().map(|kept| kept.pages),
        note: None,
    }]))
}

/// Handles `GET /boards/{slug}/annual-reports/{year}/annual-report.pdf`.
pub(crate) async fn pdf(State(state): State<AppState>, Path((slug, year)): Path<(String, String)>) -> Result<Redirect> {
    let (board, year) = board_and_year(&state, &slug, &year).await?;
    let draft = draft_store::of_year(state.db.reading(), board.id, year).await?.ok_or(MISSING)?;
    web::redirect_to_print(&state, "annual-report", draft.id.get()).await
}
