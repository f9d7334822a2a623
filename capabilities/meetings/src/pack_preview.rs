//! The packs as they would be published now. Everything is published in a transaction that is then given up, so what is shown is what
//! publishing makes.

use crate::agenda_publishing::{self, Outgoing};
use crate::draft_item::DraftItem;
use crate::item_file_publishing;
use crate::kinds::read;
use crate::meeting::Meeting;
use crate::meeting_change_pages::meeting_of;
use crate::people::{PREPARE, READ_BUSINESS};
use crate::prepare_pages::may;
use crate::published_pack::{self, ClosedPack, ClosedPart};
use crate::{agenda_publish_pages, draft_item_store, preparing, private_business_pages};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use documents::{Print, Typeset};
use foundation::text;
use maud::{Markup, html};
use printing::PrintError;
use publications::Publishing;
use std::sync::Arc;
use std::time::Duration;
use web::{AppState, Error, OpeningNote, Result, SignedIn};

/// What would be published now.
struct Outcome {
    /// The pack or the supplement; `None` if there would be no new one.
    print: Option<Print>,
    is_supplement: bool,
    /// The private items with their papers.
    closed: Vec<ClosedPart>,
}

/// Publishes, looks at what came of it, and gives it up.
async fn outcome(state: &AppState, who: &SignedIn, meeting: &Meeting, items: &[DraftItem]) -> Result<Outcome> {
    let known = published_pack::of_meeting(state.db.reading(), meeting.id).await?.len();
    let next_page = if known > 0 { agenda_publish_pages::next_page(state, meeting).await? } else { None };
    // What its files are like is found out, and remembered, before the database is held.
    item_file_publishing::findings(state, items).await?;
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: "A preview" };
    let transaction = state.db.begin().await?;
    let items = preparing::items(state, &transaction, meeting.id).await?;
    let short_notice = draft_item_store::draft(&transaction, meeting.id).await?.and_then(|draft| draft.short_notice);
    let outgoing = Outgoing { meeting, items: &items, short_notice, next_page };
    agenda_publishing::publish(state, &transaction, &outgoing, &publishing).await?;
    let packs = published_pack::of_meeting(&transaction, meeting.id).await?;
    let record = format!("meeting/{}/exempt-pack", meeting.id);
    let closed = publications::current_closed(&transaction, &record).await?;
    drop(transaction);
    let is_supplement = known > 0;
    let new = packs.len() > known;
    let print = packs.into_iter().next_back().filter(|_| new).map(|(publication, pack)| {
        let print = pack.print(&publication, meeting, state.council_name());
        Print { title: format!("Preview: {}", print.title), ..print }
    });
    let closed = match closed {
        Some(closed) => read::<ClosedPack>(&closed.content)?.parts,
        None => Vec::new(),
    };
    Ok(Outcome { print, is_supplement, closed })
}

/// How long the page waits for the pack before it shows the link without its size.
const WAIT: Duration = Duration::from_secs(6);

/// Makes a preview, also when nobody waits for it any more.
async fn made(state: &AppState, print: Print, wait: Duration) -> Result<Option<Arc<Typeset>>> {
    let printing = state.printing.clone().ok_or(Error::NotFound("Document"))?;
    let work = tokio::spawn(async move { printing.preview(&print).await });
    match tokio::time::timeout(wait, work).await {
        Ok(Ok(made)) => Ok(Some(made?)),
        Ok(Err(error)) => Err(PrintError::GivenUp(error.to_string()).into()),
        Err(_) => Ok(None),
    }
}

/// What goes out, as a section of the page that checks an agenda before it is published.
pub(crate) async fn section(state: &AppState, who: &SignedIn, meeting: &Meeting, items: &[DraftItem]) -> Result<Markup> {
    if state.printing.is_none() || items.is_empty() {
        return Ok(html! {});
    }
    let outcome = outcome(state, who, meeting, items).await?;
    let address = format!("{}/prepare/pack.pdf", meeting.address());
    let exempt = format!("{}/prepare/exempt-pack.pdf", meeting.address());
    let sees_private = may(state, &who.actor, READ_BUSINESS, meeting, true);
    let title = if outcome.is_supplement { "Preview supplement" } else { "Preview pack" };
    let (mut bytes, mut pages, mut obstacle) = (None, None, None);
    if let Some(print) = outcome.print.clone() {
        match made(state, print, WAIT).await {
            Ok(Some(made)) => (bytes, pages) = (Some(made.content.len() as u64), Some(made.pages)),
            Ok(None) => {}
            Err(Error::NotPrintable(why)) => obstacle = Some(why),
            Err(error) => return Err(error),
        }
    }
    Ok(html! {
        h2 class="govuk-heading-m" id="pack" { "The pack" }
        @if let Some(why) = obstacle { (ui::warning_text(html! { "The pack cannot be created. " (why) })) }
        @else if outcome.print.is_some() {
            p class="govuk-body moothall-measure" { "This is the PDF that will be published, with the agenda, reports and files as they are now." }
            (ui::documents(&[ui::DocumentLink { title, address: &address, format: "PDF", bytes, pages, note: None }]))
        } @else { p class="govuk-body" { "No papers are new or changed, so there will be no supplement." } }
        @if sees_private && !outcome.closed.is_empty() {
            (ui::documents(&[ui::DocumentLink { title: "Preview exempt pack", address: &exempt, format: "PDF", note: Some("not for publication"), ..Default::default() }]))
        }
    })
}

/// `/meetings/{id}/prepare/pack.pdf`.
pub(crate) async fn pack(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let items = preparing::items(&state, state.db.reading(), meeting.id).await?;
    let outcome = outcome(&state, &who, &meeting, &items).await?;
    answer(&state, outcome.print.ok_or(Error::NotFound("Pack"))?).await
}

/// `/meetings/{id}/prepare/exempt-pack.pdf`.
pub(crate) async fn exempt_pack(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    if !may(&state, &who.actor, READ_BUSINESS, &meeting, true) {
        return Err(Error::NotFound("Pack"));
    }
    let items = preparing::items(&state, state.db.reading(), meeting.id).await?;
    let outcome = outcome(&state, &who, &meeting, &items).await?;
    if outcome.closed.is_empty() {
        return Err(Error::NotFound("Pack"));
    }
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    answer(&state, private_business_pages::print(&state, &meeting, &outcome.closed).await?).await
}

/// How long somebody who opens a preview waits.
const WAIT_LONGER: Duration = Duration::from_secs(15);

async fn answer(state: &AppState, print: Print) -> Result<Response> {
    let name = format!("{}.pdf", text::slug(&print.title));
    let made = made(state, print, WAIT_LONGER).await?.ok_or(Error::NotReady)?;
    let disposition =
        HeaderValue::from_str(&format!("inline; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, made.content.clone()).into_response())
}
