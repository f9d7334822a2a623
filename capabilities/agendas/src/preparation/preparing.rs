//! Starts draft agendas and adds items to them.

use crate::agenda::check::Facts;
use crate::preparation;
use crate::preparation::taking_over::Differing;
use access::By;
use actions::followed;
use actions::followed::store::FollowedAction;
use db::{Connection, WriteTransaction};
use foundation::{civil_date, clear_days};
use meetings::agenda::Agenda;
use meetings::kinds::read;
use meetings::meeting::{DraftItemId, Meeting, MeetingId};
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::programme::ProgrammeItem;
use meetings::programme::store::StandingItem;
use meetings::{agenda, meeting, programme, rules};
use packs::item_files;
use publications::Publication;
use web::{AppState, Result};

/// Returns the published agenda of a meeting.
pub(crate) async fn published(connection: &Connection, meeting: MeetingId) -> Result<Option<(Publication, Agenda)>> {
    let Some(publication) = publications::current(connection, &format!("meeting/{meeting}/agenda")).await? else {
        return Ok(None);
    };
    let agenda = read(&publication.content)?;
    Ok(Some((publication, agenda)))
}

/// Copies an agenda that was published elsewhere into the draft agenda, unless that was already done.
/// Returns whether there is a published agenda.
pub(crate) async fn take_over_published(transaction: &WriteTransaction, meeting: MeetingId, by: By<'_>) -> Result<bool> {
    let Some((_, agenda)) = published(transaction, meeting).await? else { return Ok(false) };
    let is_taken = meetings::preparation::store::of_meeting(transaction, meeting).await?.iter().any(|item| item.number.is_some());
    if !is_taken {
        preparation::taking_over::take_over(transaction, meeting, &agenda, Differing::Stay, by).await?;
    }
    Ok(true)
}

/// Starts a meeting's agenda from the board's standing items. Opening items go before any existing items, and closing items follow
/// them. If an agenda is already published, the draft continues from it instead.
pub(crate) async fn begin(transaction: &WriteTransaction, meeting: &Meeting, by: By<'_>) -> Result<()> {
    meetings::preparation::store::hold(transaction, meeting.id).await?;
    if take_over_published(transaction, meeting.id, by).await? {
        return Ok(());
    }
    let before = meetings::preparation::store::of_meeting(transaction, meeting.id).await?;
    let mut standing = programme::store::standing_items(transaction, meeting.board).await?;
    if standing.is_empty() {
        standing = preparation::standing_item_pages::usual();
    }
    let mut order = Vec::new();
    let is_there = |item: &StandingItem| before.iter().any(|known| known.kind == item.kind && !item.kind.is_business());
    for item in standing.iter().filter(|item| !is_there(item)) {
        order.push(
            meetings::preparation::store::insert(transaction, &DraftItem::blank(meeting.id, item.kind, &item.title)?).await?,
        );
    }
    let overdue: Vec<_> = followed::store::overdue_of(transaction, meeting.board, foundation::london::local(by.at).date())
        .await?
        .into_iter()
        .filter(|action| !action.is_exempt)
        .collect();
    if !overdue.is_empty() && !before.iter().any(|item| item.kind == ItemKind::MattersArising) {
        let line = |action: &FollowedAction| {
            let task = action.task.as_deref().unwrap_or(&action.title);
            let due = action.due_on.map(|due| format!(", due {}", civil_date::written(due))).unwrap_or_default();
            format!("- {} ({}{due})", task.trim_end_matches('.'), action.owner)
        };
        let body = format!("Overdue actions from earlier meetings:\n{}", overdue.iter().map(line).collect::<Vec<_>>().join("\n"));
        let arising = DraftItem {
            body: Some(body),
            ..DraftItem::blank(meeting.id, ItemKind::MattersArising, ItemKind::MattersArising.label())?
        };
        order.push(meetings::preparation::store::insert(transaction, &arising).await?);
    }
    order.extend(before.iter().map(|item| item.id));
    meetings::preparation::store::put_in_order(transaction, &order).await?;
    put_by_kind(transaction, meeting.id).await?;
    meetings::preparation::store::note_change(transaction, meeting.id, "created from the standing items", by).await
}

/// Adds a work programme item to a meeting's agenda, before private items. Returns `false`, and changes nothing, if the item is no
/// longer planned: someone else has put it on an agenda, or withdrawn it.
pub(crate) async fn schedule(
    transaction: &WriteTransaction,
    item: &ProgrammeItem,
    meeting: MeetingId,
    by: By<'_>,
) -> Result<bool> {
    meetings::preparation::store::hold(transaction, meeting).await?;
    if !programme::store::schedule(transaction, item.id, meeting, by).await? {
        return Ok(false);
    }
    let new = DraftItem {
        summary: item.purpose.clone(),
        lead_officer: item.owner.clone(),
        is_crime_scrutiny: item.is_crime_scrutiny,
        programme_item: Some(item.id),
        ..DraftItem::blank(meeting, item.kind, &item.title)?
    };
    add(transaction, &new, by).await?;
    Ok(true)
}

