//! The `share-of-count` and `shares-to-100` rules.

use crate::numbers::{Number, numbers, written};
use crate::paper::What;
use crate::rules::sums::{count_in, is_total, whole_and_shares};
use crate::rules::{Checked, Found};
use crate::words::around;
use std::ops::Range;

/// Returns the tolerance for a printed share: less than one unit in its last digit, because lists adjusted to total 100 round
/// some shares the wrong way.
fn last_digit(decimals: u32) -> f64 {
    0.1_f64.powi(i32::try_from(decimals).unwrap_or(0))
}

fn share(count: f64, whole: f64) -> f64 {
    if whole > 0.0 { count * 100.0 / whole } else { 0.0 }
}

const WORK_OUT: &str = "Work the percentage out from the counts again, and say what the base is";

pub(crate) fn ratios(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for list in whole_and_shares(paper) {
            let told: Vec<String> = list
                .parts
                .iter()
                .map(|(_, count, printed)| {
                    format!(
                        "{} of {} is {}%, printed {}%",
                        written(*count),
                        written(list.whole),
                        one(share(*count, list.whole)),
                        written(printed.value)
                    )
                })
                .collect();
            // These parts make up the whole, so each share follows from its count: even one rounded the wrong way in
            // its own favour is an error.
            let exact = |count: f64| share(count, list.whole);
            let wrong: Vec<_> = list
                .parts
                .iter()
                .filter(|(_, count, printed)| (exact(*count) - printed.value).abs() > 0.5 * last_digit(printed.decimals) + 1e-9)
                .collect();
            if let Some((position, ..)) = wrong.first() {
                let what = if wrong.len() == 1 {
                    "a percentage is not the ratio of its counts"
                } else {
                    "percentages are not the ratios of their counts"
                };
                found.add((at, *position), what, told.join("; "), WORK_OUT);
            }
        }
        for (position, piece) in paper.pieces.iter().enumerate() {
            match &piece.what {
                What::Table { rows, .. } => {
                    if let Some((what, evidence)) = table_ratios(rows) {
                        found.add((at, position), what, evidence, WORK_OUT);
                    }
                }
                What::Paragraph { text, .. } | What::Item { text, .. } => {
                    for (count, whole, printed) in spoken(text) {
                        let exact = share(count.value, whole.value);
                        if (exact - printed.value).abs() >= last_digit(printed.decimals) {
                            let what = format!(
                                "{} of {} is {}%, not {}%",
                                written(count.value),
                                written(whole.value),
                                one(exact),
                                written(printed.value)
                            );
                            let (from, until) = (count.at.min(printed.at), count.end.max(whole.end).max(printed.end));
                            found.add((at, position), what, around(text, from..until), WORK_OUT);
                        }
                    }
                    for (change, range) in changes(text) {
                        found.add((at, position), change, around(text, range), WORK_OUT);
                    }
                }
                _ => {}
            }
        }
    }
}

fn one(value: f64) -> String {
    written((value * 10.0).round() / 10.0)
}

/// Finds a count, its whole and a percentage close together: `13 of 20 (65%)`, `65% (13 out of 20)`.
fn spoken(text: &str) -> Vec<(Number, Number, Number)> {
    let all = numbers(text);
    let mut told = Vec::new();
    for window in all.windows(3) {
        let [first, second, third] = window else { continue };
        let (count, whole, printed) = if third.percent { (first, second, third) } else { (second, third, first) };
        let between = |from: &Number, to: &Number| text.get(from.end..to.at).unwrap_or_default().trim().to_lowercase();
        let is_parted = |words: &str| words == "of" || words == "out of" || words == "of the" || words == "out of the";
        let near = |words: &str| words.len() <= 2 || words == "or";
        let stands_so = if third.percent { near(&between(second, third)) } else { near(&between(first, second)) };
        if count.is_count()
            && whole.is_count()
            && printed.percent
            && is_parted(&between(count, whole))
            && stands_so
            && whole.value > 0.0
        {
            told.push((count.clone(), whole.clone(), printed.clone()));
        }
    }
    told
}

