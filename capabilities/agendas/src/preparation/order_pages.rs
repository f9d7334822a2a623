//! Handlers for moving, removing and restoring draft agenda items. Each redirects to the item's place, with a way to undo the
//! change.

use crate::preparation;
use axum::extract::{Path, State};
use axum::response::Redirect;
use meetings::access::PREPARE;
use meetings::meeting::DraftItemId;
use meetings::meeting::managing::meeting_of;
use meetings::programme;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm};

/// Handles `POST /meetings/{id}/items/{item}/move`, which moves an item to a position counted from 0.
pub(crate) async fn move_item(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    form: SubmittedForm,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item: DraftItemId = item.parse().or_not_found("Item")?;
    let not_a_place = || Error::NotUnderstood("Position must be a number from 0 up to the number of items.".into());
    let to = form.value("to").parse::<usize>().map_err(|_| not_a_place())?;
    let transaction = state.begin(&who.actor).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    let items = meetings::preparation::store::of_meeting(&transaction, meeting.id).await?;
    let order: Vec<DraftItemId> = items.iter().map(|item| item.id).collect();
    let from = order.iter().position(|known| *known == item).or_not_found("Item")?;
    if to >= order.len() {
        return Err(not_a_place());
    }
    if from == to {
        return Ok(Redirect::to(&format!("{}/prepare#item-{item}", meeting.address())));
    }
    meetings::preparation::store::put_in_order(&transaction, &preparation::preparing::moved(&order, item, to)).await?;
    meetings::preparation::store::note_change(&transaction, meeting.id, "items reordered", transaction.by()).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=moved-item&item={item}&from={from}#item-{item}", meeting.address())))
}

/// Handles `POST /meetings/{id}/items/{item}/remove`, for items that were never published. An item from the work programme returns
/// to it.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item: DraftItemId = item.parse().or_not_found("Item")?;
    let transaction = state.begin(&who.actor).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    let items = meetings::preparation::store::of_meeting(&transaction, meeting.id).await?;
    let found = items.into_iter().find(|known| known.id == item).or_not_found("Item")?;
    if !meetings::preparation::store::remove(&transaction, item, state.clock.now()).await? {
        return Err(Error::NotUnderstood(
            "This item is on the published agenda, so it keeps its number. Record at the meeting that it was withdrawn.".into(),
        ));
    }
    if let Some(planned) = found.programme_item {
        // If it is on the agenda of another meeting, it stays there.
        programme::store::unschedule(&transaction, planned, meeting.id, transaction.by()).await?;
    }
    meetings::preparation::store::note_change(&transaction, meeting.id, &format!("item {item} removed"), transaction.by())
        .await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=removed&item={item}", meeting.address())))
}

/// Handles `POST /meetings/{id}/items/{item}/restore`, which restores a removed item and takes it off the work programme again.
pub(crate) async fn restore(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let item: DraftItemId = item.parse().or_not_found("Item")?;
    let transaction = state.begin(&who.actor).await?;
    meetings::preparation::store::hold(&transaction, meeting.id).await?;
    let found = meetings::preparation::store::by_id(&transaction, item).await?.filter(|found| found.meeting == meeting.id);
    let found = found.or_not_found("Item")?;
    if !meetings::preparation::store::restore(&transaction, meeting.id, item).await? {
        return Err(Error::NotUnderstood("This item has not been removed from the agenda.".into()));
    }
    if let Some(planned) = found.programme_item
        && !programme::store::schedule(&transaction, planned, meeting.id, transaction.by()).await?
    {
        return Err(Error::NotUnderstood(
            "This item of the work programme is now on another agenda or has been withdrawn, so it cannot be restored here."
                .into(),
        ));
    }
    meetings::preparation::store::note_change(&transaction, meeting.id, &format!("item {item} restored"), transaction.by())
        .await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/prepare?done=restored&item={item}#item-{item}", meeting.address())))
}
