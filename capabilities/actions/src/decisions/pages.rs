//! The registers of decisions and of actions, as pages and as CSV.

use crate::decisions::list::decision_list;
use crate::decisions::store;
use crate::decisions::store::{Decision, DecisionFilter, RegisterPlace, RegisteredAction};
use crate::followed::ActionState;
use axum::extract::{Query, State};
use axum::response::Response;
use foundation::text::{address_part, readable_title};
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use meetings::calendar::lists::resolved;
use meetings::{board, meeting};
use serde::Deserialize;
use web::{AppState, Error, Result, csv_in_batches};

const PER_PAGE: i64 = 25;

/// The maximum number of lines in a CSV file.
const MOST_LINES: i64 = 100_000;

/// The number of lines of a CSV file that are read at once.
const BATCH: i64 = 500;

/// The filters of a register, as given in the query string.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RegisterQuery {
    board: String,
    year: String,
    owner: String,
    page: String,
}

impl RegisterQuery {
    fn filter(&self) -> Result<DecisionFilter> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let not_understood = |what: &str| Error::NotUnderstood(format!("{what} must be a number."));
        let year = some(&self.year).map(|year| year.parse().map_err(|_| not_understood("The year"))).transpose()?;
        Ok(DecisionFilter {
            board: some(&self.board),
            year,
            owner: some(&self.owner),
            skip: (self.page_number()? - 1) * PER_PAGE,
            limit: PER_PAGE,
            after: None,
        })
    }

    fn page_number(&self) -> Result<i64> {
        match self.page.as_str() {
            "" => Ok(1),
            page => match page.parse() {
                Ok(page @ 1..=1_000_000) => Ok(page),
                _ => Err(Error::NotUnderstood("The page must be a number from 1.".into())),
            },
        }
    }

    /// Returns the address of the register with these filters except the named field.
    fn without(&self, path: &str, field: &str) -> String {
        let fields = [("board", &self.board), ("year", &self.year), ("owner", &self.owner)];
        let kept: Vec<String> = fields
            .iter()
            .filter(|(name, value)| *name != field && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", address_part(value)))
            .collect();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
    }

    fn turned_to(&self, path: &str, page: usize) -> String {
        let address = self.without(path, "");
        format!("{address}{}page={page}", if address.contains('?') { "&" } else { "?" })
    }
}

/// The filter panel of a register.
struct Filters {
    boards: Vec<(String, String)>,
    years: Vec<MunicipalYear>,
    owners: Vec<String>,
}

async fn filters(state: &AppState, with_owners: bool) -> Result<Filters> {
    let connection = state.db.reading();
    Ok(Filters {
        boards: board::store::boards(connection).await?.into_iter().map(|board| (board.slug, board.name)).collect(),
        years: meeting::store::municipal_years(connection).await?,
        owners: if with_owners { store::owners(connection).await? } else { Vec::new() },
    })
}

fn select(name: &str, label: &str, value: &str, any: &str, options: &[(String, String)]) -> Markup {
    let mut all = vec![ui::SelectOption { value: "", text: any }];
    all.extend(options.iter().map(|(value, text)| ui::SelectOption { value, text }));
    ui::select(&ui::Select { name, label, options: all, value: Some(value), ..Default::default() })
}

fn panel(path: &str, query: &RegisterQuery, filters: &Filters, results: Markup) -> Markup {
    let years: Vec<(String, String)> =
        filters.years.iter().map(|year| (year.first_year().to_string(), year.to_string())).collect();
    let owners: Vec<(String, String)> = filters.owners.iter().map(|owner| (owner.clone(), owner.clone())).collect();
    let mut selected = Vec::new();
    for (heading, field, value, options) in [
        ("Board", "board", &query.board, &filters.boards),
        ("Municipal year", "year", &query.year, &years),
        ("Owner", "owner", &query.owner, &owners),
    ] {
        if !value.is_empty() {
            let label = options.iter().find(|(known, _)| known == value).map_or(value, |(_, label)| label);
            selected.push(ui::FilterGroup { heading, filters: vec![(label.clone(), query.without(path, field))] });
        }
    }
    let fields = html! {
        (select("board", "Board", &query.board, "All boards", &filters.boards))
        (select("year", "Municipal year", &query.year, "All years", &years))
        @if !owners.is_empty() { (select("owner", "Owner", &query.owner, "All owners", &owners)) }
    };
    ui::with_filters(&ui::FilterPanel { action: path, heading_level: 2, selected, clear_address: path, fields }, results)
}

