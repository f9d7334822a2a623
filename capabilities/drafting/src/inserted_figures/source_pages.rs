//! The public source of a figure: what is counted, its breakdown, its trend, and which reports use it; and
//! the list of all measures.

use crate::inserted_figures;
use crate::inserted_figures::live::{chart, with_commas};
use crate::inserted_figures::pages::{Movement, series, statistics};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use documents::Block;
use figures::rounding::rounded;
use figures::wording::value_text;
use figures::{Asked, ControlChart, Counting, Frozen, Period, SignalKind, Withheld, rounding_stated};
use foundation::london;
use maud::{Markup, html};
use reports::report::Report;
use web::{AppState, Error, OrNotFound, Result, csv_file};

/// How many periods a trend shows.
const PERIODS: usize = 12;
/// With fewer values than this, control limits mean little (Wheeler, Understanding Variation, 1993, begins with five or six).
const FEWEST_FOR_LIMITS: usize = 6;
/// The maximum number of bars in a chart; the table below has every part.
const MOST_BARS: usize = 30;

/// Returns a figure of a published report, with the report and its publication.
async fn figure_of(state: &AppState, report: &str, number: &str) -> Result<(publications::Publication, Report, Frozen)> {
    let report: i64 = report.parse().or_not_found("Figure")?;
    let number: usize = number.parse().or_not_found("Figure")?;
    let publication = publications::current(state.db.reading(), &format!("report/{report}")).await?.or_not_found("Figure")?;
    let content: Report = serde_json::from_str(&publication.content).map_err(|error| Error::Content(error.to_string()))?;
    let figure = number.checked_sub(1).and_then(|at| content.figures.get(at)).cloned().or_not_found("Figure")?;
    Ok((publication, content, figure))
}

/// Handles `GET /reports/{id}/figures/{number}`.
pub(crate) async fn show(State(state): State<AppState>, Path((report, number)): Path<(String, String)>) -> Result<Markup> {
    let (publication, _, figure) = figure_of(&state, &report, &number).await?;
    let counting = state.measure(&figure.measure);
    let now = match counting {
        Some(counting) => {
            let asked = Asked { period: figure.period, as_at: state.clock.now(), filters: figure.filters.clone() };
            counting.ask(&state.db, &asked).await?.ok().map(|answer| answer.counted)
        }
        None => None,
    };
    let moved = match counting {
        Some(counting) => series(&state, counting, &figure, PERIODS).await?,
        None => Vec::new(),
    };
    let others = reports_with(&state, &figure.measure, &publication.record).await?;
    let mut rows = vec![
        ui::SummaryRow::new("In the report", html! { strong { (figure.text) } }),
        ui::SummaryRow::new("What is counted", html! { (figure.definition) }),
        ui::SummaryRow::new("Period", html! { (figure.period.words()) }),
    ];
    if !figure.held_to.is_empty() {
        rows.push(ui::SummaryRow::new("Limited to", html! { (figure.held_to.join("; ")) }));
    }
    rows.push(ui::SummaryRow::new("Counted", html! { (london::on_page(figure.as_at)) ", at entry " (figure.ledger_position) " of " (ui::link("/record/checkpoint", "the ledger")) }));
    rows.push(ui::SummaryRow::new(
        "Rounding",
        html! { "Percentages and changes are " (rounding_stated(figure.decimals.into())) "; counts are not rounded." },
    ));
    rows.extend(statistics(&figure));
    if let Some(now) = &now {
        let same = now.count() == figure.counted.count() && now.of() == figure.counted.of();
        rows.push(ui::SummaryRow::new(
            "Value today",
            html! { (value_text(now, figure.unit, figure.decimals)) @if same { " (unchanged)" } @else { " (changed since publication)" } },
        ));
    }
    let own = format!("/reports/{report}/figures/{number}");
    let trail = vec![("Home".into(), "/".into()), (publication.title.clone(), format!("/reports/{report}"))];
    let page = ui::Page {
        title: &format!("{}: source", figure.name),
        section: Some(ui::Section::Meetings),
        breadcrumbs: trail,
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&publication.title), &figure.name))
        (ui::summary_list(&rows))
        (parts(&figure))
        (ui::paragraph(ui::link(format!("{own}/parts.csv"), "Download breakdown (CSV)")))
        @let moved = since_the_record_began(&moved);
        @if moved.len() > 1 {
            (ui::h2("Trend"))
            (movement(&figure, moved))
        }
        @if !others.is_empty() {
            (ui::h2("Other reports that use this figure"))
            (ui::list(html! { @for (title, address) in &others { li { (ui::link(address, title)) } } }))
        }
        (ui::paragraph(ui::link("/measures", "All figures")))
    };
    Ok(ui::page(&page, content))
}

