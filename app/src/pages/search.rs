//! Search in everything that is public.

use ::search::{Found, Fragment, Matching, Question};
use axum::extract::{Query, State};
use foundation::text::{address_part, single_spaced};
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result};

const PER_PAGE: usize = 10;

/// The kinds of things that can be found, with their names, one and many.
const KINDS: &[(&str, &str, &str)] = &[
    ("minute", "Minute", "Minutes"),
    ("report", "Report", "Reports"),
    ("annual-report", "Annual report", "Annual reports"),
    ("meeting", "Meeting", "Meetings"),
    ("member", "Member", "Members"),
    ("board", "Board", "Boards"),
    ("question", "Public question", "Public questions"),
];

/// A search as it stands in its address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SearchQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    board: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    page: String,
}

impl SearchQuery {
    fn question(&self) -> Result<Question> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let not_understood = |what: &str| Error::NotUnderstood(format!("{what} must be a number from 1."));
        let page = match self.page.as_str() {
            "" => 1,
            page => page.parse().ok().filter(|page| *page >= 1).ok_or_else(|| not_understood("The page"))?,
        };
        Ok(Question {
            words: self.q.chars().take(300).collect(),
            board: some(&self.board),
            kind: some(&self.kind),
            year: some(&self.year).map(|year| year.parse().map_err(|_| not_understood("The year"))).transpose()?,
            page,
            per_page: PER_PAGE,
        })
    }

    /// The address of this search without one of its fields.
    fn without(&self, field: &str) -> String {
        let fields = [("q", &self.q), ("board", &self.board), ("kind", &self.kind), ("year", &self.year)];
        let kept: Vec<String> = fields
            .iter()
            .filter(|(name, value)| *name != field && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", address_part(value)))
            .collect();
        format!("/search?{}", kept.join("&"))
    }

    fn has_filters(&self) -> bool {
        !(self.board.is_empty() && self.kind.is_empty() && self.year.is_empty())
    }
}

/// What the filter panel offers.
struct Choices {
    boards: Vec<(String, String)>,
    years: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
}

async fn choices(state: &AppState) -> Result<Choices> {
    let connection = state.db.reading();
    let boards = meetings::boards(connection).await?;
    let years = meetings::municipal_years(connection).await?;
    Ok(Choices {
        boards: boards.into_iter().map(|board| (board.name.clone(), board.name)).collect(),
        years: years.into_iter().map(|year: MunicipalYear| (year.first_year().to_string(), year.to_string())).collect(),
        kinds: KINDS.iter().map(|(kind, _, many)| ((*kind).to_owned(), (*many).to_owned())).collect(),
    })
}

/// `/search`.
pub(super) async fn show(State(state): State<AppState>, Query(query): Query<SearchQuery>) -> Result<Markup> {
    let words = single_spaced(&query.q);
    let question = query.question()?;
    let choices = choices(&state).await?;
    let results = if words.is_empty() {
        html! { p class="govuk-body" { "Write what you are looking for in the box above." } }
    } else {
        let index = state.search.clone();
        let asked = question.clone();
        // The index reads from disk, which would hold up other requests on this thread.
        let found = tokio::task::spawn_blocking(move || index.ask(&asked)).await;
        results(&query, &words, &found.map_err(|error| Error::Content(error.to_string()))??)
    };
    let title = if words.is_empty() { "Search".to_owned() } else { format!("{words} – search") };
    let page = ui::Page { title: &title, section: Some(ui::Section::Search), ..state.page() };
    let content = html! {
        (ui::heading(None, "Search the record"))
        (ui::search_box(&ui::SearchBox { action: "/search", name: "q", label: "Words to look for", hint: None, value: &words }))
        (ui::with_filters(&panel(&query, &choices), results))
    };
    Ok(ui::page(&page, content))
}

