//! Previews of the packs as they would be published now. Everything is published in a transaction that is then rolled back, so the
//! preview shows exactly what publishing produces.

use crate::agenda::publishing::Outgoing;
use crate::{agenda, preparation};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveTime, Utc};
use documents::{Print, Typeset};
use foundation::text;
use maud::{Markup, html};
use meetings::access::{PREPARE, READ_BUSINESS};
use meetings::agenda::finding::Finding;
use meetings::kinds::read;
use meetings::meeting::Meeting;
use meetings::meeting::managing::{may, meeting_of};
use meetings::preparation::item::DraftItem;
use packs::pack::published::{ClosedPack, ClosedPart};
use packs::{item_files, pack};
use printing::PrintError;
use publications::Publishing;
use std::sync::Arc;
use std::time::Duration;
use web::{AppState, Error, OpeningNote, Result, SignedIn};

/// What would be published now.
struct Outcome {
    /// The pack or supplement; `None` if there would be no new one.
    print: Option<Print>,
    is_supplement: bool,
    /// The private items with their papers.
    closed: Vec<ClosedPart>,
}

/// Publishes in a transaction, reads the result, and rolls it back.
async fn outcome(state: &AppState, who: &SignedIn, meeting: &Meeting, items: &[DraftItem]) -> Result<Outcome> {
    let known = pack::published::of_meeting(state.db.reading(), meeting.id).await?.len();
    let next_page = if known > 0 { agenda::publish_pages::next_page(state, meeting).await? } else { None };
    // Inspect the files before the transaction begins; the results are cached.
    item_files::publishing::findings(state, items).await?;
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: "A preview" };
    let transaction = state.db.begin().await?;
    let items = preparation::preparing::items(state, &transaction, meeting.id).await?;
    let short_notice = meetings::preparation::store::draft(&transaction, meeting.id).await?.and_then(|draft| draft.short_notice);
    let outgoing = Outgoing { meeting, items: &items, short_notice, next_page };
    agenda::publishing::publish(state, &transaction, &outgoing, &publishing).await?;
    let packs = pack::published::of_meeting(&transaction, meeting.id).await?;
    let record = format!("meeting/{}/exempt-pack", meeting.id);
    let closed = publications::current_closed(&transaction, &record).await?;
    drop(transaction);
    let is_supplement = known > 0;
    let new = packs.len() > known;
    let print = packs.into_iter().next_back().filter(|_| new).map(|(publication, pack)| {
        let print = pack.print(&publication, meeting, state.council_name());
        // Dated by the day alone, so that an unchanged pack is not typeset again.
        Print { title: format!("Preview: {}", print.title), dated: today(state), ..print }
    });
    let closed = match closed {
        Some(closed) => read::<ClosedPack>(&closed.content)?.parts,
        None => Vec::new(),
    };
    Ok(Outcome { print, is_supplement, closed })
}

/// Returns the start of today.
fn today(state: &AppState) -> DateTime<Utc> {
    state.clock.today().and_time(NaiveTime::MIN).and_utc()
}

/// How long the page waits for the packs before it shows the links without their sizes.
const WAIT: Duration = Duration::from_secs(6);

/// The progress of a preview.
enum Making {
    Made(Arc<Typeset>),
    /// It continues even if no one is waiting for it.
    GoesOn,
    /// It cannot be made, for this reason.
    Failed(String),
}

async fn made(state: &AppState, print: Print, wait: Duration) -> Result<Making> {
    let printing = state.printing.clone().ok_or(Error::NotFound("Document"))?;
    let now = state.clock.now();
    let work = tokio::spawn(async move { printing.preview(&print, now).await });
    let made = match tokio::time::timeout(wait, work).await {
        Ok(Ok(made)) => made.map_err(Error::from),
        Ok(Err(error)) => Err(PrintError::GivenUp(error.to_string()).into()),
        Err(_) => Err(Error::NotReady),
    };
    match made {
        Ok(made) => Ok(Making::Made(made)),
        Err(Error::NotReady) => Ok(Making::GoesOn),
        Err(Error::NotPrintable(why)) => Ok(Making::Failed(why)),
        Err(error) => Err(error),
    }
}

/// The public and exempt packs as they would be published, if there are any, each in the state that it reached within the wait.
struct Packs {
    outcome: Outcome,
    public: Option<Making>,
    exempt: Option<Making>,
}

async fn packs(state: &AppState, who: &SignedIn, meeting: &Meeting, items: &[DraftItem], wait: Duration) -> Result<Packs> {
    let outcome = outcome(state, who, meeting, items).await?;
    let public = match outcome.print.clone() {
        Some(print) => Some(made(state, print, wait).await?),
        None => None,
    };
    let exempt = if outcome.closed.is_empty() {
        None
    } else {
        Some(made(state, exempt_print(state, meeting, &outcome).await?, wait).await?)
    };
    Ok(Packs { outcome, public, exempt })
}

async fn exempt_print(state: &AppState, meeting: &Meeting, outcome: &Outcome) -> Result<Print> {
    let print = packs::private_business_pages::print(state, meeting, &outcome.closed).await?;
    Ok(Print { dated: today(state), ..print })
}

/// Checks whether the user may read the private papers of a meeting, and so see why they cannot be printed.
fn sees_private(state: &AppState, who: &SignedIn, meeting: &Meeting) -> bool {
    may(state, &who.actor, READ_BUSINESS, meeting, true)
}

