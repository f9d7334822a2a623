//! Drafts minutes from what was recorded, in the form of the Board's published minutes. This is pure: it reads and writes no state.

use crate::minutes as words;
use chrono::{DateTime, Utc};
use documents::{Block, Clauses};
use meetings::meeting::{DraftItemId, Meeting, PersonId};
use meetings::members::seat_store::SeatOn;
use meetings::minutes::{ActionNote, AttendanceLists, Attendee, BoardRole, Minute, MinuteEntry, Minutes, MinutesStanding};
use meetings::preparation::item::{DraftItem, ItemKind, with_full_stop};
use meetings::sitting::store::{Note, Sitting};
use meetings::sitting::{Entry, Recorded, Standing};
use std::collections::HashMap;

/// The input for drafting minutes.
pub(crate) struct Facts<'a> {
    pub meeting: &'a Meeting,
    pub sitting: &'a Sitting,
    pub seats: &'a [SeatOn],
    pub items: &'a [DraftItem],
    pub entries: &'a [Entry],
    pub notes: &'a [Note],
    /// The running references, by item. An item without one is drafted without a reference.
    pub references: &'a HashMap<DraftItemId, String>,
    /// The text that other capabilities contribute to items, such as Public Question Time.
    pub parts: &'a HashMap<DraftItemId, Vec<Block>>,
}

/// Drafted minutes.
pub(crate) struct Drafted {
    /// The public minutes, without exempt detail.
    pub public: Minutes,
    /// The full minutes, for those who may read them; `None` if nothing was taken in private.
    pub confidential: Option<Minutes>,
}

/// Drafts the minutes of a meeting.
pub(crate) fn draft(facts: &Facts<'_>) -> Drafted {
    let public = minutes(facts, false);
    let is_private = facts.items.iter().any(DraftItem::is_exempt);
    Drafted { public, confidential: is_private.then(|| minutes(facts, true)) }
}

fn minutes(facts: &Facts<'_>, with_private: bool) -> Minutes {
    let placed = placed_entries(facts);
    let mut items: Vec<Minute> = facts
        .items
        .iter()
        .map(|item| {
            let entries: Vec<&Entry> = placed.iter().filter(|(at, _)| *at == item.id).map(|(_, entry)| *entry).collect();
            minute(facts, item, &entries, with_private)
        })
        .collect();
    let business = facts.items.iter().filter(|item| item.kind.is_business()).count();
    if let Some(first) = facts.items.iter().position(|item| item.kind.is_business())
        && let Some(minute) = items.get_mut(first)
    {
        let what = if business == 1 { "Item" } else { "Items" };
        minute.banner = Some(format!("{what} dealt with under duties exercisable by the Board"));
    }
    Minutes {
        board: facts.meeting.board_name.clone(),
        held_on: facts.meeting.held_on,
        place: facts.meeting.place.clone(),
        started_at: facts.sitting.began_at.map(foundation::london::time_of_day),
        ended_at: facts.sitting.ended_at.map(foundation::london::time_of_day),
        attendance: attendance(facts),
        standing: Some(MinutesStanding::Draft),
        items,
    }
}

/// Returns each entry with the item under which it appears: the item at which it was recorded, or, if it has none, the item being
/// discussed at that time.
fn placed_entries<'a>(facts: &Facts<'a>) -> Vec<(DraftItemId, &'a Entry)> {
    let Some(first) = facts.items.first() else { return Vec::new() };
    let mut ordered: Vec<&Entry> = facts.entries.iter().filter(|entry| entry.stands()).collect();
    ordered.sort_by_key(|entry| (entry.at, entry.id));
    let reached = |at: DateTime<Utc>| {
        let of_entries = ordered.iter().filter(|entry| entry.at <= at).filter_map(|entry| Some((entry.at, entry.item?)));
        let of_notes = facts
            .notes
            .iter()
            .filter(|note| note.changed_at <= at)
            .filter_map(|note| Some((note.changed_at, DraftItemId::new(note.item_id)?)));
        of_entries.chain(of_notes).max_by_key(|(at, _)| *at).map_or(first.id, |(_, item)| item)
    };
    ordered.iter().map(|entry| (entry.item.unwrap_or_else(|| reached(entry.at)), *entry)).collect()
}

