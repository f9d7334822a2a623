//! The `minute-number` rule.

use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use crate::words;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// The parts of a printed number: digits and what is between them. `C048/23` is `C`, 48, `/` and 23.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Digits(u32),
    Other(String),
}

fn parts(reference: &str) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    let mut digits = String::new();
    for character in reference.trim().trim_end_matches(['.', ')', ':']).chars().chain([' ']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            // More than nine digits are no number of a minute.
            let number = digits.parse().ok().filter(|_| digits.len() <= 9);
            all.push(number.map_or_else(|| Part::Other(digits.clone()), Part::Digits));
            digits.clear();
        }
        match all.last_mut() {
            Some(Part::Other(other)) => other.push(character),
            _ => all.push(Part::Other(character.to_string())),
        }
    }
    all
}

/// Returns the two numbers at the only place where two references differ. `None` if they differ elsewhere, too.
fn counted(one: &str, other: &str) -> Option<(u32, u32)> {
    let (one, other) = (parts(one), parts(other));
    if one.len() != other.len() {
        return None;
    }
    let differing: Vec<(&Part, &Part)> = one.iter().zip(&other).filter(|(a, b)| a != b).collect();
    match differing.as_slice() {
        [(Part::Digits(a), Part::Digits(b))] => Some((*a, *b)),
        // The same number twice: it is the last one that counts, or the first where a year follows.
        [] => one.iter().find_map(|part| if let Part::Digits(number) = part { Some((*number, *number)) } else { None }),
        _ => None,
    }
}

/// The fewest steps by one that show that a council numbers its minutes one after another.
const FEWEST: usize = 4;

/// The most numbers that are taken for missing. More are another series.
const MOST: u32 = 5;

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    let heads = heads(checked.papers);
    let mut run: Vec<(usize, &str)> = Vec::new();
    for (at, paper) in checked.papers.iter().enumerate() {
        let reference = paper.reference.as_deref().filter(|_| paper.kind == PaperKind::Minute);
        let goes_on = run.last().is_none_or(|(before, number)| {
            let is_of_one_meeting = checked.papers.get(*before).is_some_and(|before| before.day == paper.day);
            is_of_one_meeting && reference.and_then(|own| counted(number, own)).is_some_and(|(before, own)| own >= before)
        });
        if !goes_on {
            of_one_meeting(checked.papers, &heads, &run, found);
            run.clear();
        }
        run.extend(reference.map(|number| (at, number)));
    }
    of_one_meeting(checked.papers, &heads, &run, found);
}

fn of_one_meeting(papers: &[Paper], heads: &Heads, run: &[(usize, &str)], found: &mut Found<'_>) {
    let steps: Vec<(usize, usize, u32, u32)> = run
        .windows(2)
        .filter_map(|pair| counted(pair[0].1, pair[1].1).map(|(one, other)| (pair[0].0, pair[1].0, one, other)))
        .collect();
    let even = steps.iter().filter(|(_, _, one, other)| *other == one + 1).count();
    if even < FEWEST || even * 5 < steps.len() * 4 {
        return;
    }
    let is_head = |paper: &Paper, number: u32| heads.get(&paper.day).is_some_and(|heads| heads.contains(&number));
    for (before, at, one, other) in steps {
        let (Some(last), Some(own)) = (papers.get(before), papers.get(at)) else { continue };
        let (Some(first), Some(reference)) = (last.reference.as_deref(), own.reference.as_deref()) else { continue };
        if one == other {
            found.add((at, 0), format!("minute {reference} appears twice"), reference, "Number it anew");
        } else if (one + 2..=one + 1 + MOST).contains(&other)
            && !(one + 1..other).any(|number| is_head(own, number) || is_inside(last, number))
            && !is_private(last)
            && !is_private(own)
        {
            let missing: Vec<String> = (one + 1..other).map(|number| number.to_string()).collect();
            found.add(
                (at, 0),
                format!("minute {reference} follows {first}"),
                format!("{first} – {reference}"),
                format!("Number it anew, or find out what became of {}", missing.join(", ")),
            );
        }
    }
}

/// Checks whether a text has this number, alone or in a reference such as `C048/23`.
fn has_number(text: &str, number: u32) -> bool {
    text.split(|character: char| !character.is_ascii_digit()).any(|digits| digits.parse() == Ok(number))
}

/// The numbers with which the texts of each day's meetings begin, by day.
type Heads = HashMap<Option<NaiveDate>, HashSet<u32>>;

