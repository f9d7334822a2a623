//! The `reference` rule.

use crate::finding::Severity;
use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::{around, content, short};

/// Words after which a number such as `3.3` refers to a paragraph of the same paper.
const LEADS: [&str; 14] = [
    "paragraph",
    "paragraphs",
    "para",
    "section",
    "see",
    "in",
    "at",
    "under",
    "detailed in",
    "set out in",
    "outlined in",
    "described in",
    "shown in",
    "listed in",
];

/// Returns the paragraphs cited in a text, each with its offset.
fn cited(text: &str) -> Vec<(String, usize)> {
    let words = words::words(text);
    let mut all = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let digits = word
            .text
            .split('.')
            .all(|part| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
        if !digits || !word.text.contains('.') {
            continue;
        }
        let before = at.checked_sub(1).map(|before| words[before].text.to_lowercase()).unwrap_or_default();
        let after = words.get(at + 1).map(|next| next.text.to_lowercase()).unwrap_or_default();
        let counts =
            ["million", "billion", "per", "percent", "pm", "am", "p.m", "a.m", "miles", "km", "hours"].contains(&after.as_str());
        let other_paper = after == "of" || text[word.end()..].trim_start().starts_with("of the");
        if LEADS.contains(&before.as_str()) && !counts && !other_paper {
            all.push((word.text.to_owned(), word.at));
        }
    }
    all
}

const NUMERALS: [&str; 11] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];

/// Returns the appendices cited, such as `Appendix One`, `appendix 2` or `Appendix B`, each with its offset.
fn appendices(text: &str) -> Vec<(String, usize)> {
    let words = words::words(text);
    let mut all = Vec::new();
    for pair in words.windows(2) {
        let [name, which] = pair else { continue };
        if !name.text.eq_ignore_ascii_case("appendix") {
            continue;
        }
        let lower = which.text.to_lowercase();
        let which_one = if let Some(place) = NUMERALS.iter().position(|numeral| *numeral == lower) {
            (place + 1).to_string()
        } else if lower.bytes().all(|byte| byte.is_ascii_digit()) && lower.len() <= 2 {
            lower
        } else if which.text.len() == 1 && which.text.starts_with(|letter: char| letter.is_ascii_uppercase()) {
            which.text.to_owned()
        } else {
            continue;
        };
        all.push((which_one, name.at));
    }
    all
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate().filter(|(_, paper)| paper.kind == PaperKind::Report) {
        paragraphs(at, paper, found);
        missing_appendices(at, paper, found);
    }
}

