//! Clearance: the steps that clear a report, the effect of changes on what was cleared, and reminders.

pub(crate) mod deputy_pages;
pub(crate) mod handing_over;
pub(crate) mod life;
pub(crate) mod pages;
pub(crate) mod store;

use crate::access::clearance_place;
use crate::clearance::store::PathStep;
use crate::draft::life::Condition;
use crate::draft::open_draft::OpenDraft;
use crate::draft::{Draft, DraftId, LIFE, State, Step, content_hash, due_days, waiting};
use crate::{draft, draft_files};
use access::By;
use chrono::NaiveDate;
use db::{DbError, WriteTransaction};
use foundation::clear_days;
use web::{AppState, Result};

/// Those who may clear a report: the key in a path, the display name, and the id of their place, or `None` for the board's clerk.
pub(crate) const CLEARERS: [(&str, &str, Option<i64>); 5] = [
    ("head", "Head of service", Some(4)),
    ("finance", "Finance", Some(1)),
    ("legal", "Legal", Some(2)),
    ("portfolio", "Portfolio", Some(3)),
    ("clerk", "Clerk", None),
];

/// Returns the default path of a kind of report. A report for information needs neither finance nor legal clearance.
pub(crate) fn usual_steps(kind: &str) -> Vec<&'static str> {
    match kind {
        "information" => vec!["head", "clerk"],
        _ => vec!["head", "finance", "legal", "portfolio", "clerk"],
    }
}

/// Returns the steps of a kind of report.
pub(crate) async fn steps(state: &AppState, kind: &str) -> Result<Vec<String>> {
    let set = store::steps_of_kind(state.db.reading(), kind).await?;
    Ok(set.unwrap_or_else(|| usual_steps(kind).into_iter().map(str::to_owned).collect()))
}

/// Returns the path that a draft takes, with the working day by which each step is due, between today and
/// the day of the final report.
pub(crate) async fn path_of(state: &AppState, open: &OpenDraft) -> Result<Vec<PathStep>> {
    let steps = steps(state, &open.draft.kind).await?;
    let last = open.deadlines(state).map(|deadlines| deadlines.final_report);
    let settings = state.settings();
    let days = last.map(|last| due_days(state.clock.today(), last, steps.len(), &settings.bank_holidays)).unwrap_or_default();
    let named = steps.iter().enumerate().map(|(at, key)| {
        // A step that is left out would clear the report without the person who must clear it.
        let unknown = || DbError::Value(format!("the step “{key}” of the path of the kind {}", open.draft.kind));
        let (_, name, place) = CLEARERS.iter().find(|(known, ..)| known == key).ok_or_else(unknown)?;
        let place = place.map_or_else(|| open.draft.board.clone(), clearance_place);
        Ok(PathStep { name: (*name).to_owned(), place, due_on: days.get(at).copied() })
    });
    named.collect()
}

/// Updates the state after a change to a draft's text or details: those who cleared the earlier text are asked to clear it again
/// and notified, and a published report becomes a draft again.
pub(crate) async fn after_a_change(state: &AppState, transaction: &WriteTransaction, id: DraftId, by: By<'_>) -> Result<()> {
    let Some(draft) = draft::store::by_id(transaction, id).await? else { return Ok(()) };
    let texts = draft::store::texts(transaction, id).await?;
    let files = draft_files::store::of_draft(transaction, id).await?;
    let hash = content_hash(&draft, &texts, &files);
    let before = waiting(&store::path(transaction, id).await?).map(|step| step.step);
    if store::ask_again(transaction, id, &hash).await? {
        let about = ("Author or clerk", "Changed the report, so it must be cleared again", None);
        store::add_event(transaction, id, about, &hash, by).await?;
    }
    let path = store::path(transaction, id).await?;
    // A draft changed back to the cleared content counts as cleared.
    let holds = |condition| condition == Condition::AllCleared && waiting(&path).is_none();
    let line = LIFE.take(draft.state, Step::Write, |_| true, holds)?;
    let now = Draft { state: line.to, ..draft.clone() };
    if line.to != draft.state {
        draft::store::update(transaction, &now, line.entry(), by).await?.version()?;
    }
    if let Some(step) = waiting(&path).filter(|step| line.to == State::InClearance && before != Some(step.step)) {
        draft::telling::to_clear(state, transaction, &now, step, "A report has changed since you cleared it.").await?;
    }
    Ok(())
}

/// The name under which the ledger records the program's own actions.
pub(crate) const ITSELF: &str = "the program";

/// Reminds people of reports they have to clear, on the working day they are due and the working days after, and tells
/// deputies which reports have passed to them. Returns how many people were emailed. Safe to run in several processes: each
/// day's email is written once.
pub async fn remind(state: &AppState) -> Result<usize> {
    let today: NaiveDate = state.clock.today();
    let mut reminded = draft::telling::deputies(state).await?;
    if !clear_days::is_working_day(today, &state.settings().bank_holidays) {
        return Ok(reminded);
    }
    for id in store::waiting_drafts(state.db.reading()).await? {
        let path = store::path(state.db.reading(), id).await?;
        let Some(step) = waiting(&path).filter(|step| step.due_on.is_some_and(|due| due <= today)) else { continue };
        if step.reminded_on.is_some_and(|day| day >= today) {
            continue;
        }
        let Some(draft) = draft::store::by_id(state.db.reading(), id).await? else { continue };
        let transaction = state.db.begin().await?;
        draft::store::note(
            &transaction,
            id,
            ledger::Action::Altered,
            &serde_json::json!({ "what": "reminded", "step": step.name }),
            state.by(ITSELF),
        )
        .await?;
        if store::reminded(&transaction, id, step.step, today).await? {
            draft::telling::to_clear(state, &transaction, &draft, step, "This is a reminder: a report has not been cleared yet.")
                .await?;
            transaction.commit().await?;
            reminded += 1;
        }
    }
    Ok(reminded)
}
