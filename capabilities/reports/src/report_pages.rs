//! The public page of a report.

use crate::kind::read;
use crate::report::Attachment;
use crate::{ReportId, report_document, report_store};
use axum::extract::{Path, State};
use axum::response::Redirect;
use db::Db;
use documents::{Document, Entry};
use foundation::civil_date;
use maud::{Markup, html};
use meetings::Meeting;
use web::{AppState, OrNotFound, Result};

/// Returns the meeting to which the report went.
pub(crate) async fn meeting_of(db: &Db, id: ReportId) -> Result<Option<Meeting>> {
    match report_store::meeting_of(db.reading(), id).await? {
        Some(meeting) => Ok(meetings::meeting_by_id(db.reading(), meeting).await?),
        None => Ok(None),
    }
}

/// Handles `GET /reports/{id}`.
pub(crate) async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let id: ReportId = id.parse().or_not_found("Report")?;
    let meeting = meeting_of(&state.db, id).await?.or_not_found("Report")?;
    let publication = publications::current(state.db.reading(), &format!("report/{id}")).await?.or_not_found("Report")?;
    let content_of = read(&publication.content)?;
    let report = report_document::document(&content_of);
    let pdf = pdf_link(&state, id).await?;
    let page = ui::Page {
        title: &publication.title,
        section: Some(ui::Section::Meetings),
        breadcrumbs: vec![
            ("Home".into(), "/".into()),
            (meeting.board_name.clone(), format!("/boards/{}", meeting.board_slug)),
            (format!("Meeting of {}", meeting.short_day()), meeting.address()),
        ],
        ..state.page()
    };
    let document = html! {
        (ui::document(&report, 1))
        (sources(id, &content_of))
        (ui::small(html! {
            "Published " (civil_date::written(publication.published_at.date_naive())) ", version " (publication.version) ". "
            (ui::link(format!("/publications/{}", publication.id), "Versions, seal and data of this report"))
        }))
    };
    let content = html! {
        (ui::heading(Some(&format!("Report to the {}", meeting.board_name)), &publication.title))
        (pdf)
        (attachments(&content_of))
        (ui::with_contents(&contents(&report), document))
    };
    Ok(ui::page(&page, content))
}

/// Renders a link to the source page of each figure.
fn sources(id: ReportId, report: &crate::report::Report) -> Markup {
    html! {
        @if !report.figures.is_empty() {
            (ui::list(html! {
                @for (number, figure) in (1..).zip(&report.figures) {
                    li { (ui::link(format!("/reports/{id}/figures/{number}"), html! { (figure.text) ": " (figure.name) ", " (figure.period.words()) })) }
                }
            }))
        }
    }
}

/// Renders the files attached to a report.
pub fn attachments(report: &crate::report::Report) -> Markup {
    let links: Vec<(String, &Attachment)> = report.attachments.iter().map(|file| (file.address(), file)).collect();
    let shown: Vec<ui::DocumentLink<'_>> = links
        .iter()
        .map(|(address, file)| ui::DocumentLink {
            title: &file.title,
            address,
            format: files::kind_name(&file.content_type),
            bytes: Some(file.size),
            pages: None,
            note: None,
        })
        .collect();
    html! { @if !shown.is_empty() { (ui::documents(&shown)) } }
}

/// Renders the link to the report as PDF, with its size and number of pages if known.
async fn pdf_link(state: &AppState, id: ReportId) -> Result<Markup> {
    if state.printing.is_none() {
        return Ok(html! {});
    }
    let kept = printing::current(state.db.reading(), &web::print_name("report", id.get())).await?;
    Ok(ui::documents(&[ui::DocumentLink {
        title: "Download this report",
        address: &format!("/reports/{id}/report.pdf"),
        format: "PDF",
        bytes: kept.as_ref().map(|kept| kept.size),
        pages: kept.as_ref().map(|kept| kept.pages),
        note: None,
    }]))
}

/// Handles `GET /reports/{id}/report.pdf`.
pub(crate) async fn pdf(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    let id: ReportId = id.parse().or_not_found("Report")?;
    web::redirect_to_print(&state, "report", id.get()).await
}

fn contents(report: &Document) -> Vec<ui::ContentsEntry> {
    let sections = report.entries.iter().filter_map(|entry| match entry {
        Entry::Section(section) => Some(ui::ContentsEntry {
            number: section.number.clone(),
            text: section.title.clone(),
            address: format!("#{}", section.anchor),
            entries: Vec::new(),
        }),
        _ => None,
    });
    let appendices = report.parts.iter().map(|part| ui::ContentsEntry::new(part.title.clone(), format!("#{}", part.anchor)));
    sections.chain(appendices).collect()
}
