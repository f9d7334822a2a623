//! Search of everything public.

use ::search::{Counts, Found, Fragment, Matching, Question};
use axum::extract::{Query, State};
use chrono::{Datelike, NaiveDate};
use foundation::text::{address_part, single_spaced};
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result};

const PER_PAGE: usize = 10;

/// The kinds of results, with their names, singular and plural.
const KINDS: &[(&str, &str, &str)] = &[
    ("minute", "Minute", "Minutes"),
    ("report", "Report", "Reports"),
    ("annual-report", "Annual report", "Annual reports"),
    ("meeting", "Meeting", "Meetings"),
    ("member", "Member", "Members"),
    ("board", "Board", "Boards"),
    ("work-programme", "Work programme", "Work programmes"),
    ("question", "Public question", "Public questions"),
];

/// A search as given in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SearchQuery {
    q: String,
    board: String,
    kind: String,
    year: String,
    from: String,
    until: String,
    page: String,
}

/// Parses a day as people write it, or as programs do; `None` if the text is empty.
fn day(text: &str) -> Result<Option<NaiveDate>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = civil_date::read(text);
    day.filter(|day| (1900..=2999).contains(&day.year())).map(Some).ok_or(())
}

impl SearchQuery {
    /// Returns the errors in the dates: each message with the id of its field.
    fn faults(&self) -> Vec<ui::Fault<'static>> {
        let (from, until) = (day(&self.from), day(&self.until));
        let mut faults = Vec::new();
        if from.is_err() {
            faults.push(("‘From’ must be a real date, like 4 June 2024", "from"));
        }
        if until.is_err() {
            faults.push(("‘Until’ must be a real date, like 11 June 2024", "until"));
        }
        if let (Ok(Some(from)), Ok(Some(until))) = (from, until)
            && until < from
        {
            faults.push(("‘Until’ must be the same as or after ‘From’", "until"));
        }
        faults
    }

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
            from: day(&self.from).ok().flatten(),
            until: day(&self.until).ok().flatten(),
            page,
            per_page: PER_PAGE,
        })
    }

    fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("q", &self.q),
            ("board", &self.board),
            ("kind", &self.kind),
            ("year", &self.year),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    /// Returns the address of this search without one of its fields.
    fn without(&self, field: &str) -> String {
        let kept: Vec<String> = self
            .fields()
            .iter()
            .filter(|(name, value)| *name != field && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", address_part(value)))
            .collect();
        format!("/search?{}", kept.join("&"))
    }

    fn has_filters(&self) -> bool {
        self.fields().iter().any(|(name, value)| *name != "q" && !value.is_empty())
    }
}

/// The options of the filter panel: the value that is submitted, and the text that is shown.
#[derive(Clone)]
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

impl Choices {
    /// Adds the number of results to each option; options without results are left out, unless they are selected.
    fn counted(self, counts: &Counts, query: &SearchQuery) -> Self {
        let counted = |choices: Vec<(String, String)>, chosen: &str, count: &dyn Fn(&str) -> usize| {
            let counted = choices.into_iter().map(|(value, label)| (count(&value), value, label));
            let shown = counted.filter(|(count, value, _)| *count > 0 || value == chosen);
            shown.map(|(count, value, label)| (value, format!("{label} ({count})"))).collect()
        };
        let year = |value: &str| value.parse().ok().and_then(|year: i32| counts.years.get(&year).copied()).unwrap_or(0);
        Self {
            boards: counted(self.boards, &query.board, &|board| counts.boards.get(board).copied().unwrap_or(0)),
            years: counted(self.years, &query.year, &year),
            kinds: counted(self.kinds, &query.kind, &|kind| counts.kinds.get(kind).copied().unwrap_or(0)),
        }
    }
}

