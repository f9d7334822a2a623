//! Sums that a sentence says in so many words: `30 cases on roads and 20 on paths, 60 in all`, `£12 + £20 = £42`.

use super::{Sum, is_year};
use crate::numbers::{Number, numbers};
use crate::rules::dates::dates;
use crate::words;
use crate::words::Word;

/// Words after a total.
const AFTER: [&str; 4] = ["in all", "in total", "altogether", "all told"];

/// Words before a total.
const BEFORE: [&str; 5] = ["a total of", "making", "totalling", "totaling", "which makes"];

/// The most characters from one part to the next.
const APART: usize = 70;

/// The most numbers of a sum in words, with the total.
const MOST: usize = 20;

/// Words by which a number is not one more part: a rate, a range, a part of a part, or something that went before.
const NO_PART: [&str; 22] = [
    "of",
    "from",
    "to",
    "between",
    "per",
    "at",
    "each",
    "every",
    "over",
    "within",
    "during",
    "than",
    "including",
    "which",
    "were",
    "after",
    "before",
    "for",
    "by",
    "since",
    "aged",
    "minus",
];

/// Returns the sum in a sentence, if it is wrong.
pub(super) fn sum(sentence: &str) -> Option<Sum> {
    let all: Vec<Number> = numbers(sentence).into_iter().filter(|number| !number.percent).collect();
    written(sentence, &all).or_else(|| told(sentence, &all))
}

fn gap<'a>(sentence: &'a str, one: &Number, other: &Number) -> &'a str {
    sentence.get(one.end..other.at).unwrap_or_default()
}

/// Finds a sum with signs: `12 + 20 = 42`.
fn written(sentence: &str, all: &[Number]) -> Option<Sum> {
    let sign = |one: &Number, other: &Number| gap(sentence, one, other).trim_matches([' ', '€', '$', '(', ')']).to_owned();
    let end = all.windows(2).position(|pair| sign(&pair[0], &pair[1]) == "=")?;
    let first = (0..end).rev().take_while(|at| sign(&all[*at], &all[*at + 1]) == "+").last()?;
    judged(&all[first..=end], &all[end + 1], f64::INFINITY)
}

/// Finds a sum in words. Every number before the total must be one of its parts, joined by commas or `and`.
fn told(sentence: &str, all: &[Number]) -> Option<Sum> {
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len() {
        return None;
    }
    let at = (2..all.len().min(MOST)).find(|at| is_total(&lower, &all[*at - 1], &all[*at]))?;
    let (parts, total, own) = (&all[..at], &all[at], &all[..=at]);
    let is_list = parts.windows(2).all(|pair| joins(gap(&lower, &pair[0], &pair[1])));
    let is_one_kind = parts.iter().all(|part| part.money == total.money && !is_year(part)) && !is_year(total);
    // A figure that is no number, such as `1.5m`, may be a part too; the dates before the first part are none.
    let known = dates(sentence);
    let is_date = |word: &Word<'_>| known.iter().any(|date| (date.at..date.end).contains(&word.at));
    let first = parts.first()?;
    let words = words::words(sentence);
    let near = words.iter().filter(|word| word.at < total.at && word.end() + 4 * APART >= first.at);
    let has_other = near.into_iter().any(|word| {
        let is_figure = word.text.bytes().any(|byte| byte.is_ascii_digit()) && !own.iter().any(|number| number.at == word.at);
        let leads = || !is_date(word) && joins(lower.get(word.end()..first.at).unwrap_or_default());
        is_figure && (word.at >= first.at || leads())
    });
    // Some of the numbers may belong to something else.
    let agrees = (0..at - 1).any(|first| (parts[first..].iter().map(|part| part.value).sum::<f64>() - total.value).abs() < 0.005);
    let is_sum = is_list && is_one_kind && !has_other && !agrees && parts.iter().all(|part| part.value <= total.value);
    is_sum.then(|| judged(parts, total, 0.35)).flatten()
}

/// Checks whether the text between two numbers joins two parts.
fn joins(gap: &str) -> bool {
    let is_joined = gap.contains([',', ';', '–', '&', '+']) || gap.contains(" and ") || gap.contains(" plus ");
    // ‘And’ joins the words of one part, too: what counts is what stands before the next number.
    let last = gap.split_whitespace().next_back().unwrap_or_default();
    gap.chars().count() <= APART && is_joined && !NO_PART.contains(&last.trim_end_matches(','))
}

