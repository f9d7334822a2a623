//! Finding a figure for a draft: a measure by search, its period and what it is held to, and how it reads; then inserting it.

use crate::draft::FIRST_APPENDIX;
use crate::kinds::{READ, WRITE};
use crate::live_figures::{change_text, comparison_text, freeze, hidden_where_small, interval_text, value_text};
use crate::open_draft::{OpenDraft, hidden, line};
use crate::{section_pages, sparkline, template_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use figures::{Asked, Counting, Form as FigureForm, Frozen, MOST_DECIMALS, Period, Reference, Unit};
use foundation::MunicipalYear;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn};

/// What is looked for.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Sought {
    #[serde(default)]
    q: String,
    #[serde(default)]
    measure: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    board: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    decimals: String,
    /// The section into which it goes.
    #[serde(default)]
    section: String,
}

/// How well a measure fits the words that are sought.
fn fits(counting: &dyn Counting, words: &str) -> bool {
    let measure = counting.measure();
    let all = format!("{} {} {}", measure.key, measure.name, measure.definition).to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

/// The periods that are offered: this municipal year, the two before, and the months of the last half year.
fn periods(today: chrono::NaiveDate) -> Vec<Period> {
    let year = MunicipalYear::of(today).first_year();
    let years = (0..3).filter_map(|back| MunicipalYear::beginning_in(year - back)).filter_map(Period::municipal_year);
    let month = Period::month(chrono::Datelike::year(&today), chrono::Datelike::month(&today));
    let months = std::iter::successors(month, Period::before).take(6);
    years.chain(months).collect()
}

/// `/drafts/{id}/figures`.
pub(crate) async fn find(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    let own = format!("{}/figures", open.draft.address());
    let words = line(&sought.q, 100);
    let found: Vec<&dyn Counting> =
        state.joined.measures.iter().map(AsRef::as_ref).filter(|counting| fits(*counting, &words)).collect();
    let chosen = state.measure(&sought.measure);
    let page = ui::Page { title: "Find a figure", section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let with = |measure: &str| {
        format!(
            "{own}?measure={measure}&section={}&q={}",
            foundation::text::address_part(&sought.section),
            foundation::text::address_part(&words)
        )
    };
    let content = html! {
        (ui::heading(Some(&open.draft.subject), "Find a figure"))
        form class="moothall-measure" action=(own) method="get" {
            (hidden("section", &sought.section))
            (ui::input(&ui::Input { name: "q", label: "What is counted", hint: Some("For example, attendance, or questions"), value: &words, ..Default::default() }))
            (ui::button(&ui::Button { text: "Search", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        @if found.is_empty() { p class="govuk-body" { "No measure has these words." } }
        ul class="govuk-list" {
            @for counting in &found {
                @let measure = counting.measure();
                li { a class="govuk-link" href=(with(measure.key)) { (measure.name) } p class="govuk-hint" { (measure.definition) } }
            }
        }
        @if let Some(counting) = chosen { (choose(&state, &open, counting, &sought).await?) }
    };
    Ok(ui::page(&page, content))
}

async fn choose(state: &AppState, open: &OpenDraft, counting: &dyn Counting, sought: &Sought) -> Result<Markup> {
    let measure = counting.measure();
    let periods = periods(state.clock.today());
    let period = Period::read(&sought.period).or_else(|| periods.first().copied()).ok_or(Error::NotFound("Period"))?;
    let mut options: Vec<(String, String)> = periods.iter().map(|period| (period.key(), period.words())).collect();
    if !options.iter().any(|(key, _)| *key == period.key()) {
        options.push((period.key(), period.words()));
    }
    let boards = counting.values(&state.db, "board").await?;
    let board = boards.iter().find(|(id, _)| *id == sought.board).map(|(id, _)| id.clone()).unwrap_or_default();
    let is_share = measure.unit == Unit::Percent;
    let forms = FigureForm::ALL.into_iter().filter(|(form, ..)| is_share || *form != FigureForm::Interval);
    let forms: Vec<(&str, &str)> = forms.map(|(_, word, name)| (word, name)).collect();
    let form = FigureForm::read(&sought.form).unwrap_or(FigureForm::Value);
    let decimals: u8 = sought.decimals.parse().ok().filter(|count| *count <= MOST_DECIMALS).unwrap_or_default();
    let roundings: Vec<(String, String)> = (0..=MOST_DECIMALS)
        .map(|count| match count {
            0 => ("0".to_owned(), "The nearest whole per cent".to_owned()),
            1 => ("1".to_owned(), "1 decimal of a per cent".to_owned()),
            count => (count.to_string(), format!("{count} decimals of a per cent")),
        })
        .collect();
    let filters = if board.is_empty() { Vec::new() } else { vec![("board".to_owned(), board.clone())] };
    let reference = Reference { measure: measure.key.to_owned(), period, filters, form, decimals };
    let code = reference.written();
    let (position, _) = ledger::head(state.db.reading()).await?;
    let typed = code.trim_start_matches("[[").trim_end_matches("]]").to_owned();
    let figure = freeze(state, &typed, state.clock.now(), position).await?;
    let own = open.draft.address();
    let template = template_store::of_version(state.db.reading(), open.draft.template).await?.template;
    let sections: Vec<(String, String)> =
        (0..).zip(&template.sections).map(|(number, section): (i32, _)| (number.to_string(), section.heading.clone())).collect();
    Ok(html! {
        h2 class="govuk-heading-m" id="chosen" { (measure.name) }
        form class="moothall-measure" action={ (own) "/figures" } method="get" {
            (hidden("measure", measure.key)) (hidden("section", &sought.section)) (hidden("q", &sought.q))
            (ui::select(&ui::Select { name: "period", label: "Period", value: Some(&period.key()), options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::select(&ui::Select {
                name: "board", label: "Board", value: Some(&board),
                options: std::iter::once(ui::SelectOption { value: "", text: "All boards" }).chain(boards.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(), ..Default::default()
            }))
            (ui::select(&ui::Select { name: "form", label: "As", value: Some(form.word()), options: forms.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::select(&ui::Select { name: "decimals", label: "Shares and changes rounded to", value: Some(&decimals.to_string()), options: roundings.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::button(&ui::Button { text: "Count", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        @match figure {
            Ok(figure) => {
                (shown(state, counting, &figure).await?)
                p class="govuk-body" { "In the text: " code { (code) } }
                @if open.may_write {
                    form class="moothall-measure" action={ (own) "/figures" } method="post" {
                        (hidden("figure", &typed))
                        (ui::select(&ui::Select { name: "section", label: "Insert it at the end of", value: Some(&sought.section), options: sections.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
                        (ui::button(&ui::Button { text: "Insert the figure", once: true, ..Default::default() }))
                    }
                }
            }
            Err(fault) => p class="govuk-body" { (fault) },
        }
    })
}

/// The counts of a figure's period and of those before it, the earliest first.
pub(crate) async fn series(
    state: &AppState,
    counting: &dyn Counting,
    figure: &Frozen,
    count: usize,
) -> Result<Vec<(Period, Option<f64>)>> {
    let mut series = Vec::new();
    for period in std::iter::successors(Some(figure.period), Period::before).take(count) {
        let asked = Asked { period, as_at: state.clock.now(), filters: figure.filters.clone() };
        let counted = hidden_where_small(counting.count(&state.db, &asked).await?, counting.measure().threshold);
        series.push((period, counted.and_then(|counted| counted.value())));
    }
    series.reverse();
    Ok(series)
}

/// What can be said of how sure a figure is: the interval of a share, and whether a count differs from that of the period before.
pub(crate) fn statistics(figure: &Frozen) -> Vec<ui::SummaryRow<'static>> {
    let interval = interval_text(&figure.counted, figure.decimals);
    let interval = interval.map(|text| ui::SummaryRow::new("With Wilson’s interval", html! { (text) }));
    let compared = figure.before.as_ref().and_then(|before| comparison_text(before, &figure.counted));
    let compared = compared.map(|text| ui::SummaryRow::new("Compared with the period before", html! { (text) }));
    interval.into_iter().chain(compared).collect()
}

/// The value, the change and how it moved.
async fn shown(state: &AppState, counting: &dyn Counting, figure: &Frozen) -> Result<Markup> {
    let series = series(state, counting, figure, 6).await?;
    let change = figure.before.as_ref().map(|before| change_text(before, &figure.counted, figure.decimals));
    let mut rows = vec![
        ui::SummaryRow::new("Value", html! { strong { (value_text(&figure.counted, figure.unit, figure.decimals)) } }),
        ui::SummaryRow::new("Period", html! { (figure.period.words()) }),
    ];
    if let Some(change) = change {
        rows.push(ui::SummaryRow::new("Change from the period before", html! { (change) }));
    }
    rows.extend(statistics(figure));
    let values: Vec<(String, f64)> = series.iter().map(|(period, value)| (period.words(), value.unwrap_or_default())).collect();
    rows.push(ui::SummaryRow::new("How it moved", html! { (sparkline::line(&figure.name, &values)) }));
    Ok(ui::summary_list(&rows))
}

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct InsertForm {
    #[serde(default)]
    figure: String,
    #[serde(default)]
    section: String,
}

/// `POST /drafts/{id}/figures`.
pub(crate) async fn insert(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<InsertForm>,
) -> Result<Redirect> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let reference = Reference::read(&form.figure).map_err(Error::NotUnderstood)?;
    let template = template_store::of_version(state.db.reading(), open.draft.template).await?.template;
    let section: i32 = form.section.parse().map_err(|_| Error::NotFound("Section"))?;
    let is_known = usize::try_from(section).is_ok_and(|at| at < template.sections.len()) && section < FIRST_APPENDIX;
    if !is_known {
        return Err(Error::NotFound("Section"));
    }
    section_pages::add_to(&state, &who, &open, section, &reference.written()).await?;
    Ok(Redirect::to(&format!("{}/sections/{section}?done=figure", open.draft.address())))
}