/// Handles `/search`.
pub(super) async fn show(State(state): State<AppState>, Query(query): Query<SearchQuery>) -> Result<Markup> {
    let words = single_spaced(&query.q);
    let question = query.question()?;
    let faults = query.faults();
    let all = choices(&state).await?;
    let mut shown = all.clone();
    let results = if words.is_empty() {
        html! { p class="govuk-body" { "Enter what you are looking for in the box above." } }
    } else if !faults.is_empty() {
        html! {}
    } else {
        let index = state.search.clone();
        let asked = question.clone();
        // The index reads from disk, which would block other requests on this thread.
        let found = tokio::task::spawn_blocking(move || index.ask(&asked)).await;
        let found = found.map_err(|error| Error::Content(error.to_string()))??;
        if found.total > 0 {
            shown = shown.counted(&found.counts, &query);
        }
        results(&query, &words, &found)
    };
    let title = if words.is_empty() { "Search".to_owned() } else { format!("{words} – search") };
    let title = ui::form_title(&title, !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Search), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(&faults)) }
        (ui::heading(None, "Search"))
        (ui::search_box(&ui::SearchBox { action: "/search", name: "q", label: "Search agendas, reports, minutes and decisions", hint: None, value: &words }))
        (ui::with_filters(&panel(&query, (&all, &shown), &faults), results))
    };
    Ok(ui::page(&page, content))
}

fn panel<'a>(query: &'a SearchQuery, (all, shown): (&'a Choices, &'a Choices), faults: &[ui::Fault<'_>]) -> ui::FilterPanel<'a> {
    let fields = [
        ("kind", "Type", &query.kind, "All types", &all.kinds, &shown.kinds),
        ("board", "Board", &query.board, "All boards", &all.boards, &shown.boards),
        ("year", "Municipal year", &query.year, "All years", &all.years, &shown.years),
    ];
    let mut selected = Vec::new();
    for (field, heading, value, _, options, _) in &fields {
        if !value.is_empty() {
            let label = options.iter().find(|(known, _)| known == *value).map_or(*value, |(_, label)| label);
            selected.push(ui::FilterGroup { heading, filters: vec![(label.clone(), query.without(field))] });
        }
    }
    for (field, heading, value) in [("from", "From", &query.from), ("until", "Until", &query.until)] {
        if !value.is_empty() {
            selected.push(ui::FilterGroup { heading, filters: vec![(value.clone(), query.without(field))] });
        }
    }
    let error = |id: &str| ui::error_about(faults, id);
    let markup = html! {
        // Keep the words when a filter is chosen.
        @if !query.q.is_empty() { input type="hidden" name="q" value=(query.q); }
        @for (field, label, value, any, _, options) in &fields {
            @let options: Vec<ui::SelectOption> = std::iter::once(ui::SelectOption { value: "", text: any })
                .chain(options.iter().map(|(value, text)| ui::SelectOption { value, text }))
                .collect();
            (ui::select(&ui::Select { name: field, label, options, value: Some(value.as_str()), ..Default::default() }))
        }
        (ui::input(&ui::Input {
            name: "from", label: "From", hint: Some("For example, 4 June 2024"), value: &query.from, error: error("from"), ..Default::default()
        }))
        (ui::input(&ui::Input {
            name: "until", label: "Until", hint: Some("For example, 11 June 2024"), value: &query.until, error: error("until"), ..Default::default()
        }))
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
                    "No results have all the words “" (words) "”. " strong { (found.total) } @if found.total == 1 { " result has" } @else { " results have" } " at least one of them."
                },
                Matching::SimilarWords => {
                    "No results for “" (words) "”. " strong { (found.total) } @if found.total == 1 { " result" } @else { " results" } " with similar spelling."
                },
            }
        }
        (ui::entries(&entries, 2))
        (ui::pagination(page, pages, |page| format!("{address}&page={page}")))
        @if found.total > Question::DEEPEST && page == pages {
            p class="govuk-body" { "Only the first " (Question::DEEPEST) " results are shown. Add a word or a filter to narrow your search." }
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
        &format!("No results for “{words}”"),
        html! {
            ul class="govuk-list govuk-list--bullet" {
                @if query.has_filters() {
                    li { a class="govuk-link" href=(format!("/search?q={}", address_part(&query.q))) { "Search without filters" } }
                }
                li { "Check the spelling, or try a more common word." }
                li { "You can search for a minute by its reference." }
                li {
                    "Browse the " a class="govuk-link" href="/meetings" { "meetings" } ", the "
                    a class="govuk-link" href="/decisions" { "decisions" } " or the " a class="govuk-link" href="/members" { "members" } "."
                }
            }
        },
    )
}