/// Finds appendices that are cited and missing among those of the report. Many councils publish each appendix as a file of its own,
/// so one is missed only if a later one is there.
fn missing_appendices(at: usize, paper: &Paper, found: &mut Found<'_>) {
    let titles: Vec<String> = paper
        .pieces
        .iter()
        .filter_map(|piece| match &piece.what {
            What::Heading { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .flat_map(appendices)
        .map(|(which, _)| which)
        .collect();
    let mut told: Vec<String> = Vec::new();
    for (position, piece, text) in paper.texts() {
        if matches!(piece.what, What::Heading { .. }) {
            continue;
        }
        for (which, place) in appendices(text) {
            let has_later = titles.iter().any(|known| comes_after(known, &which));
            if has_later && !told.contains(&which) && !titles.contains(&which) {
                let name: String = text[place..].split_whitespace().take(2).collect::<Vec<_>>().join(" ");
                let name = name.trim_end_matches(|character: char| !character.is_alphanumeric()).to_owned();
                found.add(
                    (at, position),
                    format!("{name} is not with the report"),
                    around(text, place..place + name.len()),
                    "Add the appendix, or remove the reference",
                );
                told.push(which);
            }
        }
    }
}

/// Checks whether one appendix comes after another of the same series: `2` after `1`, `C` after `A`.
fn comes_after(one: &str, other: &str) -> bool {
    match (one.parse::<u32>(), other.parse::<u32>()) {
        (Ok(one), Ok(other)) => one > other,
        (Err(_), Err(_)) => one > other,
        _ => false,
    }
}

fn paragraphs(at: usize, paper: &Paper, found: &mut Found<'_>) {
    let numbered: Vec<(&str, String)> = texts_by_number(paper);
    let has_numbers = numbered.len() >= 2;
    for (position, piece, text) in paper.texts() {
        for (number, place) in cited(text) {
            let cited = place..place + number.len();
            let Some((_, target)) = numbered.iter().find(|(known, _)| *known == number) else {
                if has_numbers {
                    found.add(
                        (at, position),
                        format!("there is no paragraph {number}"),
                        around(text, cited),
                        "Cite the paragraph that is meant",
                    );
                }
                continue;
            };
            // Check whether the cited paragraph covers the subject of the citation. Words that occur in nearly every
            // paragraph are no evidence.
            // ‘Paragraphs 4.3 and 6.2’ may be about two things.
            if text[..place].trim_end().ends_with("aragraphs") {
                continue;
            }
            let own = piece.place.paragraph.as_deref();
            let lead: Vec<&str> = text[..place].split_whitespace().rev().take(14).collect();
            let telling: Vec<String> = lead.into_iter().flat_map(content).filter(|word| rare(word, &numbered)).collect();
            let shares = |other: &str| {
                let words = content(other);
                telling.iter().filter(|word| words.contains(word)).count()
            };
            let best = numbered
                .iter()
                .filter(|(known, _)| Some(*known) != own && *known != number)
                .map(|(known, other)| (shares(other), *known))
                .max_by_key(|(shared, _)| *shared);
            if let Some((shared, other)) = best.filter(|(shared, _)| shares(target) == 0 && *shared >= 2) {
                found.add_as(
                    Severity::Warning,
                    (at, position),
                    format!("paragraph {number} does not mention this; {other} shares {shared} of its words"),
                    format!("“{}” – {number}: “{}”", around(text, cited), short(target, 80)),
                    format!("Cite {other}, if that is what is meant"),
                );
            }
        }
    }
}

/// Checks whether a word occurs in at most a third of the paragraphs, apart from the one that cites.
fn rare(word: &str, numbered: &[(&str, String)]) -> bool {
    let bearing = numbered.iter().filter(|(_, text)| content(text).iter().any(|own| own == word)).count();
    (bearing - 1.min(bearing)) * 3 <= numbered.len().max(3)
}

/// Returns the words of each numbered paragraph and heading, including what follows until the next number.
fn texts_by_number(paper: &Paper) -> Vec<(&str, String)> {
    let mut all: Vec<(&str, String)> = Vec::new();
    for piece in &paper.pieces {
        if let What::Heading { number: Some(number), .. } | What::Paragraph { number: Some(number), .. } = &piece.what {
            all.push((number.as_str(), String::new()));
        }
        if let (Some((_, words)), Some(text)) = (all.last_mut(), piece.what.text()) {
            words.push_str(text);
            words.push(' ');
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{found, numbered, report};
    use documents::Block;

    const RULE: &str = "reference";

    #[test]
    fn a_cited_paragraph_is_there() {
        let paper = |number: &str| {
            report(&[
                numbered("3.1", "The harbour lamps were lit."),
                numbered("3.2", &format!("The lamps that are detailed in {number} are lit.")),
                numbered("3.3", "More."),
            ])
        };
        assert_eq!(found(RULE, &[paper("3.7")])[0].what, "there is no paragraph 3.7");
        assert!(found(RULE, &[paper("3.1")]).is_empty());
        let other = report(&[numbered("3.1", "It rose by 4.9 million in 2.5 hours."), numbered("3.2", "See 4.1 of the Code.")]);
        assert!(found(RULE, &[other]).is_empty(), "numbers that are no paragraphs");
    }

    #[test]
    fn a_cited_paragraph_speaks_of_it() {
        let paper = |number: &str| {
            report(&[
                numbered("3.1", "More staff will be recruited."),
                numbered("3.2", "A second workshop on fog signals was held by the pilots in November."),
                numbered("3.3", "Costs are within budgets."),
                numbered("3.4", &format!("The campaign coincided with the workshop of the pilots on fog detailed in {number}.")),
            ])
        };
        let told = found(RULE, &[paper("3.1")]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].what.contains("3.2"));
        assert!(found(RULE, &[paper("3.2")]).is_empty());
    }

    #[test]
    fn an_appendix_is_there() {
        let mut paper = report(&[Block::paragraph("The diagram in appendix one shows it; the strategy is in Appendix 2.")]);
        paper.push_blocks(
            Some("Appendix Two"),
            &[Block::Heading { level: 1, number: None, text: "Appendix Two Strategy".into() }],
        );
        let told = found(RULE, &[paper]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].what, "appendix one is not with the report");
        let alone = report(&[Block::paragraph("The diagram in appendix one shows it; the strategy is in Appendix B.")]);
        assert!(found(RULE, &[alone]).is_empty(), "appendices may be files of their own");
    }
}
