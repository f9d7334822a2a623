//! What the clerk sees before ending a meeting: who is recorded as present, what is still open, and what follows.

use crate::sitting::pages::SittingView;
use crate::sitting::presence::Presence;
use chrono::{DateTime, Utc};
use foundation::{london, time_of_day};
use meetings::sitting;
use meetings::sitting::Recorded;
use web::{AppState, Result};

/// Returns what other capabilities still have open at the meeting, such as a public question in progress.
pub(crate) async fn of_others(state: &AppState, view: &SittingView) -> Result<Vec<String>> {
    let mut open = Vec::new();
    for part in &state.joined.meeting_parts {
        open.extend(part.unfinished(state, view.meeting.id.get()).await?);
    }
    Ok(open)
}

/// Returns what the clerk should check before the meeting ends.
pub(crate) fn to_check(view: &SittingView, of_others: &[String]) -> Vec<String> {
    let mut check = Vec::new();
    if sitting::is_closed(&view.entries) {
        check.push("The public are still excluded. If they were readmitted, go back and record it.".to_owned());
    }
    let names = |wanted: fn(Presence) -> bool| {
        let some = view.seats.iter().filter(|seat| wanted(view.presence(seat.person)) && view.is_expected(seat));
        some.map(|seat| seat.name.full()).collect::<Vec<_>>()
    };
    let present = names(|presence| presence == Presence::Present);
    if present.is_empty() {
        check.push("No one is recorded as present.".to_owned());
    } else {
        check.push(format!("Recorded as present until the end: {}.", present.join(", ")));
    }
    let absent = names(|presence| presence == Presence::Absent);
    if !absent.is_empty() {
        check.push(format!("Recorded as absent, without apologies: {}.", absent.join(", ")));
    }
    for motion in view.entries.iter().filter(|entry| entry.stands()) {
        if let Recorded::Motion { text, .. } = &motion.what
            && !sitting::is_voted_on(&view.entries, motion.id)
        {
            check.push(format!("No vote is recorded on the motion “{}”.", text.trim_end_matches('.')));
        }
    }
    let has_words = |item: &&meetings::preparation::item::DraftItem| {
        view.entries.iter().any(|entry| entry.stands() && entry.item == Some(item.id))
            || view.notes.iter().any(|note| note.item_id == item.id.get() && !note.text.is_empty())
    };
    let silent: Vec<&str> = view
        .items
        .iter()
        .filter(|item| !item.kind.is_opening() && !has_words(item))
        .map(meetings::preparation::item::DraftItem::own_title)
        .collect();
    if !silent.is_empty() {
        check.push(format!("No minutes or decisions recorded for: {}.", silent.join("; ")));
    }
    check.extend(of_others.iter().cloned());
    check
}

/// Returns what happens once the meeting ends.
pub(crate) fn consequences(view: &SittingView, at: DateTime<Utc>) -> Vec<String> {
    let mut will = vec![
        format!("The meeting is recorded as ended at {}.", time_of_day::on_page(london::time_of_day(at))),
        "Nothing becomes public. You can then check the draft minutes and circulate them.".to_owned(),
        "You can reopen the meeting, with a reason, until its draft minutes are circulated.".to_owned(),
    ];
    if view.today < view.meeting.held_on {
        will.push("Draft minutes cannot be circulated before the day of the meeting.".to_owned());
    }
    will
}
