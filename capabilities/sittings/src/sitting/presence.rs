//! Whether a member is at the meeting, separately from how that is recorded.

use chrono::{DateTime, Utc};
use foundation::{london, time_of_day};
use meetings::meeting::PersonId;
use meetings::sitting::{Entry, Recorded, Standing};

/// Whether a member is at the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Present,
    /// Attended, and left at this time.
    Left(DateTime<Utc>),
    Apologies,
    CouncilBusiness,
    Absent,
}

impl Presence {
    /// Returns the state in words: `Present`, `Left at 7.10pm`.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Present => "Present".to_owned(),
            Self::Left(at) => format!("Left at {}", time_of_day::on_page(london::time_of_day(at))),
            Self::Apologies => "Apologies sent".to_owned(),
            Self::CouncilBusiness => "On Council business".to_owned(),
            Self::Absent => "Absent".to_owned(),
        }
    }
}

/// Returns the state of a member at a time, or after all entries if `until` is `None`. `ahead` is what they told the clerk before
/// the meeting, which applies until something else is recorded.
pub(crate) fn presence(entries: &[Entry], person: PersonId, ahead: Option<Standing>, until: Option<DateTime<Utc>>) -> Presence {
    let mut ordered: Vec<&Entry> =
        entries.iter().filter(|entry| entry.stands() && until.is_none_or(|until| entry.at <= until)).collect();
    ordered.sort_by_key(|entry| (entry.at, entry.id));
    let last = ordered.iter().rev().find_map(|entry| match &entry.what {
        Recorded::Attendance { person: known, standing } if *known == person.get() => Some(match standing {
            Standing::Present => Presence::Present,
            Standing::Apologies => Presence::Apologies,
            Standing::CouncilBusiness => Presence::CouncilBusiness,
            Standing::Absent => Presence::Absent,
        }),
        Recorded::Arrived { person: known } if *known == person.get() => Some(Presence::Present),
        Recorded::Left { person: known } | Recorded::Declared { person: known, withdrew: true, .. } if *known == person.get() => {
            Some(Presence::Left(entry.at))
        }
        _ => None,
    });
    match (last, ahead) {
        (None | Some(Presence::Absent), Some(Standing::Apologies)) => Presence::Apologies,
        (None | Some(Presence::Absent), Some(Standing::CouncilBusiness)) => Presence::CouncilBusiness,
        (last, _) => last.unwrap_or(Presence::Absent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        format!("2024-06-11T{time}:00Z").parse().expect("an instant")
    }

    fn entry(id: i64, time: &str, what: Recorded) -> Entry {
        Entry { id, item: None, at: at(time), what, recorded_by: "a clerk".into(), struck_by: None }
    }

    fn one() -> PersonId {
        PersonId::new(1).expect("a key")
    }

    #[test]
    fn a_state_follows_what_was_recorded_last() {
        let mut entries = vec![entry(1, "17:30", Recorded::Attendance { person: 1, standing: Standing::Present })];
        let now = |entries: &[Entry]| presence(entries, one(), None, None);
        assert_eq!(now(&entries), Presence::Present);
        entries.push(entry(2, "18:10", Recorded::Left { person: 1 }));
        assert_eq!(now(&entries).words(), "Left at 7.10pm");
        assert_eq!(presence(&entries, one(), None, Some(at("18:09"))), Presence::Present, "before they left");
        entries.push(entry(3, "18:20", Recorded::Arrived { person: 1 }));
        assert_eq!(now(&entries), Presence::Present);
        entries[2].struck_by = Some("a clerk".into());
        assert_eq!(now(&entries), Presence::Left(at("18:10")), "what was struck out does not count");
    }

    #[test]
    fn what_was_told_ahead_counts_until_they_come() {
        let ahead = Some(Standing::Apologies);
        assert_eq!(presence(&[], one(), ahead, None).words(), "Apologies sent");
        assert_eq!(presence(&[], one(), Some(Standing::CouncilBusiness), None).words(), "On Council business");
        let absent = [entry(1, "17:30", Recorded::Attendance { person: 1, standing: Standing::Absent })];
        assert_eq!(presence(&absent, one(), None, None).words(), "Absent");
        assert_eq!(presence(&absent, one(), ahead, None), Presence::Apologies, "apologies that came after the start");
        let came = [entry(1, "17:30", Recorded::Arrived { person: 1 })];
        assert_eq!(presence(&came, one(), ahead, None), Presence::Present);
        assert_eq!(presence(&came, PersonId::new(2).expect("a key"), None, None), Presence::Absent, "somebody else");
    }

    #[test]
    fn whoever_withdraws_for_an_interest_has_left() {
        let declared = Recorded::Declared {
            person: 1,
            interest: "disclosable".into(),
            nature: "A lease".into(),
            is_sensitive: false,
            withdrew: true,
        };
        assert_eq!(presence(&[entry(1, "18:00", declared)], one(), None, None).words(), "Left at 7pm");
    }
}
