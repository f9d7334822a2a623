//! Finding a figure for a draft: search, choose the period and board, preview the sentence, and insert the figure at the cursor.

use crate::access::{READ, WRITE};
use crate::draft::FIRST_APPENDIX;
use crate::draft::open_draft::OpenDraft;
use crate::inserted_figures::live::freeze;
use crate::sections::insertion::Place;
use crate::{clearance, draft, inserted_figures, sections, templates};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use figures::wording::{change_text, comparison_text, interval_text, value_text};
use figures::{Asked, Counting, Form as FigureForm, Frozen, MOST_DECIMALS, Period, Reference, Unit, Withheld};
use foundation::MunicipalYear;
use foundation::text::{address_part, clean_line};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use ui::hidden;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done};

/// How many of the periods for which people have been counted are offered.
const MOST_COUNTED: usize = 12;

/// Query parameters of the search.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sought {
    q: String,
    measure: String,
    period: String,
    board: String,
    form: String,
    decimals: String,
    /// The section to insert into.
    section: String,
    /// The cursor position in its text.
    at: String,
    version: String,
    alone: String,
}

impl Sought {
    fn section(&self) -> i32 {
        self.section.parse().unwrap_or_default()
    }

    fn place(&self) -> Place {
        Place::read(&self.at, &self.version, &self.alone)
    }

    /// Renders the insertion place as hidden form fields.
    fn place_fields(&self) -> Markup {
        html! {
            (hidden("section", &self.section)) (hidden("at", &self.at)) (hidden("version", &self.version)) (hidden("alone", &self.alone))
        }
    }
}