fn parts(figure: &Frozen) -> Markup {
    let counted = &figure.counted;
    if counted.parts().is_empty() {
        return html! { (ui::paragraph("This figure has no breakdown.")) };
    }
    let bars = match chart(figure) {
        Block::Chart { bars, .. } => bars,
        _ => Vec::new(),
    };
    let is_share = counted.of().is_some();
    let mut columns = vec![ui::Column::words("Category"), ui::Column::numbers("Count")];
    if is_share {
        columns.push(ui::Column::numbers("Of"));
    }
    let row = |label: &str, count: i64, of: Option<i64>| {
        let mut row = vec![html! { (label) }, html! { (with_commas(count)) }];
        if is_share {
            row.push(html! { @if let Some(of) = of { (with_commas(of)) } });
        }
        row
    };
    let mut rows: Vec<Vec<Markup>> = counted.parts().iter().map(|part| row(&part.label, part.count, part.of)).collect();
    rows.push(row("Total", counted.count(), counted.of()));
    html! {
        (ui::h2("Breakdown"))
        div class="moothall-chart" { (documents::chart::bars(&figure.name, &bars[..bars.len().min(MOST_BARS)])) }
        (ui::table(&ui::Table { caption: "Breakdown of the count", columns, rows, row_headings: true, ..Default::default() }))
    }
}

/// Describes the values of some periods, earliest first, against the limits of a control chart. `None` if there are too few.
fn limits(moved: &[Movement], told: impl Fn(f64) -> String) -> Option<String> {
    let known: Vec<(Period, f64)> = moved.iter().filter_map(|(period, value)| Some((*period, (*value).ok()??))).collect();
    let values: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    let chart = ControlChart::of(&values).filter(|_| values.len() >= FEWEST_FOR_LIMITS)?;
    let lower = chart.lower_limit.max(0.0);
    let signals: Vec<String> = chart
        .signals
        .iter()
        .filter_map(|signal| {
            let (period, value) = known.get(signal.place)?;
            let why = match signal.kind {
                SignalKind::Outside => "outside the expected range",
                SignalKind::Run => "one of eight or more in a row on the same side of the average",
            };
            Some(format!("{} ({}), {why}", period.words(), told(*value)))
        })
        .collect();
    let signals = if signals.is_empty() {
        "No value points to a real change: the variation could be due to chance.".to_owned()
    } else {
        format!("These values point to a real change: {}.", signals.join("; "))
    };
    Some(format!(
        "Over these {} periods the average is {} and the expected range is {} to {} (from an XmR control chart). {signals}",
        values.len(),
        told(chart.centre),
        told(lower),
        told(chart.upper_limit)
    ))
}

/// Returns the periods from the first with a count: before that the record had not begun.
fn since_the_record_began(moved: &[Movement]) -> &[Movement] {
    // What is not shown is something, or the periods before it would say that it is not.
    let is_nothing = |value: Option<f64>| value.is_none_or(|value| value.abs() < f64::EPSILON);
    let begins = moved.iter().position(|(_, value)| !value.is_ok_and(is_nothing)).unwrap_or(moved.len());
    &moved[begins..]
}

fn movement(figure: &Frozen, moved: &[Movement]) -> Markup {
    let suffix = if figure.counted.of().is_some() { "%" } else { "" };
    let told = |value: f64| format!("{}{suffix}", rounded(value, 1));
    let value = |value: &std::result::Result<Option<f64>, Withheld>| match value {
        Ok(Some(value)) => format!("{}{suffix}", rounded(*value, figure.decimals.into())),
        Ok(None) => "none".to_owned(),
        Err(Withheld::Small { .. }) => "not shown".to_owned(),
        Err(Withheld::NotYet { .. } | Withheld::Period { .. }) => "not counted".to_owned(),
    };
    html! {
        (inserted_figures::sparkline::line(&figure.name, &inserted_figures::sparkline::points(moved)))
        (ui::table(&ui::Table {
            caption: "By period, counted today",
            columns: vec![ui::Column::words("Period"), ui::Column::numbers("Value")],
            rows: moved.iter().map(|(period, counted)| vec![html! { (period.words()) }, html! { (value(counted)) }]).collect(),
            row_headings: true, ..Default::default()
        }))
        @if let Some(words) = limits(moved, told) { (ui::measured(&words)) }
    }
}

