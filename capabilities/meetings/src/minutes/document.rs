//! Minutes as a document, from which their page, plain text and PDF are produced.

use crate::attendance::store::Capacity;
use crate::calendar::lists::minute_anchor;
use crate::minutes::{Attendee, Minute, MinuteEntry, Minutes};
use documents::{Action, Document, Entry, Fact, Section};
use foundation::{civil_date, text::readable_title, time_of_day};

/// Returns the minutes in the form that councils print (the rule book, 'Minutes'): date and place, attendance, each minute, the
/// end.
pub fn document(minutes: &Minutes) -> Document {
    let mut entries = vec![Entry::Lead { text: opening(minutes) }];
    entries.extend(minutes.standing.as_ref().map(|standing| Entry::Notice { text: standing.sentence() }));
    entries.push(Entry::Facts { facts: attendance(minutes) });
    for (position, minute) in (0..).zip(&minutes.items) {
        if let Some(banner) = &minute.banner {
            entries.push(Entry::Banner { text: readable_title(banner) });
        }
        entries.push(Entry::Minute(one(minute, position)));
    }
    if let Some(ended) = minutes.ended_at {
        entries.push(Entry::Movement { text: format!("Meeting ended at {}", time_of_day::written(ended)) });
    }
    Document {
        anchor: "minutes".to_owned(),
        caption: Some(minutes.board.clone()),
        title: format!("Minutes, {}", civil_date::written(minutes.held_on)),
        entries,
        ..Document::default()
    }
}

/// Returns the opening: `At a meeting of the … on Tuesday, 6 February 2024 at the Council Chamber`.
fn opening(minutes: &Minutes) -> String {
    let mut opening = format!("At a meeting of the {} on {}", minutes.board, civil_date::written_with_weekday(minutes.held_on));
    if let Some(place) = &minutes.place {
        opening.push_str(" at the ");
        opening.push_str(place.trim_start_matches("the "));
    }
    if let Some(started) = minutes.started_at {
        opening.push_str(", beginning at ");
        opening.push_str(&time_of_day::written(started));
    }
    opening
}

fn attendance(minutes: &Minutes) -> Vec<Fact> {
    let lists = Capacity::ALL.into_iter().map(|capacity| {
        let people = capacity.list(&minutes.attendance);
        let names: Vec<String> = people.iter().map(name).collect();
        let value = match names.len() {
            0 => "None".to_owned(),
            1 if capacity.is_of_members() => format!("Councillor {}", names.join(", ")),
            _ if capacity.is_of_members() => format!("Councillors {}", names.join(", ")),
            _ => names.join(", "),
        };
        Fact::new(capacity.heading(), value)
    });
    lists.collect()
}

fn name(attendee: &Attendee) -> String {
    let role = attendee.role.map(|role| format!(" ({})", role.words())).unwrap_or_default();
    let note = attendee.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{}{role}{note}", attendee.name)
}

/// Returns one minute; `position` counts from 0 within the meeting.
pub fn one(minute: &Minute, position: i32) -> documents::Minute {
    let entry = |entry: &MinuteEntry| match entry.clone() {
        MinuteEntry::Block(block) => Entry::from(block),
        MinuteEntry::Resolution { form, resolution } => Entry::Resolution { form, clauses: resolution },
        MinuteEntry::Movement { movement } => Entry::Movement { text: movement },
    };
    documents::Minute {
        anchor: minute_anchor(position),
        reference: minute.reference.clone(),
        number: minute.number.clone(),
        title: readable_title(&minute.title),
        private: minute.private,
        entries: minute.entries.iter().map(entry).collect(),
        actions: actions(minute),
    }
}

fn actions(minute: &Minute) -> Vec<Action> {
    minute.actions.iter().map(|action| Action { owner: action.owner.clone(), task: action.task.clone() }).collect()
}

/// Returns only the decisions of a meeting: each minute with a resolution, and who is to act.
pub fn decisions(minutes: &Minutes) -> Option<Document> {
    let mut entries = vec![Entry::Lead { text: opening(minutes) }];
    for (position, minute) in (0..).zip(&minutes.items) {
        let whole = one(minute, position);
        let mut decided: Vec<Entry> =
            whole.entries.iter().filter(|entry| matches!(entry, Entry::Resolution { .. })).cloned().collect();
        if decided.is_empty() && whole.actions.is_empty() {
            continue;
        }
        let acts = whole.actions.iter().map(|action| {
            let task = action.task.as_ref().map(|task| format!(": {task}")).unwrap_or_default();
            Fact::new("Action", format!("{}{task}", action.owner))
        });
        let acts: Vec<Fact> = acts.collect();
        if !acts.is_empty() {
            decided.push(Entry::Facts { facts: acts });
        }
        entries.push(Entry::Section(Section {
            number: whole.name(),
            anchor: whole.anchor,
            title: whole.title,
            entries: decided,
        }));
    }
    let nothing = entries.len() == 1;
    (!nothing).then(|| Document {
        anchor: "decisions".to_owned(),
        caption: Some(minutes.board.clone()),
        title: format!("Decisions, {}", civil_date::written(minutes.held_on)),
        entries,
        ..Document::default()
    })
}
