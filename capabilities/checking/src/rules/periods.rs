//! The `period` and `base` rules.

use crate::numbers::{Number, numbers};
use crate::paper::What;
use crate::rules::dates::{dates, written};
use crate::rules::{Checked, Found};
use crate::words::{around, sentence_range, short};

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

/// Nouns and verbs beside a percentage that is a change.
const CHANGES: [&str; 18] = [
    "increase",
    "increased",
    "increases",
    "decrease",
    "decreased",
    "decreases",
    "rise",
    "rose",
    "risen",
    "fall",
    "fell",
    "fallen",
    "reduction",
    "reduced",
    "drop",
    "dropped",
    "up",
    "down",
];

/// Words by which a percentage is money, or a rate, whose base everyone knows or nobody needs.
const MONEY: [&str; 54] = [
    "tax",
    "taxes",
    "lpt",
    "budget",
    "budgets",
    "cost",
    "costs",
    "price",
    "prices",
    "inflation",
    "cpi",
    "rpi",
    "gdp",
    "pay",
    "salary",
    "salaries",
    "wage",
    "wages",
    "fee",
    "fees",
    "charge",
    "charges",
    "rent",
    "rents",
    "grant",
    "grants",
    "funding",
    "fund",
    "funded",
    "spending",
    "expenditure",
    "income",
    "revenue",
    "precept",
    "value",
    "debt",
    "borrowing",
    "receipts",
    "saving",
    "savings",
    "interest",
    "rate",
    "rates",
    "uplift",
    "grade",
    "grades",
    "contribution",
    "allocation",
    "turnover",
    "exports",
    "sales",
    "subsidy",
    "premium",
    "premiums",
];

/// Words by which a percentage is no fact: a target, a limit, a proposal, a forecast, or what would be.
const NO_FACT: [&str; 57] = [
    "target",
    "targets",
    "aim",
    "aims",
    "aimed",
    "goal",
    "goals",
    "achieve",
    "objective",
    "ambition",
    "commitment",
    "committed",
    "propose",
    "proposed",
    "proposes",
    "proposal",
    "proposals",
    "if",
    "would",
    "could",
    "should",
    "must",
    "may",
    "might",
    "limit",
    "limits",
    "limited",
    "cap",
    "capped",
    "maximum",
    "minimum",
    "least",
    "threshold",
    "forecast",
    "forecasts",
    "expected",
    "predicted",
    "projected",
    "estimated",
    "assume",
    "assumes",
    "assumed",
    "assumption",
    "plan",
    "plans",
    "planned",
    "will",
    "hope",
    "hoped",
    "intend",
    "intends",
    "recommend",
    "recommended",
    "request",
    "requested",
    "option",
    "scenario",
];

/// How many characters on each side of a percentage may have the word for its change.
const BESIDE: usize = 80;

/// Checks whether a percentage is a change: its word stands right before or after it, as in `an increase of 34%`, `fell by 12%`,
/// `a 56% rise` and `up 12%`.
fn is_change(text: &str, number: &Number) -> bool {
    let (before, after) = (text.get(..number.at).unwrap_or_default(), text.get(number.end..).unwrap_or_default());
    let before = &before[before.char_indices().rev().nth(BESIDE).map_or(0, |(at, _)| at)..];
    let after = &after[..after.char_indices().nth(BESIDE).map_or(after.len(), |(at, _)| at)];
    // Another sentence tells of something else.
    let before = before.rsplit(". ").next().unwrap_or_default();
    let after = after.split(". ").next().unwrap_or_default();
    let words = |text: &str| crate::words::words(text).into_iter().map(|word| word.text.to_lowercase()).collect::<Vec<_>>();
    let (before, after) = (words(before), words(after));
    let small =
        ["of", "by", "about", "around", "approximately", "some", "over", "nearly", "almost", "a", "an", "per", "cent", "percent"];
    let is_one = |word: &String| CHANGES.contains(&word.as_str());
    let joined = before.iter().rev().find(|word| !small.contains(&word.as_str())).is_some_and(is_one);
    let follows = after.iter().find(|word| !small.contains(&word.as_str())).is_some_and(is_one);
    // ‘Up to 20%’ is a limit.
    (joined || follows) && !before.ends_with(&["up".to_owned(), "to".to_owned()])
}