/// Checks whether a number is said to be the total of those before it.
fn is_total(lower: &str, last: &Number, total: &Number) -> bool {
    let lead = gap(lower, last, total).trim_end_matches(['€', '$', ' ']);
    let after = lower.get(total.end..).unwrap_or_default().trim_start();
    let is_after = AFTER.iter().any(|words| {
        after.strip_prefix(words).is_some_and(|rest| rest.trim_start().is_empty() || rest.starts_with([',', '.', ';', ')', ':']))
    });
    let is_apart = lead.ends_with([',', '–', '-', '(', ';', ':', '=']) || lead.ends_with("making") || lead.ends_with("giving");
    let is_before = BEFORE.iter().any(|words| {
        lead.strip_suffix(words).is_some_and(|rest| {
            let rest = rest.trim_end();
            let is_own = *words == "a total of"
                && !(rest.ends_with([',', '–', '-', '(', ';', ':']) || rest.ends_with("making") || rest.ends_with("giving"));
            !is_own && !rest.ends_with(" and") && !rest.ends_with(" for")
        })
    });
    lead.chars().count() <= APART && ((is_after && is_apart) || is_before)
}

/// Returns the sum if it is wrong, and the parts are not further from the total than this share of it.
fn judged(parts: &[Number], total: &Number, most: f64) -> Option<Sum> {
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let off = (sum - total.value).abs();
    let range = parts.first()?.at..total.end;
    (parts.len() >= 2 && off > 0.005 && off <= total.value * most).then_some(Sum { parts: sum, whole: total.value, range })
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{evidence, found, paragraph};

    const RULE: &str = "parts-and-total";

    #[test]
    fn a_sum_in_a_sentence_adds_up() {
        for text in [
            "There were 30 cases on the quay and 20 on the pier, 60 in all.",
            "The wardens mended 12 lamps, 14 bells and 5 buoys, 41 in total.",
            "The lamps cost £287.40 and the bells £11,525.78, a total of £11,831.18.",
            "Boats on the quay 12, at the pier 20, making 42.",
            "It is 12 + 20 = 42.",
            "The lamps and the bells (£12.50 + £20 = £42.50) were bought.",
            "There were 12 boats, and 20 rafts (42 altogether).",
            "Balance as at 30 September 2013 - Lamps £756.47, Bells £14,774.02 - a total of £15,330.49.",
        ] {
            assert_eq!(found(RULE, &[paragraph(text)]).len(), 1, "{text}");
        }
        let told = found(RULE, &[paragraph("There were 30 cases on the quay and 20 on the pier, 60 in all.")]);
        assert_eq!(told[0].what, "the parts make 50, and the whole is 60");
    }

    #[test]
    fn what_adds_up_or_is_no_sum_is_left_alone() {
        for text in [
            "There were 30 cases on the quay and 20 on the pier, 50 in all.",
            "On 3 boats there were 30 lamps and 20 bells, 50 in all.",
            "The lamps cost £287.40 and the bells £11,525.78, a total of £11,813.18.",
            "It is 12 + 20 = 32.",
            "There were 30 cases and 20 complaints in all districts, 60 on Sunday.",
            "They came from 30 ships to 20 quays, 60 in all.",
            "There were 30 cases in 2023 and 20 in 2024, and a total of 60 lamps.",
            "There were 30 lamps, £20 was paid, 60 in all.",
            "Of the 30 lamps 20 were lit, 60 in all.",
            "There were 300 lamps and 20 bells, 60 in all.",
            "There were €1.5m, €30 and €20, €60 in all.",
            "Ferries 30 and 20, 90 in all.",
        ] {
            assert!(found(RULE, &[paragraph(text)]).is_empty(), "{text}: {:?}", found(RULE, &[paragraph(text)]));
        }
    }

    #[test]
    fn the_evidence_has_all_parts() {
        let text = format!(
            "{}there were 30 cases on the quay and 20 on the pier, 60 in all.",
            "It was said that lamps burn, and ".repeat(9)
        );
        assert!(evidence(RULE, &[paragraph(&text)])[0].contains("30 cases on the quay and 20 on the pier, 60"));
    }
}
