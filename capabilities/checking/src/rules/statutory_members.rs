//! The `statutory-member` rule.

use crate::paper::{Paper, What};
use crate::rules::{Checked, Found};

/// The responsible authorities (Crime and Disorder Act 1998, section 5(1)), each with the words by which lists name it.
const AUTHORITIES: [(&str, &[&str]); 5] = [
    ("the council", &["council", "local authority", "borough", "unitary"]),
    ("the police", &["police", "constabulary"]),
    ("the fire and rescue authority", &["fire"]),
    ("the integrated care board", &["nhs", "integrated care", "icb", "clinical commissioning", "health"]),
    ("probation", &["probation"]),
];

/// Checks whether a text begins the list of the statutory members.
fn begins_the_list(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("statutory member")
        || lower.contains("statutory partner")
        || lower.contains("responsible authorities are")
        || lower.contains("responsible authorities include")
}

/// Returns the entries of the list that begins at a piece.
fn entries(paper: &Paper, first: usize) -> Vec<&str> {
    let mut all = Vec::new();
    for piece in paper.pieces.iter().skip(first + 1) {
        match &piece.what {
            What::Item { text, .. } => all.push(text.as_str()),
            // Lines without marks are read as paragraphs, so take short ones until one begins another list.
            What::Paragraph { text, number: None } if text.len() <= 60 && !text.ends_with(['.', ':', ';']) => all.push(text),
            _ => break,
        }
    }
    all
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            if !begins_the_list(text) {
                continue;
            }
            let listed = entries(paper, position);
            let own = text.to_lowercase();
            let inside = |words: &[&str]| {
                listed.iter().any(|entry| words.iter().any(|word| entry.to_lowercase().contains(word)))
                    || (listed.len() < 3 && words.iter().any(|word| own.contains(word)))
            };
            // A list that names fewer than three is not a list of the authorities.
            let named = AUTHORITIES.iter().filter(|(_, words)| inside(words)).count();
            let missing: Vec<&str> = AUTHORITIES.iter().filter(|(_, words)| !inside(words)).map(|(name, _)| *name).collect();
            if named >= 3 && !missing.is_empty() {
                found.add(
                    (at, position),
                    format!("{} is a responsible authority and is not listed", missing.join(" and ")),
                    listed.join("; "),
                    "Add it (Crime and Disorder Act 1998, section 5)",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{bullets, found, report};
    use documents::Block;

    #[test]
    fn all_five_are_listed() {
        let list = |last: &str| {
            report(&[
                Block::paragraph("Statutory members include:"),
                bullets(&["Ashmere Borough Council", "Harbour Police", "Fire and Rescue", "NHS Ashmere", last]),
            ])
        };
        let told = found("statutory-member", &[list("Housing")]);
        assert_eq!(told[0].what, "probation is a responsible authority and is not listed");
        assert!(found("statutory-member", &[list("The Probation Service")]).is_empty());
        assert!(found("statutory-member", &[report(&[Block::paragraph("Statutory members met.")])]).is_empty());
    }
}
