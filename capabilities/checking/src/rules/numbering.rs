//! The `numbering` rule.

use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};

/// Splits a printed number into its parts: `3.10` is 3 and 10, `6.0` is 6.
fn parts(number: &str) -> Option<Vec<u32>> {
    let trimmed = number.trim().trim_end_matches('.');
    let parts: Option<Vec<u32>> = trimmed.split('.').map(|part| part.parse().ok()).collect();
    let mut parts = parts.filter(|parts| parts.iter().all(|part| *part < 1_000))?;
    if parts.len() == 2 && parts[1] == 0 {
        parts.pop();
    }
    Some(parts)
}

fn printed(parts: &[u32]) -> String {
    match parts {
        [section] => format!("{section}.0"),
        _ => parts.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
    }
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate().filter(|(_, paper)| paper.kind == PaperKind::Report) {
        sections_and_paragraphs(at, paper, found);
    }
}

fn sections_and_paragraphs(at: usize, paper: &Paper, found: &mut Found<'_>) {
    let mut section: Option<u32> = None;
    // The last number at each depth in the section.
    let mut last: Vec<Vec<u32>> = Vec::new();
    for (position, piece) in paper.pieces.iter().enumerate() {
        let (What::Heading { number: Some(number), .. } | What::Paragraph { number: Some(number), .. }) = &piece.what else {
            continue;
        };
        let is_section = matches!(piece.what, What::Heading { level: 0, .. });
        let Some(parts) = parts(number) else { continue };
        if is_section && parts.len() == 1 {
            let expected = section.map_or(1, |before| before + 1);
            if parts[0] != expected {
                let what = if section == Some(parts[0]) {
                    format!("section {number} appears twice")
                } else {
                    format!(
                        "section {} follows {}",
                        printed(&parts),
                        section.map_or_else(|| "nothing".to_owned(), |before| printed(&[before]))
                    )
                };
                found.add(
                    (at, position),
                    what,
                    number.clone(),
                    format!("Number it {}, or add the missing section", printed(&[expected])),
                );
            }
            section = Some(parts[0]);
            last.clear();
            continue;
        }
        if parts.len() < 2 {
            continue;
        }
        if let Some(section) = section.filter(|section| *section != parts[0]) {
            found.add(
                (at, position),
                format!("paragraph {number} is in section {}", printed(&[section])),
                number.clone(),
                "Number it within its section",
            );
            continue;
        }
        let depth = parts.len();
        let before = last.iter().rev().find(|known| known.len() == depth && known[..depth - 1] == parts[..depth - 1]).cloned();
        let expected = before.as_ref().map_or(1, |known| known[depth - 1] + 1);
        let own = parts[depth - 1];
        if own != expected {
            let what = match &before {
                Some(known) if known[depth - 1] == own => format!("paragraph {number} appears twice"),
                Some(known) if known[depth - 1] > own => format!("paragraph {number} comes after {}", printed(known)),
                _ => {
                    let mut missing = parts.clone();
                    missing[depth - 1] = expected;
                    format!("there is no {} before {number}", printed(&missing))
                }
            };
            found.add((at, position), what, number.clone(), "Renumber the paragraphs, or add the missing one");
        }
        last.push(parts);
    }
}

#[cfg(test)]
mod tests {
    use crate::paper::{Paper, PaperKind, Place, What};
    use crate::test_papers::found;

    fn paper(numbers: &[(&str, bool)]) -> Paper {
        let mut paper = Paper::new(PaperKind::Report, "Report", "Lamps", None);
        for (number, is_section) in numbers {
            let (number, text) = (Some((*number).to_owned()), "Words".to_owned());
            let what = if *is_section { What::Heading { level: 0, number, text } } else { What::Paragraph { number, text } };
            paper.push(&Place::default(), what);
        }
        paper
    }

    fn told(numbers: &[(&str, bool)]) -> Vec<String> {
        found("numbering", &[paper(numbers)]).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn numbers_run_on() {
        let right = [
            ("1.0", true),
            ("1.1", false),
            ("2.0", true),
            ("2.1", false),
            ("2.1.1", false),
            ("2.1.2", false),
            ("2.2", false),
            ("2.2.1", false),
        ];
        assert!(told(&right).is_empty());
    }

    #[test]
    fn a_gap_a_repetition_and_a_wrong_section_are_told() {
        assert_eq!(told(&[("1.0", true), ("1.1", false), ("1.3", false)]), ["there is no 1.2 before 1.3"]);
        assert_eq!(told(&[("1.0", true), ("1.1", false), ("1.1", false)]), ["paragraph 1.1 appears twice"]);
        assert_eq!(told(&[("1.0", true), ("3.0", true)]), ["section 3.0 follows 1.0"]);
        assert_eq!(told(&[("1.0", true), ("2.0", true), ("1.1", false)]), ["paragraph 1.1 is in section 2.0"]);
    }
}
