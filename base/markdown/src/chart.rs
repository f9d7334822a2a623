//! Charts of an author's own numbers, typed as a block: a title, a line for each bar, and the source of the numbers.
//!
//! ````text
//! ```chart
//! Lamps mended by ward
//! North: 12
//! South: 7
//! Source: depot log, June 2024
//! ```
//! ````

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use documents::{Bar, Block};
use foundation::text::single_spaced;

/// The info string that makes a code block a chart.
pub const WORD: &str = "chart";

/// The maximum number of bars in a chart.
const MOST_BARS: usize = 40;

/// A parsed chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnChart {
    /// Its title.
    pub title: String,
    /// Each bar with its label, its value as typed, and its value.
    pub bars: Vec<(String, String, f64)>,
    /// Where the numbers are from.
    pub source: String,
    /// The lines that are neither title, bar nor source.
    pub unread: Vec<String>,
}

/// Parses the number in a value such as `1,076`, `84%` or `£12.50`.
fn number(shown: &str) -> Option<f64> {
    let digits: String = shown.chars().filter(|character| !matches!(character, ',' | '£' | '%' | ' ')).collect();
    digits.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0)
}

impl OwnChart {
    /// Parses the lines of a chart.
    pub fn read(lines: &str) -> Self {
        let mut chart = Self::default();
        for line in lines.lines().map(single_spaced).filter(|line| !line.is_empty()) {
            let source = line.get(..7).filter(|start| start.eq_ignore_ascii_case("source:")).and_then(|_| line.get(7..));
            let bar = line.rsplit_once(':').and_then(|(label, value)| Some((label.trim(), value.trim(), number(value)?)));
            match (source, bar) {
                (Some(source), _) => source.trim().clone_into(&mut chart.source),
                (None, Some((label, value, number))) if chart.bars.len() < MOST_BARS => {
                    chart.bars.push((label.to_owned(), value.to_owned(), number));
                }
                _ if chart.title.is_empty() && chart.bars.is_empty() => chart.title = line,
                _ => chart.unread.push(line),
            }
        }
        chart
    }

    /// Returns what must be fixed before it can be published.
    pub fn faults(&self) -> Vec<String> {
        let name = if self.title.is_empty() { "A chart".to_owned() } else { format!("The chart “{}”", self.title) };
        let mut faults = Vec::new();
        if self.title.is_empty() {
            faults.push("Enter a title for the chart, on its first line".to_owned());
        }
        if self.bars.is_empty() {
            faults.push(format!("{name} has no numbers: enter a line for each bar, like “North: 12”"));
        }
        if self.source.is_empty() {
            faults.push(format!("{name} has no source: enter where the numbers are from, like “Source: depot log, June 2024”"));
        }
        faults.extend(
            self.unread.iter().map(|line| format!("{name} has a line without a number: “{line}”. Enter it like “North: 12”")),
        );
        faults
    }

    /// Returns the chart as a block, or `None` if it has no bars.
    pub fn block(&self) -> Option<Block> {
        if self.bars.is_empty() {
            return None;
        }
        let are_shares = self.bars.iter().all(|(_, shown, value)| shown.ends_with('%') && *value <= 100.0);
        let source = if self.source.is_empty() { String::new() } else { format!(" (source: {})", self.source) };
        Some(Block::Chart { caption: format!("{}{source}", self.title), bars: Bar::of(&self.bars, are_shares.then_some(100.0)) })
    }
}

/// Returns what is wrong with the charts in a text.
pub fn faults(text: &str) -> Vec<String> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &crate::reading::options());
    let mut faults = Vec::new();
    for node in root.descendants() {
        if let NodeValue::CodeBlock(code) = &node.data.borrow().value
            && code.info.trim() == WORD
        {
            faults.extend(OwnChart::read(&code.literal).faults());
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_chart_has_its_bars_and_its_source() {
        let text = "Before.\n\n```chart\nLamps mended\nNorth: 1,200\nThe quay: by night: 300\nSource: depot log\n```\n";
        let blocks = crate::reading::blocks(text);
        let Some(Block::Chart { caption, bars }) = blocks.get(1) else { panic!("{blocks:?}") };
        assert_eq!(caption, "Lamps mended (source: depot log)");
        let told: Vec<(&str, &str, u32)> = bars.iter().map(|bar| (bar.label.as_str(), bar.shown.as_str(), bar.length)).collect();
        assert_eq!(told, [("North", "1,200", 1_000), ("The quay: by night", "300", 250)]);
        assert!(faults(text).is_empty());
    }

    #[test]
    fn shares_are_drawn_of_a_hundred() {
        let chart = OwnChart::read("Lit\nNorth: 50%\nSource: a count");
        let Some(Block::Chart { bars, .. }) = chart.block() else { panic!("{chart:?}") };
        assert_eq!(bars[0].length, 500);
    }

    #[test]
    fn what_a_chart_lacks_is_said() {
        let found = faults("```chart\nLamps\nNorth: many\n```");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found[0].contains("no numbers") && found[1].contains("no source") && found[2].contains("North: many"),
            "{found:?}"
        );
        assert_eq!(faults("```chart\n```").len(), 3);
        assert_eq!(
            crate::reading::blocks("```chart\nLamps\nNorth: many\n```"),
            [Block::paragraph("Lamps North: many")],
            "nothing is lost"
        );
    }
}
