//! The form for recording an entry at a meeting. Each kind of entry has its own form, and all are sent to one address.

use crate::sitting::presence::{Presence, presence};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Europe::London;
use foundation::london;
use meetings::form::{NOT_A_DAY, NOT_A_TIME, day, is_ticked, line, some_line, time};
use meetings::interests::InterestKind;
use meetings::meeting::{DraftItemId, PersonId};
use meetings::preparation::item::{clauses_of, paragraphs_of};
use meetings::sitting;
use meetings::sitting::vote::VoteFault;
use meetings::sitting::{Choice, Entry, Recorded, Standing, Votes};
use serde::Deserialize;
use std::collections::HashMap;

/// The submitted form for any kind of entry; fields of other kinds are empty.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct EntryForm {
    #[serde(default)]
    pub kind: String,
    /// The item on whose screen it is recorded.
    #[serde(default)]
    pub item: String,
    /// The form on the page from which it was sent.
    #[serde(default)]
    pub panel: String,
    /// The last entry that the page showed, which identifies a second submission of the same page.
    #[serde(default)]
    pub seen: String,
    /// The item that a declared interest is about.
    #[serde(default)]
    pub about: String,
    /// When it happened, if not now.
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
    /// Votes by name (`vote-7`), and any other fields.
    #[serde(flatten)]
    pub others: HashMap<String, String>,
}

/// The times of a meeting, from which a time of day is interpreted.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub held_on: NaiveDate,
    pub began_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

/// Returns when something happened at a meeting: the submitted time of day, or now if it is empty. Returns `None` if it is not a
/// time.
///
/// A time in the small hours of a meeting that continues past midnight is on the following day.
pub(crate) fn moment(times: Times, typed: &str) -> Option<DateTime<Utc>> {
    let Some(text) = some_line(typed, 20) else {
        // An entry recorded before the day must not precede the start of the meeting.
        return Some(times.began_at.map_or(times.now, |began| began.max(times.now)));
    };
    let time = time(&text)?;
    // A meeting that starts early has its times on the day it actually started, to which it is moved afterwards.
    let day =
        times.began_at.map_or_else(|| times.held_on.min(london::local(times.now).date()), |began| london::local(began).date());
    let at = on_day(day, time);
    let is_past_midnight = time.hour() < 6 && times.began_at.is_some_and(|began| at < began);
    let next = day.succ_opt().filter(|_| is_past_midnight);
    Some(next.map_or(at, |next| on_day(next, time)))
}

/// What parsing needs to know about the meeting.
pub(crate) struct Known<'a> {
    /// The members and substitutes on the day.
    pub members: &'a [PersonId],
    pub entries: &'a [Entry],
    /// Members with a disclosable interest in the item.
    pub barred: &'a [PersonId],
    pub present: &'a [PersonId],
    /// The paragraphs of the item, if it is exempt.
    pub paragraphs: &'a [u8],
    /// The items of the agenda.
    pub items: &'a [DraftItemId],
    pub times: Times,
}

/// A parsed entry: what happened, at which item, and when.
pub(crate) struct ReadEntry {
    pub what: Recorded,
    pub item: Option<DraftItemId>,
    pub at: DateTime<Utc>,
    /// Whether a time was given.
    pub has_time: bool,
}

impl ReadEntry {
    /// Checks whether the entry is possible after the earlier ones: for example, only a member who is present can leave, and a
    /// motion is voted on once.
    pub(crate) fn is_possible(&self, known: &Known<'_>) -> Result<(), EntryFault> {
        let was_there = |person: i64| {
            PersonId::new(person).is_some_and(|person| presence(known.entries, person, None, Some(self.at)) == Presence::Present)
        };
        let is_its_day = london::local(known.times.now).date() == known.times.held_on;
        match &self.what {
            Recorded::Arrived { .. } | Recorded::Left { .. } if !self.has_time && !is_its_day => Err(("Enter the time", "at")),
            Recorded::Arrived { person } if was_there(*person) => {
                Err(("This member was already recorded as present at that time", "person"))
            }
            Recorded::Left { person } if !was_there(*person) => {
                Err(("This member was not recorded as present at that time", "person"))
            }
            Recorded::Vote { motion, .. } if sitting::is_voted_on(known.entries, *motion) => {
                Err(("The vote on this motion is already recorded. Strike it out first to record another", "motion"))
            }
            Recorded::Exclusion { .. } if sitting::is_closed(known.entries) => {
                Err(("The public are already excluded", "paragraphs"))
            }
            Recorded::Readmission if !sitting::is_closed(known.entries) => Err(("The public are not excluded", "kind")),
            _ => Ok(()),
        }
    }
}

