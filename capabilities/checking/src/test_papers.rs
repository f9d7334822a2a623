//! Papers for the rules' own tests, written as people write them, and helpers that return a rule's findings.

use crate::Finding;
use crate::paper::{Paper, PaperKind, What};
use crate::rules::check;
use crate::template::Template;
use documents::{Block, ListItem, ListStyle};

/// Returns a report with these blocks in one section.
pub(crate) fn report(blocks: &[Block]) -> Paper {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 6);
    let mut paper = Paper::new(PaperKind::Report, "Report", "Lamps on the quay", day);
    paper.push_blocks(Some("3.0"), blocks);
    paper
}

/// Returns a report with one paragraph.
pub(crate) fn paragraph(text: &str) -> Paper {
    report(&[Block::paragraph(text)])
}

/// Returns a numbered paragraph.
pub(crate) fn numbered(number: &str, text: &str) -> Block {
    Block::Paragraph { number: Some(number.into()), text: text.into() }
}

/// Returns a bulleted list.
pub(crate) fn bullets(items: &[&str]) -> Block {
    Block::List { style: ListStyle::Bullets, items: items.iter().map(|item| ListItem::bullet(*item)).collect() }
}

/// Returns a table.
pub(crate) fn table(columns: &[&str], rows: &[&[&str]]) -> Block {
    let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    Block::Table { caption: None, columns: cells(columns), rows: rows.iter().map(|row| cells(row)).collect() }
}

/// Returns the minute of the same item.
pub(crate) fn minute(text: &str, resolved: &[&str]) -> Paper {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 6);
    let mut paper = Paper::new(PaperKind::Minute, "Minute HSB4", "LAMPS ON THE QUAY", day);
    paper.push_blocks(None, &[Block::paragraph(text)]);
    let clauses = resolved.iter().map(|clause| (*clause).to_owned()).collect();
    paper.push(&crate::Place::default(), What::Resolution(clauses));
    paper
}

/// Returns what one rule finds in these papers.
pub(crate) fn found(rule: &str, papers: &[Paper]) -> Vec<Finding> {
    assert!(crate::rule(rule).is_some(), "{rule}");
    let all = check(papers, &Template::of_the_seeds(), &crate::Register::default());
    all.into_iter().filter(|finding| finding.rule == rule).collect()
}

/// Returns the evidence of what one rule finds.
pub(crate) fn evidence(rule: &str, papers: &[Paper]) -> Vec<String> {
    found(rule, papers).into_iter().map(|finding| finding.evidence).collect()
}
