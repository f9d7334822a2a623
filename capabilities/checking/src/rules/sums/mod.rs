//! The `parts-and-total` rule.

mod spoken;

use crate::numbers::{Number, numbers, written};
use crate::paper::{Paper, What};
use crate::rules::{Checked, Found};
use crate::words::{around, sentences};
use std::ops::Range;

const ADVICE: &str = "Find out which of the figures is right, or say what the parts leave out";

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece) in paper.pieces.iter().enumerate() {
            match &piece.what {
                What::Table { columns, rows, .. } => {
                    table(rows, columns, &mut |what, evidence| found.add((at, position), what, evidence, ADVICE));
                }
                What::Paragraph { text, .. } | What::Item { text, .. } => {
                    for sentence in sentences(text) {
                        if let Some(sum) = parted(sentence).or_else(|| spoken::sum(sentence)) {
                            let what = format!("the parts make {}, and the whole is {}", written(sum.parts), written(sum.whole));
                            found.add((at, position), what, around(sentence, sum.range), ADVICE);
                        }
                    }
                }
                _ => {}
            }
        }
        for list in whole_and_shares(paper) {
            let sum: f64 = list.parts.iter().map(|(_, count, _)| count).sum();
            if (sum - list.whole).abs() > 0.5 {
                let parts: Vec<String> = list.parts.iter().map(|(_, count, _)| written(*count)).collect();
                let what = format!("the parts make {}, and the whole is {}", written(sum), written(list.whole));
                let evidence = format!("{} against {}", parts.join(" + "), written(list.whole));
                found.add((at, list.first), what, evidence, ADVICE);
            }
        }
    }
}

/// Parts in a sentence that do not add up to their whole.
struct Sum {
    /// What the parts make.
    parts: f64,
    /// What the sentence says that they make.
    whole: f64,
    /// The range of all of them.
    range: Range<usize>,
}

/// Checks whether a number may be a year, which is never part of a sum.
fn is_year(number: &Number) -> bool {
    number.is_count() && (1900.0..2100.0).contains(&number.value) && number.end - number.at == 4
}

/// Checks whether a row is the total of those above it.
pub(crate) fn is_total(label: &str) -> bool {
    let lower = label.trim().to_lowercase();
    lower.starts_with("total")
        || lower.starts_with("all ")
        || lower == "all"
        || lower.ends_with(" total")
        || lower.starts_with("grand total")
}

/// Returns the count in a cell: 14 for `14 / 1%`.
pub(crate) fn count_in(cell: &str) -> Option<f64> {
    let found = numbers(cell);
    let is_alone = cell.trim().chars().all(|character| character.is_ascii_digit() || character == ',');
    let plain = || cell.trim().replace(',', "").parse::<f64>().ok().filter(|_| is_alone && !cell.trim().is_empty());
    found.iter().find(|number| number.is_count()).map(|number| number.value).or_else(plain)
}

/// Adds up the columns of a table that ends with a total row.
fn table(rows: &[Vec<String>], columns: &[String], tell: &mut dyn FnMut(String, String)) {
    let Some((total, parts)) = rows.split_last() else { return };
    if parts.len() < 2 || !total.first().is_some_and(|label| is_total(label)) {
        return;
    }
    for (column, cell) in total.iter().enumerate().skip(1) {
        let Some(whole) = count_in(cell).filter(|_| !cell.contains('%')) else { continue };
        let counts: Vec<Option<f64>> = parts.iter().map(|row| row.get(column).and_then(|cell| count_in(cell))).collect();
        // A row that is a heading or a subtotal makes the column impossible to add up.
        if counts.iter().any(Option::is_none) || parts.iter().any(|row| row.first().is_some_and(|label| is_total(label))) {
            continue;
        }
        let sum: f64 = counts.into_iter().flatten().sum();
        if (sum - whole).abs() > 0.5 {
            let name = columns.get(column).map_or("a column", String::as_str);
            tell(
                format!("the rows make {}, and the total is {}", written(sum), written(whole)),
                format!("{name}: {} rows against “{}”", parts.len(), total.join(" | ")),
            );
        }
    }
}

/// A list that names a whole and its parts, each with its share.
pub(crate) struct Parted {
    /// The index of the piece with the whole.
    pub first: usize,
    pub whole: f64,
    /// The index of each part, its count, and its share in per cent.
    pub parts: Vec<(usize, f64, Number)>,
}