/// A fault in an entry: the error message and its field.
pub(crate) type EntryFault = (&'static str, &'static str);

impl EntryForm {
    /// Returns the form on the page from which this was sent. Several forms record the same kind of entry.
    pub(crate) fn panel(&self) -> &str {
        match (self.panel.as_str(), self.kind.as_str()) {
            ("", "vote") if self.others.keys().any(|field| field.starts_with("vote-")) => "named",
            ("", "vote") => "hands",
            ("", "arrived" | "left") => "moved",
            ("", kind) => kind,
            (panel, _) => panel,
        }
    }

    /// Parses the entry.
    pub(crate) fn read(&self, known: &Known<'_>) -> Result<ReadEntry, EntryFault> {
        let at = moment(known.times, &self.at).ok_or((NOT_A_TIME, "at"))?;
        let screen = self.item.parse().ok().filter(|item| known.items.contains(item));
        // An interest can be declared before its item is reached.
        let item = match (self.kind.as_str(), self.about.as_str()) {
            ("declared", about) if !about.is_empty() => {
                let about = about.parse().ok().filter(|item| known.items.contains(item));
                Some(about.ok_or(("Select the item", "about"))?)
            }
            _ => screen,
        };
        let what = self.what(known, item == screen)?;
        Ok(ReadEntry { what, item, at, has_time: !self.at.trim().is_empty() })
    }

    fn what(&self, known: &Known<'_>, is_here: bool) -> Result<Recorded, EntryFault> {
        Ok(match self.kind.as_str() {
            "arrived" => Recorded::Arrived { person: self.member(known)? },
            "left" => Recorded::Left { person: self.member(known)? },
            "attendance" => Recorded::Attendance {
                person: self.member(known)?,
                standing: Standing::read(&self.text).ok_or(("Select the member’s attendance", "text"))?,
            },
            "officer" => Recorded::Officer { name: self.name()?, post: some_line(&self.post, 160) },
            "guest" => Recorded::Guest { name: self.name()? },
            "declared" => Recorded::Declared {
                person: self.member(known)?,
                interest: InterestKind::read(&self.interest)
                    .ok_or(("Select the kind of interest", "interest"))?
                    .word()
                    .to_owned(),
                nature: some_line(&self.nature, 500).ok_or(("Enter the nature of the interest", "nature"))?,
                is_sensitive: is_ticked(&self.sensitive),
                // A member who declares before the item stays until it is reached.
                withdrew: is_ticked(&self.withdrew) && is_here,
            },
            "motion" => self.motion(known)?,
            "vote" => self.vote(known)?,
            "resolution" => Recorded::Resolution {
                form: if self.form == "RECOMMENDED" { "RECOMMENDED".to_owned() } else { "RESOLVED".to_owned() },
                clauses: Some(clauses_of(&self.clauses))
                    .filter(|clauses| !clauses.is_empty() && clauses.len() <= 30)
                    .ok_or(("Enter what was resolved, with each clause on its own line, up to 30", "clauses"))?,
                publishable: known.paragraphs.is_empty() || is_ticked(&self.publishable),
            },
            "action" => Recorded::Action {
                owner: some_line(&self.owner, 160).ok_or(("Enter the post that will act", "owner"))?,
                task: some_line(&self.text, 500).ok_or(("Enter what is to be done", "text"))?,
                due_on: match some_line(&self.due_on, 40) {
                    None => None,
                    Some(text) => Some(day(&text).ok_or((NOT_A_DAY, "due_on"))?),
                },
            },
            "exclusion" => Recorded::Exclusion { paragraphs: self.excluded()? },
            "readmission" => Recorded::Readmission,
            "recommendation" => Recorded::Recommendation {
                body: some_line(&self.name, 160).ok_or(("Enter the body that the recommendation is for", "name"))?,
                text: some_line(&self.text, 1_000).ok_or(("Enter the recommendation", "text"))?,
            },
            _ => return Err(("Select what to record", "kind")),
        })
    }

