//! The papers that someone may know of, as a list and as CSV.

use crate::kinds::{ADD, READ};
use crate::paper::Paper;
use crate::paper_store;
use access::{Actor, Answer};
use axum::extract::{Query, State};
use axum::response::Response;
use foundation::civil_date;
use foundation::text::single_spaced;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Result, SignedIn, WorkQueue, WorkQueues, csv_file};

/// Query parameters of the list.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    q: String,
    board: String,
}

/// Returns the papers that someone may know of, with the same check as each paper's page. Filters see no others.
async fn known(state: &AppState, actor: &Actor, query: &ListQuery) -> Result<Vec<(Paper, Answer)>> {
    let words = single_spaced(&query.q).to_lowercase();
    let papers = paper_store::all(state.db.reading(), state.clock.today()).await?;
    let with_answer = papers.into_iter().map(|paper| {
        let answer = state.joined.policy.can(actor, READ, &paper.facts());
        (paper, answer)
    });
    Ok(with_answer
        .filter(|(_, answer)| *answer != Answer::Hidden)
        .filter(|(paper, _)| paper.withdrawn_at.is_none())
        .filter(|(paper, _)| query.board.is_empty() || paper.board.as_str() == query.board)
        // A hidden title is not searched either: a match would reveal its words.
        .filter(|(paper, answer)| {
            words.is_empty() || (*answer != Answer::AfterReason && paper.title.to_lowercase().contains(&words))
        })
        .collect())
}

/// Returns briefly why a paper is not public.
pub(crate) fn exemption(paper: &Paper) -> String {
    paper.paragraph.map_or_else(|| "Not public yet".to_owned(), |number| format!("Exempt, paragraph {number}"))
}

/// Handles `GET /papers`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let papers = known(&state, &who.actor, &query).await?;
    let mut boards: Vec<(String, String)> = Vec::new();
    let mut rows = Vec::new();
    for (paper, answer) in &papers {
        let board = state.place_name(&paper.board).await?;
        if !boards.iter().any(|(value, _)| value == paper.board.as_str()) {
            boards.push((paper.board.as_str().to_owned(), board.clone()));
        }
        rows.push(vec![
            html! {
                @match answer {
                    Answer::Allowed => a class="govuk-link" href=(paper.address()) { (paper.title) },
                    Answer::AfterReason => {
                        a class="govuk-link" href=(paper.address()) { "Paper of another board" } br;
                        span class="govuk-hint" { "Emergency access only, with a reason that is reviewed" }
                    },
                    _ => { (paper.title) br; span class="govuk-hint" { "You cannot open this because of a conflict of interest" } },
                }
            },
            html! { (board) },
            html! { (exemption(paper)) },
            html! { (civil_date::written(paper.added_at.date_naive())) },
        ]);
    }
    let page = ui::Page { title: "Private papers", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::heading(None, "Private papers"))
        @if state.joined.policy.could(&who.actor, ADD) {
            (ui::button(&ui::Button { text: "Add a paper", address: Some("/papers/add"), ..Default::default() }))
        }
        form class="moothall-filter-row" action="/papers" method="get" {
            (ui::input(&ui::Input { name: "q", label: "Words in the title", value: &query.q, width: Some(20), ..Default::default() }))
            @if boards.len() > 1 || !query.board.is_empty() {
                (ui::select(&ui::Select {
                    name: "board", label: "Board", value: Some(&query.board),
                    options: std::iter::once(ui::SelectOption { value: "", text: "All" })
                        .chain(boards.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
            }
            (ui::button(&ui::Button { text: "Show", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        p class="govuk-body moothall-summary" {
            strong { (rows.len()) } @if rows.len() == 1 { " paper" } @else { " papers" }
            ". " a class="govuk-link" href="/papers.csv" { "Download as CSV" }
        }
        @if rows.is_empty() {
            (ui::empty_state("No papers", html! { p class="govuk-body" { "You do not have access to any private papers." } }))
        } @else {
            (ui::table(&ui::Table {
                caption: "Private papers", caption_is_hidden: true,
                columns: vec![ui::Column::words("Paper"), ui::Column::words("Board"), ui::Column::words("Why private"), ui::Column::words("Added")],
                rows, row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /papers.csv`: the papers that the user may read.
pub(crate) async fn csv(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Response> {
    state.ask_any(&who.actor, READ)?;
    let mut lines = Vec::new();
    for (paper, answer) in known(&state, &who.actor, &query).await? {
        if answer == Answer::Allowed {
            let board = state.place_name(&paper.board).await?;
            lines.push(vec![paper.title.clone(), board, exemption(&paper), paper.added_at.date_naive().to_string()]);
        }
    }
    csv_file("private-papers", &["Paper", "Board", "Why private", "Added"], lines)
}

/// The private papers that someone may read.
pub(crate) struct Papers;

#[async_trait::async_trait]
impl WorkQueues for Papers {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        if !state.joined.policy.could(actor, READ) {
            return Ok(Vec::new());
        }
        let papers = known(state, actor, &ListQuery::default()).await?;
        let open = papers.iter().filter(|(_, answer)| *answer == Answer::Allowed).count();
        Ok(vec![WorkQueue {
            label: "Private papers".to_owned(),
            count: i64::try_from(open).unwrap_or(i64::MAX),
            address: "/papers".to_owned(),
            hint: "Papers you can read that are not public. Each time you open one is recorded.".to_owned(),
        }])
    }
}
