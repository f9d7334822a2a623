//! Reading what the clerk records at a meeting: one form for each kind of entry, all sent to one address.

use crate::draft_item::{clauses_of, paragraphs_of};
use crate::form::{NOT_A_DAY, NOT_A_TIME, day, is_ticked, line, some_line, time};
use crate::interest::InterestKind;
use crate::meeting::PersonId;
use crate::sitting::{self, Choice, Entry, Recorded, Standing, Votes};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use serde::Deserialize;
use std::collections::HashMap;

/// What is sent, whatever the kind; fields of other kinds are empty.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct EntryForm {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub item: String,
    /// When it happened, where that is not now.
    #[serde(default)]
    pub at: String,
    #[serde(default)]
    pub person: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub interest: String,
    #[serde(default)]
    pub nature: String,
    #[serde(default)]
    pub sensitive: String,
    #[serde(default)]
    pub withdrew: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub mover: String,
    #[serde(default)]
    pub seconder: String,
    #[serde(default)]
    pub amends: String,
    #[serde(default)]
    pub motion: String,
    #[serde(default)]
    pub in_favour: String,
    #[serde(default)]
    pub against: String,
    #[serde(default)]
    pub abstained: String,
    #[serde(default)]
    pub casting: String,
    #[serde(default)]
    pub form: String,
    #[serde(default)]
    pub clauses: String,
    #[serde(default)]
    pub publishable: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub due_on: String,
    #[serde(default)]
    pub paragraphs: String,
    /// Votes by name (`vote-7`), and whatever else was sent.
    #[serde(flatten)]
    pub others: HashMap<String, String>,
}

/// What reading needs to know of the meeting.
pub(crate) struct Known<'a> {
    /// The members and substitutes of the day.
    pub members: &'a [PersonId],
    pub entries: &'a [Entry],
    /// Members with a disclosable interest in the item.
    pub barred: &'a [PersonId],
    pub present: &'a [PersonId],
    /// The paragraphs of the item, where it is exempt.
    pub paragraphs: &'a [u8],
    pub held_on: NaiveDate,
    pub now: DateTime<Utc>,
}

/// An entry as read: what happened, and when.
pub(crate) struct ReadEntry {
    pub what: Recorded,
    pub at: DateTime<Utc>,
}

/// What is wrong with an entry: what to do about it, and at which field.
pub(crate) type EntryFault = (&'static str, &'static str);

impl EntryForm {
    /// Reads the entry.
    pub(crate) fn read(&self, known: &Known<'_>) -> Result<ReadEntry, EntryFault> {
        let at = match some_line(&self.at, 20) {
            None => known.now,
            Some(text) => on_day(known.held_on, time(&text).ok_or((NOT_A_TIME, "at"))?),
        };
        Ok(ReadEntry { what: self.what(known)?, at })
    }

    fn what(&self, known: &Known<'_>) -> Result<Recorded, EntryFault> {
        Ok(match self.kind.as_str() {
            "arrived" => Recorded::Arrived { person: self.member(known)? },
            "left" => Recorded::Left { person: self.member(known)? },
            "attendance" => Recorded::Attendance {
                person: self.member(known)?,
                standing: Standing::read(&self.text).ok_or(("Choose how the member stands to the meeting", "text"))?,
            },
            "officer" => Recorded::Officer { name: self.name()?, post: some_line(&self.post, 160) },
            "guest" => Recorded::Guest { name: self.name()? },
            "declared" => Recorded::Declared {
                person: self.member(known)?,
                interest: InterestKind::read(&self.interest)
                    .ok_or(("Choose what kind of interest it is", "interest"))?
                    .word()
                    .to_owned(),
                nature: some_line(&self.nature, 500).ok_or(("Say what the interest consists in", "nature"))?,
                is_sensitive: is_ticked(&self.sensitive),
                withdrew: is_ticked(&self.withdrew),
            },
            "motion" => Recorded::Motion {
                text: some_line(&self.text, 1_000).ok_or(("Enter the motion", "text"))?,
                mover: among(&self.mover, known),
                seconder: among(&self.seconder, known),
                amends: self.amends.parse().ok().filter(|id| is_motion(known.entries, *id)),
            },
            "vote" => self.vote(known)?,
            "resolution" => Recorded::Resolution {
                form: if self.form == "RECOMMENDED" { "RECOMMENDED".to_owned() } else { "RESOLVED".to_owned() },
                clauses: Some(clauses_of(&self.clauses))
                    .filter(|clauses| !clauses.is_empty() && clauses.len() <= 30)
                    .ok_or(("Enter what was resolved, a line to each clause, at most 30", "clauses"))?,
                publishable: known.paragraphs.is_empty() || is_ticked(&self.publishable),
            },
            "action" => Recorded::Action {
                owner: some_line(&self.owner, 160).ok_or(("Enter the post that is to act", "owner"))?,
                task: some_line(&self.text, 500).ok_or(("Say what is to be done", "text"))?,
                due_on: match some_line(&self.due_on, 40) {
                    None => None,
                    Some(text) => Some(day(&text).ok_or((NOT_A_DAY, "due_on"))?),
                },
            },
            "exclusion" => Recorded::Exclusion {
                paragraphs: Some(paragraphs_of(&self.paragraphs))
                    .filter(|paragraphs| !paragraphs.is_empty())
                    .ok_or(("Name the paragraphs of Schedule 12A, from 1 to 7", "paragraphs"))?,
            },
            "readmission" => Recorded::Readmission,
            "recommendation" => Recorded::Recommendation {
                body: some_line(&self.name, 160).ok_or(("Enter the body to which it goes", "name"))?,
                text: some_line(&self.text, 1_000).ok_or(("Enter the recommendation", "text"))?,
            },
            _ => return Err(("Choose what to record", "kind")),
        })
    }