fn minute(facts: &Facts<'_>, item: &DraftItem, recorded: &[&Entry], with_private: bool) -> Minute {
    let shows_all = with_private || !item.is_exempt();
    let mut entries: Vec<MinuteEntry> = Vec::new();
    let mut actions = Vec::new();
    let note = facts.notes.iter().find(|note| note.item_id == item.id.get()).map_or("", |note| note.text.as_str());
    if let Some(urgency) = &item.urgency {
        entries.push(MinuteEntry::Block(Block::paragraph(words::minuting_words::urgent(urgency))));
    }
    let mut said =
        if shows_all { documents::blocks_of(note) } else { vec![Block::paragraph(words::minuting_words::TAKEN_IN_PRIVATE)] };
    said.extend(facts.parts.get(&item.id).filter(|_| shows_all).into_iter().flatten().cloned());
    if said.is_empty() {
        said.extend(usual(facts, item, recorded));
    }
    // Entries that open the item come before the discussion.
    let (opening, rest): (Vec<&&Entry>, Vec<&&Entry>) =
        recorded.iter().partition(|entry| matches!(entry.what, Recorded::Declared { .. } | Recorded::Exclusion { .. }));
    for entry in &opening {
        entries.extend(said_of(facts, entry, shows_all));
    }
    entries.extend(said.into_iter().map(MinuteEntry::Block));
    for entry in &rest {
        entries.extend(said_of(facts, entry, shows_all));
        if let Recorded::Action { owner, task, due_on } = &entry.what
            && shows_all
        {
            actions.push(ActionNote { owner: owner.clone(), task: Some(task.clone()), due_on: *due_on });
        }
    }
    Minute {
        reference: facts.references.get(&item.id).cloned(),
        number: item.number.clone(),
        title: if shows_all { item.own_title().to_owned() } else { item.title.clone() },
        banner: None,
        private: item.is_exempt(),
        entries,
        actions,
    }
}

/// Returns the usual text for an item that has no notes.
fn usual(facts: &Facts<'_>, item: &DraftItem, recorded: &[&Entry]) -> Option<Block> {
    let declared = facts.entries.iter().any(|entry| entry.stands() && matches!(entry.what, Recorded::Declared { .. }));
    let is_approved = recorded.iter().any(|entry| matches!(entry.what, Recorded::MinutesApproved { .. }));
    let text = match item.kind {
        ItemKind::Minutes if is_approved => return None,
        ItemKind::Declarations if declared => "Declarations are recorded under the items to which they relate.".to_owned(),
        ItemKind::Declarations => "No declarations of interest were made.".to_owned(),
        ItemKind::UrgentBusiness => "There was no urgent business.".to_owned(),
        ItemKind::Announcements => "There were no announcements.".to_owned(),
        ItemKind::Questions => "It was reported that no public questions had been received.".to_owned(),
        ItemKind::Report | ItemKind::Presentation | ItemKind::VerbalUpdate => {
            let what = item.kind.label().to_lowercase();
            match &item.lead_officer {
                Some(officer) => format!("The Board received a {what} from the {officer}."),
                None => format!("The Board received a {what}."),
            }
        }
        ItemKind::Apologies => "Apologies for absence are listed above.".to_owned(),
        ItemKind::Minutes | ItemKind::MattersArising | ItemKind::Exclusion => return None,
    };
    Some(Block::paragraph(text))
}

