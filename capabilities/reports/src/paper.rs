//! A report as the checker reads it.

use crate::report::Report;
use checking::{Paper, PaperKind, Place, What};
use foundation::civil_date;
use foundation::text::readable_title;

/// The paper that a report is.
pub fn paper(report: &Report) -> Paper {
    let subject = readable_title(&report.block.subject);
    let day = report.block.date.map(|day| format!(", {}", civil_date::written(day))).unwrap_or_default();
    let mut paper = Paper::new(PaperKind::Report, format!("Report “{subject}”{day}"), subject, report.block.date);
    for section in &report.sections {
        let heading = readable_title(&section.heading);
        let name = section.number.as_ref().map_or_else(|| heading.clone(), |number| format!("section {number}"));
        let place = Place { section: Some(name.clone()), paragraph: None };
        paper.push(&place, What::Heading { level: 0, number: section.number.clone(), text: heading });
        if let Some(clauses) = &section.recommendation {
            let asked = if clauses.clauses.is_empty() { vec![clauses.lead.clone()] } else { clauses.clauses.clone() };
            paper.push(&place, What::Recommendation(asked));
        }
        paper.push_blocks(Some(&name), &section.blocks);
    }
    for appendix in &report.appendices {
        let place = Place { section: Some(appendix.title.clone()), paragraph: None };
        paper.push(&place, What::Heading { level: 0, number: None, text: appendix.title.clone() });
        paper.push_blocks(Some(&appendix.title), &appendix.blocks);
    }
    paper
}
