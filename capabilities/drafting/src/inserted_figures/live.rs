//! Counts the figures of a draft and inserts them into its texts.

use crate::draft::placing::chart_reference;
use chrono::{DateTime, Utc};
use documents::{Bar, Block};
use figures::rounding::rounded;
pub(crate) use figures::rounding::with_commas;
use figures::wording::{change_text, interval_text, value_text};
use figures::{Asked, Form, Frozen, Part, Reference, TextPiece, Unit, Withheld, pieces};
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
    let answer = match counting.ask(&state.db, &asked(reference.period)).await? {
        Ok(answer) => answer,
        Err(withheld) => return Ok(Err(format!("“{}” {withheld}", measure.name))),
    };
    let counted = answer.counted;
    let before = match reference.period.before() {
        Some(period) => Some(counting.ask(&state.db, &asked(period)).await?),
        None => None,
    };
    let decimals = reference.decimals;
    let text = match reference.form {
        Form::Value | Form::Table | Form::Chart => value_text(&counted, measure.unit, decimals),
        Form::Change => match &before {
            Some(Ok(before)) => change_text(&before.counted, &counted, decimals),
            Some(Err(Withheld::Small { .. })) => "no comparison, as the earlier figure is not shown".to_owned(),
            Some(Err(_)) | None => "no earlier period".to_owned(),
        },
        Form::Interval => match interval_text(&counted, decimals) {
            Some(text) => text,
            None => return Ok(Err(format!("“{}” is a count, so it has no likely range", measure.name))),
        },
    };
    Ok(Ok(Frozen {
        measure: measure.key.to_owned(),
        name: measure.name.to_owned(),
        definition: counting.definition(),
        unit: measure.unit,
        form: reference.form,
        decimals,
        period: reference.period,
        held_to,
        filters: reference.filters,
        text,
        counted,
        before: before.and_then(std::result::Result::ok).map(|before| before.counted),
        as_at: answer.as_at,
        ledger_position: position,
    }))
}

/// Renders a figure as text, a table or a chart.
pub(crate) fn shown(figure: &Frozen) -> Markup {
    match figure.form {
        Form::Value | Form::Change | Form::Interval => html! { (figure.text) },
        Form::Table => documents::html::blocks(&markdown::blocks(&table(figure)), 2),
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
        figure.counted.parts().iter().map(|part| (part.label.clone(), shown(part), value(part))).collect();
    let whole = (unit == Unit::Percent).then_some(100.0);
    Block::Chart {
        caption: format!("{}, {}: {}", figure.name, figure.period.words(), figure.text),
        bars: Bar::of(&values, whole),
    }
}

/// Returns a table of the parts in Markdown.
fn table(figure: &Frozen) -> String {
    let mut text = format!("\n\n| {} | {} |\n| --- | --- |\n", figure.name, figure.period.words());
    for part in figure.counted.parts() {
        let count = match part.of {
            Some(of) => format!("{} of {}", with_commas(part.count), with_commas(of)),
            None => with_commas(part.count),
        };
        let _ = writeln!(text, "| {} | {count} |", part.label.replace('|', "\\|"));
    }
    let _ = write!(text, "| Total | {} |\n\n", figure.text);
    text
}
