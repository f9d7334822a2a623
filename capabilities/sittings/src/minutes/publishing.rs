//! The steps of minutes: circulation, correction, approval and signing. Each publishes a version with a reason.

use crate::minutes::minuting::{Drafted, Facts};
use crate::sitting::pages::SittingView;
use crate::{minutes, sitting};
use actions::followed;
use actions::followed::store::Of;
use agendas::publishing::publish_minutes_of;
use documents::Block;
use meetings::board::publishing::register_and_version;
use meetings::kinds::read;
use meetings::meeting::{DraftItemId, Meeting, MeetingId};
use meetings::messages;
use meetings::messages::telling::Told as Mail;
use meetings::minutes::life::{Condition, LIFE, MinutesState, MinutesStep};
use meetings::minutes::life_store::Told;
use meetings::minutes::{Minute, Minutes, MinutesStanding};
use meetings::sitting::SittingState;
use publications::{NewPublication, Publishing};
use std::collections::HashMap;
use web::{AppState, Error, OrNotFound, Result};

/// Returns the text that other capabilities contribute to the items of a meeting.
pub(crate) async fn parts(state: &AppState, view: &SittingView) -> Result<HashMap<DraftItemId, Vec<Block>>> {
    let mut parts = HashMap::new();
    for item in &view.items {
        for part in state.joined.contributions.of::<dyn meetings::parts::MeetingPart>() {
            if let Some(blocks) = part.minuted(state, view.meeting.id.get(), item.kind.word()).await? {
                parts.entry(item.id).or_insert_with(Vec::new).extend(blocks);
            }
        }
    }
    Ok(parts)
}

/// Returns the references of a meeting's items under the board's prefix.
pub(crate) fn references(prefix: Option<&str>, numbers: &HashMap<DraftItemId, i32>) -> HashMap<DraftItemId, String> {
    prefix.map(|prefix| numbers.iter().map(|(item, number)| (*item, format!("{prefix}{number}"))).collect()).unwrap_or_default()
}

/// Drafts the minutes from what was recorded.
pub(crate) fn drafted(
    view: &SittingView,
    references: &HashMap<DraftItemId, String>,
    parts: &HashMap<DraftItemId, Vec<Block>>,
) -> Drafted {
    minutes::minuting::draft(&Facts {
        meeting: &view.meeting,
        sitting: &view.sitting,
        seats: &view.seats,
        items: &view.items,
        entries: &view.entries,
        notes: &view.notes,
        references,
        parts,
    })
}

/// Publishes the minutes as currently drafted, for the first time (`Circulate`) or with corrections (`Correct`).
pub(crate) async fn send_out(state: &AppState, meeting: MeetingId, step: MinutesStep, reason: &str, actor: &str) -> Result<()> {
    let transaction = state.db.begin().await?;
    meetings::sitting::store::hold(&transaction, meeting).await?;
    // Read everything under the lock, because the meeting may have been reopened, moved or added to since the page was rendered.
    let meeting = meetings::meeting::store::by_id(&transaction, meeting).await?.or_not_found("Meeting")?;
    let view = &sitting::pages::view_from(state, &transaction, meeting).await?;
    let meeting = &view.meeting;
    let parts = parts(state, view).await?;
    let life = meetings::minutes::life_store::life(&transaction, meeting.id).await?;
    if life.is_none() && meeting.has_minutes {
        // The minutes were published elsewhere, so a draft made here must not replace them.
        return Err(Error::NotUnderstood("The minutes of this meeting are already published.".into()));
    }
    let before = life.map_or(MinutesState::Drafting, |life| life.state);
    let holds = |condition, is_changed| match condition {
        Condition::Ended => view.sitting.state == SittingState::Ended,
        Condition::DayHasCome => meeting.held_on <= view.today,
        Condition::Reason => !reason.is_empty(),
        Condition::Changed => is_changed,
        Condition::LaterMeeting => false,
    };
    LIFE.take(before, step, |_| true, |condition| holds(condition, true))?;
    let board = meetings::board::store::by_id(&transaction, meeting.board).await?.or_not_found("Board")?;
    let (register, _) = register_and_version(&transaction, &board).await?;
    let order: Vec<DraftItemId> = view.items.iter().map(|item| item.id).collect();
    let numbers = match &register.reference_prefix {
        Some(prefix) => {
            meetings::minutes::life_store::numbers(&transaction, board.id, meeting.id, meeting.held_on, prefix, &order).await?
        }
        None => HashMap::new(),
    };
    let drafted = drafted(view, &references(register.reference_prefix.as_deref(), &numbers), &parts);
    let publishing = Publishing { at: state.clock.now(), actor, reason };
    let is_changed = publish(&transaction, meeting, &drafted, &publishing).await?;
    let next = LIFE.take(before, step, |_| true, |condition| holds(condition, is_changed))?.to;
    let by = state.by(actor);
    let told = Told { circulated_at: Some(state.clock.now()), ..Told::default() };
    meetings::minutes::life_store::write(&transaction, meeting.id, next, &told, by).await?;
    let publication = publications::current(&transaction, &format!("meeting/{}/minutes", meeting.id)).await?;
    let news = match &publication {
        Some(publication) => public_record::news::news_of(&transaction, publication).await?,
        None => None,
    };
    let news = news.or_not_found("Minutes")?;
    let address = state.site.in_full(&format!("{}/minutes", meeting.address()));
    let told = Mail { subject: news.subject.clone(), text: format!("{}\n\nRead the minutes: {address}\n", news.text()) };
    messages::telling::members(state, &transaction, meeting.board, &told).await?;
    Ok(transaction.commit().await?)
}

