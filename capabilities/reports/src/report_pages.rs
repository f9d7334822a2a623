//! A report as its readers see it.

use crate::kind::{appendix_anchor, block, body, read, section_anchor};
use crate::report::Report;
use crate::{ReportId, report_store};
use axum::extract::{Path, State};
use db::Db;
use foundation::{civil_date, text::readable_title};
use maud::{Markup, html};
use meetings::Meeting;
use web::{AppState, Error, Result};

/// The meeting to which the report went.
pub(crate) async fn meeting_of(db: &Db, id: ReportId) -> Result<Option<Meeting>> {
    match report_store::meeting_of(db.reading(), id).await? {
        Some(meeting) => Ok(meetings::meeting_by_id(db.reading(), meeting).await?),
        None => Ok(None),
    }
}

/// `/reports/{id}`.
pub(crate) async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let id: ReportId = id.parse().map_err(|_| Error::NotFound("Report"))?;
    let meeting = meeting_of(&state.db, id).await?.ok_or(Error::NotFound("Report"))?;
    let publication =
        publications::current(state.db.reading(), &format!("report/{id}")).await?.ok_or(Error::NotFound("Report"))?;
    let report = read(&publication.content)?;
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
        (block(&report))
        (body(&report, 2))
        p class="govuk-body-s" {
            "Published " (civil_date::written(publication.published_at.date_naive())) ", version " (publication.version) ". "
            a class="govuk-link" href=(format!("/publications/{}", publication.id)) { "Versions, seal and data of this report" }
        }
    };
    let content = html! {
        (ui::heading(Some(&format!("Report to the {}", meeting.board_name)), &publication.title))
        (ui::with_contents(&contents(&report), document))
    };
    Ok(ui::page(&page, content))
}

fn contents(report: &Report) -> Vec<ui::ContentsEntry> {
    let sections = report.sections.iter().enumerate().map(|(position, section)| ui::ContentsEntry {
        number: section.number.clone(),
        text: readable_title(&section.heading),
        address: format!("#{}", section_anchor(position)),
        entries: Vec::new(),
    });
    let appendices = report.appendices.iter().enumerate().map(|(position, appendix)| {
        ui::ContentsEntry::new(readable_title(&appendix.title), format!("#{}", appendix_anchor(position)))
    });
    sections.chain(appendices).collect()
}