/// Returns the numbers with which the minutes of each day, their texts and the lines that have no place begin: the head of a minute that
/// seems to be missing may be among them.
fn heads(papers: &[Paper]) -> Heads {
    let mut all = Heads::new();
    for paper in papers.iter().filter(|paper| paper.kind == PaperKind::Minute) {
        let own = all.entry(paper.day).or_default();
        let texts = paper.texts().map(|(_, _, text)| text);
        let lines = texts.chain(paper.unplaced.iter().map(String::as_str)).chain(paper.reference.as_deref());
        for first in lines.filter_map(|line| line.split_whitespace().next()) {
            let digits = first.split(|character: char| !character.is_ascii_digit());
            own.extend(digits.filter_map(|digits| digits.parse::<u32>().ok()));
        }
    }
    all
}

/// Checks whether a minute has this number in its text, where it may be the head of the minute that seems to be missing.
fn is_inside(paper: &Paper, number: u32) -> bool {
    let is_it = |text: &str| has_number(text, number);
    is_it(&paper.subject)
        || paper.pieces.iter().any(|piece| match &piece.what {
            What::Heading { number: Some(own), .. }
            | What::Paragraph { number: Some(own), .. }
            | What::Item { marker: Some(own), .. }
                if is_it(own) =>
            {
                true
            }
            What::Table { rows, .. } => rows.iter().flatten().any(|cell| is_it(cell)),
            other => other.text().is_some_and(|text| words::words(text).iter().any(|word| is_it(word.text))),
        })
}

/// Checks whether a minute says that the public was excluded. What was dealt with then may not be in the published minutes.
fn is_private(paper: &Paper) -> bool {
    let says = |text: &str| {
        let lower = text.to_lowercase();
        ["exempt", "exclu", "in private", "confidential", "part ii", "part 2"].iter().any(|words| lower.contains(words))
    };
    says(&paper.subject) || paper.texts().any(|(_, _, text)| says(text))
}

#[cfg(test)]
mod tests {
    use super::counted;
    use crate::paper::Paper;
    use crate::test_papers::{found, minute};

    fn minutes(numbers: &[&str]) -> Vec<Paper> {
        let numbered = |number: &&str| {
            let mut paper = minute("It was discussed.", &[]);
            paper.reference = Some((*number).to_owned());
            paper
        };
        numbers.iter().map(numbered).collect()
    }

    fn told(numbers: &[&str]) -> Vec<String> {
        found("minute-number", &minutes(numbers)).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn references_are_counted_where_they_differ() {
        assert_eq!(counted("C048/23", "C049/23"), Some((48, 49)));
        assert_eq!(counted("20/01", "20/02"), Some((1, 2)));
        assert_eq!(counted("21.44", "21.45"), Some((44, 45)));
        assert_eq!(counted("HSB4", "HSB6"), Some((4, 6)));
        assert_eq!(counted("*450", "451"), None);
        assert_eq!(counted("20/12", "21/01"), None);
        assert_eq!(counted("99999999999", "99999999998"), None);
    }

    #[test]
    fn numbers_that_skip_or_repeat_are_told() {
        assert_eq!(told(&["139.", "140.", "141.", "142.", "144.", "145."]), ["minute 144. follows 142."]);
        assert_eq!(told(&["C048/23", "C049/23", "C050/23", "C051/23", "C052/23", "C052/23"]), ["minute C052/23 appears twice"]);
        assert_eq!(told(&["1", "2", "3", "4", "5", "6"]), Vec::<String>::new());
        assert_eq!(told(&["1", "2", "3", "5"]), Vec::<String>::new(), "too few to tell");
        assert_eq!(told(&["1", "3", "5", "7", "9", "10", "11", "12", "13"]), Vec::<String>::new(), "no series");
        assert_eq!(told(&["1", "2", "3", "4", "5", "1", "2", "3", "4", "5"]), Vec::<String>::new(), "two meetings");
        assert_eq!(told(&["1", "2", "3", "4", "5", "90"]), Vec::<String>::new(), "another series");
    }

    #[test]
    fn what_may_be_elsewhere_is_not_missing() {
        let mut private = minutes(&["1", "2", "3", "4", "5", "7"]);
        private[4].subject = "Exclusion of the public".into();
        assert!(found("minute-number", &private).is_empty());
        let mut swallowed = minutes(&["1", "2", "3", "4", "5", "7"]);
        swallowed[4].push_blocks(None, &[documents::Block::paragraph("6 GULLS They were counted.")]);
        assert!(found("minute-number", &swallowed).is_empty());
        let mut unplaced = minutes(&["1", "2", "3", "4", "5", "7"]);
        unplaced[0].unplaced = vec!["6. GULLS".to_owned()];
        assert!(found("minute-number", &unplaced).is_empty());
        assert_eq!(told(&["6", "1", "2", "3", "4", "5", "7"]), Vec::<String>::new(), "it is out of order");
    }
}