/// Finds lists in which one item names a whole (`there are 5,500 adults …`) and later ones its parts (`of the total … 3,500
/// (68%)`), with shares that add up to 100%.
pub(crate) fn whole_and_shares(paper: &Paper) -> Vec<Parted> {
    let mut all = Vec::new();
    for list in paper.lists() {
        let texts: Vec<(usize, &str)> =
            list.iter().filter_map(|position| Some((*position, paper.pieces[*position].what.text()?))).collect();
        let is_part = |text: &str| {
            let lower = text.to_lowercase();
            lower.starts_with("of the") || lower.starts_with("of these") || lower.starts_with("of those")
        };
        let Some((first, whole)) = texts.iter().find_map(|(position, text)| {
            let number = numbers(text).into_iter().find(Number::is_count)?;
            (!is_part(text)).then_some((*position, number.value))
        }) else {
            continue;
        };
        let parts: Vec<(usize, f64, Number)> = texts
            .iter()
            .filter(|(_, text)| is_part(text))
            .filter_map(|(position, text)| {
                let found = numbers(text);
                let share = found.iter().find(|number| number.percent)?.clone();
                let count = found.iter().find(|number| number.is_count())?.value;
                Some((*position, count, share))
            })
            .collect();
        let shares: f64 = parts.iter().map(|(_, _, share)| share.value).sum();
        if parts.len() >= 2 && (shares - 100.0).abs() <= 1.0 {
            all.push(Parted { first, whole, parts });
        }
    }
    all
}

/// Words that introduce the parts of a number.
const CUES: [&str; 9] =
    ["including", "included", "includes", "comprising", "comprised", "consisting of", "made up of", "of which", "of these"];

/// Returns a sentence's total and its parts if they nearly add up but not quite: parts that come so close
/// are meant to be the whole.
fn parted(sentence: &str) -> Option<Sum> {
    let lower = sentence.to_lowercase();
    let cue = CUES.iter().filter_map(|cue| lower.find(cue)).min()?;
    // Lower-casing may change byte lengths; then the offsets would not match, so skip the sentence.
    if lower.len() != sentence.len() {
        return None;
    }
    let found: Vec<Number> = numbers(sentence).into_iter().filter(|number| number.is_count() && !is_year(number)).collect();
    let total = found.iter().rev().find(|number| number.end <= cue && number.value >= 5.0)?;
    let parts: Vec<&Number> = found.iter().filter(|number| number.at > cue).collect();
    if parts.len() < 2 {
        return None;
    }
    // The parts agree if any run from the first adds up to the total.
    let mut sum = 0.0;
    let agrees = parts.iter().enumerate().any(|(at, part)| {
        sum += part.value;
        at > 0 && (sum - total.value).abs() < 0.5
    });
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let is_close = (sum - total.value).abs() <= (total.value * 0.1).max(1.0);
    let range = total.at..parts.last()?.end;
    (!agrees && is_close).then_some(Sum { parts: sum, whole: total.value, range })
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{bullets, evidence, found, paragraph, report, table};

    const RULE: &str = "parts-and-total";

    #[test]
    fn a_table_is_added_up() {
        let rows: &[&[&str]] = &[&["North", "12 / 40%"], &["South", "18 / 60%"], &["Total", "31"]];
        let wrong = found(RULE, &[report(&[table(&["Ward", "Lamps"], rows)])]);
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].what, "the rows make 30, and the total is 31");
        let rows: &[&[&str]] = &[&["North", "12"], &["South", "18"], &["No reply", "1"], &["Total", "31"]];
        assert!(found(RULE, &[report(&[table(&["Ward", "Lamps"], rows)])]).is_empty());
    }

    #[test]
    fn a_list_is_held_to_its_whole() {
        let list = |men: &str| {
            report(&[bullets(&[
                "There are 2,000 anglers on the quay.",
                "Of the total anglers 1,350 (68%) are women.",
                &format!("Of the total anglers {men} (32%) are men."),
            ])])
        };
        assert_eq!(evidence(RULE, &[list("600")]), ["1,350 + 600 against 2,000"]);
        assert!(evidence(RULE, &[list("650")]).is_empty());
    }

    #[test]
    fn a_sentence_is_added_up_in_words_and_figures() {
        let right =
            "The team took 116 actions, including fifteen penalties, twelve notices and 89 letters, and 9 cases await a court.";
        assert!(found(RULE, &[paragraph(right)]).is_empty());
        let wrong = "The team took 116 actions, including fifteen penalties, twelve notices and 98 letters.";
        assert_eq!(found(RULE, &[paragraph(wrong)])[0].what, "the parts make 125, and the whole is 116");
        let years = "It is for net zero in all 2030 lamps, including 2,020 on the quay and 33 on the pier since 2031.";
        assert!(found(RULE, &[paragraph(years)]).is_empty(), "a year is no part");
        let open = "The team took 116 actions, including fifteen penalties and twelve notices.";
        assert!(found(RULE, &[paragraph(open)]).is_empty(), "not all parts are named");
    }
}
