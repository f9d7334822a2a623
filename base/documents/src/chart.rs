//! Bar charts of counts, each bar with its full label and value. They fill the available width, and their text stays as large as
//! the text around them.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

/// A bar with its label and value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The label.
    pub label: String,
    /// The value as shown: `1,076`, `84%`.
    pub shown: String,
    /// The length in thousandths of the maximum, which is the longest bar or 100%.
    pub length: u32,
}

/// The length of the longest bar.
pub const LONGEST: u32 = 1_000;

impl Bar {
    /// Creates bars from labels, values as shown and values. The longest bar is the largest value, or `whole` if that is given.
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

/// Describes the bars in words for people who cannot see them: `North: 3; South: 4`.
pub fn words(bars: &[Bar]) -> String {
    bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect::<Vec<_>>().join("; ")
}

/// Renders horizontal bars, each with its label and value.
pub fn bars(caption: &str, bars: &[Bar]) -> Markup {
    html! {
        div class="moothall-bars" role="img" aria-label=(format!("{caption}. {}", words(bars))) {
            @for bar in bars {
                span class="moothall-bars__label" { (bar.label) }
                span class="moothall-bars__value" { (bar.shown) }
                // The image of a bar is stretched to the width of its column.
                svg class="moothall-bars__track" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                    rect class="moothall-bars__bar" x="0" y="0" width=(bar.length.min(LONGEST)) height="20" {}
                }
            }
        }
    }
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
        let html = super::bars("Lamps <b>", &bars).into_string();
        assert!(html.contains("aria-label=\"Lamps &lt;b&gt;. North: 3; South: 12; East: 0\""), "{html}");
    }

    #[test]
    fn labels_and_values_are_whole() {
        let label = "A ward with a name so long that it would not fit beside its bar on the screen of a telephone";
        let bars = Bar::of(&[(label.into(), "84% (1,076 of 1,281)".into(), 84.0)], Some(100.0));
        let html = super::bars("Lamps", &bars).into_string();
        assert!(html.contains(&format!(">{label}</span>")) && html.contains(">84% (1,076 of 1,281)</span>"), "{html}");
    }
}
