//! Links to a meeting's PDFs, with size and pages if known, and the handlers behind them.

use crate::pack;
use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use meetings::meeting::{Meeting, MeetingId};
use printing::KeptPrint;
use web::{AppState, Error, Result, print_name, redirect_to_print};

/// A link to a PDF.
pub struct PdfLink {
    pub title: &'static str,
    pub address: String,
    kept: Option<KeptPrint>,
}

impl PdfLink {
    /// Returns the link as an entry in a list of documents.
    pub fn document(&self) -> ui::DocumentLink<'_> {
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

/// Returns links to prints of these kinds, each with its title, or no links if no typesetter is available.
async fn links(state: &AppState, meeting: &Meeting, kinds: &[(&'static str, &'static str)]) -> Result<Vec<PdfLink>> {
    if state.printing.is_none() {
        return Ok(Vec::new());
    }
    let name = |kind: &str| print_name(kind, meeting.id.get());
    let names: Vec<String> = kinds.iter().map(|(kind, _)| name(kind)).collect();
    let kept = printing::current_of(state.db.reading(), &names).await?;
    let link = |(kind, title): &(&'static str, &'static str)| PdfLink {
        title,
        address: format!("{}/{kind}.pdf", meeting.address()),
        kept: kept.iter().find(|kept| kept.name == name(kind)).cloned(),
    };
    Ok(kinds.iter().map(link).collect())
}

/// Returns the links to a meeting's PDFs.
pub async fn of_meeting(state: &AppState, meeting: &Meeting, has_agenda: bool) -> Result<Vec<PdfLink>> {
    let mut kinds = Vec::new();
    if has_agenda {
        kinds.push(("pack", "Download pack"));
    }
    if meeting.has_minutes {
        kinds.extend([("minutes", "Download minutes"), ("decisions", "Download decisions")]);
    }
    links(state, meeting, &kinds).await
}

/// Returns the supplements to a meeting's pack, in order.
pub async fn supplements(state: &AppState, meeting: &Meeting) -> Result<Vec<(String, String)>> {
    if state.printing.is_none() {
        return Ok(Vec::new());
    }
    let packs = pack::published::of_meeting(state.db.reading(), meeting.id).await?;
    let link = |number: usize| (format!("Supplement {number}"), format!("{}/supplements/{number}", meeting.address()));
    Ok((1..packs.len()).map(link).collect())
}

/// Handles `GET /meetings/{id}/supplements/{number}`.
pub(crate) async fn supplement(State(state): State<AppState>, Path((id, number)): Path<(String, String)>) -> Result<Redirect> {
    let not_found = || Error::NotFound("Supplement");
    let id: MeetingId = id.parse().map_err(|_| not_found())?;
    let number: usize = number.parse().ok().filter(|number| *number > 0).ok_or_else(not_found)?;
    let packs = pack::published::of_meeting(state.db.reading(), id).await?;
    let (publication, _) = packs.get(number).ok_or_else(not_found)?;
    redirect_to_print(&state, "supplement", publication.id.get()).await
}

/// Renders the link to a meeting's minutes as PDF.
pub async fn minutes_as_pdf(state: &AppState, meeting: &Meeting) -> Result<Markup> {
    let links = links(state, meeting, &[("minutes", "Download minutes")]).await?;
    Ok(html! { @if !links.is_empty() { (ui::documents(&links.iter().map(PdfLink::document).collect::<Vec<_>>())) } })
}

fn meeting_key(id: &str) -> Result<i64> {
    Ok(id.parse::<MeetingId>().map_err(|_| Error::NotFound("Meeting"))?.get())
}

/// Handles `GET /meetings/{id}/pack.pdf`.
pub(crate) async fn pack(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    redirect_to_print(&state, "pack", meeting_key(&id)?).await
}

/// Handles `GET /meetings/{id}/minutes.pdf`.
pub(crate) async fn minutes(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    redirect_to_print(&state, "minutes", meeting_key(&id)?).await
}

/// Handles `GET /meetings/{id}/decisions.pdf`.
pub(crate) async fn decisions(State(state): State<AppState>, Path(id): Path<String>) -> Result<Redirect> {
    redirect_to_print(&state, "decisions", meeting_key(&id)?).await
}
