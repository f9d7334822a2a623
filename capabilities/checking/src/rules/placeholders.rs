//! The `placeholder` rule.

use crate::finding::Severity;
use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use crate::words::{sentence_at, short};

/// Words that authors leave as reminders, in lower case.
const LEFT: [&str; 16] = [
    "to be further developed",
    "to be developed further",
    "to be added",
    "to be inserted",
    "to be written",
    "to be completed",
    "to be confirmed",
    "to follow",
    "lorem ipsum",
    "insert here",
    "[insert",
    "[add",
    "[name",
    "[date",
    "xxxx",
    "<insert",
];

/// Abbreviations with the same meaning, written on their own.
const ALONE: [&str; 3] = ["TBC", "TBD", "TBA"];

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            let lower = text.to_lowercase();
            let marks = text.find("???");
            if let Some(place) = marks {
                found.add(
                    (at, position),
                    "question marks where something is missing",
                    short(sentence_at(text, place), 140),
                    "Write what is missing, or remove the sentence",
                );
                continue;
            }
            if lower.len() == text.len()
                && let Some((words, place)) = LEFT.iter().find_map(|words| Some((*words, lower.find(words)?)))
            {
                let what = format!("“{}” was left in", &text[place..place + words.len()]);
                found.add(
                    (at, position),
                    what,
                    short(sentence_at(text, place), 140),
                    "Write it, or say when it will be written and by whom",
                );
                continue;
            }
            let words = crate::words::words(text);
            if let Some(word) = words.iter().find(|word| ALONE.contains(&word.text)) {
                found.add_as(
                    Severity::Warning,
                    (at, position),
                    format!("“{}” was left in", word.text),
                    short(sentence_at(text, word.at), 140),
                    "Write it, or say when it will be known",
                );
            }
        }
        if paper.kind == PaperKind::Report {
            empty(at, paper, found);
        }
    }
}

/// Finds headings inside a section with nothing under them.
fn empty(at: usize, paper: &Paper, found: &mut Found<'_>) {
    for (position, piece) in paper.pieces.iter().enumerate() {
        let What::Heading { level, number, text } = &piece.what else { continue };
        let next = paper.pieces.get(position + 1).map(|next| &next.what);
        let (is_empty, runs_on) = match next {
            None => (true, false),
            Some(What::Heading { level: next, number: other, .. }) => (next <= level, number.is_some() && other.is_some()),
            Some(_) => (false, false),
        };
        // Consecutive headings are the lines of a title page.
        let is_title = position.checked_sub(1).is_some_and(|before| matches!(paper.pieces[before].what, What::Heading { .. }));
        // Numbered headings in one section may share a single sentence below them all.
        if is_empty && !runs_on && !is_title && *level > 0 {
            let under = paper.pieces[..position].iter().rev().find_map(|before| match &before.what {
                What::Heading { level: higher, text, .. } if higher < level => Some(text.as_str()),
                _ => None,
            });
            let evidence = under.map_or_else(|| text.clone(), |under| format!("{under}: {text}"));
            found.add(
                (at, position),
                format!("there is no text under “{text}”"),
                evidence,
                "Write the text, or remove the heading",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{bullets, found, paragraph, report};
    use documents::Block;

    const RULE: &str = "placeholder";

    fn heading(text: &str) -> Block {
        Block::Heading { level: 2, number: None, text: text.into() }
    }

    #[test]
    fn what_was_left_to_write_is_found() {
        for text in [
            "It has been there since ???? and is still.",
            "4. Ferries – to be further developed",
            "The cost is TBC.",
            "[insert name]",
        ] {
            assert_eq!(found(RULE, &[paragraph(text)]).len(), 1, "{text}");
        }
        for text in ["Why? Because of the lamps.", "Ferries were developed further.", "The TBCs of the port are boats."] {
            assert!(found(RULE, &[paragraph(text)]).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_heading_has_something_under_it() {
        let first = Block::Heading { level: 1, number: None, text: "Ferries".into() };
        let empty = report(&[
            first.clone(),
            Block::paragraph("They sail."),
            heading("Areas of focus"),
            Block::Heading { level: 1, number: None, text: "Lamps".into() },
            Block::paragraph("Lit."),
        ]);
        let told = found(RULE, &[empty]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].evidence, "Ferries: Areas of focus");
        assert!(found(RULE, &[report(&[first, heading("Areas of focus"), bullets(&["Sundays", "Storms"])])]).is_empty());
    }
}
