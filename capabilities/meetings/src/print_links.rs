//! Links to what of a meeting can be had as PDF, each with its size and pages where they are known, and the addresses behind them.

use crate::meeting::{Meeting, MeetingId};
use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use printing::KeptPrint;
use web::{AppState, Error, Result, print_name, redirect_to_print};

/// Something that can be had as PDF.
pub(crate) struct PdfLink {
    pub title: &'static str,
    pub address: String,
    kept: Option<KeptPrint>,
}

impl PdfLink {
    async fn new(state: &AppState, meeting: &Meeting, kind: &'static str, title: &'static str) -> Result<Self> {
        let kept = printing::current(state.db.reading(), &print_name(kind, meeting.id.get())).await?;
        Ok(Self { title, address: format!("{}/{kind}.pdf", meeting.address()), kept })
    }

    /// As an entry of a list of documents.
    pub(crate) fn document(&self) -> ui::DocumentLink<'_> {
        ui::DocumentLink {
            title: self.title,
            address: &self.address,
            format: "PDF",
            bytes: self.kept.as_ref().map(|kept| kept.size),
            pages: self.kept.as_ref().map(|kept| kept.pages),
            note: None,
        }
    }
}

/// What of a meeting can be had as PDF.
pub(crate) async fn of_meeting(state: &AppState, meeting: &Meeting, has_agenda: bool) -> Result<Vec<PdfLink>> {
    let mut links = Vec::new();
    if state.printing.is_none() {
        return Ok(links);
    }
    if has_agenda {
        links.push(PdfLink::new(state, meeting, "pack", "Agenda and papers").await?);
    }
    if meeting.has_minutes {
        links.push(PdfLink::new(state, meeting, "minutes", "Minutes").await?);
        links.push(PdfLink::new(state, meeting, "decisions", "Decisions").await?);
    }
    Ok(links)
}

/// The link to a meeting's minutes as PDF.
pub(crate) async fn minutes_as_pdf(state: &AppState, meeting: &Meeting) -> Result<Markup> {
    if state.printing.is_none() {
        return Ok(html! {});
    }
    let link = PdfLink::new(state, meeting, "minutes", "These minutes").await?;
    Ok(ui::documents(&[link.document()]))
}

fn meeting_key(id: &str) -> Result<i64> {
    Ok(id.parse::<MeetingId>().map_err(|_| Error::NotFound("Meeting"))?.get())
}

/// `/meetings/{id}/pack.pdf`.
pub(crate) async fn pack(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    redirect_to_print(&state, "pack", meeting_key(&id)?).await
}

/// `/meetings/{id}/minutes.pdf`.
pub(crate) async fn minutes(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    redirect_to_print(&state, "minutes", meeting_key(&id)?).await
}

/// `/meetings/{id}/decisions.pdf`.
pub(crate) async fn decisions(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    redirect_to_print(&state, "decisions", meeting_key(&id)?).await
}