impl Packs {
    /// Returns the obstacles to publishing: packs that no one could read once public.
    fn findings(&self, sees_private: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |text: String| findings.push(Finding { item: None, is_obstacle: true, text });
        if let Some(Making::Failed(why)) = &self.public {
            say(format!("The pack cannot be created. {}", sentence(why)));
        }
        match &self.exempt {
            Some(Making::Failed(why)) if sees_private => say(format!("The exempt pack cannot be created. {}", sentence(why))),
            Some(Making::Failed(_)) => {
                say("The exempt pack cannot be created. Ask someone who can read the private papers.".to_owned());
            }
            _ => {}
        }
        findings
    }
}

/// Returns a reason as a sentence.
fn sentence(why: &str) -> String {
    let mut characters = why.trim_end_matches('.').chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

/// Returns why an agenda cannot be published because of its packs, or `None` if they can be made.
pub(crate) async fn obstacle(state: &AppState, who: &SignedIn, meeting: &Meeting, items: &[DraftItem]) -> Result<Option<String>> {
    if state.printing.is_none() || items.is_empty() {
        return Ok(None);
    }
    let packs = packs(state, who, meeting, items, WAIT_LONGER).await?;
    if !packs.findings(sees_private(state, who, meeting)).is_empty() {
        return Ok(Some("Fix the problems listed under ‘What the check found’".to_owned()));
    }
    let goes_on = [&packs.public, &packs.exempt].into_iter().any(|making| matches!(making, Some(Making::GoesOn)));
    Ok(goes_on.then(|| "The pack is still being created. Try again in a minute".to_owned()))
}

/// The preview for the page that checks an agenda before publication.
pub(crate) struct Preview {
    /// The obstacles to publishing it.
    pub findings: Vec<Finding>,
    /// The section with the packs.
    pub section: Markup,
}

/// Makes the packs that would be published and returns the preview.
pub(crate) async fn look(state: &AppState, who: &SignedIn, meeting: &Meeting, items: &[DraftItem]) -> Result<Preview> {
    if state.printing.is_none() || items.is_empty() {
        return Ok(Preview { findings: Vec::new(), section: html! {} });
    }
    let packs = packs(state, who, meeting, items, WAIT).await?;
    let sees_private = sees_private(state, who, meeting);
    Ok(Preview { findings: packs.findings(sees_private), section: section(meeting, &packs, sees_private) })
}

/// Renders the link to a preview, depending on its progress.
fn link(title: &str, address: &str, note: Option<&str>, making: &Making) -> Markup {
    let (bytes, pages) = match making {
        Making::Made(made) => (Some(made.content.len() as u64), Some(made.pages)),
        Making::GoesOn => (None, None),
        Making::Failed(_) => {
            return html! { p class="govuk-body" { (title) ": this cannot be created. See ‘What the check found’." } };
        }
    };
    html! {
        (ui::documents(&[ui::DocumentLink { title, address, format: "PDF", bytes, pages, note }]))
        @if matches!(making, Making::GoesOn) { p class="govuk-body" { "It is still being created." } }
    }
}

fn section(meeting: &Meeting, packs: &Packs, sees_private: bool) -> Markup {
    let address = format!("{}/prepare/pack.pdf", meeting.address());
    let exempt = format!("{}/prepare/exempt-pack.pdf", meeting.address());
    let title = if packs.outcome.is_supplement { "Preview supplement" } else { "Preview pack" };
    html! {
        h2 class="govuk-heading-m" id="pack" { "The pack" }
        @if let Some(public) = &packs.public {
            p class="govuk-body moothall-measure" { "This is the PDF that will be published, with the agenda, reports and files as they are now." }
            (link(title, &address, None, public))
        } @else { p class="govuk-body" { "No papers are new or changed, so there will be no supplement." } }
        @if let Some(making) = packs.exempt.as_ref().filter(|_| sees_private) {
            (link("Preview exempt pack", &exempt, Some("not for publication"), making))
        }
    }
}

/// Handles `GET /meetings/{id}/prepare/pack.pdf`.
pub(crate) async fn pack(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let items = preparation::preparing::items(&state, state.db.reading(), meeting.id).await?;
    let outcome = outcome(&state, &who, &meeting, &items).await?;
    answer(&state, outcome.print.ok_or(Error::NotFound("Pack"))?).await
}

/// Handles `GET /meetings/{id}/prepare/exempt-pack.pdf`.
pub(crate) async fn exempt_pack(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    if !sees_private(&state, &who, &meeting) {
        return Err(Error::NotFound("Pack"));
    }
    let items = preparation::preparing::items(&state, state.db.reading(), meeting.id).await?;
    let outcome = outcome(&state, &who, &meeting, &items).await?;
    if outcome.closed.is_empty() {
        return Err(Error::NotFound("Pack"));
    }
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    answer(&state, exempt_print(&state, &meeting, &outcome).await?).await
}

/// How long a request to open a preview waits.
const WAIT_LONGER: Duration = Duration::from_secs(15);

async fn answer(state: &AppState, print: Print) -> Result<Response> {
    let name = format!("{}.pdf", text::slug(&print.title));
    let made = match made(state, print, WAIT_LONGER).await? {
        Making::Made(made) => made,
        Making::GoesOn => return Err(Error::NotReady),
        Making::Failed(why) => return Err(Error::NotPrintable(why)),
    };
    let disposition =
        HeaderValue::from_str(&format!("inline; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, made.content.clone()).into_response())
}
