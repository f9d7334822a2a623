//! Counts the figures of a draft and inserts them into its texts.

use crate::draft::placing::chart_reference;
use chrono::{DateTime, Utc};
use documents::{Bar, Block};
use figures::rounding::rounded;
pub(crate) use figures::rounding::with_commas;
use figures::suppression::{Disclosure, suppress_counts};
use figures::{
    Asked, Change, Comparison, ComparisonMethod, Counted, Direction, Form, Frozen, Part, Proportion, Reference, TextPiece, Unit,
    pieces,
};
use maud::{Markup, html};
use std::fmt::Write as _;
use web::{AppState, Result};

/// The texts of a draft with their figures inserted, and what was counted for them.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// The texts, in the order given.
    pub texts: Vec<String>,
    /// The figures, in order of appearance.
    pub figures: Vec<Frozen>,
    /// Problems with figures, each with the index of its text.
    pub faults: Vec<(usize, String)>,
    /// Every figure as typed, with its index in `figures`, or `None` if it cannot be counted.
    pub sources: Vec<(String, Option<usize>)>,
}

/// Counts and inserts every figure in these texts, using the record as at `as_at`.
pub(crate) async fn fill(state: &AppState, texts: &[&str], as_at: DateTime<Utc>, position: i64) -> Result<Filled> {
    let mut filled = Filled::default();
    for (place, text) in texts.iter().enumerate() {
        let mut whole = String::new();
        for piece in pieces(text) {
            match piece {
                TextPiece::Words(words) => whole.push_str(words),
                TextPiece::Figure(typed) => match freeze(state, typed, as_at, position).await? {
                    Ok(figure) => {
                        match figure.form {
                            Form::Table => whole.push_str(&table(&figure)),
                            Form::Chart => {
                                let _ = write!(whole, "\n\n![]({})\n\n", chart_reference(filled.figures.len()));
                            }
                            Form::Value | Form::Change | Form::Interval => whole.push_str(&figure.text),
                        }
                        filled.sources.push((typed.to_owned(), Some(filled.figures.len())));
                        filled.figures.push(figure);
                    }
                    Err(fault) => {
                        let _ = write!(whole, "(figure: {typed})");
                        filled.sources.push((typed.to_owned(), None));
                        filled.faults.push((place, fault));
                    }
                },
            }
        }
        filled.texts.push(whole);
    }
    Ok(filled)
}

/// Counts one figure, or returns what is wrong with it.
pub(crate) async fn freeze(
    state: &AppState,
    typed: &str,
    as_at: DateTime<Utc>,
    position: i64,
) -> Result<std::result::Result<Frozen, String>> {
    let reference = match Reference::read(typed) {
        Ok(reference) => reference,
        Err(fault) => return Ok(Err(fault)),
    };
    let Some(counting) = state.measure(&reference.measure) else {
        return Ok(Err(format!("There is no figure called “{}”: find it with Insert figure", reference.measure)));
    };
    let measure = counting.measure();
    let mut held_to = Vec::new();
    for (key, value) in &reference.filters {
        let Some(dimension) = measure.dimensions.iter().find(|dimension| dimension.key == key) else {
            return Ok(Err(format!("“{}” is not available by {key}", measure.name)));
        };
        let values = counting.values(&state.db, key).await?;
        let Some((_, name)) = values.iter().find(|(known, _)| known == value) else {
            return Ok(Err(format!("There is no {} {value}", dimension.name.to_lowercase())));
        };
        held_to.push(format!("{}: {name}", dimension.name));
    }
    let asked = |period| Asked { period, as_at, filters: reference.filters.clone() };
    let now = counting.count(&state.db, &asked(reference.period)).await?;
    let Some(counted) = hidden_where_small(now, measure.threshold) else {
        return Ok(Err(format!(
            "“{}” is too small to publish: a count below {} could identify a person",
            measure.name, measure.threshold
        )));
    };
    let before = match reference.period.before() {
        Some(period) => hidden_where_small(counting.count(&state.db, &asked(period)).await?, measure.threshold),
        None => None,
    };
    let decimals = reference.decimals;
    let text = match reference.form {
        Form::Value | Form::Table | Form::Chart => value_text(&counted, measure.unit, decimals),
        Form::Change => {
            before.as_ref().map_or_else(|| "no earlier period".to_owned(), |before| change_text(before, &counted, decimals))
        }
        Form::Interval => match interval_text(&counted, decimals) {
            Some(text) => text,
            None => return Ok(Err(format!("“{}” is a count, so it has no likely range", measure.name))),
        },
    };
    Ok(Ok(Frozen {
        measure: measure.key.to_owned(),
        name: measure.name.to_owned(),
        definition: measure.definition.to_owned(),
        unit: measure.unit,
        form: reference.form,
        decimals,
        period: reference.period,
        held_to,
        filters: reference.filters,
        text,
        counted,
        before,
        as_at,
        ledger_position: position,
    }))
}

