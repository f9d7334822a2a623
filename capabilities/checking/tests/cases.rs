//! Inputs on which earlier versions of the rules were wrong, each with others of its kind.

use checking::template::Template;
use checking::{Finding, Paper, PaperKind, Place, Register, Severity, What, check};
use documents::Block;

/// Returns a text with these paragraphs, which follows no council's template.
fn text(paragraphs: &[&str]) -> Paper {
    let mut paper = Paper::new(PaperKind::Text, "A paper", "Lamps", None);
    let blocks: Vec<Block> = paragraphs.iter().map(|paragraph| Block::paragraph(*paragraph)).collect();
    paper.push_blocks(Some("1.0"), &blocks);
    paper
}

fn findings(paper: Paper, template: &Template) -> Vec<Finding> {
    check(&[paper], template, &Register::default())
}

/// Returns the findings in these paragraphs as lines.
fn told(paragraphs: &[&str]) -> Vec<String> {
    findings(text(paragraphs), &Template::default()).iter().map(Finding::line).collect()
}

const NOTHING: [String; 0] = [];

#[test]
fn what_is_to_be_done_is_no_placeholder() {
    for sentence in [
        "The clerk agreed to follow this up with the county council.",
        "Some lamps had to be added to the list last year.",
        "The form is to be completed by the applicant.",
        "Plans are still to be confirmed before the saving can be shared out.",
        "The harbour master is to follow this up.",
        "The bells were due to be completed in May.",
        "A second pier has to be written off.",
    ] {
        assert_eq!(told(&[sentence]), NOTHING, "{sentence}");
    }
}

#[test]
fn the_telephone_of_an_office_is_not_personal() {
    for line in [
        "Contact: Democratic Services, tel: (01632) 960243",
        "t: +353 (0) 61 555150    16 June 2021",
        "Telephone: 01632 960 001",
        "Clerk to the Council: R C Sample, 01632 960 001, clerk@wexcombe.example",
    ] {
        assert_eq!(told(&[line]), NOTHING, "{line}");
    }
}

#[test]
fn a_target_or_a_rate_has_no_base() {
    for sentence in [
        "A limit was set on the effect of a 1% rise in interest rates.",
        "The county is to achieve a reduction of 51% in emissions by 2030.",
        "The aim is a 20% reduction in broken lamps.",
        "Rents will rise by 4%.",
    ] {
        assert_eq!(told(&[sentence]), NOTHING, "{sentence}");
    }
}

#[test]
fn background_documents_are_background_papers() {
    let report = |last: &str| {
        let mut paper = Paper::new(PaperKind::Report, "A report", "Fly-tipping", None);
        for (heading, words) in
            [("SUMMARY", "This tells of fly-tipping."), ("RECOMMENDATIONS", "That it be noted."), (last, "None.")]
        {
            paper.push(&Place::default(), What::Heading { level: 0, number: None, text: heading.to_owned() });
            paper.push_blocks(None, &[Block::paragraph(words)]);
        }
        paper
    };
    let misses_papers = |last: &str, template: &Template| {
        findings(report(last), template).iter().any(|finding| finding.what.to_lowercase().contains("background papers"))
    };
    for template in [Template::plain(), Template::of_the_seeds()] {
        for last in ["BACKGROUND DOCUMENTS", "Background papers", "List of Background Papers"] {
            assert!(!misses_papers(last, &template), "{last}");
        }
        assert!(misses_papers("CONTACT", &template));
    }
    let missing = findings(report("CONTACT"), &Template::default());
    assert!(missing.iter().all(|finding| finding.rule != "missing-section"), "no council's template is everybody's: {missing:?}");
}

#[test]
fn one_period_after_another_is_no_contradiction() {
    let contracts = [
        "The two providers were given a contract by direct award to cover 1 April 2022 to 31 March 2023.",
        "To protect the services, the two providers were given a contract by direct award to cover 1 April 2023 to 31 March 2024.",
        "As at 31 March 2024 there were 294 halls with a surplus reserve balance.",
        "The reserve balance as at 31 March 2025 is forecast at 57.",
    ];
    assert_eq!(told(&contracts), NOTHING);
}

#[test]
fn the_evidence_has_the_words_that_it_is_about() {
    let fair = "Another fair is planned by the friends of the village hall for the month of September and a quiz for the spring, with a \
                raffle and a choir from the next village";
    assert_eq!(told(&[&format!("{fair}, at a date to be confirmed.")]), NOTHING, "a plan is no gap in the text");
    for (words, rule) in [("since ???? or so", "placeholder"), ("Act 1988", "law"), ("Wednesday, 6 February 2024", "weekday")] {
        let sentence = match rule {
            "law" => format!("{fair}, as the Crime and Disorder Act 1988 says."),
            _ => format!("{fair}, {words}."),
        };
        let all = findings(text(&[&sentence]), &Template::default());
        let finding = all.iter().find(|finding| finding.rule == rule).expect("a finding");
        assert!(finding.evidence.contains(words), "{finding:?}");
    }
}

#[test]
fn a_sum_in_a_sentence_adds_up() {
    let all = findings(text(&["There were 30 cases on roads and 20 on paths, 60 in all."]), &Template::default());
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((all[0].rule, all[0].severity), ("parts-and-total", Severity::Error));
    assert_eq!(all[0].what, "the parts make 50, and the whole is 60");
    assert_eq!(told(&["There were 30 cases on roads and 20 on paths, 50 in all."]), NOTHING);
}