    fn motion(&self, known: &Known<'_>) -> Result<Recorded, EntryFault> {
        let text = some_line(&self.text, 1_000).ok_or(("Enter the motion", "text"))?;
        let (mover, seconder) = (among(&self.mover, known), among(&self.seconder, known));
        for (member, field) in [(mover, "mover"), (seconder, "seconder")] {
            let Some(member) = member.and_then(PersonId::new) else { continue };
            if !known.present.contains(&member) {
                return Err(("Only members who are present can move or second a motion", field));
            }
            if known.barred.contains(&member) {
                return Err(("A member with a disclosable pecuniary interest in the item cannot move or second a motion", field));
            }
        }
        if mover.is_some() && mover == seconder {
            return Err(("A motion must be moved and seconded by different members", "seconder"));
        }
        let amends = self.amends.parse().ok().filter(|id| is_motion(known.entries, *id));
        Ok(Recorded::Motion { text, mover, seconder, amends })
    }

    /// Returns the paragraphs under which the public is excluded. A paragraph that the schedule does not have is rejected, not
    /// ignored.
    fn excluded(&self) -> Result<Vec<u8>, EntryFault> {
        let paragraphs = paragraphs_of(&self.paragraphs).filter(|paragraphs| !paragraphs.is_empty());
        paragraphs.ok_or(("Enter the paragraphs of Schedule 12A as numbers from 1 to 7", "paragraphs"))
    }

    fn vote(&self, known: &Known<'_>) -> Result<Recorded, EntryFault> {
        let motion = self.motion.parse().ok().filter(|id| is_motion(known.entries, *id));
        let motion = motion.ok_or(("Select the motion", "motion"))?;
        let casting = Choice::read(&self.casting).filter(|choice| *choice != Choice::Abstained);
        let mut named: Vec<(i64, Choice)> = self
            .others
            .iter()
            .filter_map(|(field, value)| Some((field.strip_prefix("vote-")?.parse().ok()?, Choice::read(value)?)))
            .collect();
        named.sort_by_key(|(person, _)| *person);
        let votes = if named.is_empty() && self.panel() != "named" {
            let count = |text: &str, field: &'static str| {
                if text.trim().is_empty() {
                    Ok(0)
                } else {
                    text.trim().parse::<u32>().map_err(|_| ("Votes must be a whole number, like 4", field))
                }
            };
            Votes::Hands {
                in_favour: count(&self.in_favour, "in_favour")?,
                against: count(&self.against, "against")?,
                abstained: count(&self.abstained, "abstained")?,
                casting,
            }
        } else {
            Votes::Named { votes: named, casting }
        };
        let at_fault = |fault: VoteFault| match fault {
            VoteFault::NoTie | VoteFault::TieUndecided => "casting",
            _ if matches!(votes, Votes::Named { .. }) => "motion",
            _ => "in_favour",
        };
        let carried =
            sitting::vote::outcome(&votes, known.present, known.barred).map_err(|fault| (fault.message(), at_fault(fault)))?;
        Ok(Recorded::Vote { motion, votes, carried })
    }

    fn member(&self, known: &Known<'_>) -> Result<i64, EntryFault> {
        among(&self.person, known).ok_or(("Select a member", "person"))
    }

    fn name(&self) -> Result<String, EntryFault> {
        Some(line(&self.name, 120)).filter(|name| !name.is_empty()).ok_or(("Enter a name", "name"))
    }
}

/// Returns the member whose key is in a field.
fn among(field: &str, known: &Known<'_>) -> Option<i64> {
    field.parse::<PersonId>().ok().filter(|person| known.members.contains(person)).map(PersonId::get)
}

fn is_motion(entries: &[Entry], id: i64) -> bool {
    entries.iter().any(|entry| entry.id == id && entry.stands() && matches!(entry.what, Recorded::Motion { .. }))
}

/// Returns the instant of a time of day in London. A time skipped by the change of clocks is read as if they had not changed.
fn on_day(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    London.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
#[path = "entry_form_tests.rs"]
mod tests;