/// The fewest words of a sentence.
const FEWEST: usize = 5;

/// Checks whether a sentence tells of a year to come: `by 2030`.
fn is_to_come(sentence: &str) -> bool {
    let words = crate::words::words(sentence);
    let is_year = |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|byte| byte.is_ascii_digit());
    words.windows(2).any(|pair| pair[0].text.eq_ignore_ascii_case("by") && is_year(pair[1].text))
}

/// Checks whether a text may be the whole of a sentence. Pages of print are sometimes read as lines, and a line may be the middle of
/// a sentence whose numbers are on another.
fn is_whole(piece: &What, sentence: &str) -> bool {
    let begins = sentence.trim_start_matches(|character: char| !character.is_alphanumeric()).chars().next();
    let ends = matches!(piece, What::Item { .. }) || sentence.trim_end().ends_with(['.', '?', '!', ';']);
    let words = sentence.split_whitespace().count();
    begins.is_some_and(|first| first.is_uppercase() || matches!(piece, What::Item { .. })) && ends && words >= FEWEST
}

pub(crate) fn bases(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece, text) in paper.texts() {
            if matches!(piece.what, What::Heading { .. }) {
                continue;
            }
            let mut judged = 0;
            for number in numbers(text).iter().filter(|number| number.percent) {
                // One finding in a sentence is enough, and a sentence that is silent once is silent.
                if number.at < judged || !is_change(text, number) {
                    continue;
                }
                let range = sentence_range(text, number.at);
                judged = range.end;
                let sentence = text.get(range).unwrap_or_default();
                let words = crate::words::words(sentence);
                let says = |known: &[&str]| words.iter().any(|word| known.contains(&word.text.to_lowercase().as_str()));
                let has_count = numbers(sentence).iter().any(Number::is_count);
                let is_money = sentence.contains(['£', '€']) || says(&MONEY);
                let is_fact = !has_count && !is_money && !says(&NO_FACT) && !is_to_come(sentence);
                if is_fact && is_whole(&piece.what, sentence) {
                    found.add(
                        (at, position),
                        "a percentage without the numbers behind it",
                        around(text, number.at..number.end),
                        "Write the two counts beside it, with their periods",
                    );
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
        for told in ["Broken lamps fell by about 12%.", "There was a 56% rise in gulls.", "Gulls are up 12 per cent."] {
            assert_eq!(found("base", &[paragraph(told)]).len(), 1, "{told}");
        }
        for right in [
            "It increased by 1% from 13,418 to 13,546.",
            "A 4.99% increase of the council tax, £12.50 a year.",
            "93% agreed.",
            "Grants rose, and are for up to 75% of lamps.",
        ] {
            assert!(found("base", &[paragraph(right)]).is_empty(), "{right}");
        }
    }

    #[test]
    fn a_target_or_a_rate_needs_no_counts() {
        for right in [
            "A limit was set on the effect of a 1% rise in interest rates.",
            "The harbour is to achieve a reduction of 51% in smoke by 2030.",
            "The target is a reduction of 20% in broken lamps.",
            "If broken lamps fall by 10%, the pilots will be content.",
            "It was proposed that the fees rise by 3%.",
            "The precept was increased by 2%.",
            "Broken lamps are forecast to fall by 10%.",
            "The pilots asked how likely a 50% reduction in gulls by 2030 is.",
        ] {
            assert!(found("base", &[paragraph(right)]).is_empty(), "{right}");
        }
    }

    #[test]
    fn the_middle_of_a_sentence_is_not_judged() {
        assert!(found("base", &[paragraph("increase of 7.6% from the year before.")]).is_empty());
        assert!(found("base", &[paragraph("The pilots told of an increase of 7.6%")]).is_empty());
        assert!(found("base", &[paragraph("(A 15% reduction.)")]).is_empty());
    }
}
