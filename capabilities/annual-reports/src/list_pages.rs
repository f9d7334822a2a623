//! A board's annual reports: published ones for everyone, and drafts for its clerk and members.

use crate::access::{READ, WRITE, facts, place_of};
use crate::board_part::boards_of;
use crate::draft::{Draft, published_record};
use crate::draft_store;
use crate::published::page_address;
use crate::published_pages::trail;
use access::{Actor, Answer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::MunicipalYear;
use maud::{Markup, html};
use meetings::Board;
use publications::Summary;
use ui::FormState;
use web::{AppState, OrNotFound, RequestContext, Result, SignedIn, SubmittedForm, WorkQueue, WorkQueues, refused};

async fn board(state: &AppState, slug: &str) -> Result<Board> {
    meetings::board_by_slug(state.db.reading(), slug).await?.or_not_found("Board")
}

/// Handles `GET /boards/{slug}/annual-reports`.
pub(crate) async fn list(State(state): State<AppState>, Path(slug): Path<String>, context: RequestContext) -> Result<Markup> {
    let board = board(&state, &slug).await?;
    page(&state, &board, &context.actor, &FormState::default()).await
}

/// Returns the years for which a report could be created: those of the board without one, latest first.
async fn free_years(state: &AppState, board: &Board, drafts: &[Draft]) -> Result<Vec<MunicipalYear>> {
    let years = meetings::years_of_board(state.db.reading(), board.id).await?;
    Ok(years.into_iter().filter(|year| drafts.iter().all(|draft| draft.year != *year)).collect())
}

async fn page(state: &AppState, board: &Board, actor: &Actor, form: &FormState) -> Result<Markup> {
    let place = place_of(board.id);
    let may = |action| state.joined.policy.can(actor, action, &facts(&place)) == Answer::Allowed;
    let drafts = draft_store::of_board(state.db.reading(), board.id).await?;
    let records: Vec<String> = drafts.iter().map(|draft| published_record(board.id, draft.year)).collect();
    let published = publications::current_of_records(state.db.reading(), &records).await?;
    let of = |draft: &Draft| published.iter().find(|published| published.record == draft.published_record());
    let years = if may(WRITE) { free_years(state, board, &drafts).await? } else { Vec::new() };
    let title = form.title("Annual reports");
    let page = ui::Page { title: &title, section: Some(ui::Section::Boards), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        (form.summary())
        (ui::heading(Some(&board.name), "Annual reports"))
        @if published.is_empty() { (ui::paragraph("No annual reports have been published for this board.")) }
        @else {
            (ui::list(html! {
                @for draft in drafts.iter().filter(|draft| of(draft).is_some()) {
                    li { (ui::main_link(page_address(&board.slug, draft.year), html! { "Annual report " (draft.year) })) }
                }
            }))
        }
        @if may(READ) && !drafts.is_empty() { (drafts_of(board, &drafts, of)) }
        @if !years.is_empty() { (begin_form(board, &years, form)) }
    };
    Ok(ui::page(&page, content))
}

fn drafts_of<'a>(board: &Board, drafts: &[Draft], of: impl Fn(&Draft) -> Option<&'a Summary>) -> Markup {
    let row = |draft: &Draft| {
        vec![
            html! { (ui::link(format!("{}/draft", page_address(&board.slug, draft.year)), draft.year.to_string())) },
            html! { (draft.state.label()) },
            html! { @match of(draft) { Some(published) => { "Version " (published.version) } None => "Not published" } },
        ]
    };
    html! {
        (ui::h2("Annual reports in progress"))
        (ui::table(&ui::Table {
            caption: "Reports by year", caption_is_hidden: true,
            columns: vec![ui::Column::words("Year"), ui::Column::words("Status"), ui::Column::words("Published")],
            rows: drafts.iter().map(row).collect(),
            row_headings: true,
        }))
    }
}

fn begin_form(board: &Board, years: &[MunicipalYear], form: &FormState) -> Markup {
    let options: Vec<(String, String)> = years.iter().map(|year| (year.first_year().to_string(), year.to_string())).collect();
    html! {
        (ui::h2("Create an annual report"))
        (ui::measured("It is created from the year’s agendas, minutes and decisions. You add the Chair’s foreword and reports from services."))
        form action=(format!("/boards/{}/annual-reports", board.slug)) method="post" novalidate {
            (form.select(&ui::Select { name: "year", label: "Municipal year", ..Default::default() }, Some("Select a year"), &options))
            (ui::send("Create report"))
        }
    }
}

/// Handles `POST /boards/{slug}/annual-reports`.
pub(crate) async fn begin(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board(&state, &slug).await?;
    state.ask(&who.actor, WRITE, &facts(&place_of(board.id)))?;
    let years = meetings::years_of_board(state.db.reading(), board.id).await?;
    let year = form.parse("year", |year| year.parse().ok().and_then(MunicipalYear::beginning_in));
    let year = year.filter(|year| years.contains(year)).or_fault("Select a year with meetings or members");
    let Some(year) = year else {
        return Ok(refused(page(&state, &board, &who.actor, &form).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    draft_store::begin(&transaction, board.id, year, transaction.by()).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/draft", page_address(&board.slug, year))).into_response())
}

/// The work queue of reports to write and publish.
pub(crate) struct Drafts;

#[async_trait::async_trait]
impl WorkQueues for Drafts {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        for board in boards_of(state, actor, WRITE).await? {
            let drafts = draft_store::of_board(state.db.reading(), board.id).await?;
            let open = drafts.iter().filter(|draft| draft.state.is_open()).count();
            queues.push(WorkQueue {
                label: "Annual reports in progress".to_owned(),
                count: open.into(),
                address: format!("/boards/{}/annual-reports", board.slug),
                hint: format!("Of the {}. Create, write and publish them.", board.name),
            });
        }
        Ok(queues)
    }
}
