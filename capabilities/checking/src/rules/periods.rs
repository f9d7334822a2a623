//! The `period` and `base` rules.

use crate::numbers::{Number, numbers};
use crate::paper::What;
use crate::rules::dates::{dates, written};
use crate::rules::{Checked, Found};
use crate::words::{sentence_at, short};

/// Checks for characters and words that join the two ends of a period.
fn joins(between: &str) -> bool {
    matches!(between.trim().to_lowercase().as_str(), "-" | "–" | "—" | "to" | "until" | "and" | "through")
}

pub(crate) fn years(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            for pair in dates(text).windows(2) {
                let [from, until] = pair else { continue };
                let is_period = joins(text.get(from.end..until.at).unwrap_or_default()) && from.day.is_some();
                if is_period && from.year.is_none() && until.year.is_some() && from.month > until.month {
                    found.add(
                        (at, position),
                        format!("the period starts on {} but does not say which year", written(from)),
                        short(text.get(from.at..until.end).unwrap_or_default(), 80),
                        "Write both years",
                    );
                }
            }
        }
    }
}

/// Words that mark a percentage as a change.
const CHANGES: [&str; 16] = [
    "increase",
    "increased",
    "increases",
    "decrease",
    "decreased",
    "rise",
    "rose",
    "risen",
    "fall",
    "fell",
    "fallen",
    "reduction",
    "reduced",
    "up",
    "down",
    "drop",
];

pub(crate) fn bases(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece, text) in paper.texts() {
            if matches!(piece.what, What::Heading { .. }) {
                continue;
            }
            let mut told: Vec<&str> = Vec::new();
            for number in numbers(text).iter().filter(|number| number.percent) {
                let sentence = sentence_at(text, number.at);
                if told.contains(&sentence) {
                    continue;
                }
                let lower = sentence.to_lowercase();
                let words = crate::words::words(&lower);
                let is_change = words.iter().any(|word| CHANGES.contains(&word.text));
                let has_count = numbers(sentence).iter().any(Number::is_count);
                let is_money = sentence.contains('£')
                    || ["tax", "budget", "cost", "price", "inflation", "pay"]
                        .iter()
                        .any(|word| words.iter().any(|own| own.text == *word));
                if is_change && !has_count && !is_money {
                    found.add(
                        (at, position),
                        "a percentage without the numbers behind it",
                        short(sentence, 160),
                        "Write the two counts beside it, with their periods",
                    );
                    told.push(sentence);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{found, paragraph};

    #[test]
    fn a_period_over_new_year_has_two_years() {
        assert_eq!(
            found("period", &[paragraph("During the last two quarters (1st October – 31st March 2024) it rained.")]).len(),
            1
        );
        for right in
            ["From 1 October 2023 to 31 March 2024.", "Between 15th March and 31st March 2024.", "July to September 2023."]
        {
            assert!(found("period", &[paragraph(right)]).is_empty(), "{right}");
        }
    }

    #[test]
    fn a_change_in_per_cent_has_its_counts() {
        assert_eq!(
            found("base", &[paragraph("There has been an increase of 34% in broken lamps, and gulls are up 12%.")]).len(),
            1
        );
        for right in
            ["It increased by 1% from 13,418 to 13,546.", "A 4.99% increase of the council tax, £12.50 a year.", "93% agreed."]
        {
            assert!(found("base", &[paragraph(right)]).is_empty(), "{right}");
        }
    }
}
