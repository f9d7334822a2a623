//! The papers that someone may know of, as a list and as CSV.

use crate::access::{ADD, READ};
use crate::paper::{Paper, PaperId};
use crate::paper_store::{self, PaperList};
use access::{Actor, Answer, Place, Scope, scoped_list};
use axum::extract::{Query, State};
use axum::response::Response;
use foundation::civil_date;
use foundation::text::{address_part, single_spaced};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, ListPage, Result, SignedIn, WorkQueue, WorkQueues, csv_in_batches};

/// The number of papers on a page of the list.
const PER_PAGE: usize = 50;

/// The number of papers that are read at once for the CSV file.
const BATCH: i64 = 500;

/// Query parameters of the list.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    q: String,
    board: String,
    after: String,
}

impl ListQuery {
    /// Returns the papers of a scope that match the query.
    fn list(&self, state: &AppState, actor: &Actor, scope: Scope) -> PaperList {
        PaperList {
            titled: state.joined.policy.scope_with_conflicts(actor, READ),
            words: single_spaced(&self.q),
            board: self.board.clone(),
            ..PaperList::all_of(scope, state.clock.today())
        }
    }

    /// Returns the address of a list of the same papers.
    fn address(&self, path: &str) -> String {
        let fields = [("q", &self.q), ("board", &self.board)];
        let kept: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", address_part(value)))
            .collect();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
    }
}

/// Returns briefly why a paper is not public.
pub(crate) fn exemption(paper: &Paper) -> String {
    paper.paragraph.map_or_else(|| "Not public yet".to_owned(), |number| format!("Exempt, paragraph {number}"))
}

/// Handles `GET /papers`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let (connection, today, policy) = (state.db.reading(), state.clock.today(), &state.joined.policy);
    let known = policy.known_scope(&who.actor, READ);
    let mut boards: Vec<(Place, String)> = Vec::new();
    for board in paper_store::boards(connection, &known, today).await? {
        let name = state.place_name(&board).await?;
        boards.push((board, name));
    }
    let list = query.list(&state, &who.actor, known);
    let total = scoped_list::counted(connection, &list).await?;
    let shown = ListPage::of(&query.after, PER_PAGE)?;
    let mut papers = paper_store::listed(connection, &list, shown.after().and_then(PaperId::new), shown.limit()).await?;
    let links = shown.cut(&mut papers, |paper| paper.id.get(), &query.address("/papers"));
    let mut rows = Vec::new();
    for paper in papers {
        let answer = policy.can(&who.actor, READ, &paper.facts());
        let board = boards.iter().find(|(board, _)| *board == paper.board).map_or("", |(_, name)| name);
        rows.push(vec![
            html! {
                @match answer {
                    Answer::Allowed => (ui::link(paper.address(), &paper.title)),
                    Answer::AfterReason => {
                        (ui::link(paper.address(), "Paper of another board")) br;
                        (ui::hint("Emergency access only, with a reason that is reviewed"))
                    },
                    _ => {
                        @if list.titled.contains(&paper.facts()) { (paper.title) } @else { "Paper of another board" } br;
                        (ui::hint("You cannot open this because of a conflict of interest"))
                    },
                }
            },
            html! { (board) },
            html! { (exemption(&paper)) },
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
                        .chain(boards.iter().map(|(board, text)| ui::SelectOption { value: board.as_str(), text })).collect(),
                    ..Default::default()
                }))
            }
            (ui::button(&ui::Button { text: "Show", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        (ui::summary_line(html! {
            strong { (total) } @if total.is(1) { " paper" } @else { " papers" }
            ". " (ui::link(query.address("/papers.csv"), "Download as CSV"))
        }))
        @if rows.is_empty() {
            (ui::empty_state("No papers", html! { (ui::paragraph("You do not have access to any private papers.")) }))
        } @else {
            (ui::table(&ui::Table {
                caption: "Private papers", caption_is_hidden: true,
                columns: vec![ui::Column::words("Paper"), ui::Column::words("Board"), ui::Column::words("Why private"), ui::Column::words("Added")],
                rows, row_headings: true,
            }))
        }
        (links)
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /papers.csv`: the papers that the user may read.
pub(crate) async fn csv(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Response> {
    state.ask_any(&who.actor, READ)?;
    let list = query.list(&state, &who.actor, state.joined.policy.scope(&who.actor, READ));
    let next = move |after| {
        let (state, list) = (state.clone(), list.clone());
        async move {
            let papers = paper_store::listed(state.db.reading(), &list, after, BATCH).await?;
            let is_full = papers.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
            let last = papers.last().filter(|_| is_full).map(|paper| paper.id);
            let mut names: HashMap<Place, String> = HashMap::new();
            let mut lines = Vec::new();
            for paper in papers {
                if !names.contains_key(&paper.board) {
                    names.insert(paper.board.clone(), state.place_name(&paper.board).await?);
                }
                let board = names.get(&paper.board).cloned().unwrap_or_default();
                let why = exemption(&paper);
                lines.push(vec![paper.title, board, why, paper.added_at.date_naive().to_string()]);
            }
            Ok((lines, last))
        }
    };
    csv_in_batches("private-papers", &["Paper", "Board", "Why private", "Added"], next).await
}

/// The private papers that someone may read.
pub(crate) struct Papers;

#[async_trait::async_trait]
impl WorkQueues for Papers {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        if !state.joined.policy.could(actor, READ) {
            return Ok(Vec::new());
        }
        let list = PaperList::all_of(state.joined.policy.scope(actor, READ), state.clock.today());
        let count = scoped_list::counted(state.db.reading(), &list).await?;
        Ok(vec![WorkQueue {
            label: "Private papers".to_owned(),
            count,
            address: "/papers".to_owned(),
            hint: "Papers you can read that are not public. Each time you open one is recorded.".to_owned(),
        }])
    }
}