/// Combines parts so small that they could identify a person with others, so that none can be derived from the total. Returns
/// `None` if the total itself may not be shown.
pub(crate) fn hidden_where_small(counted: Counted, threshold: u64) -> Option<Counted> {
    if threshold == 0 {
        return Some(counted);
    }
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let counts: Vec<u64> = counted.parts.iter().map(|part| number(part.count)).collect();
    let alone = [number(counted.count)];
    let list = suppress_counts(if counts.is_empty() { &alone } else { &counts }, Disclosure::below(threshold));
    list.total.count()?;
    if list.cells.iter().all(|cell| cell.count().is_some()) {
        return Some(counted);
    }
    let (shown, hidden): (Vec<_>, Vec<_>) = counted.parts.iter().zip(&list.cells).partition(|(_, cell)| cell.count().is_some());
    let count = hidden.iter().map(|(part, _)| part.count).sum();
    let others = Part { label: format!("Other ({} combined)", hidden.len()), count, of: None };
    let parts = shown.into_iter().map(|(part, _)| part.clone()).chain([others]).collect();
    Some(Counted { parts, ..counted })
}

/// Formats the value: `12`, `84%`.
pub(crate) fn value_text(counted: &Counted, unit: Unit, decimals: u8) -> String {
    match (unit, counted.value()) {
        (Unit::Count, _) => with_commas(counted.count),
        (Unit::Percent, Some(value)) => format!("{}%", rounded(value, decimals.into())),
        (Unit::Percent, None) => "no percentage, as there were none".to_owned(),
    }
}

/// Formats the likely range of a percentage, which is Wilson's interval at 95%. `None` for a count.
pub(crate) fn interval_text(counted: &Counted, decimals: u8) -> Option<String> {
    let number = |count: i64| u64::try_from(count).ok();
    let proportion = Proportion::of(number(counted.count)?, number(counted.of?)?)?;
    let percent = |share: f64| rounded(share * 100.0, decimals.into());
    let interval = proportion.interval;
    Some(format!("{}% (likely range {}% to {}%)", percent(proportion.value), percent(interval.lower), percent(interval.upper)))
}

/// Says whether a count differs from the previous period's by more than chance. This applies to counts only, never to shares,
/// whose parts may be the same people.
pub(crate) fn comparison_text(before: &Counted, now: &Counted) -> Option<String> {
    // A previous count of zero may mean that the record had not begun.
    if now.of.is_some() || before.of.is_some() || before.count == 0 {
        return None;
    }
    let number = |count: i64| u64::try_from(count).ok();
    let comparison = Comparison::of_counts(number(before.count)?, number(now.count)?)?;
    let method = match comparison.method {
        ComparisonMethod::ExactBinomial => "exact binomial test of two counts",
        ComparisonMethod::Normal => "two-sided test of two Poisson counts",
    };
    Some(format!("{}, by the {method}", comparison.words(0.05)))
}

/// Formats the change from the previous period, rounded to `decimals` places, in per cent, or in percentage points for shares.
pub(crate) fn change_text(before: &Counted, now: &Counted, decimals: u8) -> String {
    let (Some(old), Some(new)) = (before.value(), now.value()) else {
        return "no comparison, as one period has none".to_owned();
    };
    let decimals = u32::from(decimals);
    if now.of.is_none() {
        return Change::between(old, new).words(decimals);
    }
    // Use the rounded shares, so that readers who subtract the published values get the same difference.
    let told = |value: f64| rounded(value, decimals).parse::<f64>().unwrap_or(value);
    let (old, new) = (told(old), told(new));
    let direction = match Change::between(old, new).direction() {
        Direction::None => return "no change".to_owned(),
        Direction::Increase => "an increase",
        Direction::Decrease => "a decrease",
    };
    let points = rounded((new - old).abs(), decimals);
    format!("{direction} of {points} percentage point{}", if points == "1" { "" } else { "s" })
}

/// Renders a figure as text, a table or a chart.
pub(crate) fn shown(figure: &Frozen) -> Markup {
    match figure.form {
        Form::Value | Form::Change | Form::Interval => html! { (figure.text) },
        Form::Table => documents::html::blocks(&crate::sections::markdown::blocks(&table(figure)), 2),
        Form::Chart => documents::html::blocks(&[chart(figure)], 2),
    }
}

