//! A small line chart of some values as SVG, with a title and description for screen readers.

use crate::inserted_figures::live::with_commas;
use maud::{Markup, html};

/// Formats a value, whole or with one decimal place.
fn told(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "counts of this record are far below 2^53")]
    if value.fract().abs() < 1e-9 { with_commas(value as i64) } else { format!("{value:.1}") }
}

/// Renders a line through the values of some periods, with the last one marked.
pub(crate) fn line(name: &str, values: &[(String, f64)]) -> Markup {
    let (width, height) = (160.0, 36.0);
    let most = values.iter().map(|(_, value)| *value).fold(0.0_f64, f64::max).max(1.0);
    #[expect(clippy::cast_precision_loss, reason = "a handful of periods")]
    let step = if values.len() > 1 { (width - 8.0) / (values.len() - 1) as f64 } else { 0.0 };
    let mut x = 4.0;
    let points: Vec<(f64, f64)> = values
        .iter()
        .map(|(_, value)| {
            let point = (x, height - 4.0 - value / most * (height - 8.0));
            x += step;
            point
        })
        .collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let words: Vec<String> = values.iter().map(|(period, value)| format!("{period}: {}", told(*value))).collect();
    html! {
        svg class="moothall-sparkline" viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height) role="img" aria-label=(format!("{name}. {}", words.join("; "))) {
            title { (name) }
            desc { (words.join("; ")) }
            polyline class="moothall-sparkline__line" fill="none" points=(path.join(" ")) {}
            @if let Some((x, y)) = points.last() { circle class="moothall-sparkline__end" cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3" {} }
        }
    }
}
