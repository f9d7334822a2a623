//! Converts a report to the document from which its page, plain text and PDF are made.

use crate::report::{Appendix, Attachment, Report, Section};
use checking::template::BlockStyle;
use documents::{Block, Document, Entry, Fact, ListItem, ListStyle};
use foundation::{civil_date, text, text::readable_title};

/// Returns the report with its block, its sections, and its appendices as parts.
pub fn document(report: &Report) -> Document {
    Document {
        anchor: "report".to_owned(),
        caption: Some("Report".to_owned()),
        title: readable_title(&report.block.subject),
        facts: block(report),
        entries: report
            .sections
            .iter()
            .enumerate()
            .map(|(position, one)| Entry::Section(section(one, position)))
            .chain(attachments(report))
            .chain(sources(report))
            .collect(),
        parts: report.appendices.iter().enumerate().map(|(position, one)| appendix(one, position)).collect(),
        ..Document::default()
    }
}

/// Returns the rows of the block at its head, with their labels.
fn block(report: &Report) -> Vec<Fact> {
    let block = &report.block;
    if block.style == BlockStyle::FromTo {
        let rows = [
            ("From", Some(block.reporting_officer.clone())),
            ("To", Some(block.report_to.clone())),
            ("Date", block.date.map(civil_date::written)),
            ("Subject", Some(readable_title(&block.subject))),
            ("Portfolio", block.portfolio.clone()),
            ("Wards", block.wards.clone()),
        ];
        return facts(rows);
    }
    let rows = [
        ("Report to", Some(block.report_to.clone())),
        ("Date", block.date.map(civil_date::written)),
        ("Reporting officer", Some(block.reporting_officer.clone())),
        ("Portfolio", block.portfolio.clone()),
        ("Subject", Some(readable_title(&block.subject))),
        ("Wards", block.wards.clone()),
    ];
    facts(rows)
}

/// Returns the rows that have a value.
fn facts(rows: [(&'static str, Option<String>); 6]) -> Vec<Fact> {
    let rows = rows.into_iter().filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)));
    rows.map(|(label, value)| Fact::new(label, value)).collect()
}

/// Returns the sources of a report's figures, as its last section.
fn sources(report: &Report) -> Option<Entry> {
    if report.figures.is_empty() {
        return None;
    }
    let row = |figure: &figures::Frozen| {
        let held_to = figure.held_to.iter().map(|words| format!("; {words}"));
        vec![
            figure.text.clone(),
            figure.name.clone(),
            format!("{}{}", figure.period.words(), held_to.collect::<String>()),
            foundation::london::on_page(figure.as_at),
        ]
    };
    let table = Block::Table {
        caption: Some("Each figure is the value on the day it was counted".to_owned()),
        columns: ["In the report", "Figure", "Period", "Counted on"].map(str::to_owned).to_vec(),
        rows: report.figures.iter().map(row).collect(),
    };
    Some(Entry::Section(documents::Section {
        anchor: "figures".to_owned(),
        number: None,
        title: "Where these figures come from".to_owned(),
        entries: vec![table.into()],
    }))
}

/// Returns the files attached to a report, as a section.
fn attachments(report: &Report) -> Option<Entry> {
    if report.attachments.is_empty() {
        return None;
    }
    let item = |attachment: &Attachment| {
        let size = text::file_size(attachment.size);
        ListItem::bullet(format!("{} ({}, {size})", attachment.title, files::kind_name(&attachment.content_type)))
    };
    let items = report.attachments.iter().map(item).collect();
    let told = Block::paragraph(
        "Download them from this report’s page on the council’s website. PDFs are also printed in the agenda pack.",
    );
    Some(Entry::Section(documents::Section {
        anchor: "attachments".to_owned(),
        number: None,
        title: "Files published with this report".to_owned(),
        entries: vec![told.into(), Block::List { style: ListStyle::Bullets, items }.into()],
    }))
}

fn section(section: &Section, position: usize) -> documents::Section {
    let asked = section
        .recommendation
        .as_ref()
        .map(|clauses| Entry::Resolution { form: "RECOMMENDED".to_owned(), clauses: clauses.clone() });
    documents::Section {
        anchor: format!("section-{}", position + 1),
        number: section.number.clone(),
        title: readable_title(&section.heading),
        entries: asked.into_iter().chain(Document::of_blocks(&section.blocks)).collect(),
    }
}

fn appendix(appendix: &Appendix, position: usize) -> Document {
    Document {
        anchor: format!("appendix-{}", position + 1),
        title: readable_title(&appendix.title),
        entries: Document::of_blocks(&appendix.blocks).collect(),
        ..Document::default()
    }
}
