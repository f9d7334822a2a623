//! Minutes as a document, from which their page, plain text and PDF are produced.

use crate::attendance::store::Capacity;
use crate::calendar::lists::minute_anchor;
use crate::minutes::{Attendee, Minute, MinuteEntry, Minutes, voting};
use documents::{Action, Block, Document, Entry, Fact, Section};
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
    documents::Minute {
        anchor: minute_anchor(position),
        reference: minute.reference.clone(),
        number: minute.number.clone(),
        title: readable_title(&minute.title),
        private: minute.private,
        entries: minute.entries.iter().flat_map(entry).collect(),
        actions: actions(minute),
    }
}

/// Returns what a page prints for an entry: itself, and below it who moved it and the votes, in words.
fn entry(entry: &MinuteEntry) -> Vec<Entry> {
    let below = |words: Option<String>| words.map(|words| Entry::from(Block::paragraph(words)));
    match entry {
        MinuteEntry::Block(block) => vec![Entry::from(block.clone())],
        MinuteEntry::Movement { movement } => vec![Entry::Movement { text: movement.clone() }],
        MinuteEntry::Resolution { form, resolution, moved_by, seconded_by, vote } => {
            let words = voting::sentences(moved_by.as_deref(), seconded_by.as_deref(), vote.as_ref(), form);
            let resolved = Entry::Resolution { form: sentence_case(form), clauses: resolution.clone() };
            std::iter::once(resolved).chain(below(words)).collect()
        }
        MinuteEntry::Motion { motion } => {
            let (moved_by, seconded_by) = (motion.moved_by.as_deref(), motion.seconded_by.as_deref());
            let words = voting::sentences(moved_by, seconded_by, motion.vote.as_ref(), &motion.sentence);
            std::iter::once(Entry::from(Block::paragraph(motion.sentence.as_str()))).chain(below(words)).collect()
        }
    }
}

/// Returns a word from the middle of a sentence, such as `it was agreed`, as it begins one.
fn sentence_case(form: &str) -> String {
    let mut letters = form.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn actions(minute: &Minute) -> Vec<Action> {
    minute.actions.iter().map(|action| Action { owner: action.owner.clone(), task: action.task.clone() }).collect()
}

/// Returns only the decisions of a meeting: each minute with a resolution, and who is to act.
pub fn decisions(minutes: &Minutes) -> Option<Document> {
    let mut entries = vec![Entry::Lead { text: opening(minutes) }];
    for (position, minute) in (0..).zip(&minutes.items) {
        let whole = one(minute, position);
        let resolutions = minute.entries.iter().filter(|entry| matches!(entry, MinuteEntry::Resolution { .. }));
        let mut decided: Vec<Entry> = resolutions.flat_map(entry).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minutes::{AttendanceLists, Motion, Outcome, RecordedVote, VotesCast};
    use chrono::NaiveDate;
    use documents::{Clauses, plain_text};

    fn voted() -> Minutes {
        let cast = |count| Some(VotesCast { count, names: Vec::new() });
        let lost = Motion {
            sentence: "The amendment was lost.".into(),
            outcome: Outcome::Lost,
            amendment: true,
            words: None,
            moved_by: Some("Councillor C. Proxy".into()),
            seconded_by: None,
            vote: Some(RecordedVote { in_favour: cast(2), against: cast(9), ..RecordedVote::default() }),
        };
        let resolved = MinuteEntry::Resolution {
            form: "it was agreed".into(),
            resolution: Clauses { lead: "that the lamps be lit.".into(), clauses: Vec::new() },
            moved_by: Some("Councillor A. Dummy".into()),
            seconded_by: Some("Councillor B. Foil".into()),
            vote: Some(RecordedVote { in_favour: cast(9), against: cast(2), ..RecordedVote::default() }),
        };
        let entries = vec![MinuteEntry::Motion { motion: lost }, resolved];
        Minutes {
            board: "Safer Wexcombe Board".into(),
            held_on: NaiveDate::from_ymd_opt(2025, 3, 4).expect("a day"),
            place: None,
            started_at: None,
            ended_at: None,
            attendance: AttendanceLists::default(),
            standing: None,
            items: vec![Minute { title: "Lamps".into(), entries, ..Minute::default() }],
        }
    }

    #[test]
    fn votes_are_below_what_was_resolved() {
        let text = plain_text::of_document(&document(&voted()));
        let told = "The amendment was lost.\nMoved by Councillor C. Proxy. 2 for, 9 against.\n\
                    It was agreed: that the lamps be lit.\nMoved by Councillor A. Dummy and seconded by Councillor B. Foil. 9 for, 2 against.\n";
        assert!(text.contains(told), "{text}");
    }

    #[test]
    fn what_was_lost_is_no_decision() {
        let text = plain_text::of_document(&decisions(&voted()).expect("a decision"));
        assert!(text.contains("that the lamps be lit.\nMoved by Councillor A. Dummy") && !text.contains("amendment"), "{text}");
        let mut minutes = voted();
        minutes.items[0].entries.truncate(1);
        assert_eq!(decisions(&minutes), None);
    }
}
