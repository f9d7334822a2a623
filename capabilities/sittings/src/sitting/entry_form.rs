//! The form for recording an entry at a meeting. Each kind of entry has its own form, and all are sent to one address.

use crate::sitting::presence::{Presence, presence};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Europe::London;
use foundation::london;
use meetings::interests::InterestKind;
use meetings::meeting::{DraftItemId, PersonId};
use meetings::preparation::item::{clauses_of, paragraphs_of};
use meetings::sitting;
use meetings::sitting::vote::VoteFault;
use meetings::sitting::{Choice, Entry, Recorded, Standing, Votes};
use ui::FormState;
use web::{Answer, NOT_A_DATE, NOT_A_TIME, SubmittedForm, TextAnswer};

/// The fragment for a fault that concerns no field.
pub(crate) const RECORDED: &str = "recorded";

/// Returns the panel of the page from which a form was sent. Several panels record the same kind of entry.
pub(crate) fn panel(form: &FormState) -> &str {
    match (form.value("panel"), form.value("kind")) {
        ("", "vote") if form.all().any(|(field, _)| field.starts_with("vote-")) => "named",
        ("", "vote") => "hands",
        ("", "arrived" | "left") => "moved",
        ("", kind) => kind,
        (panel, _) => panel,
    }
}

/// Returns the state of a panel: the form as it was submitted if this panel's was refused, and otherwise these values.
pub(crate) fn state_of_panel(form: &FormState, of: &str, values: &[(&'static str, &str)]) -> FormState {
    if is_back(form, of) { form.clone() } else { FormState::of(values.iter().copied()) }
}

/// Returns whether the form of this panel was refused, so that it stays open and keeps its values.
pub(crate) fn is_back(form: &FormState, of: &str) -> bool {
    form.has_faults() && panel(form) == of
}

/// Returns the id that a field has in a panel.
pub(crate) fn field_id(panel: &str, field: &str) -> String {
    if field == "kind" { RECORDED.to_owned() } else { format!("{panel}-{field}") }
}

/// The times of a meeting, from which a time of day is interpreted.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub held_on: NaiveDate,
    pub began_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

/// Returns when something happened at a meeting: at this time of day, or now if none was given.
///
/// A time in the small hours of a meeting that continues past midnight is on the following day.
pub(crate) fn moment(times: Times, typed: Option<NaiveTime>) -> DateTime<Utc> {
    let Some(time) = typed else {
        // An entry recorded before the day must not precede the start of the meeting.
        return times.began_at.map_or(times.now, |began| began.max(times.now));
    };
    // A meeting that starts early has its times on the day it actually started, to which it is moved afterwards.
    let day =
        times.began_at.map_or_else(|| times.held_on.min(london::local(times.now).date()), |began| london::local(began).date());
    let at = on_day(day, time);
    let is_past_midnight = time.hour() < 6 && times.began_at.is_some_and(|began| at < began);
    let next = day.succ_opt().filter(|_| is_past_midnight);
    next.map_or(at, |next| on_day(next, time))
}

/// What reading needs to know about the meeting.
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

/// An entry as it was read: what happened, at which item, and when.
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

/// Reads the entry.
pub(crate) fn read(form: &mut SubmittedForm, known: &Known<'_>) -> Option<ReadEntry> {
    let (kind, panel) = (form.value("kind").to_owned(), panel(form).to_owned());
    let is_of_agenda = |text: &str| text.parse::<DraftItemId>().ok().filter(|item| known.items.contains(item));
    let screen = is_of_agenda(form.value("item"));
    let mut reader = Reader { form, known, panel };
    let time = reader.time().optional(NOT_A_TIME);
    // An interest can be declared before its item is reached.
    let about = if kind == "declared" { reader.parse("about", is_of_agenda).optional("Select the item") } else { Some(None) };
    let is_here = about.flatten().is_none_or(|item| Some(item) == screen);
    let what = reader.what(&kind, is_here);
    form.accept(())?;
    let time = time?;
    Some(ReadEntry { what: what?, item: about?.or(screen), at: moment(known.times, time), has_time: time.is_some() })
}

/// A form while it is read. Its faults have the ids that the fields have in its panel.
struct Reader<'a> {
    form: &'a mut SubmittedForm,
    known: &'a Known<'a>,
    panel: String,
}

impl Reader<'_> {
    fn line(&mut self, field: &'static str, most: usize, label: &str) -> TextAnswer<'_> {
        let id = field_id(&self.panel, field);
        self.form.line(field).at(id).at_most(most, label)
    }

    fn parse<T>(&mut self, field: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Answer<'_, T> {
        let id = field_id(&self.panel, field);
        self.form.parse(field, parse).at(id)
    }

    fn fault(&mut self, field: &str, message: &'static str) {
        let id = field_id(&self.panel, field);
        self.form.fault(id, message);
    }

    fn time(&mut self) -> Answer<'_, NaiveTime> {
        let id = field_id(&self.panel, "at");
        self.form.time("at").at(id)
    }

    fn what(&mut self, kind: &str, is_here: bool) -> Option<Recorded> {
        match kind {
            "arrived" => Some(Recorded::Arrived { person: self.member()? }),
            "left" => Some(Recorded::Left { person: self.member()? }),
            "attendance" => {
                let person = self.member();
                let standing = self.parse("text", Standing::read).or_fault("Select the member’s attendance");
                Some(Recorded::Attendance { person: person?, standing: standing? })
            }
            "officer" => {
                let name = self.name();
                let post = self.line("post", 160, "Post").optional();
                Some(Recorded::Officer { name: name?, post: post? })
            }
            "guest" => Some(Recorded::Guest { name: self.name()? }),
            "declared" => self.declared(is_here),
            "motion" => self.motion(),
            "vote" => self.vote(),
            "resolution" => self.resolution(),
            "action" => {
                let owner = self.line("owner", 160, "Post that will act").required("Enter the post that will act");
                let task = self.line("text", 500, "Action").required("Enter what is to be done");
                let id = field_id(&self.panel, "due_on");
                let due_on = self.form.date("due_on").at(id).optional(NOT_A_DATE);
                Some(Recorded::Action { owner: owner?, task: task?, due_on: due_on? })
            }
            "exclusion" => Some(Recorded::Exclusion { paragraphs: self.excluded()? }),
            "readmission" => Some(Recorded::Readmission),
            "recommendation" => {
                let body = self.line("name", 160, "Body").required("Enter the body that the recommendation is for");
                let text = self.line("text", 1_000, "Recommendation").required("Enter the recommendation");
                Some(Recorded::Recommendation { body: body?, text: text? })
            }
            _ => {
                self.fault("kind", "Select what to record");
                None
            }
        }
    }

    fn declared(&mut self, is_here: bool) -> Option<Recorded> {
        let person = self.member();
        let interest = self.parse("interest", InterestKind::read).or_fault("Select the kind of interest");
        let nature = self.line("nature", 500, "Nature of the interest").required("Enter the nature of the interest");
        Some(Recorded::Declared {
            person: person?,
            interest: interest?.word().to_owned(),
            nature: nature?,
            is_sensitive: self.form.is_ticked("sensitive"),
            // A member who declares before the item stays until it is reached.
            withdrew: self.form.is_ticked("withdrew") && is_here,
        })
    }

    fn resolution(&mut self) -> Option<Recorded> {
        let clauses = clauses_of(&self.form.lines("clauses").text()?);
        if clauses.is_empty() || clauses.len() > 30 {
            self.fault("clauses", "Enter what was resolved, with each clause on its own line, up to 30");
        } else if clauses.iter().any(|clause| clause.chars().count() > 1_000) {
            self.fault("clauses", "Each clause must be 1,000 characters or fewer");
        }
        let form = self.parse("form", |text| ["RESOLVED", "RECOMMENDED"].into_iter().find(|form| *form == text));
        let form = form.or_default("RESOLVED", "Select whether it was resolved or recommended");
        let publishable = self.known.paragraphs.is_empty() || self.form.is_ticked("publishable");
        Some(Recorded::Resolution { form: form?.to_owned(), clauses, publishable })
    }

    fn motion(&mut self) -> Option<Recorded> {
        let known = self.known;
        let text = self.line("text", 1_000, "Motion").required("Enter the motion");
        let mover = self.parse("mover", |text| among(text, known)).optional("Select a member");
        let seconder = self.parse("seconder", |text| among(text, known)).optional("Select a member");
        let amends = self.parse("amends", |text| motion_among(text, known)).optional("Select the motion");
        for (member, field) in [(mover, "mover"), (seconder, "seconder")] {
            let Some(member) = member.flatten().and_then(PersonId::new) else { continue };
            if !known.present.contains(&member) {
                self.fault(field, "Only members who are present can move or second a motion");
            }
            if known.barred.contains(&member) {
                let message = "A member with a disclosable pecuniary interest in the item cannot move or second a motion";
                self.fault(field, message);
            }
        }
        if mover.flatten().is_some() && mover == seconder {
            self.fault("seconder", "A motion must be moved and seconded by different members");
        }
        Some(Recorded::Motion { text: text?, mover: mover?, seconder: seconder?, amends: amends? })
    }

    /// Reads the paragraphs under which the public is excluded. A paragraph that the schedule does not have is refused, not
    /// ignored.
    fn excluded(&mut self) -> Option<Vec<u8>> {
        let paragraphs = self.parse("paragraphs", paragraphs_of).filter(|paragraphs| !paragraphs.is_empty());
        paragraphs.or_fault("Enter the paragraphs of Schedule 12A as numbers from 1 to 7")
    }

    fn vote(&mut self) -> Option<Recorded> {
        let known = self.known;
        let motion = self.parse("motion", |text| motion_among(text, known)).or_fault("Select the motion");
        let casting = self.parse("casting", |text| Choice::read(text).filter(|choice| *choice != Choice::Abstained));
        let casting = casting.optional("Select the casting vote");
        let named = self.named_votes();
        let votes = if named.as_ref().is_some_and(Vec::is_empty) && self.panel != "named" {
            let mut count = |field: &'static str| {
                let number = self.parse(field, |text| text.parse::<u32>().ok());
                number.or_default(0, "Votes must be a whole number, like 4")
            };
            let (in_favour, against, abstained) = (count("in_favour"), count("against"), count("abstained"));
            Votes::Hands { in_favour: in_favour?, against: against?, abstained: abstained?, casting: casting? }
        } else {
            Votes::Named { votes: named?, casting: casting? }
        };
        match sitting::vote::outcome(&votes, known.present, known.barred) {
            Ok(carried) => Some(Recorded::Vote { motion: motion?, votes, carried }),
            Err(fault) => {
                let field = match fault {
                    VoteFault::NoTie | VoteFault::TieUndecided => "casting",
                    _ if matches!(votes, Votes::Named { .. }) => "motion",
                    _ => "in_favour",
                };
                self.fault(field, fault.message());
                None
            }
        }
    }

    /// Reads the votes of members by name. A member without a choice did not vote.
    fn named_votes(&mut self) -> Option<Vec<(i64, Choice)>> {
        let sent = self.form.all().filter(|(field, value)| field.starts_with("vote-") && !value.is_empty());
        let sent: Vec<(String, String)> = sent.map(|(field, value)| (field.to_owned(), value.to_owned())).collect();
        let (mut votes, mut are_known): (Vec<(i64, Choice)>, bool) = (Vec::new(), true);
        for (field, value) in sent {
            if let (Ok(person), Some(choice)) = (field.trim_start_matches("vote-").parse(), Choice::read(&value)) {
                votes.push((person, choice));
            } else {
                are_known = false;
                self.form.fault(field, "Select how the member voted");
            }
        }
        votes.sort_by_key(|(person, _)| *person);
        are_known.then_some(votes)
    }

    fn member(&mut self) -> Option<i64> {
        let known = self.known;
        self.parse("person", |text| among(text, known)).or_fault("Select a member")
    }

    fn name(&mut self) -> Option<String> {
        self.line("name", 120, "Name").required("Enter a name")
    }
}

/// Returns the member with this key.
fn among(key: &str, known: &Known<'_>) -> Option<i64> {
    key.parse::<PersonId>().ok().filter(|person| known.members.contains(person)).map(PersonId::get)
}

/// Returns the key of a motion that was made at the meeting.
fn motion_among(key: &str, known: &Known<'_>) -> Option<i64> {
    key.parse().ok().filter(|id| is_motion(known.entries, *id))
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
