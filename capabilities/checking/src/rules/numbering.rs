//! The `numbering` rule.

use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use std::collections::{HashMap, HashSet};

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

/// The number of a section or paragraph in a paper.
struct Numbered {
    position: usize,
    printed: String,
    parts: Vec<u32>,
    is_section: bool,
}

/// Formats a section's number as the paper prints its own: `2.0` or `2`.
fn section_number(number: u32, like: &str) -> String {
    if like.trim().trim_end_matches('.').ends_with(".0") { format!("{number}.0") } else { number.to_string() }
}

fn written(parts: &[u32]) -> String {
    parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate().filter(|(_, paper)| paper.kind != PaperKind::Text) {
        let numbers = numbers(paper);
        let mut faults = in_order(&numbers);
        let unread = unread_numbers(paper);
        // A section with paragraphs is there, even if its own number was not read.
        let parted = numbers.iter().filter_map(|number| number.printed.split_once('.'));
        let with_paragraphs: HashSet<&str> = parted.filter(|(_, rest)| !rest.is_empty()).map(|(section, _)| section).collect();
        let is_there = |missing: &str| unread.contains(missing) || with_paragraphs.contains(missing);
        faults.retain(|fault| !fault.missing.as_deref().is_some_and(is_there));
        if paper.kind == PaperKind::Minute {
            // Minutes quote reports, and what they leave out of them is not missing.
            faults.retain(|fault| fault.is_repeated);
        }
        // If many numbers are off, they are not what numbers the paper, such as the figures of a table.
        if faults.len() > MOST.max(numbers.len() / 8) {
            continue;
        }
        for fault in faults {
            found.add((at, fault.position), fault.what, fault.printed, fault.advice);
        }
    }
}

/// The most faults of one paper that are told, however few numbers it has.
const MOST: usize = 3;

/// The largest number of a section. A larger number with a point is a figure.
const LARGEST_SECTION: u32 = 60;

/// Returns the numbers with which texts begin that were not read as numbered, such as `2 Background` among `1.` and `3.`.
fn unread_numbers(paper: &Paper) -> HashSet<&str> {
    let texts = paper.pieces.iter().filter_map(|piece| match &piece.what {
        What::Heading { number: None, text, .. } | What::Paragraph { number: None, text } => Some(text.as_str()),
        _ => None,
    });
    texts.filter_map(|text| Some(text.split_whitespace().next()?.trim_end_matches(['.', ')']))).collect()
}

fn numbers(paper: &Paper) -> Vec<Numbered> {
    let mut all = Vec::new();
    for (position, piece) in paper.pieces.iter().enumerate() {
        let (What::Heading { number: Some(number), .. } | What::Paragraph { number: Some(number), .. }) = &piece.what else {
            continue;
        };
        let is_section = matches!(piece.what, What::Heading { level: 0, .. });
        let Some(parts) = parts(number) else { continue };
        let first = parts.first().copied().unwrap_or_default();
        if first >= 1 && (parts.len() == 1 || first <= LARGEST_SECTION) {
            all.push(Numbered { position, printed: number.clone(), parts, is_section });
        }
    }
    all
}

/// A number that is not what its place asks for.
struct Fault {
    position: usize,
    printed: String,
    what: String,
    advice: String,
    /// Whether the number before it, which ran on from another, is the same.
    is_repeated: bool,
    /// The number that is missing before it.
    missing: Option<String>,
}

/// The most numbers without a point that are taken for missing. More are another series, such as that of a form.
const MOST_MISSING: u32 = 3;

const RENUMBER: &str = "Renumber the paragraphs, or add the missing one";