fn panel<'a>(query: &'a SearchQuery, choices: &'a Choices) -> ui::FilterPanel<'a> {
    let fields = [
        ("kind", "Kind", &query.kind, "Everything", &choices.kinds),
        ("board", "Board", &query.board, "All boards", &choices.boards),
        ("year", "Municipal year", &query.year, "All years", &choices.years),
    ];
    let mut selected = Vec::new();
    for (field, heading, value, _, options) in &fields {
        if !value.is_empty() {
            let label = options.iter().find(|(known, _)| known == *value).map_or(*value, |(_, label)| label);
            selected.push(ui::FilterGroup { heading, filters: vec![(label.clone(), query.without(field))] });
        }
    }
    let markup = html! {
        // The words stay when a filter is chosen.
        @if !query.q.is_empty() { input type="hidden" name="q" value=(query.q); }
        @for (field, label, value, any, options) in &fields {
            @let all: Vec<ui::SelectOption> = std::iter::once(ui::SelectOption { value: "", text: any })
                .chain(options.iter().map(|(value, text)| ui::SelectOption { value, text }))
                .collect();
            (ui::select(&ui::Select { name: field, label, options: all, value: Some(value.as_str()), ..Default::default() }))
        }
    };
    ui::FilterPanel { action: "/search", heading_level: 2, selected, clear_address: "/search", fields: markup }
}

fn results(query: &SearchQuery, words: &str, found: &Found) -> Markup {
    if found.total == 0 {
        return nothing(query, words);
    }
    let page = query.page.parse().unwrap_or(1);
    let pages = found.total.min(Question::DEEPEST).div_ceil(PER_PAGE);
    let address = query.without("");
    let entries: Vec<ui::Entry> = found
        .hits
        .iter()
        .map(|hit| ui::Entry {
            title: html! { @if let Some(reference) = &hit.reference { (reference) " " } (hit.title) },
            address: &hit.address,
            kind: KINDS.iter().find(|(kind, _, _)| *kind == hit.kind).map_or("", |(_, one, _)| one),
            facts: [hit.board.clone(), hit.date.map(civil_date::written)].into_iter().flatten().collect(),
            extract: Some(fragment(&hit.fragment)),
        })
        .collect();
    html! {
        p class="govuk-body moothall-summary" role="status" {
            @match found.matching {
                Matching::EveryWord => { strong { (found.total) } @if found.total == 1 { " result" } @else { " results" } " for “" (words) "”." },
                Matching::AnyWord => {
                    "Nothing has all of “" (words) "”. " strong { (found.total) } " have at least one of the words."
                },
                Matching::SimilarWords => {
                    "Nothing has “" (words) "”. " strong { (found.total) } " have words spelt nearly like it."
                },
            }
        }
        (ui::entries(&entries, 2))
        (ui::pagination(page, pages, |page| format!("{address}&page={page}")))
        @if found.total > Question::DEEPEST && page == pages {
            p class="govuk-body" { "Only the first " (Question::DEEPEST) " results are listed. Add a word or a filter to find the others." }
        }
    }
}

fn fragment(fragment: &Fragment) -> Markup {
    html! {
        @if fragment.begins_inside { "… " }
        @for (text, is_marked) in &fragment.runs {
            @if *is_marked { mark class="moothall-mark" { (text) } } @else { (text) }
        }
        @if fragment.ends_inside { " …" }
    }
}

fn nothing(query: &SearchQuery, words: &str) -> Markup {
    ui::empty_state(
        &format!("Nothing found for “{words}”"),
        html! {
            ul class="govuk-list govuk-list--bullet" {
                @if query.has_filters() {
                    li { a class="govuk-link" href=(format!("/search?q={}", address_part(&query.q))) { "Search without the filters" } }
                }
                li { "Check the spelling, or try a shorter or more common word." }
                li { "A minute can be found by its reference alone." }
                li {
                    "Look through the " a class="govuk-link" href="/meetings" { "meetings" } ", the "
                    a class="govuk-link" href="/decisions" { "decisions" } " or the " a class="govuk-link" href="/members" { "members" } "."
                }
            }
        },
    )
}
