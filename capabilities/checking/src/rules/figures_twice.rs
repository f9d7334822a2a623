//! The `said-two-ways` rule.

use crate::numbers::{numbers, written};
use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::{around, is_small, key, likeness};
use std::collections::BTreeSet;

/// A number and what it counts.
#[derive(Clone, Debug)]
struct Counted {
    position: usize,
    value: f64,
    /// Words that describe what is counted: `case`, `open`.
    what: BTreeSet<String>,
    /// The sentence, shortened around the number.
    evidence: String,
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
                let evidence = around(text, number.at..number.end);
                all.push(Counted { position, value: number.value, what, evidence });
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
            format!("“{}” – {}: “{}”", one.evidence, minute.name, other.evidence),
            "Find out which was right on the day of the meeting, and give the date of each figure",
        );
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
    fn sentences_of_one_kind_tell_of_different_things() {
        let text = "There are 7 wardens on the north quay. There are 18 wardens on the south quay.";
        assert!(found(RULE, &[paragraph(text)]).is_empty());
    }
}