/// Finds changes that do not match their two numbers: `increased by 1% from 13,418 to 13,546`.
fn changes(text: &str) -> Vec<(String, Range<usize>)> {
    let all = numbers(text);
    let mut told = Vec::new();
    for window in all.windows(3) {
        let [percent, before, after] = window else { continue };
        let lead = text.get(percent.end..before.at).unwrap_or_default().trim().to_lowercase();
        let between = text.get(before.end..after.at).unwrap_or_default().to_lowercase();
        let is_change = percent.percent
            && lead == "from"
            && before.is_count()
            && after.is_count()
            && between.contains("to")
            && between.len() < 40;
        if !is_change || before.value <= 0.0 {
            continue;
        }
        let exact = (after.value - before.value) * 100.0 / before.value;
        if (exact.abs() - percent.value).abs() >= last_digit(percent.decimals) {
            let what = format!(
                "from {} to {} is a change of {}%, not {}%",
                written(before.value),
                written(after.value),
                one(exact),
                written(percent.value)
            );
            told.push((what, percent.at..after.end));
        }
    }
    told
}

/// Compares the percentages of a table whose cells have a count and a share with the counts that have one. Returns the first error.
fn table_ratios(rows: &[Vec<String>]) -> Option<(String, String)> {
    let shared: Vec<(&str, f64, Number)> = rows
        .iter()
        .filter(|row| !row.first().is_some_and(|label| is_total(label)))
        .filter_map(|row| {
            let cells: Vec<&String> = row.iter().skip(1).collect();
            let printed = cells.iter().flat_map(|cell| numbers(cell)).find(|number| number.percent)?;
            let count = cells.iter().find_map(|cell| count_in(cell))?;
            Some((row.first().map_or("", String::as_str), count, printed))
        })
        .collect();
    if shared.len() < 3 {
        return None;
    }
    let base: f64 = shared.iter().map(|(_, count, _)| count).sum();
    let all: f64 = rows
        .iter()
        .filter(|row| !row.first().is_some_and(|label| is_total(label)))
        .filter_map(|row| row.iter().skip(1).find_map(|cell| count_in(cell)))
        .sum();
    let wrong = |base: f64| {
        shared
            .iter()
            .filter(|(_, count, printed)| (share(*count, base) - printed.value).abs() >= last_digit(printed.decimals))
            .collect::<Vec<_>>()
    };
    // The base may or may not include rows without a share; one of the two must fit.
    let (by_base, by_all) = (wrong(base), wrong(all));
    let worst = if by_base.len() <= by_all.len() { (base, by_base) } else { (all, by_all) };
    let (label, count, printed) = worst.1.first()?;
    let what = format!(
        "{} of {} is {}%, not {}%",
        written(*count),
        written(worst.0),
        one(share(*count, worst.0)),
        written(printed.value)
    );
    Some((what, format!("row “{label}”")))
}

/// Checks whether labels are bands of one scale, such as ages, so that everyone is in exactly one of them.
fn are_bands(labels: &[&str]) -> bool {
    let is_band = |label: &&&str| {
        let digits = label.chars().any(|character| character.is_ascii_digit());
        let lower = label.to_lowercase();
        digits
            && (label.contains(['-', '–'])
                || lower.contains("over")
                || lower.contains("under")
                || lower.contains("to ")
                || label.contains('+'))
    };
    labels.len() >= 3 && labels.iter().filter(is_band).count() * 4 >= labels.len() * 3
}

