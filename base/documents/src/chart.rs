//! Bars that show counts beside one another, as SVG with a title, a description and their values beside them.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

/// A bar with its label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// Its value as it is told: `1,076`, `84%`.
    pub shown: String,
    /// Its length in thousandths of the longest that could be: of the longest bar, or of 100%.
    pub length: u32,
}

/// The longest bar.
pub const LONGEST: u32 = 1_000;

impl Bar {
    /// Bars of these labels, told values and values; the longest is the largest value, or `whole` where one is given.
    pub fn of(values: &[(String, String, f64)], whole: Option<f64>) -> Vec<Self> {
        let most = whole.unwrap_or_else(|| values.iter().map(|(.., value)| *value).fold(0.0, f64::max));
        let length = |value: f64| {
            let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1,000")]
            let length = (share * f64::from(LONGEST)).round() as u32;
            length
        };
        let bar = |(label, shown, value): &(String, String, f64)| Self {
            label: label.clone(),
            shown: shown.clone(),
            length: length(*value),
        };
        values.iter().map(bar).collect()
    }
}

/// The bars in words, for those who do not see them: `North: 3; South: 4`.
pub fn words(bars: &[Bar]) -> String {
    bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect::<Vec<_>>().join("; ")
}

/// The most letters of a label that stand in the picture; the table beneath has the whole.
const LABEL: usize = 46;

/// Horizontal bars, each with its label and value beside it.
pub fn bars(caption: &str, bars: &[Bar]) -> Markup {
    let row = 26_usize;
    let height = row * bars.len();
    let words = words(bars);
    html! {
        svg class="moothall-bars" viewBox=(format!("0 0 760 {height}")) role="img" aria-label=(format!("{caption}. {words}")) {
            title { (caption) }
            desc { (words) }
            @for (at, bar) in bars.iter().enumerate() {
                @let y = at * row;
                @let length = f64::from(bar.length.min(LONGEST)) * 0.26;
                text class="moothall-bars__label" x="400" y=(y + 17) text-anchor="end" { (shortened(&bar.label)) }
                rect class="moothall-bars__bar" x="410" y=(y + 4) width=(format!("{length:.1}")) height="18" {}
                text class="moothall-bars__value" x=(format!("{:.1}", 416.0 + length)) y=(y + 17) { (bar.shown) }
            }
        }
    }
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LABEL { label.to_owned() } else { label.chars().take(LABEL - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_is_the_largest_value() {
        let value = |label: &str, value: f64| (label.to_owned(), format!("{value}"), value);
        let bars = Bar::of(&[value("North", 3.0), value("South", 12.0), value("East", 0.0)], None);
        assert_eq!(bars.iter().map(|bar| bar.length).collect::<Vec<_>>(), [250, 1_000, 0]);
        assert_eq!(Bar::of(&[value("North", 84.0)], Some(100.0))[0].length, 840);
        assert_eq!(Bar::of(&[value("North", 0.0)], None)[0].length, 0);
        let svg = super::bars("Lamps <b>", &bars).into_string();
        assert!(svg.contains("<title>Lamps &lt;b&gt;</title>") && svg.contains("North: 3; South: 12; East: 0"), "{svg}");
    }
}