    fn vote(&self, known: &Known<'_>) -> Result<Recorded, EntryFault> {
        let motion = self.motion.parse().ok().filter(|id| is_motion(known.entries, *id));
        let motion = motion.ok_or(("Choose the motion", "motion"))?;
        let casting = Choice::read(&self.casting).filter(|choice| *choice != Choice::Abstained);
        let mut named: Vec<(i64, Choice)> = self
            .others
            .iter()
            .filter_map(|(field, value)| Some((field.strip_prefix("vote-")?.parse().ok()?, Choice::read(value)?)))
            .collect();
        named.sort_by_key(|(person, _)| *person);
        let votes = if named.is_empty() {
            let count = |text: &str| {
                if text.trim().is_empty() {
                    Ok(0)
                } else {
                    text.trim().parse::<u32>().map_err(|_| ("Votes are whole numbers", "in_favour"))
                }
            };
            Votes::Hands {
                in_favour: count(&self.in_favour)?,
                against: count(&self.against)?,
                abstained: count(&self.abstained)?,
                casting,
            }
        } else {
            Votes::Named { votes: named, casting }
        };
        let carried = sitting::outcome(&votes, known.present, known.barred).map_err(|fault| (fault.message(), "in_favour"))?;
        Ok(Recorded::Vote { motion, votes, carried })
    }

    fn member(&self, known: &Known<'_>) -> Result<i64, EntryFault> {
        among(&self.person, known).ok_or(("Choose a member", "person"))
    }

    fn name(&self) -> Result<String, EntryFault> {
        Some(line(&self.name, 120)).filter(|name| !name.is_empty()).ok_or(("Enter the name", "name"))
    }
}

/// The member whose key stands in a field.
fn among(field: &str, known: &Known<'_>) -> Option<i64> {
    field.parse::<PersonId>().ok().filter(|person| known.members.contains(person)).map(PersonId::get)
}

fn is_motion(entries: &[Entry], id: i64) -> bool {
    entries.iter().any(|entry| entry.id == id && entry.stands() && matches!(entry.what, Recorded::Motion { .. }))
}

/// The instant of a time of day at the meeting, in London. One that the clocks leave out is taken as it would have been.
pub(crate) fn on_day(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    London.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(members: &'a [PersonId], entries: &'a [Entry]) -> Known<'a> {
        Known {
            members,
            entries,
            barred: &[],
            present: members,
            paragraphs: &[],
            held_on: NaiveDate::from_ymd_opt(2024, 6, 11).expect("a day"),
            now: "2024-06-11T17:40:00Z".parse().expect("an instant"),
        }
    }

    #[test]
    fn times_are_those_of_the_meetings_day_in_london() {
        let members = [PersonId::new(1).expect("a key")];
        let form = EntryForm { kind: "left".into(), person: "1".into(), at: "7.05 pm".into(), ..EntryForm::default() };
        let read = form.read(&known(&members, &[])).expect("an entry");
        assert_eq!(read.at, "2024-06-11T18:05:00Z".parse::<DateTime<Utc>>().expect("an instant"));
        assert_eq!(read.what, Recorded::Left { person: 1 });
        let bad = EntryForm { at: "soon".into(), ..form.clone() };
        assert_eq!(bad.read(&known(&members, &[])).err(), Some((NOT_A_TIME, "at")));
        let stranger = EntryForm { person: "2".into(), ..form };
        assert_eq!(stranger.read(&known(&members, &[])).err(), Some(("Choose a member", "person")));
    }

    #[test]
    fn a_vote_needs_a_motion_that_stands() {
        let members = [PersonId::new(1).expect("a key")];
        let form = EntryForm { kind: "vote".into(), motion: "4".into(), in_favour: "1".into(), ..EntryForm::default() };
        assert_eq!(form.read(&known(&members, &[])).err(), Some(("Choose the motion", "motion")));
    }
}
