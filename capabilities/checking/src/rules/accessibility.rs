//! The `alternative-text`, `heading-order` and `link-text` rules.

use crate::paper::What;
use crate::rules::{Checked, Found};
use crate::words::short;

pub(crate) fn pictures(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        let mut number = 0;
        for (position, piece) in paper.pieces.iter().enumerate() {
            let What::Picture { alternative } = &piece.what else { continue };
            number += 1;
            match alternative.as_deref().map(str::trim) {
                None => found.add(
                    (at, position),
                    "an image has no alternative text",
                    format!("image {number}"),
                    "Describe the image in a sentence, or mark it as decorative",
                ),
                Some(text) if is_a_file_name(text) => {
                    found.add(
                        (at, position),
                        "the alternative text of an image is a file name",
                        text.to_owned(),
                        "Describe the image in a sentence",
                    );
                }
                Some(_) => {}
            }
        }
    }
}

fn is_a_file_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    !lower.contains(' ') && [".png", ".jpg", ".jpeg", ".gif", ".emf", ".bmp"].iter().any(|ending| lower.ends_with(ending))
}

pub(crate) fn headings(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate().filter(|(_, paper)| paper.has_levels) {
        let mut before: Option<u8> = None;
        for (position, piece) in paper.pieces.iter().enumerate() {
            let What::Heading { level, text, .. } = &piece.what else { continue };
            if before.is_some_and(|before| *level > before + 1) {
                found.add(
                    (at, position),
                    format!("“{}” skips a level of headings", short(text, 60)),
                    short(text, 80),
                    "Give it the style of the level below the heading before it",
                );
            }
            before = Some(*level);
        }
    }
}

/// Link texts that say nothing about the target.
const EMPTY_WORDS: [&str; 10] =
    ["here", "click here", "this link", "link", "more", "read more", "this page", "website", "this website", "see here"];

pub(crate) fn links(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece) in paper.pieces.iter().enumerate() {
            match &piece.what {
                What::Link { text, address } => {
                    let words = text.trim().trim_end_matches('.').to_lowercase();
                    if EMPTY_WORDS.contains(&words.as_str()) {
                        found.add(
                            (at, position),
                            format!("“{}” does not say where the link leads", text.trim()),
                            address.clone(),
                            "Link the words that name the page",
                        );
                    } else if words.starts_with("http") || words.starts_with("www.") {
                        found.add(
                            (at, position),
                            "a web address is used as link text",
                            short(text, 100),
                            "Link the words that name the page",
                        );
                    }
                }
                What::Paragraph { text, .. } | What::Item { text, .. } => {
                    // An address in brackets after the words of its link is fine.
                    let begin = text.find("https://").or_else(|| text.find("http://"));
                    if let Some(begin) = begin.filter(|begin| !text[..*begin].ends_with('(')) {
                        let address: String = text[begin..].split_whitespace().next().unwrap_or_default().to_owned();
                        found.add(
                            (at, position),
                            "a web address is used as link text",
                            short(&address, 100),
                            "Link the words that name the page",
                        );
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::paper::{Place, What};
    use crate::test_papers::{found, paragraph};

    fn with(what: What) -> crate::Paper {
        let mut paper = paragraph("Words.");
        paper.push(&Place::default(), what);
        paper
    }

    #[test]
    fn pictures_have_alternative_text() {
        let picture = |alternative: Option<&str>| with(What::Picture { alternative: alternative.map(str::to_owned) });
        assert_eq!(found("alternative-text", &[picture(None)]).len(), 1);
        assert_eq!(found("alternative-text", &[picture(Some("image1.png"))]).len(), 1);
        assert!(found("alternative-text", &[picture(Some("A lamp on the quay")), picture(Some(""))]).is_empty());
    }

    #[test]
    fn headings_go_down_by_one() {
        let heading = |level| What::Heading { level, number: None, text: "Lamps".into() };
        let paper = |levels: &[u8]| {
            let mut paper = paragraph("Words.");
            paper.has_levels = true;
            for level in levels {
                paper.push(&Place::default(), heading(*level));
            }
            paper
        };
        assert_eq!(found("heading-order", &[paper(&[0, 2])]).len(), 1);
        assert!(found("heading-order", &[paper(&[0, 1, 2, 0, 1])]).is_empty());
    }

    #[test]
    fn links_say_where_they_lead() {
        let link = |text: &str| with(What::Link { text: text.into(), address: "https://ashmere.example/lamps".into() });
        assert_eq!(found("link-text", &[link("click here")]).len(), 1);
        assert_eq!(found("link-text", &[paragraph("See https://ashmere.example/lamps for more.")]).len(), 1);
        assert!(found("link-text", &[link("the lamps of Ashmere")]).is_empty());
        assert!(found("link-text", &[paragraph("See the lamps (https://ashmere.example/lamps).")]).is_empty());
    }
}