fn in_order(numbers: &[Numbered]) -> Vec<Fault> {
    let mut all = Vec::new();
    let mut section: Option<&Numbered> = None;
    // The last number in the section under each beginning: 4 under `3` after `3.4`.
    let mut last: HashMap<&[u32], u32> = HashMap::new();
    let mut is_counted: HashSet<&[u32]> = HashSet::new();
    let mut tell = |number: &Numbered, what: String, advice: String, is_repeated: bool, missing: Option<String>| {
        all.push(Fault { position: number.position, printed: number.printed.clone(), what, advice, is_repeated, missing });
    };
    for number in numbers {
        let parts = number.parts.as_slice();
        let printed = &number.printed;
        if number.is_section && parts.len() == 1 {
            let before = section.map(|section| section.parts[0]);
            let expected = before.map_or(1, |before| before + 1);
            if parts[0] != expected {
                let own = section_number(parts[0], printed);
                let (what, is_repeated) = match before {
                    Some(before) if before == parts[0] => (format!("section {own} appears twice"), true),
                    Some(before) => (format!("section {own} follows {}", section_number(before, printed)), false),
                    None => (format!("section {own} follows nothing"), false),
                };
                tell(
                    number,
                    what,
                    format!("Number it {}, or add the missing section", section_number(expected, printed)),
                    is_repeated,
                    None,
                );
            }
            section = Some(number);
            last.clear();
            is_counted.clear();
            continue;
        }
        if let Some(section) = section.filter(|section| parts.len() > 1 && section.parts[0] != parts[0]) {
            let what = format!("paragraph {printed} is in section {}", section_number(section.parts[0], &section.printed));
            tell(number, what, "Number it within its section".to_owned(), false, None);
            continue;
        }
        let Some((own, lead)) = parts.split_last() else { continue };
        let before = last.insert(lead, *own);
        let expected = before.map_or(1, |before| before + 1);
        // Paragraphs with one number begin anew in every section of some councils' reports, or run on from a part before.
        let begins_anew = lead.is_empty() && (*own == 1 || before.is_none());
        if *own == expected && before.is_some() {
            is_counted.insert(lead);
        }
        if *own != expected && !begins_anew {
            let sibling = |number: u32| written(&[lead, &[number]].concat());
            if lead.is_empty() && *own > expected + MOST_MISSING {
                continue;
            }
            let (what, is_repeated) = match before {
                Some(before) if before == *own => (format!("paragraph {printed} appears twice"), is_counted.contains(lead)),
                Some(before) if before > *own => (format!("paragraph {printed} comes after {}", sibling(before)), false),
                _ => (format!("there is no {} before {printed}", sibling(expected)), false),
            };
            let missing = (*own > expected).then(|| sibling(expected));
            tell(number, what, RENUMBER.to_owned(), is_repeated, missing);
        }
    }
    all
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
        assert_eq!(told(&[("1.", true), ("3.", true)]), ["section 3 follows 1"], "as the paper numbers its sections");
    }

    #[test]
    fn paragraphs_with_one_number_run_on() {
        assert_eq!(told(&[("1", false), ("2", false), ("2", false), ("3", false)]), ["paragraph 2 appears twice"]);
        assert_eq!(told(&[("1.", false), ("2.", false), ("4.", false)]), ["there is no 3 before 4."]);
        assert!(told(&[("1", false), ("2", false), ("1", false), ("2", false)]).is_empty(), "they begin anew");
        assert!(told(&[("14", false), ("15", false)]).is_empty(), "they run on from elsewhere");
        assert!(told(&[("1", false), ("2", false), ("20", false)]).is_empty(), "another series");
        let mut unread = paper(&[("1.", false), ("2.", false)]);
        unread.push(&Place::default(), What::Heading { level: 1, number: None, text: "3 Lamps".into() });
        unread.pieces.extend(paper(&[("4.", false)]).pieces);
        assert!(found("numbering", &[unread]).is_empty(), "the number was not read");
        assert!(
            told(&[("1.", false), ("2.", false), ("3.1", false), ("3.2", false), ("4.", false)]).is_empty(),
            "3 has paragraphs"
        );
    }

    #[test]
    fn the_figures_of_a_table_are_no_numbers() {
        assert!(told(&[("1.0", true), ("174.6", false), ("453.4", false)]).is_empty());
        assert!(
            told(&[("7.1", false), ("3.9", false), ("12.4", false), ("8.8", false), ("2.2", false)]).is_empty(),
            "too many are off"
        );
    }

    #[test]
    fn a_minute_uses_no_number_twice() {
        let minute = |numbers: &[(&str, bool)]| {
            let mut minute = paper(numbers);
            minute.kind = PaperKind::Minute;
            found("numbering", &[minute]).len()
        };
        assert_eq!(minute(&[("4.1", false), ("4.2", false), ("4.2", false), ("4.3", false)]), 1);
        assert_eq!(minute(&[("4.3", false), ("4.7", false)]), 0, "it may quote a report");
        assert_eq!(minute(&[("30.88", false), ("30.88", false), ("5.00", false), ("5.00", false)]), 0, "these are amounts");
    }
}