pub(crate) fn distributions(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece) in paper.pieces.iter().enumerate() {
            let What::Table { columns, rows, .. } = &piece.what else { continue };
            let rows: Vec<&Vec<String>> = rows.iter().filter(|row| !row.first().is_some_and(|label| is_total(label))).collect();
            let width = rows.iter().map(|row| row.len()).max().unwrap_or_default();
            for column in 1..width {
                let heading = columns.get(column).map_or("", String::as_str);
                let says_percent = heading.contains('%') || heading.to_lowercase().contains("per cent");
                let says_each = rows.iter().any(|row| row.get(column).is_some_and(|cell| cell.contains('%')));
                let shares: Vec<(&str, Number)> = rows
                    .iter()
                    .filter_map(|row| {
                        let cell = row.get(column)?;
                        let percent = numbers(cell).into_iter().find(|number| number.percent);
                        let plain = || numbers(cell).into_iter().next().filter(|_| says_percent && !says_each);
                        Some((row.first()?.as_str(), percent.or_else(plain)?))
                    })
                    .collect();
                let labels: Vec<&str> = shares.iter().map(|(label, _)| *label).collect();
                let sum: f64 = shares.iter().map(|(_, share)| share.value).sum();
                let decimals = shares.iter().map(|(_, share)| share.decimals).max().unwrap_or_default();
                #[expect(clippy::cast_precision_loss, reason = "a table has far fewer rows than 2^52")]
                let tolerance = (shares.len() as f64 * 0.5 * last_digit(decimals)).max(last_digit(decimals));
                let off = (sum - 100.0).abs() > tolerance + 1e-9;
                let is_whole = are_bands(&labels) || (shares.len() >= 3 && (sum - 100.0).abs() < 8.0);
                if off && is_whole {
                    let what = format!("the shares sum to {}%, not 100%", one(sum));
                    let values: Vec<String> = shares.iter().map(|(_, share)| written(share.value)).collect();
                    found.add(
                        (at, position),
                        what,
                        values.join(" + "),
                        "Compare each share with its source. If a group is left out, say so",
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{bullets, found, paragraph, report, table};

    #[test]
    fn shares_in_a_list_follow_from_their_counts() {
        let list = |women: &str, men: &str| {
            report(&[bullets(&[
                "There are 2,000 anglers.",
                &format!("Of the total anglers {women} are women."),
                &format!("Of the total anglers {men} are men."),
            ])])
        };
        let wrong = found("share-of-count", &[list("1,350 (68%)", "600 (32%)")]);
        assert_eq!(wrong.len(), 1);
        assert!(
            wrong[0].evidence.contains("1,350 of 2,000 is 67.5%, printed 68%")
                && wrong[0].evidence.contains("600 of 2,000 is 30%")
        );
        assert!(found("share-of-count", &[list("1,360 (68%)", "640 (32%)")]).is_empty());
    }

    #[test]
    fn shares_in_a_sentence_follow_from_their_counts() {
        assert_eq!(found("share-of-count", &[paragraph("13 of 20 (70%) lamps burn.")]).len(), 1);
        assert!(found("share-of-count", &[paragraph("13 of 20 (65%) lamps burn; 65% (13 out of 20) last year.")]).is_empty());
        assert_eq!(found("share-of-count", &[paragraph("It increased by 3% from 13,418 in 2021 to 13,546 in 2022.")]).len(), 1);
        assert!(found("share-of-count", &[paragraph("It increased by 1% from 13,418 in 2021 to 13,546 in 2022.")]).is_empty());
    }

    #[test]
    fn a_table_of_counts_and_shares_may_be_rounded_to_100() {
        let ages: &[&[&str]] = &[
            &["16-19", "14 / 1%"],
            &["20-24", "11 / 1%"],
            &["25-34", "79 / 8%"],
            &["35-49", "266 / 26%"],
            &["50-64", "387 / 37%"],
            &["65-74", "191 / 19%"],
            &["75-84", "55 / 5%"],
            &["85 or over", "15 / 1%"],
            &["Not said", "17 / 2%"],
            &["No reply", "41"],
            &["Total", "1076"],
        ];
        let paper = report(&[table(&["Age", "Number / %"], ages)]);
        assert!(found("share-of-count", std::slice::from_ref(&paper)).is_empty());
        assert!(found("shares-to-100", &[paper]).is_empty());
        let wrong: &[&[&str]] = &[&["16-19", "14 / 40%"], &["20-24", "11 / 30%"], &["25 or over", "10 / 30%"]];
        assert_eq!(found("share-of-count", &[report(&[table(&["Age", "Number"], wrong)])]).len(), 1);
    }

    #[test]
    fn bands_sum_to_100() {
        let rows: &[&[&str]] = &[&["16-34", "20.1"], &["35-64", "29.4"], &["65 and over", "18.5"]];
        let off = found("shares-to-100", &[report(&[table(&["Age", "Percentage %"], rows)])]);
        assert_eq!(off[0].what, "the shares sum to 68%, not 100%");
        let rows: &[&[&str]] = &[&["16-34", "33.3"], &["35-64", "33.3"], &["65 and over", "33.3"]];
        assert!(found("shares-to-100", &[report(&[table(&["Age", "Percentage %"], rows)])]).is_empty());
        let answers: &[&[&str]] = &[&["Health", "93%"], &["Economy", "91%"], &["Families", "89%"]];
        assert!(found("shares-to-100", &[report(&[table(&["Theme", "In favour"], answers)])]).is_empty(), "several answers");
    }
}
