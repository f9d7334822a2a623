//! A small line chart of some values as SVG, with a title and description for screen readers.

use crate::inserted_figures::live::with_commas;
use crate::inserted_figures::pages::Movement;
use maud::{Markup, html};

/// Formats a value, whole or with one decimal place.
fn told(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "counts of this record are far below 2^53")]
    if value.fract().abs() < 1e-9 { with_commas(value as i64) } else { format!("{value:.1}") }
}

/// Returns the values of some periods for a line, with nothing where they are not shown.
pub(crate) fn points(moved: &[Movement]) -> Vec<(String, Option<f64>)> {
    moved.iter().map(|(period, value)| (period.words(), value.ok().map(Option::unwrap_or_default))).collect()
}

/// Renders a line through the values of some periods, with the last one marked. The line has a gap for each value that is not shown.
pub(crate) fn line(name: &str, values: &[(String, Option<f64>)]) -> Markup {
    let (width, height) = (160.0, 36.0);
    let most = values.iter().filter_map(|(_, value)| *value).fold(0.0_f64, f64::max).max(1.0);
    #[expect(clippy::cast_precision_loss, reason = "a handful of periods")]
    let step = if values.len() > 1 { (width - 8.0) / (values.len() - 1) as f64 } else { 0.0 };
    let mut x = 4.0;
    let points: Vec<Option<(f64, f64)>> = values
        .iter()
        .map(|(_, value)| {
            let point = value.map(|value| (x, height - 4.0 - value / most * (height - 8.0)));
            x += step;
            point
        })
        .collect();
    let stretches = points.split(Option::is_none).filter(|stretch| !stretch.is_empty());
    let path = |stretch: &[Option<(f64, f64)>]| {
        stretch.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
    };
    let shown = |value: &Option<f64>| value.map_or_else(|| "not shown".to_owned(), told);
    let words: Vec<String> = values.iter().map(|(period, value)| format!("{period}: {}", shown(value))).collect();
    html! {
        svg class="moothall-sparkline" viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height) role="img" aria-label=(format!("{name}. {}", words.join("; "))) {
            title { (name) }
            desc { (words.join("; ")) }
            @for stretch in stretches { polyline class="moothall-sparkline__line" fill="none" points=(path(stretch)) {} }
            @if let Some(Some((x, y))) = points.last() { circle class="moothall-sparkline__end" cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3" {} }
        }
    }
}
