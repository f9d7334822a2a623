//! The `said-two-ways` rule.

use crate::numbers::{numbers, written};
use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::{content, is_small, key, likeness, sentence_at, short};
use std::collections::BTreeSet;

/// A number and what it counts.
#[derive(Clone, Debug)]
struct Counted {
    position: usize,
    value: f64,
    /// Words that describe what is counted: `case`, `open`.
    what: BTreeSet<String>,
    sentence: String,
}

/// Verbs between a number and what is said about it: `1,023 cases have been closed`.
const PASSED_OVER: [&str; 10] = ["have", "has", "been", "were", "was", "are", "is", "being", "currently", "now"];

/// Returns what is counted: up to three words after a number, ending at a punctuation mark or small word.
fn counted(text: &str, end: usize) -> BTreeSet<String> {
    let mut what = BTreeSet::new();
    let rest = &text[end..];
    let stop = rest.find(['.', ',', ';', ':', '(', ')', '–', '?', '!', '“', '‘']).unwrap_or(rest.len());
    for word in words::words(&rest[..stop]) {
        let lower = word.text.to_lowercase();
        if PASSED_OVER.contains(&lower.as_str()) {
            continue;
        }
        if is_small(&lower) || what.len() == 3 || lower.chars().any(|character| character.is_ascii_digit()) {
            break;
        }
        what.insert(key(word.text));
    }
    what
}

fn all(paper: &Paper) -> Vec<Counted> {
    let mut all = Vec::new();
    for (position, piece, text) in paper.texts() {
        if matches!(piece.what, What::Heading { .. }) {
            continue;
        }
        for number in numbers(text).into_iter().filter(|number| number.is_count() && number.value >= 2.0) {
            let what = counted(text, number.end);
            if what.len() >= 2 {
                all.push(Counted { position, value: number.value, what, sentence: sentence_at(text, number.at).to_owned() });
            }
        }
    }
    all
}

/// Checks whether a report and a minute are about the same item of the same meeting.
pub(crate) fn are_of_one_item(report: &Paper, minute: &Paper) -> bool {
    report.kind == PaperKind::Report
        && minute.kind == PaperKind::Minute
        && report.day.is_some()
        && report.day == minute.day
        && likeness(&report.subject, &minute.subject) >= 0.6
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, report) in checked.papers.iter().enumerate() {
        for minute in checked.papers.iter().filter(|minute| are_of_one_item(report, minute)) {
            between(at, report, minute, found);
        }
        within(at, report, found);
    }
}

fn between(at: usize, report: &Paper, minute: &Paper, found: &mut Found<'_>) {
    let (ours, theirs) = (all(report), all(minute));
    let mut told = BTreeSet::new();
    for one in &ours {
        let same: Vec<&Counted> = theirs.iter().filter(|other| other.what == one.what).collect();
        let agrees = |value: f64| ours.iter().any(|own| own.what == one.what && (own.value - value).abs() < 0.5);
        let Some(other) = same.iter().find(|other| !agrees(other.value)) else { continue };
        if same.iter().any(|other| (other.value - one.value).abs() < 0.5) || !told.insert(one.what.clone()) {
            continue;
        }
        let what: Vec<&str> = one.what.iter().map(String::as_str).collect();
        found.add(
            (at, one.position),
            format!(
                "the report has {} and the minutes of its item have {} ({})",
                written(one.value),
                written(other.value),
                what.join(", ")
            ),
            format!("“{}” – {}: “{}”", short(&one.sentence, 120), minute.name, short(&other.sentence, 160)),
            "Find out which was right on the day of the meeting, and give the date of each figure",
        );
    }
}

/// Finds a sentence that occurs twice in one paper with different numbers.
fn within(at: usize, paper: &Paper, found: &mut Found<'_>) {
    let all = all(paper);
    for (place, one) in all.iter().enumerate() {
        let other = all[place + 1..].iter().find(|other| {
            other.what == one.what
                && (other.value - one.value).abs() > 0.5
                && other.sentence != one.sentence
                && content(&one.sentence).len() >= 5
                && likeness(&one.sentence, &other.sentence) >= 0.75
        });
        if let Some(other) = other {
            found.add(
                (at, other.position),
                format!("{} here, and {} in a sentence that says the same", written(other.value), written(one.value)),
                format!("“{}” – “{}”", short(&one.sentence, 120), short(&other.sentence, 120)),
                "Say the figure once, or say what makes the two differ",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{found, minute, paragraph};

    const RULE: &str = "said-two-ways";

    #[test]
    fn a_report_and_its_minutes_agree() {
        let report =
            paragraph("There are currently 199 open cases, 1,023 cases have been closed and there are 114 cases pending.");
        let other = minute("Demand was high, with 174 live cases and 90 cases pending.", &[]);
        let wrong = found(RULE, &[report.clone(), other]);
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].what.contains("199") && wrong[0].what.contains("174"));
        let same = minute("Demand was high, with 199 live cases and 114 cases pending.", &[]);
        assert!(found(RULE, &[report.clone(), same]).is_empty());
        let mut another_day = minute("Demand was high, with 174 live cases.", &[]);
        another_day.day = chrono::NaiveDate::from_ymd_opt(2024, 3, 6);
        assert!(found(RULE, &[report, another_day]).is_empty());
    }

    #[test]
    fn a_paper_says_one_thing_once() {
        let text = "In March the wardens counted 160 broken lamps on the quay.";
        let other = "In March the wardens counted 140 broken lamps on the quay.";
        assert_eq!(found(RULE, &[paragraph(&format!("{text} Something else happened. {other}"))]).len(), 1);
        assert!(
            found(RULE, &[paragraph(&format!("{text} In May the divers counted 140 broken lamps under the bridge."))]).is_empty()
        );
    }
}