/// Returns the other published reports with a figure of this measure, each with its address.
async fn reports_with(state: &AppState, measure: &str, but: &str) -> Result<Vec<(String, String)>> {
    let connection = state.db.reading();
    let mut found = Vec::new();
    for summary in publications::latest_of_kinds(connection, &["report"], 200).await? {
        if summary.record == but
            || found.iter().any(|(_, address): &(String, String)| {
                *address == format!("/{}", summary.record.replacen("report/", "reports/", 1))
            })
        {
            continue;
        }
        let Some(publication) = publications::current(connection, &summary.record).await? else { continue };
        let Ok(report) = serde_json::from_str::<Report>(&publication.content) else { continue };
        if report.figures.iter().any(|figure| figure.measure == measure) {
            found.push((publication.title, format!("/{}", summary.record.replacen("report/", "reports/", 1))));
        }
    }
    Ok(found)
}

/// Handles `GET /reports/{id}/figures/{number}/parts.csv`.
pub(crate) async fn csv(State(state): State<AppState>, Path((report, number)): Path<(String, String)>) -> Result<Response> {
    let (_, _, figure) = figure_of(&state, &report, &number).await?;
    let rows = figure
        .counted
        .parts()
        .iter()
        .map(|part| vec![part.label.clone(), part.count.to_string(), part.of.map(|of| of.to_string()).unwrap_or_default()]);
    let total = vec![
        "Total".to_owned(),
        figure.counted.count().to_string(),
        figure.counted.of().map(|of| of.to_string()).unwrap_or_default(),
    ];
    Ok(csv_file(&format!("{}-{}", figure.measure, figure.period.key()), &["Part", "Count", "Of"], rows.chain([total]))?
        .into_response())
}

/// Handles `GET /measures`.
pub(crate) async fn measures(State(state): State<AppState>) -> Result<Markup> {
    let page = ui::Page { title: "Figures", breadcrumbs: vec![("Home".into(), "/".into())], ..state.page() };
    let content = html! {
        (ui::heading(None, "Figures"))
        (ui::measured("Reports use these figures for a period. Each is counted from the council’s records. A published report keeps the value on the day it was published."))
        @for counting in &state.joined.measures { (measure(counting)) }
    };
    Ok(ui::page(&page, content))
}

fn measure(counting: &Counting) -> Markup {
    let measure = counting.measure();
    let dimensions: Vec<&str> = measure.dimensions.iter().map(|dimension| dimension.name).collect();
    html! {
        (ui::h2_at(measure.key, measure.name))
        (ui::measured(counting.definition()))
        @if !dimensions.is_empty() { (ui::hint_paragraph(html! { "Available by " (dimensions.join(", ").to_lowercase()) })) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(values: &[f64]) -> Vec<Movement> {
        let first = Period::month(2023, 1).into_iter().collect::<Vec<_>>();
        let mut periods = first;
        while periods.len() < values.len() {
            let Some(next) = periods.last().and_then(|last| last.until.succ_opt()) else { break };
            periods.extend(Period::month(chrono::Datelike::year(&next), chrono::Datelike::month(&next)));
        }
        periods.into_iter().zip(values.iter().map(|value| Ok(Some(*value)))).collect()
    }

    #[test]
    fn a_series_begins_with_the_record_and_has_limits_where_it_is_long_enough() {
        let moved = months(&[0.0, 0.0, 4.0, 5.0, 0.0]);
        assert_eq!(since_the_record_began(&moved).len(), 3);
        assert!(since_the_record_began(&months(&[0.0, 0.0])).is_empty());
        let mut hidden = months(&[0.0, 2.0, 7.0]);
        hidden[1].1 = Err(Withheld::Small { threshold: 5 });
        assert_eq!(since_the_record_began(&hidden).len(), 2);
        let told = |value: f64| rounded(value, 1);
        assert_eq!(limits(&months(&[4.0, 5.0, 6.0, 5.0, 4.0]), told), None, "five values are too few");
        let steady = limits(&months(&[4.0, 5.0, 6.0, 5.0, 4.0, 5.0]), told).expect("limits");
        assert!(steady.contains("the average is 4.8") && steady.contains("could be due to chance"), "{steady}");
        let leap = limits(&months(&[4.0, 5.0, 4.0, 5.0, 4.0, 5.0, 4.0, 5.0, 4.0, 40.0]), told).expect("limits");
        assert!(leap.contains("October 2023 (40.0), outside the expected range"), "{leap}");
    }
}
