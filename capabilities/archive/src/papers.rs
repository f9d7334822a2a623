//! Turns a pack into the papers that the checker reads: one for each report and each minute.

use crate::reading::ReadPack;
use checking::{Paper, PaperKind, Place, What};
use documents::{Block, Clauses};
use foundation::civil_date;
use foundation::text::readable_title;
use meetings::minutes::{Minute, MinuteEntry, Minutes};

/// Returns the papers of a pack, minutes first, then reports.
pub fn papers(pack: &ReadPack) -> Vec<Paper> {
    let minutes = pack.minutes.iter().flat_map(|minutes| minutes.items.iter().map(|item| of_minute(minutes, item)));
    let mut papers: Vec<Paper> = minutes.chain(pack.reports.iter().map(reports::paper)).collect();
    // One of the papers of each day has them, so that they are not copied for every minute.
    let mut days = Vec::new();
    for paper in papers.iter_mut().filter(|paper| !pack.not_placed.is_empty() && paper.reference.is_some()) {
        if !days.contains(&paper.day) {
            days.push(paper.day);
            paper.unplaced = pack.not_placed.iter().map(|line| line.text.clone()).collect();
        }
    }
    papers
}

/// Returns the clauses of a resolution, or its lead if it has none.
fn clauses(resolution: &Clauses) -> Vec<String> {
    if resolution.clauses.is_empty() {
        return vec![resolution.lead.clone()];
    }
    resolution.clauses.clone()
}

fn of_minute(minutes: &Minutes, item: &Minute) -> Paper {
    let title = readable_title(&item.title);
    let reference = item.reference.as_ref().map(|reference| format!("{reference} ")).unwrap_or_default();
    let name = format!("Minute {reference}“{title}”, {}", civil_date::written(minutes.held_on));
    let mut paper = Paper::new(PaperKind::Minute, name, title, Some(minutes.held_on));
    paper.reference = item.reference.clone().or_else(|| item.number.clone());
    for entry in &item.entries {
        match entry {
            MinuteEntry::Block(block) => paper.push_blocks(None, std::slice::from_ref(block)),
            MinuteEntry::Resolution { resolution, .. } => {
                let place = Place { section: Some("the resolution".into()), paragraph: None };
                paper.push(&place, What::Resolution(clauses(resolution)));
            }
            MinuteEntry::Movement { .. } => {}
        }
    }
    paper
}

/// Builds a paper from text that is not recognised as a pack, splitting paragraphs at empty lines.
pub fn paper_of_text(name: &str, text: &str) -> Paper {
    let mut paper = Paper::new(PaperKind::Text, name, name, None);
    let mut line_of_first = 1;
    let mut lines: Vec<&str> = Vec::new();
    for (number, line) in (1..).zip(text.lines().chain([""])) {
        if !line.trim().is_empty() {
            if lines.is_empty() {
                line_of_first = number;
            }
            lines.push(line.trim());
        } else if !lines.is_empty() {
            paper.push_blocks(Some(&format!("line {line_of_first}")), &[Block::paragraph(lines.join(" "))]);
            lines.clear();
        }
    }
    paper
}