/// Checks whether a measure matches all search words.
fn fits(counting: &Counting, words: &str) -> bool {
    let measure = counting.measure();
    let all = format!("{} {} {}", measure.key, measure.name, measure.definition).to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

/// Returns the periods offered: this municipal year, the two before it, and the months of the last half year; for a measure of
/// people, the last periods for which it has been counted.
fn periods(state: &AppState, counting: &Counting) -> Vec<Period> {
    if let Some(protection) = counting.protection() {
        return protection.counted_by(state.clock.now(), MOST_COUNTED);
    }
    let today = state.clock.today();
    let year = MunicipalYear::of(today).first_year();
    let years = (0..3).filter_map(|back| MunicipalYear::beginning_in(year - back)).filter_map(Period::municipal_year);
    let month = Period::month(chrono::Datelike::year(&today), chrono::Datelike::month(&today));
    let months = std::iter::successors(month, Period::before).take(6);
    years.chain(months).collect()
}

/// Handles `GET /drafts/{id}/figures`.
pub(crate) async fn find(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    let own = format!("{}/figures", open.draft.address());
    let words = clean_line(&sought.q);
    let found: Vec<&Counting> = state.joined.measures.iter().filter(|counting| fits(counting, &words)).collect();
    let chosen = state.measure(&sought.measure);
    let mut trail = open.trail();
    if !sought.section.is_empty() {
        let back = format!("{}/sections/{}", open.draft.address(), sought.section());
        trail.push(("Section".to_owned(), back));
    }
    let page = ui::Page { title: "Insert figure", section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let place = format!(
        "section={}&at={}&version={}&alone={}",
        address_part(&sought.section),
        address_part(&sought.at),
        address_part(&sought.version),
        address_part(&sought.alone)
    );
    // Each page scrolls to the chosen figure, where the reader left off.
    let with = |measure: &str| format!("{own}?measure={measure}&{place}&q={}#chosen", address_part(&words));
    let content = html! {
        (ui::heading(Some(&open.draft.subject), "Insert figure"))
        form class="moothall-measure" action=(own) method="get" {
            (sought.place_fields())
            (ui::input(&ui::Input { name: "q", label: "Search figures", hint: Some("For example, attendance or questions"), value: &words, ..Default::default() }))
            (ui::button(&ui::Button { text: "Search", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        @if found.is_empty() { (ui::paragraph("No figures match your search.")) }
        (ui::list(html! {
            @for counting in &found {
                @let measure = counting.measure();
                li {
                    (ui::link_current(with(measure.key), measure.key == sought.measure, measure.name))
                    (ui::hint_paragraph(counting.definition()))
                }
            }
        }))
        @if let Some(counting) = chosen { (choose(&state, &open, counting, &sought).await?) }
    };
    Ok(ui::page(&page, content))
}

/// The chosen options of a figure.
struct Chosen {
    period: Period,
    board: String,
    form: FigureForm,
    decimals: u8,
    /// The figure as it is typed, without its brackets.
    typed: String,
}

impl Chosen {
    fn of(sought: &Sought, measure: &figures::Measure, periods: &[Period], boards: &[(String, String)]) -> Option<Self> {
        let period = Period::read(&sought.period).or_else(|| periods.first().copied())?;
        let board = boards.iter().find(|(id, _)| *id == sought.board).map(|(id, _)| id.clone()).unwrap_or_default();
        let form = FigureForm::read(&sought.form).unwrap_or(FigureForm::Value);
        let decimals: u8 = sought.decimals.parse().ok().filter(|count| *count <= MOST_DECIMALS).unwrap_or_default();
        let filters = if board.is_empty() { Vec::new() } else { vec![("board".to_owned(), board.clone())] };
        let code = Reference { measure: measure.key.to_owned(), period, filters, form, decimals }.written();
        let typed = code.trim_start_matches("[[").trim_end_matches("]]").to_owned();
        Some(Self { period, board, form, decimals, typed })
    }
}

async fn choose(state: &AppState, open: &OpenDraft, counting: &Counting, sought: &Sought) -> Result<Markup> {
    let measure = counting.measure();
    let periods = periods(state, counting);
    let boards = counting.values(&state.db, "board").await?;
    let chosen = Chosen::of(sought, measure, &periods, &boards).or_not_found("Period")?;
    let mut options: Vec<(String, String)> = periods.iter().map(|period| (period.key(), period.words())).collect();
    if !options.iter().any(|(key, _)| *key == chosen.period.key()) {
        options.push((chosen.period.key(), chosen.period.words()));
    }
    let roundings: Vec<(String, String)> = (0..=MOST_DECIMALS)
        .map(|count| match count {
            0 => ("0".to_owned(), "Whole numbers".to_owned()),
            1 => ("1".to_owned(), "1 decimal place".to_owned()),
            count => (count.to_string(), format!("{count} decimal places")),
        })
        .collect();
    let (position, _) = ledger::head(state.db.reading()).await?;
    let figure = freeze(state, &chosen.typed, state.clock.now(), position).await?;
    let forms = match &figure {
        Ok(figure) => forms_of(figure, measure.unit),
        Err(_) => FigureForm::ALL.into_iter().map(|(_, word, name)| (word, name.to_owned())).collect(),
    };
    let own = open.draft.address();
    Ok(html! {
        (ui::h2_focused("chosen", measure.name))
        form class="moothall-measure" action={ (own) "/figures#chosen" } method="get" {
            (hidden("measure", measure.key)) (hidden("q", &sought.q)) (sought.place_fields())
            (ui::select(&ui::Select { name: "period", label: "Period", value: Some(&chosen.period.key()), options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::select(&ui::Select {
                name: "board", label: "Board", value: Some(&chosen.board),
                options: std::iter::once(ui::SelectOption { value: "", text: "All boards" }).chain(boards.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(), ..Default::default()
            }))
            (ui::select(&ui::Select { name: "form", label: "Show as", value: Some(chosen.form.word()), options: forms.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::select(&ui::Select { name: "decimals", label: "Round percentages to", value: Some(&chosen.decimals.to_string()), options: roundings.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::button(&ui::Button { text: "Update figure", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        @match figure {
            Ok(figure) => {
                (shown(state, counting, &figure).await?)
                @if open.may_write { (inserting(state, open, sought, &figure, &chosen.typed).await?) }
            }
            Err(fault) => (ui::paragraph(&fault)),
        }
    })
}

/// Returns the forms in which a figure can be shown, each with its text: `86%`, `an increase of 9%`.
fn forms_of(figure: &Frozen, unit: Unit) -> Vec<(&'static str, String)> {
    let form = |(form, word, name): (FigureForm, &'static str, &'static str)| {
        let words = match form {
            FigureForm::Value => Some(value_text(&figure.counted, unit, figure.decimals)),
            FigureForm::Change => figure.before.as_ref().map(|before| change_text(before, &figure.counted, figure.decimals)),
            FigureForm::Interval => interval_text(&figure.counted, figure.decimals),
            FigureForm::Table | FigureForm::Chart => None,
        };
        // A count has no likely range.
        let is_there = form != FigureForm::Interval || words.is_some();
        is_there.then(|| (word, words.map_or_else(|| name.to_owned(), |words| format!("{name}: {words}"))))
    };
    FigureForm::ALL.into_iter().filter_map(form).collect()
}

/// Renders the form that inserts a figure, with a preview of the sentence.
async fn inserting(state: &AppState, open: &OpenDraft, sought: &Sought, figure: &Frozen, typed: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let here = draft::store::current(connection, open.draft.id, sought.section()).await?;
    let (text, version) = here.as_ref().map_or(("", 0), |text| (text.text.as_str(), text.version));
    let place = sought.place().in_version(version);
    let mut options: Vec<(String, String)> = Vec::new();
    if place != Place::End {
        options.push((format!("{}|{}|{version}|{}", sought.section(), sought.at, sought.alone), "Where my cursor is".to_owned()));
    }
    if !sought.section.is_empty() {
        let after = |(at, words): (usize, String)| (format!("{}|{at}|{version}|", sought.section()), format!("After “{words}”"));
        options.extend(sections::insertion::places(text).into_iter().map(after));
    }
    let ends = (0_i32..)
        .zip(&template.sections)
        .map(|(number, section)| (format!("{number}|||"), format!("At the end of {}", section.heading)));
    let value = options
        .first()
        .filter(|_| place != Place::End)
        .map_or_else(|| format!("{}|||", sought.section()), |(value, _)| value.clone());
    options.extend(ends);
    let sentence = inserted_figures::sentence::of(state, (text, place), figure, typed).await?;
    Ok(html! {
        (ui::h3("What will be inserted"))
        (ui::inset_text(sentence))
        form class="moothall-measure" action={ (open.draft.address()) "/figures" } method="post" {
            (hidden("figure", typed))
            (ui::select(&ui::Select { name: "place", label: "Where to insert it", value: Some(&value), options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
            (ui::send("Insert figure"))
        }
    })
}

/// The value of a figure in a period, which is `None` for a share of nothing.
pub(crate) type Movement = (Period, std::result::Result<Option<f64>, Withheld>);

/// Returns the counts for a figure's period and those before it, earliest first.
pub(crate) async fn series(state: &AppState, counting: &Counting, figure: &Frozen, count: usize) -> Result<Vec<Movement>> {
    let mut series = Vec::new();
    for period in std::iter::successors(Some(figure.period), Period::before).take(count) {
        let asked = Asked { period, as_at: state.clock.now(), filters: figure.filters.clone() };
        series.push((period, counting.ask(&state.db, &asked).await?.map(|answer| answer.counted.value())));
    }
    series.reverse();
    Ok(series)
}

/// Renders how certain a figure is: the likely range of a percentage, and whether a count differs from the previous period's.
pub(crate) fn statistics(figure: &Frozen) -> Vec<ui::SummaryRow<'static>> {
    let interval = interval_text(&figure.counted, figure.decimals);
    let interval = interval.map(|text| ui::SummaryRow::new("Likely range (95%)", html! { (text) }));
    let compared = figure.before.as_ref().and_then(|before| comparison_text(before, &figure.counted));
    let compared = compared.map(|text| ui::SummaryRow::new("Compared with the previous period", html! { (text) }));
    interval.into_iter().chain(compared).collect()
}

/// Renders the value, the change and the trend.
async fn shown(state: &AppState, counting: &Counting, figure: &Frozen) -> Result<Markup> {
    let series = series(state, counting, figure, 6).await?;
    let change = figure.before.as_ref().map(|before| change_text(before, &figure.counted, figure.decimals));
    let mut rows = vec![
        ui::SummaryRow::new("Value", html! { strong { (value_text(&figure.counted, figure.unit, figure.decimals)) } }),
        ui::SummaryRow::new("Period", html! { (figure.period.words()) }),
    ];
    if let Some(change) = change {
        rows.push(ui::SummaryRow::new("Change from the previous period", html! { (change) }));
    }
    rows.extend(statistics(figure));
    let values = inserted_figures::sparkline::points(&series);
    rows.push(ui::SummaryRow::new("Trend", html! { (inserted_figures::sparkline::line(&figure.name, &values)) }));
    Ok(ui::summary_list(&rows))
}

/// Handles `POST /drafts/{id}/figures`.
pub(crate) async fn insert(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: SubmittedForm,
) -> Result<Redirect> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let reference = Reference::read(form.value("figure")).map_err(Error::NotUnderstood)?;
    let template = templates::store::of_version(state.db.reading(), open.draft.template).await?.template;
    // The section and the position in its text: `2|120|5|`.
    let parts: Vec<&str> = form.value("place").split('|').collect();
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    let section: i32 = part(0).parse().or_not_found("Section")?;
    let is_of_template = usize::try_from(section).is_ok_and(|at| at < template.sections.len());
    let connection = state.db.reading();
    let is_appendix = section >= FIRST_APPENDIX && draft::store::last_version(connection, open.draft.id, section).await? > 0;
    if !is_of_template && !is_appendix {
        return Err(Error::NotFound("Section"));
    }
    let is_block = matches!(reference.form, FigureForm::Table | FigureForm::Chart);
    let words = format!("{}{}", if is_block { "\n\n" } else { "" }, reference.written());
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let place = Place::read(part(1), part(2), part(3));
    let is_in_place = sections::pages::insert(&transaction, &open, section, (place, &words), by).await?;
    clearance::after_a_change(&state, &transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    let done = if is_in_place { "figure" } else { "figure-end" };
    Ok(redirect_done(&format!("{}/sections/{section}", open.draft.address()), done))
}

/// Query parameters of the script's request.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReadingQuery {
    figure: String,
}

/// Handles `GET /drafts/{id}/figures/reading`: the text of a figure, for the editor.
pub(crate) async fn reading(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<ReadingQuery>,
) -> Result<Json<Value>> {
    OpenDraft::of(&state, &who, READ, &id).await?;
    let (position, _) = ledger::head(state.db.reading()).await?;
    Ok(Json(match freeze(&state, &query.figure, state.clock.now(), position).await? {
        Ok(figure) if matches!(figure.form, FigureForm::Table | FigureForm::Chart) => {
            json!({ "text": format!("{}, {}", figure.name, figure.period.words()) })
        }
        Ok(figure) => json!({ "text": figure.text }),
        Err(fault) => json!({ "fault": fault }),
    }))
}