/// Returns a chart of the parts.
pub(crate) fn chart(figure: &Frozen) -> Block {
    let unit = figure.unit;
    #[expect(clippy::cast_precision_loss, reason = "counts of this record are far below 2^52")]
    let value = |part: &Part| match part.of {
        None => part.count as f64,
        Some(of) => part.count as f64 * 100.0 / (of as f64).max(1.0),
    };
    let shown = |part: &Part| match part.of {
        None => with_commas(part.count),
        Some(of) => {
            format!("{}% ({} of {})", rounded(value(part), figure.decimals.into()), with_commas(part.count), with_commas(of))
        }
    };
    let values: Vec<(String, String, f64)> =
        figure.counted.parts.iter().map(|part| (part.label.clone(), shown(part), value(part))).collect();
    let whole = (unit == Unit::Percent).then_some(100.0);
    Block::Chart {
        caption: format!("{}, {}: {}", figure.name, figure.period.words(), figure.text),
        bars: Bar::of(&values, whole),
    }
}

/// Returns a table of the parts in Markdown.
fn table(figure: &Frozen) -> String {
    let mut text = format!("\n\n| {} | {} |\n| --- | --- |\n", figure.name, figure.period.words());
    for part in &figure.counted.parts {
        let count = match part.of {
            Some(of) => format!("{} of {}", with_commas(part.count), with_commas(of)),
            None => with_commas(part.count),
        };
        let _ = writeln!(text, "| {} | {count} |", part.label.replace('|', "\\|"));
    }
    let _ = write!(text, "| Total | {} |\n\n", figure.text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(count: i64, of: Option<i64>) -> Counted {
        Counted { count, of, parts: Vec::new() }
    }

    #[test]
    fn values_and_changes_are_told_in_words() {
        assert_eq!(value_text(&counted(13_546, None), Unit::Count, 0), "13,546");
        assert_eq!(value_text(&counted(8, Some(9)), Unit::Percent, 0), "89%");
        assert_eq!(value_text(&counted(8, Some(9)), Unit::Percent, 1), "88.9%");
        let told = |before: i64, now: i64| change_text(&counted(before, None), &counted(now, None), 0);
        assert_eq!(told(13_418, 13_546), "an increase of 1%");
        assert_eq!(told(30_864, 30_821), "a decrease of less than 1%");
        assert_eq!(told(34_733, 30_821), "a decrease of 11%");
        assert_eq!(told(5, 5), "no change");
        assert_eq!(told(0, 4), "an increase from none to 4");
        let shares = |decimals| change_text(&counted(8, Some(10)), &counted(9, Some(10)), decimals);
        assert_eq!(shares(0), "an increase of 10 percentage points");
        assert_eq!(
            change_text(&counted(1, Some(3)), &counted(2, Some(3)), 1),
            "an increase of 33.4 percentage points",
            "66.7 less 33.3"
        );
        assert_eq!(change_text(&counted(13_418, None), &counted(13_546, None), 2), "an increase of 0.95%");
        assert_eq!(interval_text(&counted(81, Some(263)), 1).as_deref(), Some("30.8% (likely range 25.5% to 36.6%)"));
        assert_eq!(interval_text(&counted(81, None), 1), None);
        let compared = comparison_text(&counted(13_418, None), &counted(13_546, None)).expect("two counts");
        assert_eq!(comparison_text(&counted(0, None), &counted(8, None)), None, "the record may not have begun");
        assert_eq!(compared, "not significantly different (p = 0.436), by the two-sided test of two Poisson counts");
    }

    #[test]
    fn small_parts_are_joined_so_that_none_can_be_told() {
        let part = |label: &str, count| Part { label: label.into(), count, of: None };
        let whole = Counted::from_parts(vec![part("North", 20), part("South", 3), part("East", 9)], false);
        let shown = hidden_where_small(whole.clone(), 5).expect("a whole that may be shown");
        assert_eq!(shown.count, 32);
        assert_eq!(shown.parts.len(), 2);
        assert_eq!(shown.parts[1].count, 12, "the small part and the next larger");
        for small in [vec![3], vec![2, 2], vec![4, 4]] {
            let parts = small.iter().map(|count| part("A part", *count)).collect();
            assert_eq!(hidden_where_small(Counted::from_parts(parts, false), 5), None, "{small:?}");
        }
        assert_eq!(hidden_where_small(whole.clone(), 0).as_ref(), Some(&whole));
    }
}
