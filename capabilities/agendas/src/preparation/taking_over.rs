//! Copies an agenda that was published elsewhere into the draft agenda, where its items keep their numbers.

use access::By;
use db::{DbError, WriteTransaction};
use foundation::text::{readable_title, title_key};
use meetings::agenda::{Agenda, AgendaItem, item_numbers};
use meetings::meeting::{DraftItemId, MeetingId};
use meetings::preparation::item::{DraftItem, Exemption, ItemKind};
use publications::PublicationError;

/// What happens to draft items that differ from the published agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Differing {
    /// They stay as the clerk left them.
    Stay,
    /// They are updated to match the agenda, which has since been published elsewhere.
    Follow,
}

/// Copies the items of a published agenda into the draft agenda. Items that are already there, matched by number or by the title of
/// an unpublished item, are not added again. Returns whether anything changed.
pub(crate) async fn take_over(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    agenda: &Agenda,
    differing: Differing,
    by: By<'_>,
) -> Result<bool, PublicationError> {
    let before = meetings::preparation::store::of_meeting(transaction, meeting).await?;
    let mut order: Vec<DraftItemId> = Vec::new();
    let mut is_changed = false;
    for (item, number) in agenda.items.iter().zip(numbers(&agenda.items)) {
        let is_free = |known: &&DraftItem| !order.contains(&known.id);
        let by_number = before.iter().filter(is_free).find(|known| known.number.as_ref() == Some(&number));
        let by_title = || {
            let key = title_key(&item.title);
            before.iter().filter(is_free).find(|known| known.number.is_none() && title_key(&known.title) == key)
        };
        if let Some(known) = by_number {
            order.push(known.id);
            let exemption = newly_private(item, known);
            let differs = exemption.is_some()
                || title_key(&known.title) != title_key(&item.title)
                || (item.summary.is_some() && !known.is_exempt() && known.summary != item.summary);
            if differs && differing == Differing::Follow {
                let summary = item.summary.as_deref().filter(|_| !known.is_exempt());
                let title = readable_title(&item.title);
                meetings::preparation::store::follow_published(
                    transaction,
                    known.id,
                    (title.as_str(), summary),
                    exemption.as_ref(),
                )
                .await?;
                is_changed = true;
            }
            continue;
        }
        let id = match by_title() {
            Some(known) => {
                if let Some(exemption) = newly_private(item, known) {
                    let title = known.title.as_str();
                    meetings::preparation::store::follow_published(transaction, known.id, (title, None), Some(&exemption))
                        .await?;
                }
                known.id
            }
            None => meetings::preparation::store::insert(transaction, &in_preparation(meeting, item)?).await?,
        };
        meetings::preparation::store::set_number(transaction, id, &number).await?;
        order.push(id);
        is_changed = true;
    }
    if !is_changed {
        return Ok(false);
    }
    order.extend(before.iter().map(|known| known.id).filter(|id| !order.contains(id)).collect::<Vec<_>>());
    meetings::preparation::store::put_in_order(transaction, &order).await?;
    meetings::preparation::store::write_down(transaction, meeting, "copied from the published agenda", by).await?;
    Ok(true)
}

/// Returns the exemption of an item that is private on the published agenda but not in the draft. An import never makes a private
/// item public.
fn newly_private(item: &AgendaItem, known: &DraftItem) -> Option<Exemption> {
    (item.private && !known.is_exempt()).then(|| exemption(item))
}

fn exemption(item: &AgendaItem) -> Exemption {
    Exemption { paragraphs: item.paragraphs.clone(), public_interest: String::new() }
}

/// Returns the numbers of the items that are private on a published agenda.
pub(crate) fn private_numbers(agenda: &Agenda) -> Vec<String> {
    let numbered = agenda.items.iter().zip(numbers(&agenda.items));
    numbered.filter(|(item, _)| item.private).map(|(_, number)| number).collect()
}

/// Returns the numbers of the items. If only some have printed numbers, the others continue from the highest.
fn numbers(items: &[AgendaItem]) -> Vec<String> {
    let printed = item_numbers(items);
    let mut next = printed.iter().flatten().filter_map(|number| number.parse::<u32>().ok()).max().unwrap_or(0);
    let number = |number: Option<String>| {
        number.unwrap_or_else(|| {
            next += 1;
            next.to_string()
        })
    };
    printed.into_iter().map(number).collect()
}

/// Returns a published item as a draft item.
fn in_preparation(meeting: MeetingId, item: &AgendaItem) -> Result<DraftItem, DbError> {
    let kind = item.kind.as_deref().and_then(ItemKind::read).unwrap_or_else(|| match ItemKind::of_title(&item.title) {
        ItemKind::Report if item.summary.as_deref().is_some_and(|summary| summary.starts_with("A presentation")) => {
            ItemKind::Presentation
        }
        kind => kind,
    });
    let blank = DraftItem::blank(meeting, kind, &readable_title(&item.title));
    Ok(DraftItem {
        summary: item.summary.clone(),
        lead_officer: item.lead_officer.clone(),
        exemption: item.private.then(|| exemption(item)),
        to_follow: item.to_follow,
        urgency: item.urgency.clone(),
        ..blank.map_err(|_| DbError::Value("the key of an item".to_owned()))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_a_number_of_its_own() {
        let item = |number: Option<&str>| AgendaItem { number: number.map(str::to_owned), ..AgendaItem::default() };
        assert_eq!(numbers(&[item(None), item(None)]), ["1", "2"]);
        assert_eq!(numbers(&[item(Some("1")), item(None), item(Some("2"))]), ["1", "3", "2"]);
    }

    #[test]
    fn a_private_item_stays_private() {
        let meeting = MeetingId::new(1).expect("a key");
        let private = AgendaItem { title: "A LEASE".into(), private: true, paragraphs: vec![3], ..AgendaItem::default() };
        let taken = in_preparation(meeting, &private).expect("an item");
        assert_eq!(taken.exemption.map(|exemption| exemption.paragraphs), Some(vec![3]));
        assert_eq!(taken.title, "A Lease");
    }
}