fn summary(path: &str, query: &RegisterQuery, total: i64, one: &str, many: &str) -> Markup {
    let csv = query.without(&format!("{path}.csv"), "");
    html! {
        p class="govuk-body moothall-summary" {
            strong { (total) " " (if total == 1 { one } else { many }) } ". "
            @if total > 0 { a class="govuk-link" href=(csv) { "Download as CSV" } }
        }
    }
}

fn pages(path: &str, query: &RegisterQuery, total: i64) -> Result<Markup> {
    let count = usize::try_from((total + PER_PAGE - 1) / PER_PAGE).unwrap_or(1).max(1);
    let current = usize::try_from(query.page_number()?).unwrap_or(1);
    Ok(ui::pagination(current, count, |page| query.turned_to(path, page)))
}

fn nothing() -> Markup {
    ui::empty_state(
        "No results match these filters",
        html! {
            p class="govuk-body" { "Remove a filter or select another municipal year." }
        },
    )
}

/// Handles `GET /decisions`.
pub(crate) async fn decisions(State(state): State<AppState>, Query(query): Query<RegisterQuery>) -> Result<Markup> {
    let filter = query.filter()?;
    let connection = state.db.reading();
    let total = store::count_decisions(connection, &filter).await?;
    let decisions = store::decisions(connection, &filter).await?;
    let results = html! {
        (summary("/decisions", &query, total, "decision", "decisions"))
        @if decisions.is_empty() { (nothing()) } @else { (decision_list(&decisions, 2)) }
        (pages("/decisions", &query, total)?)
    };
    let page = ui::Page { title: "Decisions", section: Some(ui::Section::Decisions), ..state.page() };
    let content = html! {
        (ui::heading(None, "Decisions"))
        p class="govuk-body moothall-measure" { "Decisions from published minutes, latest first." }
        (panel("/decisions", &query, &filters(&state, false).await?, results))
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /actions`.
pub(crate) async fn actions(State(state): State<AppState>, Query(query): Query<RegisterQuery>) -> Result<Markup> {
    let filter = query.filter()?;
    let connection = state.db.reading();
    let total = store::count_actions(connection, &filter).await?;
    let actions = store::actions(connection, &filter).await?;
    let results = html! {
        (summary("/actions", &query, total, "action", "actions"))
        @if actions.is_empty() { (nothing()) } @else { (action_table(&actions)) }
        (pages("/actions", &query, total)?)
    };
    let page = ui::Page { title: "Actions", section: Some(ui::Section::Actions), ..state.page() };
    let content = html! {
        (ui::heading(None, "Actions"))
        p class="govuk-body moothall-measure" {
            "Actions agreed at meetings, with the officer’s post that each is for. If the minutes name only the post, the action is about the item."
        }
        (panel("/actions", &query, &filters(&state, true).await?, results))
    };
    Ok(ui::page(&page, content))
}

/// Returns the state of an action in one word.
fn state_of(action: &RegisteredAction) -> &'static str {
    action.state.unwrap_or(ActionState::Open).label()
}

fn action_table(actions: &[RegisteredAction]) -> Markup {
    let row = |action: &RegisteredAction| {
        let title = readable_title(&action.title);
        vec![
            html! { (action.owner) },
            html! {
                @if let Some(task) = &action.task { (task) br; }
                a class="govuk-link" href=(action.address()) {
                    @if let Some(reference) = &action.reference { (reference) " " } (title)
                }
            },
            html! { (action.board_name) },
            html! { a class="govuk-link" href=(format!("/meetings/{}", action.meeting_id)) { (civil_date::written(action.held_on)) } },
            html! { (state_of(action)) @if let Some(due) = action.due_on { br; "by " (civil_date::written(due)) } },
        ]
    };
    ui::table(&ui::Table {
        caption: "Actions and owners",
        caption_is_hidden: true,
        columns: vec![
            ui::Column::words("Owner"),
            ui::Column::words("Action"),
            ui::Column::words("Board"),
            ui::Column::words("Meeting"),
            ui::Column::words("Status"),
        ],
        rows: actions.iter().map(row).collect(),
        row_headings: true,
    })
}

/// A position in a register, and the number of CSV lines before it.
type Sent = (RegisterPlace, i64);

/// Returns the filter for the batch after `sent`.
fn batch(filter: &DecisionFilter, sent: Option<Sent>) -> DecisionFilter {
    let (after, before) = sent.unzip();
    DecisionFilter { skip: 0, after, limit: BATCH.min(MOST_LINES - before.unwrap_or(0)), ..filter.clone() }
}

/// Returns the end of a batch, or `None` if it is the last.
fn end(filter: &DecisionFilter, sent: Option<Sent>, last: Option<RegisterPlace>, lines: usize) -> Option<Sent> {
    let lines = i64::try_from(lines).unwrap_or(i64::MAX);
    let all = sent.map_or(0, |(_, before)| before) + lines;
    last.filter(|_| lines == filter.limit && all < MOST_LINES).map(|last| (last, all))
}

/// Handles `GET /decisions.csv`: the whole register under the same filters.
pub(crate) async fn decisions_csv(State(state): State<AppState>, Query(query): Query<RegisterQuery>) -> Result<Response> {
    let filter = query.filter()?;
    let next = move |sent| {
        let (state, filter) = (state.clone(), batch(&filter, sent));
        async move {
            let decisions = store::decisions(state.db.reading(), &filter).await?;
            let end = end(&filter, sent, decisions.last().map(Decision::place), decisions.len());
            Ok((decisions.into_iter().map(decision_line).collect(), end))
        }
    };
    csv_in_batches("decisions", &["board", "meeting", "reference", "item", "form", "resolution"], next).await
}

fn decision_line(decision: Decision) -> Vec<String> {
    let form = resolved(&decision.form).trim_end_matches(':').to_owned();
    vec![
        decision.board_name,
        decision.held_on.to_string(),
        decision.reference.unwrap_or_default(),
        readable_title(&decision.title),
        form,
        decision.sentence,
    ]
}

/// Handles `GET /actions.csv`: the whole register under the same filters.
pub(crate) async fn actions_csv(State(state): State<AppState>, Query(query): Query<RegisterQuery>) -> Result<Response> {
    let filter = query.filter()?;
    let next = move |sent| {
        let (state, filter) = (state.clone(), batch(&filter, sent));
        async move {
            let actions = store::actions(state.db.reading(), &filter).await?;
            let end = end(&filter, sent, actions.last().map(RegisteredAction::place), actions.len());
            Ok((actions.into_iter().map(action_line).collect(), end))
        }
    };
    csv_in_batches("actions", &["board", "meeting", "reference", "item", "owner", "task", "state", "due"], next).await
}

fn action_line(action: RegisteredAction) -> Vec<String> {
    let title = readable_title(&action.title);
    let state = state_of(&action).to_owned();
    let reference = action.reference.unwrap_or_default();
    let due = action.due_on.map(|due| due.to_string()).unwrap_or_default();
    let task = action.task.unwrap_or_default();
    vec![action.board_name, action.held_on.to_string(), reference, title, action.owner, task, state, due]
}
