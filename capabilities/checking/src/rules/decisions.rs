//! The `decision` rule.

use crate::paper::What;
use crate::rules::figures_twice::are_of_one_item;
use crate::rules::{Checked, Found};
use crate::words::{content, short};
use std::collections::BTreeSet;

/// How much of the recommendation must recur in the resolution.
const SHARE: f64 = 0.5;

/// Words that occur in every recommendation and resolution.
const FORMAL: [&str; 12] = [
    "board",
    "member",
    "report",
    "content",
    "note",
    "noted",
    "resolved",
    "recommended",
    "matter",
    "key",
    "comment",
    "presentation",
];

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, report) in checked.papers.iter().enumerate() {
        let asked = report.pieces.iter().enumerate().find_map(|(position, piece)| match &piece.what {
            What::Recommendation(clauses) if !clauses.is_empty() => Some((position, clauses)),
            _ => None,
        });
        let Some((position, asked)) = asked else { continue };
        for minute in checked.papers.iter().filter(|minute| are_of_one_item(report, minute)) {
            let resolved: Vec<&String> = minute
                .pieces
                .iter()
                .filter_map(|piece| match &piece.what {
                    What::Resolution(clauses) => Some(clauses),
                    _ => None,
                })
                .flatten()
                .collect();
            if resolved.is_empty() {
                continue;
            }
            let all: BTreeSet<String> = resolved.iter().flat_map(|clause| content(clause)).collect();
            let missing: Vec<&String> = asked
                .iter()
                .filter(|clause| {
                    let own: Vec<String> = content(clause).into_iter().filter(|word| !FORMAL.contains(&word.as_str())).collect();
                    let back = own.iter().filter(|word| all.contains(*word)).count();
                    #[expect(clippy::cast_precision_loss, reason = "a clause has far fewer words than 2^52")]
                    let share = if own.is_empty() { 1.0 } else { back as f64 / own.len() as f64 };
                    share < SHARE
                })
                .collect();
            if !missing.is_empty() {
                let asked: Vec<String> = missing.iter().map(|clause| format!("“{}”", short(clause, 120))).collect();
                let resolved: Vec<String> = resolved.iter().map(|clause| format!("“{}”", short(clause, 120))).collect();
                found.add(
                    (at, position),
                    "the resolution leaves out part of what was recommended",
                    format!("Recommended: {}. Resolved ({}): {}", asked.join("; "), minute.name, resolved.join("; ")),
                    "If the board resolved something else, say so in the minutes",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::paper::{Place, What};
    use crate::test_papers::{found, minute, paragraph};

    #[test]
    fn what_was_recommended_comes_back() {
        let mut report = paragraph("The lamps are old.");
        report.push(
            &Place::default(),
            What::Recommendation(vec!["the report be noted".into(), "new lamps be bought for the quay".into()]),
        );
        let told = |resolved: &[&str]| found("decision", &[report.clone(), minute("It was discussed.", resolved)]).len();
        assert_eq!(told(&["the report be noted"]), 1);
        assert_eq!(told(&["the report be noted", "new lamps for the quay be bought"]), 0);
        assert_eq!(told(&[]), 0, "nothing was resolved");
    }
}