/// Moves items that close the public part after its business, and private items to the end, otherwise keeping their order.
async fn put_by_kind(transaction: &WriteTransaction, meeting: MeetingId) -> Result<()> {
    let mut items = meetings::preparation::store::of_meeting(transaction, meeting).await?;
    items.sort_by_key(|item| (item.is_exempt(), item.kind.is_closing() && !item.is_exempt()));
    let order: Vec<DraftItemId> = items.iter().map(|item| item.id).collect();
    Ok(meetings::preparation::store::put_in_order(transaction, &order).await?)
}

/// Adds an item: a public one after the existing business, a private one at the end.
pub(crate) async fn add(transaction: &WriteTransaction, item: &DraftItem, by: By<'_>) -> Result<DraftItemId> {
    take_over_published(transaction, item.meeting, by).await?;
    let id = meetings::preparation::store::insert(transaction, item).await?;
    if !item.is_exempt() {
        put_by_kind(transaction, item.meeting).await?;
    }
    // Auditors read ledger entries but not draft agendas, so an entry identifies the item only by its key.
    meetings::preparation::store::note_change(transaction, item.meeting, &format!("item {id} added"), by).await?;
    Ok(id)
}

/// Returns the order of items after moving one to a position, counted from 0. Unknown items and positions change nothing.
pub(crate) fn moved(order: &[DraftItemId], item: DraftItemId, to: usize) -> Vec<DraftItemId> {
    let mut order = order.to_vec();
    if let Some(from) = order.iter().position(|id| *id == item)
        && to < order.len()
    {
        let id = order.remove(from);
        order.insert(to, id);
    }
    order
}

/// Returns a meeting's items, each with the status of the paper that another capability writes for it.
pub(crate) async fn items(state: &AppState, connection: &Connection, meeting: MeetingId) -> Result<Vec<DraftItem>> {
    let mut items = meetings::preparation::store::of_meeting(connection, meeting).await?;
    for file in item_files::store::of_meeting(connection, meeting).await? {
        if let Some(item) = items.iter_mut().find(|item| item.id == file.item) {
            item.has_files = true;
        }
    }
    let keys: Vec<i64> = items.iter().map(|item| item.id.get()).collect();
    for papers in state.joined.contributions.of::<dyn meetings::papers::ItemPapers>() {
        for written in papers.standing(state, &keys).await? {
            if let Some(item) = items.iter_mut().find(|item| item.id.get() == written.item) {
                item.written = Some(written);
            }
        }
    }
    let shown = agenda::store::items(connection, meeting).await?;
    for item in items.iter_mut().filter(|item| item.number.is_some() && !item.is_exempt()) {
        item.tabled = shown.iter().find(|shown| shown.number == item.number).and_then(|shown| shown.paper_address.clone());
    }
    Ok(items)
}

/// Returns the facts that the check of a meeting's agenda needs.
pub(crate) async fn facts(state: &AppState, meeting: &Meeting) -> Result<Facts> {
    let connection = state.db.reading();
    let settings = state.settings();
    let today = state.clock.today();
    let steps = rules::steps(&settings, meeting.held_on);
    let agenda = published(connection, meeting.id).await?;
    Ok(Facts {
        today,
        held_on: meeting.held_on,
        deadlines: meetings::preparation::deadline::of_meeting(meeting, steps, &settings.bank_holidays),
        clear_days_left: clear_days::between(today, meeting.held_on, &settings.bank_holidays),
        clear_days_needed: steps.clear_days,
        has_time: meeting.starts_at.is_some(),
        has_place: meeting.place.is_some(),
        is_published: agenda.is_some(),
        private_numbers: agenda.map(|(_, agenda)| preparation::taking_over::private_numbers(&agenda)).unwrap_or_default(),
        minutes_wait: meeting::store::before_with_minutes(connection, meeting).await?.is_some(),
        overdue_actions: followed::store::overdue_of(connection, meeting.board, today).await?.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moving_an_item_loses_none(count in 1i64..20, item in 1i64..25, to in 0usize..25) {
            let order: Vec<DraftItemId> = (1..=count).filter_map(DraftItemId::new).collect();
            let id = DraftItemId::new(item).expect("a key");
            let after = moved(&order, id, to);
            let mut sorted = after.clone();
            sorted.sort();
            prop_assert_eq!(&sorted, &order);
            if item <= count && to < order.len() {
                prop_assert_eq!(after[to], id);
            } else {
                prop_assert_eq!(after, order);
            }
        }
    }
}