/// Publishes the public minutes and, if the public may not read everything, the confidential ones. Returns whether either differs
/// from the published version.
async fn publish(
    transaction: &db::WriteTransaction,
    meeting: &Meeting,
    drafted: &Drafted,
    publishing: &Publishing<'_>,
) -> Result<bool> {
    let is_changed = publish_minutes_of(transaction, meeting, &drafted.public, publishing).await?.is_change();
    let Some(confidential) = &drafted.confidential else { return Ok(is_changed) };
    let content = serde_json::to_string(confidential).map_err(|error| Error::Content(error.to_string()))?;
    let record = format!("meeting/{}/confidential-minutes", meeting.id);
    let title = format!("Confidential minutes, {}, {}", meeting.board_name, meeting.short_day());
    let new = NewPublication { kind: "confidential-minutes", record: &record, title: &title, content };
    let before = publications::current_closed(transaction, &record).await?.map_or(0, |closed| closed.version);
    let is_closed_changed = publications::publish_closed(transaction, &new, publishing).await? != before;
    // Actions from private business are followed too, but only those who may know of them can see them.
    let private: Vec<Minute> = confidential.items.iter().filter(|minute| minute.private).cloned().collect();
    let of = Of { board: meeting.board, meeting: meeting.id, year: meeting.municipal_year() };
    followed::store::follow(transaction, of, (&followed::of_minutes(&private), true), publishing.at).await?;
    Ok(is_changed || is_closed_changed)
}

/// Records that a later meeting approved the minutes, and whether they were signed, by publishing a new version.
pub(crate) async fn approve(
    state: &AppState,
    transaction: &db::WriteTransaction,
    meeting: &Meeting,
    at: &Meeting,
    standing: MinutesStanding,
    actor: &str,
) -> Result<()> {
    let life = meetings::minutes::life_store::life(transaction, meeting.id).await?;
    // Minutes that came from elsewhere were circulated there.
    let before = life.map_or(MinutesState::Circulated, |life| life.state);
    let (step, signed_by) = match &standing {
        MinutesStanding::Signed { by, .. } => (MinutesStep::Sign, Some(by.clone())),
        _ => (MinutesStep::Approve, None),
    };
    let is_later = at.id != meeting.id && at.held_on >= meeting.held_on && at.held_on <= state.clock.today();
    let next = LIFE.take(before, step, |_| true, |condition| condition != Condition::LaterMeeting || is_later)?.to;
    let publication = publications::current(transaction, &format!("meeting/{}/minutes", meeting.id)).await?;
    let publication = publication.or_not_found("Minutes")?;
    let minutes = Minutes { standing: Some(standing.clone()), ..read(&publication.content)? };
    let reason = standing.sentence();
    let publishing = Publishing { at: state.clock.now(), actor, reason: &reason };
    publish_minutes_of(transaction, meeting, &minutes, &publishing).await?;
    let told =
        Told { circulated_at: None, approved_on: Some(at.held_on), approved_at: Some(at.id), signed_by: signed_by.as_deref() };
    meetings::minutes::life_store::write(transaction, meeting.id, next, &told, state.by(actor)).await
}
