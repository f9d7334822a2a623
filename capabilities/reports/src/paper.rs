//! Converts a report to the form that the checker reads.

use crate::report::Report;
use checking::template::Template;
use checking::{Paper, PaperKind, Place, What};
use documents::Block;
use foundation::civil_date;
use foundation::text::readable_title;

/// Returns a report as a paper for the checker.
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

/// Returns the value of a label such as `SUBJECT` in the block at the head of a Word document: the cell beside
/// it, or the words after it.
fn in_block(blocks: &[Block], label: &str) -> Option<String> {
    let begins = |text: &str| text.trim().trim_end_matches(':').eq_ignore_ascii_case(label);
    blocks.iter().find_map(|block| match block {
        Block::Table { columns, rows, .. } => {
            let row = std::iter::once(columns).chain(rows).find(|row| row.first().is_some_and(|cell| begins(cell)))?;
            row.iter().skip(1).find(|cell| !cell.trim().is_empty()).cloned()
        }
        Block::Paragraph { text, .. } => {
            let (own, rest) = text.split_once(':')?;
            (begins(own) && !rest.trim().is_empty()).then(|| rest.trim().to_owned())
        }
        _ => None,
    })
}

/// Returns a Word document as a paper: a report if its headings are the template's, otherwise a text. Its images and
/// links are pieces of it, too.
pub fn paper_of_word(name: &str, document: &word::Document, template: &Template) -> Paper {
    let is_section = |text: &str| template.sections.iter().any(|section| section.is_under(text));
    let sections =
        document.blocks.iter().filter(|block| matches!(block, Block::Heading { text, .. } if is_section(text))).count();
    let kind = if sections >= 3 { PaperKind::Report } else { PaperKind::Text };
    let subject = in_block(&document.blocks, "Subject").or_else(|| document.title.clone()).unwrap_or_else(|| name.to_owned());
    let day = in_block(&document.blocks, "Date").as_deref().and_then(civil_date::find);
    let mut paper = Paper::new(kind, name, subject, day);
    paper.has_levels = true;
    let highest = document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None })
        .min()
        .unwrap_or(1);
    let mut place = Place::default();
    for block in &document.blocks {
        if let Block::Heading { level, number, text } = block
            && *level == highest
        {
            place = Place {
                section: Some(number.as_ref().map_or_else(|| text.clone(), |number| format!("section {number}"))),
                paragraph: None,
            };
            paper.push(&place, What::Heading { level: 0, number: number.clone(), text: text.clone() });
            continue;
        }
        let block = match block {
            Block::Heading { level, number, text } => {
                Block::Heading { level: *level - highest, number: number.clone(), text: text.clone() }
            }
            other => other.clone(),
        };
        paper.push_blocks(place.section.as_deref(), &[block]);
    }
    // The pieces already have the images' positions, but only the document knows which have no alternative text
    // and which are decorative.
    let mut known = document.pictures.iter();
    for piece in &mut paper.pieces {
        if let What::Picture { alternative } = &mut piece.what
            && let Some(picture) = known.next()
        {
            alternative.clone_from(&picture.alternative);
        }
    }
    for picture in known {
        let place =
            Place { section: Some(format!("image {}", picture.name.rsplit('/').next().unwrap_or_default())), paragraph: None };
        paper.push(&place, What::Picture { alternative: picture.alternative.clone() });
    }
    for link in &document.links {
        paper.push(
            &Place { section: Some("a link".into()), paragraph: None },
            What::Link { text: link.text.clone(), address: link.address.clone() },
        );
    }
    paper
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_document_is_a_report_by_its_headings() {
        let heading = |text: &str| Block::Heading { level: 1, number: None, text: text.into() };
        let block = Block::Table {
            caption: None,
            columns: Vec::new(),
            rows: vec![vec!["SUBJECT:".into(), "Lamps".into()], vec!["DATE:".into(), "6th February 2024".into()]],
        };
        let blocks = vec![
            block,
            heading("PURPOSE OF THE REPORT"),
            heading("RECOMMENDED"),
            heading("SUPPORTING INFORMATION"),
            Block::paragraph("Lit."),
        ];
        let document = word::Document {
            blocks,
            pictures: vec![word::Picture { alternative: None, name: "media/a.png".into(), content: None }],
            ..word::Document::default()
        };
        let template = Template::of_the_seeds();
        let paper = paper_of_word("report.docx", &document, &template);
        assert_eq!(
            (paper.kind, paper.subject.as_str(), paper.day),
            (PaperKind::Report, "Lamps", chrono::NaiveDate::from_ymd_opt(2024, 2, 6))
        );
        let found = checking::check(&[paper], &template, &checking::Register::default());
        assert!(found.iter().any(|finding| finding.rule == "alternative-text"), "{found:?}");
        assert!(found.iter().any(|finding| finding.rule == "missing-section"), "{found:?}");
    }
}
