//! How a published report is shown, compared and found.

use crate::ReportId;
use crate::report::{Report, Section};
use crate::report_pages;
use db::Db;
use documents::{html as document_html, plain_text};
use foundation::{MunicipalYear, civil_date, text::readable_title};
use maud::{Markup, html};
use publications::Publication;
use search::SearchDocument;
use std::fmt::Write as _;
use web::{Error, PublishedKind, Result};

pub(crate) struct ReportKind;

pub(crate) fn read(content: &str) -> Result<Report> {
    serde_json::from_str(content).map_err(|error| Error::Content(error.to_string()))
}

pub(crate) fn id_of(record: &str) -> Option<ReportId> {
    record.strip_prefix("report/")?.parse().ok()
}

#[async_trait::async_trait]
impl PublishedKind for ReportKind {
    fn kind(&self) -> &'static str {
        "report"
    }

    fn label(&self) -> &'static str {
        "Report"
    }

    fn address(&self, record: &str) -> String {
        format!("/{}", record.replacen("report/", "reports/", 1))
    }

    fn html(&self, content: &str) -> Result<Markup> {
        let report = read(content)?;
        Ok(html! { (block(&report)) (body(&report, 3)) })
    }

    fn plain_text(&self, content: &str) -> Result<String> {
        Ok(text(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let report = read(&publication.content)?;
        let meeting = match id_of(&publication.record) {
            Some(id) => report_pages::meeting_of(db, id).await?,
            None => None,
        };
        let year = report.block.date.map(|date| MunicipalYear::of(date).first_year());
        Ok(vec![SearchDocument {
            address: self.address(&publication.record),
            kind: "report".into(),
            title: publication.title.clone(),
            reference: None,
            body: text(&report),
            board: meeting.map(|meeting| meeting.board_name),
            year,
            date: report.block.date,
        }])
    }
}

/// The rows of a report's block that are printed, with their labels.
fn block_rows(report: &Report) -> Vec<(&'static str, String)> {
    let block = &report.block;
    let rows = [
        ("Report to", Some(block.report_to.clone())),
        ("Date", block.date.map(civil_date::written)),
        ("Reporting officer", Some(block.reporting_officer.clone())),
        ("Portfolio", block.portfolio.clone()),
        ("Wards", block.wards.clone()),
    ];
    rows.into_iter().filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?))).collect()
}

/// The block at the head of a report.
pub(crate) fn block(report: &Report) -> Markup {
    let rows = block_rows(report);
    let rows: Vec<ui::SummaryRow> = rows.iter().map(|(label, value)| ui::SummaryRow::new(label, html! { (value) })).collect();
    ui::summary_list(&rows)
}

/// The anchor of a section, counted from 0.
pub(crate) fn section_anchor(position: usize) -> String {
    format!("section-{}", position + 1)
}

/// The anchor of an appendix, counted from 0.
pub(crate) fn appendix_anchor(position: usize) -> String {
    format!("appendix-{}", position + 1)
}

/// Sections and appendices; their headings are of `level`.
pub(crate) fn body(report: &Report, level: u8) -> Markup {
    html! {
        @for (position, section) in report.sections.iter().enumerate() {
            section class="moothall-section" aria-labelledby=(section_anchor(position)) {
                (heading(level, &section_anchor(position), &html! {
                    @if let Some(number) = &section.number { span class="moothall-section__number" { (number) } " " }
                    (readable_title(&section.heading))
                }))
                (section_body(section, level))
            }
        }
        @for (position, appendix) in report.appendices.iter().enumerate() {
            section class="moothall-section moothall-section--appendix" aria-labelledby=(appendix_anchor(position)) {
                (heading(level, &appendix_anchor(position), &html! { (readable_title(&appendix.title)) }))
                (document_html::blocks(&appendix.blocks, level))
            }
        }
    }
}

fn section_body(section: &Section, level: u8) -> Markup {
    html! {
        @if let Some(recommendation) = &section.recommendation { (ui::resolution("Recommended", recommendation)) }
        (document_html::blocks(&section.blocks, level))
    }
}

fn heading(level: u8, id: &str, words: &Markup) -> Markup {
    if level == 2 {
        html! { h2 class="govuk-heading-l" id=(id) { (words) } }
    } else {
        html! { h3 class="govuk-heading-m" id=(id) { (words) } }
    }
}

/// A report as plain text.
fn text(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for (label, value) in block_rows(report) {
        let _ = writeln!(text, "{label}: {value}");
    }
    for section in &report.sections {
        let number = section.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
        let _ = writeln!(text, "\n{number}{}", readable_title(&section.heading));
        if let Some(recommendation) = &section.recommendation {
            text.push_str(&plain_text::of_clauses(recommendation));
        }
        text.push_str(&plain_text::of_blocks(&section.blocks));
    }
    for appendix in &report.appendices {
        let _ = writeln!(text, "\n{}", readable_title(&appendix.title));
        text.push_str(&plain_text::of_blocks(&appendix.blocks));
    }
    text
}