fn said_of(facts: &Facts<'_>, entry: &Entry, shows_all: bool) -> Vec<MinuteEntry> {
    let name = |person: i64| words::minuting_words::councillor(person, facts.seats);
    let paragraph = |text: String| vec![MinuteEntry::Block(Block::paragraph(text))];
    let movement = |movement: String| vec![MinuteEntry::Movement { movement }];
    match &entry.what {
        Recorded::Arrived { person } => movement(format!("{} joined the meeting.", name(*person))),
        Recorded::Left { person } => movement(format!("{} left the meeting.", name(*person))),
        Recorded::Declared { person, interest, nature, is_sensitive, withdrew } => {
            let nature = (shows_all && !is_sensitive).then_some(nature.as_str());
            movement(words::minuting_words::declared(&name(*person), interest, nature, *withdrew))
        }
        Recorded::Motion { text, mover, seconder, amends } if shows_all => {
            paragraph(words::minuting_words::motion(text, mover.map(name), seconder.map(name), amends.is_some()))
        }
        Recorded::Vote { votes, carried, .. } if shows_all => paragraph(words::minuting_words::vote(votes, *carried, name)),
        Recorded::Resolution { form, clauses, publishable } if shows_all || *publishable => {
            vec![MinuteEntry::resolution(form.as_str(), clauses_of(clauses))]
        }
        Recorded::Exclusion { paragraphs } => {
            vec![MinuteEntry::resolution("RESOLVED", words::minuting_words::exclusion(paragraphs))]
        }
        Recorded::Readmission => paragraph("The press and public were readmitted.".to_owned()),
        Recorded::Recommendation { body, text } if shows_all => paragraph(format!("The Board recommended to {body}: {text}")),
        Recorded::Adjourned { why } => movement(if why.is_empty() {
            "The meeting was adjourned.".to_owned()
        } else {
            format!("The meeting was adjourned: {why}.")
        }),
        Recorded::Resumed => movement("The meeting resumed.".to_owned()),
        Recorded::MinutesApproved { held_on, signed_by, .. } => {
            paragraph(words::minuting_words::approved(*held_on, signed_by.is_some()))
        }
        _ => Vec::new(),
    }
}

fn clauses_of(clauses: &[String]) -> Clauses {
    let clauses = with_full_stop(clauses.to_vec());
    match clauses.as_slice() {
        [only] => Clauses { lead: format!("That {only}"), clauses: Vec::new() },
        _ => Clauses { lead: "That".to_owned(), clauses },
    }
}

/// Returns the attendance lists. Anyone who was there at any time is present; the chair is first, then the vice-chair, then by
/// surname.
fn attendance(facts: &Facts<'_>) -> AttendanceLists {
    let was_here = |person: PersonId| {
        facts.entries.iter().any(|entry| {
            entry.stands()
                && match entry.what {
                    Recorded::Attendance { person: known, standing } => known == person.get() && standing == Standing::Present,
                    Recorded::Arrived { person: known } => known == person.get(),
                    _ => false,
                }
        })
    };
    let standing = |person: PersonId| {
        facts.entries.iter().rev().find_map(|entry| match entry.what {
            Recorded::Attendance { person: known, standing } if entry.stands() && known == person.get() => Some(standing),
            _ => None,
        })
    };
    let mut seats: Vec<&SeatOn> = facts.seats.iter().collect();
    seats.sort_by_key(|seat| (seat.role, seat.name.surname.to_lowercase(), seat.name.given.to_lowercase()));
    let mut lists = AttendanceLists::default();
    for seat in seats {
        let role = matches!(seat.role, BoardRole::Chair | BoardRole::ViceChair).then_some(seat.role);
        let note = (seat.role == BoardRole::Substitute).then(|| "substitute".to_owned());
        let attendee = Attendee { name: words::minuting_words::printed_name(seat, facts.seats), role, note };
        if was_here(seat.person) {
            lists.present.push(attendee);
        } else {
            match standing(seat.person) {
                Some(Standing::Apologies) => lists.apologies.push(attendee),
                Some(Standing::CouncilBusiness) => lists.absent_on_council_business.push(attendee),
                _ => {}
            }
        }
    }
    for entry in facts.entries.iter().filter(|entry| entry.stands()) {
        match &entry.what {
            Recorded::Officer { name, post } => {
                lists.officers.push(Attendee { name: name.clone(), role: None, note: post.clone() });
            }
            Recorded::Guest { name } => lists.also_in_attendance.push(Attendee { name: name.clone(), role: None, note: None }),
            _ => {}
        }
    }
    lists
}

#[cfg(test)]
#[path = "minuting_tests.rs"]
mod tests;
